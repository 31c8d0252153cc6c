"""A fault of the program, said once and in a way that somebody can mend it: what, and a report to copy.

One dialog a program: further faults while it is open are counted in it, and one that was closed is not opened again for
the same fault, so that there is never a flood of windows or of the log. It opens beside what is shown and blocks
nothing. Not here: troubles that are no faults (lost lines, refused sign-ins); windows say those.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from collections import Counter

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout

from shared import logs
from shared.errors import SuiteError, one_line
from shared.qt.forms import BODY, NAME, label
from shared.qt.ground import Ground
from shared.qt.icons import icon_pixmap
from shared.version import VERSION

log = logging.getLogger(__name__)


class FaultDialog(QDialog):
    """Made at the start, shown with the first fault."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._count = ground, 0
        self._seen: Counter[str] = Counter()
        self.setModal(False)
        self.resize(640, 380)
        self._mark, self._title, self._advice = QLabel(), label(NAME, 600), label(BODY, wraps=True)
        self._report = QPlainTextEdit(readOnly=True)
        self._report.setTabChangesFocus(True)
        self._copy = QPushButton()
        self._shut = QPushButton()
        buttons = QDialogButtonBox()
        buttons.addButton(self._copy, QDialogButtonBox.ButtonRole.ActionRole)
        buttons.addButton(self._shut, QDialogButtonBox.ButtonRole.RejectRole)
        buttons.rejected.connect(self.reject)
        self._copy.clicked.connect(lambda _checked=False: self._copy_report())
        top = QHBoxLayout()
        top.setSpacing(12)
        top.addWidget(self._mark)
        top.addWidget(self._title, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        column.addLayout(top)
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
        known, place = self._seen, _place(error)
        known[place] += 1
        if known[place] == 1:
            log.error("a fault of the program: %s", one_line(error), exc_info=error)
        elif not self.isVisible():
            return
        self._count = self._count + 1 if self.isVisible() else 1
        if self._count == 1:
            self._report.setPlainText(told(error))
        self._say()
        if not self.isVisible():
            self.show()

    def _say(self) -> None:
        language, theme = self._ground.language, self._ground.theme
        self.setWindowTitle(language.text("Something went wrong"))
        self._mark.setPixmap(icon_pixmap("triangle", theme.colour("bad"), 32, self.devicePixelRatioF()))
        title = language.plural("A fault of the program", "{number} faults of the program", max(1, self._count))
        self._title.setText(title)
        self._advice.setText(language.text(
            "The program goes on. Please send the report to whoever looks after it: it contains no passwords."
        ))
        self._copy.setText(language.text("Copy report"))
        self._shut.setText(language.text("Close"))
        self._report.setAccessibleName(language.text("Report"))

    async def closed(self) -> None:
        """Wait until whoever reads it has closed it."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.finished.connect(lambda _result: None if done.done() else done.set_result(None))
        if self.isVisible():
            await done

    def _copy_report(self) -> None:
        QGuiApplication.clipboard().setText(self._report.toPlainText())


def _place(error: BaseException) -> str:
    """Where in the program it comes from: the same fault twice has the same."""
    frames = traceback.extract_tb(error.__traceback__)
    return " ".join([type(error).__name__, *(f"{frame.filename}:{frame.lineno}" for frame in frames)])


def told(error: BaseException) -> str:
    """A report for whoever mends it: versions and traceback, secrets masked; known failures as their one line."""
    head = f"callcentre {VERSION}, Python {sys.version.split()[0]}, {sys.platform}\n\n"
    text = one_line(error) if isinstance(error, SuiteError) else "".join(traceback.format_exception(error))
    return logs.mask(head + text)
