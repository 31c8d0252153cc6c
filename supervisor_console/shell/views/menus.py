"""What opens from the top bar: the menu of the account, and the list of alerts."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from shared.domain.search.query import Term
from shared.language import LANGUAGES, to_translate
from shared.qt.forms import rule
from shared.qt.ground import Ground
from shared.qt.icons import IconName, icon, icon_pixmap
from shared.qt.paint_text import plain
from shared.qt.text import Text
from shared.qt.theme import on_accent
from supervisor_console.shell.screen import AlertLine
from supervisor_console.views.button import Button
from supervisor_console.views.choice_rows import ChoiceRow, Rows
from supervisor_console.views.popover import Popover
from supervisor_console.views.sizes import BODY, CAPTION
from supervisor_console.views.states import EmptyState

Say = Callable[[str, str], None]
"""What was chosen: what of, and which."""
THEMES = {
    "light": to_translate("Light"), "dark": to_translate("Dark"), "contrast": to_translate("High contrast"),
}  # fmt: skip
ALERTS_WIDTH, MOST_ALERTS = 440, 8


def account_menu(ground: Ground, parent: QWidget, say: Say, *, can_change_password: bool) -> QMenu:
    """A fresh menu in the language of now."""
    menu, language = QMenu(parent), ground.language
    themes = {name: language.text(text) for name, text in THEMES.items()}
    _choices(ground, menu, language.text("Theme"), "moon", themes, ground.theme.name, lambda name: say("theme", name))
    _choices(ground, menu, language.text("Language"), "globe", LANGUAGES, language.code,
             lambda code: say("language", code))  # fmt: skip
    password = _item(ground, menu, language.text("Change the password …"), "lock", lambda: say("password", ""))
    password.setEnabled(can_change_password)
    _item(ground, menu, language.text("About …"), "info", lambda: say("about", ""))
    menu.addSeparator()
    _item(ground, menu, language.text("Sign out"), "sign_out", lambda: say("sign_out", ""))
    _item(ground, menu, language.text("Quit") + "\tCtrl+Q", "close", lambda: say("quit", ""))
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    return menu


def _choices(
    ground: Ground, menu: QMenu, title: str, name: IconName, choices: dict[str, str], now: str,
    choose: Callable[[str], None],
) -> None:  # fmt: skip
    inner = menu.addMenu(title)
    inner.setIcon(icon(name, ground.theme.colour("muted"), 18))
    group = QActionGroup(inner)
    for key, text in choices.items():
        item = inner.addAction(plain(text).replace("&", "&&"))
        item.setCheckable(True)
        item.setChecked(key == now)
        item.triggered.connect(lambda _checked=False, key=key: choose(key))
        group.addAction(item)


def _item(ground: Ground, menu: QMenu, text: str, name: IconName, do: Callable[[], None]) -> QAction:
    item = menu.addAction(text)
    drawn = icon(name, ground.theme.colour("muted"), 18)
    for ratio in (1.0, 2.0):
        drawn.addPixmap(icon_pixmap(name, on_accent(ground.theme), 18, ratio), drawn.Mode.Active)
    item.setIcon(drawn)
    item.triggered.connect(lambda _checked=False: do())
    return item


def alert_list(
    ground: Ground, anchor: QWidget, alerts: tuple[AlertLine, ...], acknowledge: Callable[[AlertLine], None]
) -> Popover:
    """Under the bell: each alert, since when, who looks after it, and the button that says "I do"."""
    opened = Popover(ground, anchor, is_right=True)
    opened.setFixedWidth(ALERTS_WIDTH)
    opened.column.setContentsMargins(0, 12, 0, 4)
    opened.setAccessibleName(ground.language.text("Alerts"))
    title = Text(BODY, 600)
    title.say(ground.language.text("Alerts"), ground.theme)
    title.setContentsMargins(16, 0, 16, 0)
    head = QHBoxLayout()
    head.setContentsMargins(16, 0, 16, 4)
    head.addWidget(title)
    opened.column.addLayout(head)
    for line in alerts[:MOST_ALERTS]:
        opened.column.addWidget(rule())
        opened.column.addLayout(_alert_row(ground, opened, line, acknowledge))
    if not alerts:
        nothing = EmptyState(ground)
        nothing.say("circle_tick", ground.language.text("No alerts."))
        opened.column.addWidget(nothing)
    return opened


def reading_list(
    ground: Ground, anchor: QWidget, terms: tuple[Term, ...], names: dict[str, str], choose: Callable[[Term], None]
) -> Popover:
    """Under the search: what the digits may mean. Enter takes the first."""
    text, opened, rows = ground.language.text, Popover(ground, anchor), Rows()
    opened.setFixedWidth(anchor.width())
    made = []
    for term in terms:
        value = term.values[0].strip("*")
        is_agent = term.field == "agent"
        words = text("Operator {number}", number=value) if is_agent else text("Number with {digits}", digits=value)
        row = ChoiceRow(ground, words, names.get(value, "") if is_agent else "", is_ticked=None)
        row.set_icon("user" if is_agent else "handset", "muted")
        row.clicked.connect(opened.shut)
        row.clicked.connect(lambda _=False, term=term: choose(term))
        made.append(row)
    rows.fill(made)
    opened.column.addWidget(rows)
    opened.open(made[0])
    return opened


def _alert_row(
    ground: Ground, opened: Popover, line: AlertLine, acknowledge: Callable[[AlertLine], None]
) -> QHBoxLayout:
    words = QVBoxLayout()
    words.setSpacing(2)
    title, detail = Text(BODY, 500), Text(CAPTION)
    title.say(line.title, ground.theme, line.token)
    detail.say(line.detail, ground.theme, "muted")
    words.addWidget(title)
    words.addWidget(detail)
    row = QHBoxLayout()
    row.setContentsMargins(16, 6, 12, 6)
    row.setSpacing(12)
    row.addLayout(words, 1)
    if line.can_acknowledge:
        button = Button(ground, ground.language.text("Acknowledge"), "tick")
        button.clicked.connect(lambda _checked=False: acknowledge(line))
        button.clicked.connect(lambda _checked=False: opened.shut())
        row.addWidget(button)
    return row
