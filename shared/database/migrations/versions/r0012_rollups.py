"""Sums of visits, calls and agents' time by quarter-hour, hour, day and month, kept with the facts."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0012"
down_revision = "0011"


def upgrade() -> None:
    """Make the tables with their rights."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
