"""All that the page knows: what was chosen, what was answered, what is wrong."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

from shared.days import Interval, Span
from shared.domain.description import CentreDescription
from shared.domain.search.query import Period
from shared.domain.search.spans import span_of
from shared.language.language import Language
from shared.reports.queries.scope import QUARTER, Scope
from shared.reports.selection import Selection
from supervisor_console.reports.overview import AskedOverview, Overview

ChartBy = Literal["hour_of_day", "half_hour", "hour", "day", "week", "month"]
Compared = Literal["none", "before", "year"]
EPOCH = datetime(2000, 1, 1, tzinfo=UTC)
YEAR = timedelta(days=364)
"""A year of whole weeks, so that weekdays stand against the same weekdays."""


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """``queues`` (): all that the account sees; ``known``: those there are. ``answered_at``: of when figures are."""

    language: Language
    zone: ZoneInfo
    now: datetime
    centre: CentreDescription
    period: Period = Period(preset="today")
    queues: tuple[str, ...] = ()
    by: ChartBy = "hour_of_day"
    compared: Compared = "before"
    known: tuple[str, ...] = ()
    overview: Overview | None = None
    answered: AskedOverview | None = None
    answered_at: datetime | None = None
    exported: str = ""
    """The kind of file that is written now."""
    is_asking: bool = False
    is_slow: bool = False
    failure: str = ""
    away_since: datetime | None = None

    @property
    def span(self) -> tuple[datetime, datetime]:
        """[since, until) in whole quarters of an hour."""
        found = span_of(self.period, self.now, self.zone)
        until = found.until or self.now
        since = found.since or until - 3 * YEAR
        return _down(since), _up(until)

    @property
    def asked(self) -> AskedOverview:
        """What is to be asked now."""
        since, until = self.span
        scope = self._scope(since, until)
        return AskedOverview(
            scope=scope, compared=self._compared(since, until), is_by_hour_of_day=self.by == "hour_of_day"
        )

    @property
    def selection(self) -> Selection:
        """The same for reports."""
        since, until = self.span
        other = self._compared(since, until)
        return Selection(
            since=since, until=until, zone=self.zone.key, queues=self.queues,
            compare_to=Span(other.since, other.until) if other is not None else None,
        )  # fmt: skip

    def _scope(self, since: datetime, until: datetime) -> Scope:
        interval: Interval = "hour" if self.by == "hour_of_day" else self.by
        return Scope(since=since, until=until, zone=self.zone.key, interval=interval, queues=self.queues or None)

    def _compared(self, since: datetime, until: datetime) -> Scope | None:
        """As long as what has passed of the span: an unfinished day is not held against a whole one."""
        if self.compared == "none":
            return None
        passed = min(until, _up(self.now))
        if passed <= since:
            return None
        days = YEAR if self.compared == "year" else self._length(since, until)
        return self._scope(self._earlier(since, days), self._earlier(passed, days))

    def _length(self, since: datetime, until: datetime) -> timedelta:
        first, last = since.astimezone(self.zone).replace(tzinfo=None), until.astimezone(self.zone).replace(tzinfo=None)
        days = max(1, -(-(last - first) // timedelta(days=1)))
        return timedelta(days=days)

    def _earlier(self, at: datetime, by: timedelta) -> datetime:
        local = at.astimezone(self.zone).replace(tzinfo=None) - by
        return _down(local.replace(tzinfo=self.zone).astimezone(UTC))


def _down(at: datetime) -> datetime:
    return at.astimezone(UTC) - (at - EPOCH) % QUARTER


def _up(at: datetime) -> datetime:
    rest = (at - EPOCH) % QUARTER
    return at.astimezone(UTC) + (QUARTER - rest if rest else timedelta(0))
