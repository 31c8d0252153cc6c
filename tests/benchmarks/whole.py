"""Events a second from the socket to committed rows: the real daemon process, the bundled Postgres, recorded calls.

    python -m tests.benchmarks.whole [--calls 2000] [--mix collector|all] [--rounds 3]

A sender in a process of its own is a PBX that logs the daemon in, answers its survey and then sends copies of recorded
calls as quickly as they are read. Counted is from the first byte sent until the last event's facts are committed
(fsync on). Floor: a bare ``StreamReader.readuntil`` loop over the same bytes from the same sender in the same round.
CPU is user and system time of the daemon's process with its threads; Postgres's own is told beside it.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg

from shared.database import migrations
from shared.database.bundled import BundledPostgres
from tests.benchmarks import machine
from tests.benchmarks.storm import MIXES, Sender
from tests.helpers.waiting import wait_until
from tests.integration.daemon.running import RunningDaemon


@dataclass
class Cost:
    """Seconds by the clock, and of CPU: ours and Postgres's; how far the daemon's memory went (bytes)."""

    wall: float
    cpu: float
    postgres: float = 0.0
    memory: int = 0


async def floor(sender: Sender, events: int) -> Cost:
    """The least that can be done in asyncio: cut, and throw away."""
    reader, writer = await asyncio.open_connection("127.0.0.1", sender.port, limit=1 << 20)
    await reader.readline()
    writer.write(b"Action: Login\r\nUsername: floor\r\nSecret: simulated\r\nEvents: on\r\n\r\n")
    for _ in range(2):  # the answer, FullyBooted
        await reader.readuntil(b"\r\n\r\n")
    wall, cpu = time.perf_counter(), time.process_time()
    sender.send("floor")
    for _ in range(events):
        await reader.readuntil(b"\r\n\r\n")
    cost = Cost(time.perf_counter() - wall, time.process_time() - cpu)
    await asyncio.to_thread(sender.sent)
    writer.close()
    return cost


async def whole(sender: Sender, events: int, daemon: RunningDaemon, postgres: psutil.Process, url: str) -> Cost:
    """The daemon, already connected and quiet."""
    assert daemon.process is not None
    process = psutil.Process(daemon.process.pid)
    async with await psycopg.AsyncConnection.connect(url, autocommit=True) as connection:
        first = await _stored(connection)
        used, theirs = _cpu(process), _family(postgres)
        begun = time.perf_counter()
        sender.send()
        memory = 0
        while await _stored(connection) < first + events:
            memory = max(memory, process.memory_info().rss)
            await asyncio.sleep(0.02)
        cost = Cost(time.perf_counter() - begun, _cpu(process) - used, _family(postgres) - theirs, memory)
    await asyncio.to_thread(sender.sent)
    return cost


async def _stored(connection: psycopg.AsyncConnection[tuple[int]]) -> int:
    row = await (await connection.execute("select coalesce(max(seq), 0) from journal_progress")).fetchone()
    return row[0] if row else 0


def _cpu(process: psutil.Process) -> float:
    times = process.cpu_times()
    return float(times.user + times.system)


def _family(process: psutil.Process) -> float:
    times = process.cpu_times()
    own = _cpu(process) + times.children_user + times.children_system
    return own + sum(_cpu(child) for child in process.children())


async def measure(mix: str, calls: int, rounds: int, sender: Sender, folder: Path) -> None:
    """All rounds of one mix; prints."""
    with BundledPostgres(folder / f"postgres-{mix}") as server:
        migrations.upgrade(server.url())
        place = folder / mix
        place.mkdir()
        daemon = RunningDaemon(place, sender.port, server.url(), segment_entries=100_000)
        daemon.config.write_text(daemon.config.read_text() + "trunks = ['PJSIP/trunk']\n")
        daemon.start()
        await wait_until(lambda: daemon.pbx().get("connected") and not daemon.pbx()["in_gap"], timeout=30)
        await wait_until(lambda: daemon.heard() == daemon.stored() > 0, timeout=30)
        with psycopg.connect(server.url()) as connection:
            row = connection.execute("select pg_backend_pid()").fetchone()
            assert row is not None
            postmaster = psutil.Process(psutil.Process(row[0]).ppid())
        found: list[tuple[Cost, Cost]] = []
        events = 0
        for number in range(rounds):
            events, size = sender.prepare(calls, mix, number * calls)
            least = await floor(sender, events)
            cost = await whole(sender, events, daemon, postmaster, server.url())
            found.append((least, cost))
            _tell(f"{mix} {number + 1}", events, size, least, cost)
        await daemon.stop()
        _check(server.url(), calls * rounds, daemon)
    _sum_up(mix, events, found)


def _tell(name: str, events: int, size: int, least: Cost, cost: Cost) -> None:
    print(
        f"{name:<13}{events:,} events of {size / events:.0f} bytes: {events / cost.wall:8,.0f} events/s by the clock,"
        f" {events / cost.cpu:8,.0f} a second of the daemon's CPU ({cost.cpu / events * 1e6:5.1f} µs,"
        f" Postgres {cost.postgres / events * 1e6:5.1f} µs); {cost.memory / 1e6:.0f} MB;"
        f" floor {events / least.wall:,.0f} events/s, {least.cpu / events * 1e6:.1f} µs",
        flush=True,
    )


def _sum_up(mix: str, events: int, found: list[tuple[Cost, Cost]]) -> None:
    wall, cpu, floor_cpu = (
        statistics.median(times) for times in zip(*[(c.wall, c.cpu, f.cpu) for f, c in found], strict=True)
    )
    print(f"{mix}: median {events / wall:,.0f} events/s by the clock, {events / cpu:,.0f} on one core,"
          f" {cpu / floor_cpu:.1f} × the floor's CPU", flush=True)


def _check(url: str, calls: int, daemon: RunningDaemon) -> None:
    """Every call that was sent is there."""
    with psycopg.connect(url) as connection:
        row = connection.execute("select count(*) from call where ended_at is not null").fetchone()
        rows = connection.execute("select count(*) from raw_event").fetchone()
    assert row
    assert rows
    print(f"stored: {row[0]:,} calls (at least {calls:,} expected), {rows[0]:,} raw events")
    assert row[0] >= calls
    print(daemon.said().strip())


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--calls", type=int, default=2000, help="a round")
    options.add_argument("--mix", choices=MIXES, action="append")
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    print(machine.told(), flush=True)
    sender = Sender()
    with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as folder:
        if os.name == "posix":
            Path(folder).chmod(0o711)
        for mix in given.mix or MIXES:
            asyncio.run(measure(mix, given.calls, given.rounds, sender, Path(folder)))
    sender.close()


if __name__ == "__main__":
    main()
