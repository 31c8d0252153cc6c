"""Which daemon leads."""

from pathlib import Path

from shared.database.migrations.running import run_sql

revision = "0025"
down_revision = "0024"


def upgrade() -> None:
    """Change the tables."""
    run_sql(Path(__file__).with_suffix(".sql").read_text("utf-8"))
