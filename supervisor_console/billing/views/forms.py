"""A question with some fields in a window of its own. It stays open until what it asks for is done: nothing is lost."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.forms import Sign, colour_text, label
from shared.qt.ground import Ground
from supervisor_console.views.button import Button
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.sizes import BODY, CAPTION, TITLE

WIDTH = 440


class FieldsDialog(QDialog):
    """``decided``: the first button was pressed. Then ``fail`` says what was wrong, or ``succeed`` ends it."""

    decided = Signal()

    def __init__(
        self, ground: Ground, parent: QWidget, title: str, hint: str, accept: str,
        fields: tuple[tuple[str, str, str], ...],
    ) -> None:  # fmt: skip
        """``fields``: (name, label, what it says at first)."""
        super().__init__(parent)
        self._ground = ground
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(title)
        self.setFixedWidth(WIDTH)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(24, 24, 24, 24)
        self.column.setSpacing(12)
        heading, told = label(TITLE, 600, wraps=True), label(BODY, wraps=True)
        heading.setText(title)
        told.setText(hint)
        colour_text(told, ground.theme.colour("muted"))
        self.column.addWidget(heading)
        self.column.addWidget(told)
        told.setVisible(bool(hint))
        self.lines = {name: self._field(words, said) for name, words, said in fields}
        self.error = Sign("triangle")
        self.agree, self.leave = Button(ground, accept, kind="primary"), Button(ground, ground.language.text("Cancel"))
        self._finish()
        next(iter(self.lines.values())).setFocus()

    def _field(self, words: str, said: str) -> LineEdit:
        line, above = LineEdit(self._ground), label(CAPTION, 500)
        above.setText(words)
        above.setBuddy(line)
        line.setText(said)
        line.setAccessibleName(words)
        line.textEdited.connect(lambda _text: self.error.hide())
        inside = QVBoxLayout()
        inside.setSpacing(4)
        inside.addWidget(above)
        inside.addWidget(line)
        self.column.addLayout(inside)
        return line

    def _finish(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        row.addWidget(self.leave)
        row.addWidget(self.agree)
        self.error.hide()
        self.column.addWidget(self.error)
        self.column.addLayout(row)
        self.agree.clicked.connect(lambda _checked=False: self._decide())
        self.leave.clicked.connect(lambda _checked=False: self.reject())

    def said(self) -> dict[str, str]:
        """All that was written, by the fields' names."""
        return {name: line.text().strip() for name, line in self.lines.items()}

    def fail(self, text: str) -> None:
        """It was not done, and why; all that was written stays."""
        self.agree.setEnabled(True)
        self.error.show_sign(text, self._ground.theme, "bad")
        self.error.show()
        self.adjustSize()

    def succeed(self) -> None:
        """It is done."""
        self.accept()

    def _decide(self) -> None:
        self.error.hide()
        self.agree.setEnabled(False)
        self.decided.emit()
