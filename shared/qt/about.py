"""About the program: its version, and whose work it stands on, with their licences."""

from __future__ import annotations

import importlib.resources
from collections.abc import Callable
from importlib import metadata

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from shared.language import Language
from shared.qt.forms import BODY, NAME, colour_text, label
from shared.qt.ground import Ground
from shared.qt.icons import icon_pixmap
from shared.version import VERSION

WORKS = (
    ("Python", "PSF-2.0", ""),
    ("Qt, PySide6", "LGPL-3.0-only", "PySide6_Essentials"),
    ("qasync", "BSD-2-Clause", "qasync"),
    ("pyqtgraph", "MIT", "pyqtgraph"),
    ("msgspec", "BSD-3-Clause", "msgspec"),
    ("keyring", "MIT", "keyring"),
    ("Babel", "BSD-3-Clause", "babel"),
    ("phonenumbers", "Apache-2.0", "phonenumberslite"),
    ("platformdirs", "MIT", "platformdirs"),
    ("Inter", "OFL-1.1", ""),
    ("Lucide", "ISC", ""),
)
"""What is inside a desktop program: its name, licence (SPDX), and package."""


def show_about(ground: Ground, title: Callable[[Language], str]) -> None:
    """Open it, once; ``title`` is the program's name."""
    ground.show_once("about", lambda: AboutDialog(ground, title))


class AboutDialog(QDialog):
    """Opened from a program's menu."""

    def __init__(self, ground: Ground, title: Callable[[Language], str]) -> None:
        super().__init__()
        self._ground, self._title_of = ground, title
        self._mark, self._title, self._version = QLabel(), label(NAME, 600), label(BODY)
        self._qt = label(BODY, wraps=True)
        self._licences = QPlainTextEdit(readOnly=True)
        self._licences.setPlainText(licences())
        self._licences.setTabChangesFocus(True)
        self.shut = QPushButton()
        self.shut.setProperty("primary", True)
        self.shut.setDefault(True)
        self.shut.clicked.connect(lambda _checked=False: self.close())
        self._lay_out()
        ground.language_changed.connect(self.refresh)
        ground.theme_changed.connect(self.refresh)
        self.refresh()
        self.shut.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self._title)
        words.addWidget(self._version)
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._mark)
        head.addLayout(words, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(32, 24, 32, 24)
        column.setSpacing(16)
        column.addLayout(head)
        column.addWidget(self._qt)
        column.addWidget(self._licences, 1)
        buttons = QHBoxLayout()
        buttons.addStretch(1)
        buttons.addWidget(self.shut)
        column.addLayout(buttons)
        self.resize(560, 520)

    def refresh(self) -> None:
        """Say everything in the language and colours of now."""
        language, theme = self._ground.language, self._ground.theme
        self.setWindowTitle(language.text("About the program"))
        self._title.setText(self._title_of(language))
        self._mark.setPixmap(icon_pixmap("headphones", theme.colour("accent"), 36, self.devicePixelRatioF()))
        self._version.setText(language.text("Call centre suite, version {version}", version=VERSION))
        colour_text(self._version, theme.colour("muted"))
        self._qt.setText(language.text(
            "It uses Qt under the LGPL 3: Qt's libraries lie beside the program and may be replaced by others."
        ))
        self._licences.setAccessibleName(language.text("Licences"))
        self.shut.setText(language.text("Close"))


def licences() -> str:
    """Names, versions and licences of all that is inside, then the texts of what is shipped in this package."""
    works = [f"{name} {_version(name, package)}".rstrip() + f" – {licence}" for name, licence, package in WORKS]
    folder = importlib.resources.files("shared.qt")
    shipped = [
        folder.joinpath(name, "LICENSE.txt").read_text(encoding="utf-8") for name in ("font_files", "icon_files")
    ]
    return ("\n\n" + "─" * 40 + "\n\n").join(["\n".join(works), *shipped])


def _version(name: str, package: str) -> str:
    if name.startswith("Qt"):
        return qVersion()
    try:
        return metadata.version(package) if package else ""
    except metadata.PackageNotFoundError:  # a frozen program may carry no such records
        return ""
