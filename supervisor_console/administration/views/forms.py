"""Questions in windows of their own. They stay open until what they ask for is done: nothing written is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QVBoxLayout, QWidget

from shared.qt.forms import Sign, colour_text, label
from shared.qt.ground import Ground
from supervisor_console.views.button import Button, ButtonKind
from supervisor_console.views.sizes import BODY, CAPTION, TITLE

WIDTH = 520


class Form(QDialog):
    """``decided``: the first button was pressed. Then ``fail`` says what was wrong, or ``succeed`` ends it."""

    decided = Signal()

    def __init__(
        self, ground: Ground, parent: QWidget, title: str, accept: str, kind: ButtonKind = "primary", width: int = WIDTH
    ) -> None:
        super().__init__(parent)
        self.ground = ground
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(width)
        self.heading, self.hint, self.error = label(TITLE, 600, wraps=True), label(BODY, wraps=True), Sign("triangle")
        self.heading.setText(title)
        self.hint.hide()
        self.error.hide()
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(12)
        self.column.addWidget(self.heading)
        self.column.addWidget(self.hint)
        self.agree = Button(ground, accept, kind=kind)
        self.leave = Button(ground, ground.language.text("Cancel"))
        self.agree.clicked.connect(lambda _checked=False: self._decide())
        self.leave.clicked.connect(lambda _checked=False: self.reject())

    def finish(self) -> None:
        """Put the error and the buttons below what was added."""
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.agree)
        self.column.addWidget(self.error)
        self.column.addSpacing(4)
        self.column.addLayout(row)

    def tell(self, text: str) -> None:
        """A muted sentence under the title."""
        self.hint.setText(text)
        colour_text(self.hint, self.ground.theme.colour("muted"))
        self.hint.setVisible(bool(text))

    def fail(self, text: str) -> None:
        """It was not done, and why; all that was written stays."""
        self.set_busy(is_busy=False)
        self.error.show_sign(text, self.ground.theme, "bad")
        self.error.show()
        self.adjustSize()

    def succeed(self) -> None:
        """It is done."""
        self.accept()

    def set_busy(self, *, is_busy: bool) -> None:
        """It is being done: nobody presses twice."""
        self.agree.setEnabled(not is_busy)

    def _decide(self) -> None:
        self.error.hide()
        self.set_busy(is_busy=True)
        self.decided.emit()


def caption(text: str, buddy: QWidget | None = None) -> QLabel:
    """Words above a field, which are also its name."""
    made = label(CAPTION, 500)
    made.setText(text)
    if buddy is not None:
        made.setBuddy(buddy)
        buddy.setAccessibleName(text)
    return made


def labelled(text: str, editor: QWidget) -> QVBoxLayout:
    """A field with its label above."""
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(caption(text, editor))
    column.addWidget(editor)
    return column
