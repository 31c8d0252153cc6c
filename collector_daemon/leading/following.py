"""Standing by: asking for the lead, and keeping the own journal no longer than the leader's facts need it."""

from __future__ import annotations

import asyncio
import logging
from collections import deque
from collections.abc import Callable, Collection, Coroutine
from datetime import datetime, timedelta
from typing import Any

from collector_daemon.leading.taking_over import last_stored_at
from collector_daemon.pipeline import Pipeline
from collector_daemon.store.lease import Lease
from shared.clock import Clock
from shared.errors import Unavailable, one_line

log = logging.getLogger(__name__)

SILENCE = timedelta(seconds=3)
"""After so long without a word the server takes the lead from the leader of a pair."""
ASK_SECONDS = 0.4
TIDY_SECONDS = 60.0
MARGIN = timedelta(minutes=10)
"""So much more of the journal is kept than what the leader has not stored."""


class Following:
    """The pipelines of a daemon that stands by. ``until_leading`` returns when the lead is ours."""

    def __init__(self, lease: Lease, pipelines: Collection[Pipeline], url: str, clock: Clock) -> None:
        self._lease, self._pipelines, self._url, self._clock = lease, pipelines, url, clock
        self._noted: deque[tuple[datetime, list[int]]] = deque()
        self._tidied_at = clock.monotonic()

    async def until_leading(self, each_time: Callable[[], None]) -> None:
        """Ask for the lead until it is ours; ``each_time`` is called before each asking."""
        trouble = ""
        while True:
            each_time()
            try:
                if await self._lease.take():
                    return
                trouble = ""
                await self._tidy()
            except Unavailable as problem:
                if not trouble:
                    log.warning("standing by, but nobody can lead: %s", one_line(problem))
                trouble = one_line(problem)
            await asyncio.sleep(ASK_SECONDS)

    async def _tidy(self) -> None:
        """What was heard well before what the leader has stored last, nobody will ask our journal for."""
        if self._clock.monotonic() - self._tidied_at < TIDY_SECONDS:
            return
        self._tidied_at = self._clock.monotonic()
        self._noted.append((self._clock.now(), [pipeline.journal.last_seq for pipeline in self._pipelines]))
        stored = [await last_stored_at(self._url, pipeline) for pipeline in self._pipelines]
        for place, pipeline in enumerate(self._pipelines):
            known_at = stored[place]
            needless = [seqs[place] for at, seqs in self._noted if known_at is not None and at < known_at - MARGIN]
            if needless:
                pipeline.journal.committed(max(needless))
        while len(self._noted) > 1000:
            self._noted.popleft()


async def beside(work: Coroutine[Any, Any, None], others: Collection[asyncio.Task[None]]) -> None:
    """Do the work while the others go on; what ends one of them ends it, too, and comes out here."""
    working = asyncio.ensure_future(work)
    try:
        await asyncio.wait((working, *others), return_when=asyncio.FIRST_COMPLETED)
        for task in (*others, working):
            if task.done():
                await task
    finally:
        working.cancel()
        await asyncio.gather(working, return_exceptions=True)
