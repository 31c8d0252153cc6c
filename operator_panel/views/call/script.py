"""The script of a call's queue, and the form that goes with it; the whole can be folded away."""

from __future__ import annotations

from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from operator_panel.screen import Action, FieldLine, ScriptCard, Wish, Words
from operator_panel.views.buttons import IconButton
from operator_panel.views.call.fields import Editor, editor_of
from operator_panel.views.call.pieces import Heading, Sign
from operator_panel.views.call.script_text import ScriptText
from operator_panel.views.call.tiles import LinkButton
from operator_panel.views.painting import HINT
from operator_panel.views.part import Part
from shared.qt.ground import Ground
from shared.qt.text import Text


class FieldRow(Part[FieldLine]):
    """A field with its title and what is wrong with it."""

    def __init__(self, ground: Ground, line: FieldLine) -> None:
        super().__init__(ground)
        self.title, self.problem = Text(HINT, 500), Sign(wraps=True)
        self.editor: Editor = editor_of(line)
        self.editor.load(line, self.language)
        self.editor.changed.connect(self._changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        for part in (self.title, self.editor, self.problem):
            column.addWidget(part)

    def draw(self, shown: FieldLine) -> None:
        """Words around the editor; what is in it stays."""
        required = self.language.text("required|field") if shown.is_required else ""
        title = " · ".join(part for part in (shown.title, required) if part)
        self.title.say(title, self.theme, "muted")
        self.editor.translate(self.language, self.theme)
        field = self.editor.field
        field.setAccessibleName(title)
        field.setAccessibleDescription(shown.problem)
        self.problem.show_words(Words(shown.problem, "bad", "triangle"), self.theme)
        if bool(field.property("wrong")) != bool(shown.problem):
            field.setProperty("wrong", bool(shown.problem))
            field.style().unpolish(field)
            field.style().polish(field)

    def _changed(self, value: str) -> None:
        assert self.shown is not None
        call = self.property("call")
        self.wish(Wish("field", call if isinstance(call, str) else "", value, self.shown.name, form=self.shown.form))


class FormRows(Part[ScriptCard]):
    """The fields, one below the other; made anew only for another call or form."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.rows: list[FieldRow] = []
        self._key: object = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)

    def draw(self, shown: ScriptCard) -> None:
        """Row by row."""
        key = (shown.call, shown.name, [(line.form, line.name, line.kind, line.choices) for line in shown.fields])
        if key != self._key:
            self._key = key
            self._make(shown)
        for row, line in zip(self.rows, shown.fields, strict=True):
            row.render_part(line)
        self.setVisible(bool(shown.fields))

    def _make(self, shown: ScriptCard) -> None:
        for row in self.rows:
            row.hide()
            row.deleteLater()
        self.rows = []
        for line in shown.fields:
            row = FieldRow(self.ground, line)
            row.setProperty("call", shown.call)
            row.wished.connect(self.wish)
            self._column.addWidget(row)
            self.rows.append(row)


class ScriptPart(Part[ScriptCard | None]):
    """Heading with further scripts, the text, the form."""

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.others, self.fold = LinkButton(), IconButton("chevron_up", size=28, icon_size=16)
        at_right = QWidget()
        row = QHBoxLayout(at_right)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        row.addWidget(self.others)
        row.addWidget(self.fold)
        self.heading, self.text, self.form = Heading(at_right), ScriptText(), FormRows(ground)
        self.body, self.is_folded = QWidget(), False
        inner = QVBoxLayout(self.body)
        inner.setContentsMargins(0, 0, 0, 0)
        inner.setSpacing(12)
        inner.addWidget(self.text)
        inner.addWidget(self.form)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.heading)
        column.addWidget(self.body)
        self.others.wished.connect(self.wish)
        self.form.wished.connect(self.wish)
        self.fold.clicked.connect(lambda _checked=False: self._fold())

    def draw(self, shown: ScriptCard | None) -> None:
        """Script and form; where the queue has one."""
        if shown is None:
            return
        language, theme = self.language, self.theme
        self.heading.show_heading(shown.title, theme, Words(shown.note))
        self.others.setVisible(bool(shown.others))
        self.others.show_action(Action(Wish("show_script", shown.call), language.text("Other scripts"), "book",
                                       choices=shown.others), theme)  # fmt: skip
        name = language.text("Show the script") if self.is_folded else language.text("Hide the script")
        self.fold.say(name, theme, "chevron_down" if self.is_folded else "chevron_up")
        self.text.setAccessibleName(shown.title)
        self.text.show_markdown(shown.markdown)
        self.text.setVisible(bool(shown.markdown.strip()))
        self.form.render_part(shown)

    def refresh(self) -> None:
        """Other colours for what is drawn already too."""
        super().refresh()
        if self.shown is not None:
            self.text.show_markdown(self.shown.markdown, is_again=True)

    def _fold(self) -> None:
        self.is_folded = not self.is_folded
        self.body.setVisible(not self.is_folded)
        self.refresh()
