"""The page of billing as values: header, tabs, what is missing, and the chosen tab. Drawn by ``views``."""

from __future__ import annotations

import msgspec

from supervisor_console.billing.screen.accounts import AccountsShown, PaperShown, TraceShown
from supervisor_console.billing.screen.pieces import Tab
from supervisor_console.views.pieces import Choice, Deed, Grid, Strip


class TariffsShown(msgspec.Struct, frozen=True, kw_only=True):
    """Price lists, the versions of one, the rates of a version."""

    lists: Grid
    versions: Grid
    rates: Grid
    search: str
    take: Deed
    export: Deed
    new: Deed
    rerate: Deed


class InvoicesShown(msgspec.Struct, frozen=True, kw_only=True):
    """Documents, payments, or calls without a price; the paper of the chosen document beside."""

    which: Choice
    account: Choice
    state: Choice
    grid: Grid
    pay: Deed
    correct: Deed
    accounting: Deed
    unpriced: str
    paper: PaperShown


class PrepaidShown(msgspec.Struct, frozen=True, kw_only=True):
    """Balances, the calls that use them, the ledger of one account."""

    purses: Grid
    running: Grid
    ledger: Grid
    top_up: Deed
    withdraw: Deed


class CalculatorShown(msgspec.Struct, frozen=True, kw_only=True):
    """What is asked, why it cannot be answered (by field), and the price with its trace."""

    title: str
    tariff: Choice
    direction: Choice
    labels: tuple[tuple[str, str, str, str], ...]
    """Name, label, what it says at first, what is wrong with it."""
    trace: TraceShown


class IncomeShown(msgspec.Struct, frozen=True, kw_only=True):
    """How it is summed, and the sums."""

    which: Choice
    grid: Grid


class BillingScreen(msgspec.Struct, frozen=True, kw_only=True):
    """All of it; of the tabs only the chosen one is there."""

    title: str
    tabs: tuple[tuple[Tab, str], ...]
    tab: Tab
    period: Choice
    close: Deed
    strip: Strip | None = None
    accounts: AccountsShown | None = None
    tariffs: TariffsShown | None = None
    invoices: InvoicesShown | None = None
    prepaid: PrepaidShown | None = None
    calculator: CalculatorShown | None = None
    income: IncomeShown | None = None
    is_old: bool = False
