"""The tab of one campaign: progress on top, pacing and results side by side, contacts below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.campaigns.screen.overview import OverviewShown
from supervisor_console.campaigns.screen.pieces import Wish
from supervisor_console.campaigns.views.contacts import ContactsPanel
from supervisor_console.campaigns.views.pacing import HIGH, LEAST_HIGH, WIDE, PacingPanel
from supervisor_console.campaigns.views.progress import ProgressPanel
from supervisor_console.campaigns.views.results import ResultsPanel

LOW = 700
"""With less height the pacing gives some of its own to the contacts."""


class OverviewView(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.progress, self.pacing, self.results = ProgressPanel(ground), PacingPanel(ground), ResultsPanel(ground)
        self.contacts = ContactsPanel(ground)
        self._row = QHBoxLayout()
        self._row.addWidget(self.pacing, WIDE)
        self._row.addWidget(self.results, 456)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.addWidget(self.progress)
        self._column.addLayout(self._row)
        self._column.addWidget(self.contacts, 1)
        self.pacing.picked.connect(lambda mode: self.wished.emit(Wish("mode", mode)))
        self.results.picked.connect(lambda key: self.wished.emit(Wish("contacts_outcome", key)))
        self.contacts.wished.connect(self.wished)

    def fit(self, gap: int, *, is_narrow: bool, height: int) -> None:
        """Between the regions, and how high the middle is."""
        self._row.setSpacing(gap)
        self._column.setSpacing(gap)
        for panel in (self.pacing, self.results):
            panel.setFixedHeight(LEAST_HIGH if height < LOW else HIGH)
        self.results.fit(is_low=height < LOW)
        self.pacing.fit(is_narrow=is_narrow)
        self.contacts.fit(is_narrow=is_narrow)

    def show_overview(self, shown: OverviewShown, *, is_old: bool) -> None:
        """Show this."""
        self.progress.show_progress(shown.progress)
        self.pacing.show_pacing(shown.pacing)
        self.results.show_results(shown.results)
        self.contacts.show_contacts(shown.contacts, is_old=is_old)
