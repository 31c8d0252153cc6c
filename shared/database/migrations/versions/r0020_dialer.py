"""The dialer: campaigns, contacts and their numbers, attempts, consents, do-not-call lists, results for the CRM."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0020"
down_revision = "0019"


def upgrade() -> None:
    """Make the tables."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
