"""Roles and rights: a row for each thing, a column for each role; in its own mode cells are pressed to change them."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from shared.domain.accounts import ROLES, Role
from shared.qt.forms import colour_text, label, rule
from shared.qt.ground import Ground
from shared.qt.table_model import ROW_ROLE
from shared.qt.tips import tip
from supervisor_console.administration.screen.accounts import RightLine, RightsShown
from supervisor_console.administration.screen.pieces import Wish
from supervisor_console.views.button import Button
from supervisor_console.views.columns import Spec
from supervisor_console.views.marks import cell, show_deed
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import BODY, CAPTION
from supervisor_console.views.table import Table

WIDTH, NARROW_WIDTH = 688, 648
COLUMNS: dict[Role, int] = {
    "operator": 88, "supervisor": 86, "quality": 84, "billing": 84, "administrator": 72, "wallboard": 74,
}  # fmt: skip
MOST_CHANGES = 4
"""So many are listed; of more it is said how many."""


class MatrixTable(Table):
    """``pressed(row, role)``: by the mouse, Space or Enter on a cell of a role, while it is edited."""

    cell_pressed = Signal(str, str)
    is_edited = False

    def __init__(self, ground: Ground, specs: tuple[Spec[RightLine], ...]) -> None:
        super().__init__(ground, "administration.rights", specs, lambda row: row.key, sorting="none")
        self.clicked.connect(self._press)
        self.horizontalHeader().setSectionsMovable(False)

    def _press(self, index: QModelIndex) -> None:
        row, column = index.data(ROW_ROLE), self.specs[index.column()].name
        if self.is_edited and row is not None and column in ROLES:
            self.cell_pressed.emit(row.key, column)

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Space and Enter press the cell in focus."""
        if event.key() in (Qt.Key.Key_Space, Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self._press(self.currentIndex())
        else:
            super().keyPressEvent(event)


class MatrixPanel(Panel):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        self.edit, self.leave = Button(ground), Button(ground)
        self.save = Button(ground, kind="primary")
        super().__init__(ground, tools=(self.edit, self.leave, self.save))
        self.heads: dict[Role, str] = {}
        self.table = MatrixTable(ground, self._specs())
        self.changes, self._title = label(BODY, wraps=True), label(CAPTION, 600)
        self.warning = label(BODY, wraps=True)
        self.line, self.below = rule(), QWidget()
        column = QVBoxLayout(self.below)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(4)
        for one in (self._title, self.changes, self.warning):
            column.addWidget(one)
        self.column.addWidget(self.table, 1)
        self.column.addWidget(self.line)
        self.column.addWidget(self.below)
        self.table.cell_pressed.connect(lambda row, role: self.wished.emit(Wish("rights_cell", row, role)))
        self.edit.clicked.connect(lambda _checked=False: self.wished.emit(Wish("rights_edit")))
        self.leave.clicked.connect(lambda _checked=False: self.wished.emit(Wish("rights_leave")))
        self.save.clicked.connect(lambda _checked=False: self.wished.emit(Wish("rights_save")))
        self.set_narrow(is_narrow=False)

    def set_narrow(self, *, is_narrow: bool) -> None:
        """How wide it is."""
        self.setFixedWidth(NARROW_WIDTH if is_narrow else WIDTH)

    def _specs(self) -> tuple[Spec[RightLine], ...]:
        text = self._text
        first: Spec[RightLine] = Spec(
            name="title", title=lambda: text("Right"), cell=lambda row: cell(row.title), is_stretched=True, is_kept=True
        )
        return (first, *(self._spec(role) for role in ROLES))

    def _text(self, message: str) -> str:
        return self._ground.language.text(message)

    def _spec(self, role: Role) -> Spec[RightLine]:
        return Spec(
            name=role, title=lambda: self.heads.get(role, ""), cell=lambda row: cell(row.cells[role]),
            width=COLUMNS[role], is_kept=True,
        )  # fmt: skip

    def show_rights(self, shown: RightsShown) -> None:
        """Show this."""
        theme = self._ground.theme
        self.say(shown.title, note=shown.note)
        self.heads = dict(shown.heads)
        self.table.setAccessibleName(shown.title)
        self.table.is_edited = shown.is_edited
        self.table.render_rows(shown.lines, self.table.key_now())
        self.table.horizontalHeader().viewport().update()
        for button, deed, is_seen in (
            (self.edit, shown.edit, not shown.is_edited), (self.leave, shown.leave, shown.is_edited),
            (self.save, shown.save, shown.is_edited),
        ):  # fmt: skip
            show_deed(button, deed)
            button.setVisible(is_seen)
        self._title.setText(shown.changes_title)
        colour_text(self._title, theme.colour("muted"))
        self.changes.setText(self._listed(shown.changes))
        self.changes.setToolTip(tip("\n".join(shown.changes)))
        self.changes.setVisible(bool(shown.changes))
        self.warning.setText(shown.warning)
        self.warning.setVisible(bool(shown.warning))
        colour_text(self.warning, theme.colour("bad"))
        for one in (self.line, self.below):
            one.setVisible(shown.is_edited)

    def _listed(self, changes: tuple[str, ...]) -> str:
        if len(changes) <= MOST_CHANGES:
            return "\n".join(changes)
        language = self._ground.language
        left = len(changes) - (MOST_CHANGES - 1)
        more = language.plural("and {number} more change", "and {number} more changes", left)
        return "\n".join((*changes[: MOST_CHANGES - 1], more))
