"""Names for those who hear the screen: all that a widget shows, told anew after a change, but not with every tick."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

REST_MILLISECONDS = 3000
"""A name that has been told stays so long: running times change it every second."""


class Naming(QObject):
    """Gives a widget its accessible name."""

    def __init__(self, widget: QWidget, say: Callable[[], str]) -> None:
        super().__init__(widget)
        self._widget, self._say = widget, say
        self._is_owed = False
        self._rest = QTimer(self, interval=REST_MILLISECONDS, singleShot=True)
        self._rest.timeout.connect(self._rested)

    def tell(self) -> None:
        """Something has changed: the first time at once, then after the rest."""
        if self._rest.isActive():
            self._is_owed = True
            return
        self._is_owed = False
        self._widget.setAccessibleName(self._say())
        self._rest.start()

    def _rested(self) -> None:
        if self._is_owed:
            self.tell()
