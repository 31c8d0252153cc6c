"""What the tabs beside the accounts know: price lists, documents, ledgers, income; each asked when its tab is open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.billing.tariff import TariffVersion
from supervisor_console.asking import Asked
from supervisor_console.billing.presenter.moment import (
    CalculatorMoment,
    IncomeMoment,
    InvoicesMoment,
    PrepaidMoment,
    TariffsMoment,
)
from supervisor_console.billing.screen.pieces import Tab
from supervisor_console.page import Console
from supervisor_console.reports.billing import Months, Overview
from supervisor_console.reports.billing_detail import Document, Running, document, running, versions
from supervisor_console.reports.billing_lists import (
    Books,
    Income,
    Movement,
    OwedFee,
    Profit,
    books,
    income,
    ledger,
    owed_fees,
    profits,
)


class Lists:
    """``calculator_*``, ``tariff``, ``which`` … are what is chosen; the answers come by themselves."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self.versions: Asked[tuple[str, tuple[TariffVersion, ...]]] = Asked(console, "billing: versions", changed)
        self.books: Asked[Books] = Asked(console, "billing: documents", changed)
        self.document: Asked[Document | None] = Asked(console, "billing: document", changed)
        self.ledger: Asked[tuple[str, tuple[Movement, ...]]] = Asked(console, "billing: ledger", changed)
        self.running: Asked[tuple[Running, ...]] = Asked(console, "billing: running", changed)
        self.owed: Asked[tuple[OwedFee, ...]] = Asked(console, "billing: owed fees", changed)
        self.income: Asked[tuple[Months, tuple[Income, ...], tuple[Profit, ...]]] = Asked(
            console, "billing: income", changed)
        self.summed = "destinations"
        self.tariff, self.version, self.rates_text = "", 0, ""
        self.which, self.account, self.state, self.chosen, self.purse = "documents", "", "", "", ""
        self.direction = "outbound"
        self._made = ""
        self.fields: dict[str, str] = {}

    @property
    def asked(self) -> tuple[Asked[Any], ...]:
        """All questions."""
        return self.versions, self.books, self.document, self.ledger, self.running, self.owed, self.income

    def ask(self, tab: Tab, period: Months, overview: Overview | None) -> None:
        """Read what the tab shows."""
        if tab in ("tariffs", "calculator"):
            self._ask_versions(overview)
        elif tab == "invoices":
            self.books.ask(books)
        elif tab == "prepaid":
            self._ask_purse(overview)
        elif tab == "income":
            self.income.ask(lambda connection: (period, income(connection, period), profits(connection, period)))

    def _ask_versions(self, overview: Overview | None) -> None:
        known = [key for key, _title in overview.tariffs] if overview is not None else []
        if not self.tariff or self.tariff not in (*known, self._made):
            self.tariff = next(iter(known), "")
        tariff = self.tariff
        if tariff:
            self.versions.ask(lambda connection: (tariff, versions(connection, tariff)))

    def _ask_purse(self, overview: Overview | None) -> None:
        known = [one.account for one in overview.payers if one.kind == "pre"] if overview is not None else []
        if self.purse not in known:
            self.purse = next(iter(known), "")
        purse = self.purse
        if purse:
            self.ledger.ask(lambda connection: (purse, ledger(connection, purse)))
        self.running.ask(lambda connection: running(connection, None))
        self.owed.ask(owed_fees)

    def choose_made(self, tariff: str) -> None:
        """A price list that was just made, perhaps not read yet."""
        self.tariff, self.version, self._made = tariff, 0, tariff

    def choose_document(self, number: str) -> None:
        """Another one."""
        self.chosen = number
        if number:
            self.document.ask(lambda connection: document(connection, number))

    def close(self) -> None:
        """Nobody waits any more."""
        for one in self.asked:
            one.cancel()

    # --- as the presenter is told

    def _versions(self) -> tuple[TariffVersion, ...] | None:
        found = self.versions.answer
        return found[1] if found is not None and found[0] == self.tariff else None

    def tariffs_moment(self) -> TariffsMoment:
        """Of the tab of price lists."""
        return TariffsMoment(tariff=self.tariff, versions=self._versions(), version=self.version, text=self.rates_text)

    def invoices_moment(self) -> InvoicesMoment:
        """Of the tab of invoices."""
        return InvoicesMoment(books=self.books.answer, which=self.which, account=self.account, state=self.state,
                              chosen=self.chosen, document=self.document.answer)  # fmt: skip

    def prepaid_moment(self) -> PrepaidMoment:
        """Of the tab of credit."""
        found = self.ledger.answer
        moved = found[1] if found is not None and found[0] == self.purse else None
        return PrepaidMoment(account=self.purse, ledger=moved, running=self.running.answer or (),
                             owed=self.owed.answer or ())  # fmt: skip

    def calculator_moment(self) -> CalculatorMoment:
        """Of the calculator."""
        return CalculatorMoment(tariff=self.tariff, versions=self._versions(), direction=self.direction,
                                fields=dict(self.fields))  # fmt: skip

    def income_moment(self, period: Months) -> IncomeMoment:
        """Of the tab of income, in that period."""
        found = self.income.answer
        if found is None or found[0] != period:
            return IncomeMoment(which=self.summed)
        return IncomeMoment(which=self.summed, found=found[1], profits=found[2])
