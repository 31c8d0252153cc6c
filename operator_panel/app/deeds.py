"""Commands under way and what came of them: a wish is asked for once, and shown as asked for until the server replies.

Nothing is done here before the server says so: what is shown changes with the board.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from operator_panel.presenter import Pending, Refusal
from operator_panel.screen import Wish
from shared.domain.commands import Refused
from shared.errors import SuiteError, TimedOut, one_line
from shared.feed_client.client import FeedClient

UNTOLD = frozenset({"not_member", "paused_already"})
"""Refusals that say only that it is so already."""
QUEUES_OWN = ("save_ready", "not_supported")
"""The wrap-up after which somebody wants to be ready is the queue's own: saved it is, and it ends by itself."""


class Deeds:
    """``pending`` and ``refusal`` are the presenter's. ``changed`` is called when one of them is different."""

    def __init__(self, client: FeedClient, changed: Callable[[], None]) -> None:
        self._client, self._changed = client, changed
        self.pending: tuple[Pending, ...] = ()
        self.refusal: Refusal | None = None

    async def ask(self, wish: Wish, command: str, params: dict[str, Any]) -> dict[str, Any] | None:
        """Ask for one thing; the reply's result, None where it was refused, or is asked for already."""
        asked = Pending(wish.kind, wish.call, wish.choice, wish.is_on)
        if asked in self.pending:
            return None
        self.pending += (asked,)
        self.refusal = None
        self._changed()
        try:
            return await self._client.command(command, params)
        except SuiteError as problem:
            self.refuse(wish, problem)
            return None
        finally:
            self.pending = tuple(one for one in self.pending if one != asked)
            self._changed()

    def refuse(self, wish: Wish, problem: SuiteError) -> None:
        """It was not done: that is shown until it is closed or something else is asked for."""
        match problem:
            case Refused():
                code, message = problem.code, problem.message
            case TimedOut():
                code, message = "timed_out", one_line(problem)
            case _:
                code, message = "lost", one_line(problem)
        if code not in UNTOLD and (wish.kind, code) != QUEUES_OWN:
            self.refusal = Refusal(wish.kind, code, message, wish.call, wish.choice)
        self._changed()

    def close_notice(self) -> None:
        """It was read."""
        self.refusal = None
        self._changed()
