"""The sign-in's foot: can the server be reached, and in which language shall all this be."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QPushButton, QWidget

from shared.language import LANGUAGES
from shared.qt.forms import Sign
from shared.qt.ground import Ground

Reach = Literal["unknown", "asking", "there", "not_found", "silent"]
HEIGHT = 44


class LanguageChoice(QComboBox):
    """All languages in their own words; choosing one switches the program."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.setProperty("is_verbatim", True)
        for code, name in LANGUAGES.items():
            self.addItem(name, code)
        self.activated.connect(lambda row: ground.set_language(self.itemData(row)))
        ground.language_changed.connect(self.refresh)
        self.refresh()

    def refresh(self) -> None:
        """Show the language of now."""
        self.setAccessibleName(self._ground.language.text("Language"))
        self.setCurrentIndex(max(0, self.findData(self._ground.language.code)))


class Foot(QWidget):
    """44 high, a line above it. Signal: ``change_wished``, another server."""

    change_wished = Signal()

    def __init__(self, ground: Ground, *, offers_change: bool = False) -> None:
        super().__init__()
        self._ground, self._reach = ground, "unknown"
        self.setFixedHeight(HEIGHT)
        self._sign = Sign("wave")
        self.change = QPushButton()
        self.change.setAutoDefault(False)
        self.change.setHidden(not offers_change)
        self.change.clicked.connect(lambda _checked=False: self.change_wished.emit())
        self.languages = LanguageChoice(ground)
        row = QHBoxLayout(self)
        row.setContentsMargins(40, 1, 40, 0)
        row.addWidget(self._sign, 1)
        row.addWidget(self.change)
        row.addWidget(self.languages, 0, Qt.AlignmentFlag.AlignRight)
        ground.language_changed.connect(self.refresh)
        ground.theme_changed.connect(self.refresh)
        self.refresh()

    @property
    def text(self) -> str:
        """What it says of the server."""
        return self._sign.text

    def show_reach(self, reach: Reach) -> None:
        """The server was asked, and this is what came of it."""
        self._reach = reach
        self.refresh()

    def refresh(self) -> None:
        """Say it in the language and colours of now."""
        language, theme = self._ground.language, self._ground.theme
        self.change.setText(language.text("Change…"))
        self.change.setAccessibleName(language.text("Change the server"))
        self._sign.setVisible(self._reach != "unknown")
        match self._reach:
            case "there":
                self._sign.show_sign(language.text("Server available"), theme, "good", "wave")
            case "not_found":
                self._sign.show_sign(language.text("Server not found."), theme, "bad", "wave_struck")
            case "silent":
                self._sign.show_sign(language.text("Server not responding"), theme, "bad", "wave_struck")
            case _:
                self._sign.show_sign(language.text("Looking for the server…"), theme, "muted", "wave")

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Its ground, and the line above it."""
        painter = QPainter(self)
        painter.fillRect(event.rect(), self._ground.theme.colour("surface"))
        painter.fillRect(0, 0, self.width(), 1, self._ground.theme.colour("line"))
        painter.end()
