"""Commands under way: each waits for the reply with its id, for so long and no longer."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any

import msgspec

from shared.domain.commands import Refused
from shared.errors import TimedOut, Unavailable
from shared.feed_client.link import Link
from shared.protocol import wire
from shared.protocol.messages import Command, Reply


class Errands:
    """The commands of one client that have no reply yet."""

    def __init__(self) -> None:
        self._last_id = 0
        self._waiting: dict[int, asyncio.Future[Reply]] = {}

    async def run(self, link: Link, command: str, params: dict[str, Any], timeout: timedelta) -> dict[str, Any]:
        """Send a command; what came of it. Raises Refused, TimedOut, Unavailable; after those two it may be done."""
        raw = msgspec.Raw(wire.encoded(params))
        self._last_id += 1
        errand, waiting = self._last_id, asyncio.get_running_loop().create_future()
        self._waiting[errand] = waiting
        try:
            link.send(Command(id=errand, command=command, params=raw))
            async with asyncio.timeout(timeout.total_seconds()):
                reply: Reply = await waiting
        except TimeoutError:
            raise TimedOut("the server did not answer in time; it may have been done all the same") from None
        finally:
            self._waiting.pop(errand, None)
        if not reply.ok:
            raise Refused(reply.code or "failed", reply.message or "")
        return reply.result or {}

    def answer(self, reply: Reply) -> None:
        """A reply has come; one that nobody waits for any more is dropped."""
        waiting = self._waiting.get(reply.id)
        if waiting is not None and not waiting.done():
            waiting.set_result(reply)

    def drop_all(self) -> None:
        """The connection is lost: what was under way is never sent again, because it could act twice."""
        lost = "the connection was lost; it may have been done all the same"
        for waiting in self._waiting.values():
            if not waiting.done():
                waiting.set_exception(Unavailable(lost))
