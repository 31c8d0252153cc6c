"""The chart that somebody chose for a report: bars, stacked bars or lines of columns of one unit. Pure.

Of rows by time and one more key (a queue, an operator) a single column is drawn as a series for each of those.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import cast

from shared.domain.description import CentreDescription
from shared.domain.measures.formulas import FORMULAS
from shared.language import Language
from shared.reports.chart import Chart, ChartKind, Filling, Paint, Series, Unit
from shared.reports.definition import Arrangement
from shared.reports.table import Column, Report, Value
from shared.reports.written import Written

MOST_SERIES, MOST_BARS, MOST_POINTS = 4, 20, 400
"""So many can be told apart, be read beside one another, be drawn in a line."""
DRAWN = ("count", "percent", "duration", "number", "money")
ADDED = ("count", "duration", "money")
"""Units whose values may stand one on the other."""
_LOOKS: tuple[tuple[Paint, Filling], ...] = (
    ("accent", "plain"), ("held", "dots"), ("paused", "upright"), ("wrapup", "slant"),
)  # fmt: skip


def can_be_drawn(column: Column) -> bool:
    """Does it have figures?"""
    return column.role != "key" and column.unit in DRAWN


def own_chart(report: Report, how: Arrangement, language: Language, centre: CentreDescription) -> Chart | None:
    """None: nothing of the report can be drawn so. Columns of another unit than the first one's are left out."""
    columns = _columns(report, how)
    if not columns:
        return None
    written = Written(report, language, centre)
    kind: ChartKind = "lines" if how.chart == "lines" else "bars"
    if how.chart == "stacked" and columns[0].unit in ADDED:
        kind = "stacked"
    if len(columns) == 1 and len(report.keys) == 2 and report.keys[0].name == "interval":
        labels, series = _pivoted(written, columns[0])
    else:
        labels, series = _by_rows(written, columns, MOST_POINTS if kind == "lines" else MOST_BARS)
    totals = tuple(sum(one.values[place] or 0.0 for one in series) for place in range(len(labels)))
    return Chart(
        kind=kind, title=", ".join(map(written.heading, columns)), labels=labels,
        unit=cast("Unit", columns[0].unit),
        series=series, totals=totals if kind == "stacked" else (),
    )  # fmt: skip


def _columns(report: Report, how: Arrangement) -> list[Column]:
    known = {one.name: one for one in report.columns if can_be_drawn(one)}
    names = [name for name in how.charted if name in known] or [name for name in how.columns if name in known][:1]
    found = [known[name] for name in names] or list(known.values())[:1]
    return [one for one in found if one.unit == found[0].unit][:MOST_SERIES]


def _by_rows(written: Written, columns: Sequence[Column], most: int) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    report, rows = written.report, written.report.rows[:most]
    series = tuple(
        _series(place, written.heading(one), [report.value(row, one.name) for row in rows], is_bad=_is_bad(one))
        for place, one in enumerate(columns)
    )
    return tuple(map(written.row_label, rows)), series


def _pivoted(written: Written, column: Column) -> tuple[tuple[str, ...], tuple[Series, ...]]:
    """A series for each of the second key's values, those with the most of it."""
    report = written.report
    cells = {row.values[:2]: report.value(row, column.name) for row in report.rows}
    begins = list(dict.fromkeys(row.values[0] for row in report.rows))[:MOST_POINTS]
    sums: dict[Value, float] = {}
    for (_at, one), value in cells.items():
        sums[one] = sums.get(one, 0.0) + (_number(value) or 0.0)
    names = sorted(sums, key=lambda one: -sums[one])[:MOST_SERIES]
    series = tuple(
        _series(place, written.said(report.keys[1], written.key(report.keys[1], one)),
                [cells.get((at, one)) for at in begins])
        for place, one in enumerate(names)
    )  # fmt: skip
    firsts = {row.values[0]: row for row in reversed(report.rows)}
    labels = tuple(written.row_label(firsts[at]).partition(" · ")[0] for at in begins)
    return labels, series


def _series(place: int, name: str, values: Sequence[Value], *, is_bad: bool = False) -> Series:
    paint, filling = ("bad", "slant") if is_bad else _LOOKS[place]
    return Series(name=name, values=tuple(map(_number, values)), paint=paint, filling=filling)  # type: ignore[arg-type]


def _is_bad(column: Column) -> bool:
    return column.measure is not None and FORMULAS[column.measure].better == "lower"


def _number(value: Value) -> float | None:
    return float(value) if isinstance(value, int | float) and not isinstance(value, bool) else None
