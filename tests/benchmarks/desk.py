"""An operator's desk on a large database: own calls, a customer, a note; how long each takes.

    python -m tests.benchmarks.desk [--calls 1000000] [--times 200]

A year with so many calls is made in Postgres itself: 70 % through a queue, 20 % made by agents, 10 % among them; 60
agents, 150,000 customers. Then the commands are asked one after the other, as ``questions`` answers them (the feed's
way to it is in ``latency``). Floor: the same answer's way through Postgres alone, ``select 1`` on a lent connection.
"""

from __future__ import annotations

import argparse
import asyncio
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from random import Random
from typing import Any

import psycopg

from collector_daemon.store.lending import Lender
from shared.database import migrations
from shared.database.bundled import BundledPostgres
from shared.database.connection import Connection
from tests.benchmarks import machine
from tests.helpers.facts import START
from tests.helpers.feed import account
from tests.integration.desk.desks import Office, office

WHO = account("eva", "operator", {"support"}, agent="1007")


def fill(url: str, calls: int) -> float:
    """Make the calls; the seconds it took."""
    began = time.perf_counter()
    with psycopg.connect(url, autocommit=True) as owner:
        owner.execute("set synchronous_commit = off")
        for statement in YEAR:
            owner.execute(statement.replace("CALLS", str(calls)).encode())
        owner.execute("analyze")
        size = owner.execute("select pg_size_pretty(pg_database_size(current_database()))").fetchall()[0][0]
    print(f"{calls:,} calls made in {time.perf_counter() - began:.0f} s: {size}")
    return time.perf_counter() - began


async def measured(name: str, times: int, deed: Callable[[int], Awaitable[Any]]) -> None:
    """How long the deed takes, after the first few."""
    for place in range(3):
        await deed(-1 - place)
    lengths = []
    for place in range(times):
        began = time.perf_counter()
        await deed(place)
        lengths.append((time.perf_counter() - began) * 1000)
    ranked = statistics.quantiles(lengths, n=20)
    print(f"{name:44} p50 {statistics.median(lengths):7.1f} ms   p95 {ranked[18]:7.1f} ms   max {max(lengths):7.1f} ms")


async def measure(url: str, times: int, calls: int) -> None:
    """All of it."""
    random, lender = Random(1), Lender(url)

    async def nothing(connection: Connection) -> None:
        await connection.execute("select 1")

    with tempfile.TemporaryDirectory() as folder:
        async with office(url, Path(folder)) as desk:
            await measured("floor: select 1", times, lambda _place: lender.use(nothing, 5.0))
            await measured("history.own, 100 rows", times, lambda _place: desk.ask(WHO, "history.own"))
            await measured("history.own, 100 rows before some instant", times, lambda _place: desk.ask(
                WHO, "history.own", before=START - random.random() * (START - FIRST) * 0.9))  # fmt: skip
            await measured("history.own, missed", times, lambda _place: desk.ask(WHO, "history.own", kind="missed"))
            await measured("history.own, a text of the last weeks", times, lambda place: desk.ask(
                WHO, "history.own", text=f"Poznámka {place * 60 % 20_000}", since=MONTH_AGO))  # fmt: skip
            await measured("history.own, a text nowhere in the year", 3, lambda _place: desk.ask(
                WHO, "history.own", text="nowhere"))  # fmt: skip
            await customers(desk, random, times)
            await measured("call.note", times, lambda place: desk.ask(
                WHO, "call.note", call=f"{own(place, calls)}.1", text="x", key=f"benchmark-{random.getrandbits(64):x}"))
    await lender.close()


async def customers(desk: Office, random: Random, times: int) -> None:
    """Numbers that called, and one that never did."""
    await measured("customer.find, somebody known", times, lambda _place: desk.ask(
        WHO, "customer.find", number=str(600_000_000 + random.randrange(150_000) * 1999 % 199_999_999)))  # fmt: skip
    await measured("customer.find, nobody", times, lambda _place: desk.ask(WHO, "customer.find", number="777000111"))


def own(place: int, calls: int) -> int:
    """The number of a call of 1007's within the last week."""
    return next(n for n in range(1 + abs(place) * 60 % 15_000, calls) if n * 7919 % 60 == 7 and n % 10 < 6)


def main() -> None:
    """Make the database and measure."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--times", type=int, default=200)
    options = parser.parse_args()
    print(machine.told())
    folder = Path(tempfile.mkdtemp(prefix="callcentre-benchmark-"))
    folder.chmod(0o711)
    with BundledPostgres(folder / "postgres", {"fsync": "off", "max_wal_size": "4GB"}) as server:
        url = server.url("postgres")
        migrations.upgrade(url)
        fill(url, options.calls)
        asyncio.run(measure(url, options.times, options.calls))


FIRST = START.replace(year=START.year - 1)
MONTH_AGO = START.replace(year=START.year - 1, month=12)
YEAR = (
    "create temp table g as select n, timestamptz '2026-01-05 10:00Z' - n * interval '31.5 s' as at, "
    "n * 7919 % 60 as a, n * 104729 % 60 as b, n % 10 as k, "
    "600000000 + (hashint8(n)::bigint & 2147483647) % 150000 * 1999 % 199999999 as c "
    "from generate_series(1::bigint, CALLS) n",
    "insert into call select 'main', n || '.1', case when k < 7 then 'inbound' when k < 9 then 'outbound' "
    "else 'internal' end, at, case when k < 7 then '420222111000' end, case when k < 7 then '420' || c "
    "else (1000 + a)::text end, case when k < 7 then 'Customer ' || c end, case when k < 7 then '420222111000' "
    "when k < 9 then c::text else (1000 + b)::text end, case when k <> 6 then at + interval '20 s' end, "
    "at + interval '200 s', case when k = 6 then 'abandoned' else 'answered' end, 'caller', false, 'ami', "
    "case when k < 7 then array['support'] else '{}'::text[] end from g",
    "insert into queue_visit select 'main', n || '.1', 'support', 1, n || '.1', at, at + interval '20 s', "
    "case when k <> 6 then at + interval '20 s' end, at + interval '200 s', 1, case when k = 6 then 'abandoned' "
    "else 'answered' end, case when k <> 6 then (1000 + a)::text end, case when k <> 6 then 'Agent ' || a end, null, "
    "20000, 5000, 180000, 0, 'caller' from g where k < 7",
    "insert into ring_attempt select 'main', n || '.1', 'support', 1, 0, (1000 + b)::text, 'PJSIP/' || (1000 + b), "
    "n || '.2', at + interval '5 s', at + interval '12 s', 'no_answer' from g where k < 7",
    "insert into ring_attempt select 'main', n || '.1', 'support', 1, 1, (1000 + a)::text, 'PJSIP/' || (1000 + a), "
    "n || '.3', at + interval '12 s', at + interval '20 s', case when k = 6 then 'cancelled' else 'answered' end "
    "from g where k < 7",
    "insert into conversation select 'main', n || '.1', 0, (1000 + a)::text, 'caller', n || '.3', "
    "at + interval '20 s', at + interval '200 s', 180000, 0, null from g where k <> 6",
    "insert into recording select 'main', n || '.1', 0, '/var/spool/asterisk/monitor/' || n || '.wav', n || '.3', "
    "at + interval '20 s', at + interval '200 s' from g where k <> 6",
    "insert into call_note select 'main', n || '.1', 'eva', '1007', 'Eva', 'Poznámka ' || n, at + interval '200 s', "
    "at + interval '200 s', at from g where a = 7 and n % 3 = 0",
    "insert into call_disposition select 'main', n || '.1', 'eva', '1007', 'Eva', 'order', '', at + interval '200 s', "
    "at + interval '200 s', at from g where a = 7",
)
"""What makes a year of CALLS calls, the newest two hours after ``START``."""

if __name__ == "__main__":
    main()
