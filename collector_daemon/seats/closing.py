"""Closing time: who still sits there is logged out, who talks or finishes his work then, afterwards."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from datetime import datetime, time, timedelta
from zoneinfo import ZoneInfo

from collector_daemon.pipeline import Pipeline
from collector_daemon.seats import phones
from collector_daemon.seats.seating import Seating
from collector_daemon.seats.wrap_ups import WrapUps
from collector_daemon.store.seats import Seat
from shared.clock import Clock
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
MESSAGE = "The call centre has closed: you have been logged out."


class Closing:
    """Logs out every day at the time and in the zone of ``closing`` ("18:00", or empty: never).

    Also whom a daemon that was down then has left.
    """

    def __init__(
        self, closing: Callable[[], tuple[str, str]], pipelines: Mapping[str, Pipeline], seating: Seating,
        wrap_ups: WrapUps, clock: Clock,
    ) -> None:
        self._closing = closing
        self._pipelines, self._seating, self._wrap_ups, self._clock = pipelines, seating, wrap_ups, clock

    async def run(self) -> None:
        """Until cancelled."""
        while True:
            await self.look()
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Log out who sat down before the last closing time and is free now."""
        now, (closing_at, zone) = self._clock.now(), self._closing()
        if not closing_at:
            return
        closed_at = last_closing(now, time.fromisoformat(closing_at), ZoneInfo(zone))
        for seat in list(self._seating.occupancy.by_account.values()):
            pipeline = self._pipelines.get(seat.pbx)
            if seat.taken_at < closed_at and pipeline is not None and not self._is_busy(pipeline, seat, now):
                try:
                    await self._seating.leave(seat, "closing")
                except SuiteError as problem:
                    log.info("%s is not logged out yet: %s", seat.extension, one_line(problem))
                else:
                    self._seating.lose(seat, MESSAGE)

    def _is_busy(self, pipeline: Pipeline, seat: Seat, now: datetime) -> bool:
        until = self._wrap_ups.until(seat.pbx, seat.extension)
        return phones.is_in_call(pipeline, seat.extension) or (until is not None and until > now)


def last_closing(now: datetime, closing_at: time, zone: ZoneInfo) -> datetime:
    """The last instant at which it was closing time."""
    local = now.astimezone(zone)
    today = local.replace(hour=closing_at.hour, minute=closing_at.minute, second=0, microsecond=0)
    return today if today <= local else today - timedelta(days=1)
