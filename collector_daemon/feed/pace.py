"""The pace at which the past is played: which moment is due when. Pure; time is handed in as monotonic seconds."""

from __future__ import annotations

from datetime import datetime, timedelta

LATE = 0.25
"""Seconds; when what is due comes later than this the clock of the past has waited for it."""


class Pace:
    """``at`` was shown at the monotonic second ``now``; from then on time passes ``speed`` times as fast."""

    def __init__(self, at: datetime, speed: float, now: float) -> None:
        self._at, self._speed, self._since = at, speed, now

    def moment(self, now: float) -> datetime:
        """The moment that is due now."""
        return self._at + timedelta(seconds=(now - self._since) * self._speed)

    def wait(self, at: datetime, now: float) -> float:
        """Seconds until the moment ``at`` is due; 0: it is. Standing still it never is."""
        if not self._speed:
            return float("inf")
        return max(0.0, self._since + (at - self._at).total_seconds() / self._speed - now)

    def come(self, at: datetime, now: float) -> None:
        """What belongs to ``at`` is here now; if that is late, time goes on from there and nothing is skipped."""
        if (self.moment(now) - at).total_seconds() > LATE * max(1.0, self._speed):
            self._at, self._since = at, now
