"""The dialog of an export: why and where to, then how far it is. It stays open beside the window until it is done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QRectF, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QDialog, QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from shared.qt.text import Text
from supervisor_console.views.button import Button
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.sizes import BODY, CAPTION, TITLE

WIDTH = 480


class Progress(QWidget):
    """How far, as a line."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._share = ground, 0.0
        self.setFixedHeight(6)

    def say(self, share: float) -> None:
        """So far."""
        self._share = share
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802
        """The line."""
        painter, theme = QPainter(self), self._ground.theme
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        for colour, share in ((theme.colour("line"), 1.0), (theme.colour("accent"), self._share)):
            painter.setBrush(colour)
            painter.drawRoundedRect(QRectF(0, 1, self.width() * share, 4), 2, 2)
        painter.end()


class SavingDialog(QDialog):
    """``agreed`` with why and where to; ``cancelled`` when somebody has enough of it."""

    agreed = Signal(str, Path)
    cancelled = Signal()

    def __init__(self, ground: Ground, parent: QWidget | None, calls: int, folder: Path) -> None:
        super().__init__(parent)
        self._ground, self.folder = ground, folder
        self.is_busy = False
        text = ground.language.text
        self.setWindowTitle(text("Save recordings"))
        self.setFixedWidth(WIDTH)
        self.heading, self.hint = label(TITLE, 600, wraps=True), label(BODY, wraps=True)
        self.heading.setText(
            ground.language.plural("Recordings of {number} call", "Recordings of {number} calls", calls)
        )
        self.hint.setText(text("They are saved as they were recorded, with a list of what they are. Who saves them and"
                               " why is kept in the audit."))  # fmt: skip
        self.why = LineEdit(ground)
        self.why.setMaxLength(300)
        self.why.setPlaceholderText(text("Why are they saved?"))
        self.why.setAccessibleName(text("Why are they saved?"))
        self.place, self.choose = Text(BODY), Button(ground, text("Choose a folder…"))
        self.state, self.progress = label(CAPTION, wraps=True), Progress(ground)
        self.leave = Button(ground, text("Cancel"))
        self.agree = Button(ground, text("Save|verb"), kind="primary")
        self._lay_out()
        self.choose.clicked.connect(lambda _=False: self._choose())
        self.agree.clicked.connect(lambda _=False: self._agree())
        self.why.returnPressed.connect(self._agree)
        self.leave.clicked.connect(lambda _=False: self.reject())
        self._dress()
        self.why.setFocus(Qt.FocusReason.OtherFocusReason)

    def _lay_out(self) -> None:
        where, buttons = QHBoxLayout(), QHBoxLayout()
        where.addWidget(self.place, 1)
        where.addWidget(self.choose)
        buttons.setSpacing(8)
        buttons.addStretch(1)
        buttons.addWidget(self.leave)
        buttons.addWidget(self.agree)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 24, 24, 24)
        column.setSpacing(12)
        for one in (self.heading, self.hint, self.why):
            column.addWidget(one)
        column.addLayout(where)
        column.addWidget(self.state)
        column.addWidget(self.progress)
        column.addLayout(buttons)

    def _dress(self) -> None:
        theme = self._ground.theme
        colour_text(self.hint, theme.colour("muted"))
        self.place.say(self._ground.language.text("Into {folder}", folder=self.folder), theme)
        self.state.setVisible(bool(self.state.text()))
        self.progress.setVisible(self.is_busy)
        for widget in (self.why, self.choose, self.agree):
            widget.setEnabled(not self.is_busy)

    def say(self, words: str, share: float | None = None, *, is_bad: bool = False) -> None:
        """How far it is (``share``), or why it ended without."""
        self.is_busy = share is not None
        self.progress.say(share or 0.0)
        self.state.setText(words)
        colour_text(self.state, self._ground.theme.colour("bad" if is_bad else "muted"))
        self._dress()

    def _choose(self) -> None:
        title = self._ground.language.text("Where to save recordings")
        chosen = QFileDialog.getExistingDirectory(self, title, str(self.folder))
        if chosen:
            self.folder = Path(chosen)
            self._dress()

    def _agree(self) -> None:
        why = self.why.text().strip()
        self.why.set_wrong(not why)
        if not why:
            self.say(self._ground.language.text("Say why: it is kept in the audit."), is_bad=True)
            self.why.setFocus(Qt.FocusReason.OtherFocusReason)
        elif not self.is_busy:
            self.agreed.emit(why, self.folder)

    def reject(self) -> None:
        """Esc, Cancel and closing end what goes on."""
        self.cancelled.emit()
        super().reject()
