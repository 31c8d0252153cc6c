"""The tab of income: how it is summed above, the sums under it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shared.language import to_translate
from shared.qt.ground import Ground
from supervisor_console.billing.screen import IncomeShown
from supervisor_console.billing.screen.pieces import Wish
from supervisor_console.billing.views.words import saying
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.grid import GridPanel, Heading
from supervisor_console.views.marks import show_choice


class IncomeView(QWidget):
    """``wished(Wish)``."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.which, self._lists = ChoiceButton(ground), QStackedWidget()
        self.grids = {
            "destinations": GridPanel(ground, "billing.income", _destinations(ground)),
            "lines": GridPanel(ground, "billing.lines", _profits(ground, to_translate("Line or extension"))),
            "accounts": GridPanel(ground, "billing.profits", _profits(ground, to_translate("Account"))),
        }
        tools = QHBoxLayout()
        tools.addWidget(self.which)
        tools.addStretch(1)
        for grid in self.grids.values():
            self._lists.addWidget(grid)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.column.addLayout(tools)
        self.column.addWidget(self._lists, 1)
        self.which.picked.connect(lambda value: self.wished.emit(Wish("income", str(value))))

    def set_gap(self, gap: int) -> None:
        """Between the regions."""
        self.column.setSpacing(gap)

    def show_income(self, shown: IncomeShown) -> None:
        """Show this."""
        show_choice(self.which, shown.which)
        grid = self.grids[shown.which.value]
        grid.show_grid(shown.grid)
        self._lists.setCurrentWidget(grid)


def _destinations(ground: Ground) -> tuple[Heading, ...]:
    return (
        Heading("line", saying(ground, to_translate("Line or extension")), 200),
        Heading("destination", saying(ground, to_translate("Destination")), is_stretched=True),
        Heading("direction", saying(ground, to_translate("Direction")), 112),
        Heading("calls", saying(ground, to_translate("Calls|count")), 96, is_right=True),
        Heading("minutes", saying(ground, to_translate("Minutes billed")), 136, is_right=True),
        Heading("price", saying(ground, to_translate("Average per minute")), 152, is_right=True),
        Heading("income", saying(ground, to_translate("Income")), 144, is_right=True),
    )  # fmt: skip


def _profits(ground: Ground, what: str) -> tuple[Heading, ...]:
    return (
        Heading("what", saying(ground, what), is_stretched=True),
        Heading("calls", saying(ground, to_translate("Calls|count")), 96, is_right=True),
        Heading("charged", saying(ground, to_translate("Charged|money")), 144, is_right=True),
        Heading("purchase", saying(ground, to_translate("Carrier gets")), 144, is_right=True),
        Heading("profit", saying(ground, to_translate("Profit")), 144, is_right=True),
        Heading("lacking", saying(ground, to_translate("Without a purchase price")), 216, is_right=True),
    )  # fmt: skip
