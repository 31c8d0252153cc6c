"""Two periods side by side: how a figure changed, and whether that is certainly better or worse. Pure."""

from __future__ import annotations

from typing import Literal

import msgspec

from shared.domain.measures.formulas import FORMULAS
from shared.reports.table import Column, Report, Row, Value

Verdict = Literal["better", "worse"]


class Change(msgspec.Struct, frozen=True, kw_only=True):
    """``difference`` in the column's unit (of per cent: points), ``share``: in per cent of what it was before.

    ``verdict`` None: it did not change, or neither more nor less of it is better for certain.
    """

    now: float
    before: float
    difference: float
    share: float | None = None
    verdict: Verdict | None = None


def change(column: Column, now: Value, before: Value) -> Change | None:
    """How a figure changed; None: one of the two is not there."""
    if column.measure is None or not _is_number(now) or not _is_number(before):
        return None
    assert isinstance(now, int | float)
    assert isinstance(before, int | float)
    difference = now - before
    better = FORMULAS[column.measure].better
    verdict: Verdict | None = None
    if difference and better is not None:
        verdict = "better" if (difference > 0) == (better == "higher") else "worse"
    share = 100 * difference / before if before else None
    return Change(now=now, before=before, difference=difference, share=share, verdict=verdict)


def changes(report: Report, row: Row | None) -> dict[str, Change]:
    """Of a row (None: of the total) against the same row of the period before: column's name → change.

    Rows belong together by their keys. Those by time do not: a period before has other intervals.
    """
    other = report.compared
    if other is None:
        return {}
    now, before = (report.total, other.total) if row is None else (row, _same(other, row, len(report.keys)))
    if now is None or before is None:
        return {}
    pairs = zip(report.columns, now.values, before.values, strict=True)
    found = {column.name: change(column, one, two) for column, one, two in pairs}
    return {name: one for name, one in found.items() if one is not None}


def _same(report: Report, row: Row, keys: int) -> Row | None:
    return next((one for one in report.rows if one.values[:keys] == row.values[:keys]), None)


def _is_number(value: Value) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool)
