"""The tab of accounts: the list at the left, prices in the middle, the document at the right."""

from __future__ import annotations

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.forms import rule
from shared.qt.ground import Ground
from supervisor_console.billing.screen.accounts import AccountsShown
from supervisor_console.billing.screen.pieces import Wish, WishKind
from supervisor_console.billing.views.account_list import AccountList
from supervisor_console.billing.views.credit import CreditPanel
from supervisor_console.billing.views.paper import PaperPanel
from supervisor_console.billing.views.trace import TracePanel
from supervisor_console.views.button import Button
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.line_edit import LineEdit
from supervisor_console.views.marks import show_deed
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import HEAD, NARROW, WIDE
from supervisor_console.views.states import EmptyState

LIST, LIST_NARROW = 336, 288
PAPER, PAPER_WIDE, PAPER_NARROW = 424, 560, 368
TABLE_HEAD, ROW, MOST_VERSIONS, EMPTY_HIGH = 32, 32, 4, 132
SEARCH, SEARCH_NARROW, TYPING_MS = 128, 100, 200


class AccountsView(QWidget):
    """``wished(Wish)``; ``searched(str)``: what names are looked for."""

    wished, searched = Signal(object), Signal(str)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.search = LineEdit(ground, icon="search")
        self.search.setFixedWidth(SEARCH)
        self.new = Button(ground, icon="plus")
        self.new.set_slim(True)
        self.deeds: dict[WishKind, Button] = {
            "account_edit": Button(ground, kind="quiet"), "account_owns": Button(ground, kind="quiet"),
            "account_fees": Button(ground, kind="quiet"),
        }  # fmt: skip
        self.panel = Panel(ground, tools=(self.search, self.new))
        self.list, self.empty, self._left = AccountList(ground), EmptyState(ground), QStackedWidget()
        self.versions = GridPanel(ground, "billing.account_versions", _headings(ground))
        self.trace, self.credit, self.paper = TracePanel(ground), CreditPanel(ground), PaperPanel(ground)
        self._typing = QTimer(self, singleShot=True, interval=TYPING_MS)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self._left.addWidget(self.list)
        self._left.addWidget(self.empty)
        self.panel.column.addWidget(self._left, 1)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(8, 6, 8, 6)
        self.foot.setSpacing(4)
        for button in self.deeds.values():
            self.foot.addWidget(button)
        self.foot.addStretch(1)
        self.panel.column.addWidget(rule())
        self.panel.column.addLayout(self.foot)
        self.panel.setFixedWidth(LIST)
        self.paper.setFixedWidth(PAPER)
        self.middle = QVBoxLayout()
        for widget, stretch in ((self.versions, 0), (self.trace, 1), (self.credit, 0)):
            self.middle.addWidget(widget, stretch)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(self.panel)
        self.row.addLayout(self.middle, 1)
        self.row.addWidget(self.paper)

    def _connect(self) -> None:
        self.list.picked.connect(lambda key: self.wished.emit(Wish("account", key)))
        self.trace.call_picked.connect(lambda key: self.wished.emit(Wish("call", key)))
        self.paper.saved.connect(lambda: self.wished.emit(Wish("pdf")))
        self.paper.sent.connect(lambda: self.wished.emit(Wish("send")))
        self.credit.topped_up.connect(lambda: self.wished.emit(Wish("top_up")))
        self.new.clicked.connect(lambda _checked=False: self.wished.emit(Wish("account_new")))
        for kind, button in self.deeds.items():
            button.clicked.connect(lambda _checked=False, kind=kind: self.wished.emit(Wish(kind)))
        self._typing.timeout.connect(lambda: self.searched.emit(self.search.text()))
        self.search.textEdited.connect(lambda _text: self._typing.start())

    def set_gap(self, gap: int) -> None:
        """Between the regions."""
        self.row.setSpacing(gap)
        self.middle.setSpacing(gap)
        wide = self.window().width()
        self.paper.pdf.set_slim(wide < NARROW)
        self.panel.setFixedWidth(LIST_NARROW if wide < NARROW else LIST)
        self.search.setFixedWidth(SEARCH_NARROW if wide < NARROW else SEARCH)
        self.paper.setFixedWidth(PAPER_WIDE if wide >= WIDE else PAPER_NARROW if wide < NARROW else PAPER)

    def show_accounts(self, shown: AccountsShown) -> None:
        """Show this."""
        self.panel.say(shown.title, shown.count)
        self.search.setPlaceholderText(shown.find)
        self.search.setAccessibleName(shown.search)
        show_deed(self.new, shown.new)
        for button, deed in zip(self.deeds.values(), (shown.edit, shown.owns, shown.fees), strict=True):
            show_deed(button, deed)
        self.list.setAccessibleName(shown.title)
        self.list.show_lines(shown.lines, shown.chosen)
        if shown.empty is not None:
            self.empty.say(shown.empty.icon, shown.empty.text, shown.empty.hint)
        self._left.setCurrentWidget(self.empty if shown.empty is not None else self.list)
        self.versions.show_grid(shown.versions)
        rows = max(1, min(MOST_VERSIONS, len(shown.versions.lines)))
        self.versions.setFixedHeight(HEAD + (EMPTY_HIGH if shown.versions.empty else TABLE_HEAD + rows * ROW) + 4)
        self.trace.show_trace(shown.trace)
        self.credit.setVisible(shown.credit is not None)
        if shown.credit is not None:
            self.credit.show_credit(shown.credit)
        self.paper.show_paper(shown.paper)


def _headings(ground: Ground) -> tuple[Heading, ...]:
    def text(message: str) -> str:
        return ground.language.text(message)

    return (
        Heading("version", lambda: text("Version"), 72), Heading("from", lambda: text("Valid from"), 104),
        Heading("first", None, 104, is_right=True), Heading("second", None, 104, is_right=True, rank=1),
        Heading("state", lambda: text("State"), is_stretched=True),
    )  # fmt: skip
