"""The heartbeat of one client: pings, what their answers say of the server's clock, and giving up on silence."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from shared.clock import Clock
from shared.feed_client.link import Link
from shared.feed_client.server_clock import ServerClock
from shared.feed_client.status import Timing
from shared.protocol.messages import Ping, Pong


class Heartbeat:
    """Sends pings and learns from the answers."""

    def __init__(self, clock: Clock, server_clock: ServerClock, timing: Timing) -> None:
        self._clock = clock
        self._server_clock = server_clock
        self._timing = timing
        self._under_way: dict[int, float] = {}
        self._last_id = 0

    async def until_silence(self, link: Link, is_waiting: Callable[[], bool]) -> None:
        """Ping; return when the server is silent. ``is_waiting``: for its welcome, which may take longer."""
        timing = self._timing
        began_at = pinged_at = self._clock.monotonic()
        while True:
            await asyncio.sleep(timing.ping.total_seconds() / 4)
            now, is_early = self._clock.monotonic(), is_waiting()
            patience = timing.welcome if is_early else timing.lost
            if now - (began_at if is_early else link.heard_at) > patience.total_seconds():
                return
            if now - pinged_at >= timing.ping.total_seconds():
                pinged_at = now
                self.ping(link)

    def ping(self, link: Link) -> None:
        """One more."""
        self._last_id += 1
        self._under_way[self._last_id] = self._clock.monotonic()
        link.send(Ping(id=self._last_id))

    def answered(self, pong: Pong) -> None:
        """The server's answer; one to nothing of ours is ignored."""
        asked_at = self._under_way.pop(pong.id, None)
        if asked_at is not None:
            self._server_clock.learn(pong.server_time, asked_at)

    def forget(self) -> None:
        """A new connection, perhaps to another server."""
        self._under_way.clear()
        self._server_clock.forget()
