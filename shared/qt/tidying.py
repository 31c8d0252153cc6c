"""Garbage is collected in Qt's own thread: one of Qt's objects that dies in another crashes the program.

Python collects in whatever thread allocates. Seen with PySide 6.9.3: "Timers cannot be stopped from another thread",
then a segmentation fault.
"""

from __future__ import annotations

import gc

from PySide6.QtCore import QObject, QTimer

LOOK_MILLISECONDS = 1000


class Tidying(QObject):
    """From its making to ``close`` nothing is collected but by ``look``, once a second, as much as Python would."""

    def __init__(self) -> None:
        super().__init__()
        gc.disable()
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(LOOK_MILLISECONDS)

    def look(self) -> None:
        """Collect the oldest generation that is due."""
        counts, thresholds = gc.get_count(), gc.get_threshold()
        due = next((place for place in (2, 1, 0) if counts[place] > thresholds[place]), None)
        if due is not None:
            gc.collect(due)

    def close(self) -> None:
        """Python's own way again."""
        self._timer.stop()
        gc.enable()
