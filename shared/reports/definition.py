"""A report that somebody put together: what it is of, over which period, narrowed to what, and how it is shown. Pure.

It is kept by the console under a name, and goes with a schedule to the daemon; its period is reckoned anew each time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, tzinfo
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from shared.days import Interval, Span
from shared.domain.search.query import Period
from shared.domain.search.spans import span_of
from shared.reports.chart import ChartKind
from shared.reports.selection import Selection
from shared.reports.table import Report

Compare = Literal["none", "before", "year"]
OVERVIEW = "overview"
"""What the console shows first; a file of it is made of the queues."""
QUARTER = timedelta(minutes=15)
DAY = timedelta(days=1)
YEAR = timedelta(days=364)
"""A year of whole weeks, so that weekdays stand against the same weekdays."""
_EPOCH = datetime(2000, 1, 1, tzinfo=UTC)


class Definition(msgspec.Struct, frozen=True, kw_only=True):
    """``report``: "overview", or a name of ``catalogue.READY``. Empty tuples: all, as far as the reader may see.

    ``interval`` None: the report's own. ``compare``: with nothing, the period before, a year ago. ``columns``: those
    that are shown, in order; (): all. ``chart`` None: the report's own. ``language``: in which it is written.
    """

    report: str = OVERVIEW
    period: Period = Period(preset="yesterday")
    queues: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    pbx: tuple[str, ...] = ()
    interval: Interval | None = None
    compare: Compare = "none"
    columns: tuple[str, ...] = ()
    chart: ChartKind | None = None
    language: Literal["cs", "en"] = "cs"


def selection_of(definition: Definition, now: datetime, zone: ZoneInfo) -> Selection:
    """What is asked when the report is made now: whole quarters of an hour; an open beginning is three years ago."""
    found = span_of(definition.period, now, zone)
    until = _up(found.until or now)
    since = _down(found.since or until - 3 * YEAR)
    return Selection(
        since=since, until=until, zone=zone.key, interval=definition.interval, queues=definition.queues,
        agents=definition.agents, lines=definition.lines, pbx=definition.pbx,
        compare_to=_compared(definition.compare, Span(since, until), now, zone),
    )  # fmt: skip


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
    compared = report.compared and with_columns(report.compared, columns)
    shown = tuple(report.columns[at] for at in places)
    return msgspec.structs.replace(report, columns=shown, rows=rows, total=total, compared=compared)


def _compared(compare: Compare, span: Span, now: datetime, zone: tzinfo) -> Span | None:
    """As long as what has passed of the span: an unfinished day is not held against a whole one."""
    passed = min(span.until, _up(now))
    if compare == "none" or passed <= span.since:
        return None
    by = YEAR if compare == "year" else _length(span, zone)
    return Span(_earlier(span.since, by, zone), _earlier(passed, by, zone))


def _length(span: Span, zone: tzinfo) -> timedelta:
    """In whole local days, so that it begins at the same time of the day."""
    first, last = (at.astimezone(zone).replace(tzinfo=None) for at in span)
    return max(1, -(-(last - first) // DAY)) * DAY


def _earlier(at: datetime, by: timedelta, zone: tzinfo) -> datetime:
    local = at.astimezone(zone).replace(tzinfo=None) - by
    return _down(local.replace(tzinfo=zone))


def _down(at: datetime) -> datetime:
    return at.astimezone(UTC) - (at - _EPOCH) % QUARTER


def _up(at: datetime) -> datetime:
    return at.astimezone(UTC) + (_EPOCH - at) % QUARTER
