"""Every ready report over ten million calls of three years, beside the same figure from the raw rows.

    python -m tests.benchmarks.rollups [--calls 10000000] [--runs 5] [--raw-runs 1] [--only queues] [--folder DIR]
    python -m tests.benchmarks.rollups --url URL …

Makes the calls (``ten_million``) in the bundled Postgres, in a temporary folder, unless ``--folder`` keeps one (the
next run with it uses them again), and sums them up; ``--url`` takes a database that has both, with the accounts of
``search``. Each whole report warm, as the console asks for it, the median of several, for a day, a month and a year,
as an account that sees all and as one that sees 3 of 40 queues, with row-level security on; beside it the plain SQL
over indexed rows, as the owner, without row-level security: × says how many times longer that took. Counts must be the
same, percentiles must lie in the bin that is told. Beside each time that of the processor, here and in Postgres: the
machine may do other things. Goal: 200 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
from collections.abc import Mapping, Sequence
from datetime import date, datetime, time, timedelta
from pathlib import Path
from time import perf_counter
from zoneinfo import ZoneInfo

import psycopg
from sqlalchemy import Connection, Engine, text

from collector_daemon.store.rollup_closing import close_sums
from collector_daemon.store.rollups import remake, settle_zone
from shared.database import migrations
from shared.database.accounts import open_book
from shared.database.bundled import BundledPostgres
from shared.database.connection import connect, engine
from shared.days import Span
from shared.domain.measures.counts import VisitCounts
from shared.reports import queries
from shared.reports.catalogue import READY, ReportName
from shared.reports.queries import Counted, Scope
from shared.reports.selection import Selection
from tests.benchmarks import machine
from tests.benchmarks.search import ACCOUNTS, PASSWORD, Took, as_account, median
from tests.benchmarks.ten_million import END, QUICK, fill

ZONE = "Europe/Prague"
GOAL = 200.0
SPANS = {"day": (date(2026, 6, 17), 1), "month": (date(2026, 5, 1), 31), "year": (date(2025, 5, 13), 365)}
"""The year begins in the middle of a month: months, and days at its edges."""
SHARES = (50, 90, 95)


def scope_of(name: str) -> Scope:
    """A span of local days; rows by the hour of a day, else by day."""
    first, days = SPANS[name]
    zone = ZoneInfo(ZONE)
    since, until = (datetime.combine(day, time.min, zone) for day in (first, first + timedelta(days=days)))
    return Scope(since=since, until=until, zone=ZONE, interval="hour" if name == "day" else "day")


def selection_of(name: str, *, is_compared: bool = False) -> Selection:
    """The same as a whole report is asked for it, compared with the span before."""
    scope = scope_of(name)
    before = Span(scope.since - (scope.until - scope.since), scope.since) if is_compared else None
    return Selection(since=scope.since, until=scope.until, zone=ZONE, compare_to=before)


RAW: Mapping[ReportName, str] = {
    "queues": (
        "select queue, count(*), count(*) filter (where outcome = 'answered' and wait_ms <= 20000), sum(wait_ms), "
        "sum(talk_ms), percentile_disc(array[0.5, 0.9, 0.95]) within group (order by wait_ms) "
        "filter (where outcome = 'answered') from queue_visit where entered_at >= :since and entered_at < :until "
        "group by 1"
    ),
    "intervals": (
        "select date_trunc(:unit, entered_at, :zone), count(*), count(*) filter (where outcome = 'answered'), "
        "count(*) filter (where outcome = 'answered' and wait_ms <= 20000), "
        "count(*) filter (where outcome = 'abandoned' and wait_ms <= 5000) from queue_visit "
        "where entered_at >= :since and entered_at < :until group by 1"
    ),
    "week_hours": (
        "select extract(isodow from entered_at at time zone :zone), extract(hour from entered_at at time zone :zone), "
        "count(*), count(*) filter (where outcome = 'answered') from queue_visit "
        "where entered_at >= :since and entered_at < :until group by 1, 2"
    ),
    "waits": (
        "select queue, outcome, wait_ms / 1000, count(*) from queue_visit "
        "where entered_at >= :since and entered_at < :until group by 1, 2, 3"
    ),
    "agents": (
        "select agent, count(*), sum(talk_ms), sum(hold_ms) from queue_visit where entered_at >= :since "
        "and entered_at < :until and outcome = 'answered' group by 1 union all "
        "select agent, count(*), count(*) filter (where result = 'no_answer'), 0 from ring_attempt "
        "where started_at >= :since and started_at < :until group by 1 union all "
        "select agent || state || reason, count(*), sum(extract(epoch from ended_at - started_at)), 0 "
        "from agent_interval where started_at >= :since and started_at < :until group by 1"
    ),
    "lines": (
        "select line, count(*), count(*) filter (where outcome = 'answered'), sum(wait_ms), sum(talk_ms) from call "
        "where started_at >= :since and started_at < :until group by 1"
    ),
    "directions": (
        "select direction, outcome, count(*), sum(talk_ms) from call "
        "where started_at >= :since and started_at < :until group by 1, 2"
    ),
    "ringing": (
        "select result, ceil(extract(epoch from ended_at - started_at)), count(*) from ring_attempt "
        "where started_at >= :since and started_at < :until group by 1, 2"
    ),
    "repeated": (
        "select customer_end, count(*), min(started_at), max(started_at) from call where started_at >= :since "
        "and started_at < :until and direction = 'inbound' and customer_end <> '' group by 1 having count(*) > 1 "
        "order by 2 desc limit 500"
    ),
    "outgoing": (
        "select caller, outcome, count(*), sum(talk_ms) from call where started_at >= :since and started_at < :until "
        "and direction = 'outbound' group by 1, 2"
    ),
    "dispositions": (
        "select code, agent, count(*), max(written_at) from call_disposition where call_started_at >= :since "
        "and call_started_at < :until group by 1, 2"
    ),
}
COMPARED = "queues, compared"


def names() -> list[str]:
    """All ready reports, and one compared with the span before."""
    return [*READY, COMPARED]


def run(connection: Connection, name: str, span: str) -> None:
    """The whole report, as the console asks for it."""
    ready = READY["queues" if name == COMPARED else name]  # type: ignore[index]
    ready.run(connection, selection_of(span, is_compared=name == COMPARED), END)


def measure(url: str, runs: int, raw_runs: int, only: str, spans: Sequence[str]) -> None:
    """Print a line a report: of each span each account's median and of it the processor's time, and × to raw SQL."""
    owner = engine(url)
    engines = {name: as_account(url, name) for name in ACCOUNTS}
    print(f"{'ms, of them on the processor':30}" + "".join(
        f" | {span:>5}: " + " ".join(f"{name:>7} {'cpu':>5}" for name in engines) + f" {'raw':>7} {'×':>6}"
        for span in spans))  # fmt: skip
    over: list[str] = []
    for name in names():
        if only in name:
            print(f"{name:30}", end="")
            for span in spans:
                took = {who: timed(made, name, span, runs) for who, made in engines.items()}
                over += [f"{name}, {span}, {who}: {each}" for who, each in took.items() if each.wall > GOAL]
                raw = RAW.get(name)  # type: ignore[call-overload]
                plain = raw_ms(owner, raw, span, raw_runs) if raw else None
                shown = f"{plain:7.0f} {plain / took['all'].wall:6.1f}" if plain is not None else f"{'-':>7} {'-':>6}"
                told = " ".join(f"{each.wall:7.1f} {each.busy or 0:5.0f}" for each in took.values())
                print(f" |        {told} {shown}", end="", flush=True)
            print()
    print("over the goal:", *(over or ["none"]), sep="\n  ")
    print("load at the end:", machine.told().rpartition(", ")[2])
    proof(owner, spans)


def timed(made: Engine, name: str, span: str, runs: int) -> Took:
    """The report under an account's own role."""
    with made.connect() as connection:
        return median(connection, runs, lambda: run(connection, name, span))


def raw_ms(owner: Engine, statement: str, span: str, runs: int) -> float:
    """The same out of the rows themselves."""
    scope = scope_of(span)
    values = {"since": scope.since, "until": scope.until, "zone": ZONE, "unit": scope.interval}
    asked = {name: value for name, value in values.items() if f":{name}" in statement}
    with owner.connect() as connection:
        return median(connection, runs, lambda: connection.execute(text(statement), asked).all()).wall


def proof(owner: Engine, spans: Sequence[str]) -> None:
    """Counts the same, percentiles within what is stated. Prints how far off those are at most."""
    for span in spans:
        scope = scope_of(span)
        with owner.connect() as connection:
            rows = queries.visits(connection, scope, ("queue",), is_with_waits=True)
            exact = connection.execute(text(RAW["queues"]), {"since": scope.since, "until": scope.until}).all()
            callers = [(one.calls, one.first_at, one.last_at) for one in queries.repeated(connection, scope)]
            calls = connection.execute(text(RAW["repeated"]), {"since": scope.since, "until": scope.until}).all()
        assert [count for count, _first, _last in callers] == [row[1] for row in calls]
        told = {row.keys[0]: row for row in rows}
        worst = max((off(told[queue], counted, lengths) for queue, *counted, lengths in exact), default=0.0)
        print(f"{span}: {len(exact)} queues, counts the same; percentiles told at most {worst:.2f} s too long; "
              f"{len(calls)} repeated callers the same")  # fmt: skip


def off(row: Counted[VisitCounts], counted: Sequence[int], lengths: Sequence[int] | None) -> float:
    """Seconds by which a percentile is told too long. Raises AssertionError: out of its bin, or a wrong count."""
    offered, in_time, _wait_ms, talk_ms = counted
    told = row.counts
    assert (told.offered, told.answered_waits.at_most(20), told.talk_ms) == (offered, in_time, int(talk_ms or 0))
    worst = 0.0
    for share, length in zip(SHARES, lengths or (), strict=False):
        found = told.answered_waits.percentile(share)
        assert found is not None
        assert found.low * 1000 < length or length == 0
        if found.high is not None:
            assert length <= found.high * 1000
            worst = max(worst, found.high - length / 1000)
    return worst


async def sum_up(url: str) -> int:
    """What triggers would have kept (the calls were made without them), and what the daemon closes."""
    async with await connect(url) as connection:
        await connection.set_autocommit(True)
        if not await settle_zone(connection, ZONE):
            await remake(connection)
        return await close_sums(connection, END.date())


def prepare(url: str, calls: int) -> None:
    """Tables, calls, agents' time of the last year, sums and accounts."""
    migrations.upgrade(url)
    triggers = "alter table {} {} trigger user"
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(triggers.format("agent_interval", "disable"))  # type: ignore[arg-type]
        for statement in _AGENTS:
            connection.execute(statement)  # type: ignore[arg-type]
        connection.execute(triggers.format("agent_interval", "enable"))  # type: ignore[arg-type]
    fill(url, calls)
    began = perf_counter()
    closed = asyncio.run(sum_up(url))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")
    print(f"summed up, {closed} days and months closed in {perf_counter() - began:.0f} s")
    with open_book(url, "benchmark") as book:
        for name, queues in ACCOUNTS.items():
            book.add(name, ["supervisor"], PASSWORD, queues=queues)


_DAYS = (
    "generate_series(1, 190) a, generate_series('2025-07-01Z'::timestamptz, '2026-06-30Z', interval '1 day') d "
    "{more} where extract(isodow from d) < 6"
)
_AGENTS = (
    "insert into agent_session select 'main', (1000 + a)::text, "
    "'q' || lpad((1 + (a * 7 + k * 11) % 40)::text, 2, '0'), d + interval '6 hours' + a * interval '1 second', "
    "d + interval '14 hours' + a * interval '1 second', 'PJSIP/x', "
    "'Agent', 0, true from " + _DAYS.format(more=", generate_series(0, 1) k"),
    "insert into agent_interval select 'main', (1000 + a)::text, "
    "d + interval '6 hours' + n * interval '4 minutes' + a * interval '1.37 second', "
    "d + interval '6 hours' + (n + 1) * interval '4 minutes' + a * interval '1.37 second', "
    "(array['ready', 'ringing', 'talking', 'talking', 'wrapping_up', 'paused', 'on_hold', 'ready'])"
    "[1 + (n * 3 + a) % 8], "
    "case when (n * 3 + a) % 8 = 5 then (array['lunch', 'coffee', 'training'])[1 + n % 3] else '' end from "
    + _DAYS.format(more=", generate_series(0, 119) n"),
)  # fmt: skip


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--calls", type=int, default=10_000_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--raw-runs", type=int, default=1)
    options.add_argument("--only", default="", help="reports whose name has this")
    options.add_argument("--spans", default=",".join(SPANS), help="some of them")
    options.add_argument("--folder", type=Path, help="keep the database here, and use it again")
    options.add_argument("--url", help="a database with calls, sums and accounts")
    given = options.parse_args()
    print(machine.told())
    if given.url:
        measure(given.url, given.runs, given.raw_runs, given.only, given.spans.split(","))
        return
    with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as made:
        folder = given.folder or Path(made)
        folder.mkdir(parents=True, exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o711)
        with BundledPostgres(folder / "postgres", QUICK) as server:
            if not (folder / "made").exists():
                prepare(server.url(), given.calls)
                (folder / "made").touch()
            measure(server.url(), given.runs, given.raw_runs, given.only, given.spans.split(","))


if __name__ == "__main__":
    main()
