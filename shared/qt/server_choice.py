"""The server in the sign-in and in the settings: one line while it is known, a field once it shall be another."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shared.errors import UsageError
from shared.qt.forms import BODY, Field, colour_text, label
from shared.qt.ground import Ground
from shared.qt.preferences import Server
from shared.qt.server import parsed, written


class ServerChoice(QWidget):
    """``chosen`` tells which server is meant now. Signal: ``opened``, it needs more room."""

    opened = Signal()

    def __init__(self, ground: Ground, known: Server | None, *, is_fixed: bool = False) -> None:
        """``known`` is shown; where there is none, the one that is remembered."""
        super().__init__()
        self._ground, self._is_fixed = ground, is_fixed
        remembered = ground.preferences.server
        self._known = known or (remembered if remembered.host else None)
        self._line = QLineEdit()
        self.field = Field(self._line)
        self.tls = QCheckBox()
        self.tls.setChecked(self._known.is_tls if self._known else True)
        self._address = label(BODY)
        self._address.setProperty("is_verbatim", True)
        self._address.setProperty("elides", True)
        self._change = QPushButton()
        self._change.clicked.connect(lambda _checked=False: self.open())
        self._closed = QWidget()
        row = QHBoxLayout(self._closed)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._address, 1)
        row.addWidget(self._change)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self._closed, self.field, self.tls):
            column.addWidget(widget)
        self._change.setHidden(is_fixed)
        self._show_field(self._known is None)
        ground.language_changed.connect(self.refresh)
        ground.theme_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say everything in the language and colours of now."""
        language, theme = self._ground.language, self._ground.theme
        self.field.set_label(language.text("Server"))
        self._line.setPlaceholderText("daemon.example.com")
        self._line.setProperty("is_verbatim", True)
        self.tls.setText(language.text("Encrypted (TLS)"))
        self._change.setText(language.text("Change…"))
        self._change.setAccessibleName(language.text("Change the server"))
        self._address.setText(written(self._known) if self._known else "")
        colour_text(self._address, theme.colour("muted"))

    def chosen(self) -> Server:
        """The server that is meant. Raises UsageError for an address that can't be one."""
        if self._closed.isVisibleTo(self) and self._known is not None:
            return self._known
        if not self._line.text().strip():
            raise UsageError("no server was entered")
        host, port = parsed(self._line.text())
        known = self._known
        ca = known.ca if known is not None and known.host == host else ""
        return Server(host=host, port=port, is_tls=self.tls.isChecked(), ca=ca)

    def meant(self) -> Server | None:
        """The same, None while there is no address."""
        try:
            return self.chosen()
        except UsageError:
            return None

    def is_own(self) -> bool:
        """Was it entered here?"""
        return self.field.isVisibleTo(self)

    def open(self) -> None:
        """Let another one be entered, unless it is fixed."""
        if self._is_fixed:
            return
        self._show_field(True)
        if self._known is not None and not self._line.text():
            self._line.setText(written(self._known))
        self.field.go_there()
        self.opened.emit()

    def _show_field(self, is_shown: bool) -> None:
        self._closed.setVisible(not is_shown)
        self.field.setVisible(is_shown)
        self.tls.setVisible(is_shown)


