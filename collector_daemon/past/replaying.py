"""One PBX in the past: what it is told to have been at a moment, and what changed from there on.

Time passes at its own instants: a wrap-up ends and a day begins when they are due, whatever was heard.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Sequence
from datetime import UTC, datetime, timedelta

from collector_daemon.analysis import Analysis
from collector_daemon.capture import Entry
from collector_daemon.store.kept import Beginning, Kept
from shared.domain.board import AlertRow, Gone, Row

TOGETHER = 0.01
"""Seconds; what was heard so close together is understood in one go, as the live daemon does."""
AWAY = "pbx"
"""Name of the alert that the PBX was not heard; the live board's has the same."""

Changed = tuple[datetime, list[Row | Gone]]


class PastPbx:
    """Understands one PBX's evidence up to ``reached``, further with every ``advance``."""

    def __init__(self, kept: Kept, beginning: Beginning) -> None:
        self._kept = kept
        self._analysis = Analysis(beginning.centre)
        self._away: AlertRow | None = None
        self.reached = beginning.at

    def board(self, at: datetime) -> list[Row]:
        """Every row at the moment reached."""
        self._alert()
        rows = self._analysis.centre.board(at)
        return [*rows, self._away] if self._away else rows

    async def approach(self, until: datetime) -> None:
        """Understand what was heard up to ``until``."""
        async for _changed in self._changes(until):
            pass

    async def advance(self, until: datetime) -> list[Changed]:
        """The same, and tell what changed when."""
        return [changed async for changed in self._changes(until)]

    async def _changes(self, until: datetime) -> AsyncIterator[Changed]:
        while entries := await self._kept.entries(self.reached, until):
            for stretch in _together(entries):
                for changed in self._pass_time(_at(stretch[0])):
                    yield changed
                rows = [*self._analysis.take(stretch).rows, *self._alert()]
                if rows:
                    yield _at(stretch[-1]), rows
            if _at(entries[-1]) <= self.reached:
                break  # only marks of the moment that was reached before
            self.reached = _at(entries[-1])
        self.reached = max(self.reached, until)
        for changed in self._pass_time(until):
            yield changed

    def _pass_time(self, until: datetime) -> list[Changed]:
        """What changed by nothing being heard."""
        centre = self._analysis.centre
        found: list[Changed] = []
        while True:
            due = [at for at in (centre.agents.next_wrap_at, centre.day_ends_at) if at is not None and at <= until]
            if not due:
                return found
            at = min(due)
            rows = self._analysis.pass_time(at)
            if rows:
                found.append((at, rows))

    def _alert(self) -> list[Row | Gone]:
        """The alert that the PBX is not heard: raised with the gap, over with it."""
        centre, before = self._analysis.centre, self._away
        gap = centre.gap
        since = gap.started_at if gap else None
        if since == (before.since if before else None):
            return []
        if since is None:
            self._away = None
            return [Gone(topic="alerts", pbx=centre.pbx, key=AWAY)]
        self._away = AlertRow(pbx=centre.pbx, alert=AWAY, kind="pbx_away", text="not connected", since=since)
        return [self._away]


def _at(numbered: tuple[int, Entry]) -> datetime:
    return datetime.fromtimestamp(numbered[1].at, UTC)


def _together(entries: Sequence[tuple[int, Entry]]) -> Iterator[list[tuple[int, Entry]]]:
    stretch: list[tuple[int, Entry]] = []
    for numbered in entries:
        if stretch and numbered[1].at - stretch[0][1].at > TOGETHER:
            yield stretch
            stretch = []
        stretch.append(numbered)
    if stretch:
        yield stretch


def merged(several: Sequence[list[Changed]], grain: timedelta) -> Iterator[Changed]:
    """The changes of several PBXs in order; those within a ``grain`` of time go together, at the last one's moment."""
    group: list[Row | Gone] = []
    first = last = datetime.min.replace(tzinfo=UTC)
    for at, rows in sorted((one for changes in several for one in changes), key=lambda one: one[0]):
        if group and at - first > grain:
            yield last, group
            group = []
        if not group:
            first = at
        group, last = group + rows, at
    if group:
        yield last, group
