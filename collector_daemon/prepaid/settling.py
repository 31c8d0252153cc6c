"""What ended calls cost is taken from the credit, and what calls that were never answered held is given back.

Both are found in the database (calls of pre-paid accounts that were rated and not settled; reservations of calls that
were not answered), so it does not matter who dies when: doing it twice is doing it once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

from collector_daemon.prepaid.terms import local, terms_of
from collector_daemon.settings import Settings
from collector_daemon.store.billing.credit import CreditStore, NoCredit
from collector_daemon.store.billing.credit_due import MOST_AT_ONCE, CreditDue
from shared.clock import Clock
from shared.errors import Unavailable, one_line

log = logging.getLogger(__name__)

LOOK_SECONDS = 0.5
WHOLE_LOOK, LOOK_BACK = timedelta(minutes=10), timedelta(days=40)
"""So often, and at a start, all are looked for that ended within so long: a call may be stored days after its end."""
OVERLAP = timedelta(hours=2)
"""Between, those that ended within so long."""
FORGOTTEN = timedelta(minutes=10)
"""A reservation of a call of which nothing was ever stored, and which is not seen, is given back after so long."""

class Settling:
    """``run`` is its task. ``is_running``: does that call go on?"""

    def __init__(
        self, store: CreditStore, due: CreditDue, settings: Callable[[], Settings], clock: Clock,
        is_running: Callable[[str, str], bool],
    ) -> None:  # fmt: skip
        self._store, self._due, self._settings, self._clock = store, due, settings, clock
        self._is_running = is_running
        self._whole_at: datetime | None = None
        self._is_away = False

    async def run(self) -> None:
        """For ever; a database that is away is waited for."""
        while True:
            try:
                await self.settle_some()
                self._is_away = False
            except Unavailable as problem:
                if not self._is_away:
                    log.info("credit is settled later: %s", one_line(problem))
                self._is_away = True
            await asyncio.sleep(LOOK_SECONDS)

    async def settle_some(self) -> int:
        """One round: how many calls were settled. Raises Unavailable."""
        now, terms = self._clock.now(), terms_of(self._settings())
        is_whole = self._whole_at is None or now >= self._whole_at
        calls = await self._due.rated(now - (LOOK_BACK if is_whole else OVERLAP))
        for asked, cost in calls:
            try:
                await self._store.settle(asked, terms, cost, local(self._settings(), now))
            except NoCredit as problem:
                log.warning("call %s cannot be settled: %s", asked.key, problem)
        for one in await self._due.idle(now - FORGOTTEN):
            if one.is_stored or not self._is_running(one.asked.pbx, one.asked.call_id):
                await self._store.release(one.asked, now)
        if is_whole and len(calls) < MOST_AT_ONCE:
            self._whole_at = now + WHOLE_LOOK
        return len(calls)
