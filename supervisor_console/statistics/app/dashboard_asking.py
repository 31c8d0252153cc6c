"""Dashboards are asked for again and again while somebody looks: those there are, then the panels of the one shown.

One round at a time, one panel after another; giving it up ends its statement in the database too.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from typing import Any

import msgspec

from shared.errors import SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.reports import dashboards, own_reports
from supervisor_console.reports.dashboards import Named, Placed
from supervisor_console.reports.search import facets
from supervisor_console.statistics.app.answering import answer_to
from supervisor_console.statistics.presenter import Moment
from supervisor_console.statistics.presenter.dashboard_moment import Answered, Boards, key_of, moment_of

EVERY_SECONDS, SLOW_SECONDS = 60.0, 5.0
AWAY_SECONDS = 10.0
"""While the database is away it is asked more often: it may be back."""


class DashboardAsking:
    """``boards``: what is known; ``know``: have it know something else; ``base``: the page's moment."""

    def __init__(
        self, console: Console, boards: Callable[[], Boards], know: Callable[..., None], base: Callable[[], Moment]
    ) -> None:
        self._console, self._boards, self._know, self._base = console, boards, know, base
        self._task: asyncio.Task[Any] | None = None
        self.every_seconds, self.names = EVERY_SECONDS, dict[str, Any]()
        self.rounds = 0

    def again(self, *, is_all: bool = True) -> None:
        """Begin a round now. Not ``is_all``: only panels that have no answer yet."""
        before = self._task
        self.end()
        self._task = self._console.spawn(self._go(before, is_all=is_all), "statistics: dashboard")

    def end(self) -> None:
        """No more of it."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _go(self, before: asyncio.Task[Any] | None, *, is_all: bool) -> None:
        if before is not None:
            await asyncio.wait([before])
        while True:
            await self._round(is_all=is_all)
            is_all = True
            is_away = self._boards().away_since is not None
            await asyncio.sleep(min(AWAY_SECONDS, self.every_seconds) if is_away else self.every_seconds)

    async def _round(self, *, is_all: bool) -> None:
        slow = self._console.spawn(self._wait(), "statistics: slow dashboard")
        self._know(is_asking=True, is_slow=False)
        try:
            await self._read()
            board = self._boards().board
            for placed in board.panels if board is not None else ():
                if is_all or placed.panel not in self._boards().answers:
                    await self._ask(placed)
            self._know(is_asking=False, is_slow=False, failure="", away_since=None, answered_at=self._now())
        except Away as problem:
            self._know(is_asking=False, is_slow=False, failure="", away_since=problem.since)
        except SuiteError as problem:
            self._know(is_asking=False, is_slow=False, failure=one_line(problem), away_since=None)
        finally:
            slow.cancel()
            self.rounds += 1

    async def _read(self) -> None:
        """Those there are, own reports, and what operators are called."""
        found, reports, known = await self._console.database.ask(_read)
        self.names = {"known": known.queues, "known_agents": known.agents, "known_lines": known.lines}
        keys = [key_of(one) for one in found]
        opened = self._boards().opened
        self._know(
            found=found, reports={Named(one.account, one.name): one for one in reports}, is_read=True,
            opened=opened if opened in keys else next(iter(keys), ""),
        )  # fmt: skip

    async def _ask(self, placed: Placed) -> None:
        asked = moment_of(placed, self._boards(), self._base())
        if asked is None:
            return
        try:
            found = await self._console.database.ask(partial(answer_to, asked=asked))
        except SuiteError as problem:
            answer = Answered(failure=one_line(problem))
        else:
            answer = Answered(moment=_answered(asked, found, self._now()))
        self._know(answers={**self._boards().answers, placed.panel: answer})

    def _now(self) -> Any:
        return self._console.ground.clock.now()

    async def _wait(self) -> None:
        await asyncio.sleep(SLOW_SECONDS)
        self._know(is_slow=True)


def _answered(asked: Moment, found: dict[str, Any], at: Any) -> Moment:
    return msgspec.structs.replace(asked, **found, answered_at=at)


def _read(connection: Any) -> Any:
    return dashboards.dashboards(connection), own_reports.own_reports(connection), facets(connection)
