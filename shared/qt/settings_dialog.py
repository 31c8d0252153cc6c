"""Settings that all programs share: language, colours, motion, server. What is chosen holds at once.

Only the server waits for its button, as it means a new connection.
"""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from shared.qt.forms import HINT, NAME, Field, colour_text, label, rule
from shared.qt.ground import Ground
from shared.qt.preferences import Server
from shared.qt.server_choice import ServerChoice
from shared.qt.sign_in_foot import LanguageChoice
from shared.qt.theme import THEMES

WIDTH = 420


def show_settings(ground: Ground, server: Server | None = None) -> None:
    """Open the settings, once."""
    ground.show_once("settings", lambda: SettingsDialog(ground, server))


class SettingsDialog(QDialog):
    """Signal: ``server_chosen(Server)``, after it was remembered."""

    server_chosen = Signal(object)

    def __init__(self, ground: Ground, server: Server | None = None) -> None:
        """``server``: the one of now, None where the program has none to choose."""
        super().__init__()
        self._ground, self._is_wrong = ground, False
        self._title = label(NAME, 600)
        self.languages = LanguageChoice(ground)
        self.themes = QComboBox()
        for theme in THEMES:
            self.themes.addItem("", theme.name)
        self.themes.activated.connect(lambda row: ground.set_theme(self.themes.itemData(row)))
        self._language, self._theme = Field(self.languages), Field(self.themes)
        self.motion = QCheckBox()
        self.motion.setChecked(ground.preferences.has_reduced_motion)
        self.motion.toggled.connect(ground.set_reduced_motion)
        self._motion_hint = label(HINT, wraps=True)
        self.server = ServerChoice(ground, server)
        self.server.opened.connect(self._grow)
        self.use = QPushButton()
        self.use.clicked.connect(lambda _checked=False: self._use())
        self.shut = QPushButton()
        self.shut.setProperty("primary", True)
        self.shut.setDefault(True)
        self.shut.clicked.connect(lambda _checked=False: self.close())
        self._line = rule()
        self._lay_out(has_server=server is not None)
        ground.language_changed.connect(self.refresh)
        ground.theme_changed.connect(self.refresh)
        self.refresh()

    def _lay_out(self, *, has_server: bool) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        parts: list[QWidget] = [self._title, self._language, self._theme, self.motion, self._motion_hint, self._line]
        for widget in [*parts, self.server]:
            column.addWidget(widget)
        buttons = QHBoxLayout()
        buttons.addWidget(self.use)
        buttons.addStretch(1)
        buttons.addWidget(self.shut)
        column.addStretch(1)
        column.addLayout(buttons)
        for widget in (self._line, self.server, self.use):
            widget.setHidden(not has_server)
        self.setMinimumWidth(WIDTH)

    def refresh(self) -> None:
        """Say everything in the language and colours of now."""
        language, theme = self._ground.language, self._ground.theme
        self.setWindowTitle(language.text("Settings"))
        self._title.setText(language.text("Settings"))
        self._language.set_label(language.text("Language"))
        self._theme.set_label(language.text("Colours"))
        names = (language.text("Light"), language.text("Dark"), language.text("High contrast"))
        for row, name in enumerate(names):
            self.themes.setItemText(row, name)
        self.themes.setCurrentIndex(self.themes.findData(theme.name))
        self.motion.setText(language.text("Reduce motion"))
        self._motion_hint.setText(language.text("Nothing pulses, and pages change without a transition."))
        colour_text(self._motion_hint, theme.colour("muted"))
        self.use.setText(language.text("Use this server"))
        self.shut.setText(language.text("Close"))
        self._say_wrong()

    def _say_wrong(self) -> None:
        text = self._ground.language.text("Enter the server's name or address.") if self._is_wrong else ""
        self.server.field.set_error(text, self._ground.theme)

    def _grow(self) -> None:
        """Make room for the server's field."""
        layout = self.layout()
        assert layout is not None
        layout.activate()
        self.resize(self.width(), max(self.height(), layout.totalHeightForWidth(self.width())))

    def _use(self) -> None:
        chosen = self.server.meant()
        self._is_wrong = chosen is None
        self._say_wrong()
        if chosen is None:
            self.server.open()
            return
        self._ground.preferences.server = chosen
        self._ground.remember()
        self.server_chosen.emit(chosen)
