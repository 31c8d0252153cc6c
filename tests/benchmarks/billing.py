"""Stored calls rated, a million closed into invoices, and credit reserved and settled, on a Postgres of its own.

    python -m tests.benchmarks.billing [--calls 1000000] [--accounts 200] [--rate 100] [--seconds 20] [--credit-last]

1. Calls lie in ``call`` and are due; the daemon's rater rates them, with trace, into ``rated_call``.
2. The month is closed for all accounts: marked, summed, numbered, invoiced. Beside it a plain loop that fetches the
   same calls one by one and rounds Decimals, for a tenth of them.
3. Credit: so many calls a second ask, and as many end, over 20 accounts; how long each waits. Beside it in the same run
   an UPDATE of one row by its key on the same connections: × says how many times longer; and 8 kB written to a file and
   synced, which is the disk alone. It comes first; with ``--credit-last`` just after the calls were written: with
   1.5 GB behind it the sync of the WAL was seen to take half a second now and then.

The bundled Postgres as the daemon runs it (fsync on).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path
from time import perf_counter, process_time

import psycopg
from msgspec.structs import replace

from collector_daemon.billing.closing import Closing, Who
from collector_daemon.store.billing.credit import Asked, CreditStore
from collector_daemon.store.lending import Lender
from shared.billing.credit import Terms
from shared.billing.money import UNIT, Exact
from shared.billing.rated import BillableCall, Unrated
from shared.billing.rating import affordable
from shared.billing.rating import rate as rate_of
from shared.clock import SystemClock
from shared.database import migrations
from shared.database.bundled import BundledPostgres
from shared.database.connection import Connection
from tests.benchmarks import machine
from tests.integration.billing.ground import Ground, payer, prices

JANUARY = (date(2026, 1, 1), date(2026, 1, 31))
NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)
PREPAID = 20
_FILL = """
    insert into call (pbx, call_id, direction, started_at, caller, called, answered_at, ended_at, is_in_gap)
    select 'main', '1767.' || n, 'outbound', at, (10000 + n %% %(accounts)s)::text,
        '777' || lpad((n %% 1000000)::text, 6, '0'), at,
        at + make_interval(secs => (n::bigint * 7919 %% 600000) / 1000.0), false
    from generate_series(1, %(calls)s) n,
        lateral (select '2026-01-02 06:00Z'::timestamptz + n * interval '2300 ms' * (1000000.0 / %(calls)s) as at) t"""
_TOP_UP = """
    with e as (
        insert into ledger_entry (key, kind, account, made_by)
        select 'b' || account, 'top_up', account, 'x' from billing_account where kind = 'pre' returning entry, account
    )
    insert into ledger_leg select entry, n, case n when 0 then 'credit' else 'money' end, account,
        case n when 0 then 1000000 else -1000000 end from e, generate_series(0, 1) n"""
_BARE = "create table bare as select n, 0 as value from generate_series(0, 19) n; alter table bare add primary key (n)"


def fill(ground: Ground, calls: int, accounts: int) -> None:
    """Calls as they lie there; sums of statistics are left out, as they are not measured here."""
    for number in range(accounts):
        ground.account(payer(f"a{number}"), str(10_000 + number))
    with psycopg.connect(ground.url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(_FILL, {"calls": calls, "accounts": accounts})
        connection.execute("insert into rating_due (pbx, call_id) select pbx, call_id from call order by started_at")
    with psycopg.connect(ground.url, autocommit=True) as connection:
        connection.execute("vacuum analyze call")


def rated(ground: Ground, calls: int) -> None:
    """The daemon's rater until nothing is due."""
    begun, cpu = perf_counter(), process_time()
    done = ground.rate()
    spent, cpu = perf_counter() - begun, process_time() - cpu
    [(found,)] = ground.rows("select count(*) from rated_call where state = 'rated'")
    assert done == calls == found, (done, found)
    print(f"rated {calls:,} stored calls with trace in {spent:.1f} s: {calls / spent:,.0f}/s"
          f" (of it {cpu:.1f} s of this process's CPU: {calls / cpu:,.0f}/s)")


def closed(ground: Ground, calls: int) -> None:
    """The month of all accounts; and the loop beside it."""
    begun = perf_counter()
    found = Closing(ground.url, lambda: ground.settings, SystemClock()).close(None, JANUARY, Who("bench", "here"))
    spent = perf_counter() - begun
    assert sum(one.calls for one in found) == calls
    print(f"closed {calls:,} calls into {len(found)} invoices in {spent:.1f} s: {calls / spent:,.0f}/s"
          f" (goal: a million under 60 s)")
    begun, total = perf_counter(), Decimal(0)
    with psycopg.connect(ground.url) as connection, connection.cursor("loop") as cursor:
        cursor.execute("select exact from rated_call limit %s", [calls // 10])
        for (exact,) in cursor:
            total += (Decimal(exact) / UNIT).quantize(Decimal("0.0001"), ROUND_HALF_UP)
    loop = (perf_counter() - begun) * 10
    print(f"  a loop that only fetches the same calls and adds Decimals: {loop:.1f} s for all,"
          f" × {loop / spent:.2f} of closing")


async def credit(ground: Ground, rate: int, seconds: int, file: Path) -> None:
    """Calls ask and end at that rate; the waits."""
    lender = Lender(ground.url, most=4)
    store, terms = CreditStore(lender), Terms()
    for number in range(PREPAID):
        ground.account(payer(f"pre{number}", kind="pre"))
    ground.write(_TOP_UP)
    call = BillableCall(direction="outbound", number="+420777123001", answered_at=NOW, ended_at=NOW)
    rules = prices()

    def price(ms: int) -> Exact:
        found = rate_of(rules, replace(call, ended_at=NOW + timedelta(milliseconds=ms)))
        return Exact(0) if isinstance(found, Unrated) else found.exact

    def afford(amount: Exact) -> int:
        found = affordable(rules, call, amount)
        return 0 if isinstance(found, Unrated) else found

    asks: list[float] = []
    settles: list[float] = []
    bare: list[float] = []
    syncs: list[float] = []

    async def one(number: int) -> None:
        asked = Asked(account=f"pre{number % PREPAID}", key=f"main {number}", pbx="main", call_id=str(number),
                      tariff="basic", version=1)  # fmt: skip
        for times, deed in ((asks, store.reserve(asked, terms, price, afford, NOW)),
                            (settles, store.settle(asked, terms, price(61_000), NOW))):  # type: ignore[list-item]
            begun = perf_counter()
            await deed  # type: ignore[misc]
            times.append(perf_counter() - begun)
        begun = perf_counter()
        await lender.use(lambda connection: _bare(connection, number), 5)
        bare.append(perf_counter() - begun)
        syncs.append(await asyncio.to_thread(_sync, file))

    ground.write(_BARE)
    begun, tasks = perf_counter(), []
    for number in range(rate * seconds):
        await asyncio.sleep(max(0.0, begun + number / rate - perf_counter()))
        tasks.append(asyncio.create_task(one(number)))
    await asyncio.gather(*tasks)
    await lender.close()
    base = _quantile(bare, 50)
    for name, times in (("reserve", asks), ("settle", settles), ("bare UPDATE", bare), ("bare sync", syncs)):
        print(f"  {name:12} p50 {_quantile(times, 50):5.2f} ms, p99 {_quantile(times, 99):5.2f} ms,"
              f" × {_quantile(times, 50) / base:.1f} of a bare UPDATE")


async def _bare(connection: Connection, number: int) -> None:
    await connection.execute("update bare set value = value + 1 where n = %s", [number % PREPAID])


def _sync(file: Path) -> float:
    with file.open("r+b" if file.exists() else "wb") as stream:
        begun = perf_counter()
        stream.write(b"." * 8192)
        stream.flush()
        os.fdatasync(stream.fileno())
        return perf_counter() - begun


def _quantile(times: list[float], percent: int) -> float:
    return statistics.quantiles(times, n=100)[percent - 1] * 1000


def main() -> None:
    """Parse, make, measure, print."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--calls", type=int, default=1_000_000)
    parser.add_argument("--accounts", type=int, default=200)
    parser.add_argument("--rate", type=int, default=100)
    parser.add_argument("--seconds", type=int, default=20)
    parser.add_argument("--credit-last", action="store_true")
    asked = parser.parse_args()
    print(machine.told())
    with tempfile.TemporaryDirectory() as folder, BundledPostgres(Path(folder) / "postgres") as server:
        Path(folder).chmod(0o711)
        url = server.url("postgres")
        migrations.upgrade(url)
        ground = Ground(url)
        ground.tariff(prices())
        for is_after in (False, True):
            if is_after:
                fill(ground, asked.calls, asked.accounts)
            if is_after == asked.credit_last:
                print(f"credit, {asked.rate} calls a second for {asked.seconds} s:")
                asyncio.run(credit(ground, asked.rate, asked.seconds, Path(folder) / "synced"))
        rated(ground, asked.calls)
        closed(ground, asked.calls)
        ground.rater.close()


if __name__ == "__main__":
    main()
