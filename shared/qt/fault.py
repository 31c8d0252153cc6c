"""A fault of the program, said once and in a way that somebody can mend it: what, and a report to copy.

One dialog a program: further faults while it is open are counted in it, never a flood of windows. It opens beside what
is shown and blocks nothing. Not here: troubles that are no faults (lost lines, refused sign-ins); windows say those.
"""

from __future__ import annotations

import logging
import sys
import traceback

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from shared import logs
from shared.errors import SuiteError, one_line
from shared.qt.ground import Ground
from shared.qt.icons import icon_pixmap
from shared.version import VERSION

log = logging.getLogger(__name__)


class FaultDialog(QDialog):
    """Made at the start, shown with the first fault."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._count = ground, 0
        self.setModal(False)
        self.resize(640, 380)
        self._mark, self._title, self._advice = QLabel(), QLabel(), QLabel()
        self._report = QPlainTextEdit(readOnly=True)
        self._copy = QPushButton()
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.rejected.connect(self.close)
        self._copy.clicked.connect(lambda _checked=False: self._copy_report())
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._mark)
        top.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addLayout(top)
        self._advice.setWordWrap(True)
        column.addWidget(self._advice)
        column.addWidget(self._report, 1)
        column.addWidget(buttons)
        ground.language_changed.connect(self._say)
        ground.theme_changed.connect(self._say)
        self._say()

    def report(self, error: BaseException) -> None:
        """Log it, and show it; a failure with a message for people is shown as that message."""
        if isinstance(error, KeyboardInterrupt | SystemExit):
            return
        log.error("a fault of the program: %s", one_line(error), exc_info=error)
        self._count = self._count + 1 if self.isVisible() else 1
        if self._count == 1:
            self._report.setPlainText(told(error))
        self._say()
        self.show()
        self.raise_()

    def _say(self) -> None:
        language, theme = self._ground.language, self._ground.theme
        self.setWindowTitle(language.text("Something went wrong"))
        self._mark.setPixmap(icon_pixmap("triangle", theme.colour("bad"), 32, self.devicePixelRatioF()))
        title = language.plural("A fault of the program", "{number} faults of the program", max(1, self._count))
        self._title.setText(title)
        self._title.setStyleSheet("font-size: 20px; font-weight: 600;")
        self._advice.setText(language.text(
            "The program goes on. Please send the report to whoever looks after it: it contains no passwords."
        ))
        self._copy.setText(language.text("Copy report"))
        self._report.setAccessibleName(language.text("Report"))
        self._title.setTextFormat(Qt.TextFormat.PlainText)

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())


def told(error: BaseException) -> str:
    """A report for whoever mends it: versions and traceback, secrets masked; known failures as their one line."""
    head = f"callcentre {VERSION}, Python {sys.version.split()[0]}, {sys.platform}\n\n"
    text = one_line(error) if isinstance(error, SuiteError) else "".join(traceback.format_exception(error))
    return logs.mask(head + text)
