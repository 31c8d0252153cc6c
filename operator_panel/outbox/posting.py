"""Sends what is in the outbox: at once while there is a connection, after a loss when it is back, in order.

A reply removes an entry, and so does a refusal for good, which is told. What was not answered stays and is sent again
under its key, so that nothing is lost and nothing doubled.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from operator_panel.outbox.box import Outbox
from operator_panel.outbox.lines import Entry
from shared.domain.commands import Refused
from shared.errors import Unavailable

PASSING = frozenset({"unavailable", "busy", "timeout", "failed", "throttled"})
"""Codes of refusals after which the same may succeed later."""
AGAIN_SECONDS = 5.0

Send = Callable[[str, dict[str, Any]], Awaitable[dict[str, Any]]]


class Posting:
    """``changed`` is called when something was kept or sent; ``refused`` when the server will never take it."""

    def __init__(
        self, box: Outbox, send: Send, is_live: Callable[[], bool], *, changed: Callable[[], None],
        refused: Callable[[Entry, Refused], None],
    ) -> None:  # fmt: skip
        self._box, self._send, self._is_live = box, send, is_live
        self._changed, self._refused = changed, refused
        self._wanted = asyncio.Event()

    def put(self, command: str, params: dict[str, Any], whom: str = "") -> Entry:
        """Say something; it is kept and sent as soon as can be."""
        entry = self._box.put(command, params, whom)
        self._wanted.set()
        return entry

    def try_now(self) -> None:
        """There is a connection (again)."""
        self._wanted.set()

    async def run(self) -> None:
        """Keep and send for ever."""
        while True:
            self._wanted.clear()
            is_all = await self._round()
            self._changed()
            try:
                async with asyncio.timeout(None if is_all else AGAIN_SECONDS):
                    await self._wanted.wait()
            except TimeoutError:
                continue

    async def _round(self) -> bool:
        """Keep everything, send everything; False: something has to be tried again."""
        is_kept = await asyncio.to_thread(self._box.flush)
        is_sent = not self._is_live() or await self._send_all()
        return await asyncio.to_thread(self._box.flush) and is_kept and is_sent

    async def _send_all(self) -> bool:
        is_all = True
        for entry in self._box.entries:
            try:
                await self._send(entry.command, entry.params)
            except Refused as refusal:
                if refusal.code in PASSING:
                    is_all = False
                    continue
                self._box.done(entry.key)
                self._refused(entry, refusal)
            except Unavailable:
                return False
            else:
                self._box.done(entry.key)
        return is_all
