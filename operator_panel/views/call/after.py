"""Whom the call was with, once it is over: a card of its own below the countdown."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout

from operator_panel.screen import Caller
from operator_panel.views.call.boxes import Box
from operator_panel.views.call.caller import CallerLines
from operator_panel.views.part import Part
from shared.qt.ground import Ground


class CalledBox(Part[Caller]):
    """Caller's lines in a box."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self._box, self.lines = Box(), CallerLines(ground)
        inner = QVBoxLayout(self._box)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.addWidget(self.lines)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._box)

    def draw(self, shown: Caller) -> None:
        """Box and lines."""
        self._box.show_box(self.theme)
        self.lines.render_part(shown)
