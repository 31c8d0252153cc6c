"""How long the daemon takes to continue after kill -9, with a journal of a million messages.

    python -m tests.benchmarks.restart [--messages 1000000] [--missing 1000000]

The journal is what a daemon has heard while the database was away: ``--missing`` of its messages are not stored yet.
A daemon is started on it, killed by SIGKILL, and started again; then it counts from the start of the process: until it
has the present again (connected, survey over: "live") and until Postgres has everything. Floor: reading and decoding
the journal's lines and doing nothing with them.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import psycopg

from collector_daemon.asterisk.framing import parse
from collector_daemon.capture import Connected, Entry, Heard
from collector_daemon.settings import JournalSettings
from collector_daemon.store.journal.journal import Journal
from shared.clock import SystemClock
from shared.database import migrations
from shared.database.bundled import BundledPostgres
from tests.benchmarks import machine
from tests.benchmarks.core import APART, STRETCH, analysis
from tests.benchmarks.storm import Sender, storm
from tests.helpers.waiting import wait_until
from tests.integration.daemon.running import RunningDaemon

BLOCK = 500


def write_journal(folder: Path, messages: int, segment_entries: int) -> tuple[str, float]:
    """As the daemon writes it, with the core's states; its id, and the floor in seconds."""
    journal = Journal(folder, JournalSettings(segment_entries=segment_entries), SystemClock())
    one = analysis()
    begun = SystemClock().now().timestamp() - messages * APART
    seq = journal.extend([Connected(begun, "Asterisk Call Manager/11.0.0")])
    first = 0
    while seq < messages:
        entries: list[Entry] = [
            Heard(begun + (seq + number) * APART, parse(data.removesuffix(b"\r\n\r\n")))
            for number, data in enumerate(storm(BLOCK, "collector", first), 1)
        ]
        first += BLOCK
        for at in range(0, len(entries), STRETCH):
            some = entries[at : at + STRETCH]
            one.take(list(enumerate(some, seq + 1)))
            seq = journal.extend(some)
            if journal.is_due:
                journal.rotate(one.centre.state())
    begun = time.perf_counter()
    count = sum(1 for _ in journal.read(1))
    floor = time.perf_counter() - begun
    assert count == seq
    journal.close()
    return journal.journal_id, floor


async def until(condition: Callable[[], object], begun: float) -> float:
    """Seconds since ``begun`` when it became true."""
    await wait_until(condition, timeout=600)
    return time.perf_counter() - begun


async def measure(messages: int, missing: int, segment_entries: int, folder: Path) -> None:
    """Measure and print."""
    sender = Sender()
    with BundledPostgres(folder / "postgres") as server:
        migrations.upgrade(server.url())
        daemon = RunningDaemon(folder, sender.port, server.url(), segment_entries=segment_entries)
        place = folder / "data" / "journal" / "main"
        journal_id, floor = write_journal(place, messages, segment_entries)
        size = sum(file.stat().st_size for file in place.iterdir())
        print(f"journal: {messages:,} messages, {size / 1e6:.0f} MB, {missing:,} not stored;"
              f" floor (reading it): {floor:.1f} s", flush=True)
        with psycopg.connect(server.url()) as connection:
            connection.execute("insert into journal_progress values (%s, 'main', %s)",
                               [journal_id, messages - missing])
        daemon.start()
        await wait_until(lambda: daemon.pbx().get("connected"), timeout=120)
        daemon.kill()
        begun = time.perf_counter()
        daemon.start()
        live = await until(lambda: daemon.pbx().get("connected") and not daemon.pbx()["in_gap"], begun)
        print(f"live again after {live:.1f} s", flush=True)
        stored = await until(lambda: daemon.stored() >= messages, begun)
        print(f"everything stored after {stored:.1f} s, {missing / stored:,.0f} messages/s;"
              f" {stored / floor:.1f} × the floor", flush=True)
        await daemon.stop()
    sender.close()


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--messages", type=int, default=1_000_000)
    options.add_argument("--missing", type=int, help="default: all")
    options.add_argument("--segment-entries", type=int, default=JournalSettings().segment_entries)
    given = options.parse_args()
    print(machine.told(), flush=True)
    with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as folder:
        if os.name == "posix":
            Path(folder).chmod(0o711)
        missing = given.messages if given.missing is None else given.missing
        asyncio.run(measure(given.messages, missing, given.segment_entries, Path(folder)))


if __name__ == "__main__":
    main()
