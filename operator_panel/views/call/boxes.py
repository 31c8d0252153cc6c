"""Rounded boxes in the theme's colours, whole or in part in a state's tint."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from operator_panel.views.painting import CARD_RADIUS
from shared.qt.painting import border_of, frame
from shared.qt.theme import Theme, Token


class Box(QWidget):
    """A card. ``show_box`` tints all of it, or a strip on top, in a meaning's colour."""

    def __init__(self, radius: int = CARD_RADIUS) -> None:
        super().__init__()
        self._radius = radius
        self._theme = Theme("light")
        self._tint: Token | None = None
        self._strip, self._is_dashed, self._is_focused = 0, False, False

    def show_box(
        self, theme: Theme, token: Token | None = None, *, strip: int = 0, is_dashed: bool = False
    ) -> None:  # fmt: skip
        """Look like this; ``strip`` pixels on top are tinted only, 0: all."""
        now = (theme, token, strip, is_dashed)
        if now != (self._theme, self._tint, self._strip, self._is_dashed):
            self._theme, self._tint, self._strip, self._is_dashed = now
            self.update()

    def show_focus(self, is_focused: bool) -> None:
        """What is in the box has the keyboard, or no longer."""
        self._is_focused = is_focused
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Fill, strip, edge, focus."""
        painter, theme, box = QPainter(self), self._theme, QRectF(self.rect())
        if self._tint is None or self._strip:
            frame(painter, box, theme.colour("surface"), theme.colour("line"), radius=self._radius,
                  is_dashed=self._is_dashed)  # fmt: skip
        if self._tint is not None and self._strip:
            painter.setClipRect(QRectF(0, 0, box.width(), self._strip))
            frame(painter, box, theme.tint(self._tint), border_of(theme, self._tint), radius=self._radius)
            painter.setClipping(False)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            painter.fillRect(QRectF(1, self._strip - 1, box.width() - 2, 1), border_of(theme, self._tint))
        elif self._tint is not None:
            frame(painter, box, theme.tint(self._tint), border_of(theme, self._tint), radius=self._radius,
                  is_dashed=self._is_dashed)  # fmt: skip
        if self._is_focused:
            frame(painter, box, None, theme.colour("accent"), radius=self._radius, width=2)
        painter.end()
