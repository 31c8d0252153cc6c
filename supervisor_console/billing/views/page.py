"""The page: header with tabs, period and closing, what is missing, and under it the chosen tab."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.billing.screen import BillingScreen
from supervisor_console.billing.screen.pieces import Wish
from supervisor_console.billing.views.accounts import AccountsView
from supervisor_console.billing.views.calculator import CalculatorView
from supervisor_console.billing.views.income import IncomeView
from supervisor_console.billing.views.invoices import InvoicesView
from supervisor_console.billing.views.prepaid import PrepaidView
from supervisor_console.billing.views.tariffs import TariffsView
from supervisor_console.views.button import Button
from supervisor_console.views.choice import ChoiceButton
from supervisor_console.views.marks import show_choice, show_deed, show_strip
from supervisor_console.views.panel import PageHeader
from supervisor_console.views.sizes import NARROW
from supervisor_console.views.states import ErrorStrip
from supervisor_console.views.tabs import Tabs


class BillingView(QWidget):
    """``wished(Wish)`` is all that it says, and ``searched(str)``: which names are looked for."""

    wished, searched = Signal(object), Signal(str)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.shown: BillingScreen | None = None
        self.header, self.tabs, self.strip = PageHeader(ground), Tabs(ground), ErrorStrip(ground)
        self.period, self.close_period = ChoiceButton(ground), Button(ground, icon="lock")
        self.accounts, self.tariffs, self.invoices = AccountsView(ground), TariffsView(ground), InvoicesView(ground)
        self.prepaid, self.calculator = PrepaidView(ground), CalculatorView(ground)
        self.income = IncomeView(ground)
        self.stack = QStackedWidget()
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        self.header.filters.addWidget(self.tabs)
        for widget in (self.period, self.close_period):
            self.header.deeds.addWidget(widget)
        for tab in self._parts():
            self.stack.addWidget(tab)
        self._column = QVBoxLayout(self)
        self._column.addWidget(self.header)
        self._column.addWidget(self.strip)
        self._column.addWidget(self.stack, 1)
        self._fit()

    def _parts(self) -> tuple[AccountsView, TariffsView, InvoicesView, PrepaidView, CalculatorView, IncomeView]:
        return self.accounts, self.tariffs, self.invoices, self.prepaid, self.calculator, self.income

    def _connect(self) -> None:
        self.tabs.picked.connect(lambda key: self.wished.emit(Wish("tab", key)))
        self.strip.pressed.connect(lambda: self.wished.emit(Wish("retry")))
        self.period.picked.connect(lambda value: self.wished.emit(Wish("period", str(value))))
        self.close_period.clicked.connect(lambda _checked=False: self.wished.emit(Wish("close")))
        self.accounts.searched.connect(self.searched)
        for part in self._parts():
            part.wished.connect(self.wished)

    def show_screen(self, shown: BillingScreen) -> None:
        """Show this."""
        self.shown = shown
        self.header.say(shown.title)
        self.tabs.show_tabs(tuple((str(key), word) for key, word in shown.tabs), shown.tab)
        show_strip(self.strip, shown.strip)
        show_choice(self.period, shown.period)
        show_deed(self.close_period, shown.close)
        if shown.accounts is not None:
            self.accounts.show_accounts(shown.accounts)
        self._show_other(shown)
        self.stack.setCurrentWidget(getattr(self, shown.tab))

    def _show_other(self, shown: BillingScreen) -> None:
        if shown.tariffs is not None:
            self.tariffs.show_tariffs(shown.tariffs)
        if shown.invoices is not None:
            self.invoices.show_invoices(shown.invoices)
        if shown.prepaid is not None:
            self.prepaid.show_prepaid(shown.prepaid)
        if shown.calculator is not None:
            self.calculator.show_calculator(shown.calculator)
        if shown.income is not None:
            self.income.show_income(shown.income)

    # --- sizes

    def resizeEvent(self, event: QResizeEvent) -> None:  # noqa: N802 - Qt's name
        """Narrow or wide."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        padding, gap = (16, 12) if self.window().width() < NARROW else (24, 16)
        self._column.setContentsMargins(padding, padding, padding, padding)
        self._column.setSpacing(gap)
        for part in self._parts():
            part.set_gap(gap)
