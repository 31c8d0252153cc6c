"""What is wished, said to the daemon as commands. What came of it is told in words; the board shows it by itself."""

from __future__ import annotations

import contextlib
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from shared.domain.board import AgentRow
from shared.domain.commands import Refused
from shared.errors import SuiteError
from supervisor_console.live.presenter import Moment, done, failed, reached
from supervisor_console.live.screen import RedirectKind, Wish
from supervisor_console.page import Console

Params = dict[str, Any]
SUPERVISE = {"listen": "supervise.listen", "whisper": "supervise.whisper", "barge": "supervise.barge"}


class Deeds:
    """Commands under way; ``pending`` is part of the moment."""

    def __init__(self, console: Console, moment: Callable[[], Moment], changed: Callable[[], None]) -> None:
        self._console, self._moment, self._changed = console, moment, changed
        self.pending: frozenset[Wish] = frozenset()

    def do(self, wish: Wish) -> None:
        """Have it done, unless it is under way."""
        if wish not in self.pending:
            self._console.spawn(self._one(wish), f"live {wish.kind}")

    def move(self, wish: Wish, into: tuple[str, ...], out_of: tuple[str, ...]) -> None:
        """Into these queues first, so that nobody is out of all in between."""
        if into or out_of:
            self._console.spawn(self._moved(wish, into, out_of), "live move")

    def redirect(self, wish: Wish, kind: RedirectKind, to: str) -> None:
        """Send the waiting call there."""
        params = {"pbx": wish.pbx, "call": wish.call, "to": to, "kind": kind}
        self._console.spawn(self._told(wish, "call.redirect", params), "live redirect")

    def send(self, wish: Wish, text: str, agents: tuple[str, ...], queues: tuple[str, ...]) -> None:
        """Show this at desks."""
        params = {
            "pbx": wish.pbx, "text": text, "key": str(uuid.uuid4()), "agents": list(agents), "queues": list(queues),
        }  # fmt: skip
        self._console.spawn(self._sent(wish, params), "live message")

    # --- one after the other

    async def _one(self, wish: Wish) -> None:
        name, params = self._command_of(wish)
        await self._told(wish, name, params)

    async def _told(self, wish: Wish, name: str, params: Params) -> None:
        with self._under_way(wish), self._telling(wish):
            await self._console.command(name, **params)
            self._console.say(done(self._moment(), wish))

    async def _moved(self, wish: Wish, into: tuple[str, ...], out_of: tuple[str, ...]) -> None:
        row = self._row(wish)
        with self._under_way(wish), self._telling(wish):
            if into:
                device = {"interface": row.interface, "name": row.name or None} if row and row.interface else {}
                about = {"pbx": wish.pbx, "agent": wish.agent, "queues": list(into)}
                await self._console.command("agent.login", **about, **device)
            if out_of:
                await self._console.command(
                    "agent.logout", pbx=wish.pbx, agent=wish.agent, queues=list(out_of)
                )  # fmt: skip
            self._console.say(done(self._moment(), wish))

    async def _sent(self, wish: Wish, params: Params) -> None:
        with self._under_way(wish), self._telling(wish):
            answer = await self._console.command("message.send", **params)
            desks = len(answer.get("reached") or ())
            self._console.say(reached(self._console.ground.language, desks), is_bad=not desks)

    @contextlib.contextmanager
    def _under_way(self, wish: Wish) -> Iterator[None]:
        self.pending |= {wish}
        self._changed()
        try:
            yield
        finally:
            self.pending -= {wish}
            self._changed()

    @contextlib.contextmanager
    def _telling(self, wish: Wish) -> Iterator[None]:
        """Whatever was refused is told."""
        try:
            yield
        except SuiteError as problem:
            if isinstance(problem, Refused) and problem.code == "not_talking" and wish.kind == "hangup":
                problem = Refused("call_over", problem.message)
            self._console.say(failed(self._moment(), wish, problem), is_bad=True)

    # --- commands

    def _command_of(self, wish: Wish) -> tuple[str, Params]:
        about: Params = {"pbx": wish.pbx, "agent": wish.agent}
        phone = self._moment().phone
        match wish.kind:
            case "listen" | "whisper" | "barge":
                return SUPERVISE[wish.kind], about | {"at": phone}
            case "pause":
                return "agent.pause", about | {"queues": self._queues(wish), "reason": wish.choice}
            case "unpause":
                row = self._row(wish)
                if row is not None and row.state == "wrapping_up" and row.wraps_until is not None:
                    return "agent.wrapup", about | {"is_on": False}
                return "agent.unpause", about | {"queues": self._queues(wish)}
            case "campaign":
                return "dialer.work", about | {"campaign": wish.choice or None}
            case "logout":
                return "agent.logout", about | {"queues": self._queues(wish)}
            case "hangup":
                return "call.hangup", about | {"call": wish.call}
            case "pick":
                return "call.redirect", {"pbx": wish.pbx, "call": wish.call, "to": phone, "kind": "extension"}
            case "drop":
                return "call.drop", {"pbx": wish.pbx, "call": wish.call}
            case "dial":
                return "call.dial", {"pbx": wish.pbx, "agent": phone, "number": wish.choice}
            case "acknowledge":
                raised = wish.at.isoformat() if wish.at else None
                return "alert.acknowledge", {"pbx": wish.pbx, "alert": wish.choice, "raised": raised}
            case _:
                raise ValueError(f"{wish.kind} is no command")

    def _queues(self, wish: Wish) -> list[str]:
        """None named means all; an account that sees only some has to name its own."""
        moment, row = self._moment(), self._row(wish)
        if moment.own_queues is None or row is None:
            return []
        return [one.queue for one in row.memberships if one.queue in moment.own_queues]

    def _row(self, wish: Wish) -> AgentRow | None:
        row = self._moment().board.rows("agents").get((wish.pbx, wish.agent))
        return row if isinstance(row, AgentRow) else None
