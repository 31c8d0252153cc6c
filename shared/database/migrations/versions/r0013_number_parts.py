"""Digits inside numbers, words and times of day in the bits of closed days; pages by them."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0013"
down_revision = "0012"


def upgrade() -> None:
    """Make the tables with their rights."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
