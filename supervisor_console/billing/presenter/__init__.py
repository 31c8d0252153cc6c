"""From what the page knows to what it shows. Pure: ``moment`` says what that is, ``words`` what several tabs say."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from shared.language import to_translate
from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.accounts import accounts
from supervisor_console.billing.presenter.calculator import calculator
from supervisor_console.billing.presenter.income import income
from supervisor_console.billing.presenter.invoices import invoices
from supervisor_console.billing.presenter.moment import Moment
from supervisor_console.billing.presenter.prepaid import prepaid
from supervisor_console.billing.presenter.tariffs import tariffs
from supervisor_console.billing.screen import BillingScreen
from supervisor_console.billing.screen.pieces import Tab
from supervisor_console.views.pieces import Deed, Strip

TABS: tuple[tuple[Tab, str], ...] = (
    ("accounts", to_translate("Accounts")), ("tariffs", to_translate("Price lists")),
    ("invoices", to_translate("Invoices")), ("prepaid", to_translate("Pre-paid")),
    ("calculator", to_translate("Calculator")), ("income", to_translate("Income")),
)
"""In their order."""


SHOWING: dict[Tab, Callable[[Moment], Any]] = {
    "accounts": accounts, "tariffs": tariffs, "invoices": invoices, "prepaid": prepaid, "calculator": calculator,
    "income": income,
}  # fmt: skip


def present(moment: Moment) -> BillingScreen:
    """What is shown now."""
    text, overview = moment.around.language.text, moment.overview
    shown: dict[str, Any] = {}
    if overview is not None or moment.tab == "accounts":
        shown[moment.tab] = SHOWING[moment.tab](moment)
    return BillingScreen(
        title=text("Billing|page"), tabs=tuple((key, text(word)) for key, word in TABS), tab=moment.tab,
        period=words.months(moment.around, moment.period, overview.first_day if overview else None),
        close=_close(moment), strip=_strip(moment), is_old=moment.knowing.away_since is not None, **shown,
    )  # fmt: skip


def _close(moment: Moment) -> Deed:
    around, text = moment.around, moment.around.language.text
    refusal = ""
    if moment.period.last >= around.today:
        refusal = text("{month} is not over yet.", month=around.language.month(moment.period.first))
    elif moment.overview is not None and not any(one.kind == "post" for one in moment.overview.payers):
        refusal = text("No account pays by invoice.")
    elif moment.is_busy:
        refusal = text("Something is being written.")
    return words.deed(around, text("Close the period"), "lock", refusal)


def _strip(moment: Moment) -> Strip | None:
    around, text, knowing = moment.around, moment.around.language.text, moment.knowing
    if knowing.away_since is not None:
        at = around.language.clock(knowing.away_since, around.zone)
        return Strip(text("Database unreachable since {time}.", time=at),
                     text("What you see is from before."), text("Try again"), "bad")  # fmt: skip
    if knowing.failure:
        return Strip(text("The accounts cannot be read."), knowing.failure, text("Try again"), "bad")
    if knowing.asking == "slow":
        return Strip(text("This takes longer than usual."))
    return None
