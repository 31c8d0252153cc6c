"""The server's clock as seen from here: rows carry its instants, and a window shows what passed since.

Each ping that is answered gives the difference with an error of at most half its way there and back; of the
last ones the quickest counts.
"""

from __future__ import annotations

from collections import deque
from datetime import datetime, timedelta

from shared.clock import Clock

_SAMPLES = 8


class ServerClock:
    """Knows how far the server's clock is from this machine's."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self._samples: deque[tuple[float, timedelta]] = deque(maxlen=_SAMPLES)

    @property
    def difference(self) -> timedelta:
        """What to add to this machine's time to have the server's; zero before the first sample."""
        return min(self._samples)[1] if self._samples else timedelta()

    def now(self) -> datetime:
        """The server's time."""
        return self._clock.now() + self.difference

    def learn(self, server_time: datetime, asked_at: float) -> None:
        """The server answered with its time what it was asked at ``asked_at`` (monotonic)."""
        way = self._clock.monotonic() - asked_at
        self._samples.append((way, server_time + timedelta(seconds=way / 2) - self._clock.now()))

    def forget(self) -> None:
        """A new connection: perhaps another server, or a clock that was set."""
        self._samples.clear()
