"""Buttons of the page: an action with its key, or with choices in a menu."""

from __future__ import annotations

from typing import get_args

from PySide6.QtCore import QPoint, QSize, Signal
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QMenu, QPushButton

from shared.qt.fonts import font
from shared.qt.ground import Ground
from shared.qt.icons import IconName, icon
from shared.qt.theme import on_accent
from supervisor_console.live.screen import Action
from supervisor_console.live.views.menus import choice_menu
from supervisor_console.views.sizes import BODY

HIGH = 32
_KNOWN = frozenset(get_args(IconName))
_SHEET = "QPushButton {{ min-height: 20px; padding: 5px {side}px; {colours} }}"
_FOCUS = " QPushButton:focus {{ padding: 4px {inner}px; }}"


class ActionButton(QPushButton):
    """Shows an action. ``pressed_action(Action)``; with choices it opens their menu, each an action of its own."""

    pressed_action = Signal(object)

    def __init__(self, ground: Ground, *, is_icon_only: bool = False) -> None:
        super().__init__()
        self._ground = ground
        self._look: tuple[str, ...] = ()
        self._known: Action | None = None
        self._is_icon_only = is_icon_only
        self.setFont(font(BODY, 500))
        self.setIconSize(QSize(16, 16))
        self.clicked.connect(lambda _checked=False: self._press())

    @property
    def action(self) -> Action | None:
        """What it shows."""
        return self._known

    def set_icon_only(self, is_icon_only: bool) -> None:
        """Where there is no room for words."""
        if is_icon_only != self._is_icon_only and self._known is not None:
            self._is_icon_only = is_icon_only
            self.render_action(self._known)
        self._is_icon_only = is_icon_only

    def render_action(self, action: Action) -> None:
        """Show this; nothing is touched where nothing is different."""
        self._known = action
        is_worded = not (self._is_icon_only and action.icon)
        text = (" " if action.icon else "") + action.text.replace("&", "&&") if is_worded else ""
        key = f"  {action.key}" if action.is_primary and action.key and is_worded else ""
        if self.text() != text + key:
            self.setText(text + key)
        self.setAccessibleName(action.text)
        self.setAccessibleDescription(action.hint)
        if self.toolTip() != action.hint:
            self.setToolTip(action.hint)
        if self.isEnabled() != action.is_enabled:
            self.setEnabled(action.is_enabled)
        self._dress(action, is_worded=is_worded)

    def _dress(self, action: Action, *, is_worded: bool) -> None:
        theme = self._ground.theme
        look = (theme.name, action.icon, str(action.is_danger), str(action.is_primary), str(is_worded),
                str(action.is_enabled))  # fmt: skip
        if look == self._look:
            return
        self._look = look
        colour = theme.colour("muted")
        if action.is_enabled:
            colour = on_accent(theme) if action.is_primary else theme.colour("bad" if action.is_danger else "text")
        known = action.icon in _KNOWN
        self.setIcon(icon(action.icon, colour, 16) if known else QIcon())  # type: ignore[arg-type]  # it is a name
        bad = theme.colour("bad").name()
        colours = f"color: {bad}; border-color: {bad};" if action.is_danger and action.is_enabled else ""
        self.setProperty("primary", action.is_primary)
        side = 11 if is_worded else 7
        self.setStyleSheet(_SHEET.format(side=side, colours=colours) + _FOCUS.format(inner=side - 1))

    def menu_of(self) -> QMenu | None:
        """The choices, where there are any."""
        if self._known is None or not self._known.choices:
            return None
        return choice_menu(self._known, self._ground.theme, self, self.pressed_action.emit)

    def _press(self) -> None:
        menu = self.menu_of()
        if menu is not None:
            menu.popup(self.mapToGlobal(QPoint(0, self.height() + 4)))
        elif self._known is not None:
            self.pressed_action.emit(self._known)
