"""Raw events and their calls into the bundled Postgres (fsync on), against a bare COPY of the same rows.

Run: ``python -m tests.benchmarks.recorder [calls]``. A call brings 25 raw events, 1 visit, 2 attempts, 8
steps … in all 20 rows, and 5 facts of agents. Prints rounds of: floor, recorder, recorder again (all there
already); and how much of the recorder's time the triggers take that keep the statistics' sums, as Postgres itself
measures it: a share of the same run, whatever else the machine does.
"""

from __future__ import annotations

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import psycopg
from psycopg import sql

from collector_daemon.store import partitions, rows
from collector_daemon.store.batch import Batch
from collector_daemon.store.recorder import Recorder
from shared.clock import monotonic
from shared.database import migrations
from shared.database.bundled import BundledPostgres
from tests.helpers.facts import a_batch

RAW_A_CALL = 25
CALLS_A_BATCH = 20
ROUNDS = 3


async def main(calls: int) -> None:
    """Measure."""
    folder = Path(tempfile.mkdtemp(prefix="callcentre-benchmark-"))
    if os.name == "posix":
        folder.chmod(0o711)
    batches = [a_batch(first, CALLS_A_BATCH) for first in range(0, calls, CALLS_A_BATCH)]
    raw = sum(len(batch.raw) for batch in batches)
    prepared = _prepare(batches)
    total = sum(len(lines) for _batch in prepared for lines in _batch.values())
    print(f"{raw:,} raw events, {calls:,} calls, {total:,} rows in all")
    with BundledPostgres(folder / "postgres", {"track_functions": "pl"}) as server:
        migrations.upgrade(server.url())
        for _ in range(ROUNDS):
            await _empty(server.url())
            floor = await _measured("floor: bare COPY", raw, lambda: _floor(server.url(), prepared))
            await _empty(server.url())
            first, sums = await _with_sums("recorder", raw, server.url(), batches)
            again, sums_again = await _with_sums("recorder, all there", raw, server.url(), batches)
            print(f"ratio to the floor: {first / floor:.2f}, again {again / floor:.2f}; "
                  f"sums take {sums:.1%} of the recorder's time, again {sums_again:.1%}")
    shutil.rmtree(folder, ignore_errors=True)


def _prepare(batches: list[Batch]) -> list[rows.Lines]:
    prepared = []
    for batch in batches:
        lines = rows.call_lines(batch.calls) | rows.fact_lines(batch.facts)
        lines["raw_event"] = [rows.raw_line(event) for event in batch.raw]
        prepared.append(lines)
    return prepared


async def _with_sums(what: str, raw: int, url: str, batches: list[Batch]) -> tuple[float, float]:
    """Seconds, and the share of them that keeping sums took."""
    before = await _sums_ms(url)
    spent = await _measured(what, raw, lambda: _record(url, batches))
    await asyncio.sleep(1)  # Postgres tells it when the recorder's connection has gone
    return spent, (await _sums_ms(url) - before) / 1000 / spent


async def _sums_ms(url: str) -> float:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        row = await (await connection.execute(
            "select coalesce(sum(total_time), 0) from pg_stat_user_functions "
            "where funcname in ('count_visits', 'count_rings', 'count_calls', 'count_agents_time', 'note_queues')"
        )).fetchone()
    return float(row[0]) if row else 0.0


async def _measured(what: str, raw: int, work: Callable[[], Awaitable[None]]) -> float:
    began, used = monotonic(), time.process_time()
    await work()
    spent, used = monotonic() - began, time.process_time() - used
    print(f"{what:22} {raw / spent:9,.0f} raw events/s with their calls; our own CPU {used / raw * 1e6:5.1f} µs each")
    return spent


async def _floor(url: str, prepared: list[rows.Lines]) -> None:
    async with await psycopg.AsyncConnection.connect(url) as connection:
        for start in range(0, len(prepared), 8):
            for table in rows.COLUMNS:
                text = b"".join(line for some in prepared[start : start + 8] for line in some.get(table, []))
                if text:
                    await _copy(connection, table, text)
            await connection.commit()


async def _copy(connection: psycopg.AsyncConnection[Any], table: str, text: bytes) -> None:
    names = sql.SQL(", ").join(sql.Identifier(name) for name in rows.COLUMNS[table])
    statement = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
    async with connection.cursor() as cursor, cursor.copy(statement) as copy:
        await copy.write(text)


async def _record(url: str, batches: list[Batch]) -> None:
    recorder = Recorder(url)
    task = asyncio.create_task(recorder.run())
    for batch in batches:
        await recorder.put(batch, wait=True)
    await recorder.drain()
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def _empty(url: str) -> None:
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        for table in (*rows.COLUMNS, "pbx", "queue", "agent", "extension", "inbound_line", "journal_progress"):
            await connection.execute(sql.SQL("truncate {}").format(sql.Identifier(table)))
        days = {event.heard_at.date() for event in a_batch(0, 1).raw}
        await partitions.make(connection, days)
        await connection.execute("checkpoint")


if __name__ == "__main__":
    asyncio.run(main(int(sys.argv[1]) if len(sys.argv) > 1 else 4_000))
