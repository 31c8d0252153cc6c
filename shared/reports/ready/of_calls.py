"""Reports of whole calls: inbound lines, directions with their outcomes, outgoing ones by operator."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from shared.domain.measures.counts import CallCounts, Counts
from shared.domain.measures.formulas import MeasureName
from shared.reports import queries
from shared.reports.ready.asked import Asked, Detail, number_of, with_details
from shared.reports.table import Report, key_column, measure_column, summed

OVERFLOW = number_of("calls", "overflow")
LOST = number_of("calls", "lost")
FAILURES: tuple[Detail, ...] = (
    number_of("calls", "no_answer"),
    number_of("calls", "busy"),
    number_of("calls", "failed"),
    number_of("calls", "cancelled"),
)
OF_CALLS: tuple[MeasureName, ...] = (
    "calls", "calls_answered", "calls_abandoned", "calls_left_ivr", "calls_transferred", "calls_ongoing",
)  # fmt: skip
SHARES: tuple[MeasureName, ...] = ("calls_answered_share", "average_call_talk", "average_call_length")


def lines(asked: Asked) -> Report:
    """Inbound calls by the line they came in on; "": none is known."""
    found = queries.calls(asked.connection, asked.scope, ("direction", "line"))
    rows = ((row.keys[1:], row.counts) for row in found if row.keys[0] == "inbound")
    return _of_calls("lines", asked, "line", rows, OF_CALLS, (OVERFLOW, *FAILURES, LOST))


def directions(asked: Asked) -> Report:
    """Inbound, outbound and internal calls, each with all outcomes."""
    found = queries.calls(asked.connection, asked.scope, ("direction",))
    rows = ((row.keys, row.counts) for row in found)
    return _of_calls("directions", asked, "direction", rows, OF_CALLS, (OVERFLOW, *FAILURES, LOST))


def outgoing(asked: Asked) -> Report:
    """Outbound calls by who called; "": not told."""
    rows = ((row.keys, row.counts) for row in queries.outgoing(asked.connection, asked.scope))
    return _of_calls("outgoing", asked, "agent", rows, ("calls", "calls_answered", "calls_ongoing"), (*FAILURES, LOST))


def _of_calls(
    name: str, asked: Asked, key: str, rows: Iterable[tuple[tuple[Any, ...], CallCounts]],
    measures: tuple[MeasureName, ...], details: tuple[Detail, ...],
) -> Report:  # fmt: skip
    columns = [*map(measure_column, measures), *(column for column, _tell in details), *map(measure_column, SHARES)]
    told = ((keys, Counts(calls=counts)) for keys, counts in rows if counts.calls)
    return with_details(summed(name, asked.selection, [key_column(key)], columns, told, asked.notes()), details)
