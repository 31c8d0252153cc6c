"""A field of a form: its label, words to read or an editor, a hint, what is wrong, an example."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QPlainTextEdit, QSizePolicy, QVBoxLayout, QWidget

from shared.qt.fonts import font
from shared.qt.forms import Sign, colour_text, label
from shared.qt.ground import Ground
from supervisor_console.administration.screen.settings import FieldShown
from supervisor_console.views.button import CheckButton
from supervisor_console.views.choice import ChoiceButton, Option
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.sizes import BODY, CAPTION

LINE, FRAME = 18, 16
"""Height of a line of text, and what an editor of several lines has round them."""
UNIT_WIDTH = 36


class FieldView(QWidget):
    """``said`` (path, text): somebody wrote or chose this."""

    said = Signal(str, str)

    def __init__(self, ground: Ground, shown: FieldShown, *, is_edited: bool) -> None:
        super().__init__()
        self._ground, self.shown = ground, shown
        self._is_rendering = False
        self.caption = label(CAPTION, 500, wraps=True)
        self.words = label(BODY, wraps=True)
        self.words.setProperty("is_verbatim", True)
        self.hint, self.example = label(CAPTION, wraps=True), label(CAPTION, wraps=True)
        self.example.setProperty("is_verbatim", True)
        self.mistake = Sign("triangle")
        self.editor: QWidget | None = self._made(shown) if is_edited and not shown.is_fixed else None
        self.unit = label(BODY)
        self._lay_out()
        ground.theme_changed.connect(self._dress)
        self.show_field(shown)

    def _made(self, shown: FieldShown) -> QWidget:
        match shown.kind:
            case "tick":
                tick = CheckButton(self._ground)
                tick.toggled.connect(lambda is_on: self._say("yes" if is_on else ""))
                return tick
            case "one" | "many":
                choice = ChoiceButton(self._ground, is_many=shown.kind == "many")
                choice.picked.connect(lambda value: self._say(value if isinstance(value, str) else "\n".join(value)))
                choice.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
                return choice
            case "lines":
                lines = QPlainTextEdit()
                lines.setFont(font(BODY))
                lines.setTabChangesFocus(True)
                lines.setFixedHeight(shown.lines * LINE + FRAME)
                lines.textChanged.connect(lambda: self._say(lines.toPlainText()))
                return lines
            case _:
                line = LineEdit(self._ground)
                line.textEdited.connect(self._say)
                return line

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.caption)
        if self.editor is None:
            column.addWidget(self.words)
        else:
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(self.editor, 0 if self.shown.kind == "tick" else 1)
            row.addWidget(self.unit)
            if self.shown.kind == "tick":
                row.addStretch(1)
            column.addLayout(row)
        for one in (self.mistake, self.example, self.hint):
            column.addWidget(one)

    def hands(self) -> tuple[QWidget, ...]:
        """What Tab goes to."""
        return () if self.editor is None else (self.editor,)

    def _say(self, text: str) -> None:
        if not self._is_rendering:
            self.said.emit(self.shown.path, text)

    def show_field(self, shown: FieldShown) -> None:
        """Show this; an editor that says so already is not touched."""
        self.shown = shown
        self._is_rendering = True
        try:
            self._show_editor(shown)
        finally:
            self._is_rendering = False
        self.words.setText(shown.said)
        self._dress()

    def _show_editor(self, shown: FieldShown) -> None:
        match self.editor:
            case CheckButton():
                self.editor.say(shown.label)
                self.editor.setChecked(shown.is_on)
            case ChoiceButton():
                options = tuple(Option(one.value, one.text, one.note) for one in shown.options)
                marked = tuple(one.value for one in shown.options if one.is_chosen)
                self.editor.show_choice("", shown.text, options, marked)
            case QPlainTextEdit() if self.editor.toPlainText() != shown.text:
                self.editor.setPlainText(shown.text)
            case LineEdit() if self.editor.text() != shown.text:
                self.editor.setText(shown.text)
        if isinstance(self.editor, LineEdit):
            self.editor.set_wrong(bool(shown.mistake))
        if self.editor is not None:
            self.editor.setAccessibleName(shown.label)
            self.editor.setAccessibleDescription(shown.mistake or shown.hint)

    def _dress(self) -> None:
        theme, shown = self._ground.theme, self.shown
        self.caption.setText(shown.label)
        self.caption.setVisible(not isinstance(self.editor, CheckButton))
        self.unit.setText(shown.unit)
        self.unit.setVisible(bool(shown.unit))
        self.hint.setText(shown.hint)
        self.hint.setVisible(bool(shown.hint) and (self.editor is not None or shown.is_fixed))
        self.example.setText(shown.preview)
        self.example.setVisible(bool(shown.preview))
        self.mistake.setVisible(bool(shown.mistake))
        self.mistake.show_sign(shown.mistake, theme, "bad")
        muted = theme.colour("muted")
        for one in (self.hint, self.example, self.unit, *((self.caption,) if self.editor is None else ())):
            colour_text(one, muted)
        colour_text(self.words, theme.colour("text"))
