"""A process that fills a journal until it is killed. Prints every number it was promised, in batches."""

import asyncio
import sys
from pathlib import Path

from collector_daemon.capture import Heard
from collector_daemon.settings import JournalSettings
from collector_daemon.store.journal.journal import Journal
from shared.clock import SystemClock


async def main(folder: Path) -> None:
    journal = Journal(folder, JournalSettings(segment_entries=700, sync_ms=1), SystemClock())
    running = asyncio.ensure_future(journal.run())
    while not running.done():
        first = journal.last_seq + 1
        for number in range(first, first + 37):
            journal.append(Heard(float(number), {"Event": "Test", "Number": str(number), "Pad": "ž" * 300}))
        written = journal.last_seq
        if journal.is_due:
            journal.rotate(str(written).encode())
        print("written", written, flush=True)
        await journal.sync()
        print("synced", written, flush=True)


asyncio.run(main(Path(sys.argv[1])))
