"""Who has the right ``billing`` reads all of it, nobody else anything; nobody writes but the daemon."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors, sql

from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo
from tests.integration.billing.ground import Ground, payer

pytestmark = pytest.mark.postgres
PASSWORD = Secret("correct horse battery")
TABLES = (
    "billing_account", "billing_owns", "billing_subscription", "tariff", "tariff_version", "rated_call",
    "rating_difference", "billing_period", "invoice", "payment", "invoice_delivery", "credit", "ledger_entry",
    "ledger_leg", "reservation",
)  # fmt: skip


@pytest.fixture(scope="module")
def people(ground: Ground) -> Ground:
    """Accounts, and something in the tables."""
    ground.account(payer("acme"), "7001")
    ground.call("7001", 60)
    ground.rate()
    with open_book(ground.url, "tester") as book:
        for role in ("billing", "supervisor", "operator"):
            book.add(role, [role], PASSWORD)
    return ground


def connected(ground: Ground, name: str) -> psycopg.Connection:
    return psycopg.connect(conninfo(ground.url, user=name, password=PASSWORD.reveal()), autocommit=True)


@pytest.mark.parametrize(("name", "sees"), [("billing", True), ("supervisor", False), ("operator", False)])
def test_only_who_bills_sees(people: Ground, name: str, sees: bool):
    with connected(people, name) as connection:
        for table in ("billing_account", "tariff_version", "rated_call"):
            [(found,)] = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchall()
            assert (found > 0) == sees, table


def test_nobody_writes_but_the_daemon(people: Ground):
    with connected(people, "billing") as connection:
        for table in (*TABLES, "rating_due", "number_series"):
            for statement in ("delete from {}", "insert into {} default values"):
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(sql.SQL(statement).format(sql.Identifier(table)))
        for table in ("rating_due", "number_series"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(sql.SQL("select from {}").format(sql.Identifier(table)))
