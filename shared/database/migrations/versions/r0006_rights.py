"""What roles may do as rows, enforced by the database; locked accounts; an audit that shows tampering."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Make the tables, the functions and the policies."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
