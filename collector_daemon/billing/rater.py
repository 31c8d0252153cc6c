"""Rates calls soon after they were stored, in transactions of its own: nobody who stores calls ever waits for it.

What is due is noted with the calls, so nothing is missed after a break; rating twice changes nothing. Not here: prices
(``shared.billing``), and what is in the database (``store.billing.rating``).
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from typing import Any

from collector_daemon.billing.pricing import Pricing
from collector_daemon.settings import Settings
from collector_daemon.store.billing import rating as book
from collector_daemon.store.billing.way_in import connected, told
from collector_daemon.threads import to_its_end
from shared.clock import Clock
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

LOOK_SECONDS, LATER_SECONDS = 0.5, 3.0
STOP_SECONDS = 10.0
"""A round that is not finished by then is undone by the database."""
AT_ONCE = 2000
"""Calls of one transaction: a tenth of a second of reckoning, in a thread."""


class Rater:
    """``run`` is its task; ``rate_some`` one round, in a thread."""

    def __init__(self, url: str, settings: Callable[[], Settings], clock: Clock, *, at_once: int = AT_ONCE) -> None:
        self._url, self._clock, self._at_once = url, clock, at_once
        self.pricing = Pricing(settings)
        self._connection: Any = None
        self._is_away = self._is_busy = False

    async def run(self) -> None:
        """Until cancelled; a round that is being written then is finished."""
        try:
            while True:
                if await self._round() < self._at_once:
                    await asyncio.sleep(LATER_SECONDS if self._is_away else LOOK_SECONDS)
        finally:
            if not self._is_busy:  # else the thread has the connection, and closes it
                self.close()

    async def _round(self) -> int:
        try:
            done = await to_its_end(self.rate_some, seconds=STOP_SECONDS)
            self._is_away = False
        except SuiteError as problem:
            if not self._is_away:
                log.info("calls are rated later: %s", one_line(problem))
            self._is_away = True
            return 0
        return done

    def rate_some(self) -> int:
        """Rate what has been due longest; how many notes that were. Raises Unavailable."""
        self._is_busy = True
        try:
            with told():
                self._connection = self._connection or connected(self._url)
                return self._rate(self._connection)
        except BaseException:
            self.close()
            raise
        finally:
            self._is_busy = False

    def _rate(self, connection: Any) -> int:
        notes = book.due(connection, self._at_once)
        if not notes:
            return 0
        now = self._clock.now()
        self.pricing.look(connection, now)
        keys = {(pbx, call_id) for _id, pbx, call_id in notes}
        parts = book.parts(connection, keys)
        masked = book.masked(connection, keys | parts)
        calls = book.stored(connection, keys - masked)
        prices, gone = self.pricing.prices(calls, now)
        told = {(price.pbx, price.call_id) for price in prices}
        gone += (keys | parts) - told - masked
        book.write(connection, prices, gone, [one for one, _pbx, _call in notes])
        return len(notes)

    def close(self) -> None:
        """Disconnect."""
        connection, self._connection = self._connection, None
        if connection is not None:
            connection.close()
