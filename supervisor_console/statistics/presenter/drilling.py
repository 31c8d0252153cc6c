"""Where a chart leads to: into a part of the time, to the visits of a bar or cell, to a row's calls. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any, cast

import msgspec

from shared.days import Interval
from shared.domain.measures.counts import Counts
from shared.domain.measures.figures import evaluate
from shared.domain.search.query import Period, Query, Term
from shared.reports.chart import Chart
from shared.reports.definition import OVERVIEW
from shared.reports.explain import Behind, Outcomes, behind
from shared.reports.selection import Selection
from shared.reports.table import Report, Row
from supervisor_console.statistics.presenter import charts
from supervisor_console.statistics.presenter.behind import HOURS, Meant, in_hours, meant, query_of
from supervisor_console.statistics.presenter.choosing import within
from supervisor_console.statistics.presenter.moment import ChartBy, Moment
from supervisor_console.statistics.presenter.ready import CHART, keys_of
from supervisor_console.statistics.presenter.report import ready_report

HOUR = timedelta(hours=1)
Drilled = Query | Meant | dict[str, Any]
"""A search; visits for which the search is found by asking; changes of the moment ({}: there is nothing behind it)."""
FORECASTS = frozenset({"staffing", "expected_wait"})
"""Reports whose charts are of what is to be expected: no calls are behind that."""


def drill(moment: Moment, panel: str, series: int, first: int, last: int) -> Drilled:
    """Labels ``first`` to ``last`` of a chart were pressed; of a heat map in the row ``series``."""
    if moment.shown != OVERVIEW:
        return _in_report(moment, panel, series, first, last)
    if moment.overview is None:
        return {}
    if panel == "waits":
        step = charts.step_of(evaluate("wait_p90", moment.overview.whole).value)
        return _waited(moment, moment.selection, moment.overview.whole, step, first, last)
    if panel == "load":
        days = charts.days_of(moment)
        hours = charts.busy_hours(moment.overview.week_hours)
        return _in_hours(moment, moment.selection, [days[series] * HOURS + hour for hour in hours[first : last + 1]])
    if panel != "columns":
        return {}
    _chart, keys = charts.columns(moment)
    if moment.by == "hour_of_day":
        slots = [day * HOURS + cast("int", hour) for day in range(7) for hour in keys[first : last + 1]]
        return _in_hours(moment, moment.selection, slots)
    until = keys[last + 1] if last + 1 < len(keys) else moment.span[1]
    return _zoomed(moment, cast("datetime", keys[first]), cast("datetime", until))


def offered(moment: Moment, span: tuple[datetime, datetime] | None = None) -> Query:
    """The search for all visits of the period, or of a part of it."""
    if moment.search is not None:
        return moment.search if span is None else msgspec.structs.replace(
            moment.search, period=Period(preset=None, since=span[0], until=span[1]))  # fmt: skip
    query = behind(evaluate("offered", Counts()), moment.selection, charts.limits_of(Counts())).query
    if span is None:
        return query
    return Query(period=Period(preset=None, since=span[0], until=span[1]), terms=query.terms)


def _in_report(moment: Moment, panel: str, series: int, first: int, last: int) -> Drilled:
    report = ready_report(moment)
    place = int(panel.removeprefix(CHART)) if panel.removeprefix(CHART).isdigit() else -1
    if report is None or report.name in FORECASTS or not 0 <= place < len(report.charts):
        return {}
    chart, is_own = report.charts[place], moment.arrangement.chart is not None
    if not is_own and report.name == "service_levels":
        return meant(moment, f"sl{first + 1}") or {}
    if not is_own and report.name == "ringing":
        return _rang(moment, chart, first, last)
    if chart.kind == "spread":
        whole = report.total.counts if report.total is not None else None
        return _waited(moment, report.selection, whole or Counts(), int(chart.labels[1]), first, last)
    if chart.kind == "heat":
        days = sorted({cast("int", row.values[0]) for row in report.rows})
        slots = [(days[series] - 1) * HOURS + int(hour) for hour in chart.labels[first : last + 1]]
        return _in_hours(moment, report.selection, slots)
    return _of_rows(moment, report, chart, first, last)


def _of_rows(moment: Moment, report: Report, chart: Chart, first: int, last: int) -> Drilled:
    """A label for each row, for each interval, or for each value of the first of two keys."""
    firsts = list(dict.fromkeys(row.values[0] for row in report.rows))
    names = [one.name for one in report.keys]
    if names and names[0] == "interval" and len(chart.labels) == len(firsts) and last < len(firsts):
        since = cast("datetime", firsts[first])
        until = cast("datetime", firsts[last + 1] if last + 1 < len(firsts) else report.selection.until)
        if report.notes.unpriced is None or until - since > HOUR:
            return _zoomed(moment, since, until)
    is_by_first = len(chart.labels) == len(firsts) < len(report.rows)
    wanted = firsts[first : last + 1]
    rows = [row for row in report.rows if row.values[0] in wanted] if is_by_first else report.rows[first : last + 1]
    if report.notes.unpriced is not None:
        return _priced(moment, report, rows)
    if len(rows) == 1 and rows[0].counts is not None and rows[0].counts.visits:
        key = next(key for key, row in zip(keys_of(report), report.rows, strict=True) if row is rows[0])
        return meant(moment, "offered", key) or query_of(report, rows[0])
    return _together([query_of(report, row) for row in rows]) if rows else {}


def _priced(moment: Moment, report: Report, rows: Sequence[Row]) -> Drilled:
    """The calls of one row; of several there is no search."""
    if len(rows) != 1:
        return {}
    key = next(key for key, row in zip(keys_of(report), report.rows, strict=True) if row is rows[0])
    return meant(moment, "call_amount", key) or {}


def _together(queries: Sequence[Query]) -> Query:
    """What any of them finds; they are alike but for the values of a term."""
    found: dict[str, dict[str, None]] = {}
    for query in queries:
        for term in query.terms:
            found.setdefault(term.field, {}).update(dict.fromkeys(term.values))
    terms = [msgspec.structs.replace(one, values=tuple(found[one.field])) for one in queries[0].terms]
    return msgspec.structs.replace(queries[0], terms=tuple(terms))


def _zoomed(moment: Moment, since: datetime, until: datetime) -> Drilled:
    """Into these intervals, down to an hour; then their calls."""
    if until - since <= HOUR:
        return offered(moment, (since, until))
    finer, period = _finer(until - since), Period(preset=None, since=since, until=until)
    if moment.shown == OVERVIEW:
        return within(moment, period) | {"by": finer}
    return {"period": period, "rows_by": cast("Interval", finer)}


def _in_hours(moment: Moment, asked: Selection, slots: Sequence[int]) -> Drilled:
    """All visits of these hours of the week."""
    found = behind(evaluate("offered", Counts()), asked, charts.limits_of(Counts()))
    query = in_hours(moment.search or found.query, slots)
    return _meant(asked, msgspec.structs.replace(found, query=query), slots)


def _waited(moment: Moment, asked: Selection, whole: Counts, step: int, first: int, last: int) -> Drilled:
    """Answered visits of these columns; the last column has all longer ones too."""
    over = float(first * step) if first else None
    up_to = float((last + 1) * step) if last < charts.BARS else None
    found = behind(evaluate("answered", whole), asked, charts.limits_of(whole))
    term = Term(field="wait", lowest=over, highest=up_to)
    query = moment.search or msgspec.structs.replace(found.query, terms=(*found.query.terms, term))
    visits = (Outcomes(outcomes=("answered",), over=over, within=up_to),)
    return _meant(asked, msgspec.structs.replace(found, query=query, visits=visits, formula=None))


def _meant(asked: Selection, found: Behind, slots: Sequence[int] = ()) -> Meant:
    return Meant(measure="offered", counts=Counts(), selection=asked, behind=found, subtitle="",
                 week_hours=tuple(slots))  # fmt: skip


def _rang(moment: Moment, chart: Chart, first: int, last: int) -> Query:
    """Calls by their longest ringing: single rings are not searched for."""
    edges = [float("".join(sign for sign in label if sign.isdigit()) or 0) for label in chart.labels]
    lowest, highest = edges[first - 1] if first else None, edges[last] if last + 1 < len(edges) else None
    query = offered(moment)
    terms = tuple(one for one in query.terms if one.field != "visit")
    return msgspec.structs.replace(query, terms=(*terms, Term(field="ring", lowest=lowest, highest=highest)))


def _finer(length: timedelta) -> ChartBy:
    return "half_hour" if length <= 12 * HOUR else "hour" if length <= 72 * HOUR else "day"
