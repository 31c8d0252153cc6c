"""A report that is sent: its name, how the last time went, when and where to; buttons to change and to end it."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from shared.qt.painting import frame
from supervisor_console.statistics.screen.own import SentLine
from supervisor_console.views.button import Button
from supervisor_console.views.chip import StateChip
from supervisor_console.views.sizes import BODY, CAPTION, RADIUS


class SentRow(QWidget):
    """``changed(Draft)``: write on with it; ``dropped(schedule)``; ``switched(schedule, is_on)``."""

    changed = Signal(object)
    dropped = Signal(str)
    switched = Signal(str, bool)

    def __init__(self, ground: Ground, line: SentLine) -> None:
        super().__init__()
        self._ground, self.line, text = ground, line, ground.language.text
        self.name, self.told, self.problem = label(BODY, 600), label(CAPTION, wraps=True), label(CAPTION, wraps=True)
        self.name.setText(line.draft.name)
        self.name.setProperty("is_verbatim", True)
        self.name.setProperty("elides", True)
        self.name.setMinimumWidth(40)
        self.told.setText(line.told)
        colour_text(self.told, ground.theme.colour("muted"))
        self.problem.setText(line.problem)
        colour_text(self.problem, ground.theme.colour("bad"))
        self.problem.setVisible(bool(line.problem))
        self.chip = StateChip(ground)
        self.chip.say(line.icon, line.outcome, line.token, hint=line.runs)
        self.change = Button(ground, text("Change"), "pencil")
        self.switch = Button(ground, text("Switch off") if line.is_on else text("Switch on"))
        self.drop = Button(ground, text("Delete"), "trash")
        self.drop.set_slim(True)
        self._lay_out()
        key = line.draft.schedule
        self.change.clicked.connect(lambda _=False: self.changed.emit(line.draft))
        self.switch.clicked.connect(lambda _=False: self.switched.emit(key, not line.is_on))
        self.drop.clicked.connect(lambda _=False: self.dropped.emit(key))
        for button in (self.change, self.switch, self.drop):
            button.setAccessibleName(f"{button.text()}: {line.draft.name}")

    def _lay_out(self) -> None:
        head, column = QHBoxLayout(), QVBoxLayout(self)
        head.setSpacing(8)
        head.addWidget(self.name, 1)
        for one in (self.chip, self.change, self.switch, self.drop):
            head.addWidget(one)
        column.setContentsMargins(12, 8, 8, 8)
        column.setSpacing(4)
        column.addLayout(head)
        column.addWidget(self.told)
        column.addWidget(self.problem)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """A ground with a thin line."""
        painter, theme = QPainter(self), self._ground.theme
        frame(painter, QRectF(self.rect()), theme.colour("surface"), theme.colour("line"), radius=RADIUS)
        painter.end()
