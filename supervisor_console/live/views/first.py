"""The way to the first call: its steps, each with a sign, and a button at the one that is to be taken now."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.forms import rule
from shared.qt.ground import Ground
from shared.qt.painting import draw_icon, frame, write
from shared.qt.text import Text
from supervisor_console.live.screen import First, Step
from supervisor_console.live.views.buttons import ActionButton
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import BODY, CAPTION, SECOND

WIDTH, ROW, SIGN, CIRCLE = 640, 56, 20, 64


class Sign(QWidget):
    """A painted sign: an icon in a circle, a tick, or a number in a ring."""

    def __init__(self, ground: Ground, size: int) -> None:
        super().__init__()
        self._ground = ground
        self._step: Step | None = None
        self.setFixedSize(size, size)
        ground.theme_changed.connect(self.update)

    def show_step(self, step: Step) -> None:
        """The sign of this one."""
        self._step = step
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """What is known decides."""
        painter, theme, box, step = QPainter(self), self._ground.theme, QRectF(self.rect()), self._step
        if step is None:
            frame(painter, box, theme.colour("bg"), None, radius=box.width() / 2)
            draw_icon(painter, "handset", (box.width() - 28) / 2, box.center().y(), 28, theme.colour("muted"))
        elif step.state == "done":
            draw_icon(painter, "circle_tick", 0, box.center().y(), SIGN, theme.colour("good"))
        else:
            is_now = step.state == "now"
            ring = theme.colour("accent" if is_now else "line")
            frame(painter, box.adjusted(1, 1, -1, -1), None, ring, radius=SIGN / 2, width=2)
            ink = theme.colour("accent" if is_now else "muted")
            write(painter, str(step.number), box.center().x(), box.center().y(), CAPTION, ink, weight=600,
                  align="centre")  # fmt: skip
        painter.end()


class StepRow(QWidget):
    """One step, with a line below. ``pressed_action(Action)``."""

    pressed_action = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.sign, self.title, self.text = Sign(ground, SIGN), Text(BODY, 600), Text(CAPTION)
        self.button = ActionButton(ground)
        self.button.pressed_action.connect(self.pressed_action)
        words, row, column = QVBoxLayout(), QHBoxLayout(), QVBoxLayout(self)
        words.setSpacing(2)
        for part in (self.title, self.text):
            words.addWidget(part)
        row.setContentsMargins(0, 8, 0, 8)
        row.setSpacing(16)
        row.addWidget(self.sign)
        row.addLayout(words, 1)
        row.addWidget(self.button)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(rule())
        self.setFixedHeight(ROW)

    def render_step(self, step: Step) -> None:
        """Show this."""
        theme = self._ground.theme
        self.sign.show_step(step)
        self.title.say(step.title, theme, "muted" if step.state == "later" else "text")
        self.text.say(step.text, theme, "muted")
        self.button.setVisible(step.action is not None)
        if step.action is not None:
            self.button.render_action(step.action)


class FirstView(Panel):
    """In the place of the tables. ``pressed_action(Action)``."""

    pressed_action = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground, has_head=False)
        self.shown: First | None = None
        self.heading, self.hint = Text(SECOND, 600), Text(BODY)
        self.rows: list[StepRow] = []
        middle = QWidget()
        middle.setFixedWidth(WIDTH)
        self._steps = QVBoxLayout(middle)
        self._steps.setContentsMargins(0, 8, 0, 0)
        self._steps.setSpacing(0)
        self._steps.addWidget(rule())
        self.column.setContentsMargins(16, 16, 16, 16)
        self.column.addStretch(1)
        for part in (Sign(ground, CIRCLE), self.heading, self.hint, middle):
            self.column.addWidget(part, 0, Qt.AlignmentFlag.AlignHCenter)
            self.column.addSpacing(8)
        self.leave = ActionButton(ground)
        self.leave.pressed_action.connect(self.pressed_action)
        self.column.addWidget(self.leave, 0, Qt.AlignmentFlag.AlignHCenter)
        self.column.addStretch(1)
        self.hide()

    def render_first(self, shown: First | None) -> None:
        """Show these steps; None: it is over."""
        self.shown = shown
        self.setVisible(shown is not None)
        if shown is None:
            return
        self.heading.say(shown.title, self._ground.theme)
        self.hint.say(shown.text, self._ground.theme, "muted")
        while len(self.rows) < len(shown.steps):
            row = StepRow(self._ground)
            row.pressed_action.connect(self.pressed_action)
            self.rows.append(row)
            self._steps.addWidget(row)
        self.leave.render_action(shown.leave)
        for row, step in zip(self.rows, shown.steps, strict=True):
            row.render_step(step)
