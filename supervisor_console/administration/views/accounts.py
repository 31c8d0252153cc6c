"""The table of accounts with its filters, and under it what may be done with the chosen one."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QWidget

from shared.qt.forms import rule
from shared.qt.ground import Ground
from shared.qt.text import Text
from supervisor_console.administration.screen.accounts import AccountLine, AccountsShown
from supervisor_console.administration.screen.pieces import Wish, WishKind
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.columns import Spec
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.marks import cell, show_choice, show_deed
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import CAPTION, HEAD
from supervisor_console.views.states import EmptyState
from supervisor_console.views.table import Table

DEEDS: tuple[WishKind, ...] = ("account_edit", "account_password", "account_unlock", "account_switch")
SEARCH_WIDTH, TYPING_MS = 168, 200


class AccountsPanel(Panel):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        self.search, self.role = LineEdit(ground, icon="search"), ChoiceButton(ground)
        super().__init__(ground, tools=(self.search, self.role))
        self.search.setFixedWidth(SEARCH_WIDTH)
        self.table = Table(ground, "administration.accounts", _specs(ground), lambda row: row.name,
                           sorted_by=("title", False))  # fmt: skip
        self.empty, self.foot = EmptyState(ground), Text(CAPTION)
        self.deeds = {name: Button(ground, kind="danger" if name == "account_switch" else "plain") for name in DEEDS}
        self.shown: AccountsShown | None = None
        self._middle = QStackedWidget()
        self._middle.addWidget(self.table)
        self._middle.addWidget(self.empty)
        self.column.addWidget(self._middle, 1)
        self.column.addWidget(rule())
        self.column.addWidget(self._made_foot())
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._connect()

    def _made_foot(self) -> QWidget:
        foot = QWidget()
        foot.setFixedHeight(HEAD)
        row = QHBoxLayout(foot)
        row.setContentsMargins(16, 0, 16, 0)
        row.setSpacing(8)
        row.addWidget(self.foot, 1)
        for button in self.deeds.values():
            row.addWidget(button)
        return foot

    def _connect(self) -> None:
        self.role.picked.connect(lambda value: self.wished.emit(Wish("account_role", str(value))))
        self._typing.timeout.connect(lambda: self.wished.emit(Wish("account_text", self.search.text())))
        self.search.textEdited.connect(lambda _text: self._typing.start())
        self.table.picked.connect(lambda key: self.wished.emit(Wish("account_pick", str(key) if key else "")))
        self.table.opened.connect(lambda _row, _column: self._do("account_edit"))
        self.table.asked_menu.connect(self._open_menu)
        for name, button in self.deeds.items():
            button.clicked.connect(lambda _checked=False, name=name: self._do(name))

    def set_narrow(self, *, is_narrow: bool) -> None:
        """In narrow windows the deeds are icons with hints."""
        for button in self.deeds.values():
            button.set_slim(is_narrow)

    def _do(self, name: WishKind) -> None:
        if self.shown is not None and not self.shown.deeds[name].refusal:
            self.wished.emit(Wish(name))

    def _open_menu(self, _key: object, where: QPoint) -> None:
        if self.shown is None:
            return
        menu = QMenu(self)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        for name in DEEDS:
            deed = self.shown.deeds[name]
            action = menu.addAction(deed.text)
            action.setEnabled(not deed.refusal)
            action.triggered.connect(lambda _checked=False, name=name: self._do(name))
        menu.popup(where)

    def show_accounts(self, shown: AccountsShown) -> None:
        """Show this."""
        self.shown = shown
        self.say(shown.title, shown.count)
        show_choice(self.role, shown.role)
        self.search.setPlaceholderText(shown.search_hint)
        self.search.setAccessibleName(shown.search_hint)
        self.table.setAccessibleName(shown.title)
        self.table.render_rows(shown.lines, shown.chosen, is_old=shown.is_old)
        self.empty.say("search", shown.empty)
        self._middle.setCurrentWidget(self.empty if shown.empty else self.table)
        self.foot.say(shown.foot, self._ground.theme, "muted")
        for name, button in self.deeds.items():
            show_deed(button, shown.deeds[name])
        self.deeds["account_unlock"].setVisible(not shown.deeds["account_unlock"].refusal)


def _specs(ground: Ground) -> tuple[Spec[AccountLine], ...]:
    def text(message: str) -> str:
        return ground.language.text(message)

    return (
        Spec(name="title", title=lambda: text("Name"), cell=lambda row: cell(row.title), is_stretched=True,
             order=lambda row: row.title.text.casefold(), is_kept=True),
        Spec(name="login", title=lambda: text("Sign-in|name"), cell=lambda row: cell(row.login), width=92, rank=3),
        Spec(name="extension", title=lambda: text("Extension"), cell=lambda row: cell(row.extension), width=84, rank=4,
             order=lambda row: row.extension.text),
        Spec(name="roles", title=lambda: text("Roles"), cell=lambda row: cell(row.roles), width=104, rank=1),
        Spec(name="last", title=lambda: text("Last|sign-in"), cell=lambda row: cell(row.last), width=100, rank=2,
             order=lambda row: row.last_order),
        Spec(name="state", title=lambda: text("State"), cell=lambda row: cell(row.state), width=132, is_kept=True),
    )  # fmt: skip
