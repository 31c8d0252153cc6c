"""Which figure is meant: of the whole, or of a row; its counts, what was asked for it, and what it counted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import msgspec

from shared.domain.measures.counts import Counts
from shared.domain.measures.figures import evaluate
from shared.domain.measures.formulas import MeasureName
from shared.domain.search.query import Query, Term
from shared.reports.definition import OVERVIEW
from shared.reports.explain import Behind, Priced, behind
from shared.reports.selection import Selection
from shared.reports.table import Column, Report, Row, Value
from shared.reports.written import Written
from supervisor_console.statistics.presenter import charts
from supervisor_console.statistics.presenter.filters import period_words, queues_words
from supervisor_console.statistics.presenter.moment import Moment
from supervisor_console.statistics.presenter.ready import measure_of, row_of
from supervisor_console.statistics.presenter.report import overview_report

HOURS = 24
FIELDS = {"queue": "queue", "agent": "agent", "line": "line", "number": "number", "direction": "direction",
          "disposition": "disposition", "from": "agent"}  # fmt: skip
"""Key of a report → field of a search."""


class Meant(msgspec.Struct, frozen=True, kw_only=True):
    """A figure. ``selection``: of its row; ``week_hours``: hours since Monday 0:00 that it is about, (): all."""

    measure: MeasureName
    counts: Counts
    selection: Selection
    behind: Behind
    subtitle: str
    week_hours: tuple[int, ...] = ()


def meant(moment: Moment, measure: str, row_key: str = "") -> Meant | None:
    """The figure of a column or tile, of a row or ("") of all; None: it is not there, or nothing that was summed."""
    report = overview_report(moment) if moment.shown == OVERVIEW else moment.answer
    if report is None:
        return None
    row = _row(report, row_key, moment)
    name = measure_of(report, measure)
    if row is None or row.counts is None or name is None:
        return None
    asked = narrowed(report, row)
    figure = evaluate(name, row.counts)
    counted = behind(figure, asked, charts.limits_of(row.counts))
    hours = _week_hours(report, row)
    query = in_hours(_with_keys(counted.query, report, row), hours)
    counted = msgspec.structs.replace(counted, query=query, priced=_priced(name, report, row))
    return Meant(measure=name, counts=row.counts, selection=asked, behind=counted, week_hours=hours,
                 subtitle=_subtitle(report, row, row_key, moment))  # fmt: skip


def _priced(measure: MeasureName, report: Report, row: Row) -> Priced | None:
    if row.counts is None or not row.counts.costs.calls:
        return None
    said = [(one.name, value) for one, value in _keys(report, row) if one.name != "interval"]
    keys = tuple((name, value) for name, value in said if isinstance(value, str))
    return Priced(keys=keys, is_handled=measure in ("priced_handled", "amount_per_handled"))


def query_of(report: Report, row: Row) -> Query:
    """The search for the calls that a row is about."""
    asked = narrowed(report, row)
    found = behind(evaluate("offered", Counts()), asked, charts.limits_of(Counts())).query
    is_of_visits = row.counts is not None and bool(row.counts.visits)
    terms = found.terms if is_of_visits else tuple(one for one in found.terms if one.field != "visit")
    query = _with_keys(msgspec.structs.replace(found, terms=terms), report, row)
    return in_hours(query, _week_hours(report, row))


def in_hours(query: Query, hours: Sequence[int]) -> Query:
    """And of calls that began in these hours since Monday 0:00: of each day the same ones, one behind the other."""
    if not hours:
        return query
    days, first, last = sorted({hour // HOURS + 1 for hour in hours}), min(hours) % HOURS, max(hours) % HOURS
    clock = f"{first:02}:00-{(last + 1) % HOURS:02}:00"
    added = [Term(field="clock", values=(clock,))]
    if len(days) < 7:
        added.insert(0, Term(field="weekday", values=tuple(map(str, days))))
    return msgspec.structs.replace(query, terms=(*query.terms, *added))


def narrowed(report: Report, row: Row) -> Selection:
    """What was asked, for this row alone."""
    asked = report.selection
    for column, value in _keys(report, row):
        if column.name in ("queue", "agent", "line") and isinstance(value, str) and value:
            asked = msgspec.structs.replace(asked, **{f"{column.name}s": (value,)})
        elif column.name == "interval" and isinstance(value, datetime):
            asked = _slot(asked, value)
    return asked


def _slot(asked: Selection, at: datetime) -> Selection:
    for slot in asked.slots():
        if slot.since <= at < slot.until:
            since, until = max(slot.since, asked.since), min(slot.until, asked.until)
            return msgspec.structs.replace(asked, since=since, until=until)
    return asked


def _row(report: Report, key: str, moment: Moment) -> Row | None:
    """The overview's rows go by the name of their queue."""
    if moment.shown != OVERVIEW or not key:
        return row_of(report, key)
    return next((row for row in report.rows if row.values[0] == key), None)


def _with_keys(query: Query, report: Report, row: Row) -> Query:
    """And of what else the row's keys say."""
    known = {one.field for one in query.terms}
    added: list[Term] = []
    for column, value in _keys(report, row):
        field = FIELDS.get(column.name)
        if field and field not in known and isinstance(value, str) and value:
            added.append(msgspec.convert({"field": field, "values": (value,)}, Term))
    return msgspec.structs.replace(query, terms=(*query.terms, *added))


def _keys(report: Report, row: Row) -> Sequence[tuple[Column, Value]]:
    if row is report.total:
        return ()
    return list(zip(report.keys, row.values, strict=False))


def _week_hours(report: Report, row: Row) -> tuple[int, ...]:
    found = {column.name: value for column, value in _keys(report, row)}
    day, hour = found.get("weekday"), found.get("hour")
    return ((day - 1) * HOURS + hour,) if isinstance(day, int) and isinstance(hour, int) else ()


def _subtitle(report: Report, row: Row, row_key: str, moment: Moment) -> str:
    whole = f"{period_words(moment)} · {moment.language.text('queues')}: {queues_words(moment)}"
    if not row_key:
        return whole
    written = Written(report, moment.language, moment.centre)
    cells = written.cells(row)
    told = [written.said(column, cell) for column, cell in zip(report.keys, cells, strict=False)]
    return " · ".join([*told, period_words(moment)])
