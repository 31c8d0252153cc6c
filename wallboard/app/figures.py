"""Figures of the past that the pages need, asked of the daemon now and then and kept until the next answer."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import datetime, tzinfo
from typing import Protocol

import msgspec

from shared.errors import SuiteError, one_line
from shared.feed_client.client import FeedClient
from wallboard.pages import Tile
from wallboard.presenter import Ask, Visits, asked
from wallboard.presenter.asking import COMMAND, EVERY, answer_of, params

SOON = 5.0
"""Seconds after which figures that were not to be had are asked for again."""


class Board(Protocol):
    """What is asked about: the tiles of all pages, and the moment that the board shows."""

    def tiles(self) -> Iterable[Tile]:
        """Every tile that may be shown."""
        ...

    def zone(self) -> tzinfo:
        """The centre's."""
        ...


class Figures:
    """``known``: answers by what was asked, or the reason in English why there is none."""

    def __init__(self, client: FeedClient, board: Board, changed: Callable[[], None]) -> None:
        """``changed`` is called when something new is known."""
        self.known: dict[Ask, Visits | str] = {}
        self._client, self._board, self._changed = client, board, changed
        self._wanted = asyncio.Event()

    def want(self) -> None:
        """Ask again soon: other tiles, or a connection that is new."""
        self._wanted.set()

    def forget(self) -> None:
        """The board shows another moment: nothing of what is known is of it."""
        self.known.clear()
        self.want()

    async def run(self) -> None:
        """Ask for ever."""
        while True:
            self._wanted.clear()
            pause = EVERY.total_seconds()
            if self._client.status.state == "live" and self._client.welcome is not None:
                for ask in asked(self._board.tiles()):
                    pause = min(pause, await self._ask(ask, self._client.board_now()))
                self._changed()
            try:
                async with asyncio.timeout(pause):
                    await self._wanted.wait()
            except TimeoutError:
                continue

    async def _ask(self, ask: Ask, now: datetime) -> float:
        """One question; seconds until it is to be asked again."""
        try:
            self.known[ask] = answer_of(await self._client.command(COMMAND, params(ask, now, self._board.zone())))
        except (SuiteError, msgspec.ValidationError) as problem:
            if not isinstance(self.known.get(ask), Visits):  # what was known is better than nothing
                self.known[ask] = one_line(problem)
            return SOON
        return EVERY.total_seconds()
