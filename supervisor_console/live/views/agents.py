"""The operators: their table, and in its head what may be done with the one that is chosen."""

from __future__ import annotations

from collections.abc import Hashable

from PySide6.QtCore import QPoint, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame

from shared.qt.ground import Ground
from shared.qt.paint_text import advance
from supervisor_console.live.screen import Action, LiveScreen, Wish
from supervisor_console.live.views.buttons import ActionButton
from supervisor_console.live.views.columns import agent_columns, key_of
from supervisor_console.live.views.menus import action_menu
from supervisor_console.live.views.panel import Region
from supervisor_console.views.sizes import BODY
from supervisor_console.views.table import Table

BY_EXTENSION = ("extension", False)
BUTTON, REST = 58, 88
"""Of a button without its words, with the gap to the next; and of all that stands beside them, in pixels."""
IN_HEAD = 5
"""So many of the actions have a button of their own; all stand in the menu."""


class AgentsRegion(Region):
    """``wished``: another choice; ``pressed_action``: something shall be done with it."""

    wished = Signal(object)
    pressed_action = Signal(object)

    def __init__(self, ground: Ground) -> None:
        self.table = Table(ground, "live_agents", agent_columns(ground), key_of, sorted_by=BY_EXTENSION)
        super().__init__(ground, self.table)
        self._actions: tuple[Action, ...] = ()
        self.buttons = [ActionButton(ground) for _ in range(IN_HEAD)]
        self.more = ActionButton(ground, is_icon_only=True)
        self._rule = QFrame()
        self._rule.setFixedSize(1, 20)
        for place, button in enumerate((*self.buttons, self.more)):
            if place == 3:
                self.tools.addWidget(self._rule)
            self.tools.addWidget(button)
            if button is not self.more:
                button.pressed_action.connect(self.pressed_action)
        self.more.pressed_action.connect(lambda _action: self._open_menu(self._below(self.more)))
        self.table.picked.connect(self._chose)
        self.table.asked_menu.connect(lambda _key, where: self._open_menu(where))
        self.table.typed.connect(self._pressed)
        self.table.opened.connect(lambda _row, _column: self._open_menu(below_row(self.table)))
        ground.theme_changed.connect(self._dress_rule)
        self._dress_rule()

    # --- what is shown

    def render_agents(self, screen: LiveScreen) -> None:
        """Rows first, so that the actions are those of the row that is chosen."""
        self.render_panel(screen.agents_panel)
        self._actions = screen.agent_actions
        for button, action in zip(self.buttons, screen.agent_actions, strict=False):
            button.render_action(action)
        self._fit_head()
        language = self._ground.language
        self.more.render_action(Action(Wish("select_agent"), language.text("More"), "ellipsis",
                                       hint=language.text("More actions and columns")))  # fmt: skip
        self.table.setAccessibleName(screen.agents_panel.title)
        self.table.render_rows(screen.agents, screen.chosen_agent, is_old=screen.is_old)

    def _dress_rule(self) -> None:
        self._rule.setStyleSheet(f"background: {self._ground.theme.colour('line').name()};")

    def set_slim(self, is_slim: bool) -> None:
        """Buttons without words."""
        self.is_slim = is_slim
        self._fit_head()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """There may be room for words."""
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        """Words where they all fit beside the title."""
        texts = [action.text for action in self._actions[:IN_HEAD]]
        words = sum(advance(text, BODY, 500) + BUTTON for text in texts)
        title = self.title.sizeHint().width() + self.count.width()
        has_room = title + words + REST <= self.width()
        for button in self.buttons:
            button.set_icon_only(self.is_slim or not has_room)

    # --- hands

    def _chose(self, key: Hashable | None) -> None:
        pbx, agent = key if isinstance(key, tuple) else ("", "")
        self.wished.emit(Wish("select_agent", pbx, agent))

    def _pressed(self, letter: str) -> None:
        """A key of an action: with choices it opens them at the button."""
        for place, action in enumerate(self._actions):
            if action.key == letter and action.is_enabled:
                menu = self.buttons[place].menu_of() if place < IN_HEAD else None
                if menu is not None:
                    menu.popup(self._below(self.buttons[place]))
                    menu.setActiveAction(menu.actions()[0])
                else:
                    self.pressed_action.emit(action)

    def _below(self, button: ActionButton) -> QPoint:
        return button.mapToGlobal(QPoint(0, button.height() + 4))

    def _open_menu(self, where: QPoint) -> None:
        menu = action_menu(self._actions, self._ground.theme, self, self.pressed_action.emit)
        menu.addSeparator()
        menu.addMenu(self.table.columns_menu(menu))
        menu.popup(where)


def below_row(table: Table) -> QPoint:
    """Where a menu of the row that is chosen opens, on the screen."""
    return table.viewport().mapToGlobal(table.visualRect(table.currentIndex()).bottomLeft())
