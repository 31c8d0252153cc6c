"""Searching ten million calls under accounts' own roles: first pages, sums, one call's tracking.

    python -m tests.benchmarks.search [--calls 10000000] [--runs 5] [--only wait] [--folder DIR] [--plain-every 6]
    python -m tests.benchmarks.search --url URL …

Makes the calls (``ten_million``) in the bundled Postgres, in a temporary folder, unless ``--folder`` keeps one (the
next run with it uses them again; ``--url`` uses those of a server that runs). Then each search warm, the median of
several, as an account that sees all and as one that sees 3 of 40 queues, with row-level security on; and of every so
many searches once the plain query without any index, as the owner, without row-level security: × says how many times
longer that took. Goals: first page 200 ms, sums 1 s, tracking 50 ms.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from random import Random
from typing import NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import Connection, Engine, text
from sqlalchemy.exc import OperationalError

from collector_daemon.store.closing import close_days
from shared.credentials import Secret
from shared.database import migrations
from shared.database.accounts import open_book
from shared.database.bundled import BundledPostgres
from shared.database.connection import connect, engine, parse
from shared.domain.search.query import Query
from supervisor_console.reports.found import Results, Sums
from supervisor_console.reports.search import SearchScope, page, sums
from supervisor_console.reports.search.asked import Asked
from supervisor_console.reports.tracking import linked, tracked
from tests.benchmarks import machine
from tests.benchmarks.searches import searches
from tests.benchmarks.ten_million import END, QUICK, fill

PASSWORD = Secret("correct horse battery")
SCOPE = SearchScope(zone=ZoneInfo("Europe/Prague"), now=END, country="CZ")
ACCOUNTS = {"all": None, "some": ("q05", "q15", "q30")}
PLAIN_SECONDS, PATIENCE_SECONDS = 60, 20
_HEAD = f"{'page':>6} {'cpu':>5} {'×':>5} {'2nd':>5} {'cpu':>5} {'sums':>6} {'cpu':>5} {'×':>5} {'calls':>9}"
GOALS = {"page": 200, "sums": 1000, "tracking": 50}


class Took(NamedTuple):
    """Milliseconds: as somebody waits, and of them on a processor (here and in Postgres), whatever else the machine
    does; the latter None where the system does not tell."""

    wall: float
    busy: float | None

    def __str__(self) -> str:
        return f"{self.wall:.0f} ms" + ("" if self.busy is None else f", {self.busy:.0f} of them on the processor")


def median(connection: Connection, runs: int, work: Callable[[], object]) -> Took:
    """Of warm runs: the first does not count. What is given up took at least so long."""
    try:
        work()
    except OperationalError:
        connection.rollback()
        return Took(PATIENCE_SECONDS * 1000, None)
    backend: int = connection.execute(text("select pg_backend_pid()")).scalar_one()
    walls, busy = [], []
    for _ in range(runs):
        used, began = busy_ms(backend), time.perf_counter()
        work()
        walls.append((time.perf_counter() - began) * 1000)
        now = busy_ms(backend)
        if used is not None and now is not None:
            busy.append(now - used)
        if walls[-1] > 3000:
            break
    return Took(statistics.median(walls), statistics.median(busy) if busy else None)


def busy_ms(backend: int) -> float | None:
    """So long this process and the one of Postgres have been on a processor; only Linux tells."""
    try:
        told = Path(f"/proc/{backend}/schedstat").read_text("ascii")
    except OSError:
        return None
    return time.process_time() * 1000 + int(told.split()[0]) / 1e6


def plain_ms(owner: Engine, query: Query) -> float | None:
    """The same conditions over all calls in one pass; None: it was given up."""
    with owner.connect() as connection:
        asked = Asked(connection, query, SCOPE)
        for name in ("indexscan", "bitmapscan", "indexonlyscan"):
            connection.execute(text(f"set local enable_{name} = off"))
        connection.execute(text(f"set local statement_timeout = '{PLAIN_SECONDS}s'"))
        said = asked.conditions()
        statement = f"select count(*), sum(c.wait_ms), sum(c.talk_ms), max(c.started_at) from call c where {said}"
        began = time.perf_counter()
        try:
            connection.execute(text(statement), asked.values.bound).all()
        except OperationalError:
            return None
        return (time.perf_counter() - began) * 1000


def second_page(connection: Connection, query: Query, found: list[Results]) -> None:
    """The page after the first, if there is one."""
    if found and found[-1].next is not None:
        page(connection, query, SCOPE, after=found[-1].next)


def measure(url: str, runs: int, only: str, *, plain_every: int = 1) -> None:
    """Print a line a search."""
    owner = engine(url)
    engines = {name: as_account(url, name) for name in ACCOUNTS}
    print("cpu: of that time on the processor, here and in Postgres (the machine does other things too)")
    print(f"{'search':34} {'plain':>8}" + "".join(f" | {name:>4}: {_HEAD}" for name in ACCOUNTS))
    missed: list[str] = []
    wanted = [(name, query) for name, query in searches(owner) if only in name]
    for nth, (name, query) in enumerate(wanted):
        plain, told = None, ""
        if plain_every and nth % plain_every == 0:
            plain = plain_ms(owner, query)
            told = f"{plain:8.0f}" if plain is not None else f"  >{PLAIN_SECONDS} s"
        line = f"{name:34} {told:>8}"
        for account, made in engines.items():
            line += one_search(made, query, runs, plain, missed, f"{name} ({account})")
        print(line, flush=True)
    if not only or "tracking" in only:
        tracking(owner, engines, runs)
    print("load at the end:", machine.told().rpartition(", ")[2])
    print("over the goal:", *(missed or ["none"]), sep="\n  ")


def one_search(made: Engine, query: Query, runs: int, plain: float | None, missed: list[str], name: str) -> str:
    """An account's part of the line."""
    with made.connect() as connection:
        connection.execute(text(f"set statement_timeout = '{PATIENCE_SECONDS}s'"))
        connection.commit()
        found: list[Results] = []
        first = median(connection, runs, lambda: found.append(page(connection, query, SCOPE)))
        second = median(connection, runs, lambda: second_page(connection, query, found))
        counted: list[Sums] = []
        total = median(connection, runs, lambda: counted.append(sums(connection, query, SCOPE)))
        calls = counted[-1].calls if counted else -1
    for what, took in (("page", first), ("page", second), ("sums", total)):
        if took.wall > GOALS[what]:
            missed.append(f"{what}: {name}, {took}")
    head = f"{first.wall:6.0f} {shown(first.busy)} {times(plain, first)} {second.wall:5.0f} {shown(second.busy)}"
    return f" |       {head} {total.wall:6.0f} {shown(total.busy)} {times(plain, total)} {calls:9,}"


def shown(busy: float | None) -> str:
    """In five places."""
    return " " * 5 if busy is None else f"{busy:5.0f}"


def times(plain: float | None, took: Took) -> str:
    """How many times longer the plain query took."""
    return f"{plain / took.wall:5.1f}" if plain else " " * 5


def tracking(owner: Engine, engines: dict[str, Engine], runs: int) -> None:
    """Whole calls out of the last months, and calls linked with them."""
    with owner.connect() as connection:
        keys = connection.execute(text(
            "select pbx, call_id from call where queues && '{q05,q15,q30}' and started_at >= :since "
            "order by started_at limit 3000"), {"since": END.replace(month=5)}).all()
    some = Random(1).sample(keys, 30)
    for name, made in engines.items():
        with made.connect() as connection:
            for what, work in (("tracking", tracked), ("linked", linked)):
                took = [median(connection, runs, partial(work, connection, key[0], key[1])) for key in some]
                walls, busy = [one.wall for one in took], [one.busy or 0 for one in took]
                print(f"{what} ({name}): {statistics.median(walls):.1f} ms median of {len(some)}, {max(walls):.1f} at "
                      f"most; on the processor {statistics.median(busy):.1f} and {max(busy):.1f}")  # fmt: skip


def as_account(url: str, name: str) -> Engine:
    """Connections under the account's own role."""
    return engine(parse(url).set(username=name, password=PASSWORD.reveal()).render_as_string(hide_password=False))


def prepare(url: str, calls: int) -> None:
    """Tables, calls and accounts."""
    migrations.upgrade(url)
    fill(url, calls)
    began = time.perf_counter()
    days = asyncio.run(close(url))
    print(f"{days} days closed in {time.perf_counter() - began:.0f} s")
    with open_book(url, "benchmark") as book:
        for name, queues in ACCOUNTS.items():
            book.add(name, ["supervisor"], PASSWORD, queues=queues)


async def close(url: str) -> int:
    """What the daemon's upkeep would have done."""
    async with await connect(url) as connection:
        await connection.set_autocommit(True)
        days = await close_days(connection, END.date())
        await connection.execute("analyze call_bits")
        return days


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--calls", type=int, default=10_000_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--only", default="", help="searches whose name has this")
    options.add_argument("--folder", type=Path, help="keep the database here, and use it again")
    options.add_argument("--url", help="a database that was made so, on a server that runs")
    options.add_argument("--plain-every", type=int, default=1, help="the plain query for every so many; 0: for none")
    given = options.parse_args()
    print(machine.told())
    if given.url:
        return measure(given.url, given.runs, given.only, plain_every=given.plain_every)
    with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as temporary:
        folder = given.folder or Path(temporary)
        folder.mkdir(exist_ok=True)
        if os.name == "posix":
            folder.chmod(0o711)
        is_made = (folder / "made").exists()
        with BundledPostgres(folder / "postgres", QUICK) as server:
            if not is_made:
                prepare(server.url(), given.calls)
                (folder / "made").touch()
            measure(server.url(), given.runs, given.only, plain_every=given.plain_every)
    return None


if __name__ == "__main__":
    main()
