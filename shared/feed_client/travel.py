"""Which moment the board shows: the present, or a moment of the past that runs on between two messages. No I/O.

What the client asked for and what the server granted are two things: until the answer comes the board goes on
showing what it showed.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from shared.clock import Clock
from shared.feed_client.listeners import call_all
from shared.protocol.messages import Error
from shared.protocol.past import GrantedPast, Past

REFUSALS = frozenset({"past_unavailable", "past_busy"})
"""Errors that answer a wish for the past."""
LONGEST_RUN = timedelta(seconds=5)
"""Real time that a moment runs on by itself; without news for longer (the server is behind) it waits."""


class Travel:
    """``granted``: the past that is shown (None: the present); ``asked``: the past that is waited for; ``refusal``:
    why the one asked for last is not shown (past_unavailable, past_busy).
    """

    def __init__(self, clock: Clock, asked: Past | None = None) -> None:
        self._clock = clock
        self._listeners: list[Callable[[], None]] = []
        self._is_told = True
        self._reached: datetime | None = None
        self._reached_at = 0.0
        self._is_stopped = False
        self.asked = asked
        self.is_asked = asked is not None
        self.granted: GrantedPast | None = None
        self.refusal: Error | None = None

    def listen(self, listener: Callable[[], None]) -> None:
        """Hear when the board goes to another moment or back to the present, or is refused to."""
        self._listeners.append(listener)

    def tell(self) -> None:
        """Tell listeners if there is something to tell; the board is replaced by now."""
        if not self._is_told:
            self._is_told = True
            call_all(self._listeners)

    @property
    def is_in_present(self) -> bool:
        """Is the present shown, and nothing else asked for?"""
        return not self.is_asked and self.granted is None

    def ask(self, past: Past | None) -> None:
        """A new wish is on its way."""
        self.asked, self.is_asked = past, True
        self.refusal = None

    def shown(self, past: GrantedPast | None) -> None:
        """A snapshot comes: of this moment, or (None) of the present."""
        if (past is None) == (self.asked is None):  # or it was on its way when we asked for something else
            self.asked, self.is_asked = None, False
        was, self.granted, self._reached = self.granted, past, None
        if past is not None:
            self.reached(past.at)
        self._is_told = self._is_told and past == was

    def reached(self, at: datetime) -> None:
        """A message told which moment it belongs to."""
        self._reached, self._reached_at, self._is_stopped = at, self._clock.monotonic(), False

    def refused(self, error: Error) -> None:
        """The server does not show it: what is shown stays."""
        self.asked, self.is_asked, self.refusal = None, False, error
        self._is_told = False

    def stop(self) -> None:
        """The connection is lost: the moment stays where it was."""
        self._reached = self.now()
        self._is_stopped = True

    def now(self) -> datetime | None:
        """The moment that is shown, None in the present."""
        if self.granted is None or self._reached is None or self._is_stopped:
            return self._reached
        passed = timedelta(seconds=self._clock.monotonic() - self._reached_at)
        return self._reached + min(passed, LONGEST_RUN) * self.granted.speed

    def next_wish(self) -> Past | None:
        """What to ask for on another connection: what was asked last, or to go on at the moment reached."""
        reached = self.now()
        if self.is_asked or self.granted is None or reached is None:
            return self.asked
        return Past(reached, self.granted.speed)
