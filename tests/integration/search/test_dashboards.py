"""Dashboards in the database: each account's own, shared ones by role; nobody writes another's."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import msgspec
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from shared.database.accounts import open_book
from shared.database.connection import parse
from shared.domain.search.query import Period
from shared.errors import Refused
from shared.reports.definition import Definition
from supervisor_console.reports import dashboards, own_reports
from supervisor_console.reports.dashboards import MOST_PANELS, Dashboard, Named, Placed
from tests.integration.search.conftest import PASSWORD, engine_of

pytestmark = pytest.mark.postgres
PEOPLE = {"anna": "supervisor", "vera": "supervisor", "karel": "quality", "olga": "operator"}
QUEUES = Placed(panel="a", definition=Definition(report="queues", queues=("support",)), width="whole", chart=1)
WEEK = Placed(panel="b", own=Named("anna", "Týden\x00"), shows="figures")


@pytest.fixture(scope="module")
def url(postgres, _template: str) -> Iterator[str]:  # type: ignore[no-untyped-def]
    made = postgres.create(_template)
    with open_book(made, "tests") as book:
        for name, role in PEOPLE.items():
            book.add(name, [role], PASSWORD)  # type: ignore[list-item]
    yield made
    postgres.drop(made)
    postgres.drop_login_roles()


@pytest.fixture
def engines(url: str) -> Iterator[dict[str, Engine]]:
    """Connections of people with different roles, and of the ``owner``; nothing is left of what they wrote."""
    made = {name: engine_of(url, name) for name in PEOPLE} | {"owner": create_engine(parse(url))}
    yield made
    with made["owner"].begin() as connection:
        connection.execute(text("delete from own_report"))
        connection.execute(text("delete from dashboard_panel"))
    for one in made.values():
        one.dispose()


def put(*panels: Placed, **more: object):  # type: ignore[no-untyped-def]
    return lambda one: msgspec.structs.replace(one, panels=(*one.panels, *panels), **more)


def listed(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        return [(one.account, one.name) for one in dashboards.dashboards(connection)]


def test_a_dashboard_is_made_filled_arranged_renamed_and_forgotten(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        dashboards.make(connection, " Ráno ")
        dashboards.change(connection, "Ráno", put(QUEUES, WEEK, period=Period(preset="last_week")))
        kept = Dashboard(account="anna", name="Ráno", panels=(QUEUES, WEEK), period=Period(preset="last_week"))
        assert dashboards.dashboards(connection) == (kept,)
        dashboards.change(connection, "Ráno", lambda one: msgspec.structs.replace(one, panels=(WEEK, QUEUES)))
        assert dashboards.dashboards(connection)[0].panels == (WEEK, QUEUES)
        dashboards.make(connection, "Druhá")
    for name, wrong in (("Ráno", "already"), (" ", "needs a name"), ("x" * 101, "needs a name")):
        with engines["anna"].begin() as connection, pytest.raises(Refused, match=wrong):
            dashboards.make(connection, name)
    for old, new in (("Druhá", "Ráno"), ("Třetí", "Čtvrtá"), ("Druhá", " ")):
        with engines["anna"].begin() as connection, pytest.raises(Refused):
            dashboards.rename(connection, old, new)
    with engines["anna"].begin() as connection, pytest.raises(Refused, match="no dashboard 'Třetí'"):
        dashboards.change(connection, "Třetí", put())
    many = [msgspec.structs.replace(QUEUES, panel=str(number)) for number in range(MOST_PANELS + 1)]
    with engines["anna"].begin() as connection, pytest.raises(Refused, match="at most"):
        dashboards.change(connection, "Druhá", put(*many))
    with engines["anna"].begin() as connection:
        dashboards.rename(connection, "Druhá", "První")
        dashboards.delete(connection, "Ráno")
        dashboards.delete(connection, "Ráno")
    assert listed(engines["anna"]) == [("anna", "První")]


def test_shared_dashboards_are_read_by_whom_they_are_for_with_their_panels(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        for name, more in (("pro všechny", {"is_shared": True}), ("jen moje", {}),
                           ("pro kvalitu", {"is_shared": True, "shared_with": ("quality",)})):  # fmt: skip
            dashboards.make(connection, name)
            dashboards.change(connection, name, put(QUEUES, **more))
    assert listed(engines["vera"]) == [("anna", "pro všechny")]
    assert listed(engines["karel"]) == [("anna", "pro kvalitu"), ("anna", "pro všechny")]
    assert listed(engines["olga"]) == []
    with engines["vera"].begin() as connection:
        (found,) = dashboards.dashboards(connection)
        assert (found.panels, found.is_shared) == ((QUEUES,), True)
        for deed in ("update dashboard_panel set dashboard = 'x'", "delete from dashboard_panel"):
            assert connection.execute(text(deed)).rowcount == 0
        dashboards.make(connection, "pro všechny")
    assert listed(engines["vera"]) == [("vera", "pro všechny"), ("anna", "pro všechny")]
    with engines["vera"].begin() as connection, pytest.raises(ProgrammingError, match="row-level security"):
        connection.execute(text("insert into dashboard_panel values ('anna', 'x', 0, '{}')"))
    with engines["olga"].begin() as connection, pytest.raises(ProgrammingError, match="row-level security"):
        dashboards.make(connection, "nesmím")


def test_two_programs_of_an_account_change_a_dashboard_one_after_the_other(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        dashboards.make(connection, "Ráno")
        dashboards.change(connection, "Ráno", put(QUEUES))
    with ThreadPoolExecutor(1) as beside, engines["anna"].begin() as first:
        dashboards.change(first, "Ráno", put(WEEK))

        def other() -> None:
            with engines["anna"].begin() as second:
                begun.set()
                dashboards.change(second, "Ráno", put(msgspec.structs.replace(QUEUES, panel="c")))

        begun = Event()
        changed = beside.submit(other)
        assert begun.wait(10)
        first.commit()
        changed.result(10)
    with engines["anna"].begin() as connection:
        (found,) = dashboards.dashboards(connection)
    assert [one.panel for one in found.panels] == ["a", "b", "c"]


def test_a_report_that_is_renamed_stays_on_dashboards(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        own_reports.save(connection, "Týden\x00", Definition())
        dashboards.make(connection, "Ráno")
        dashboards.change(connection, "Ráno", put(QUEUES, WEEK))
        dashboards.rename_report(connection, "Týden\x00", " Každý týden ")
        (found,) = dashboards.dashboards(connection)
        assert [one.name for one in own_reports.own_reports(connection)] == ["Každý týden"]
    assert found.panels == (QUEUES, msgspec.structs.replace(WEEK, own=Named("anna", "Každý týden")))


def test_a_panel_of_a_newer_program_stays_as_it_is(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        dashboards.make(connection, "Ráno")
        dashboards.change(connection, "Ráno", put(QUEUES))
        connection.execute(text("""update dashboard_panel set panel = '{"shows": "hologram"}' where place = 1"""))
        dashboards.change(connection, "Ráno", put(WEEK))
        (found,) = dashboards.dashboards(connection)
        assert [one.strange != "" for one in found.panels] == [True, False]
        stored = connection.execute(text("select panel from dashboard_panel where place = 1")).scalar_one()
    assert stored == {"shows": "hologram"}
