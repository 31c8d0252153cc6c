"""Every ready report's question over ten million calls of three years, beside the same figure from the raw rows.

    python -m tests.benchmarks.rollups [--calls 10000000] [--runs 5] [--raw-runs 1] [--only queues] [--url URL]

Makes the calls (``ten_million``) in the bundled Postgres in a temporary folder and sums them up; ``--url`` takes a
database that has both, with the accounts of ``search``. Each question warm, the median of several, for a day, a month
and a year, as an account that sees all and as one that sees 3 of 40 queues, with row-level security on; beside it the
plain SQL over indexed rows, as the owner, without row-level security: × says how many times longer that took. Counts
must be the same, percentiles must lie in the bin that is told. Goal: 200 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path
from time import perf_counter
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
import psycopg
from sqlalchemy import Connection, Engine, text

from collector_daemon.store.rollups import remake, settle_zone
from shared.database import migrations
from shared.database.accounts import open_book
from shared.database.bundled import BundledPostgres
from shared.database.connection import connect, engine
from shared.domain.measures.counts import VisitCounts
from shared.reports import queries
from shared.reports.queries import Counted, Scope
from tests.benchmarks import machine
from tests.benchmarks.search import ACCOUNTS, PASSWORD, as_account
from tests.benchmarks.ten_million import QUICK, fill

ZONE = "Europe/Prague"
GOAL = 200.0
SPANS = {"day": (date(2026, 6, 17), 1), "month": (date(2026, 5, 1), 31), "year": (date(2025, 5, 13), 365)}
"""The year begins in the middle of a month: months, and days at its edges."""
SHARES = (50, 90, 95)
Question = Callable[[Connection, Scope], Any]


def scope_of(name: str) -> Scope:
    """A span of local days; rows by the hour of a day, else by day."""
    first, days = SPANS[name]
    zone = ZoneInfo(ZONE)
    since, until = (datetime.combine(day, time.min, zone) for day in (first, first + timedelta(days=days)))
    return Scope(since=since, until=until, zone=ZONE, interval="hour" if name == "day" else "day")


def compared(connection: Connection, scope: Scope) -> Any:
    """Queues in the span and in the one before."""
    length = scope.until - scope.since
    before = msgspec.structs.replace(scope, since=scope.since - length, until=scope.since)
    return [queries.visits(connection, one, ("queue",), is_with_waits=True) for one in (scope, before)]


REPORTS: Mapping[str, tuple[Question, str]] = {
    "queues with percentiles": (
        partial(queries.visits, keys=("queue",), is_with_waits=True),
        "select queue, count(*), count(*) filter (where outcome = 'answered' and wait_ms <= 20000), sum(wait_ms), "
        "sum(talk_ms), percentile_disc(array[0.5, 0.9, 0.95]) within group (order by wait_ms) "
        "filter (where outcome = 'answered') from queue_visit where entered_at >= :since and entered_at < :until "
        "group by 1",
    ),
    "service level by interval": (
        partial(queries.visits, keys=("interval",)),
        "select date_trunc(:unit, entered_at, :zone), count(*), count(*) filter (where outcome = 'answered'), "
        "count(*) filter (where outcome = 'answered' and wait_ms <= 20000), "
        "count(*) filter (where outcome = 'abandoned' and wait_ms <= 5000) from queue_visit "
        "where entered_at >= :since and entered_at < :until group by 1",
    ),
    "hours and weekdays": (
        partial(queries.visits, keys=("week_hour",)),
        "select extract(isodow from entered_at at time zone :zone), extract(hour from entered_at at time zone :zone), "
        "count(*), count(*) filter (where outcome = 'answered') from queue_visit "
        "where entered_at >= :since and entered_at < :until group by 1, 2",
    ),
    "waits, all queues": (
        partial(queries.visits, keys=(), is_with_waits=True),
        "select outcome, wait_ms / 1000, count(*) from queue_visit where entered_at >= :since and entered_at < :until "
        "group by 1, 2",
    ),
    "operators": (
        queries.agents,
        "select agent, count(*), sum(talk_ms), sum(hold_ms) from queue_visit where entered_at >= :since "
        "and entered_at < :until and outcome = 'answered' group by 1 union all "
        "select agent, count(*), count(*) filter (where result = 'no_answer'), 0 from ring_attempt "
        "where started_at >= :since and started_at < :until group by 1 union all "
        "select agent || state || reason, count(*), sum(extract(epoch from ended_at - started_at)), 0 "
        "from agent_interval where started_at >= :since and started_at < :until group by 1",
    ),
    "lines": (
        queries.calls,
        "select line, count(*), count(*) filter (where outcome = 'answered'), sum(wait_ms), sum(talk_ms) from call "
        "where started_at >= :since and started_at < :until group by 1",
    ),
    "calls by direction, interval": (
        partial(queries.calls, keys=("direction", "interval")),
        "select direction, date_trunc(:unit, started_at, :zone), outcome, count(*), sum(talk_ms) from call "
        "where started_at >= :since and started_at < :until group by 1, 2, 3",
    ),
    "comparison of queues": (compared, ""),
    "ringing (raw)": (queries.ringing, ""),
    "abandoned, newest 1000 (raw)": (partial(queries.abandoned, most=1000), ""),
    "repeated callers (raw)": (queries.repeated, ""),
    "outgoing (raw)": (queries.outgoing, ""),
    "dispositions (raw)": (queries.dispositions, ""),
    "transfers (raw)": (queries.transfers, ""),
}  # fmt: skip


def median(runs: int, work: Callable[[], object]) -> float:
    """Milliseconds, warm: the first run does not count; what is slow is not run so often."""
    work()
    took = []
    for _ in range(runs):
        began = perf_counter()
        work()
        took.append((perf_counter() - began) * 1000)
        if sum(took) > 6000:
            break
    return statistics.median(took)


def measure(url: str, runs: int, raw_runs: int, only: str, spans: Sequence[str]) -> None:
    """Print a line a report: of each span the median of each account, and × to raw SQL."""
    owner = engine(url)
    engines = {name: as_account(url, name) for name in ACCOUNTS}
    print(f"{'report, ms':30}" + "".join(f" | {span:>5}: " + " ".join(f"{name:>7}" for name in (*engines, "raw", "×"))
                                         for span in spans))  # fmt: skip
    over: list[str] = []
    for name, (question, raw) in REPORTS.items():
        if only in name:
            print(f"{name:30}", end="")
            for span in spans:
                took = {who: timed(made, question, scope_of(span), runs) for who, made in engines.items()}
                over += [f"{name}, {span}, {who}: {each:.0f} ms" for who, each in took.items() if each > GOAL]
                plain = raw_ms(owner, raw, span, raw_runs) if raw else None
                shown = f"{plain:7.0f} {plain / took['all']:7.1f}" if plain is not None else f"{'-':>7} {'-':>7}"
                told = " ".join(f"{each:7.1f}" for each in took.values())
                print(f" |        {told} {shown}", end="", flush=True)
            print()
    print("over the goal:", "; ".join(over) or "none")
    proof(owner, spans)


def timed(made: Engine, question: Question, scope: Scope, runs: int) -> float:
    """The question under an account's own role."""
    with made.connect() as connection:
        return median(runs, lambda: question(connection, scope))


def raw_ms(owner: Engine, statement: str, span: str, runs: int) -> float:
    """The same out of the rows themselves."""
    scope = scope_of(span)
    values = {"since": scope.since, "until": scope.until, "zone": ZONE, "unit": scope.interval}
    asked = {name: value for name, value in values.items() if f":{name}" in statement}
    with owner.connect() as connection:
        return median(runs, lambda: connection.execute(text(statement), asked).all())


def proof(owner: Engine, spans: Sequence[str]) -> None:
    """Counts the same, percentiles within what is stated. Prints how far off those are at most."""
    for span in spans:
        scope = scope_of(span)
        with owner.connect() as connection:
            rows = queries.visits(connection, scope, ("queue",), is_with_waits=True)
            exact = connection.execute(text(REPORTS["queues with percentiles"][1]), {
                "since": scope.since, "until": scope.until}).all()  # fmt: skip
        told = {row.keys[0]: row for row in rows}
        worst = max((off(told[queue], counted, lengths) for queue, *counted, lengths in exact), default=0.0)
        print(f"{span}: {len(exact)} queues, counts the same; percentiles told at most {worst:.2f} s too long")


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
    """What triggers would have kept: the calls were made without them."""
    async with await connect(url) as connection:
        await connection.set_autocommit(True)
        await settle_zone(connection, ZONE)
        return await remake(connection)


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
    months = asyncio.run(sum_up(url))
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")
    print(f"{months} months summed up in {perf_counter() - began:.0f} s")
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
    options.add_argument("--url", help="a database with calls, sums and accounts")
    given = options.parse_args()
    print(machine.told())
    if given.url:
        measure(given.url, given.runs, given.raw_runs, given.only, given.spans.split(","))
        return
    with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as folder:
        if os.name == "posix":
            Path(folder).chmod(0o711)
        with BundledPostgres(Path(folder) / "postgres", QUICK) as server:
            prepare(server.url(), given.calls)
            measure(server.url(), given.runs, given.raw_runs, given.only, given.spans.split(","))


if __name__ == "__main__":
    main()
