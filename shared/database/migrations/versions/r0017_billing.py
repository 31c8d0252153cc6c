"""Billing: accounts, what they own, tariffs, rated calls, invoices, payments, the credit ledger."""

from pathlib import Path

from shared.database.migrations.running import role_prefix, run_sql

revision = "0017"
down_revision = "0016"


def upgrade() -> None:
    """Make the tables."""
    sql = Path(__file__).with_suffix(".sql").read_text("utf-8")
    run_sql(sql.replace("@prefix@", role_prefix()))
