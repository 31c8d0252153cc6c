"""How long to wait before trying again: growing from a first to a longest delay, with the jitter handed in."""

from __future__ import annotations

from collections.abc import Callable


class Patience:
    """Delays in seconds: ``first``, then twice the one before, at most ``longest``; ``calm`` starts anew.

    ``jitter`` gives a number in [0, 1); up to a quarter of the delay is taken off by it, so that many daemons
    do not come back in one moment.
    """

    def __init__(self, first: float, longest: float, jitter: Callable[[], float]) -> None:
        self._first = first
        self._longest = longest
        self._jitter = jitter
        self._next = first

    def delay(self) -> float:
        """Seconds to wait this time."""
        delay = self._next
        self._next = min(delay * 2, self._longest)
        return delay * (1 - self._jitter() / 4)

    def calm(self) -> None:
        """It worked: the next trouble starts with the first delay again."""
        self._next = self._first
