"""The tab of invoices: a list with its filters, and beside it the chosen document as it is printed."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.billing.screen import InvoicesShown
from supervisor_console.billing.screen.pieces import Wish, WishKind
from supervisor_console.billing.views.grid import GridPanel, Heading
from supervisor_console.billing.views.marks import show_choice, show_deed
from supervisor_console.billing.views.paper import PaperPanel
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton
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
        self.grid = GridPanel(ground, "documents", (
            Heading("number", None, 120), Heading("account", None, is_stretched=True),
            Heading("issued", None, 104), Heading("due", None, 104), Heading("total", None, 112, is_right=True),
            Heading("left", None, 112, is_right=True), Heading("state", None, 200, rank=0)))  # fmt: skip
        self.paper = PaperPanel(ground)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        tools = QHBoxLayout()
        tools.setSpacing(8)
        for widget in (*self.choices.values(), self.unpriced):
            tools.addWidget(widget)
        tools.addStretch(1)
        for widget in (self.accounting, self.correct, self.pay):
            tools.addWidget(widget)
        self.side = QVBoxLayout()
        self.side.addLayout(tools)
        self.side.addWidget(self.grid, 1)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addLayout(self.side, 1)
        self.row.addWidget(self.paper)

    def _connect(self) -> None:
        for kind, button in self.choices.items():
            button.picked.connect(lambda value, kind=kind: self.wished.emit(Wish(kind, str(value))))
        for kind, deed in (("pay", self.pay), ("correct", self.correct), ("accounting", self.accounting)):
            deed.clicked.connect(lambda _checked=False, kind=kind: self.wished.emit(Wish(kind)))
        self.unpriced.clicked.connect(lambda _checked=False: self.wished.emit(Wish("list", "unpriced")))
        self.grid.picked.connect(lambda key: self.wished.emit(Wish("document", key)))
        self.paper.saved.connect(lambda: self.wished.emit(Wish("pdf")))
        self.paper.sent.connect(lambda: self.wished.emit(Wish("send")))

    def set_gap(self, gap: int) -> None:
        """Between the regions."""
        self.row.setSpacing(gap)
        self.side.setSpacing(gap)
        self.paper.setFixedWidth(PAPER_WIDE if self.window().width() >= WIDE else PAPER)

    def show_invoices(self, shown: InvoicesShown) -> None:
        """Show this."""
        for kind, choice in (("list", shown.which), ("of_account", shown.account), ("of_state", shown.state)):
            show_choice(self.choices[kind], choice)  # type: ignore[index]  # these are kinds
        is_documents = shown.which.value == "documents"
        self.choices["of_account"].setVisible(shown.which.value != "unpriced")
        self.choices["of_state"].setVisible(is_documents)
        self.unpriced.say(shown.unpriced)
        self.unpriced.setVisible(bool(shown.unpriced) and shown.which.value != "unpriced")
        for button, deed in ((self.pay, shown.pay), (self.correct, shown.correct), (self.accounting, shown.accounting)):
            show_deed(button, deed)
            button.setVisible(is_documents)
        self.paper.setVisible(is_documents)
        self.grid.show_grid(shown.grid)
        self.paper.show_paper(shown.paper)
