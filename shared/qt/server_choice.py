"""The server in the sign-in and in the settings: one line while it is known, a field once it shall be another."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLineEdit, QPushButton, QVBoxLayout, QWidget

from shared.errors import UsageError
from shared.qt.finding.found import Found
from shared.qt.finding.words import origin_words
from shared.qt.forms import BODY, HINT, Field, colour_text, label
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
        self._found: Found | None = None
        self._preset: Found | None = None
        self._line = QLineEdit()
        self.field = Field(self._line)
        self.tls = QCheckBox()
        self.tls.setChecked(self._known.is_tls if self._known else True)
        self._address = label(BODY)
        self._address.setProperty("is_verbatim", True)
        self._address.setProperty("elides", True)
        self._origin = label(HINT, wraps=True)
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
        for widget in (self._closed, self.field, self.tls, self._origin):
            column.addWidget(widget)
        self._change.setHidden(is_fixed)
        self._line.textChanged.connect(lambda _text: self._keep_tls())
        self._show_field(self._known is None)
        ground.language_changed.connect(self.refresh)
        ground.theme_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Say everything in the language and colours of now."""
        language, theme = self._ground.language, self._ground.theme
        self.field.set_label(language.text("Server"))
        self._line.setPlaceholderText(written(self._preset.server) if self._preset else "daemon.example.com")
        self._line.setProperty("is_verbatim", True)
        self.tls.setText(language.text("Encrypted (TLS)"))
        self._change.setText(language.text("Change…"))
        self._change.setAccessibleName(language.text("Change the server"))
        self._address.setText(written(self._known) if self._known else "")
        self._say_origin()
        for muted in (self._address, self._origin):
            colour_text(muted, theme.colour("muted"))

    def _say_origin(self) -> None:
        """Who says it; while another is being entered, what stands for nothing entered."""
        language, text = self._ground.language, ""
        if self.is_own() and self._preset is not None:
            address, origin = written(self._preset.server), origin_words(self._preset.origin, language)
            text = language.text("Left empty: {address}, {origin}.", address=address, origin=origin)
        elif self._found is not None and not self.is_own():
            text = origin_words(self._found.origin, language)
        self._origin.setText(text)
        self._origin.setVisible(bool(text))

    def offer(self, found: Found, preset: Found | None = None) -> None:
        """Somebody says where the server is: shown with who says it, unless an address is being entered already.

        ``preset``: what this computer says; it holds where the user empties the field.
        """
        self._preset = preset
        if self.is_own() and self._line.text().strip():
            return
        self._known, self._found = found.server, found
        self.tls.setChecked(found.server.is_tls)
        self._show_field(False)
        self.refresh()

    def chosen(self) -> Server:
        """The server that is meant. Raises UsageError for an address that can't be one."""
        if self._closed.isVisibleTo(self) and self._known is not None:
            return self._known
        if not self._line.text().strip():
            if self._preset is not None:
                return self._preset.server
            raise UsageError("no server was entered")
        host, port = parsed(self._line.text())
        known = self._known if self._known is not None and self._known.host == host else Server()
        is_tls = self.tls.isChecked() or self._is_by_dns(host)
        return Server(host=host, port=port, is_tls=is_tls, ca=known.ca, others=known.others)

    def meant(self) -> Server | None:
        """The same, None while there is no address."""
        try:
            return self.chosen()
        except UsageError:
            return None

    def is_own(self) -> bool:
        """Is it entered here?"""
        return self.field.isVisibleTo(self)

    def to_remember(self) -> Server | None:
        """Another one that was entered here; an empty one where the preset shall hold; None: all stays as it is."""
        if not self.is_own() or self.meant() == self._known:
            return None
        return self.meant() if self._line.text().strip() else Server()

    def open(self) -> None:
        """Let another one be entered, unless it is fixed."""
        if self._is_fixed:
            return
        self._show_field(True)
        if self._known is not None and not self._line.text():
            self._line.setText(written(self._known))
        self.field.go_there()
        self.opened.emit()

    def _is_by_dns(self, host: str) -> bool:
        """DNS proves nothing; without TLS anybody could be that server, and would be told the password."""
        found = self._found
        return found is not None and found.origin.kind == "dns" and found.server.host.lower() == host.lower()

    def _keep_tls(self) -> None:
        """Where there is no choice none is offered."""
        server = self.meant()
        is_by_dns = server is not None and self._is_by_dns(server.host)
        self.tls.setEnabled(not is_by_dns)
        if is_by_dns:
            self.tls.setChecked(True)

    def _show_field(self, is_shown: bool) -> None:
        self._closed.setVisible(not is_shown)
        self.field.setVisible(is_shown)
        self.tls.setVisible(is_shown)
        self._say_origin()


