"""Buttons, 32 high: an icon, words, perhaps the key that does the same. One that ticks a box."""

from __future__ import annotations

import math
from typing import Literal

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.theme import on_accent
from shared.qt.tips import tip
from supervisor_console.views.control import Control
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.sizes import BODY, CAPTION, CONTROL, GAP, ICON, PADDING, RADIUS, chosen, pale

ButtonKind = Literal["plain", "primary", "danger", "quiet"]
WEIGHT = 500
CAP, CAP_PADDING = 20, 6


class Button(Control):
    """``primary`` is filled (one a region), ``danger`` red and never filled, ``quiet`` words in accent, no frame."""

    def __init__(
        self, ground: Ground, text: str = "", icon: str = "", kind: ButtonKind = "plain", *, height: int = CONTROL
    ) -> None:
        super().__init__(ground)
        self._icon, self._kind, self._key = icon, kind, ""
        self._is_slim = False
        self.setFixedHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setFont(paint_text.face(BODY, WEIGHT)[0])
        wants_ring(self)
        self.say(text)

    def say(self, text: str, icon: str | None = None, *, hint: str = "", key: str = "") -> None:
        """Say this from now on. ``hint``: what more there is to know, or why it cannot be; ``key``: shown in a cap."""
        before = (self.text(), self._icon, self._key)
        self._key = key
        self._icon = self._icon if icon is None else icon
        self.setText(paint_text.plain(text))
        self.setAccessibleName(self.text())
        self.setToolTip(tip(hint or (text if self._is_slim else "")))
        if before != (self.text(), self._icon, self._key):
            self.updateGeometry()
            self.update()

    def set_slim(self, is_slim: bool) -> None:
        """Only the icon; the words are the hint then."""
        if is_slim != self._is_slim:
            self._is_slim = is_slim and bool(self._icon)
            self.setProperty("elides", self._is_slim)
            self.setToolTip(self.toolTip() or (tip(self.text()) if is_slim else ""))
            self.updateGeometry()
            self.update()

    # --- looks

    def _said(self) -> str:
        return "" if self._is_slim else self.text()

    def _inner_width(self) -> float:
        wide = paint_text.advance(self._said(), BODY, WEIGHT) if self._said() else 0.0
        if self._icon:
            wide += ICON + (GAP if self._said() else 0)
        return wide + (GAP + self._cap_width() if self._key and not self._is_slim else 0)

    def _cap_width(self) -> float:
        return paint_text.advance(self._key, CAPTION, WEIGHT) + 2 * CAP_PADDING

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it; square with an icon alone."""
        if not self._said():
            return QSize(self.height(), self.height())
        return QSize(math.ceil(self._inner_width()) + 2 * PADDING, self.height())

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def _colours(self) -> tuple[QColor | None, QColor | None, QColor]:
        """Fill, border, ink."""
        theme, is_marked = self.theme, self.is_hovered or self.isDown()
        if not self.isEnabled():
            return None, None if self._kind == "quiet" else theme.colour("line"), theme.colour("muted")
        if self.isCheckable() and self.isChecked():
            return chosen(theme), theme.colour("accent"), theme.colour("accent")
        if self._kind == "primary":
            return theme.colour("accent"), theme.colour("accent"), on_accent(theme)
        if self._kind == "danger":
            red = theme.colour("bad")
            return pale(theme, "bad") if is_marked else theme.colour("surface"), red, red
        if self._kind == "quiet":
            return pale(theme, "accent") if is_marked else None, None, theme.colour("accent")
        return theme.colour("bg" if is_marked else "surface"), theme.colour("line"), theme.colour("text")

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Frame, icon, words, cap, all in the middle."""
        painter = QPainter(self)
        fill, border, ink = self._colours()
        frame(painter, QRectF(self.rect()), fill, border, is_dashed=not self.isEnabled())
        self._paint_inside(painter, ink)
        painter.end()

    def _paint_inside(self, painter: QPainter, ink: QColor) -> None:
        middle = self.height() / 2
        x = (self.width() - min(self._inner_width(), self.width() - 8)) / 2
        if self._icon:
            draw_icon(painter, self._icon, x, middle, ICON, ink)
            x += ICON + GAP
        if self._said():
            x += write(painter, self._said(), x, middle, BODY, ink, weight=WEIGHT)
        if self._key and not self._is_slim:
            self._paint_cap(painter, x + GAP, middle)

    def _paint_cap(self, painter: QPainter, x: float, middle: float) -> None:
        wide = self._cap_width()
        theme = self.theme
        frame(painter, QRectF(x, middle - CAP / 2, wide, CAP), theme.colour("surface"), theme.colour("line"), radius=4)
        write(painter, self._key, x + wide / 2, middle, CAPTION, theme.colour("text"), weight=WEIGHT, align="centre")


class CheckButton(Button):
    """A box that is ticked, in a frame: ``toggled`` says so."""

    def __init__(self, ground: Ground, text: str = "") -> None:
        super().__init__(ground, text)
        self.setCheckable(True)

    def _inner_width(self) -> float:
        return super()._inner_width() + ICON + GAP

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The box and the words."""
        return QSize(math.ceil(self._inner_width()) + 2 * PADDING, self.height())

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The frame, the box, its tick, the words."""
        painter, theme, middle = QPainter(self), self.theme, self.height() / 2
        ink = theme.colour("text" if self.isEnabled() else "muted")
        ground = theme.colour("bg" if self.is_hovered and self.isEnabled() else "surface")
        frame(painter, QRectF(self.rect()), ground, theme.colour("line"), radius=RADIUS, is_dashed=not self.isEnabled())
        box = QRectF(PADDING, round(middle - ICON / 2), ICON, ICON)
        fill = theme.colour("accent") if self.isChecked() else theme.colour("surface")
        frame(painter, box, fill, theme.colour("accent" if self.isChecked() else "muted"), radius=4)
        if self.isChecked():
            draw_icon(painter, "tick", box.x() + 2, middle, ICON - 4, on_accent(theme))
        write(painter, self.text(), PADDING + ICON + GAP, middle, BODY, ink, weight=WEIGHT)
        painter.end()


class LinkButton(Button):
    """Words that are a link: no frame, no padding but what the ring needs."""

    def __init__(self, ground: Ground, text: str = "", icon: str = "") -> None:
        super().__init__(ground, text, icon, "quiet", height=24)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The words."""
        return QSize(math.ceil(self._inner_width()) + 8, self.height())

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name
