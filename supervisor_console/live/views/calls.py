"""Calls that wait, with what may be done with the one that is chosen; and callers to be called back."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QModelIndex, QPoint, Qt, Signal
from PySide6.QtWidgets import QSizePolicy

from shared.qt.ground import Ground
from shared.qt.table_model import ROW_ROLE
from supervisor_console.live.screen import Action, LiveScreen, MissedLine, Wish
from supervisor_console.live.views.agents import below_row
from supervisor_console.live.views.buttons import ActionButton
from supervisor_console.live.views.columns import key_of, missed_columns, waiting_columns
from supervisor_console.live.views.menus import action_menu
from supervisor_console.live.views.panel import Region
from supervisor_console.views.rules import HEAD as TABLE_HEAD
from supervisor_console.views.rules import ROW
from supervisor_console.views.sizes import HEAD
from supervisor_console.views.table import Table

MOST_ROWS, MOST_ROWS_SLIM, EMPTY = 10, 5, 64


class WaitingRegion(Region):
    """As high as its rows need, up to some of them."""

    wished = Signal(object)
    pressed_action = Signal(object)

    def __init__(self, ground: Ground) -> None:
        self.table = Table(ground, "live_waiting", waiting_columns(ground), key_of, sorting="none")
        super().__init__(ground, self.table)
        self._actions: tuple[Action, ...] = ()
        self._rows, self._is_slim = -1, False
        self.buttons = [ActionButton(ground, is_icon_only=True) for _ in range(3)]
        for button in self.buttons:
            self.tools.addWidget(button)
            button.pressed_action.connect(self.pressed_action)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        self.table.picked.connect(self._chose)
        self.table.asked_menu.connect(lambda _key, where: self._open_menu(where))
        self.table.opened.connect(lambda _row, _column: self._open_menu(below_row(self.table)))

    def render_waiting(self, screen: LiveScreen) -> None:
        """Show these calls."""
        self.render_panel(screen.waiting_panel)
        self._actions = screen.call_actions
        for button, action in zip(self.buttons, screen.call_actions, strict=True):
            button.render_action(action)
        self.table.render_rows(screen.waiting, screen.chosen_call, is_old=screen.is_old)
        self.table.setAccessibleName(screen.waiting_panel.title)
        self._grow(len(screen.waiting))

    def set_slim(self, is_slim: bool) -> None:
        """Fewer rows."""
        self._is_slim = is_slim
        self._rows, rows = -1, self._rows
        self._grow(max(0, rows))

    def _grow(self, rows: int) -> None:
        """Steps of whole rows: a row that comes moves what is below by just that."""
        if rows != self._rows:
            self._rows = rows
            most = MOST_ROWS_SLIM if self._is_slim else MOST_ROWS
            shown = min(rows, most)
            policy = Qt.ScrollBarPolicy
            self.table.setVerticalScrollBarPolicy(
                policy.ScrollBarAsNeeded if rows > most else policy.ScrollBarAlwaysOff
            )
            self.setFixedHeight(HEAD + (TABLE_HEAD + shown * ROW if rows else EMPTY) + 3)

    def _chose(self, key: Hashable | None) -> None:
        pbx, call = key if isinstance(key, tuple) else ("", "")
        self.wished.emit(Wish("select_call", pbx, call=call))

    def _open_menu(self, where: QPoint) -> None:
        action_menu(self._actions, self._ground.theme, self, self.pressed_action.emit).popup(where)


class MissedRegion(Region):
    """A click on "Call", or Enter, calls back; a double click elsewhere shows the call."""

    pressed_action = Signal(object)

    def __init__(self, ground: Ground) -> None:
        self.table = Table(ground, "live_missed", missed_columns(ground), key_of, sorting="none")
        super().__init__(ground, self.table)
        self.table.opened.connect(self._opened)
        self.table.clicked.connect(self._clicked)
        self.table.asked_menu.connect(self._open_menu)

    def render_missed(self, screen: LiveScreen) -> None:
        """Show these."""
        self.render_panel(screen.missed_panel)
        self.table.setAccessibleName(screen.missed_panel.title)
        self.table.render_rows(screen.missed, self.table.key_now(), is_old=False)

    def set_slim(self, is_slim: bool) -> None:
        """No note in the head."""
        self.is_slim = is_slim

    def _clicked(self, index: QModelIndex) -> None:
        row = index.data(ROW_ROLE)
        if self.table.specs[index.column()].name == "call" and row.dial is not None:
            self.pressed_action.emit(row.dial)

    def _opened(self, row: MissedLine, column: str) -> None:
        if column not in ("", "call"):
            self.pressed_action.emit(self._look(row))
        elif not column and row.dial is not None:
            self.pressed_action.emit(row.dial)

    def _look(self, row: MissedLine) -> Action:
        title = self._ground.language.text("Tracking of the call")
        return Action(Wish("open_call", row.pbx, call=row.call), title, "search")

    def _open_menu(self, _key: Hashable, where: QPoint) -> None:
        row = self.table.currentIndex().data(ROW_ROLE)
        if isinstance(row, MissedLine):
            actions = (row.dial, self._look(row)) if row.dial is not None else (self._look(row),)
            action_menu(actions, self._ground.theme, self, self.pressed_action.emit).popup(where)
