"""The whole result goes to a file, in a thread of the database's, with progress, and can be cancelled."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Callable

from shared.errors import SuiteError, one_line
from supervisor_console.page import Away, Console
from supervisor_console.reports.export import ExportCancelled, ExportOrder, export

EVERY = 0.2
"""Seconds between two words about how far it is."""


class Exporting:
    """One export at a time. ``progress``: (written, of how many), None while nothing is written."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.progress: tuple[int, int] | None = None
        self._cancelled = threading.Event()
        self._told = 0.0

    def begin(self, order: ExportOrder) -> None:
        """Write this; nothing while another is written."""
        if self.progress is None:
            self.progress = (0, 0)
            self._cancelled.clear()
            self._console.spawn(self._write(order), "calls: export")
            self._changed()

    def cancel(self) -> None:
        """No more of it."""
        self._cancelled.set()

    async def _write(self, order: ExportOrder) -> None:
        loop, text = asyncio.get_running_loop(), self._console.ground.language.text

        def tell(done: int, whole: int) -> None:
            loop.call_soon_threadsafe(self._tell, done, whole)

        try:
            count = await self._console.database.ask(
                lambda connection: export(connection, order, tell, self._cancelled.is_set)
            )
            said = self._console.ground.language.plural(
                "{number} call written to {file}", "{number} calls written to {file}", count, file=order.file
            )
            self._console.say(said)
        except ExportCancelled:
            self._console.say(text("The export was cancelled, nothing was written."))
        except (Away, SuiteError) as problem:
            self._console.say(one_line(problem), is_bad=True)
        finally:
            self._cancelled.set()
            self.progress = None
            self._changed()

    def _tell(self, done: int, whole: int) -> None:
        now = self._console.ground.clock.monotonic()
        if self.progress is not None and not self._cancelled.is_set():
            self.progress = (done, whole)
            if now - self._told >= EVERY:
                self._told = now
                self._changed()
