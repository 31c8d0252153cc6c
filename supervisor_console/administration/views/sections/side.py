"""Beside the table, 376 wide: the chosen entry, or what is planned and what was."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.forms import colour_text, label, rule
from shared.qt.ground import Ground
from shared.qt.tips import tip
from supervisor_console.administration.screen.pieces import Wish
from supervisor_console.administration.screen.settings import SettingsShown, ValueLine, ValuesShown
from supervisor_console.administration.views.sections.form import FormView
from supervisor_console.views.button import Button
from supervisor_console.views.columns import Spec
from supervisor_console.views.marks import cell, show_deed
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import BODY, CAPTION
from supervisor_console.views.states import EmptyState
from supervisor_console.views.table import Table
from supervisor_console.views.tabs import Tabs

WIDTH, NARROW_WIDTH, MOST = 376, 344, 6


class SidePanel(Panel):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__(ground)
        self.sides = Tabs(ground)
        head = self.head.layout()
        assert isinstance(head, QHBoxLayout)
        head.insertWidget(0, self.sides)
        self.form, self.empty, self.values = FormView(ground), EmptyState(ground), ValuesView(ground)
        self.origin = label(CAPTION, wraps=True)
        foot = QHBoxLayout()
        foot.setContentsMargins(16, 8, 16, 8)
        foot.addWidget(self.origin)
        self.stack = QStackedWidget()
        for one in (self.form, self.empty, self.values):
            self.stack.addWidget(one)
        self.column.addWidget(self.stack, 1)
        self.column.addWidget(rule())
        self.column.addLayout(foot)
        self.sides.picked.connect(lambda key: self.wished.emit(Wish("section_side", key)))
        for part in (self.form, self.values):
            part.wished.connect(self.wished)
        self.set_narrow(is_narrow=False)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """How wide it is."""
        self.setFixedWidth(NARROW_WIDTH if is_narrow else WIDTH)

    def hands(self) -> tuple[QWidget, ...]:
        """What Tab goes to, in its order."""
        values = self.values
        return (*self.sides.tabs.values(), *self.form.hands(), values.table, values.forget, values.restore)

    def show_side(self, shown: SettingsShown) -> None:
        """What it says now."""
        self.sides.show_tabs(tuple((str(key), word) for key, word in shown.sides), shown.side)
        self.sides.setVisible(len(shown.sides) > 1)
        self.say(shown.values.title)
        self.title.setVisible(len(shown.sides) == 1)
        self.origin.setText("\n".join(part for part in (shown.origin.text, shown.origin.more) if part))
        colour_text(self.origin, self._ground.theme.colour("muted"))
        if shown.side == "values":
            self.values.show_values(shown.values)
            self.stack.setCurrentWidget(self.values)
        elif shown.form_empty:
            self.empty.say("info", shown.form_empty)
            self.stack.setCurrentWidget(self.empty)
        else:
            self.form.show_form(shown.form, shown.fields, is_edited=shown.saving is not None)
            self.stack.setCurrentWidget(self.form)


class ValuesView(QWidget):
    """What is planned, in force, and was; of the chosen one what it says otherwise. ``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.table = Table(ground, "administration.values", _specs(ground), lambda row: row.key, sorting="none")
        self.empty, self.title, self.changes = EmptyState(ground), label(CAPTION, 600), label(BODY, wraps=True)
        self.changes.setProperty("is_verbatim", True)
        self.restore, self.forget = Button(ground), Button(ground, kind="danger")
        self.stack, self.below = QStackedWidget(), QWidget()
        for one in (self.table, self.empty):
            self.stack.addWidget(one)
        inner = QVBoxLayout(self.below)
        inner.setContentsMargins(16, 12, 16, 12)
        inner.setSpacing(8)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addStretch(1)
        for button in (self.forget, self.restore):
            row.addWidget(button)
        for text in (self.title, self.changes):
            inner.addWidget(text)
        inner.addLayout(row)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.stack, 1)
        column.addWidget(self.below)
        self.table.picked.connect(lambda key: self.wished.emit(Wish("value_pick", str(key) if key else "")))
        self.restore.clicked.connect(lambda _checked=False: self.wished.emit(Wish("value_restore")))
        self.forget.clicked.connect(lambda _checked=False: self.wished.emit(Wish("value_forget")))

    def show_values(self, shown: ValuesShown) -> None:
        """What it says now."""
        theme = self._ground.theme
        self.table.setAccessibleName(shown.title)
        self.table.render_rows(shown.lines, shown.chosen or None)
        self.empty.say("history", shown.empty)
        self.stack.setCurrentWidget(self.empty if shown.empty else self.table)
        self.below.setVisible(bool(shown.lines))
        self.title.setText(shown.changes_title)
        self.title.setVisible(bool(shown.changes_title))
        changes = shown.changes if len(shown.changes) <= MOST else (*shown.changes[:MOST], "…")
        self.changes.setText("\n".join(changes))
        self.changes.setToolTip(tip("\n".join(shown.changes)))
        self.changes.setVisible(bool(shown.changes))
        colour_text(self.title, theme.colour("muted"))
        colour_text(self.changes, theme.colour("text"))
        for button, deed in ((self.restore, shown.restore), (self.forget, shown.forget)):
            show_deed(button, deed)


def _specs(ground: Ground) -> tuple[Spec[ValueLine], ...]:
    def text(message: str) -> str:
        return ground.language.text(message)

    return (
        Spec(name="since", title=lambda: text("In force|since"), cell=lambda row: cell(row.since), width=138,
             is_kept=True),
        Spec(name="who", title=lambda: text("By"), cell=lambda row: cell(row.who), is_stretched=True, is_kept=True),
        Spec(name="state", title=lambda: text("State"), cell=lambda row: cell(row.state), width=116, is_kept=True),
    )  # fmt: skip
