"""Asks the database: a search page by page, and all of one call. An older question ends when a newer one comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import UTC, datetime

from shared.domain.agents import Gap
from shared.domain.search.query import Query
from shared.domain.search.spans import span_of
from shared.errors import SuiteError, one_line
from supervisor_console.calls.presenter.moment import Asking, ChosenCall
from supervisor_console.page import Away, Console
from supervisor_console.reports.found import FoundCall, Place, Sums
from supervisor_console.reports.search import SearchScope, gaps, page, sums
from supervisor_console.reports.tracking import linked, tracked

LOADING_AFTER, SLOW_AFTER = 0.3, 5.0
"""Seconds until it is said that an answer is awaited, and that it takes long."""
LIMIT = 100
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class Search:
    """What a query finds, as it comes. ``changed`` is called whenever something here is different.

    ``calls``, ``next``, ``sums``, ``gaps`` are the answers to ``answered``; they stay while the next is awaited.
    """

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.answered: Query | None = None
        self.calls: tuple[FoundCall, ...] = ()
        self.next: Place | None = None
        self.sums: Sums | None = None
        self.gaps: tuple[Gap, ...] = ()
        self.asking: Asking = "no"
        self.failure = ""
        self.away_since: datetime | None = None
        self._scope: SearchScope | None = None
        self._task: asyncio.Task[None] | None = None
        self._more: asyncio.Task[None] | None = None

    @property
    def is_waiting(self) -> bool:
        """Is an answer awaited?"""
        return self._task is not None and not self._task.done()

    def find(self, query: Query, scope: SearchScope) -> None:
        """Ask this instead of whatever was asked before."""
        self.cancel()
        self._task = self._console.spawn(self._find(query, scope), "calls")

    def cancel(self) -> None:
        """Nobody waits for the answer any more: also the database stops."""
        for task in (self._task, self._more):
            if task is not None:
                task.cancel()
        self._task = self._more = None
        self.asking = "no"

    def more(self) -> None:
        """The next page, unless there is none or it is on its way."""
        if self.next is not None and not self.is_waiting and (self._more is None or self._more.done()):
            self._more = self._console.spawn(self._find_more(self.next), "calls: more")

    async def _find(self, query: Query, scope: SearchScope) -> None:
        loop = asyncio.get_running_loop()
        self._waits("just_now")
        waits = [
            loop.call_later(LOADING_AFTER, self._waits, "loading"),
            loop.call_later(SLOW_AFTER, self._waits, "slow"),
        ]
        try:
            first = await self._console.database.ask(
                lambda connection: page(connection, query, scope, after=None, limit=LIMIT)
            )
            self.answered, self._scope = query, scope
            self.calls, self.next, self.sums, self.gaps = first.rows, first.next, None, ()
            self._well()
            self.sums = await self._console.database.ask(lambda connection: sums(connection, query, scope))
            span = span_of(query.period, scope.now, scope.zone)
            since, until = span.since or _LONG_AGO, span.until or scope.now
            self.gaps = await self._console.database.ask(lambda connection: gaps(connection, since, until))
            self._well()
        except (Away, SuiteError) as problem:
            self._failed(problem)
        finally:
            for one in waits:
                one.cancel()

    async def _find_more(self, after: Place) -> None:
        query, scope = self.answered, self._scope
        assert query is not None and scope is not None  # noqa: PT018 - one thing
        try:
            found = await self._console.database.ask(
                lambda connection: page(connection, query, scope, after=after, limit=LIMIT)
            )
        except (Away, SuiteError) as problem:
            self._failed(problem)
            return
        self.calls, self.next = (*self.calls, *found.rows), found.next
        self._changed()

    def _waits(self, asking: Asking) -> None:
        self.asking = asking
        self._changed()

    def _well(self) -> None:
        self.asking, self.failure, self.away_since = "no", "", None
        self._changed()

    def _failed(self, problem: Exception) -> None:
        self.asking = "no"
        self.away_since = problem.since if isinstance(problem, Away) else None
        self.failure = "" if isinstance(problem, Away) else one_line(problem)
        self._changed()


class Chosen:
    """All that is found of the call that is chosen."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.call: ChosenCall | None = None
        self._task: asyncio.Task[None] | None = None

    def choose(self, found: FoundCall | None) -> None:
        """This one, or none."""
        if self._task is not None:
            self._task.cancel()
        self.call = ChosenCall(found=found, is_loading=True) if found is not None else None
        self._task = self._console.spawn(self._tell(found), "calls: chosen") if found is not None else None
        self._changed()

    async def _tell(self, found: FoundCall) -> None:
        try:
            whole = await self._console.database.ask(lambda connection: tracked(connection, found.pbx, found.call))
            self.call = ChosenCall(found=found, tracked=whole)
            self._changed()
            others = await self._console.database.ask(lambda connection: linked(connection, found.pbx, found.call))
            self.call = ChosenCall(found=found, tracked=whole, linked=others)
        except (Away, SuiteError) as problem:
            self.call = ChosenCall(found=found, failure=one_line(problem))
        self._changed()
