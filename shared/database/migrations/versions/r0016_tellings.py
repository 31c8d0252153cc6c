"""Whose keys were pressed, and which pauses of a recording are cut out of its file."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0016"
down_revision = "0015"


def upgrade() -> None:
    """Add the columns; the sums of calls follow."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
