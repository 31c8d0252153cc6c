"""The centre's settings that administrators change, each with its date of effect."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0011"
down_revision = "0010"


def upgrade() -> None:
    """Make the table with its rights."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
