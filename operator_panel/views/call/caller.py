"""Who is at the other end: name and marks, number, where the call came from."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from operator_panel.screen import Caller
from operator_panel.views.call.pieces import Pills
from operator_panel.views.painting import HINT, NAME, NUMBER
from operator_panel.views.part import Part
from shared.qt.ground import Ground
from shared.qt.text import Text


class CallerLines(Part[Caller]):
    """Three lines; one that has nothing to say is not there."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.name, self.number, self.detail = Text(NAME, 600), Text(NUMBER), Text(HINT)
        self.pills = Pills()
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.name)
        head.addWidget(self.pills)
        head.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(head)
        for line in (self.number, self.detail):
            column.addWidget(line)

    def draw(self, shown: Caller) -> None:
        """Lines and marks."""
        self.name.say(shown.name, self.theme)
        self.number.say(shown.number, self.theme)
        self.detail.say(shown.detail, self.theme, "muted")
        self.number.setVisible(bool(shown.number))
        self.detail.setVisible(bool(shown.detail))
        self.pills.show_marks(shown.marks, self.theme)
