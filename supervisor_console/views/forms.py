"""Questions in windows of their own. They stay open until what they ask for is done: nothing written is lost.

``Form`` is the window, ``FieldsForm`` one whose fields are told by ``pieces.Questions``.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QDialog, QGridLayout, QHBoxLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

from shared.qt.forms import Sign, colour_text, label
from shared.qt.ground import Ground
from supervisor_console.views.button import Button, ButtonKind, CheckButton
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.marks import offered
from supervisor_console.views.pieces import Field, Questions
from supervisor_console.views.sizes import BODY, CAPTION, TITLE

WIDTH, TWELFTHS = 520, 12
YES = "yes"
"""What a ticked box says."""


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
        if is_busy and self.agree.hasFocus():
            self.leave.setFocus()  # else it goes to whatever is next
        self.agree.setEnabled(not is_busy)
        if not is_busy and self.leave.hasFocus():
            self.agree.setFocus()

    def _decide(self) -> None:
        self.error.hide()
        self.set_busy(is_busy=True)
        self.decided.emit()


class FieldsForm(Form):
    """Fields by their names: ``lines`` to write in, ``picks`` of options, ``checks`` to be ticked."""

    picked = Signal(str, str)
    """Name of the field and the value that somebody chose."""

    def __init__(self, ground: Ground, parent: QWidget, asked: Questions) -> None:
        super().__init__(ground, parent, asked.title, asked.accept, width=asked.width)
        self.tell(asked.hint)
        self.asked = asked
        self.lines: dict[str, LineEdit] = {}
        self.picks: dict[str, ChoiceButton] = {}
        self.checks: dict[str, CheckButton] = {}
        self._chosen: dict[str, str] = {}
        self._options: dict[str, Field] = {}
        self.above, self.below = QVBoxLayout(), QVBoxLayout()
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(10)
        for column in range(TWELFTHS):
            self._grid.setColumnStretch(column, 1)
            self._grid.setColumnMinimumWidth(column, 1)
        self._lay_out(asked.fields)
        for layout in (self.above, self._grid, self.below):
            self.column.addLayout(layout)
        self.finish()
        first = next((one for one in self.lines.values() if one.isEnabled()), None)
        if first is not None:
            first.setFocus()

    def _lay_out(self, fields: tuple[Field, ...]) -> None:
        row, at = 0, 0
        for one in fields:
            if one.heading or at + one.share > TWELFTHS:
                row, at = row + 1, 0
            if one.heading:
                self._grid.addWidget(_heading(one.heading), row, 0, 1, TWELFTHS)
                row += 1
            self._grid.addLayout(self._field(one), row, at, 1, one.share)
            at += one.share

    def _field(self, one: Field) -> QVBoxLayout:
        if one.is_truth:
            check = self.checks[one.name] = CheckButton(self.ground, one.label)
            check.setChecked(one.said == YES)
            check.setEnabled(not one.is_fixed)
            check.toggled.connect(lambda _is_on: self.error.hide())
            return labelled("\u00a0", check, one.label)
        if one.options:
            self._options[one.name] = one
            pick = self.picks[one.name] = ChoiceButton(self.ground)
            pick.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            pick.setEnabled(not one.is_fixed)
            pick.picked.connect(lambda value: self._pick(one.name, str(value)))
            self.choose(one.name, one.said)
            return labelled(one.label, pick)
        line = self.lines[one.name] = LineEdit(self.ground)
        line.setText(one.said)
        line.setPlaceholderText(one.hint)
        line.setReadOnly(one.is_fixed)
        line.setEnabled(not one.is_fixed)
        line.textEdited.connect(lambda _text: self.error.hide())
        return labelled(one.label, line)

    def _pick(self, name: str, value: str) -> None:
        self.error.hide()
        self.choose(name, value)
        self.picked.emit(name, value)

    def choose(self, name: str, value: str) -> None:
        """Let the field ``name`` stand at this option."""
        field, self._chosen[name] = self._options[name], value
        said = next((one.text for one in field.options if one.value == value), "—")
        self.picks[name].show_choice("", said, offered(field.options), (value,))
        self.picks[name].setAccessibleName(f"{field.label} {said}")

    def fill(self, said: dict[str, str]) -> None:
        """Let fields say this, by their names; others stay."""
        for name, words in said.items():
            if name in self.lines:
                self.lines[name].setText(words)
            elif name in self.picks:
                self.choose(name, words)
            else:
                self.checks[name].setChecked(words == YES)

    def said(self) -> dict[str, str]:
        """All that was written, by the fields' names; of options the value, of boxes "yes" or ""."""
        written = {name: line.text().strip() for name, line in self.lines.items()}
        return written | self._chosen | {name: YES if one.isChecked() else "" for name, one in self.checks.items()}


def _heading(text: str) -> QLabel:
    made = label(BODY, 600)
    made.setText(text)
    return made


def caption(text: str, buddy: QWidget | None = None) -> QLabel:
    """Words above a field, which are also its name."""
    made = label(CAPTION, 500)
    made.setText(text)
    if buddy is not None:
        made.setBuddy(buddy)
        buddy.setAccessibleName(text)
    return made


def labelled(text: str, editor: QWidget, named: str = "") -> QVBoxLayout:
    """A field with its label above. ``named``: what it is called where the label does not say it."""
    column = QVBoxLayout()
    column.setSpacing(4)
    column.addWidget(caption(text, editor))
    if named:
        editor.setAccessibleName(named)
    column.addWidget(editor)
    return column
