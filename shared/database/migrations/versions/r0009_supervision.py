"""Alerts that somebody has acknowledged."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Add the columns."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
