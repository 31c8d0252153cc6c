"""What operators wrote, read from the database itself: by whom, and nothing of queues that are not his."""

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import psycopg
import pytest
from psycopg import errors, sql

from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo
from shared.domain.accounts import Role
from tests.helpers.facts import a_call
from tests.helpers.feed import account
from tests.integration.desk.desks import NOW, office, store

pytestmark = pytest.mark.postgres
PASSWORD = Secret("correct horse battery")
TABLES = ("call_note", "call_disposition", "call_form", "callback")
SAM = account("sam", "supervisor")


@pytest.fixture
async def url(database_url: str, tmp_path: Path) -> str:
    """Something written about a call of support, one of sales, and one that is not stored."""
    support, sales = a_call(1, queue="support"), a_call(2, queue="sales")
    await store(database_url, [support, sales])
    async with office(database_url, tmp_path) as desk:
        desk.pipelines["main"].is_reading_again = True
        for place, call_id in enumerate((support.call_id, sales.call_id, "9.9")):
            await desk.ask(SAM, "call.note", call=call_id, pbx="main", text="x")
            await desk.ask(SAM, "call.disposition", call=call_id, pbx="main", code="order")
            await desk.ask(SAM, "call.fields", call=call_id, pbx="main", form="f", values={})
            await desk.ask(SAM, "callback.plan", call=call_id, number="777", due=NOW, key=f"key-of-a-test-{place:04}",
                           pbx="main")  # fmt: skip
    return database_url


def counts(url: str, role: Role, queues: list[str] | None) -> Iterator[int]:
    """What an account of that role sees of each table."""
    with open_book(url, "tester") as book:
        book.add("vera", [role], PASSWORD, queues=queues)
    with closing(psycopg.connect(conninfo(url, user="vera", password=PASSWORD.reveal()), autocommit=True)) as vera:
        for table in TABLES:
            with pytest.raises(errors.InsufficientPrivilege):
                vera.execute(sql.SQL("delete from {}").format(sql.Identifier(table)))
            yield vera.execute(sql.SQL("select count(*) from {}").format(sql.Identifier(table))).fetchall()[0][0]
        for table in ("said_key", "absorbed_call"):
            with pytest.raises(errors.InsufficientPrivilege):
                vera.execute(sql.SQL("select from {}").format(sql.Identifier(table)))


async def test_supervisors_read_what_is_of_their_queues(url: str) -> None:
    assert list(counts(url, "supervisor", ["support"])) == [1, 1, 1, 1]


async def test_who_sees_all_queues_reads_all(url: str) -> None:
    assert list(counts(url, "supervisor", None)) == [3, 3, 3, 3]


async def test_operators_read_nothing(url: str) -> None:
    assert list(counts(url, "operator", None)) == [0, 0, 0, 0]
