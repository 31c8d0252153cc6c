"""Own reports and those that are sent: each account's own, shared ones by role; nobody writes another's."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import msgspec
import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import ProgrammingError

from shared.database.accounts import open_book
from shared.database.connection import parse
from shared.domain.search.query import Period
from shared.errors import Refused
from shared.reports.definition import Definition
from supervisor_console.reports import own_reports, schedules
from supervisor_console.reports.own_reports import OwnReport
from supervisor_console.reports.schedules import Plan, Run, Scheduled
from tests.integration.search.conftest import PASSWORD, engine_of

pytestmark = pytest.mark.postgres
DEFINITION = Definition(report="queues", period=Period(preset="last_week"), queues=("support",), compare="before")
PLAN = Plan(name="Ráno", definition=DEFINITION, formats=("xlsx", "csv"), mail_to=("vedouci@example.com",))
PEOPLE = {"anna": "supervisor", "vera": "supervisor", "karel": "quality", "olga": "operator", "adam": "administrator"}


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
        connection.execute(text("delete from report_schedule"))
    for one in made.values():
        one.dispose()


def listed(engine: Engine) -> list[tuple[str, str]]:
    with engine.connect() as connection:
        return [(one.account, one.name) for one in own_reports.own_reports(connection)]


def sent(engine: Engine) -> list[str]:
    with engine.connect() as connection:
        return [one.plan.name for one in schedules.schedules(connection)]


def test_own_reports_are_kept_renamed_and_forgotten(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        own_reports.save(connection, "  Týden ", Definition())
        own_reports.save(connection, "Týden", DEFINITION)
        own_reports.save(connection, "Druhý", Definition(), is_shared=True, shared_with=("quality",))
        assert own_reports.own_reports(connection) == (
            OwnReport(account="anna", name="Druhý", definition=Definition(), is_shared=True, shared_with=("quality",)),
            OwnReport(account="anna", name="Týden", definition=DEFINITION),
        )
    for old, new in (("Druhý", "Týden"), ("Třetí", "Čtvrtý"), ("Druhý", " "), ("Druhý", "x" * 101)):
        with engines["anna"].begin() as connection, pytest.raises(Refused):
            own_reports.rename(connection, old, new)
    with engines["anna"].begin() as connection:
        own_reports.rename(connection, "Druhý", "První")
        own_reports.delete(connection, "Týden")
        own_reports.delete(connection, "Týden")
    assert listed(engines["anna"]) == [("anna", "První")]


def test_shared_reports_are_read_by_whom_they_are_for(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        own_reports.save(connection, "pro všechny", DEFINITION, is_shared=True)
        own_reports.save(connection, "pro kvalitu", DEFINITION, is_shared=True, shared_with=("quality",))
        own_reports.save(connection, "jen můj", DEFINITION, shared_with=("quality",))
    assert listed(engines["vera"]) == [("anna", "pro všechny")]
    assert listed(engines["karel"]) == [("anna", "pro kvalitu"), ("anna", "pro všechny")]
    assert listed(engines["olga"]) == []
    with engines["vera"].begin() as connection:
        for deed in ("update own_report set name = 'x'", "delete from own_report"):
            assert connection.execute(text(deed)).rowcount == 0
    for account in ("vera", "olga"):
        with engines[account].begin() as connection, pytest.raises(ProgrammingError, match="row-level security"):
            connection.execute(text("insert into own_report (account, name, definition) values ('anna', 'x', '{}')"))
    with engines["olga"].begin() as connection, pytest.raises(ProgrammingError, match="row-level security"):
        own_reports.save(connection, "nesmím", DEFINITION)


def test_a_report_of_a_newer_program_stays(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        own_reports.save(connection, "nový", DEFINITION)
        connection.execute(text("""update own_report set definition = '{"compare": "with the moon"}'"""))
        (found,) = own_reports.own_reports(connection)
    assert (found.name, found.definition) == ("nový", None)


def test_what_is_sent_is_kept_switched_changed_and_forgotten(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        made = schedules.save(connection, PLAN)
        assert schedules.schedules(connection) == (
            Scheduled(schedule=made, plan=msgspec.structs.replace(PLAN, formats=("csv", "xlsx")), is_on=True),
        )
        schedules.switch(connection, made, is_on=False)
        changed = msgspec.structs.replace(PLAN, name="Večer", every="month", day=31, minute=1439, folder="vedení")
        assert schedules.save(connection, changed, made) == made
        (found,) = schedules.schedules(connection)
        assert (found.is_on, found.plan.name, found.plan.day, found.plan.folder) == (False, "Večer", 31, "vedení")
    assert sent(engines["vera"]) == []
    for account in ("vera", "adam"):  # an administrator reads it, and does not take it for his own
        with engines[account].begin() as connection:
            with pytest.raises(Refused, match="not sent any more"):
                schedules.switch(connection, made, is_on=True)
            with pytest.raises(Refused, match="not sent any more"):
                schedules.save(connection, PLAN, made)
            schedules.delete(connection, made)
        assert sent(engines[account]) == []
    with engines["olga"].begin() as connection, pytest.raises(ProgrammingError, match="row-level security"):
        schedules.save(connection, PLAN)
    with engines["anna"].begin() as connection:
        schedules.delete(connection, made)
    assert sent(engines["anna"]) == []


def test_the_last_times_stand_with_it(engines: dict[str, Engine]) -> None:
    with engines["anna"].begin() as connection:
        made = schedules.save(connection, PLAN)
    with engines["owner"].begin() as connection:
        for day in range(1, 9):
            outcome = "failed" if day == 7 else None if day == 8 else "sent"
            connection.execute(
                text("insert into report_run (schedule, due_at, tries, outcome, detail) values (:s, :at, 1, :o, :d)"),
                {"s": made, "at": datetime(2026, 11, day, 5, tzinfo=UTC), "o": outcome, "d": f"day {day}"})  # fmt: skip
    with engines["anna"].connect() as connection:
        (found,) = schedules.schedules(connection)
    assert len(found.runs) == schedules.LAST_RUNS
    assert found.runs[:2] == (
        Run(due_at=datetime(2026, 11, 8, 5, tzinfo=UTC), tries=1, detail="day 8"),
        Run(due_at=datetime(2026, 11, 7, 5, tzinfo=UTC), tries=1, outcome="failed", detail="day 7"),
    )


@pytest.mark.parametrize(("change", "line"), [
    ({"name": " "}, "A name of at most 100 letters is needed."),
    ({"name": "x" * 101}, "A name of at most 100 letters is needed."),
    ({"minute": 1440}, "The time must be between 00:00 and 23:59."),
    ({"every": "week", "day": 8}, "There is no such day: 8."),
    ({"every": "month", "day": 0}, "There is no such day: 0."),
    ({"formats": ()}, "Choose CSV, XLSX or PDF."),
    ({"formats": ("exe",)}, "Choose CSV, XLSX or PDF."),
    ({"mail_to": ()}, "Say to whom it goes, or into which folder."),
    ({"mail_to": ("a@b", "nobody")}, "This is not an address for mail: nobody"),
    ({"mail_to": ("a@b\nBcc: c@d",)}, "This is not an address for mail: a@b\nBcc: c@d"),
    ({"mail_to": tuple(f"a{number}@b" for number in range(51))}, "At most 50 addresses are possible."),
    ({"folder": "../etc"}, "A folder is a plain name without / \\ : and does not begin with a dot."),
    ({"folder": "C:x"}, "A folder is a plain name without / \\ : and does not begin with a dot."),
    ({"folder": ".hidden"}, "A folder is a plain name without / \\ : and does not begin with a dot."),
])  # fmt: skip
def test_what_cannot_be_sent_is_one_line(change: dict[str, object], line: str) -> None:
    assert str(schedules.fault_of(msgspec.structs.replace(PLAN, **change))) == line
