"""Menus made of what the screen offers: each item is a wish."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtGui import QAction, QColor, QIcon
from PySide6.QtWidgets import QMenu, QWidget

from operator_panel.screen import Action, Choice, Wish
from shared.qt.icons import IconName, icon, icon_pixmap
from shared.qt.paint_text import plain
from shared.qt.painting import known_icon
from shared.qt.theme import Theme, on_accent

Wished = Callable[[Wish], None]


def choice_menu(choices: Iterable[Choice], theme: Theme, parent: QWidget, wished: Wished) -> QMenu:
    """A menu of choices; limits and keys stand at their right."""
    menu = QMenu(parent)
    for choice in choices:
        item = add_item(menu, choice.text, choice.note, choice.icon, theme, choice.token)
        item.setEnabled(choice.is_enabled)
        if choice.is_chosen:
            item.setCheckable(True)
            item.setChecked(True)
        item.triggered.connect(saying(wished, choice.wish))
    return menu


def action_menu(actions: Iterable[Action], theme: Theme, parent: QWidget, wished: Wished) -> QMenu:
    """A menu of actions; those with choices open a further menu."""
    menu = QMenu(parent)
    add_actions(menu, actions, theme, wished)
    return menu


def add_actions(menu: QMenu, actions: Iterable[Action], theme: Theme, wished: Wished) -> None:
    """Add these to a menu."""
    for action in actions:
        if action.choices:
            inner = choice_menu(action.choices, theme, menu, wished)
            inner.setTitle(_safe(action.text))
            inner.setEnabled(action.is_enabled)
            if (name := known_icon(action.icon)) is not None:
                inner.setIcon(menu_icon(name, theme.colour(action.token), theme))
            menu.addMenu(inner)
            continue
        item = add_item(menu, _pending(action), action.key, action.icon, theme, action.token)
        item.setEnabled(action.is_enabled and not action.is_pending)
        if action.is_checked:
            item.setCheckable(True)
            item.setChecked(True)
        item.triggered.connect(saying(wished, action.wish))


def add_item(menu: QMenu, text: str, note: str, icon_name: str, theme: Theme, token: str = "text") -> QAction:
    """Add one item that does nothing yet."""
    item = menu.addAction(_safe(text) + (f"\t{_safe(note)}" if note else ""))
    if (name := known_icon(icon_name)) is not None:
        colour = theme.colour(token)  # type: ignore[arg-type]  # screens speak in tokens
        item.setIcon(menu_icon(name, colour, theme))
    return item


def menu_icon(name: IconName, colour: QColor, theme: Theme) -> QIcon:
    """The icon of an item: in its colour, and readable on the accent while the item is marked."""
    found = icon(name, colour, 18)
    for ratio in (1.0, 2.0):
        found.addPixmap(icon_pixmap(name, on_accent(theme), 18, ratio), QIcon.Mode.Active)
    return found


def _pending(action: Action) -> str:
    return f"{action.text} …" if action.is_pending and not action.text.endswith("…") else action.text


def _safe(text: str) -> str:
    return plain(text).replace("&", "&&")


def saying(wished: Wished, wish: Wish) -> Callable[[bool], None]:
    """For a signal: say this wish."""

    def say(_is_checked: bool = False) -> None:
        wished(wish)

    return say
