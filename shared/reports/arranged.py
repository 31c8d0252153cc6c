"""A report as somebody wants it: its columns in their order, its rows sorted and cut, its charts. Pure.

What belongs to an own report is said in ``definition.Arrangement``; the console and the daemon show it in this way.
"""

from __future__ import annotations

from datetime import date, datetime

import msgspec

from shared.domain.description import CentreDescription
from shared.language import Language
from shared.reports.catalogue import ReadyReport
from shared.reports.chart import Chart
from shared.reports.definition import Arrangement
from shared.reports.own_chart import own_chart
from shared.reports.table import Report, Value
from shared.reports.written import Written

TIMED = frozenset({"interval", "weekday", "hour"})
"""Keys whose order is that of time: charts of the report's own keep it."""


def arranged(
    report: Report, ready: ReadyReport, how: Arrangement, language: Language, centre: CentreDescription
) -> Report:
    """The report with its charts, and of it only what is wanted."""
    rows = with_rows(report, how, language, centre)
    charts = charts_of(report, rows, ready, how, language, centre)
    return msgspec.structs.replace(with_columns(rows, how.columns), charts=charts)


def charts_of(
    report: Report, rows: Report, ready: ReadyReport, how: Arrangement, language: Language, centre: CentreDescription
) -> tuple[Chart, ...]:  # fmt: skip
    """Of the whole ``report`` and of its ``rows`` that are shown: its own charts, the one that is wanted, or none."""
    if how.chart is None:
        is_timed = any(one.name in TIMED for one in report.keys)
        return ready.charts(report if is_timed else rows, language, centre)
    found = own_chart(rows, how, language, centre) if how.chart != "none" else None
    return (found,) if found is not None and not found.is_empty else ()


def with_rows(report: Report, how: Arrangement, language: Language, centre: CentreDescription) -> Report:
    """Rows by the wanted column, at most so many; a column that is not there leaves them as they are."""
    rows, known = list(report.rows), {one.name for one in report.columns}
    if how.sorted_by in known:
        written, place = Written(report, language, centre), report.place(how.sorted_by)
        column = report.columns[place]
        with_value = [row for row in rows if row.values[place] is not None]
        with_value.sort(key=lambda row: _order(written.key(column, row.values[place])), reverse=how.is_descending)
        rows = with_value + [row for row in rows if row.values[place] is None]
    is_cut = 0 < how.most < len(rows)
    notes = msgspec.structs.replace(report.notes, cut_at=how.most) if is_cut else report.notes
    return msgspec.structs.replace(report, rows=tuple(rows[: how.most] if is_cut else rows), notes=notes)


def with_columns(report: Report, columns: tuple[str, ...]) -> Report:
    """The report with its keys and the columns named, in that order; those that it does not have are left out."""
    known = {one.name for one in report.columns}
    keys = [one.name for one in report.keys]
    wanted = [name for name in dict.fromkeys(columns) if name in known and name not in keys]
    if not wanted:
        return report
    places = [report.place(name) for name in (*keys, *wanted)]
    rows = tuple(msgspec.structs.replace(row, values=tuple(row.values[at] for at in places)) for row in report.rows)
    total = report.total and msgspec.structs.replace(
        report.total, values=tuple(report.total.values[at] for at in places)
    )
    compared = report.compared and with_columns(report.compared, tuple(wanted))
    shown = tuple(report.columns[at] for at in places)
    return msgspec.structs.replace(report, columns=shown, rows=rows, total=total, compared=compared)


def _order(value: Value) -> tuple[int, float | str]:
    match value:
        case str():
            return 1, value.casefold()
        case datetime():
            return 0, value.timestamp()
        case date():
            return 0, float(value.toordinal())
        case None:
            return 0, 0.0
        case _:
            return 0, float(value)
