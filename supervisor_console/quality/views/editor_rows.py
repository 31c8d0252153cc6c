"""What a card's editor is made of: a section with its title, and a row for each of its questions."""

from __future__ import annotations

import uuid

import msgspec
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSpinBox, QVBoxLayout, QWidget

from shared.domain.quality import LONGEST_SCALE, LONGEST_TEXT, MOST_WEIGHT, Question, Section
from shared.qt.fonts import font
from shared.qt.ground import Ground
from supervisor_console.views.button import Button, CheckButton
from supervisor_console.views.choice import ChoiceButton, Option
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.sizes import BODY, CONTROL

KIND = 104
KINDS = (0, *range(2, LONGEST_SCALE + 1))
"""Yes or no; else a scale up to so many."""


class QuestionRow(QWidget):
    """``changed``; ``dropped``: away with it."""

    changed = Signal()
    dropped = Signal()

    def __init__(self, ground: Ground, question: Question) -> None:
        super().__init__()
        self._ground, self._question = ground, question
        text = ground.language.text
        self.line, self.kind, self.weight = LineEdit(ground), ChoiceButton(ground), QSpinBox()
        self.fatal, self.drop = CheckButton(ground, text("Instant fail")), Button(ground, icon="trash", kind="quiet")
        self.line.setText(question.text)
        self.line.setMaxLength(LONGEST_TEXT)
        self.line.setPlaceholderText(text("Question"))
        self.line.setAccessibleName(text("Question"))
        self.weight.setRange(1, MOST_WEIGHT)
        self.weight.setValue(question.weight)
        self.weight.setPrefix(f"{text('Weight')} ")
        self.weight.setAccessibleName(text("Weight"))
        self.weight.setFont(font(BODY))
        self.weight.setStyleSheet("QSpinBox { min-height: 0; padding: 0 26px 0 12px; }")  # the row is 32 high
        self.weight.setFixedSize(112, CONTROL)
        self.kind.setMinimumWidth(KIND)  # boxes of all rows stand under one another
        self.fatal.setChecked(question.is_fatal)
        self.drop.say("", hint=text("Remove the question"))
        self.drop.setAccessibleName(text("Remove the question"))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.line, 1)
        for one in (self.kind, self.weight, self.fatal, self.drop):
            row.addWidget(one)
        self._show_kind()
        self.line.textChanged.connect(lambda _text: self.changed.emit())
        self.kind.picked.connect(self._pick)
        self.weight.valueChanged.connect(lambda _value: self.changed.emit())
        self.fatal.toggled.connect(lambda _on: self.changed.emit())
        self.drop.clicked.connect(lambda _checked=False: self.dropped.emit())

    def _show_kind(self) -> None:
        text, one = self._ground.language.text, self._question
        words = {most: text("Yes / no") if most == 0 else f"1 – {most}" for most in KINDS}
        now = 0 if one.kind == "yes_no" else one.most
        self.kind.show_choice("", words[now], tuple(Option(most, words[most]) for most in KINDS), (now,))

    def _pick(self, most: int) -> None:
        one = self._question
        kept = {"kind": "scale", "most": most} if most else {"kind": "yes_no"}
        self._question = msgspec.structs.replace(one, **kept)
        self._show_kind()
        self.changed.emit()

    def question(self) -> Question:
        """As it stands here."""
        return msgspec.structs.replace(
            self._question, text=self.line.text().strip(), weight=self.weight.value(), is_fatal=self.fatal.isChecked()
        )


class SectionRows(QWidget):
    """A section. ``changed``; ``dropped``: away with all of it."""

    changed = Signal()
    dropped = Signal()

    def __init__(self, ground: Ground, section: Section) -> None:
        super().__init__()
        self._ground = ground
        text = ground.language.text
        self.title, self.add = LineEdit(ground), Button(ground, text("Add a question"), "plus")
        self.drop = Button(ground, icon="trash", kind="quiet")
        self.drop.say("", hint=text("Remove the section"))
        self.drop.setAccessibleName(text("Remove the section"))
        self.title.setPlaceholderText(text("Name of the section"))
        self.title.setAccessibleName(self.title.placeholderText())
        self.title.setText(section.title)
        self.title.setMaxLength(LONGEST_TEXT)
        self.rows: list[QuestionRow] = []
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title, 1)
        head.addWidget(self.add)
        head.addWidget(self.drop)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addLayout(head)
        for question in section.questions:
            self._append(question)
        self.title.textChanged.connect(lambda _text: self.changed.emit())
        self.add.clicked.connect(lambda _checked=False: self.add_question())
        self.drop.clicked.connect(lambda _checked=False: self.dropped.emit())

    def add_question(self) -> None:
        """One more, to be written."""
        row = self._append(Question(key=uuid.uuid4().hex, text=""))
        row.line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.changed.emit()

    def _append(self, question: Question) -> QuestionRow:
        row = QuestionRow(self._ground, question)
        row.changed.connect(self.changed)
        row.dropped.connect(lambda: self._remove(row))
        self.rows.append(row)
        self._column.addWidget(row)
        return row

    def _remove(self, row: QuestionRow) -> None:
        self.rows.remove(row)
        row.hide()
        row.deleteLater()
        self.changed.emit()

    def section(self) -> Section:
        """As it stands here."""
        return Section(title=self.title.text().strip(), questions=tuple(row.question() for row in self.rows))
