"""What reports ask equals plain counting of the facts: any span, any key, any zone; and each account gets its own."""

from __future__ import annotations

import asyncio
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any, get_args
from zoneinfo import ZoneInfo

import psycopg
import pytest
from sqlalchemy import Connection, text

from collector_daemon.store.rollup_closing import close_sums
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import connect, conninfo, engine, parse
from shared.days import Interval
from shared.domain.accounts import RIGHTS_OF, ROLES
from shared.domain.calls import Call, Visit
from shared.domain.measures.histogram import Histogram
from shared.reports.queries import (
    Key,
    Scope,
    abandoned,
    agents,
    calls,
    notes,
    outgoing,
    repeated,
    ringing,
    transfers,
    visits,
)
from tests.integration.statistics import counting
from tests.integration.statistics.conftest import ZONE
from tests.integration.statistics.counting import of_visit, since_1970, whole_ms

pytestmark = pytest.mark.postgres
PASSWORD = Secret("correct horse battery")
START, END = datetime(2026, 3, 1, tzinfo=UTC), datetime(2026, 12, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 5, 3, tzinfo=UTC)
QUARTER = timedelta(minutes=15)
SPANS = (
    (START, END), (datetime(2026, 3, 28, 23, tzinfo=UTC), datetime(2026, 3, 29, 22, tzinfo=UTC)),
    (datetime(2026, 10, 24, 22, tzinfo=UTC), datetime(2026, 10, 25, 23, tzinfo=UTC)),
    (datetime(2026, 3, 28, 13, 15, tzinfo=UTC), datetime(2026, 10, 25, 1, 45, tzinfo=UTC)),
    (datetime(2026, 3, 29, 0, 30, tzinfo=UTC), datetime(2026, 3, 29, 1, 15, tzinfo=UTC)),
)  # fmt: skip
KEYS: tuple[tuple[Key, ...], ...] = ((), ("queue",), ("interval",), ("queue", "interval"), ("week_hour",))


async def closed(url: str) -> None:
    async with await connect(url) as connection:
        await connection.set_autocommit(True)
        assert await close_sums(connection, END.date()) > 200


@pytest.fixture(scope="module", params=["from the facts", "from closed sums"])
def connection(url, request) -> Iterator[Connection]:
    if request.param == "from closed sums":
        asyncio.run(closed(url))
    made = engine(url)
    with made.connect().execution_options(isolation_level="AUTOCOMMIT") as opened:
        opened.execute(text("set timezone = 'UTC'"))
        yield opened
    made.dispose()


def interval_of(at: datetime, zone: str, interval: Interval) -> datetime:
    """Where the interval begins: on the wall's clock from days on, in elapsed time within a day."""
    local = at.astimezone(ZoneInfo(zone))
    day = datetime(local.year, local.month, local.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    match interval:
        case "quarter" | "half_hour" | "hour":
            step = timedelta(minutes={"quarter": 15, "half_hour": 30, "hour": 60}[interval])
            return day + (at - day) // step * step
        case "day":
            return day
        case "week":
            monday = local.date() - timedelta(days=local.weekday())
            return datetime(monday.year, monday.month, monday.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
    month = 1 if interval == "year" else local.month
    return datetime(local.year, month, 1, tzinfo=ZoneInfo(zone)).astimezone(UTC)


def keys_of(keys: Sequence[Key], scope: Scope, at: datetime, **known: Any) -> tuple[Any, ...]:
    local = at.astimezone(ZoneInfo(scope.zone))
    told = known | {"interval": interval_of(at, scope.zone, scope.interval), "pbx": "main",
                    "week_hour": local.weekday() * 24 + local.hour}  # fmt: skip
    return tuple(told[key] for key in keys)


def visits_in(found: Sequence[Call], scope: Scope) -> list[Visit]:
    return [visit for call in found for visit in call.visits if scope.since <= visit.entered_at < scope.until
            and (scope.queues is None or visit.queue in scope.queues)]  # fmt: skip


def scopes() -> Iterator[tuple[Scope, tuple[Key, ...]]]:
    """Given spans and random ones, with every key and interval, in the centre's zone and in another."""
    rng = Random(1)
    width = (END - START) // QUARTER
    for number in range(60):
        places = sorted(rng.sample(range(width), 2))
        since, until = SPANS[number] if number < len(SPANS) else tuple(START + place * QUARTER for place in places)
        interval = rng.choice(get_args(Interval))
        zone = rng.choice((ZONE, ZONE, "America/New_York"))
        queues = rng.choice((None, None, ("support", "night")))
        yield Scope(since=since, until=until, zone=zone, interval=interval, queues=queues), KEYS[number % len(KEYS)]


def test_visits(connection, traffic):
    for scope, keys in scopes():
        expected: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
        for visit in visits_in(traffic[0], scope):
            expected[keys_of(keys, scope, visit.entered_at, queue=visit.queue)].update(of_visit(visit))
        found = {row.keys: row.counts for row in visits(connection, scope, keys, (3, 20, 60, 300))}
        assert {key for key, counts in found.items() if counts.offered} == set(expected), (scope, keys)
        for key, counts in expected.items():
            told = found[key]
            for name in counts:
                outcome, is_ladder, edge = name.partition("_in_")
                value = getattr(told, f"{outcome}_waits").at_most(int(edge)) if is_ladder else getattr(told, name)
                assert value == counts[name], (scope, keys, key, name)


def test_waits_to_the_last_bin(connection, traffic):
    for scope, keys in scopes():
        expected: dict[tuple[Any, ...], dict[str, list[int]]] = {}
        for visit in visits_in(traffic[0], scope):
            key = keys_of(keys, scope, visit.entered_at, queue=visit.queue)
            lengths = expected.setdefault(key, {"answered": [], "abandoned": []})
            if visit.outcome in lengths and visit.wait_time is not None:
                lengths[visit.outcome].append(whole_ms(visit.wait_time))
        found = {row.keys: row.counts for row in visits(connection, scope, keys, is_with_waits=True)}
        for key, lengths in expected.items():
            assert found[key].answered_waits == Histogram.of_lengths(lengths["answered"]), (scope, keys, key)
            assert found[key].abandoned_waits == Histogram.of_lengths(lengths["abandoned"]), (scope, keys, key)


def test_a_limit_off_the_ladder_is_exact_as_well(connection, traffic):
    scope = Scope(since=SPANS[3][0], until=SPANS[3][1], zone=ZONE, interval="hour")
    for keys in (("queue",), ("interval",)):
        found = {row.keys: row.counts for row in visits(connection, scope, keys, (7, 33))}
        for key, counts in found.items():
            waits = [visit.wait_time for visit in visits_in(traffic[0], scope) if visit.outcome == "answered"
                     and keys_of(keys, scope, visit.entered_at, queue=visit.queue) == key]  # fmt: skip
            in_time = sum(wait is not None and wait <= timedelta(seconds=33) for wait in waits)
            assert counts.answered_waits.at_most(33) == in_time


def test_agents(connection, traffic):
    found_calls, times = traffic
    for scope, _keys in scopes():
        if scope.queues:
            continue
        for keys in ((), ("agent",), ("agent", "interval")):
            expected: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
            for visit in visits_in(found_calls, scope):
                if visit.outcome == "answered":
                    expected[keys_of(keys, scope, visit.entered_at, agent=visit.agent)].update(
                        handled=1, talk_ms=whole_ms(visit.talk_time))
            rings = [ring for call in found_calls for visit in call.visits for ring in visit.attempts]
            for ring in rings:
                if scope.since <= ring.started_at < scope.until:
                    expected[keys_of(keys, scope, ring.started_at, agent=ring.agent)].update(
                        offers=1, no_answer=int(ring.result == "no_answer"))
            for one in times:
                at, ended_at = max(one.started_at, scope.since), min(one.ended_at or NOW, scope.until)
                while at < ended_at and one.state != "logged_out":
                    until = min(counting.quarter_of(at) + QUARTER, ended_at)
                    told = expected[keys_of(keys, scope, at, agent=one.agent)]
                    told[f"{one.state} {one.reason}"] += since_1970(until) - since_1970(at)
                    at = until
            rows = agents(connection, scope, keys, NOW)
            found = {row.keys: row.counts for row in rows}
            for key, counts in expected.items():
                told_of = found.get(key)
                if told_of is None:
                    assert not +counts, (scope, keys, key)
                    continue
                assert (told_of.handled, told_of.talk_ms, told_of.offers, told_of.no_answer) == (
                    counts["handled"], counts["talk_ms"], counts["offers"], counts["no_answer"]), (scope, keys, key)
                states = Counter[str]()
                for state, spent in counts.items():
                    states[state.partition(" ")[0]] += spent if " " in state else 0
                assert +Counter(told_of.state_ms) == +states, (scope, keys, key)
                assert told_of.pause_ms.get("lunch", 0) == counts["paused lunch"]


def test_calls_by_line_and_direction(connection, traffic):
    for scope, _keys in scopes():
        for keys in (("line",), ("direction", "interval")):
            expected: dict[tuple[Any, ...], Counter[str]] = defaultdict(Counter)
            for call in traffic[0]:
                is_asked = scope.queues is None or any(visit.queue in scope.queues for visit in call.visits)
                if scope.since <= call.started_at < scope.until and is_asked:
                    key = keys_of(keys, scope, call.started_at, line=call.line or "", direction=call.direction)
                    expected[key].update(calls=1, answered=int(call.outcome == "answered"),
                                         busy=int(call.outcome == "busy"), ongoing=int(call.ended_at is None))
            found = {row.keys: row.counts for row in calls(connection, scope, keys) if row.counts.calls}
            assert {key: (row.calls, row.answered, row.busy, row.ongoing) for key, row in found.items()} == {
                key: (one["calls"], one["answered"], one["busy"], one["ongoing"]) for key, one in expected.items()}


def test_abandoned_calls_and_what_came_of_them(connection, traffic):
    scope = Scope(since=SPANS[3][0], until=END, zone=ZONE)
    window = timedelta(hours=5)
    found = {(one.call_id, one.queue, one.entered_at): one for one in abandoned(connection, scope, window)}
    expected = {(call.call_id, visit.queue, visit.entered_at): (call, visit) for call in traffic[0]
                for visit in call.visits if visit.outcome == "abandoned" and visit.entered_at >= scope.since}
    assert set(found) == set(expected)
    for key, (call, visit) in expected.items():
        number = call.called if call.direction == "outbound" else call.caller
        after = [other for other in traffic[0] if number and visit.left_at is not None
                 and visit.left_at < other.started_at <= visit.left_at + window]
        back = [other.started_at for other in after if other.direction == "outbound" and other.called == number]
        again = [other.started_at for other in after if other.direction == "inbound" and other.caller == number
                 and other.outcome == "answered"]
        assert found[key].called_back_at == min(back, default=None)
        assert found[key].came_again_at == min(again, default=None)
    assert any(one.called_back_at for one in found.values())
    assert [one.entered_at for one in abandoned(connection, scope, window, 7)] == sorted(
        (one.entered_at for one in found.values()), reverse=True)[:7]


def test_repeated_callers(connection, traffic):
    scope = Scope(since=START, until=END, zone=ZONE)
    expected = Counter(call.caller for call in traffic[0] if call.direction == "inbound" and call.caller)
    found = repeated(connection, scope)
    assert {one.number: one.calls for one in found} == {number: n for number, n in expected.items() if n > 1}
    assert [one.calls for one in found] == sorted((one.calls for one in found), reverse=True)


def test_ringing_transfers_and_outgoing(connection, traffic):
    scope = Scope(since=SPANS[3][0], until=END, zone=ZONE)
    lengths: dict[str, list[int]] = defaultdict(list)
    for ring in (ring for call in traffic[0] for visit in call.visits for ring in visit.attempts):
        if ring.result and ring.ended_at and ring.started_at >= scope.since:
            lengths[ring.result].append(since_1970(ring.ended_at) - since_1970(ring.started_at))
    assert ringing(connection, scope) == {
        result: Histogram.of_lengths(each) for result, each in sorted(lengths.items())}
    passed = Counter((one.by, one.to, one.kind) for call in traffic[0] for one in call.transfers
                     if one.happened_at >= scope.since)
    assert {(one.passed_by, one.passed_to, one.kind): one.attempts for one in transfers(connection, scope)} == passed
    made = Counter(
        call.caller for call in traffic[0] if call.direction == "outbound" and call.started_at >= scope.since)
    assert {row.keys[0]: row.counts.calls for row in outgoing(connection, scope)} == made


def test_a_border_that_is_no_quarter_is_refused():
    with pytest.raises(ValueError, match="no whole quarter"):
        Scope(since=START, until=START + timedelta(minutes=7), zone=ZONE)


@pytest.fixture(scope="module")
def accounts(url, postgres) -> Iterator[Callable[[str], str]]:
    with open_book(url, "tester") as book:
        for role in ROLES:
            book.add(role, [role], PASSWORD, queues=["support"])
        book.add("chief", ["supervisor"], PASSWORD)
    with psycopg.connect(url, autocommit=True) as owner:
        for agent, queue in (("1001", "support"), ("1002", "sales")):
            owner.execute(
                "insert into agent_session values ('main', %s, %s, '2026-03-28 08:00Z', null, '', '', 0, true)",
                [agent, queue])
    yield lambda name: conninfo(url, user=name, password=PASSWORD.reveal())
    postgres.drop_login_roles()


SUMS = (
    "visit_sum", "wait_sum", "handling_sum", "call_sum", "agent_time_sum", "agent_queue", "ring_sum", "caller_list",
    "closed_span",
)  # fmt: skip
OF_ALL_QUEUES = ("agent_sum", "caller_sum")


@pytest.mark.parametrize("role", ROLES)
def test_each_role_sees_sums_of_its_queues_or_none(accounts, role):
    sees = "history.all" in RIGHTS_OF[role]
    with psycopg.connect(accounts(role), autocommit=True) as connection:
        def count(question: str) -> int:
            return connection.execute(f"select count(*) from {question}").fetchall()[0][0]  # type: ignore[call-overload,no-any-return]

        assert {table: bool(count(table)) for table in SUMS} == dict.fromkeys(SUMS, sees)
        assert {table: count(table) for table in OF_ALL_QUEUES} == dict.fromkeys(OF_ALL_QUEUES, 0)
        for table in ("visit_sum", "wait_sum", "handling_sum", "agent_queue", "ring_sum"):
            assert count(f"{table} where queue <> 'support'") == 0
        for table in ("call_sum", "outgoing_sum", "disposition_sum", "caller_list"):
            assert count(f"{table} where not queues && '{{support}}'") == 0
        assert count("agent_time_sum where agent <> '1001'") == 0
        for statement in ("delete from visit_sum", "update call_sum set calls = 0", "select remake_sums(now(), now())",
                          "select close_day(now(), now())", "delete from caller_sum"):
            with pytest.raises(psycopg.errors.InsufficientPrivilege):
                connection.execute(statement)  # type: ignore[call-overload]


def test_a_chief_sees_all_and_a_limited_account_the_same_questions_of_its_queue(accounts, url, traffic):
    scope = Scope(since=START, until=END, zone=ZONE)
    for name, queues in (("chief", None), ("supervisor", ("support",))):
        address = parse(url).set(username=name, password=PASSWORD.reveal())
        made = engine(address.render_as_string(hide_password=False))
        with made.connect() as connection:
            expected = Counter(visit.queue for visit in visits_in(traffic[0], Scope(since=START, until=END, zone=ZONE,
                                                                                   queues=queues)))
            assert {row.keys[0]: row.counts.offered for row in visits(connection, scope, ("queue",))} == expected
            assert {row.keys[0] for row in agents(connection, scope, ("agent",), NOW)} >= {"1001"}
            assert notes(connection, scope).gaps == ()
        made.dispose()
