"""The shift: into the queues and out of them, pauses, the end of a wrap-up, and where it begins."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from operator_panel.app.knowing import Knowing, Sources
from operator_panel.app.memory import Memory
from operator_panel.presenter.shift import allowed
from operator_panel.presenter.wrapup import MORE_SECONDS
from operator_panel.screen import Wish
from shared.feed_client.client import FeedClient


class Shift:
    """One account's at one phone."""

    def __init__(self, client: FeedClient, knowing: Knowing, sources: Sources, memory: Memory) -> None:
        self._client, self._knowing, self._sources, self._memory = client, knowing, sources, memory
        self._deeds = sources.deeds

    async def begin(self) -> None:
        """Into the queues of last time, in the pause in which shifts begin; who is in queues already stays as he is."""
        if self._knowing.me is not None and self._knowing.me.memberships:
            return
        queues = self._usual()
        if not queues:
            return
        reason = self._knowing.desk.sign_in_reason
        paused = {"is_paused": True, "reason": reason} if reason else {}
        await self._deeds.ask(Wish("login"), "agent.login", {"queues": queues, **paused})

    def _usual(self) -> list[str]:
        """Those chosen last of those allowed, else all; what the PBX has not is left out."""
        mine = allowed(self._knowing.seen(self._sources))
        present = {row.queue for row in self._client.board.queues}
        there = [queue for queue in mine if queue in present or not present]
        last = self._memory.of.queues.get(self._account, ())
        return [queue for queue in there if queue in last] or there

    async def carry_out(self, wish: Wish) -> None:
        """One step of the shift."""
        match wish.kind:
            case "login":
                queues = [wish.choice] if wish.choice else self._usual()
                if queues and await self._deeds.ask(wish, "agent.login", {"queues": queues}) is not None:
                    self._chose(added=queues)
            case "logout":
                params: dict[str, Any] = {"queues": [wish.choice]} if wish.choice else {}
                if await self._deeds.ask(wish, "agent.logout", params) is not None and wish.choice:
                    self._chose(left=wish.choice)
            case "pause" | "save_pause":
                await self._deeds.ask(wish, "agent.pause", {"reason": wish.choice})
            case "ready":
                await self._ready(wish)
            case "save_ready":
                if self._has_own_wrapup():
                    await self._deeds.ask(wish, "agent.wrapup", {"is_on": False})
            case "more_time":
                await self._deeds.ask(wish, "agent.wrapup", {"is_on": True, "seconds": self._left() + MORE_SECONDS})

    async def leave(self, wish: Wish) -> bool:
        """Out of all queues and away from the phone; True when the server has done it."""
        return await self._deeds.ask(wish, "seat.leave", {}) is not None

    async def _ready(self, wish: Wish) -> None:
        if self._has_own_wrapup():
            await self._deeds.ask(wish, "agent.wrapup", {"is_on": False})
        else:
            await self._deeds.ask(wish, "agent.unpause", {})

    def _has_own_wrapup(self) -> bool:
        """Is it the daemon's wrap-up, which can be ended? The PBX's own cannot."""
        me = self._knowing.me
        return me is not None and me.state == "wrapping_up" and me.wraps_until is not None

    def _left(self) -> float:
        me = self._knowing.me
        until = me.wraps_until if me is not None else None
        return max(timedelta(), until - self._client.server_now()).total_seconds() if until else 0.0

    def _chose(self, added: list[str] | None = None, left: str = "") -> None:
        """What is chosen now is for next time too; who leaves the last one has only gone home."""
        me = self._knowing.me
        joined = {one.queue for one in me.memberships} if me is not None else set()
        chosen = (joined | set(added or ())) - {left}
        if chosen:
            self._memory.chose(self._account, tuple(sorted(chosen)))

    @property
    def _account(self) -> str:
        return self._client.welcome.user if self._client.welcome else ""
