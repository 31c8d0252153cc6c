"""The middle of a tab: sections to choose from, the table of entries or the only form, what may be done."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QWidget

from shared.qt.forms import rule
from shared.qt.ground import Ground
from supervisor_console.administration.screen.pieces import Wish, WishKind
from supervisor_console.administration.screen.settings import ColumnShown, EntryLine, SettingsShown
from supervisor_console.administration.views.sections.form import FormView
from supervisor_console.administration.views.sections.saving import SavingView
from supervisor_console.views.button import Button
from supervisor_console.views.cells import Cell
from supervisor_console.views.columns import Spec
from supervisor_console.views.marks import cell, show_deed
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import HEAD
from supervisor_console.views.states import EmptyState
from supervisor_console.views.table import Table
from supervisor_console.views.tabs import Tabs

DEEDS: tuple[WishKind, ...] = ("entry_add", "entry_up", "entry_down", "entry_remove")


class MiddlePanel(Panel):
    """``wished(Wish)``. ``opened``: Enter or a double click on an entry."""

    wished = Signal(object)
    opened = Signal(str)

    def __init__(self, ground: Ground) -> None:
        self.edit, self.leave, self.save = Button(ground), Button(ground), Button(ground, kind="primary")
        super().__init__(ground, tools=(self.edit, self.leave, self.save))
        self.sections = Tabs(ground)
        head = self.head.layout()
        assert isinstance(head, QHBoxLayout)
        head.insertWidget(0, self.sections)
        self.tables: dict[str, Table] = {}
        self.shown: SettingsShown | None = None
        self.form, self.empty, self.saving = FormView(ground, columns=2), EmptyState(ground), SavingView(ground)
        self.deeds = {
            name: Button(ground, kind="danger" if name == "entry_remove" else "plain", height=28) for name in DEEDS
        }
        self.stack, self.foot = QStackedWidget(), self._made_foot()
        for page in (self.form, self.empty):
            self.stack.addWidget(page)
        self._foot_line = rule()
        self.column.addWidget(self.stack, 1)
        for one in (self._foot_line, self.foot, self.saving):
            self.column.addWidget(one)
        self._connect()

    def _made_foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(HEAD - 4)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        for place, button in enumerate(self.deeds.values()):
            row.addWidget(button)
            if place == 0:
                row.addStretch(1)
        return foot

    def _connect(self) -> None:
        self.sections.picked.connect(lambda key: self.wished.emit(Wish("section", key)))
        self.form.wished.connect(self.wished)
        self.saving.wished.connect(self.wished)
        self.empty.pressed.connect(lambda: self.wished.emit(Wish("entry_add")))
        wishes: tuple[tuple[Button, WishKind], ...] = (
            (self.edit, "section_edit"), (self.leave, "section_leave"), (self.save, "section_save"),
            *((button, name) for name, button in self.deeds.items()),
        )  # fmt: skip
        for button, kind in wishes:
            button.clicked.connect(lambda _checked=False, kind=kind: self.wished.emit(Wish(kind)))

    def hands(self) -> tuple[QWidget, ...]:
        """What Tab goes to, in its order."""
        return (
            *self.sections.tabs.values(), self.edit, self.leave, self.save, *self.form.hands(), *self.tables.values(),
            self.empty.button, *self.deeds.values(), self.saving.compare, self.saving.since, self.saving.date,
        )  # fmt: skip

    def show_middle(self, shown: SettingsShown) -> None:
        """What it says now."""
        self.shown = shown
        saving = shown.saving
        self.sections.show_tabs(shown.sections, shown.section)
        self.sections.setVisible(len(shown.sections) > 1)
        self.say(shown.title, shown.count, shown.note if saving is None else "")
        self.title.setVisible(len(shown.sections) == 1)
        show_deed(self.edit, shown.edit)
        self.edit.setVisible(saving is None)
        for button in (self.leave, self.save):
            button.setVisible(saving is not None)
        self.saving.setVisible(saving is not None)
        if saving is not None:
            show_deed(self.leave, saving.leave)
            show_deed(self.save, saving.save)
            self.saving.show_saving(saving)
        self._show_inside(shown)

    def _show_inside(self, shown: SettingsShown) -> None:
        is_edited, is_list = shown.saving is not None, bool(shown.columns)
        for button, deed in zip(self.deeds.values(), (shown.add, shown.up, shown.down, shown.remove), strict=True):
            show_deed(button, deed)
        for one in (self.foot, self._foot_line):
            one.setVisible(is_edited and is_list)
        if not is_list:
            self.form.show_form(shown.form, shown.fields, is_edited=is_edited)
            self.stack.setCurrentWidget(self.form)
        elif shown.empty:
            self.empty.say("sliders", shown.empty, shown.empty_hint, shown.add.text if is_edited else "",
                           button_icon="plus")  # fmt: skip
            self.stack.setCurrentWidget(self.empty)
        else:
            table = self._table(shown)
            table.setAccessibleName(shown.title)
            table.render_rows(shown.lines, shown.chosen, is_old=shown.is_old)
            self.stack.setCurrentWidget(table)

    def _table(self, shown: SettingsShown) -> Table:
        """One for each section, made when it is first looked at."""
        found = self.tables.get(shown.section)
        if found is None:
            specs = tuple(self._spec(place, one) for place, one in enumerate(shown.columns))
            found = Table(self._ground, f"administration.{shown.section}", specs, lambda row: row.id, sorting="none")
            found.horizontalHeader().setSectionsMovable(False)
            found.picked.connect(lambda key: self.wished.emit(Wish("entry_pick", "" if key is None else str(key))))
            found.opened.connect(lambda _row, _column: self.opened.emit(""))
            self.tables[shown.section] = found
            self.stack.addWidget(found)
        return found

    def _spec(self, place: int, column: ColumnShown) -> Spec[EntryLine]:
        def shown_cell(row: EntryLine) -> Cell:
            return cell(row.cells[place]) if place < len(row.cells) else Cell()

        return Spec(
            name=column.key, title=lambda: self._title(column.key), cell=shown_cell, width=column.width,
            is_right=column.is_right, is_stretched=column.is_stretched, rank=column.rank, is_kept=not column.rank,
        )  # fmt: skip

    def _title(self, key: str) -> str:
        """The word of a column, in the language of now."""
        columns = self.shown.columns if self.shown is not None else ()
        return next((one.title for one in columns if one.key == key), "")
