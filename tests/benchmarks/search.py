"""Searching ten million calls under accounts' own roles: first pages, sums, one call's tracking.

    python -m tests.benchmarks.search [--calls 10000000] [--runs 5] [--only wait] [--folder DIR] [--without-plain]

Makes the calls (``ten_million``) in the bundled Postgres, in a temporary folder, unless ``--folder`` keeps one. Then
each search warm, the median of several, as an account that sees all and as one that sees 3 of 40 queues, with row-level
security on; and once the plain query without any index, as the owner, without row-level security: × says how many times
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
from supervisor_console.reports.found import Results
from supervisor_console.reports.search import SearchScope, page, sums
from supervisor_console.reports.search.asked import Asked
from supervisor_console.reports.tracking import linked, tracked
from tests.benchmarks import machine
from tests.benchmarks.searches import searches
from tests.benchmarks.ten_million import END, QUICK, fill

PASSWORD = Secret("correct horse battery")
SCOPE = SearchScope(zone=ZoneInfo("Europe/Prague"), now=END, country="CZ")
ACCOUNTS = {"all": None, "some": ("q05", "q15", "q30")}
PLAIN_SECONDS = 30
GOALS = {"page": 200, "sums": 1000, "tracking": 50}


def median(runs: int, work: Callable[[], object]) -> float:
    """Milliseconds, warm: the first run does not count."""
    work()
    took = []
    for _ in range(runs):
        began = time.perf_counter()
        work()
        took.append((time.perf_counter() - began) * 1000)
        if took[-1] > 1500:
            break
    return statistics.median(took)


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


def second_page(connection: Connection, query: Query, first: Results) -> None:
    """The page after the first, if there is one."""
    if first.next is not None:
        page(connection, query, SCOPE, after=first.next)


def measure(url: str, runs: int, only: str, *, with_plain: bool = True) -> None:
    """Print a line a search."""
    owner = engine(url)
    engines = {name: as_account(url, name) for name in ACCOUNTS}
    print(f"{'search':34} {'plain':>8}" + "".join(
        f" | {name:>4}: {'page':>7} {'×':>6} {'2nd':>6} {'sums':>7} {'×':>6} {'calls':>9}" for name in ACCOUNTS))
    missed: dict[str, int] = {}
    for name, query in searches(owner):
        if only not in name:
            continue
        plain = plain_ms(owner, query) if with_plain else None
        shown = f"{plain:8.0f}" if plain is not None else f"  >{PLAIN_SECONDS} s"
        line = f"{name:34} {shown:>8}"
        for made in engines.values():
            line += one_search(made, query, runs, plain or PLAIN_SECONDS * 1000.0, missed)
        print(line, flush=True)
    if not only or "tracking" in only:
        tracking(owner, engines, runs)
    print("over the goal:", missed or "none")


def one_search(made: Engine, query: Query, runs: int, plain: float, missed: dict[str, int]) -> str:
    """An account's part of the line."""
    with made.connect() as connection:
        found: list[Results] = []
        first = median(runs, lambda: found.append(page(connection, query, SCOPE)))
        second = median(runs, lambda: second_page(connection, query, found[0]))
        total = median(runs, lambda: sums(connection, query, SCOPE))
        calls = sums(connection, query, SCOPE).calls
    for what, took in (("page", max(first, second)), ("sums", total)):
        if took > GOALS[what]:
            missed[what] = missed.get(what, 0) + 1
    return (f" |       {first:7.1f} {plain / first:6.0f} {second:6.0f} {total:7.1f} {plain / total:6.1f} {calls:9,}")


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
                took = [median(runs, partial(work, connection, key[0], key[1])) for key in some]
                middle = statistics.median(took)
                print(f"{what} ({name}): {middle:.1f} ms median of {len(some)}, {max(took):.1f} at most")


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
        return await close_days(connection, END.date())


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--calls", type=int, default=10_000_000)
    options.add_argument("--runs", type=int, default=5)
    options.add_argument("--only", default="", help="searches whose name has this")
    options.add_argument("--folder", type=Path, help="keep the database here, and use it again")
    options.add_argument("--without-plain", action="store_true", help="no plain query: × means nothing then")
    given = options.parse_args()
    print(machine.told())
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
            measure(server.url(), given.runs, given.only, with_plain=not given.without_plain)


if __name__ == "__main__":
    main()
