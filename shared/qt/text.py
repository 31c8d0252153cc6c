"""One line of plain text that is cut with "…" where its place is too small, and then tells the whole as a hint.

It can keep room for the widest text it will ever say, so that what ticks moves nothing.
"""

from __future__ import annotations

import math

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QSizePolicy

from shared.qt import paint_text
from shared.qt.forms import BODY
from shared.qt.painting import write
from shared.qt.theme import Theme, Token
from shared.qt.tips import tip


class Text(QLabel):
    """``say`` changes it. ``is_right``: at the right of its place; ``elides`` False: its place is as wide as it is."""

    def __init__(self, pixels: int = BODY, weight: int = 400, *, elides: bool = True, is_right: bool = False) -> None:
        super().__init__()
        self._pixels, self._weight, self._is_right, self._elides = pixels, weight, is_right, elides
        self._theme = Theme("light")
        self._token: Token = "text"
        self._reserved, self._said = 0.0, ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setFont(paint_text.face(pixels, weight)[0])
        self.setProperty("elides", elides)
        self.setSizePolicy(
            QSizePolicy.Policy.Preferred if elides else QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed
        )

    def say(self, text: str, theme: Theme, token: Token = "text", *, weight: int | None = None) -> None:
        """Say this in this colour; the same again does nothing."""
        text = paint_text.plain(text)
        if weight is not None and weight != self._weight:
            self._weight = weight
            self.setFont(paint_text.face(self._pixels, weight)[0])
            self.update()
        if text != self._said:
            before = self.sizeHint()
            self._said = text
            self.setAccessibleName(text)
            self._hint()
            if self.sizeHint() != before:
                self.updateGeometry()  # a label's own setText would lay out the whole window each second
            self.update()
        if theme != self._theme or token != self._token:
            self._theme, self._token = theme, token
            self.update()

    def text(self) -> str:
        """What it says."""
        return self._said

    def reserve(self, *widest: str) -> None:
        """Keep room for these; the place is then of one size."""
        self._reserved = max(paint_text.advance(text, self._pixels, self._weight) for text in widest)
        if self.minimumSize() != self.sizeHint():
            self.setFixedSize(self.sizeHint())

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as its text, or what is reserved."""
        wide = paint_text.advance(self._said, self._pixels, self._weight)
        return QSize(math.ceil(max(wide, self._reserved)), self._line_height())

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """A few letters, where it may be cut."""
        return QSize(min(24, self.sizeHint().width()), self._line_height()) if self._elides else self.sizeHint()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """It may be cut now, or no more."""
        super().resizeEvent(event)
        self._hint()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The line, cut to its place."""
        painter = QPainter(self)
        x = self.width() if self._is_right else 0
        write(painter, self._said, x, self.height() / 2, self._pixels, self._theme.colour(self._token),
              weight=self._weight, width=self.width() + 1, align="right" if self._is_right else "left")  # fmt: skip
        painter.end()

    def _line_height(self) -> int:
        return math.ceil(paint_text.face(self._pixels, self._weight)[1].height())

    def _hint(self) -> None:
        is_cut = paint_text.advance(self._said, self._pixels, self._weight) > self.width() + 1
        self.setToolTip(tip(self._said) if is_cut else "")
