"""The rows over everything: an alert with its buttons, what is away since when."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent, QPen, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, write
from shared.qt.theme import mixed
from supervisor_console.live.screen import Strip
from supervisor_console.live.views.buttons import ActionButton
from supervisor_console.views.sizes import BODY, pale

HIGH, BAR, RADIUS = 48, 4, 6


class StripView(QWidget):
    """One row, painted but for its buttons. ``pressed_action(Action)``."""

    pressed_action = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self.strip = ground, Strip(kind="alert", icon="", token="muted", title="")
        self.buttons: list[ActionButton] = []
        self.setFixedHeight(HIGH)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(16, 0, 8, 0)
        self._row.setSpacing(12)
        self._row.addStretch(1)

    def render_strip(self, strip: Strip) -> None:
        """Show this; the words are for a screen reader too."""
        while len(self.buttons) < len(strip.actions):
            button = ActionButton(self._ground)
            button.pressed_action.connect(self.pressed_action)
            self.buttons.append(button)
            self._row.addWidget(button)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(strip.actions))
            if place < len(strip.actions):
                button.render_action(strip.actions[place])
        if strip != self.strip:
            self.strip = strip
            said = ". ".join(part for part in (strip.title, strip.detail, strip.more) if part)
            self.setAccessibleName(said)
            self.setToolTip(said)
            self.update()

    def dress(self) -> None:
        """Theme or language are different."""
        self.update()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """The words have another room."""
        super().resizeEvent(event)
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Ground, bar, icon, words as far as the buttons."""
        painter, theme, strip = QPainter(self), self._ground.theme, self.strip
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        colour = theme.colour(strip.token)
        painter.setBrush(pale(theme, strip.token))
        share = 1.0 if theme.name == "contrast" else 0.35
        painter.setPen(QPen(mixed(colour, theme.colour("surface"), share), 1))
        painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS, RADIUS)
        painter.setClipRect(0, 0, BAR, self.height())
        painter.setBrush(colour)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.drawRoundedRect(QRectF(0, 0, 4 * RADIUS, self.height()), RADIUS, RADIUS)
        painter.setClipping(False)
        self._words(painter)
        painter.end()

    def _words(self, painter: QPainter) -> None:
        theme, strip, middle = self._ground.theme, self.strip, self.height() / 2
        shown = [button for button in self.buttons if button.isVisibleTo(self)]
        right = (shown[0].x() if shown else self.width()) - 16
        draw_icon(painter, strip.icon, 16, middle, 18, theme.colour(strip.token))
        x = 46.0
        x += write(painter, strip.title, x, middle, BODY, theme.colour("text"), weight=600, width=right - x) + 12
        more = f"{strip.detail} · {strip.more}" if strip.detail and strip.more else strip.detail or strip.more
        write(painter, more, x, middle, BODY, theme.colour("muted"), width=right - x)


class Strips(QWidget):
    """All of them, one above the other; nothing where there is none."""

    pressed_action = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.views: list[StripView] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.hide()

    def render_strips(self, strips: tuple[Strip, ...]) -> None:
        """Show these."""
        while len(self.views) < len(strips):
            view = StripView(self._ground)
            view.pressed_action.connect(self.pressed_action)
            self.views.append(view)
            self._column.addWidget(view)
        for place, view in enumerate(self.views):
            view.setVisible(place < len(strips))
            if place < len(strips):
                view.render_strip(strips[place])
        self.setVisible(bool(strips))

    def dress(self) -> None:
        """Theme or language are different."""
        for view in self.views:
            view.dress()
