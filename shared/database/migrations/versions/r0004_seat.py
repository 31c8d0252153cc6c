"""Who sits where, and what people are called."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Make the table with the rights of its neighbours, and give accounts a title."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
