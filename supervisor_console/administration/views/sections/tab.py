"""A tab of settings: the middle stretches, beside it the chosen entry or the history."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.administration.screen.settings import SettingsShown
from supervisor_console.administration.views.sections.middle import MiddlePanel
from supervisor_console.administration.views.sections.side import SidePanel


class SettingsView(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.middle, self.side = MiddlePanel(ground), SidePanel(ground)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(self.middle, 1)
        self.row.addWidget(self.side)
        for part in (self.middle, self.side):
            part.wished.connect(self.wished)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """How wide the side is."""
        self.side.set_narrow(is_narrow=is_narrow)

    def show_settings(self, shown: SettingsShown) -> None:
        """Show this."""
        self.middle.show_middle(shown)
        self.side.show_side(shown)
