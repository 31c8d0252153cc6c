"""A day simulated beside, in a thread; what comes of other numbers than are written now is not shown."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from shared.campaigns.planning import Plan, plan
from supervisor_console.campaigns.presenter.moment import Around, Moment, PlanMoment
from supervisor_console.campaigns.presenter.planner import proposed, read
from supervisor_console.page import Console


class Planning:
    """What was written, and what came of it."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.fields: dict[str, str] = {}
        self.results: tuple[Plan, ...] = ()
        self._of = ("", "")
        self._limit = 0.03
        self._task: asyncio.Task[None] | None = None

    def moment(self) -> PlanMoment:
        """As the presenter is told."""
        is_running = self._task is not None
        return PlanMoment(fields=dict(self.fields), results=self.results, limit=self._limit, is_running=is_running)

    def open(self, moment: Moment) -> None:
        """Of another campaign its own numbers; of the same what was written."""
        if not self.fields or self._of != moment.chosen:
            self._of, self.fields = moment.chosen, proposed(moment)
            self.close()

    def write(self, name: str, said: str) -> None:
        """Another number: what was reckoned is of other ones."""
        self.fields[name] = said
        self.close()

    def run(self, around: Around) -> None:
        """Simulate the day with each mode: a second or some."""
        wanted = read(around, self.fields)
        if wanted is None or self._task is not None:
            return
        self._limit = wanted.setting.limits.abandoned_share

        async def reckon() -> None:
            try:
                self.results = await asyncio.to_thread(plan, wanted.setting, ratio=wanted.ratio)
            finally:
                if self._task is asyncio.current_task():
                    self._task = None
                self._changed()

        self.results = ()
        self._task = self._console.spawn(reckon(), "campaigns: plan")

    def close(self) -> None:
        """Nobody waits any more."""
        self.results = ()
        if self._task is not None:
            self._task.cancel()
            self._task = None
