"""Who has the right ``billing`` reads all of it, nobody else anything; nobody writes but the daemon."""

from __future__ import annotations

import psycopg
import pytest
from psycopg import errors, sql
from sqlalchemy import NullPool, create_engine

from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo
from supervisor_console.reports.billing_detail import running
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
        book.add("seer", ["billing", "supervisor"], PASSWORD)
    return ground


def connected(ground: Ground, name: str) -> psycopg.Connection:
    return psycopg.connect(conninfo(ground.url, user=name, password=PASSWORD.reveal()), autocommit=True)


@pytest.mark.parametrize(("name", "sees"), [("billing", True), ("supervisor", False), ("operator", False)])
def test_only_who_bills_sees(people: Ground, name: str, sees: bool):
    with connected(people, name) as connection:
        for table in ("billing_account", "tariff_version", "rated_call"):
            [(found,)] = connection.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchall()
            assert (found > 0) == sees, table


@pytest.mark.parametrize(("name", "is_masked"), [("billing", True), ("seer", False)])
def test_whom_a_running_call_is_with_is_masked_where_callers_may_not_be_seen(
    people: Ground, name: str, is_masked: bool
):
    people.account(payer("open", kind="pre"))
    people.account(payer("masking", kind="pre", is_masked=True))
    people.write("delete from reservation")
    for account in ("open", "masking"):
        people.write("insert into reservation (key, account, exact, granted_ms, opened_at, renewed_at, number) "
                     f"values ('{account}', '{account}', 0, 0, now(), now(), '+420777123001')")  # fmt: skip
    engine = create_engine("postgresql+psycopg://", creator=lambda: connected(people, name), poolclass=NullPool)
    with engine.connect() as connection:
        found = {one.account: one.is_masked for one in running(connection, None)}
    assert found == {"open": is_masked, "masking": True}


def test_nobody_writes_but_the_daemon(people: Ground):
    with connected(people, "billing") as connection:
        for table in (*TABLES, "rating_due", "number_series"):
            for statement in ("delete from {}", "insert into {} default values"):
                with pytest.raises(errors.InsufficientPrivilege):
                    connection.execute(sql.SQL(statement).format(sql.Identifier(table)))
        for table in ("rating_due", "number_series"):
            with pytest.raises(errors.InsufficientPrivilege):
                connection.execute(sql.SQL("select from {}").format(sql.Identifier(table)))
