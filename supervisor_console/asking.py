"""A question to the database and its answer, which stays while the next one is awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from datetime import datetime
from typing import Any, Generic, TypeVar

from shared.errors import SuiteError, one_line
from supervisor_console.knowing import Asking, Knowing
from supervisor_console.page import Away, Console

Answer = TypeVar("Answer")
LOADING_AFTER, SLOW_AFTER = 0.3, 5.0
"""Seconds until it is said that an answer is awaited, and that it takes long."""


class Asked(Generic[Answer]):
    """``answer`` None: there was none yet. A newer question ends an older one, also in the database.

    ``name`` is the task's; ``changed`` is called when it is to be shown otherwise.
    """

    def __init__(self, console: Console, name: str, changed: Callable[[], None]) -> None:
        self._console, self._name, self._changed = console, name, changed
        self.answer: Answer | None = None
        self.away_since: datetime | None = None
        self._asking: Asking = "no"
        self._failure = ""
        self._task: asyncio.Task[None] | None = None

    @property
    def knowing(self) -> Knowing:
        """How it stands."""
        return Knowing(asking=self._asking, failure=self._failure, away_since=self.away_since)

    @property
    def is_waiting(self) -> bool:
        """Is an answer awaited?"""
        return self._task is not None and not self._task.done()

    def ask(self, question: Callable[[Any], Answer]) -> asyncio.Task[None]:
        """Ask this instead of whatever was asked before."""
        self.cancel()
        self._task = self._console.spawn(self._ask(question), self._name)
        return self._task

    def cancel(self) -> None:
        """Nobody waits any more."""
        if self._task is not None:
            self._task.cancel()
            self._task = None
        self._asking = "no"

    async def _ask(self, question: Callable[[Any], Answer]) -> None:
        loop = asyncio.get_running_loop()
        waits = [
            loop.call_later(LOADING_AFTER, self._waits, "loading"), loop.call_later(SLOW_AFTER, self._waits, "slow"),
        ]  # fmt: skip
        try:
            self.answer = await self._console.database.ask(question)
            self._failure, self.away_since = "", None
        except Away as away:
            self.away_since, self._failure = away.since, ""
        except SuiteError as problem:
            self.away_since, self._failure = None, one_line(problem)
        finally:
            for one in waits:
                one.cancel()
        self._waits("no")

    def _waits(self, asking: Asking) -> None:
        self._asking = asking
        self._changed()
