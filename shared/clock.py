"""The one place where the system's clock is read (ruff's TID251 refuses it everywhere else).

Whoever needs the time is handed a ``Clock``: ``SystemClock`` in the programs, ``HandClock`` in tests and in
replay, where time is what the recording says. The core is handed neither: there, time comes in events.
"""

import time
from datetime import UTC, datetime, timedelta
from typing import Protocol


class Clock(Protocol):
    """Something that knows the time."""

    def now(self) -> datetime:
        """Tell the present instant, aware, in UTC. May jump when somebody sets the machine's clock."""
        ...

    def monotonic(self) -> float:
        """Tell seconds since an arbitrary start; never goes back. For measuring and time-outs."""
        ...


def now() -> datetime:
    """Tell the present instant, aware, in UTC."""
    return datetime.now(UTC)


def monotonic() -> float:
    """Tell seconds since an arbitrary start; never goes back."""
    return time.monotonic()


class SystemClock:
    """The machine's own clock."""

    def now(self) -> datetime:
        """Tell the present instant, aware, in UTC."""
        return now()

    def monotonic(self) -> float:
        """Tell seconds since an arbitrary start; never goes back."""
        return monotonic()


class HandClock:
    """A clock that only moves when it is told to: for tests and for replaying recordings."""

    def __init__(self, start: datetime = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)) -> None:
        """Start at an aware instant; a naive one is a ValueError."""
        self._now = _aware(start)
        self._monotonic = 0.0

    def now(self) -> datetime:
        """Tell the instant it was moved to, in UTC."""
        return self._now

    def monotonic(self) -> float:
        """Tell the seconds it has been advanced by in all; jumps of ``set_to`` do not count."""
        return self._monotonic

    def advance(self, by: timedelta) -> None:
        """Let time pass; a negative length is a ValueError, because time does not."""
        if by < timedelta():
            raise ValueError(f"time does not run backwards: {by}")
        self._now += by
        self._monotonic += by.total_seconds()

    def set_to(self, at: datetime) -> None:
        """Jump, as a machine's clock does when it is set: also backwards, without measured time passing."""
        self._now = _aware(at)


def _aware(at: datetime) -> datetime:
    if at.tzinfo is None:
        raise ValueError(f"an instant without a time zone: {at}")
    return at.astimezone(UTC)
