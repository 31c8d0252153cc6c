"""All that the page knows: what was chosen, what was answered, what is wrong."""

from __future__ import annotations

from datetime import datetime
from typing import Literal, cast
from zoneinfo import ZoneInfo

import msgspec

from shared.days import Interval, Span, quarter_after, quarter_before
from shared.domain.agents import Gap
from shared.domain.description import CentreDescription
from shared.domain.search.query import Period, Query
from shared.domain.search.spans import span_of
from shared.language.language import Language
from shared.reports.catalogue import READY, ReadyReport, ReportName
from shared.reports.definition import OLDEST, OVERVIEW, Arrangement, Compare, compared_span
from shared.reports.queries.scope import Scope
from shared.reports.selection import Selection
from shared.reports.table import Report
from supervisor_console.reports.overview import AskedOverview, Overview
from supervisor_console.reports.search import SearchScope

ChartBy = Literal["hour_of_day", "half_hour", "hour", "day", "week", "month"]


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """``queues``, ``agents``, ``lines`` (): all that the account sees; ``known`` …: those there are.

    ``report``: which is chosen, ``shown``: of which the figures are; "overview" has ``overview``, others ``answer``.
    ``search``: only the calls that this finds, and ``found`` of them are counted (``is_cut``: there are more).
    ``outside_prefix``: what is dialled for an outside line, for numbers of a search.
    ``by``: columns of the overview; ``rows_by``: rows of a report, None: not by time; ``arrangement``: how it
    is shown. ``answered_at``: of when it is. ``hidden``: reports that the account may not see.
    """

    language: Language
    zone: ZoneInfo
    now: datetime
    centre: CentreDescription
    outside_prefix: str = ""
    period: Period = Period(preset="today")
    report: str = OVERVIEW
    shown: str = OVERVIEW
    search: Query | None = None
    found: int | None = None
    is_cut: bool = False
    queues: tuple[str, ...] = ()
    agents: tuple[str, ...] = ()
    lines: tuple[str, ...] = ()
    rows_by: Interval | None = None
    arrangement: Arrangement = Arrangement()
    by: ChartBy = "hour_of_day"
    compared: Compare = "before"
    known: tuple[str, ...] = ()
    known_agents: tuple[tuple[str, str | None], ...] = ()
    known_lines: tuple[str, ...] = ()
    answer: Report | None = None
    overview: Overview | None = None
    answered: AskedOverview | None = None
    answered_at: datetime | None = None
    hidden: frozenset[str] = frozenset()
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
        since = found.since or until - OLDEST
        return quarter_before(since), quarter_after(until)

    @property
    def asked(self) -> AskedOverview:
        """What is to be asked now."""
        since, until = self.span
        other = self._compared(since, until)
        return AskedOverview(
            scope=self._scope(since, until), compared=self._scope(*other) if other is not None else None,
            is_by_hour_of_day=self.by == "hour_of_day",
        )  # fmt: skip

    @property
    def ready(self) -> ReadyReport | None:
        """The report that is chosen; None: the overview."""
        return READY.get(cast("ReportName", self.report))

    @property
    def selection(self) -> Selection:
        """What a report is asked: only what it heeds."""
        since, until = self.span
        needs = self.ready.needs if self.ready is not None else frozenset({"queues"})
        return Selection(
            since=since, until=until, zone=self.zone.key, interval=self.rows_by if "interval" in needs else None,
            queues=self.queues if "queues" in needs else (), agents=self.agents if "agents" in needs else (),
            lines=self.lines if "lines" in needs else (),
            compare_to=self._compared(since, until),
        )  # fmt: skip

    @property
    def search_scope(self) -> SearchScope:
        """What a search is understood with."""
        return SearchScope(zone=self.zone, now=self.now, country=self.centre.country,
                           outside_prefix=self.outside_prefix)  # fmt: skip

    @property
    def has_figures(self) -> bool:
        """Is there anything to show?"""
        return self.overview is not None if self.shown == OVERVIEW else self.answer is not None

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """In the period of what is shown."""
        if self.shown == OVERVIEW:
            return self.overview.notes.gaps if self.overview is not None else ()
        return self.answer.notes.gaps if self.answer is not None else ()

    def _scope(self, since: datetime, until: datetime) -> Scope:
        interval: Interval = "hour" if self.by == "hour_of_day" else self.by
        return Scope(since=since, until=until, zone=self.zone.key, interval=interval, queues=self.queues or None)

    def _compared(self, since: datetime, until: datetime) -> Span | None:
        if self.search is not None:
            return None
        return compared_span(self.compared, Span(since, until), self.now, self.zone)
