"""The tab of income: what rated calls of a period came to, by line and destination."""

from __future__ import annotations

from decimal import Decimal

from shared.billing.money import MINUTE_MS, UNIT, rounded
from supervisor_console.billing.presenter import words
from supervisor_console.billing.presenter.calculator import directions
from supervisor_console.billing.presenter.moment import Around, Moment
from supervisor_console.billing.screen.pieces import Empty, Grid, Line, Mark
from supervisor_console.reports.billing_lists import Income


def income(moment: Moment) -> Grid:
    """A line a line and destination, the most first; the sum in the foot."""
    around, text, found = moment.around, moment.around.language.text, moment.income
    title = text("Income of {month}", month=around.language.month(moment.period.first))
    if found is None:
        return Grid(title=title)
    if not found:
        hint = text("Choose another period; calls are rated soon after they end.")
        return Grid(title=title, empty=Empty(text("No call of this period has a price."), hint, "bars"))
    sums: dict[str, int] = {}
    for one in found:
        sums[one.currency] = sums.get(one.currency, 0) + one.exact
    total = " + ".join(words.money(around, rounded(exact), currency) for currency, exact in sums.items())
    calls = around.language.plural("{number} call", "{number} calls", sum(one.calls for one in found))
    ways = directions(around)
    return Grid(
        title=title, count=around.language.number(len(found)), lines=tuple(_line(around, one, ways) for one in found),
        note=text("calls without VAT, fees and discounts"), foot=text("{calls} for {total}", calls=calls, total=total),
    )  # fmt: skip


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
