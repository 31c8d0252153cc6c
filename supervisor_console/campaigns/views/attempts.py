"""Attempts of a contact in a window; a double click opens the call."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from shared.language import to_translate
from shared.qt.ground import Ground
from supervisor_console.views.forms import Form
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.headings import saying
from supervisor_console.views.pieces import Grid

WIDTH, HEIGHT = 960, 360


def attempts_panel(ground: Ground, name: str) -> GridPanel:
    """The table alone."""
    return GridPanel(ground, name, (
        Heading("at", saying(ground, to_translate("Dialled")), 176),
        Heading("number", saying(ground, to_translate("Telephone")), 144),
        Heading("campaign", saying(ground, to_translate("Campaign")), 208, rank=2),
        Heading("result", saying(ground, to_translate("Result")), 176),
        Heading("given", saying(ground, to_translate("Operator, and why he")), is_stretched=True),
        Heading("talked", saying(ground, to_translate("Call|length")), 72, is_right=True, rank=1),
    ))  # fmt: skip


class AttemptsWindow(Form):
    """``opened(str)``: the key of an attempt whose call is wanted."""

    opened = Signal(str)

    def __init__(self, ground: Ground, parent: QWidget, title: str, grid: Grid) -> None:
        super().__init__(ground, parent, title, ground.language.text("Open the call"), width=WIDTH)
        self.panel = attempts_panel(ground, "campaigns.attempts")
        self.panel.setMinimumHeight(HEIGHT)
        self.panel.show_grid(grid)
        self.column.addWidget(self.panel, 1)
        self.finish()
        self.leave.say(ground.language.text("Close"))
        self.agree.setEnabled(False)
        self.panel.picked.connect(lambda key: self.agree.setEnabled(bool(key)))
        self.panel.table.opened.connect(lambda _row, _column: self._decide())
        self.decided.connect(lambda: self.opened.emit(str(self.panel.table.key_now())))
