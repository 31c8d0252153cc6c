"""Running calls on credit show the number."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0023"
down_revision = "0022"


def upgrade() -> None:
    """Add the column."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
