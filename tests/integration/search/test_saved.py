"""Saved searches: each account's own, shared ones by role; nobody writes another's, not even with plain SQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import ProgrammingError

from shared.database.accounts import open_book
from shared.domain.search.query import Period, Query, Term
from shared.errors import Refused
from supervisor_console.reports.saved import SavedSearch, delete, rename, save, saved_searches
from tests.integration.search.conftest import PASSWORD, engine_of

pytestmark = pytest.mark.postgres
QUERY = Query(period=Period(preset="this_week"), terms=(Term(field="wait", lowest=60.5, is_strict=True),))
PEOPLE = {"anna": "supervisor", "vera": "supervisor", "karel": "quality", "olga": "operator"}


@pytest.fixture
def engines(database_url: str) -> Iterator[dict[str, Engine]]:
    """Connections of people with different roles."""
    with open_book(database_url, "tests") as book:
        for name, role in PEOPLE.items():
            book.add(name, [role], PASSWORD)  # type: ignore[list-item]
    made = {name: engine_of(database_url, name) for name in PEOPLE}
    yield made
    for one in made.values():
        one.dispose()


def listed(engine: Engine) -> list[tuple[str, str]]:
    """(account, name) of what an account reads."""
    with engine.connect() as connection:
        return [(one.account, one.name) for one in saved_searches(connection)]


def test_own_searches_are_kept_renamed_and_forgotten(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        save(connection, "  Dlouhá čekání ", QUERY, columns=("started_at", "wait"))
        save(connection, "Druhé", Query())
        save(connection, "Druhé", QUERY)
    with engines["anna"].connect() as connection:
        assert saved_searches(connection) == (
            SavedSearch(account="anna", name="Dlouhá čekání", query=QUERY, columns=("started_at", "wait")),
            SavedSearch(account="anna", name="Druhé", query=QUERY),
        )
    for old, new in (("Druhé", "Dlouhá čekání"), ("Třetí", "Čtvrté"), ("Druhé", " ")):
        with engines["anna"].begin() as connection, pytest.raises(Refused):
            rename(connection, old, new)
    with engines["anna"].begin() as connection:
        rename(connection, "Druhé", "První")
        delete(connection, "Dlouhá čekání")
    assert listed(engines["anna"]) == [("anna", "První")]
    assert listed(engines["vera"]) == []


def test_shared_searches_are_read_by_whom_they_are_for(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        save(connection, "pro všechny", QUERY, is_shared=True)
        save(connection, "pro kvalitu", QUERY, is_shared=True, shared_with=("quality",))
        save(connection, "jen moje", QUERY, shared_with=("quality",))
    assert listed(engines["vera"]) == [("anna", "pro všechny")]
    assert listed(engines["karel"]) == [("anna", "pro kvalitu"), ("anna", "pro všechny")]
    assert listed(engines["olga"]) == []


@pytest.mark.parametrize("deed", [
    "insert into saved_search (account, name, query) values ('anna', 'x', '{}')",
    "insert into saved_search (account, name, query) values ('nobody', 'x', '{}')",
])  # fmt: skip
def test_nobody_writes_in_anothers_name(engines: dict[str, Engine], deed: str) -> None:
    for account in ("vera", "olga"):
        with engines[account].begin() as connection, pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(text(deed))


def test_anothers_search_cannot_be_changed(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        save(connection, "sdílené", QUERY, is_shared=True)
    with engines["vera"].begin() as connection:
        for deed in ("update saved_search set name = 'x'", "delete from saved_search"):
            assert connection.execute(text(deed)).rowcount == 0
    assert listed(engines["anna"]) == [("anna", "sdílené")]


def test_a_query_of_a_newer_program_stays(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        save(connection, "nové", QUERY)
        connection.execute(text("update saved_search set query = '{\"terms\": [{\"field\": \"mood\"}]}'"))
        (found,) = saved_searches(connection)
    assert (found.name, found.query) == ("nové", None)
