"""What operators write about calls, calls that they plan, and a call found by its customer's number."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Make the tables with the rights of a call's parts, and the indexes."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
