"""What a search over calls asks for: sums of a call, words of notes, numbers by their ends; saved searches."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Make the columns, tables and indexes, filled from what there is."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
