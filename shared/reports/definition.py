"""A report that somebody put together: what it is of, over which period, narrowed to what, and how it is shown. Pure.

It is kept by the console under a name, and goes with a schedule to the daemon; its period is reckoned anew each time.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, datetime, timedelta
from typing import Any, Literal
from zoneinfo import ZoneInfo

import msgspec

from shared.days import Interval, Span, before, quarter_after, quarter_before, weeks_before
from shared.domain.search.query import Period
from shared.domain.search.spans import span_of
from shared.reports.selection import Selection

Compare = Literal["none", "before", "year"]
OwnChart = Literal["none", "bars", "stacked", "lines"]
OVERVIEW = "overview"
"""What the console shows first; a file of it is made of the queues."""
WEEKS_OF_A_YEAR = 52
"""Whole weeks, so that weekdays stand against the same weekdays."""
OLDEST = timedelta(days=3 * 364)
"""How far back a period without a beginning goes."""


class Arrangement(msgspec.Struct, frozen=True, kw_only=True):
    """What is shown of a report, and how. ``columns``: those that are shown, in order; (): all.

    ``sorted_by``: a column, "": as the report has them; ``most``: so many rows are shown, 0: all (its total stays that
    of all). ``chart`` None: the report's own; ``charted``: the columns that it is of, (): the first one with figures.
    """

    columns: tuple[str, ...] = ()
    sorted_by: str = ""
    is_descending: bool = False
    most: int = 0
    chart: OwnChart | None = None
    charted: tuple[str, ...] = ()


class Definition(Arrangement, frozen=True, kw_only=True):
    """``report``: "overview", or a name of ``catalogue.READY``. Empty tuples: all, as far as the reader may see.

    ``interval`` None: the report's own. ``compare``: with nothing, the period before, a year ago. ``language``: in
    which it is written.
    """

    report: str = OVERVIEW
    period: Period = Period(preset="yesterday")
    queues: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    pbx: tuple[str, ...] = ()
    interval: Interval | None = None
    compare: Compare = "none"
    language: Literal["cs", "en"] = "cs"

    @property
    def arrangement(self) -> Arrangement:
        """How it is shown."""
        return Arrangement(**{name: getattr(self, name) for name in Arrangement.__struct_fields__})


def understood(stored: Any, reports: Collection[str]) -> Definition | None:
    """A definition as it was stored; None: a newer program wrote it, with what is not known here.

    ``reports``: the names of those that there are. Nothing of it is left out silently.
    """
    try:
        found = msgspec.convert(stored, Definition)
    except msgspec.ValidationError:
        return None
    is_known = _knows(stored, Definition) and _knows(stored.get("period", {}), Period)
    return found if is_known and (found.report == OVERVIEW or found.report in reports) else None


def _knows(stored: Any, kind: type[msgspec.Struct]) -> bool:
    return isinstance(stored, dict) and set(stored) <= set(kind.__struct_fields__)


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
