"""A region: a panel with a table, or with why there is none."""

from __future__ import annotations

from PySide6.QtWidgets import QStackedWidget, QWidget

from shared.qt.ground import Ground
from supervisor_console.live.screen import Panel as Shown
from supervisor_console.views.panel import Panel
from supervisor_console.views.states import EmptyState


class Region(Panel):
    """``render_panel`` says what stands in its head, and whether the body is seen."""

    def __init__(self, ground: Ground, body: QWidget) -> None:
        super().__init__(ground)
        self.is_slim = False
        self.empty, self.stack = EmptyState(ground), QStackedWidget()
        self.stack.addWidget(body)
        self.stack.addWidget(self.empty)
        self.column.addWidget(self.stack, 1)

    def render_panel(self, panel: Shown) -> None:
        """Show this head, and either the body or why it is empty."""
        self.say(panel.title, panel.count, "" if self.is_slim else panel.note)
        self.stack.setCurrentIndex(0 if panel.empty is None else 1)
        if panel.empty is not None:
            self.empty.say(panel.empty.icon, panel.empty.title, panel.empty.text)
