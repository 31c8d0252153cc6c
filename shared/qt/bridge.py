"""News of the feed, brought to widgets no faster than an eye can follow.

The first change after a rest is told at once; the next ones together, when ``fastest`` has passed. ``second`` comes
with the server's second, so that all running times on all screens tick together. Not here: what changed (the live
board is read as a whole by the presenter).
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal

from shared.clock import Clock
from shared.feed_client.client import FeedClient
from shared.feed_client.live_board import Replaced
from shared.feed_client.status import Status

FASTEST = timedelta(milliseconds=110)
AFTER_SECOND = 0.005
"""Seconds after the server's second at which it is told: timers may be a little early."""


class Bridge(QObject):
    """Signals: ``changed`` (rows differ), ``status_changed(Status)``, ``second``, ``happened(list of events)``."""

    changed = Signal()
    status_changed = Signal(object)
    second = Signal()
    happened = Signal(object)

    def __init__(self, client: FeedClient, clock: Clock, *, fastest: timedelta = FASTEST) -> None:
        super().__init__()
        self._client, self._clock, self._fastest = client, clock, fastest.total_seconds()
        self._told_at: float | None = None
        self._due = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._due.timeout.connect(self._tell)
        self._beat = QTimer(self, singleShot=True, timerType=Qt.TimerType.PreciseTimer)
        self._beat.timeout.connect(self._second)
        self._ends: list[Callable[[], None]] = [
            client.board.listen(self._rows), client.board.listen_to_events(self._events),
        ]
        client.on_status(self._status)
        self._wait_for_second()

    def close(self) -> None:
        """Tell nothing any more."""
        for end in self._ends:
            end()
        self._ends.clear()
        self._due.stop()
        self._beat.stop()

    def hurry(self) -> None:
        """Tell ``changed`` soon, although no row differs (the board shows another moment, perhaps)."""
        if not self._due.isActive():
            wait = 0.0 if self._told_at is None else self._told_at + self._fastest - self._clock.monotonic()
            self._due.start(max(0, round(wait * 1000)))

    def _rows(self, _changed: list[Replaced]) -> None:
        self.hurry()

    def _tell(self) -> None:
        self._told_at = self._clock.monotonic()
        self.changed.emit()

    def _events(self, events: list[dict[str, Any]]) -> None:
        self.happened.emit(events)

    def _status(self, status: Status) -> None:
        if self._ends:
            self.status_changed.emit(status)

    def _wait_for_second(self) -> None:
        passed = self._client.board_now().microsecond / 1_000_000
        self._beat.start(max(1, round((1 - passed + AFTER_SECOND) * 1000)))

    def _second(self) -> None:
        self.second.emit()
        self._wait_for_second()
