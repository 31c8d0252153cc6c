"""Whose calls are: account codes and campaigns; outside legs, purchase prices, fees and corrections of credit."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0019"
down_revision = "0018"


def upgrade() -> None:
    """Add the columns, the tables and what they need."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
