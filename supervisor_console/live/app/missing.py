"""The callers to be called back, asked of the database now and then, and when the board says that somebody gave up."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

from supervisor_console.page import Away, Console
from supervisor_console.reports.missed import Missed, missed

EVERY, SOON = 20.0, 2.0
"""Seconds between two questions; and after somebody gave up: the daemon needs a moment to write it."""


class MissedCalls:
    """``rows`` None: never answered yet. Asks only while somebody looks."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.rows: tuple[Missed, ...] | None = None
        self.away_since: datetime | None = None
        self._gave_up = -1
        self._wake = asyncio.Event()
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Somebody looks."""
        if self._task is None and self._console.may("history.all"):
            self._task = self._console.spawn(self._go_on(), "live missed")

    def stop(self) -> None:
        """Nobody looks any more: a question under way is cancelled."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    def ask_now(self) -> None:
        """Do not wait."""
        self._wake.set()

    def hear(self, gave_up: int) -> None:
        """So many have given up today; one more means to ask soon."""
        if self._gave_up not in (-1, gave_up):
            loop = asyncio.get_running_loop()
            loop.call_later(SOON, self._wake.set)
        self._gave_up = gave_up

    async def _go_on(self) -> None:
        while True:
            await self._ask()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(EVERY):
                    await self._wake.wait()
            self._wake.clear()

    async def _ask(self) -> None:
        now = self._console.feed.server_now()
        try:
            self.rows = await self._console.database.ask(lambda connection: missed(connection, now))
            self.away_since = None
        except Away as away:
            self.away_since = away.since
        self._changed()
