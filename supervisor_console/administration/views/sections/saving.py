"""Below what is edited: what will be different, from when on, and what is wrong."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.forms import Sign, colour_text, label, rule
from shared.qt.ground import Ground
from shared.qt.text import Text
from shared.qt.tips import tip
from supervisor_console.administration.screen.pieces import Wish
from supervisor_console.administration.screen.settings import SavingShown
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.marks import show_choice, show_deed
from supervisor_console.views.sizes import BODY, CAPTION

MOST, DATE_WIDTH = 4, 168
"""So many changes are listed; of more it is said how many."""


class SavingView(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.title, self.changes = label(CAPTION, 600), label(BODY, wraps=True)
        self.changes.setProperty("is_verbatim", True)
        self.since, self.date, self.hint = ChoiceButton(ground), LineEdit(ground, icon="calendar"), Text(CAPTION)
        self.date.setFixedWidth(DATE_WIDTH)
        self.problem, self.compare = Sign("triangle", pixels=BODY), Button(ground)
        self._lay_out()
        self.since.picked.connect(lambda value: self.wished.emit(Wish("since_kind", str(value))))
        self.date.textEdited.connect(lambda text: self.wished.emit(Wish("since_text", text)))
        self.compare.clicked.connect(lambda _checked=False: self.wished.emit(Wish("section_compare")))

    def _lay_out(self) -> None:
        row, last = QHBoxLayout(), QHBoxLayout()
        for layout in (row, last):
            layout.setSpacing(8)
        for one in (self.since, self.date):
            row.addWidget(one)
        row.addWidget(self.hint, 1)
        last.addWidget(self.problem, 1)
        last.addWidget(self.compare)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(rule())
        inner = QVBoxLayout()
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        inner.addWidget(self.title)
        inner.addWidget(self.changes)
        inner.addLayout(last)
        inner.addLayout(row)
        column.addLayout(inner)

    def show_saving(self, shown: SavingShown) -> None:
        """What it says now."""
        theme, text = self._ground.theme, self._ground.language.text
        self.title.setText(shown.title)
        colour_text(self.title, theme.colour("muted"))
        self.changes.setText(self._listed(shown.changes))
        self.changes.setToolTip(tip("\n".join(shown.changes)) if len(shown.changes) > MOST else "")
        self.changes.setVisible(bool(shown.changes))
        colour_text(self.changes, theme.colour("text"))
        show_choice(self.since, shown.since)
        self.date.setVisible(shown.is_dated)
        self.date.setAccessibleName(text("Date of effect"))
        if self.date.text() != shown.date:
            self.date.setText(shown.date)
        self.hint.say(shown.hint, theme, "muted")
        self.problem.setVisible(bool(shown.problem))
        self.problem.show_sign(shown.problem, theme, "bad")
        show_deed(self.compare, shown.compare)
        self.compare.setVisible(bool(shown.compare.text))

    def _listed(self, changes: tuple[str, ...]) -> str:
        if len(changes) <= MOST:
            return "\n".join(changes)
        left = len(changes) - (MOST - 1)
        more = self._ground.language.plural("and {number} more change", "and {number} more changes", left)
        return "\n".join((*changes[: MOST - 1], more))
