"""The nightly proof: when it is due, and the process that makes it, so that nothing of the present waits.

It goes by the centre's clock (``reports.proof_at``) for the day before; a night that was missed is made up for soon
after the start. While the database is away, or where it goes wrong, it is tried later.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from datetime import date, datetime, time, timedelta, tzinfo

import msgspec

from collector_daemon.reporting.proof import Proved, ProvedPbx, Task, tell
from collector_daemon.store.proof_keeping import ProofBook
from collector_daemon.threads import own_process
from shared.clock import Clock
from shared.errors import SuiteError, Unavailable, one_line

log = logging.getLogger(__name__)

FIRST_SECONDS = 60.0
"""After the start: there is much else to do then."""
LOOK_SECONDS, LATER_SECONDS = 30.0, 600.0
LONGEST_SECONDS = 7200.0
VERB = "prover"
_DAY = timedelta(days=1)


def day_due(now: datetime, zone: tzinfo, proof_at: time) -> date:
    """The day whose proof should be there now: the day before the latest night."""
    local = now.astimezone(zone)
    return local.date() - (_DAY if local.time() >= proof_at else 2 * _DAY)


class NightlyProof:
    """``run`` is its task; ``look`` one look. What it is told by functions may change while it runs."""

    def __init__(
        self, url: str, pbxs: Callable[[], Sequence[ProvedPbx]], zone: Callable[[], tzinfo], proof_at: time,
        book: ProofBook, clock: Clock, *, work: Callable[[Task], Awaitable[Proved]] | None = None,
    ) -> None:  # fmt: skip
        self._url, self._pbxs, self._zone, self._proof_at = url, pbxs, zone, proof_at
        self._book, self._clock = book, clock
        self._work = work or in_own_process

    async def run(self) -> None:
        """Until cancelled; the process that is at work then is ended."""
        pause = FIRST_SECONDS
        while True:
            await asyncio.sleep(pause)
            try:
                await self.look()
                pause = LOOK_SECONDS
            except SuiteError as problem:
                log.info("figures are proved later: %s", one_line(problem))
                pause = LATER_SECONDS

    async def look(self) -> Proved | None:
        """Prove what is due; None: nothing is. Raises Unavailable."""
        pbxs = list(self._pbxs())
        day = day_due(self._clock.now(), self._zone(), self._proof_at)
        if self._last == day or not pbxs or await self._book.has(day, [one.name for one in pbxs]):
            self._last = day
            return None
        proved = await self._work(Task(self._url, day, pbxs, self._clock.now()))
        self._last = day
        tell(proved)
        return proved

    _last: date | None = None


async def in_own_process(task: Task) -> Proved:
    """By the daemon's own verb. Raises Unavailable."""
    try:
        told = await own_process.in_own_process(VERB, msgspec.json.encode(task), LONGEST_SECONDS)
        return msgspec.json.decode(told, type=Proved)
    except (TimeoutError, msgspec.DecodeError):
        raise Unavailable("the process that proves figures ended without a result") from None
