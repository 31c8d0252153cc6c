"""A condition is made or changed: first of what, then with an editor that fits what it is asked with."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from shared.domain.search import bounds
from shared.domain.search.query import Term
from shared.domain.search.reading import Known, query
from shared.domain.search.scanning import QueryMisread
from shared.domain.search.words import KEYS
from shared.domain.search.writing import term as written
from shared.language import Language
from shared.qt.fonts import font
from shared.qt.forms import colour_text, label
from shared.qt.ground import Ground
from shared.qt.text import Text
from supervisor_console.calls.screen import Criterion, TermWished
from supervisor_console.views.button import Button, CheckButton
from supervisor_console.views.choice_rows import ChoiceRow, Rows
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY, CAPTION, TITLE

_MANY = 8
"""From so many rows on there is a line to narrow them."""


class ConditionPopover(Popover):
    """``wished(TermWished)``. ``ask`` offers all criteria, ``change`` opens one with its term."""

    wished = Signal(object)

    def __init__(self, ground: Ground, anchor: QWidget) -> None:
        super().__init__(ground, anchor)
        self.column.setContentsMargins(12, 12, 12, 12)
        self.setFixedWidth(340)
        self._body: QWidget | None = None
        self.editor: Editor | None = None
        self.offered: Rows | None = None

    def ask(self, criteria: tuple[Criterion, ...]) -> None:
        """Of what?"""
        body, column = _body()
        filtered, self.offered = narrowing(self._ground), Rows(most=360)
        filtered.textChanged.connect(self.offered.narrow)
        self.offered.fill([self._row(one) for one in criteria])
        column.addWidget(filtered)
        column.addWidget(self.offered)
        filtered.returnPressed.connect(self._take_first)
        self._show(body, filtered)

    def change(self, criterion: Criterion, term: Term | None, place: int | None) -> None:
        """With what? ``term``: as it is now."""
        self.editor = Editor(self._ground, criterion, term, place)
        self.editor.done.connect(self._done)
        self._show(self.editor, self.editor.first)

    def _row(self, criterion: Criterion) -> ChoiceRow:
        row = ChoiceRow(self._ground, criterion.title, is_ticked=None)
        row.clicked.connect(lambda: self.change(criterion, None, None))
        return row

    def _take_first(self) -> None:
        rows = self.offered.rows if self.offered else []
        first = next((row for row in rows if not row.isHidden()), None)
        if first is not None:
            first.click()

    def _done(self, wish: TermWished) -> None:
        self.shut()
        self.wished.emit(wish)

    def _show(self, body: QWidget, first: QWidget) -> None:
        if self._body is not None:
            self.column.removeWidget(self._body)
            self._body.hide()
            self._body.deleteLater()
        self._body = body
        self.column.addWidget(body)
        if self.isVisible():
            body.show()
            self.place()
            first.setFocus(Qt.FocusReason.PopupFocusReason)
        else:
            self.open(first)


class Editor(QWidget):
    """One criterion with what it is asked with. ``done(TermWished)``."""

    done = Signal(object)

    def __init__(self, ground: Ground, criterion: Criterion, term: Term | None, place: int | None) -> None:
        super().__init__()
        self._ground, self.criterion, self._place = ground, criterion, place
        self._is_strict = term is not None and term.is_strict
        text = ground.language.text
        title, self._error = Text(TITLE, 600), label(12, wraps=True)
        title.say(criterion.title, ground.theme)
        self._hint = label(CAPTION, wraps=True)
        self._hint.setText(criterion.hint)
        colour_text(self._hint, ground.theme.colour("muted"))
        colour_text(self._error, ground.theme.colour("bad"))
        self.is_not = CheckButton(ground, text("Is not so"))
        self.is_not.setChecked(term is not None and term.is_not)
        self.add = Button(ground, text("Change") if place is not None else text("Add"), kind="primary")
        self.add.clicked.connect(self.finish)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(title)
        column.addWidget(self._hint)
        self.rows, self.fields = Rows(most=240), list[QLineEdit]()
        self._lay_out(column, term)
        column.addWidget(self._error)
        self._error.hide()
        foot = QHBoxLayout()
        foot.addWidget(self.is_not)
        foot.addStretch(1)
        foot.addWidget(self.add)
        column.addLayout(foot)

    @property
    def first(self) -> QWidget:
        """What takes the focus."""
        return self.fields[0] if self.fields else self.rows.rows[0] if self.rows.rows else self.add

    def _lay_out(self, column: QVBoxLayout, term: Term | None) -> None:
        kind = self.criterion.kind
        if self.criterion.choices:
            self._offer(column, term)
        elif kind in ("length", "count"):
            row = QHBoxLayout()
            for title, value in zip(self._limits(), _ends(term), strict=True):
                row.addWidget(self._field(title, value))
            column.addLayout(row)
        elif kind != "truth":
            column.addWidget(self._field(self.criterion.title, _joined(term, self._ground.language)))

    def _limits(self) -> tuple[str, str]:
        text = self._ground.language.text
        return (text("More than"), text("Less than")) if self._is_strict else (text("At least"), text("At most"))

    def _offer(self, column: QVBoxLayout, term: Term | None) -> None:
        values = term.values if term else ()
        if len(self.criterion.choices) > _MANY:
            filtered = narrowing(self._ground)
            filtered.textChanged.connect(self.rows.narrow)
            column.addWidget(filtered)
        rows = []
        for one in self.criterion.choices:
            row = ChoiceRow(self._ground, one.title, is_ticked=one.value in values)
            row.clicked.connect(lambda _=False, row=row: row.tick(not row.is_ticked))
            rows.append(row)
        self.rows.fill(rows)
        column.addWidget(self.rows)

    def _field(self, hint: str, value: str) -> QLineEdit:
        made = QLineEdit(value)
        made.setFont(font(BODY))
        made.setPlaceholderText(hint)
        made.setAccessibleName(hint)
        made.returnPressed.connect(self.finish)
        self.fields.append(made)
        return made

    def finish(self) -> None:
        """The term as it is entered, or what is wrong with it."""
        found = self._term()
        self._error.setVisible(found is None)
        if found is None:
            self._error.setText(self._ground.language.text("This is not understood. {hint}", hint=self.criterion.hint))
            self.adjustSize()
            return
        self.done.emit(TermWished(found, self._place))

    def _term(self) -> Term | None:
        field, is_not = self.criterion.field, self.is_not.isChecked()
        if self.criterion.kind == "truth":
            return Term(field=field, is_not=is_not)
        if self.criterion.choices:
            rows = zip(self.criterion.choices, self.rows.rows, strict=True)
            values = tuple(one.value for one, row in rows if row.is_ticked)
            return Term(field=field, values=values, is_not=is_not) if values else None
        if self.criterion.kind in ("length", "count"):
            return self._bounded(is_not=is_not)
        return self._typed(is_not=is_not)

    def _bounded(self, *, is_not: bool) -> Term | None:
        read = bounds.count if self.criterion.kind == "count" else bounds.length
        texts = [one.text().strip() for one in self.fields]
        ends = [read(one) if one else None for one in texts]
        if not any(texts) or any(bool(text) != (end is not None) for text, end in zip(texts, ends, strict=True)):
            return None
        is_strict = self._is_strict  # as it was on the line
        return Term(field=self.criterion.field, lowest=ends[0], highest=ends[1], is_strict=is_strict, is_not=is_not)

    def _typed(self, *, is_not: bool) -> Term | None:
        """As on the line, so that all is understood here that is there; words without a comma are one text."""
        text, key = self.fields[0].text().strip(), KEYS[self.criterion.field].en[0]
        quoted = '"' + text.replace('"', '""') + '"' if '"' not in text and "," not in text else text
        try:
            asked = query(f"{'-' if is_not else ''}{key}:{quoted}", Known())
        except QueryMisread:
            return None
        return asked.terms[0] if text and len(asked.terms) == 1 else None


def narrowing(ground: Ground) -> QLineEdit:
    """A line that narrows the rows under it."""
    made = QLineEdit()
    made.setFont(font(BODY))
    made.setPlaceholderText(ground.language.text("Narrow down"))
    made.setAccessibleName(made.placeholderText())
    made.setClearButtonEnabled(True)
    return made


def _body() -> tuple[QWidget, QVBoxLayout]:
    body = QWidget()
    column = QVBoxLayout(body)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(8)
    return body, column


def _ends(term: Term | None) -> tuple[str, str]:
    ends = (term.lowest, term.highest) if term else (None, None)
    return tuple("" if one is None else bounds.written(one) for one in ends)  # type: ignore[return-value]


def _joined(term: Term | None, language: Language) -> str:
    """The term's values as they are typed."""
    if term is None:
        return ""
    if len(term.values) == 1:
        return term.values[0]
    plain = Term(field=term.field, values=term.values)
    return written(plain, Known(code=language.code)).partition(":")[2]
