"""What a page is to the console, and what a page may ask of the console. Nothing is done here."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import TYPE_CHECKING, Any, Literal, Protocol, TypeVar

from PySide6.QtWidgets import QWidget

from shared.domain.accounts import Right
from shared.domain.description import CentreDescription
from shared.domain.search.query import Query
from shared.feed_client.client import FeedClient
from shared.qt.ground import Ground

if TYPE_CHECKING:
    from sqlalchemy import Connection

Answer = TypeVar("Answer")
PageName = Literal["live", "calls", "statistics", "campaigns", "billing", "quality", "administration"]


class Away(Exception):
    """The database does not answer; the message is one line for people, ``since`` when that was noticed."""

    def __init__(self, message: str, since: datetime) -> None:
        super().__init__(message)
        self.since = since


class Database(Protocol):
    """The database under the account's own role."""

    @property
    def away_since(self) -> datetime | None:
        """Since when it does not answer; None: it does, or was not asked yet."""
        ...

    async def ask(self, question: Callable[[Connection], Answer]) -> Answer:
        """What the question comes to, found in a thread beside, in a transaction of its own.

        Cancelling the task that awaits this cancels the statement in the database. Raises Away; what the database
        refuses comes as ``errors.Refused`` with one line.
        """
        ...


class Console(Protocol):
    """What a page may ask of the console around it."""

    ground: Ground
    feed: FeedClient

    @property
    def database(self) -> Database:
        """Where stored calls are asked for."""
        ...

    @property
    def centre(self) -> CentreDescription:
        """What the centre calls its things; while the daemon is away as it was told last."""
        ...

    @property
    def outside_prefix(self) -> str:
        """What is dialled for an outside line; "" where nothing is, or nobody told yet."""
        ...

    @property
    def account(self) -> str:
        """Who signed in."""
        ...

    def may(self, right: Right) -> bool:
        """Has the account this right?"""
        ...

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        """Have it called when board, connections or rights are different; what comes back ends that."""
        ...

    def each_second(self, hear: Callable[[], None]) -> Callable[[], None]:
        """Have it called by the one timer of all running times; what comes back ends that."""
        ...

    def spawn(self, work: Coroutine[Any, Any, Any], name: str = "") -> asyncio.Task[Any]:
        """Do it beside, until the console ends."""
        ...

    async def command(self, name: str, /, **params: object) -> dict[str, Any]:
        """Have the daemon do something; its result. Raises ``commands.Refused``; also ``unreachable``."""
        ...

    def say(self, text: str, *, is_bad: bool = False) -> None:
        """One line at the foot of the window, for some seconds: what came of something."""
        ...

    def open_search(self, query: Query) -> None:
        """Show the calls that this finds."""
        ...

    def open_statistics(self, query: Query) -> None:
        """Show the statistics of the calls that this finds."""
        ...

    def open_call(
        self, pbx: str, call: str, *, among: tuple[tuple[str, str], ...] = (), is_played: bool = False
    ) -> None:
        """Show the tracking of a call; ``among``: the (pbx, call) of the result list that it stands in.

        ``is_played``: and play its recording.
        """
        ...

    def go_back(self) -> None:
        """From the tracking to where one came from."""
        ...


class Page(Protocol):
    """A page. ``widget`` is made once; ``shown`` and ``hidden`` tell it whether anybody looks."""

    @property
    def widget(self) -> QWidget:
        """What is seen of it."""
        ...

    def shown(self) -> None:
        """Somebody looks now."""
        ...

    def hidden(self) -> None:
        """Nobody looks any more: no work for the screen."""
        ...

    def reload(self) -> None:
        """F5: ask again."""
        ...

    def close(self) -> None:
        """The console ends: stop timers, players, listeners."""
        ...
