"""Receive times: strictly increasing microseconds, because (PBX, heard_at) is the key of a raw event."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

log = logging.getLogger(__name__)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MICROSECOND = timedelta(microseconds=1)
_JUMP = 5_000_000
"""Microseconds: a clock set back by more than this is believed, by less it is only noise."""


class Stamps:
    """Gives each entry its time. A clock set back by more than five seconds is followed, and logged."""

    def __init__(self, pbx: str) -> None:
        self._pbx = pbx
        self._last = 0

    def first(self, now: datetime) -> int:
        """The time (microseconds since 1970) of the first entry of a read; the next ones add 1 each."""
        micros = (now - _EPOCH) // _MICROSECOND
        if micros > self._last:
            return micros
        if self._last - micros > _JUMP:
            log.warning("pbx %s: the clock was set back by %.1f s", self._pbx, (self._last - micros) / 1e6)
            return micros
        return self._last + 1

    def used(self, last: int) -> None:
        """Remember the last time that was given to an entry."""
        self._last = last

    def one(self, now: datetime) -> float:
        """The time of a single entry, Unix seconds."""
        self._last = self.first(now)
        return self._last / 1e6
