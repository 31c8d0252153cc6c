"""The rows over everything: an alert with its buttons, what is away since when."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.tips import tip
from supervisor_console.live.screen import Strip
from supervisor_console.live.views.buttons import ActionButton
from supervisor_console.views.sizes import HEAD
from supervisor_console.views.states import ErrorStrip


class StripView(ErrorStrip):
    """One row, with as many buttons as it has actions. ``pressed_action(Action)``."""

    pressed_action = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.buttons: list[ActionButton] = []
        self.setFixedHeight(HEAD)
        self.tools.setSpacing(12)

    def render_strip(self, strip: Strip) -> None:
        """Show this; the words are for a screen reader too."""
        while len(self.buttons) < len(strip.actions):
            button = ActionButton(self._ground)
            button.pressed_action.connect(self.pressed_action)
            self.buttons.append(button)
            self.tools.addWidget(button)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(strip.actions))
            if place < len(strip.actions):
                button.render_action(strip.actions[place])
        more = " · ".join(part for part in (strip.detail, strip.more) if part)
        self.say(strip.title, more, icon=strip.icon, token=strip.token)
        self.setToolTip(tip(f"{strip.title}. {more}" if more else strip.title))


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
        for view, strip in zip(self.views, strips, strict=False):
            view.render_strip(strip)
        for view in self.views[len(strips) :]:
            view.say("")
        self.setVisible(bool(strips))
