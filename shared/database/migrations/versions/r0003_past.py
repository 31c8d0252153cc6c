"""The core's state now and then, and the marks of the connection: what brings the past back."""

from pathlib import Path

from shared.database.migrations.running import run_sql

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Make the tables; only the daemon itself reads them."""
    run_sql(Path(__file__).with_suffix(".sql").read_text("utf-8"))
