"""Contacts of campaigns are found fast."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0022"
down_revision = "0021"


def upgrade() -> None:
    """Change the tables."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
