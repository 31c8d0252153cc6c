"""What the server is asked beside the board: my own calls, planned calls, who the caller is. Kept until it is news.

Nothing waits for an answer: what is not there yet is not shown.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Callable, Coroutine
from typing import Any

from operator_panel.presenter import Followed
from operator_panel.presenter.told import CustomerFacts, OwnCalls, PlannedCall, customer, own_calls, planned_calls
from shared.domain.board import CallRow
from shared.domain.numbers import is_hidden
from shared.errors import SuiteError, one_line
from shared.feed_client.client import FeedClient

log = logging.getLogger(__name__)

MOST_CALLS = 300
AGAIN_SECONDS = 3.0
"""After so long calls that were not stored yet are asked for again, each time a little later."""
LATEST_SECONDS = 60.0
TYPED_SECONDS = 0.3
MOST_KNOWN = 50

Spawn = Callable[[Coroutine[Any, Any, Any], str], Any]


class Asking:
    """``own_calls``, ``callbacks`` and ``customers`` (by call) are the presenter's; ``changed`` when they are news."""

    def __init__(self, client: FeedClient, spawn: Spawn, changed: Callable[[], None]) -> None:
        self._client, self._spawn, self._changed = client, spawn, changed
        self.own_calls: OwnCalls | None = None
        self.callbacks: tuple[PlannedCall, ...] = ()
        self.customers: dict[str, CustomerFacts] = {}
        self._asked: set[str] = set()
        self._text = ""
        self._searched: OwnCalls | None = None
        self._wanted = asyncio.Event()
        self._wanted_plans = asyncio.Event()

    @property
    def searched(self) -> OwnCalls | None:
        """What was found for the text that is searched for."""
        return self._searched if self._text else None

    def want(self) -> None:
        """My calls are others: one is over, or the connection is new."""
        self._wanted.set()
        self._wanted_plans.set()

    def want_plans(self) -> None:
        """Something was planned or done."""
        self._wanted_plans.set()

    def search(self, text: str) -> None:
        """Look for it in older calls too, once the keyboard rests."""
        if text != self._text:
            self._text, self._searched = text, None
            if len(text.strip()) > 1:
                self._spawn(self._search(text), "search")

    def meet(self, followed: Followed, agent: str | None) -> None:
        """Ask who calls, once for each call that is mine."""
        for one in followed.going_on:
            number = _other(one.row, agent)
            if one.call not in self._asked and number is not None and not is_hidden(number):
                self._asked.add(one.call)
                self._spawn(self._meet(one.call, number), "customer")

    def meet_contact(self, key: str, number: str) -> None:
        """Ask once who it is that a campaign lays before me; kept under ``key``."""
        if key not in self._asked and number and not is_hidden(number):
            self._asked.add(key)
            self._spawn(self._meet("", number, key), "contact")

    async def run(self) -> None:
        """Ask for my calls whenever they are others, and until all of them are stored; without a connection, wait."""
        pause = AGAIN_SECONDS
        while True:
            self._wanted.clear()
            is_live = self._client.status.state == "live"
            found = await self._own("", MOST_CALLS) if is_live else None
            if found is not None:
                self.own_calls = found
                self._changed()
            is_over = not is_live or (found is not None and found.is_complete)
            pause = AGAIN_SECONDS if is_over else min(LATEST_SECONDS, pause * 1.5)
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(None if is_over else pause):
                    await self._wanted.wait()
                    pause = AGAIN_SECONDS

    async def run_plans(self) -> None:
        """Ask for planned calls: others may plan some for me too."""
        while True:
            self._wanted_plans.clear()
            with contextlib.suppress(SuiteError, ValueError):
                self.callbacks = planned_calls(await self._client.command("callback.list"))
                self._changed()
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(LATEST_SECONDS):
                    await self._wanted_plans.wait()

    async def _own(self, text: str, limit: int) -> OwnCalls | None:
        params: dict[str, Any] = {"limit": limit, **({"text": text} if text else {})}
        try:
            return own_calls(await self._client.command("history.own", params), asked=limit, text=text)
        except (SuiteError, ValueError) as problem:
            log.info("own calls were not told: %s", one_line(problem))
            return None

    async def _search(self, text: str) -> None:
        await asyncio.sleep(TYPED_SECONDS)
        if text == self._text and (found := await self._own(text, MOST_CALLS)) is not None and text == self._text:
            self._searched = found
            self._changed()

    async def _meet(self, call: str, number: str, key: str = "") -> None:
        params, key = {"number": number, **({"call": call} if call else {})}, key or call
        try:
            found = customer(await self._client.command("customer.find", params))
        except (SuiteError, ValueError) as problem:
            log.info("nothing was told of the caller: %s", one_line(problem))
            self._asked.discard(key)
            return
        while len(self.customers) >= MOST_KNOWN:
            del self.customers[next(iter(self.customers))]
        self.customers[key] = found
        self._changed()


def _other(row: CallRow, agent: str | None) -> str | None:
    """The number of whoever is at the other end, not a colleague's."""
    if row.direction == "internal":
        return None
    number = row.called if row.direction == "outbound" else row.caller
    return number if number and number != agent else None
