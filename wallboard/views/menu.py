"""The wallboard's menu: what the keys do, said in words, for whoever stands before it with a mouse."""

from __future__ import annotations

from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QMenu, QWidget

from shared.language import LANGUAGES, Language, to_translate

ITEMS: tuple[tuple[str, str, str], ...] = (
    ("previous", to_translate("Previous page"), "←"),
    ("next", to_translate("Next page"), "→"),
    ("rotation", to_translate("Pages take turns"), "Space"),
    ("", "", ""),
    ("edit", to_translate("Edit this page"), "E"),
    ("past", to_translate("Time machine"), "P"),
    ("", "", ""),
    ("fullscreen", to_translate("Full screen"), "F11"),
    ("theme", to_translate("Next theme"), "T"),
    ("sound", to_translate("Sound of alerts"), "S"),
)
"""Wish, text, key; an empty one is a line between."""
TURNS = (10, 15, 20, 30, 60)
"""Seconds after which pages may take turns."""
CHECKED = ("rotation", "fullscreen", "sound", "past", "edit")


def make_menu(
    language: Language, parent: QWidget, states: dict[str, bool], *, screens: list[str], screen: str, seconds: float
) -> QMenu:
    """A fresh menu in this language; each action's ``data`` is the wish. ``states``: which are on."""
    menu = QMenu(parent)
    for wish, text, key in ITEMS:
        if not wish:
            menu.addSeparator()
            continue
        action = _add(menu, language.text(text), wish)
        action.setShortcut(key if len(key) > 1 or key.isalpha() else {"←": "Left", "→": "Right"}[key])
        action.setShortcutVisibleInContextMenu(True)
        if wish in CHECKED:
            action.setCheckable(True)
            action.setChecked(states.get(wish, False))
    _pages(menu, language, is_fixed=states.get("fix", False), seconds=seconds)
    _choices(menu, language.text("Screen"), {f"screen:{name}": name for name in screens}, f"screen:{screen}")
    _choices(menu, language.text("Language"), {f"language:{code}": name for code, name in LANGUAGES.items()},
             f"language:{language.code}")  # fmt: skip
    menu.addSeparator()
    _add(menu, language.text("Sign in …"), "sign_in")
    _add(menu, language.text("Settings …"), "settings")
    _add(menu, language.text("About …"), "about")
    menu.addSeparator()
    _add(menu, language.text("Quit"), "quit").setShortcut("Ctrl+Q")
    return menu


def _pages(menu: QMenu, language: Language, *, is_fixed: bool, seconds: float) -> None:
    inner = menu.addMenu(language.text("Pages"))
    _add(inner, language.text("New page"), "add_page")
    _add(inner, language.text("Remove this page"), "remove_page")
    inner.addSeparator()
    fix = _add(inner, language.text("Always this page"), "fix")
    fix.setCheckable(True)
    fix.setChecked(is_fixed)
    every = {f"every:{one}": language.text("{seconds} s", seconds=one) for one in TURNS}
    _choices(inner, language.text("Take turns after"), every, f"every:{seconds:g}")


def _add(menu: QMenu, text: str, wish: str) -> QAction:
    action = menu.addAction(text)
    action.setData(wish)
    return action


def _choices(menu: QMenu, title: str, choices: dict[str, str], chosen: str) -> None:
    inner = menu.addMenu(title)
    group = QActionGroup(inner)
    for wish, text in choices.items():
        action = _add(inner, text, wish)
        action.setCheckable(True)
        action.setChecked(wish == chosen)
        group.addAction(action)
