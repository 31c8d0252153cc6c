"""The tab of invoices: filters and deeds above, a list, and beside it the chosen document as it is printed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shared.language import to_translate
from shared.qt.ground import Ground
from supervisor_console.billing.screen import InvoicesShown
from supervisor_console.billing.screen.pieces import Wish, WishKind
from supervisor_console.billing.views.paper import PaperPanel
from supervisor_console.billing.views.words import saying
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.marks import show_choice, show_deed
from supervisor_console.views.sizes import WIDE

PAPER, PAPER_WIDE = 424, 560


class InvoicesView(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.choices: dict[WishKind, ChoiceButton] = {
            "list": ChoiceButton(ground), "of_account": ChoiceButton(ground), "of_state": ChoiceButton(ground),
        }  # fmt: skip
        self.unpriced = Button(ground, icon="triangle")
        self.pay = Button(ground, icon="plus", kind="primary")
        self.correct, self.accounting = Button(ground, icon="pencil"), Button(ground, icon="download")
        self.grids = {
            "documents": GridPanel(ground, "billing.documents", _documents(ground)),
            "payments": GridPanel(ground, "billing.payments", _payments(ground)),
            "unpriced": GridPanel(ground, "billing.unpriced", _unpriced(ground)),
            "differing": GridPanel(ground, "billing.differing", _differing(ground)),
            "owed": GridPanel(ground, "billing.owed", _owed(ground)),
        }
        self.paper, self._lists = PaperPanel(ground), QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for widget in (*self.choices.values(), self.unpriced):
            tools.addWidget(widget)
        tools.addStretch(1)
        for button in (self.accounting, self.correct, self.pay):
            tools.addWidget(button)
        for grid in self.grids.values():
            self._lists.addWidget(grid)
        self.row = QHBoxLayout()
        self.row.addWidget(self._lists, 1)
        self.row.addWidget(self.paper)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addLayout(tools)
        self.column.addLayout(self.row, 1)

    def _connect(self) -> None:
        for kind, button in self.choices.items():
            button.picked.connect(lambda value, kind=kind: self.wished.emit(Wish(kind, str(value))))
        self.pay.clicked.connect(lambda _checked=False: self.wished.emit(Wish("pay")))
        self.correct.clicked.connect(lambda _checked=False: self.wished.emit(Wish("correct")))
        self.accounting.clicked.connect(lambda _checked=False: self.wished.emit(Wish("accounting")))
        self.unpriced.clicked.connect(lambda _checked=False: self.wished.emit(Wish("list", "unpriced")))
        self.grids["documents"].picked.connect(lambda key: self.wished.emit(Wish("document", key)))
        self.paper.saved.connect(lambda: self.wished.emit(Wish("pdf")))
        self.paper.sent.connect(lambda: self.wished.emit(Wish("send")))

    def set_gap(self, gap: int) -> None:
        """Between the regions."""
        self.row.setSpacing(gap)
        self.column.setSpacing(gap)
        self.paper.setFixedWidth(PAPER_WIDE if self.window().width() >= WIDE else PAPER)

    def show_invoices(self, shown: InvoicesShown) -> None:
        """Show this."""
        show_choice(self.choices["list"], shown.which)
        show_choice(self.choices["of_account"], shown.account)
        show_choice(self.choices["of_state"], shown.state)
        which = shown.which.value
        is_documents = which == "documents"
        self.choices["of_account"].setVisible(which != "unpriced")
        self.choices["of_state"].setVisible(is_documents)
        self.unpriced.say(shown.unpriced)
        self.unpriced.setVisible(bool(shown.unpriced) and which != "unpriced")
        for button, deed in ((self.pay, shown.pay), (self.correct, shown.correct), (self.accounting, shown.accounting)):
            show_deed(button, deed)
            button.setVisible(is_documents)
        self.paper.setVisible(is_documents)
        self.grids[which].show_grid(shown.grid)
        self._lists.setCurrentWidget(self.grids[which])
        self.paper.show_paper(shown.paper)


def _documents(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("number", saying(ground, to_translate("Number|document")), 120),
        Heading("account", saying(ground, to_translate("Account")), is_stretched=True),
        Heading("issued", saying(ground, to_translate("Issued on")), 112, rank=1),
        Heading("due", saying(ground, to_translate("Due on")), 100),
        Heading("total", saying(ground, to_translate("Total")), 108, is_right=True, rank=2),
        Heading("left", saying(ground, to_translate("To be paid")), 108, is_right=True),
        Heading("state", saying(ground, to_translate("State")), 172),
    )  # fmt: skip


def _payments(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("invoice", saying(ground, to_translate("Invoice")), 128),
        Heading("account", saying(ground, to_translate("Account")), 240),
        Heading("paid", saying(ground, to_translate("Paid on")), 120),
        Heading("amount", saying(ground, to_translate("Amount")), 136, is_right=True),
        Heading("note", saying(ground, to_translate("Note")), is_stretched=True),
        Heading("who", saying(ground, to_translate("Entered by")), 144),
    )  # fmt: skip


def _unpriced(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("number", saying(ground, to_translate("Number")), 176),
        Heading("account", saying(ground, to_translate("Account")), 240),
        Heading("day", saying(ground, to_translate("Day")), 112),
        Heading("time", saying(ground, to_translate("Time")), 96),
        Heading("length", saying(ground, to_translate("Length")), 80, is_right=True),
        Heading("direction", saying(ground, to_translate("Direction")), 104),
        Heading("why", saying(ground, to_translate("Why")), is_stretched=True),
    )  # fmt: skip


def _differing(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("invoice", saying(ground, to_translate("Invoice")), 120),
        Heading("account", saying(ground, to_translate("Account")), is_stretched=True),
        Heading("call", saying(ground, to_translate("Call|noun")), 144, rank=2),
        Heading("found", saying(ground, to_translate("Noticed")), 112, rank=1),
        Heading("invoiced", saying(ground, to_translate("Invoiced")), 112, is_right=True),
        Heading("now", saying(ground, to_translate("Costs now")), 112, is_right=True),
        Heading("whose", saying(ground, to_translate("Whose it is now")), 176),
        Heading("state", saying(ground, to_translate("State")), 200),
    )  # fmt: skip


def _owed(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("account", saying(ground, to_translate("Account")), is_stretched=True),
        Heading("fee", saying(ground, to_translate("Fee")), 240),
        Heading("month", saying(ground, to_translate("Month")), 144),
        Heading("amount", saying(ground, to_translate("Amount")), 136, is_right=True),
        Heading("noticed", saying(ground, to_translate("Waits since")), 184),
    )  # fmt: skip
