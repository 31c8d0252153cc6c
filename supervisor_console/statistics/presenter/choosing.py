"""What a choice changes of the moment, and where a chart leads to. Pure."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any, cast

import msgspec

from shared.days import Interval
from shared.domain.measures.counts import Counts
from shared.domain.measures.figures import evaluate
from shared.domain.search.query import Period, Query
from shared.domain.search.spans import days
from shared.reports.definition import OVERVIEW, Arrangement
from shared.reports.explain import behind
from supervisor_console.statistics.presenter import charts
from supervisor_console.statistics.presenter.moment import ChartBy, Moment
from supervisor_console.statistics.screen import WishKind

HOUR = timedelta(hours=1)


def chosen(moment: Moment, kind: WishKind, value: Any) -> dict[str, Any]:
    """Fields of the moment with their new values."""
    match kind:
        case "period":
            return within(moment, Period(preset=value))
        case "days":
            first, last = (date.fromisoformat(day) for day in value)
            return within(moment, days(first, last, moment.zone))
        case "queues":
            return {"queues": tuple(value) if set(value) != set(moment.known) else ()}
        case "agents" | "lines":
            return {kind: tuple(value)}
        case "interval":
            return {"by": value} if moment.ready is None else {"rows_by": value or None}
        case "compare":
            return {"compared": value}
        case _:
            return {"report": value, "arrangement": Arrangement()}


def within(moment: Moment, period: Period) -> dict[str, Any]:
    """Another period; of a search too."""
    search = moment.search
    return {"period": period, "search": msgspec.structs.replace(search, period=period) if search is not None else None}


def searched(query: Query | None) -> dict[str, Any]:
    """Only the calls of this search, None: all calls again."""
    changed: dict[str, Any] = {"search": query, "found": None, "is_cut": False, "queues": (), "report": OVERVIEW,
                               "arrangement": Arrangement()}
    return changed | ({"period": query.period} if query is not None else {})


def drill(moment: Moment, panel: str, first: int, last: int) -> Query | dict[str, Any]:
    """Columns of intervals: zoom in there, down to an hour; of other charts the calls. {}: nothing."""
    if moment.shown != OVERVIEW:
        return _drill_report(moment, first, last)
    if moment.overview is None or panel not in ("columns", "load"):
        return {}
    if panel == "load" or moment.by == "hour_of_day":
        return moment.search or offered(moment)
    _chart, keys = charts.columns(moment)
    since = cast("datetime", keys[first])
    until = cast("datetime", keys[last + 1]) if last + 1 < len(keys) else moment.span[1]
    if until - since > HOUR:
        return within(moment, Period(preset=None, since=since, until=until)) | {"by": _finer(until - since)}
    return offered(moment, (since, until))


def offered(moment: Moment, span: tuple[datetime, datetime] | None = None) -> Query:
    """The search for all visits of the period, or of a part of it."""
    if moment.search is not None:
        return moment.search if span is None else msgspec.structs.replace(
            moment.search, period=Period(preset=None, since=span[0], until=span[1]))  # fmt: skip
    query = behind(evaluate("offered", Counts()), moment.selection, charts.limits_of(Counts())).query
    if span is None:
        return query
    return Query(period=Period(preset=None, since=span[0], until=span[1]), terms=query.terms)


def _drill_report(moment: Moment, first: int, last: int) -> Query | dict[str, Any]:
    """Where rows are intervals and the chart has one column for each."""
    report = moment.answer
    if report is None or [one.name for one in report.keys] != ["interval"] or last >= len(report.rows):
        return {}
    begins = [row.values[0] for row in report.rows]
    since, until = begins[first], begins[last + 1] if last + 1 < len(begins) else report.selection.until
    if not isinstance(since, datetime) or not isinstance(until, datetime):
        return {}
    if until - since > HOUR:
        finer = cast("Interval", _finer(until - since))
        return {"period": Period(preset=None, since=since, until=until), "rows_by": finer}
    return offered(moment, (since, until))


def _finer(length: timedelta) -> ChartBy:
    return "half_hour" if length <= 12 * HOUR else "hour" if length <= 72 * HOUR else "day"
