"""What the demo has behind it when it begins: a journal of the hour before.

The simulated world begins an hour early. What its PBX said since then is written into the journal at the times at
which it was said, as a daemon that had listened would have done; then the daemon starts as after any stop: it reads its
journal, notes the short gap up to now, connects and goes on with the same world. So sums, figures and the time machine
have an hour, and nothing of it was made up by the way it is stored.
"""

from __future__ import annotations

import asyncio
import shutil
from collections.abc import Iterator
from itertools import chain, islice
from pathlib import Path

from collector_daemon.capture import Connected, Entry
from collector_daemon.settings import JournalSettings
from collector_daemon.simulator.stream import BANNER, play, survey
from collector_daemon.simulator.world import World
from collector_daemon.store.journal.journal import Journal
from collector_daemon.store.journal.lock import FolderLock
from shared.clock import Clock

HOUR = 3600.0
STRETCH = 2_000


def forget_journal(folder: Path) -> None:
    """The last demo's journal goes. Raises FolderInUse while another demo writes it."""
    journal = folder / "journal"
    if (journal / "demo").is_dir():
        FolderLock(journal / "demo").release()
    shutil.rmtree(journal, ignore_errors=True)


async def remember(world: World, folder: Path, clock: Clock) -> int:
    """Let the world come to the present, its PBX's messages into the journal of ``folder``; how many there were."""
    journal = Journal(folder / "journal" / "demo", JournalSettings(), clock)
    try:
        entries = _said(world, clock)
        while stretch := list(islice(entries, STRETCH)):
            journal.extend(stretch)
            await asyncio.sleep(0)
        return journal.last_seq
    finally:
        journal.close()


def _said(world: World, clock: Clock) -> Iterator[Entry]:
    begin: list[Entry] = [Connected(world.pbx.now, BANNER)]
    return chain(begin, survey(world), _up_to_now(world, clock))


def _up_to_now(world: World, clock: Clock) -> Iterator[Entry]:
    """Making an hour takes a while, which must be made too: until the two clocks agree."""
    while (behind := clock.now().timestamp() - world.pbx.now) > 0.005:
        yield from play(world, behind)
