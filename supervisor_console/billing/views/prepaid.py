"""The tab of credit paid in advance: balances above, calls that run and the ledger of the chosen account below."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.language import to_translate
from shared.qt.ground import Ground
from supervisor_console.billing.screen import PrepaidShown
from supervisor_console.billing.screen.pieces import Wish
from supervisor_console.billing.views.words import saying
from supervisor_console.views.button import Button
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.marks import show_deed

RUNNING = 528


class PrepaidView(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.top_up = Button(ground, icon="plus", kind="primary")
        self.withdraw = Button(ground, icon="minus")
        self.purses = GridPanel(ground, "billing.purses", _purses(ground), tools=(self.withdraw, self.top_up))
        self.running = GridPanel(ground, "billing.running", (
            Heading("number", saying(ground, to_translate("Number")), is_stretched=True),
            Heading("account", saying(ground, to_translate("Account")), 136, rank=1),
            Heading("time", saying(ground, to_translate("Length")), 72, is_right=True),
            Heading("price", saying(ground, to_translate("Price per minute")), 120, is_right=True)))  # fmt: skip
        self.ledger = GridPanel(ground, "billing.ledger", _ledger(ground))
        self.running.setFixedWidth(RUNNING)
        self.row = QHBoxLayout()
        self.row.addWidget(self.ledger, 1)
        self.row.addWidget(self.running)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addWidget(self.purses, 2)
        self.column.addLayout(self.row, 3)
        self.purses.picked.connect(lambda key: self.wished.emit(Wish("purse", key)) if key else None)
        self.withdraw.clicked.connect(lambda _checked=False: self.wished.emit(Wish("withdraw")))
        self.top_up.clicked.connect(lambda _checked=False: self.wished.emit(Wish("top_up")))

    def set_gap(self, gap: int) -> None:
        """Between the regions."""
        self.row.setSpacing(gap)
        self.column.setSpacing(gap)

    def show_prepaid(self, shown: PrepaidShown) -> None:
        """Show this."""
        show_deed(self.top_up, shown.top_up)
        show_deed(self.withdraw, shown.withdraw)
        self.purses.show_grid(shown.purses)
        self.running.show_grid(shown.running)
        self.ledger.show_grid(shown.ledger)


def _purses(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("account", saying(ground, to_translate("Account")), is_stretched=True),
        Heading("balance", saying(ground, to_translate("Balance")), 136, is_right=True),
        Heading("reserved", saying(ground, to_translate("Reserved by calls")), 144, is_right=True),
        Heading("day", saying(ground, to_translate("Spent today")), 168, is_right=True),
        Heading("month", saying(ground, to_translate("Spent this month")), 168, is_right=True),
        Heading("state", saying(ground, to_translate("State")), 216),
    )  # fmt: skip


def _ledger(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("at", saying(ground, to_translate("Time")), 168),
        Heading("kind", saying(ground, to_translate("Movement")), 120),
        Heading("amount", saying(ground, to_translate("Amount")), 104, is_right=True),
        Heading("balance", saying(ground, to_translate("Balance")), 104, is_right=True),
        Heading("document", saying(ground, to_translate("Document")), 112, rank=2),
        Heading("note", saying(ground, to_translate("Note")), is_stretched=True),
        Heading("who", saying(ground, to_translate("Who")), 88, rank=1),
    )  # fmt: skip
