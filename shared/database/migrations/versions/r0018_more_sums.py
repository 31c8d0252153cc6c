"""More sums: what year reports would read row by row."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0018"
down_revision = "0017"


def upgrade() -> None:
    """Make the tables and fill them."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
