"""Chips: a condition that may be taken away, and the state of something as icon and word."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import border_of, draw_icon, frame, write
from shared.qt.theme import Token
from shared.qt.tips import tip
from supervisor_console.views.control import Control
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.sizes import BODY, CAPTION, ICON, pale

HEIGHT, SIDE, CROSS = 28, 12, 14
STATE_HEIGHT, STATE_SIDE, STATE_ICON = 24, 8, 14


class Chip(Control):
    """``label value ✕``. A press on it is ``clicked``; on the cross, Delete and Backspace are ``removed``."""

    removed = Signal()

    def __init__(self, ground: Ground, label: str, value: str, *, remove_hint: str = "") -> None:
        super().__init__(ground)
        self.label, self.value = "", ""
        self.setFixedHeight(HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        wants_ring(self, HEIGHT // 2)
        self.say(label, value, remove_hint=remove_hint)

    def say(self, label: str, value: str, *, remove_hint: str = "") -> None:
        """Another condition."""
        self.label, self.value = paint_text.plain(label), paint_text.plain(value)
        self.setAccessibleName(f"{self.label} {self.value}".strip())
        self.setAccessibleDescription(remove_hint)
        self.setToolTip(tip(remove_hint))
        self.updateGeometry()
        self.update()

    def _label_width(self) -> float:
        return paint_text.advance(self.label, BODY, 400) + 6 if self.label else 0.0

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """All of it, up to 360; the value is cut then."""
        wide = self._label_width() + paint_text.advance(self.value, BODY, 600) + 2 * SIDE + 6 + CROSS
        return QSize(min(360, math.ceil(wide)), HEIGHT)

    minimumSizeHint = sizeHint  # noqa: N815 - Qt's name

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """On the cross: away with it."""
        if self.isDown() and event.position().x() >= self.width() - SIDE - CROSS - 4:
            self.setDown(False)
            self.removed.emit()
        else:
            super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Delete takes it away."""
        if event.key() in (Qt.Key.Key_Delete, Qt.Key.Key_Backspace):
            self.removed.emit()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A pill in pale accent."""
        painter, theme, middle = QPainter(self), self.theme, self.height() / 2
        ground = pale(theme, "accent", 0.12 if self.is_hovered else 0.08)
        frame(painter, QRectF(self.rect()), ground, border_of(theme, "accent"), radius=HEIGHT / 2)
        x = float(SIDE)
        if self.label:
            write(painter, self.label, x, middle, BODY, theme.colour("muted"))
            x += self._label_width()
        room = self.width() - x - SIDE - 6 - CROSS
        write(painter, self.value, x, middle, BODY, theme.colour("text"), weight=600, width=room + 1)
        draw_icon(painter, "close", self.width() - SIDE - CROSS, middle, CROSS, theme.colour("muted"))
        painter.end()


class StateChip(QWidget):
    """An icon and a word in the colour of their meaning, on a ground as pale as can be read."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._icon, self.text, self._token = "", "", "muted"
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        ground.theme_changed.connect(self.update)

    def say(self, icon: str, text: str, token: Token, *, hint: str = "") -> None:
        """Be this state."""
        text = paint_text.plain(text)
        self.setToolTip(tip(hint))
        if (icon, text, token) == (self._icon, self.text, self._token):
            return
        self._icon, self.text, self._token = icon, text, token
        wide = paint_text.advance(text, CAPTION, 600) + 2 * STATE_SIDE + (STATE_ICON + 6 if icon else 0)
        self.setFixedSize(math.ceil(wide), STATE_HEIGHT)
        self.setAccessibleName(text)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The word on its ground; what is offline stands on the window's, in muted."""
        painter, theme, middle = QPainter(self), self._ground.theme, self.height() / 2
        token: Token = "muted" if self._token == "offline" else self._token  # type: ignore[assignment]  # a token
        ground = theme.colour("bg") if token == "muted" else pale(theme, token)
        border = theme.colour(token) if theme.name == "contrast" else None
        frame(painter, QRectF(self.rect()), ground, border, radius=4)
        x = float(STATE_SIDE)
        if self._icon:
            draw_icon(painter, self._icon, x, middle, STATE_ICON, theme.colour(token))
            x += STATE_ICON + 6
        write(painter, self.text, x, middle, CAPTION, theme.colour(token), weight=600)
        painter.end()


class Dot(QWidget):
    """A small round mark in a meaning's colour; what it means says its name."""

    def __init__(self, ground: Ground, token: Token, name: str = "") -> None:
        super().__init__()
        self._ground, self._token = ground, token
        self.setFixedSize(ICON, ICON)
        self.setAccessibleName(name)
        self.setToolTip(tip(name))
        ground.theme_changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The mark."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._ground.theme.colour(self._token))
        painter.drawEllipse(QPointF(ICON / 2, ICON / 2), 4, 4)
        painter.end()
