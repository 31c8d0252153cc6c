"""The page: header with tabs, what is missing, and under it the chosen tab."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.administration.screen import AdministrationScreen
from supervisor_console.administration.screen.pieces import Wish
from supervisor_console.administration.views.accounts import AccountsPanel
from supervisor_console.administration.views.audit import AuditPanel
from supervisor_console.administration.views.matrix import MatrixPanel
from supervisor_console.administration.views.recordings import RecordingsPanel
from supervisor_console.administration.views.sections.tab import SettingsView
from supervisor_console.views.button import Button
from supervisor_console.views.marks import show_deed, show_strip
from supervisor_console.views.panel import PageHeader
from supervisor_console.views.sizes import NARROW
from supervisor_console.views.states import ErrorStrip
from supervisor_console.views.tabs import Tabs


class AdministrationView(QWidget):
    """``wished(Wish)`` is all that it says."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.shown: AdministrationScreen | None = None
        self.header, self.tabs, self.strip = PageHeader(ground), Tabs(ground), ErrorStrip(ground)
        self.new = Button(ground, icon="plus", kind="primary")
        self.accounts, self.rights = AccountsPanel(ground), MatrixPanel(ground)
        self.audit, self.recordings = AuditPanel(ground), RecordingsPanel(ground)
        self.settings = SettingsView(ground)
        self.stack = QStackedWidget()
        self._is_narrow: bool | None = None
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.header.filters.addWidget(self.tabs)
        self.header.deeds.addWidget(self.new)
        first = QWidget()
        self._row = QHBoxLayout(first)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.addWidget(self.accounts, 1)
        self._row.addWidget(self.rights)
        self._first = first
        for tab in (first, self.audit, self.recordings, self.settings):
            self.stack.addWidget(tab)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addWidget(self.strip)
        self._column.addWidget(self.stack, 1)
        self._fit()

    def _connect(self) -> None:
        self.tabs.picked.connect(lambda key: self.wished.emit(Wish("tab", key)))
        self.strip.pressed.connect(lambda: self.wished.emit(Wish("retry")))
        self.new.clicked.connect(lambda _checked=False: self.wished.emit(Wish("account_new")))
        for part in (self.accounts, self.rights, self.audit, self.recordings, self.settings):
            part.wished.connect(self.wished)

    def show_screen(self, shown: AdministrationScreen) -> None:
        """Show this."""
        self.shown = shown
        self.header.say(shown.title)
        self.tabs.show_tabs(tuple((str(key), word) for key, word in shown.tabs), shown.tab)
        self.tabs.setVisible(len(shown.tabs) > 1)
        show_strip(self.strip, shown.strip)
        self.new.setVisible(shown.accounts is not None)
        if shown.accounts is not None:
            show_deed(self.new, shown.accounts.new)
            self.accounts.show_accounts(shown.accounts)
            self.rights.show_rights(shown.accounts.rights)
        if shown.audit is not None:
            self.audit.show_audit(shown.audit)
        if shown.recordings is not None:
            self.recordings.show_recordings(shown.recordings)
        if shown.settings is not None:
            self.settings.show_settings(shown.settings)
        named = {"accounts": self._first, "audit": self.audit, "recordings": self.recordings}
        self.stack.setCurrentWidget(named.get(shown.tab, self.settings))

    # --- sizes

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Narrow or wide."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        is_narrow = self.window().width() < NARROW
        if is_narrow == self._is_narrow:
            return
        self._is_narrow = is_narrow
        padding, gap = (16, 12) if is_narrow else (24, 16)
        self._column.setContentsMargins(padding, padding, padding, padding)
        self._column.setSpacing(gap)
        for layout in (self._row, self.recordings.column, self.settings.row):
            layout.setSpacing(gap)
        self.accounts.set_narrow(is_narrow=is_narrow)
        self.rights.set_narrow(is_narrow=is_narrow)
        self.settings.set_narrow(is_narrow=is_narrow)
