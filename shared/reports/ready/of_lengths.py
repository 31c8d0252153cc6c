"""Reports of how long: how long callers waited by queue, how long phones rang by what came of it; with percentiles.

The columns of a ladder say how many lasted longer than the step before and at most so long; the last has the rest.
"""

from __future__ import annotations

from itertools import pairwise

from shared.domain.measures.counts import Counts
from shared.domain.measures.formulas import MeasureName
from shared.domain.measures.histogram import Histogram
from shared.reports import queries
from shared.reports.ready.asked import Asked, Detail, detail, with_details
from shared.reports.table import Column, Report, Row, Value, key_column, measure_column, summed
from shared.reports.words import UP_TO

STEPS = (5, 10, 15, 20, 30, 45, 60, 120, 300)
"""Seconds of the ladder."""
LONGER = "longer"
SHARES = (50, 80, 90, 95, 99, 100)
OF_WAITS: tuple[MeasureName, ...] = (
    "answered", "abandoned", "asa", "average_abandoned_wait", "wait_p50", "wait_p80", "wait_p90", "wait_p95",
    "wait_p99", "longest_wait",
)  # fmt: skip


def waits(asked: Asked) -> Report:
    """By queue: averages, percentiles, and answered visits by how long they waited."""
    found = asked.visits(("queue",), is_with_waits=True)
    ladder = tuple(_answered_in(low, high) for low, high in pairwise((None, *STEPS, None)))
    columns = [*map(measure_column, OF_WAITS), *(column for column, _tell in ladder)]
    report = summed("waits", asked.selection, [key_column("queue")], columns, found.items(), asked.notes())
    return with_details(report, ladder)


def ringing(asked: Asked) -> Report:
    """By what came of it: how often phones rang so, percentiles, and how long they rang."""
    found = queries.ringing(asked.connection, asked.scope)
    columns = (
        key_column("result"), detail("rings", "count"),
        *(detail("longest" if share == 100 else f"P{share}", "duration") for share in SHARES),
        *(_step_column(high) for _low, high in pairwise((None, *STEPS, None))),
    )  # fmt: skip
    rows = tuple(Row(values=(result, *_cells(rang))) for result, rang in found.items())
    whole = sum(found.values(), Histogram())
    return Report(name="ringing", selection=asked.selection, columns=columns, rows=rows,
                  total=Row(values=(None, *_cells(whole))), notes=asked.notes())  # fmt: skip


def between(lengths: Histogram, low: int | None, high: int | None) -> int:
    """How many lasted longer than ``low`` and at most ``high`` seconds; None: no bound."""
    below = 0 if low is None else lengths.at_most(low) or 0
    return (lengths.total if high is None else lengths.at_most(high) or 0) - below


def _cells(rang: Histogram) -> tuple[Value, ...]:
    found = [rang.percentile(share) for share in SHARES]
    steps = [between(rang, low, high) for low, high in pairwise((None, *STEPS, None))]
    return (rang.total, *(None if one is None else one.high for one in found), *steps)


def _answered_in(low: int | None, high: int | None) -> Detail:
    def tell(counts: Counts) -> int:
        return between(counts.all_visits.answered_waits, low, high)

    return _step_column(high), tell


def _step_column(high: int | None) -> Column:
    if high is None:
        return detail(LONGER, "count")
    return detail(f"{UP_TO}{high}", "count")
