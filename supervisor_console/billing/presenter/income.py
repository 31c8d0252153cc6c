"""The tab of income: what rated calls of a period came to by line and destination, and what is left of it by line and
by account once the carrier has its part.

Profit is that of calls whose purchase price is known. What the others came to stands beside it, with its share, so that
the columns come to what was charged; it is neither profit nor cost until a price list says which.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from decimal import Decimal

import msgspec

from shared.billing.money import MINUTE_MS, UNIT, rounded
from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.calculator import directions
from supervisor_console.billing.presenter.moment import Around, Moment
from supervisor_console.billing.screen import IncomeShown
from supervisor_console.reports.billing_lists import MOST, Income, Profit
from supervisor_console.views.pieces import Empty, Grid, Line, Mark, choice


class Sum(msgspec.Struct, kw_only=True):
    """What calls came to, exact. ``purchase``: what the carrier gets; ``unpurchased``: calls where nobody knows, and
    ``uncosted`` what those came to.
    """

    key: str
    title: str
    currency: str
    calls: int = 0
    exact: int = 0
    purchase: int = 0
    unpurchased: int = 0
    uncosted: int = 0

    def add(self, one: Profit) -> None:
        """These calls too."""
        self.calls += one.calls
        self.exact += one.exact
        self.purchase += one.purchase
        self.unpurchased += one.unpurchased
        self.uncosted += one.uncosted


def income(moment: Moment) -> IncomeShown:
    """How it is summed, and a line a sum, the most first; all of it in the foot."""
    text, which = moment.around.language.text, moment.income.which
    named = {"destinations": text("Income by destination"), "lines": text("Profit by line"),
             "accounts": text("Profit by account")}  # fmt: skip
    return IncomeShown(which=choice("", named, which), grid=_grid(moment, named[which]))


def _grid(moment: Moment, name: str) -> Grid:
    around, text, found = moment.around, moment.around.language.text, moment.income.found
    title = text("{what} · {month}", what=name, month=around.language.month(moment.period.first))
    if found is None:
        return Grid(title=title)
    if not found:
        hint = text("Choose another period; calls are rated soon after they end.")
        return Grid(title=title, empty=Empty(text("No call of this period has a price."), hint, "bars"))
    if moment.income.which == "destinations":
        ways = directions(around)
        lines = tuple(_line(around, one, ways) for one in found)
    else:
        lines = tuple(_sum(around, one) for one in summed(moment)[:MOST])
    return Grid(title=title, count=around.language.number(len(lines)), lines=lines,
                note=text("calls without VAT, fees and discounts"),
                foot=_foot(around, moment.income.profits))  # fmt: skip


def summed(moment: Moment) -> list[Sum]:
    """By line or by account, and by currency; the most first."""
    around, sums = moment.around, dict[str, Sum]()
    for one in moment.income.profits:
        key, title = one.account, one.title
        if moment.income.which == "lines":
            key, title = one.line or "", around.language.phone(one.line, around.country) if one.line else "—"
        found = sums.setdefault(f"{key} {one.currency}", Sum(key=key, title=title, currency=one.currency))
        found.add(one)
    return sorted(sums.values(), key=lambda one: -one.exact)


def _sum(around: Around, one: Sum) -> Line:
    def said(exact: int) -> str:
        return words.money(around, rounded(exact), one.currency)

    none, is_known = Mark("—", "muted"), one.unpurchased < one.calls
    left = one.exact - one.uncosted - one.purchase
    lacking = none
    if one.unpurchased:
        lacking = Mark(said(one.uncosted), "warn", "triangle", more=_share(around, one),
                       hint=around.language.plural("{number} call", "{number} calls", one.unpurchased))  # fmt: skip
    return Line(f"{one.key} {one.currency}", (
        Mark(one.title), Mark(around.language.number(one.calls)), Mark(said(one.exact)),
        Mark(said(one.purchase)) if is_known else none,
        Mark(said(left), "bad" if left < 0 else "text", weight=600) if is_known else none, lacking,
    ))  # fmt: skip


def _share(around: Around, one: Sum) -> str:
    """Of what was charged; that of calls where nothing was."""
    share = one.uncosted / one.exact if one.exact else one.unpurchased / one.calls
    return around.language.percent(100 * share)


def _foot(around: Around, found: Iterable[Profit]) -> str:
    """All calls of the period, also those of lines that are not listed."""
    text, all_of = around.language.text, list(found)
    calls = around.language.plural("{number} call", "{number} calls", sum(one.calls for one in all_of))
    lacking = sum(one.unpurchased for one in all_of)
    told = [text("{calls} for {total}", calls=calls, total=_total(around, all_of, lambda one: one.exact))]
    if any(one.unpurchased < one.calls for one in all_of):
        told.append(text("{total} to the carrier", total=_total(around, all_of, lambda one: one.purchase)))
        told.append(text("{total} of profit", total=_total(around, all_of, lambda one: one.profit)))
    if lacking:
        total = _total(around, all_of, lambda one: one.uncosted)
        told.append(around.language.plural(
            "{number} call for {total} has no purchase price and is not in the profit",
            "{number} calls for {total} have no purchase price and are not in the profit", lacking, total=total,
        ))  # fmt: skip
    return " · ".join(told)


def _total(around: Around, found: Iterable[Profit], amount: Callable[[Profit], int]) -> str:
    sums: dict[str, int] = {}
    for one in found:
        sums[one.currency] = sums.get(one.currency, 0) + amount(one)
    return " + ".join(words.money(around, rounded(exact), currency) for currency, exact in sums.items())


def _line(around: Around, one: Income, ways: dict[str, str]) -> Line:
    minutes = Decimal(one.billed_ms) / MINUTE_MS
    price = Decimal(one.exact) / UNIT / minutes if minutes else None
    said = words.words(around)
    return Line(f"{one.direction} {one.line} {one.destination} {one.currency}", (
        Mark(around.language.phone(one.line, around.country) if one.line else "—"), Mark(one.destination or "—"),
        Mark(ways[one.direction], "muted"), Mark(around.language.number(one.calls)),
        Mark(said.amount(minutes, 1)), Mark(said.amount(price) if price is not None else "—", "muted"),
        Mark(words.money(around, rounded(one.exact), one.currency), weight=600),
    ))  # fmt: skip
