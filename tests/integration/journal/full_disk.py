"""A process whose files may not grow beyond a limit, later lifted: a full disk that gets room again."""

import asyncio
import logging
import resource
import sys
from pathlib import Path

from collector_daemon.capture import Heard
from collector_daemon.settings import JournalSettings
from collector_daemon.store.journal.journal import Journal
from shared.clock import SystemClock

LIMIT = 50_000


def entry(number: int) -> Heard:
    return Heard(float(number), {"Event": "Test", "Number": str(number), "Pad": "x" * 300})


async def main(folder: Path) -> None:
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(message)s", stream=sys.stdout)
    told: list[str] = []
    journal = Journal(folder, JournalSettings(sync_ms=1), SystemClock(), told.append)
    running = asyncio.ensure_future(journal.run())
    _, hard = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT, hard))
    while not journal.is_blocked:
        journal.append(entry(journal.last_seq + 1))
    for _ in range(100):
        journal.append(entry(journal.last_seq + 1))
    assert journal.last_seq == journal.written_seq + 101
    assert not journal.rotate(b"state"), "no new segment while lines are missing from this one"
    # What is on the disk can be read meanwhile, without the torn line at its end.
    assert [seq for seq, _ in journal.read()] == list(range(1, journal.written_seq + 1))
    waiting = asyncio.ensure_future(journal.sync())
    await asyncio.sleep(1.2)  # two retries that fail: no further line in the log
    assert not waiting.done()
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard, hard))
    await asyncio.wait_for(waiting, 10)
    assert not journal.is_blocked
    found = list(journal.read())
    assert [(seq, item.headers["Number"]) for seq, item in found] == [  # type: ignore[union-attr]
        (number, str(number)) for number in range(1, journal.last_seq + 1)
    ]
    running.cancel()
    journal.close()
    print("alerts", len(told), "the last", told[-1] or "empty")


asyncio.run(main(Path(sys.argv[1])))
