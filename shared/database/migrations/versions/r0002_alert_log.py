"""The log of what alert rules have found."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Make the table, with the rights of its neighbours."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
