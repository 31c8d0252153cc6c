"""One more thing that a program asks at its sign-in, with answers that are remembered: words and rules, and its field.

The dialog knows nothing of what is asked; the program that asks says which refusals are about it.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QComboBox, QLineEdit

from shared.language import Language
from shared.qt.forms import Field
from shared.qt.ground import Ground

Say = Callable[[Language], str]

GAP = 8


def nothing(_language: Language) -> str:
    """Nothing to say."""
    return ""


@dataclass(frozen=True)
class Question:
    """``answers``: the remembered ones, the newest first; ``newest`` is said beside that one. May be left empty."""

    label: Say
    answers: tuple[str, ...] = ()
    newest: Say = nothing
    placeholder: Say = nothing
    heading: Say | None = None
    hint: Say = nothing
    remember: Say | None = None


@dataclass(frozen=True)
class Refusal:
    """Why the program lets nobody in although the server did. ``words`` "": ask again without saying anything."""

    words: Say = nothing
    is_about_question: bool = True


class NotedLine(QLineEdit):
    """A line that says something in grey behind what is entered, as long as that is the answer it is said of."""

    def __init__(self) -> None:
        super().__init__()
        self.note, self.noted = "", ""

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The line, then the note where there is room for it."""
        super().paintEvent(event)
        if not self.note or not self.noted or self.text() != self.noted:
            return
        start = self.cursorRect().right() if self.cursorPosition() == len(self.text()) else self._end()
        room = QRect(start + GAP, 0, self.width() - start - GAP, self.height())
        if self.fontMetrics().horizontalAdvance(self.note) > room.width():
            return
        painter = QPainter(self)
        painter.setPen(self.palette().placeholderText().color())
        painter.drawText(room, int(Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft), self.note)
        painter.end()

    def _end(self) -> int:
        return self.fontMetrics().horizontalAdvance(self.text()) + GAP


class QuestionField(Field):
    """The question as a field: an editable choice."""

    def __init__(self, ground: Ground, question: Question) -> None:
        self._ground, self._question = ground, question
        self.choice = QComboBox()
        super().__init__(self.choice)
        self.choice.setEditable(True)
        self.noted_line = NotedLine()
        self.choice.setLineEdit(self.noted_line)
        self.choice.setCompleter(None)  # type: ignore[arg-type]  # Qt takes None: what is typed is not completed
        self.choice.addItems(list(question.answers))
        self.choice.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.choice.setProperty("is_verbatim", True)
        self.noted_line.setProperty("is_verbatim", True)
        self.noted_line.noted = question.answers[0] if question.answers else ""

    @property
    def line(self) -> QLineEdit:
        """Where the answer is typed."""
        return self.noted_line

    @property
    def answer(self) -> str:
        """What is entered."""
        return self.noted_line.text().strip()

    def refresh(self) -> None:
        """Say it in the language of now."""
        language = self._ground.language
        self.set_label(self._question.label(language))
        self.noted_line.setAccessibleName(self._question.label(language))
        self.noted_line.note = self._question.newest(language)
        self.noted_line.setPlaceholderText(self._question.placeholder(language))

    def go_there(self) -> None:
        """Focus, and the answer selected."""
        self.noted_line.setFocus(Qt.FocusReason.OtherFocusReason)
        self.noted_line.selectAll()
