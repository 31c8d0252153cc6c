"""The panel's own menu: what the state allows first, then looks, language, the program."""

from __future__ import annotations

from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from operator_panel.screen import PanelScreen, Wish, WishKind
from operator_panel.views.menus import Wished, add_actions, add_item, menu_icon, saying
from shared.language import LANGUAGES, Language, to_translate
from shared.qt.ground import Ground
from shared.qt.painting import known_icon
from shared.qt.theme import Theme, ThemeName

THEMES: dict[ThemeName, str] = {
    "light": to_translate("Light"), "dark": to_translate("Dark"), "contrast": to_translate("High contrast"),
}
EDGES = {
    "left": to_translate("To the left edge"), "right": to_translate("To the right edge"),
    "": to_translate("Where I put it"),
}
"""Where the window docks; "" is nowhere."""


def program_menu(screen: PanelScreen, ground: Ground, parent: QWidget, wished: Wished) -> QMenu:
    """A fresh menu in the language of now."""
    menu, language, theme, offered = QMenu(parent), ground.language, ground.theme, screen.menu
    add_actions(menu, offered.actions, theme, wished)
    if offered.actions:
        menu.addSeparator()
    _switch(menu, language.text("Compact view"), "Ctrl+M", "shrink", theme, wished, kind="compact",
            is_on=screen.is_compact)  # fmt: skip
    _switch(menu, language.text("Quiet mode"), "", "bell_struck", theme, wished, kind="quiet", is_on=offered.is_quiet)
    edges = {key: language.text(text) for key, text in EDGES.items()}
    _choices(menu, language.text("Dock"), edges, offered.edge, "dock_right", theme, wished, kind="dock")
    themes: dict[str, str] = {key: language.text(text) for key, text in THEMES.items()}
    _choices(menu, language.text("Theme"), themes, theme.name, "moon", theme, wished, kind="theme")
    _choices(menu, language.text("Language"), LANGUAGES, language.code, "globe", theme, wished, kind="language")
    menu.addSeparator()
    _program(menu, language, theme, wished)
    return menu


def _program(menu: QMenu, language: Language, theme: Theme, wished: Wished) -> None:
    rows: tuple[tuple[WishKind, str, str, str], ...] = (
        ("settings", language.text("Settings …"), "gear", ""),
        ("about", language.text("About …"), "info", ""),
        ("sign_out", language.text("Sign in as someone else …"), "user", ""),
        ("quit", language.text("Quit"), "close", "Ctrl+Q"),
    )
    for kind, text, icon, key in rows:
        add_item(menu, text, key, icon, theme, "muted").triggered.connect(saying(wished, Wish(kind)))


def _switch(
    menu: QMenu, text: str, key: str, icon: str, theme: Theme, wished: Wished, *, kind: WishKind, is_on: bool
) -> None:
    # Where an item has an icon, Qt's style shows only by a faint frame that it is switched on.
    item = add_item(menu, text, key, "tick" if is_on else icon, theme, "accent" if is_on else "muted")
    item.setCheckable(True)
    item.setChecked(is_on)
    item.triggered.connect(saying(wished, Wish(kind, is_on=not is_on)))


def _choices(
    menu: QMenu, title: str, choices: dict[str, str], chosen: str, icon: str, theme: Theme, wished: Wished, *,
    kind: WishKind,
) -> None:  # fmt: skip
    inner = QMenu(menu)
    inner.setTitle(title)
    group = QActionGroup(inner)
    for key, text in choices.items():
        item = add_item(inner, text, "", "", theme)
        item.setCheckable(True)
        item.setChecked(key == chosen)
        item.triggered.connect(saying(wished, Wish(kind, choice=key)))
        group.addAction(item)
    if (name := known_icon(icon)) is not None:
        inner.setIcon(menu_icon(name, theme.colour("muted"), theme))
    menu.addMenu(inner)
