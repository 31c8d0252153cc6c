"""Menus of what may be done: each item is a wish, asked about first where it cannot be taken back."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import get_args

from PySide6.QtWidgets import QMenu, QWidget

from shared.qt.icons import IconName, icon
from shared.qt.theme import Theme
from shared.qt.tips import tip
from supervisor_console.live.screen import Action, Choice

Wished = Callable[[Action], None]
_KNOWN = frozenset(get_args(IconName))


def action_menu(actions: Iterable[Action], theme: Theme, parent: QWidget, wished: Wished) -> QMenu:
    """All of them; those with choices open a further menu, what is not possible says why."""
    menu = QMenu(parent)
    menu.setToolTipsVisible(True)
    for action in actions:
        if action.choices and action.is_enabled:
            inner = choice_menu(action, theme, menu, wished)
            inner.setTitle(_safe(action.text))
            _set_icon(inner, action.icon, theme, is_danger=False)
            menu.addMenu(inner)
        else:
            item = menu.addAction(_safe(action.text) + (f"\t{action.key}" if action.key else ""))
            _set_icon(item, action.icon, theme, is_danger=action.is_danger)
            item.setEnabled(action.is_enabled)
            item.setToolTip("" if action.is_enabled else tip(action.hint))
            item.triggered.connect(_saying(wished, action))
        if action.is_group_end:
            menu.addSeparator()
    return menu


def choice_menu(action: Action, theme: Theme, parent: QWidget, wished: Wished) -> QMenu:
    """An action's choices, each a wish of its own."""
    menu = QMenu(parent)
    for choice in action.choices:
        item = menu.addAction(_safe(choice.text) + (f"\t{_safe(choice.note)}" if choice.note else ""))
        _set_icon(item, choice.icon, theme, is_danger=False)
        item.triggered.connect(_saying(wished, _chosen(action, choice)))
    return menu


def _saying(wished: Wished, action: Action) -> Callable[[], None]:
    return lambda: wished(action)


def _chosen(action: Action, choice: Choice) -> Action:
    return Action(choice.wish, choice.text, action.icon, confirmation=action.confirmation)


def _set_icon(item: object, name: str, theme: Theme, *, is_danger: bool) -> None:
    if name in _KNOWN:
        made = icon(name, theme.colour("bad" if is_danger else "text"), 16)  # type: ignore[arg-type]  # it is a name
        item.setIcon(made)  # type: ignore[attr-defined]  # menus and their items both have it


def _safe(text: str) -> str:
    return text.replace("&", "&&").replace("\t", " ")
