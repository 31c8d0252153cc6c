"""Tabs in the header of a page: one is chosen, arrows go between them."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import frame, write
from supervisor_console.views.control import Control
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.sizes import BODY, CONTROL, PADDING, chosen, pale

_STEPS = {Qt.Key.Key_Right: 1, Qt.Key.Key_Left: -1, Qt.Key.Key_Home: -100, Qt.Key.Key_End: 100}


class Tabs(QWidget):
    """Signal: ``picked`` with the key of a tab that somebody chose."""

    picked = Signal(str)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.tabs: dict[str, TabButton] = {}
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(4)

    def show_tabs(self, tabs: tuple[tuple[str, str], ...], marked: str) -> None:
        """``tabs``: (key, words); ``marked``: the key of the chosen one, the only one that Tab reaches."""
        if tuple(self.tabs) != tuple(key for key, _ in tabs):
            self._make(tuple(key for key, _ in tabs))
        for key, text in tabs:
            self.tabs[key].say(text, is_chosen=key == marked)

    def _make(self, keys: tuple[str, ...]) -> None:
        for old in self.tabs.values():
            self._row.removeWidget(old)
            old.hide()
            old.deleteLater()
        self.tabs = {key: TabButton(self._ground) for key in keys}
        for key, tab in self.tabs.items():
            tab.clicked.connect(lambda _checked=False, key=key: self.picked.emit(key))
            tab.stepped.connect(lambda by, key=key: self._step(key, by))
            self._row.addWidget(tab)

    def _step(self, key: str, by: int) -> None:
        keys = list(self.tabs)
        to = keys[max(0, min(len(keys) - 1, keys.index(key) + by))]
        self.tabs[to].setFocus(Qt.FocusReason.OtherFocusReason)
        if to != key:
            self.picked.emit(to)


class TabButton(Control):
    """One tab. Signal: ``stepped`` (by how many)."""

    stepped = Signal(int)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.is_chosen = False
        self.setFixedHeight(CONTROL)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wants_ring(self)

    def say(self, text: str, *, is_chosen: bool) -> None:
        """Its words, and whether it is the one."""
        self.setText(paint_text.plain(text))
        self.setAccessibleName(self.text())
        self.is_chosen = is_chosen
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus if is_chosen else Qt.FocusPolicy.ClickFocus)
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """Its words at their strongest, so that choosing moves nothing."""
        return QSize(math.ceil(paint_text.advance(self.text(), BODY, 600)) + 2 * PADDING, CONTROL)

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows choose the neighbour."""
        by = _STEPS.get(Qt.Key(event.key()))
        if by is not None:
            self.stepped.emit(by)
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Words; a pale ground under the chosen one."""
        painter, theme = QPainter(self), self.theme
        if self.is_chosen or self.is_hovered:
            border = theme.colour("accent") if self.is_chosen and theme.name == "contrast" else None
            frame(painter, QRectF(self.rect()), chosen(theme) if self.is_chosen else pale(theme, "accent"), border)
        colour, weight = theme.colour("accent" if self.is_chosen else "muted"), 600 if self.is_chosen else 500
        write(painter, self.text(), self.width() / 2, self.height() / 2, BODY, colour, weight=weight, align="centre")
        painter.end()
