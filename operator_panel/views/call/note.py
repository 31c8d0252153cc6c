"""My note of the call. What is typed goes from here to the app, never back: a render does not touch it.

Only what a program of this desk has added comes in, at the end and without moving the cursor.
"""

from __future__ import annotations

from collections import deque

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent, QTextCursor
from PySide6.QtWidgets import QPlainTextEdit, QSizePolicy, QVBoxLayout

from operator_panel.screen import NoteField, Wish, Words
from operator_panel.views.call.pieces import HEADING, Heading
from operator_panel.views.painting import BODY
from operator_panel.views.part import Part
from shared.qt.ground import Ground
from shared.qt.paint_text import face

LEAST_HEIGHT = 84
LONGEST = 4000
"""Characters of a note, as the daemon takes them."""
TOLD = 100
"""So many of the texts that were told last are remembered: none of them comes back."""


class PlainEditor(QPlainTextEdit):
    """Text as it is; at most ``LONGEST`` characters of it are told. Tab leaves it, Ctrl+Enter is the window's."""

    changed = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self.setFont(face(BODY, 400)[0])
        self.setTabChangesFocus(True)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAsNeeded)
        self._is_loading = False
        self.textChanged.connect(self._tell)

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """The least; what is left beyond it, it gets by stretching."""
        return QSize(200, LEAST_HEIGHT)

    def load(self, text: str) -> None:
        """Begin with this; it is no news to anybody."""
        self._is_loading = True
        self.setPlainText(text)
        self.moveCursor(self.textCursor().MoveOperation.End)
        self._is_loading = False

    def add(self, text: str) -> None:
        """Put this at the end; whoever types goes on where he is. No news to anybody either."""
        self._is_loading = True
        end = QTextCursor(self.document())
        end.movePosition(QTextCursor.MoveOperation.End)
        end.insertText(text)
        self._is_loading = False

    @property
    def is_too_long(self) -> bool:
        """Is there more than can be kept?"""
        return self.document().characterCount() - 1 > LONGEST

    def _tell(self) -> None:
        if not self._is_loading:
            self.changed.emit(self.toPlainText()[:LONGEST])

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Ctrl+Enter saves, and is no line."""
        is_enter = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter)
        if is_enter and event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            event.ignore()
        else:
            super().keyPressEvent(event)


class NotePart(Part[NoteField]):
    """Heading with the note's state, and the field. Another call's draft is loaded when the call is another."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.heading, self.field = Heading(), PlainEditor()
        self._call = ""
        self._told: deque[str] = deque(maxlen=TOLD)
        self.field.changed.connect(self._typed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(self.heading)
        column.addWidget(self.field, 1)
        self.setMinimumHeight(HEADING + 8 + LEAST_HEIGHT)  # the style sheet has the field's own least height

    def draw(self, shown: NoteField) -> None:
        """Words around the field; its text only when the call has changed."""
        self.field.setAccessibleName(shown.title)
        self.field.setPlaceholderText(shown.placeholder)
        if shown.call != self._call:
            self._call = shown.call
            self._told.clear()
            self.field.load(shown.text)
        else:
            self._take_added(shown.text)
        self._draw_heading(shown)

    def _take_added(self, text: str) -> None:
        """What was written behind mine by somebody else; never what was typed here and is gone again."""
        mine = self.field.toPlainText()
        is_longer = text.startswith(f"{mine}\n") if mine else bool(text) and not self._told
        if is_longer and text not in self._told:
            self.field.add(text[len(mine):])

    def _draw_heading(self, shown: NoteField) -> None:
        """The note's state; or that its end will be lost, while it is too long."""
        state = shown.state
        if self.field.is_too_long:
            text = self.language.text("only {number} characters are kept", number=self.language.number(LONGEST))
            state = Words(text, "bad")
        self.heading.show_heading(shown.title, self.theme, state)

    def _typed(self, text: str) -> None:
        if self.shown is not None:
            self._draw_heading(self.shown)
        self._told.append(text)
        self.wish(Wish("note", self._call, text))
