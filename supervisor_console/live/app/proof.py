"""The last night's proof, asked of the database when somebody comes to look and each quarter of an hour."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from shared.domain.proofs import Finding
from shared.errors import SuiteError
from supervisor_console.page import Away, Console
from supervisor_console.reports.proof import last_proof

EVERY, AGAIN = 900.0, 30.0
"""Seconds between two questions; and after one without an answer."""


class ProofWatch:
    """``findings`` None: not known yet; empty: nothing was ever proved. Asks only while somebody looks."""

    def __init__(self, console: Console, changed: Callable[[], None]) -> None:
        self._console, self._changed = console, changed
        self.findings: tuple[Finding, ...] | None = None
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Somebody looks."""
        if self._task is None and self._console.may("history.all"):
            self._task = self._console.spawn(self._go_on(), "live proof")

    def stop(self) -> None:
        """Nobody looks any more: a question under way is cancelled."""
        if self._task is not None:
            self._task.cancel()
            self._task = None

    async def _go_on(self) -> None:
        while True:
            pause = EVERY
            try:
                found = await self._console.database.ask(last_proof)
            except (Away, SuiteError):
                pause = AGAIN
            else:
                if found != self.findings:
                    self.findings = found
                    self._changed()
            await asyncio.sleep(pause)
