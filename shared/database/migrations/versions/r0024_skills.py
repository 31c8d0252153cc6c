"""What operators can: skills and languages."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0024"
down_revision = "0023"


def upgrade() -> None:
    """Change the tables."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
