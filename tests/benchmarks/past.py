"""The time machine: how long a moment in the middle of a day takes, and what the live board feels of it.

    python -m tests.benchmarks.past [--messages 200000] [--events 200] [--clients 60] [--seconds 15]

A day of so many raw events is stored as the daemon stores it, then a real daemon runs on that database. One viewer
asks for moments of the day: the first (a process has to start), others (it is there), and with no stored state at all.
Floor: reading the raw events of half the day from Postgres and doing nothing with them. Then the way of a caller to
live subscribers is measured as in ``latency``, alone and while four viewers jump about in the day and play it 60×.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import statistics
import tempfile
import time
from datetime import UTC, datetime, timedelta
from itertools import islice
from pathlib import Path
from random import Random

import psutil
import psycopg

from collector_daemon.asterisk.framing import parse
from collector_daemon.asterisk.headers import GREETING
from collector_daemon.capture import Entry, Heard
from collector_daemon.commands.watch import own_credentials
from collector_daemon.store.kept import Kept
from collector_daemon.store.recorder import Recorder
from collector_daemon.store.states import Occasions, packed
from shared.clock import SystemClock
from shared.database import migrations
from shared.database.bundled import BundledPostgres
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Wish
from shared.protocol.past import Past
from tests.benchmarks import machine
from tests.benchmarks.core import analysis
from tests.benchmarks.latency import show, through_daemon
from tests.benchmarks.storm import Sender, storm
from tests.helpers.waiting import wait_until
from tests.integration.daemon.running import RunningDaemon

DAY = timedelta(hours=20)
STRETCH = 20
VIEWERS = 4


async def store(url: str, messages: int, begins_at: datetime) -> None:
    """The day, in stretches as they come from a line, with states when the pipeline would take them."""
    recorder, one, occasions = Recorder(url), analysis(), Occasions()
    running = asyncio.create_task(recorder.run())
    apart = DAY.total_seconds() / messages
    entries: list[tuple[int, Entry]] = []
    for seq, data in enumerate(islice(storm(messages // 100 + 1, "collector"), messages), 1):
        at = begins_at.timestamp() + (seq // STRETCH) * STRETCH * apart + seq % STRETCH * 0.001
        entries.append((seq, Heard(at, parse(data.removesuffix(b"\r\n\r\n")))))
        if len(entries) == STRETCH:
            batch = one.take(entries).batch("main", "benchmark", seq)
            if occasions.is_due(seq, one.now):
                batch.states.append(packed("main", "benchmark", seq, one.now, one.centre.state()))
            await recorder.put(batch, wait=True)
            entries = []
    await recorder.drain()
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


async def floor(url: str, begins_at: datetime, at: datetime) -> float:
    """Seconds to read the raw events alone."""
    began = time.perf_counter()
    async with Kept.opened(url, [analysis().centre], GREETING) as (kept,):
        while found := await kept.entries(begins_at, at):
            begins_at = datetime.fromtimestamp(found[-1][1].at, UTC)
    return time.perf_counter() - began


async def ask(client: FeedClient, at: datetime, speed: float = 0) -> float:
    """Seconds until the moment is shown."""
    began = time.perf_counter()
    client.wish(Wish(past=Past(at, speed)))
    await wait_until(lambda: not client.travel.is_asked, timeout=300)
    assert client.travel.refusal is None, client.travel.refusal
    return time.perf_counter() - began


def follow(daemon: RunningDaemon) -> tuple[FeedClient, asyncio.Task[None]]:
    """A client at work."""
    port = daemon.status()["feed"]["port"]
    known = own_credentials(daemon.folder / "data")
    client = FeedClient("127.0.0.1", port, known, clock=SystemClock(), name="benchmark")
    return client, asyncio.create_task(client.run())


async def jump(daemon: RunningDaemon, begins_at: datetime, seed: int) -> None:
    """One who jumps about and plays, every three seconds elsewhere."""
    client, _task = follow(daemon)
    random = Random(seed)
    await wait_until(lambda: client.status.state == "live", timeout=60)
    while True:
        await ask(client, begins_at + DAY * random.uniform(0.05, 0.9), 60)
        await asyncio.sleep(3)


async def moments(daemon: RunningDaemon, url: str, begins_at: datetime) -> None:
    """How long moments take."""
    client, task = follow(daemon)
    await wait_until(lambda: client.status.state == "live", timeout=60)
    middle = begins_at + DAY / 2
    print(f"first moment     {await ask(client, middle):6.2f} s  ({len(client.board.calls)} calls on the board)")
    took = sorted([await ask(client, begins_at + DAY * part / 20) for part in range(1, 20)])
    print(f"19 others        {statistics.median(took):6.2f} s median, {took[-1]:.2f} s at most")
    with psycopg.connect(url, autocommit=True) as connection:
        states = connection.execute("select count(*), avg(length(state))::int from core_state").fetchall()[0]
        size = connection.execute("select sum(pg_total_relation_size(inhrelid)) from pg_inherits "
                                  "where inhparent = 'raw_event'::regclass").fetchall()[0][0]
        connection.execute("update core_state set version = -version")
        print(f"{states[0]} states of {states[1]} bytes on average, raw events {size / 2**20:.0f} MB")
        print(f"without states   {await ask(client, middle):6.2f} s")
        connection.execute("update core_state set version = -version")
    print(f"floor (reading)  {await floor(url, begins_at, middle):6.2f} s")
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)


async def measure(given: argparse.Namespace, folder: Path) -> None:
    """Measure and print."""
    begins_at = SystemClock().now() - DAY - timedelta(hours=1)
    sender = Sender()
    with BundledPostgres(folder / "postgres") as server:
        url = server.url()
        migrations.upgrade(url)
        await store(url, given.messages, begins_at)
        daemon = RunningDaemon(folder, sender.port, url)
        daemon.config.write_text(daemon.config.read_text() + "trunks = ['PJSIP/trunk']\n")
        daemon.start()
        await wait_until(lambda: daemon.pbx().get("connected") and not daemon.pbx()["in_gap"], timeout=60)
        await moments(daemon, url, begins_at)
        sender.prepare(int(given.events * given.seconds / 107), "collector")
        show("alone", await through_daemon(sender, given.events, given.clients, daemon))
        viewers = [asyncio.create_task(jump(daemon, begins_at, seed)) for seed in range(VIEWERS)]
        await asyncio.sleep(2)
        sender.prepare(int(given.events * given.seconds / 107), "collector", 1_000_000)
        show("past", await through_daemon(sender, given.events, given.clients, daemon))
        assert daemon.process is not None
        readers = [one.memory_info().rss for one in psutil.Process(daemon.process.pid).children()]
        print(f"{len(readers)} readers of {max(readers) / 2**20:.0f} MB at most")
        for viewer in viewers:
            viewer.cancel()
        await asyncio.gather(*viewers, return_exceptions=True)
        await daemon.stop()
    sender.close()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--messages", type=int, default=200_000)
    options.add_argument("--events", type=int, default=200, help="a second, live")
    options.add_argument("--clients", type=int, default=60)
    options.add_argument("--seconds", type=float, default=15)
    given = options.parse_args()
    print(machine.told())
    with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as folder:
        if os.name == "posix":
            Path(folder).chmod(0o711)
        asyncio.run(measure(given, Path(folder)))


if __name__ == "__main__":
    main()
