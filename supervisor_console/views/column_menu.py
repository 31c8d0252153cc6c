"""The menu of a table's columns."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QMenu, QWidget

from shared.language import Language


def column_menu(
    language: Language, parent: QWidget, columns: list[tuple[str, str, bool]], show: Callable[[str, bool], None],
    reset: Callable[[], None],
) -> QMenu:  # fmt: skip
    """Each of them (name, words, is it seen) to be ticked, and the way back to how it was at first."""
    menu = QMenu(language.text("Columns"), parent)
    for name, words, is_seen in columns:
        item = menu.addAction(words.replace("&", "&&"))
        item.setCheckable(True)
        item.setChecked(is_seen)
        item.triggered.connect(lambda is_on, name=name: show(name, is_on))
    menu.addSeparator()
    menu.addAction(language.text("Default")).triggered.connect(lambda _checked=False: reset())
    return menu
