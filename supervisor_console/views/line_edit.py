"""A line to type in, 32 or 36 high, with an icon before it and a key's cap behind it, where wanted."""

from __future__ import annotations

from PySide6.QtCore import QRectF
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QLineEdit

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.sizes import BODY, CAPTION, CONTROL, ICON, PADDING

CAP, CAP_PADDING = 20, 6


class LineEdit(QLineEdit):
    """``is_on_ground``: on the ground of the window instead of a surface, as the search in the top bar."""

    def __init__(self, ground: Ground, *, height: int = CONTROL, icon: str = "", cap: str = "",
                 is_on_ground: bool = False) -> None:  # fmt: skip
        super().__init__()
        self._ground, self._icon, self._is_on_ground = ground, icon, is_on_ground
        self.cap = cap
        self.is_wrong = False
        self.setFixedHeight(height)
        self.setFont(paint_text.face(BODY, 400)[0])
        self.setFrame(False)
        self.setStyleSheet(
            "QLineEdit, QLineEdit:focus, QLineEdit:disabled"
            f" {{ border: none; background: transparent; padding: 0; min-height: {height}px; max-height: {height}px; }}"
        )
        wants_ring(self)
        self.set_cap(cap)
        ground.theme_changed.connect(self.update)

    def set_cap(self, cap: str) -> None:
        """The key that leads here, or that does what is typed; "" for none."""
        self.cap = cap
        left = PADDING + (ICON + 8 if self._icon else 0)
        right = PADDING + (int(self._cap_width()) + 4 if cap else 0)
        self.setTextMargins(left, 0, right, 0)
        self.update()

    def set_wrong(self, is_wrong: bool) -> None:
        """Its border is red; what is wrong stands beside it in words."""
        self.is_wrong = is_wrong
        self.update()

    def _cap_width(self) -> float:
        return paint_text.advance(self.cap, CAPTION, 500) + 2 * CAP_PADDING

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The frame, Qt's own line in it, then icon and cap."""
        painter, theme, middle = QPainter(self), self._ground.theme, self.height() / 2
        ground = theme.colour("bg" if self._is_on_ground or not self.isEnabled() else "surface")
        border = theme.colour("bad" if self.is_wrong else "accent" if self.hasFocus() else "line")
        frame(painter, QRectF(self.rect()), ground, border, is_dashed=not self.isEnabled())
        if self._icon:
            draw_icon(painter, self._icon, PADDING, middle, ICON, theme.colour("muted"))
        if self.cap:
            wide = self._cap_width()
            box = QRectF(self.width() - 10 - wide, middle - CAP / 2, wide, CAP)
            frame(painter, box, theme.colour("surface"), theme.colour("line"), radius=4)
            write(painter, self.cap, box.center().x(), middle, CAPTION, theme.colour("muted"), weight=500,
                  align="centre")  # fmt: skip
        painter.end()
        super().paintEvent(event)
