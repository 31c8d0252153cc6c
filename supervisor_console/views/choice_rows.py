"""Rows to choose from, as they stand in popovers."""

from __future__ import annotations

import math

from PySide6.QtCore import QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.pressed import Pressed
from shared.qt.theme import Token
from supervisor_console.views.sizes import BODY, GAP, ICON, pale

ROW = 32


class ChoiceRow(Pressed):
    """A row to choose: a tick where it is chosen, words, more words at the right. ``is_ticked`` None: no tick.

    ``dropped``: by the basket at the right, or by Delete, where it can be.
    """

    dropped = Signal()

    def __init__(self, ground: Ground, text: str, more: str = "", *, is_ticked: bool | None = False) -> None:
        super().__init__()
        self._ground, self._more, self.is_ticked, self._drops = ground, more, is_ticked, False
        self._icon: tuple[str, Token] = ("", "text")
        self.setText(paint_text.plain(text))
        self.setAccessibleName(f"{text} {more}".strip())
        self.setFixedHeight(ROW)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def set_icon(self, icon: str, token: Token) -> None:
        """An icon before the words."""
        self._icon = (icon, token)
        self.update()

    def can_drop(self, hint: str) -> None:
        """It has a basket."""
        self._drops = True
        self.setAccessibleDescription(hint)

    def tick(self, is_ticked: bool) -> None:
        """Chosen, or not."""
        self.is_ticked = is_ticked
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it."""
        wide = paint_text.advance(self.text(), BODY, 600) + paint_text.advance(self._more, BODY, 400)
        return QSize(math.ceil(wide) + 64, ROW)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows go from row to row."""
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.focusNextPrevChild(event.key() == Qt.Key.Key_Down)
        elif self._drops and event.key() == Qt.Key.Key_Delete:
            self.dropped.emit()
        else:
            super().keyPressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """On the basket it is dropped."""
        if self._drops and self.isDown() and event.position().x() >= self.width() - ICON - 2 * GAP:
            self.setDown(False)
            self.dropped.emit()
        else:
            super().mouseReleaseEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, tick, words."""
        painter, theme, middle = QPainter(self), self._ground.theme, self.height() / 2
        if self.hasFocus() or self.is_hovered:
            border = theme.colour("accent") if self.hasFocus() else None
            frame(painter, QRectF(self.rect()), pale(theme, "accent"), border, radius=4, width=2)
        x = float(GAP)
        if self.is_ticked is not None:
            if self.is_ticked:
                draw_icon(painter, "tick", x, middle, ICON, theme.colour("accent"))
            x += ICON + GAP
        if self._icon[0]:
            draw_icon(painter, self._icon[0], x, middle, ICON, theme.colour(self._icon[1]))
            x += ICON + GAP
        right = float(self.width() - GAP)
        if self._drops:
            draw_icon(painter, "trash", right - ICON, middle, ICON, theme.colour("muted"))
            right -= ICON + GAP
        if self._more:
            right -= write(painter, self._more, right, middle, BODY, theme.colour("muted"), align="right") + GAP
        write(painter, self.text(), x, middle, BODY, theme.colour("text"), weight=600 if self.is_ticked else 400,
              width=right - x)  # fmt: skip
        painter.end()


class Rows(QScrollArea):
    """Choice rows one under another, scrolled where there are many."""

    def __init__(self, most: int = 320) -> None:
        super().__init__()
        self._most = most
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.viewport().setAutoFillBackground(False)
        inside = QWidget()
        self._column = QVBoxLayout(inside)
        self._column.setContentsMargins(2, 2, 2, 2)
        self._column.setSpacing(0)
        self._column.addStretch(1)
        self.setWidget(inside)
        inside.setAutoFillBackground(False)  # Qt has just switched it on
        self.rows: list[ChoiceRow] = []

    def fill(self, rows: list[ChoiceRow]) -> None:
        """Show these instead."""
        for row in self.rows:
            row.setParent(None)
            row.deleteLater()
        self.rows = rows
        for place, row in enumerate(rows):
            self._column.insertWidget(place, row)
        self.setFixedHeight(min(self._most, len(rows) * ROW + 4))

    def narrow(self, wanted: str) -> None:
        """Only rows in which this stands."""
        for row in self.rows:
            row.setVisible(wanted.casefold() in row.accessibleName().casefold())
