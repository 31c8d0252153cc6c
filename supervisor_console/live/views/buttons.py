"""Buttons of the page: an action with its key, or with choices in a menu."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Signal
from PySide6.QtWidgets import QMenu

from shared.qt.ground import Ground
from supervisor_console.live.screen import Action
from supervisor_console.live.views.menus import choice_menu
from supervisor_console.views.button import Button


class ActionButton(Button):
    """Shows an action. ``pressed_action(Action)``; with choices it opens their menu, each an action of its own."""

    pressed_action = Signal(object)

    def __init__(self, ground: Ground, *, is_icon_only: bool = False) -> None:
        super().__init__(ground)
        self.action: Action | None = None
        self._is_icon_only = is_icon_only
        self.clicked.connect(lambda _checked=False: self._press())

    def set_icon_only(self, is_icon_only: bool) -> None:
        """Where there is no room for words."""
        self._is_icon_only = is_icon_only
        self.set_slim(is_icon_only)

    def render_action(self, action: Action) -> None:
        """Show this; nothing is touched where nothing is different."""
        if action == self.action:
            return
        self.action = action
        self._kind = "primary" if action.is_primary else "danger" if action.is_danger else "plain"
        self.say(action.text, action.icon, hint=action.hint, key=action.key if action.is_primary else "")
        self.set_slim(self._is_icon_only)
        self.setAccessibleDescription(action.hint)
        self.setEnabled(action.is_enabled)
        self.update()

    def menu_of(self) -> QMenu | None:
        """The choices, where there are any."""
        if self.action is None or not self.action.choices:
            return None
        return choice_menu(self.action, self._ground.theme, self, self.pressed_action.emit)

    def _press(self) -> None:
        menu = self.menu_of()
        if menu is not None:
            menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        elif self.action is not None:
            self.pressed_action.emit(self.action)
