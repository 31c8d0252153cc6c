"""A question to the database and its answer, which stays while the next one is awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from shared.errors import SuiteError, one_line
from supervisor_console.billing.presenter.moment import Asking, Knowing
from supervisor_console.page import Away, Console

Answer = TypeVar("Answer")
LOADING_AFTER, SLOW_AFTER = 0.3, 5.0
"""Seconds until it is said that an answer is awaited, and that it takes long."""


class Asked(Generic[Answer]):
    """``answer`` None: there was none yet. A newer question ends an older one, also in the database."""

    def __init__(self, console: Console, name: str, changed: Callable[[], None]) -> None:
        self._console, self._name, self._changed = console, name, changed
        self.answer: Answer | None = None
        self.knowing = Knowing()
        self._task: asyncio.Task[None] | None = None

    @property
    def is_waiting(self) -> bool:
        """Is an answer awaited?"""
        return self._task is not None and not self._task.done()

    def ask(self, question: Callable[[Any], Answer]) -> asyncio.Task[None]:
        """Ask this instead of whatever was asked before."""
        self.cancel()
        self._task = self._console.spawn(self._ask(question), f"billing: {self._name}")
        return self._task

    def cancel(self) -> None:
        """Nobody waits any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _ask(self, question: Callable[[Any], Answer]) -> None:
        loop, before, known = asyncio.get_running_loop(), self.knowing, Knowing()
        waits = [
            loop.call_later(LOADING_AFTER, self._waits, "loading", before),
            loop.call_later(SLOW_AFTER, self._waits, "slow", before),
        ]
        try:
            self.answer = await self._console.database.ask(question)
        except Away as away:
            known = Knowing(away_since=away.since)
        except SuiteError as problem:
            known = Knowing(failure=one_line(problem))
        finally:
            for one in waits:
                one.cancel()
        self.knowing = known
        self._changed()

    def _waits(self, asking: Asking, before: Knowing) -> None:
        self.knowing = Knowing(asking=asking, failure=before.failure, away_since=before.away_since)
        self._changed()
