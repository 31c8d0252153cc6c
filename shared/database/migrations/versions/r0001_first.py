"""The first schema.

Tables, group roles, row-level security, the audit's guard. There is no way back but a backup.
"""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Make everything."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
