"""Staffing, first contacts and waits to expect out of a database that the recorder filled, against plain counting."""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from fractions import Fraction
from random import Random
from statistics import median, stdev
from typing import NamedTuple
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from collector_daemon.store.batch import Batch, Fact
from collector_daemon.store.rollups import settle_zone
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import connect
from shared.domain.agents import AgentInterval, AgentSession, AgentState, Gap
from shared.domain.calls import Call, Visit
from shared.domain.measures.erlang import Demand, staffing
from shared.language import Language
from shared.reports.catalogue import READY, ReportName
from shared.reports.queries.contacts import entries
from shared.reports.queries.scope import Scope
from shared.reports.selection import Selection
from shared.reports.table import Report, Row
from shared.reports.written import Written
from tests.helpers.postgres import Server
from tests.integration.database.test_recorder import recording
from tests.integration.reports.conftest import PASSWORD, connected

pytestmark = pytest.mark.postgres
ZONE = "Europe/Prague"
PRAGUE = ZoneInfo(ZONE)
FIRST, LAST = date(2026, 2, 23), date(2026, 4, 19)  # eight weeks with a clock changed and Easter Monday
SINCE, UNTIL = datetime(2026, 2, 22, 23, tzinfo=UTC), datetime(2026, 4, 19, 22, tzinfo=UTC)
NOW = UNTIL + timedelta(hours=9)
HOLIDAYS = (date(2026, 4, 3), date(2026, 4, 6))
GAP = Gap(
    pbx="main", started_at=datetime(2026, 3, 10, 8, 10, tzinfo=UTC), ended_at=datetime(2026, 3, 10, 8, 40, tzinfo=UTC)
)
AGENTS = {"1001": ("support",), "1002": ("support", "sales"), "1003": ("sales",)}
Slots = dict[tuple[object, object], list[tuple[datetime, date]]]
SECOND, HALF_HOUR, MILLISECOND = timedelta(seconds=1), timedelta(minutes=30), timedelta(milliseconds=1)


def a_call(random: Random, number: int) -> Call:
    """On a Monday, a Tuesday or the Sunday night of the clock, mostly soon after eight."""
    week = timedelta(weeks=random.randrange(8))
    weekday, hour = random.choice(((0, 8), (0, 8), (0, 8), (0, 8), (0, 9), (1, 8), (1, 9), (1, 9), (6, 1), (6, 3)))
    local = datetime.combine(FIRST + week + timedelta(days=weekday), datetime.min.time(), PRAGUE).replace(hour=hour)
    at = local.astimezone(UTC) + random.randrange(3_600_000) * MILLISECOND
    key = f"{number}.1"
    visits = [_visit(random, key, nth, at + nth * 400 * SECOND) for nth in range(random.choice((1, 1, 1, 2)))]
    caller = random.choice((f"60{random.randrange(90):07}", f"+42060{random.randrange(90):07}", None))
    return Call(pbx="main", call_id=key, direction=random.choice(("inbound",) * 9 + ("internal",)), started_at=at,
                caller=caller, called="420222111000", visits=tuple(visits), outcome="answered",
                ended_at=at + 2000 * SECOND)  # fmt: skip


def _visit(random: Random, key: str, nth: int, at: datetime) -> Visit:
    queue, wait = random.choice(("support", "sales")), random.randrange(200_000) * MILLISECOND
    position = random.choice((1, 1, 1, 2, 2, 3, 12, None))
    left = Visit(queue=queue, uniqueid=key, nth=nth, entered_at=at, left_at=at + wait, wait_time=wait,
                 position=position, outcome=random.choice(("abandoned", "timeout", "lost")))  # fmt: skip
    if random.random() < 0.3:
        return left
    talk, hold = random.randrange(400_000) * MILLISECOND, random.choice((0, 0, 7_000)) * MILLISECOND
    agent = random.choice([one for one, queues in AGENTS.items() if queue in queues])
    return Visit(queue=queue, uniqueid=key, nth=nth, entered_at=at, left_at=at + wait, wait_time=wait, agent=agent,
                 position=position, outcome="answered", answered_at=at + wait, talk_time=talk, hold_time=hold,
                 ended_at=at + wait + talk + hold, ring_time=SECOND)  # fmt: skip


def agents_time(random: Random) -> Iterator[AgentSession | AgentInterval]:
    """Mornings of Mondays and Tuesdays, state after state."""
    states: tuple[AgentState, ...] = ("ready", "ready", "talking", "on_hold", "wrapping_up", "paused", "unreachable")
    for agent, queues in AGENTS.items():
        for day in (FIRST + timedelta(weeks=n, days=d) for n in range(8) for d in (0, 1)):
            at = datetime(day.year, day.month, day.day, 7, 50, tzinfo=PRAGUE).astimezone(UTC)
            at += random.randrange(600_000) * MILLISECOND
            ends = at + timedelta(hours=2)
            for queue in queues:
                yield AgentSession(pbx="main", agent=agent, queue=queue, interface=f"PJSIP/{agent}", name="",
                                   penalty=0, started_at=at, ended_at=ends)  # fmt: skip
            while at < ends:
                until = at + random.randrange(1, 1_500_000) * MILLISECOND
                yield AgentInterval(pbx="main", agent=agent, state=random.choice(states), started_at=at, ended_at=until)
                at = until


class Told:
    """What was stored, and plain counting of it for some queues."""

    def __init__(self) -> None:
        random = Random(11)
        self.calls = [a_call(random, number) for number in range(1000)]
        self.time = list(agents_time(random))
        self.first = min(visit.entered_at for call in self.calls for visit in call.visits)

    def visits(self, queues: tuple[str, ...]) -> list[Visit]:
        return [visit for call in self.calls for visit in call.visits if visit.queue in queues]

    def intervals(self, queues: tuple[str, ...]) -> list[AgentInterval]:
        mine = {agent for agent, of in AGENTS.items() if {*of} & {*queues}}
        return [one for one in self.time if isinstance(one, AgentInterval) and one.agent in mine]

    def half_hours(self) -> Iterator[tuple[datetime, tuple[int, str], date]]:
        """Those that count, by the clock on the wall."""
        quarter = timedelta(minutes=15)
        first = self.first - (self.first - SINCE) % quarter
        for number in range((UNTIL - SINCE) // HALF_HOUR):
            at = SINCE + number * HALF_HOUR
            local = at.astimezone(PRAGUE)
            is_blind = at < GAP.ended_at and at + HALF_HOUR > GAP.started_at  # type: ignore[operator]
            if at >= first and not is_blind and local.date() not in HOLIDAYS:
                yield at, (local.isoweekday(), f"{local:%H:%M}"), local.date()


@pytest.fixture(scope="module")
def told() -> Told:
    return Told()


@pytest.fixture(scope="module")
def stored(postgres: Server, _template: str, told: Told) -> Iterator[str]:
    url = postgres.create(_template)
    asyncio.run(_store(url, told))
    with connected(url) as connection:
        for section, value in (("centre", '{"country": "CZ", "service_goal": 75}'),
                               ("queue", '[{"name": "sales", "service_goal": 60}]')):  # fmt: skip
            connection.execute(
                text("insert into setting (section, since, made_at, value) values (:section, :at, :at, :value)"),
                {"section": section, "value": value, "at": SINCE},
            )
    with open_book(url, "tester") as book:
        book.add("boss", ["supervisor"], Secret(PASSWORD.reveal()), queues=["sales"])
    yield url
    postgres.drop(url)
    postgres.drop_login_roles()


async def _store(url: str, told: Told) -> None:
    async with await connect(url) as connection:
        await connection.set_autocommit(True)
        await settle_zone(connection, ZONE)
    facts: list[Fact] = [*told.time, GAP]
    async with recording(url) as recorder:
        await recorder.put(Batch("main", "journal", 1, calls=told.calls, facts=facts), wait=True)
        await recorder.put(Batch("main", "journal", 2, calls=told.calls[:300]), wait=True)  # some again


def made(url: str, name: ReportName, queues: tuple[str, ...] = (), account: str = "") -> Report:
    asked = Selection(since=SINCE, until=UNTIL, zone=ZONE, queues=queues)
    with connected(url, account) as connection:
        return READY[name].run(connection, asked, NOW)


BOTH = ("support", "sales")
CASES = [
    ((), BOTH, BOTH, "", 75.0),
    (("sales",), ("sales",), BOTH, "", 60.0),
    ((), ("sales",), ("sales",), "boss", 75.0),
]


@pytest.mark.parametrize(("asked", "queues", "visible", "account", "goal"), CASES)
def test_staffing_is_what_plain_counting_gives(
    stored: str, told: Told, asked: tuple[str, ...], queues: tuple[str, ...], visible: tuple[str, ...], account: str,
    goal: float,
) -> None:  # fmt: skip
    report = made(stored, "staffing", asked, account)
    assert report.notes.left_out == HOLIDAYS
    slots = slots_of(told)
    work = plain_work(told, slots, queues, visible)
    assumed = {column.name: value for column, value in report.notes.assumed}
    assert assumed == pytest.approx(
        {"goal": goal, "threshold": 20, "patience": work.patience, "shrinkage": 100 * float(work.shrinkage)}
    )
    assert [(row.values[0], row.values[1]) for row in report.rows] == worked(told, slots, queues)
    needed = [row_is(report, row, slots[row.values[0], row.values[1]], work, goal) for row in report.rows]
    assert len(set(needed)) >= 3  # it is not the same everywhere


class PlainWork(NamedTuple):
    """What holds for all rows; seconds and shares."""

    visits: list[Visit]
    time: list[AgentInterval]
    patience: float
    talk: Fraction
    wrap_up: Fraction
    shrinkage: Fraction


def slots_of(told: Told) -> dict[tuple[object, object], list[tuple[datetime, date]]]:
    found: dict[tuple[object, object], list[tuple[datetime, date]]] = defaultdict(list)
    for at, key, day in told.half_hours():
        found[key].append((at, day))
    return found


def worked(told: Told, slots: Slots, queues: tuple[str, ...]) -> list[tuple[object, object]]:
    """Weekdays and times of day from the first to the last with a call or an agent."""
    touched = {half_hour(one.entered_at) for one in told.visits(queues)}
    for one in told.intervals(queues):
        at = half_hour(one.started_at)
        while one.ended_at and at < one.ended_at:
            touched.add(at)
            at += HALF_HOUR
    busy = [key for key, several in slots.items() for at, _day in several if at in touched]
    days, times = {day for day, _time in busy}, sorted(str(time) for _day, time in busy)
    return sorted(key for key in slots if key[0] in days and times[0] <= str(key[1]) <= times[-1])  # type: ignore[type-var]


def row_is(report: Report, row: Row, several: list[tuple[datetime, date]], work: PlainWork, goal: float) -> int:
    visits = [[one for one in work.visits if half_hour(one.entered_at) == at] for at, _day in several]
    arrivals = [len(one) for one in visits]
    spent = sum((overlap(one, at) for one in work.time for at, _day in several), timedelta())
    ended = [one for of_day in visits for one in of_day if one.outcome == "answered"]
    handling = float((spoken(ended) if len(ended) >= 30 else work.talk) + work.wrap_up)
    mean = sum(arrivals) / len(arrivals)
    demand = Demand(calls=mean, interval_seconds=1800, handling_seconds=handling, patience_seconds=work.patience)
    found = staffing(demand, goal / 100, 20, float(work.shrinkage))
    expected = {
        "weeks": len({day for _at, day in several}), "offered": sum(arrivals), "expected_calls": mean,
        "spread": stdev(arrivals), "logged_in": spent / HALF_HOUR / len(arrivals), "handling": handling,
        "needed": found.forecast.agents, "on_rota": found.on_rota,
    }  # fmt: skip
    if mean:
        expected["expected_level"] = 100 * found.forecast.service_level
        expected["expected_abandons"] = 100 * found.forecast.abandon_share
    assert {name: report.value(row, name) for name in expected} == pytest.approx(expected)
    assert report.value(row, "basis") == "erlang_a"
    return found.forecast.agents


def plain_work(told: Told, slots: Slots, queues: tuple[str, ...], visible: tuple[str, ...]) -> PlainWork:
    counted = {at for several in slots.values() for at, _day in several}
    mine, time = told.visits(queues), told.intervals(queues)
    visits = [one for one in mine if half_hour(one.entered_at) in counted]
    waited = sum((one.wait_time or timedelta() for one in visits if one.outcome != "lost"), timedelta())
    spent, calls = Fraction(0), 0
    for agent in AGENTS:
        taken = sum(one.agent == agent for one in mine)
        whole = sum(one.agent == agent for one in told.visits(visible))
        spent += Fraction(milliseconds(time, agent, "wrapping_up") * taken, 1000 * whole) if taken else 0
        calls += taken
    away = sum(milliseconds(time, agent, "paused", "unreachable") for agent in AGENTS)
    return PlainWork(
        visits=visits, time=time, patience=waited / SECOND / sum(one.outcome == "abandoned" for one in visits),
        talk=spoken([one for one in visits if one.outcome == "answered"]), wrap_up=spent / calls,
        shrinkage=Fraction(away, sum(milliseconds(time, agent) for agent in AGENTS)),
    )  # fmt: skip


def half_hour(at: datetime) -> datetime:
    """Where its half hour begins."""
    return at - (at - SINCE) % HALF_HOUR


def milliseconds(time: list[AgentInterval], agent: str, *states: str) -> int:
    """Of the agent in these states, in any where none is named."""
    return sum((one.ended_at - one.started_at) // MILLISECOND for one in time
               if one.ended_at and one.agent == agent and (not states or one.state in states))  # fmt: skip


def spoken(visits: list[Visit]) -> Fraction:
    whole = sum(((one.talk_time or timedelta()) + (one.hold_time or timedelta()) for one in visits), timedelta())
    return Fraction(whole // MILLISECOND, 1000 * len(visits))


def overlap(one: AgentInterval, at: datetime) -> timedelta:
    assert one.ended_at is not None
    return max(min(one.ended_at, at + HALF_HOUR) - max(one.started_at, at), timedelta())


@pytest.mark.parametrize(("queues", "account"), [(BOTH, ""), (("sales",), "boss")])
def test_first_contacts_are_what_plain_comparing_gives(
    stored: str, told: Told, queues: tuple[str, ...], account: str
) -> None:
    """Of calls before the last three weeks, so that repetitions after the period are seen."""
    until = UNTIL - timedelta(weeks=3)
    asked = Selection(since=SINCE, until=until, zone=ZONE)
    with connected(stored, account) as connection:
        report = READY["first_contact"].run(connection, asked, until + timedelta(days=3))
    expected: list[tuple[object, ...]] = []
    for queue in sorted(queues):
        came = [
            (call.caller and call.caller[-9:], min(entered), is_answered)
            for call in told.calls
            if call.direction == "inbound" and (entered := [v.entered_at for v in call.visits if v.queue == queue])
            for is_answered in [any(v.queue == queue and v.outcome == "answered" for v in call.visits)]
        ]
        mine = [(number, at) for number, at, is_answered in came if is_answered and at < until]
        hidden = sum(not number for number, _at in mine)
        for name, window in (("day", timedelta(days=1)), ("week", timedelta(days=7))):
            again = undecided = 0
            for number, at in mine:
                came_again = any(number == other and at < later <= at + window for other, later, _is in came)
                again += bool(number and came_again)
                undecided += bool(number and not came_again and at + window > until + timedelta(days=3))
            share = 100 * (1 - Fraction(again, len(mine) - hidden - undecided))
            expected.append((queue, name, float(share), len(mine) - hidden, again, undecided, hidden))
    assert [row.values for row in report.rows] == expected
    assert report.total is None
    assert report.notes.read_until is None
    assert all(again > 0 for _q, _w, _f, _c, again, _u, _h in expected)  # type: ignore[operator]


def test_too_many_calls_are_read_so_far_and_that_is_said(stored: str, told: Told) -> None:
    scope = Scope(since=SINCE, until=UNTIL, zone=ZONE)
    entered = sorted(visit.entered_at for call in told.calls for visit in call.visits)
    inbound = {visit.entered_at for call in told.calls if call.direction == "inbound" for visit in call.visits}
    with connected(stored) as connection:
        found, read_until = entries(connection, scope, timedelta(), most=100)
    assert [one.entered_at for one in found] == [at for at in entered[:100] if at in inbound]
    assert read_until == entered[99]


def test_waits_to_expect_are_medians_by_position(stored: str, told: Told) -> None:
    report = made(stored, "expected_wait")
    rows = {(str(row.values[0]), row.values[1]): row for row in report.rows}
    for queue in BOTH:
        waits = [
            (one.position, one.wait_time // MILLISECOND)
            for one in told.visits((queue,))
            if one.outcome == "answered" and one.position and one.wait_time is not None
        ]
        assert [key[1] for key in rows if key[0] == queue] == list(range(1, 11))
        for position in range(1, 11):
            same = [wait for place, wait in waits if place == position]
            own = median(same) if same else 0
            by_place = position * median(Fraction(wait, place) for place, wait in waits)
            is_own = len(same) >= 5
            assert rows[queue, position].values == (
                queue, position, float((own if is_own else by_place) / 1000), len(same),
                "own_position" if is_own else "by_place")  # fmt: skip


def test_before_the_first_call_nothing_can_be_told(stored: str) -> None:
    empty = made(stored, "staffing", ("nobody",))
    assert empty.rows == ()
    assert READY["staffing"].charts(empty, Language.of("en")) == ()
    asked = Selection(since=SINCE - timedelta(days=30), until=SINCE, zone=ZONE)
    with connected(stored) as connection:
        assert READY["staffing"].run(connection, asked, SINCE).rows == ()
        assert READY["first_contact"].run(connection, asked, SINCE).rows == ()
        assert READY["expected_wait"].run(connection, asked, SINCE).rows == ()


def test_they_are_written_in_both_languages(stored: str) -> None:
    for name in ("staffing", "first_contact", "expected_wait"):
        report = made(stored, name)  # type: ignore[arg-type]
        for language in (Language.of("en"), Language.of("cs")):
            charts = READY[name].charts(report, language)  # type: ignore[index]
            assert charts
            written = Written(report, language, name=name)
            assert all(written.heading(column) != column.name for column in report.columns)
            assert written.cells(report.rows[0])
    notes = Written(made(stored, "staffing"), Language.of("en")).notes()
    assert "Left out as holidays: 3\u00a0Apr\u00a02026, 6\u00a0Apr\u00a02026." in notes
