"""The operators: their table, and in its head what may be done with the one that is chosen."""

from __future__ import annotations

from collections.abc import Hashable
from typing import Any

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QMenu

from shared.qt.ground import Ground
from shared.qt.paint_text import advance
from supervisor_console.live.screen import Action, LiveScreen, Wish
from supervisor_console.live.views.buttons import ActionButton
from supervisor_console.live.views.columns import AGENTS
from supervisor_console.live.views.menus import action_menu
from supervisor_console.live.views.panel import Region
from supervisor_console.live.views.table import LiveTable
from supervisor_console.views.sizes import BODY

BY_EXTENSION = 2
BUTTON, REST = 58, 88
"""Of a button without its words, with the gap to the next; and of all that stands beside them, in pixels."""
IN_HEAD = 5
"""So many of the actions have a button of their own; all stand in the menu."""


class AgentsRegion(Region):
    """``wished``: another choice; ``pressed_action``: something shall be done with it."""

    wished = Signal(object)
    pressed_action = Signal(object)

    def __init__(self, ground: Ground) -> None:
        self.table = LiveTable(ground, AGENTS, BY_EXTENSION)
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
        self.table.chosen.connect(self._chose)
        self.table.asked_menu.connect(lambda _key, where: self._open_menu(where))
        self.table.pressed_key.connect(self._pressed)
        self.table.opened.connect(self._opened)
        self.table.horizontalHeader().setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.table.horizontalHeader().customContextMenuRequested.connect(self._open_columns)
        self.dress()

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
        self.table.render_rows(screen.agents, screen.chosen_agent, is_old=screen.is_old)

    def dress(self) -> None:
        """Theme or language are different."""
        super().dress()
        if hasattr(self, "_rule"):
            self._rule.setStyleSheet(f"background: {self._ground.theme.colour('line').name()};")
            self.table.setAccessibleName(self._ground.language.text("Operators"))
        self.table.dress()

    def set_slim(self, is_slim: bool) -> None:
        """Buttons without words, fewer columns."""
        self.is_slim = is_slim
        self.table.set_slim(is_slim)
        self._fit_head()

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """There may be room for words."""
        super().resizeEvent(event)
        self._fit_head()

    def _fit_head(self) -> None:
        """Words where they all fit beside the title."""
        texts = [action.text for action in self._actions[:IN_HEAD]]
        words = sum(advance(text, BODY, 500) + BUTTON for text in texts)
        title = self.title.sizeHint().width() + self.count.sizeHint().width()
        has_room = title + words + REST <= self.width()
        for button in self.buttons:
            button.set_icon_only(self.is_slim or not has_room)

    # --- hands

    def _chose(self, key: Hashable | None) -> None:
        pbx, agent = key if isinstance(key, tuple) else ("", "")
        self.wished.emit(Wish("select_agent", pbx, agent))

    def _opened(self, _row: Any, column: str) -> None:
        if not column:
            index = self.table.currentIndex()
            self._open_menu(self.table.viewport().mapToGlobal(self.table.visualRect(index).bottomLeft()))

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
        menu.addMenu(self._columns(menu))
        menu.popup(where)

    def _open_columns(self, place: QPoint) -> None:
        menu = self._columns(self)
        menu.popup(self.table.horizontalHeader().mapToGlobal(place))

    def _columns(self, parent: Any) -> QMenu:
        language = self._ground.language
        menu = QMenu(language.text("Columns"), parent)
        for name, title, is_shown in self.table.columns():
            item = menu.addAction(title)
            item.setCheckable(True)
            item.setChecked(is_shown)
            item.triggered.connect(lambda is_on, name=name: self.table.want(name, is_on))
        menu.addSeparator()
        menu.addAction(language.text("Default")).triggered.connect(lambda _checked=False: self.table.want(None))
        return menu
