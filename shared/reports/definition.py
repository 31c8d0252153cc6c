"""A report that somebody put together: what it is of, over which period, narrowed to what, and how it is shown. Pure.

It is kept by the console under a name, and goes with a schedule to the daemon; its period is reckoned anew each time.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from shared.days import Interval, Span, before, quarter_after, quarter_before, weeks_before
from shared.domain.search.query import Period
from shared.domain.search.spans import span_of
from shared.reports.chart import ChartKind
from shared.reports.selection import Selection
from shared.reports.table import Report

Compare = Literal["none", "before", "year"]
OVERVIEW = "overview"
"""What the console shows first; a file of it is made of the queues."""
WEEKS_OF_A_YEAR = 52
"""Whole weeks, so that weekdays stand against the same weekdays."""
OLDEST = timedelta(days=3 * 364)
"""How far back a period without a beginning goes."""


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
    until = quarter_after(found.until or now)
    since = quarter_before(found.since or until - OLDEST)
    return Selection(
        since=since, until=until, zone=zone.key, interval=definition.interval, queues=definition.queues,
        agents=definition.agents, lines=definition.lines, pbx=definition.pbx,
        compare_to=compared_span(definition.compare, Span(since, until), now, zone),
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


def compared_span(compare: Compare, span: Span, now: datetime, zone: ZoneInfo) -> Span | None:
    """What the span is held against, as much of it as has passed of the span: no unfinished day against a whole one."""
    passed = min(span.until, quarter_after(now))
    if compare == "none" or passed <= span.since:
        return None
    earlier = weeks_before(span, zone, WEEKS_OF_A_YEAR) if compare == "year" else before(span, zone)
    if passed == span.until:
        return Span(quarter_before(earlier.since), quarter_before(earlier.until))
    by_the_clock = _local(earlier.since, zone) + (_local(passed, zone) - _local(span.since, zone))
    until = min(earlier.until, by_the_clock.replace(tzinfo=zone).astimezone(UTC))
    return Span(quarter_before(earlier.since), quarter_before(until))


def _local(at: datetime, zone: ZoneInfo) -> datetime:
    """What clocks show."""
    return at.astimezone(zone).replace(tzinfo=None)
