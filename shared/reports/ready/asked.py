"""What a ready report is made of: the connection, what was asked, the limits in force, and now."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

import msgspec
from sqlalchemy import Connection

from shared.days import Interval, quarter_after, quarter_before
from shared.domain.measures.counts import CallCounts, Counts, VisitCounts
from shared.domain.measures.limits import Limits, LimitsSince, limits_at, spans_of_limits
from shared.reports import queries
from shared.reports.asking import counted, limits_of
from shared.reports.queries.scope import Key, Scope
from shared.reports.selection import Selection
from shared.reports.table import Column, ColumnUnit, Notes, Report, Value

Detail = tuple[Column, Callable[[Counts], Value]]
"""A column of what no measure says, and how it is told of a row's counts."""


@dataclass(frozen=True)
class Asked:
    """One question. ``selection`` is already what is answered: whole quarters of an hour, which are the finest sums."""

    connection: Connection
    selection: Selection
    now: datetime

    @cached_property
    def scope(self) -> Scope:
        """The selection as questions know it."""
        asked = self.selection
        return Scope(since=asked.since, until=asked.until, zone=asked.zone, interval=asked.interval or "day",
                     queues=asked.queues or None, agents=asked.agents or None, lines=asked.lines or None,
                     pbxs=asked.pbx or None)  # fmt: skip

    @cached_property
    def changes(self) -> tuple[LimitsSince, ...]:
        """Limits by when they came into force: the asked ones for all of it, else those of the settings."""
        if self.selection.limits is not None:
            return (LimitsSince(since=None, limits=self.selection.limits),)
        return limits_of(self.connection)

    def limits(self, at: datetime) -> Limits:
        """Those in force at an instant."""
        return limits_at(self.changes, at)

    def visits(self, keys: Sequence[Key], *, is_with_waits: bool = False) -> dict[tuple[Any, ...], Counts]:
        """Visits by keys, without rows in which there is none."""
        found = counted(self.connection, self.scope, keys, self.changes, is_with_waits=is_with_waits)
        return {key: counts for key, counts in found.items() if counts.all_visits.offered}

    @cached_property
    def whole(self) -> tuple[VisitCounts, CallCounts]:
        """All visits and calls of the period together."""
        visits = queries.visits(self.connection, self.scope, ())
        calls = queries.calls(self.connection, self.scope, ())
        return visits[0].counts if visits else VisitCounts(), calls[0].counts if calls else CallCounts()

    def notes(self, rows: int = 0, most: int | None = None) -> Notes:
        """What must be said beside the figures; ``most``: no more than so many rows are ever told."""
        visits, calls = self.whole
        spans = spans_of_limits(self.changes, self.scope.since, self.scope.until)
        return Notes(
            gaps=queries.notes(self.connection, self.scope).gaps, open_visits=visits.waiting, open_calls=calls.ongoing,
            imported=calls.imported, limits=tuple((since, limits) for since, _until, limits in spans),
            made_at=self.now, cut_at=most if most is not None and rows >= most else None,
        )  # fmt: skip


def asked_of(connection: Connection, selection: Selection, now: datetime) -> Asked:
    """The question; a period that cuts quarters of an hour is widened to whole ones, and the report says so."""
    since, until = quarter_before(selection.since), quarter_after(selection.until)
    whole = msgspec.structs.replace(selection, since=since, until=until)
    return Asked(connection, whole, now)


def interval_for(selection: Selection) -> Interval:
    """The asked interval, or one in which the period has not too many rows."""
    days = (selection.until - selection.since).days
    return selection.interval or ("hour" if days <= 2 else "day" if days <= 92 else "month")


def detail(name: str, unit: ColumnUnit = "text") -> Column:
    """A column of what is told of a row and is no measure; ``words.DETAILS`` has its title."""
    return Column(name=name, unit=unit)


def number_of(group: str, field: str) -> Detail:
    """A column with a field of counts that is no measure by itself."""
    return detail(field, "count"), lambda counts: int(getattr(getattr(counts, group), field))


def with_details(report: Report, details: Sequence[Detail]) -> Report:
    """The same with the details of each row and of the total filled in; their columns are there already."""
    places = [(report.place(column.name), tell) for column, tell in details]

    def filled(values: tuple[Value, ...], counts: Counts | None) -> tuple[Value, ...]:
        cells = list(values)
        for place, tell in places:
            cells[place] = None if counts is None else tell(counts)
        return tuple(cells)

    rows = tuple(msgspec.structs.replace(row, values=filled(row.values, row.counts)) for row in report.rows)
    total = report.total
    if total is not None:
        total = msgspec.structs.replace(total, values=filled(total.values, total.counts))
    return msgspec.structs.replace(report, rows=rows, total=total)
