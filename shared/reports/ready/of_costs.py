"""Reports of what calls cost: over time, by account, destination, queue, line, operator, campaign; a row a currency."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable
from typing import Any

import msgspec

from shared.domain.description import CentreDescription
from shared.domain.measures.counts import CostCounts, Counts
from shared.domain.measures.formulas import MeasureName
from shared.language import Language
from shared.reports import queries
from shared.reports.chart import Chart, Filling, Paint, Series
from shared.reports.queries.costs import CURRENCY, CostKey, costs, unpriced
from shared.reports.ready.asked import Asked, interval_for
from shared.reports.table import Notes, Report, Row, Value, key_column, summed
from shared.reports.written import Written

MEASURES: tuple[MeasureName, ...] = (
    "priced_calls", "priced_handled", "billed_time", "call_amount", "amount_per_handled",
)  # fmt: skip
MOST_BARS = 20
_LOOKS: tuple[tuple[Paint, Filling], ...] = (("accent", "plain"), ("held", "dots"), ("paused", "upright"))


def over_time(asked: Asked) -> Report:
    """By interval, also those without a call; not those that have not begun."""
    selection = msgspec.structs.replace(asked.selection, interval=interval_for(asked.selection))
    within = Asked(asked.connection, selection, asked.now)
    found = costs(asked.connection, within.scope, ("interval",))
    begins = [slot.since for slot in selection.slots() if slot.since < asked.now]
    currencies = sorted({row.keys[1] for row in found})
    rows: list[tuple[tuple[Value, ...], Counts]] = [
        ((at, one), Counts(costs=CostCounts(exact={one: 0}))) for at in begins for one in currencies
    ]
    for row in found:
        at, currency = row.keys
        at = begins[max(bisect_right(begins, at) - 1, 0)] if begins else at
        rows.append(((at, currency), Counts(costs=row.counts)))
    return _report("costs", within, ("interval",), rows)


def by(name: str, key: CostKey) -> Callable[[Asked], Report]:
    """The report by a key, and by interval where one is asked for; the most expensive first."""

    def ask(asked: Asked) -> Report:
        keys: tuple[CostKey, ...] = ("interval", key) if asked.selection.interval else (key,)
        rows = [(row.keys, row.counts) for row in costs(asked.connection, asked.scope, keys)]
        rows.sort(key=lambda row: (row[0][0] if len(keys) > 1 else 0, row[0][-1], -row[1].exact[row[0][-1]]))
        return _report(name, asked, keys, [(row, Counts(costs=counts)) for row, counts in rows])

    return ask


def draw_lines(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
    """The amount over time, a line each currency."""
    return (_drawn(report, "lines", len(report.rows), language, centre),)


def draw_bars(report: Report, language: Language, centre: CentreDescription) -> tuple[Chart, ...]:
    """The first rows by amount, in bars of each currency's own."""
    return (_drawn(report, "bars", MOST_BARS, language, centre),)


def _report(
    name: str, asked: Asked, keys: tuple[CostKey, ...], rows: list[tuple[tuple[Any, ...], Counts]]
) -> Report:  # fmt: skip
    columns = [key_column(key, "instant" if key == "interval" else "text") for key in keys]
    without = unpriced(asked.connection, asked.scope)
    gaps = queries.notes(asked.connection, asked.scope).gaps
    notes = Notes(gaps=gaps, made_at=asked.now, unpriced=(without.unrated, without.unowned))
    return summed(name, asked.selection, [*columns, key_column(CURRENCY)], MEASURES, rows, notes)


def _drawn(report: Report, kind: Any, most: int, language: Language, centre: CentreDescription) -> Chart:
    """Labels are what rows are of without their currency; the currency is the series."""
    written, width = Written(report, language, centre), len(report.keys) - 1
    labels: dict[tuple[Value, ...], Row] = {}
    for row in report.rows:
        labels.setdefault(row.values[:width], row)
    shown = list(labels)[:most]
    amounts = {row.values[: width + 1]: report.value(row, "call_amount") for row in report.rows}
    currencies = list(dict.fromkeys(str(row.values[width]) for row in report.rows))[: len(_LOOKS)]
    series = tuple(
        Series(name=currency, paint=paint, filling=filling,
               values=tuple(_number(amounts.get((*key, currency))) for key in shown))
        for currency, (paint, filling) in zip(currencies, _LOOKS, strict=False)
    )  # fmt: skip
    texts = tuple(written.row_label(labels[key]).rpartition(" · ")[0] for key in shown)
    title = ", ".join([language.text("Amount"), *(currencies if len(currencies) == 1 else ())])
    return Chart(kind=kind, title=title, labels=texts, unit="money", series=series)


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) else None
