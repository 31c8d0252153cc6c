"""A desk for the page of calls alone: the page's console on a real database, under an account's own role."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError, OperationalError

from shared.domain.accounts import Right
from shared.domain.description import CentreDescription, LineDescription, QueueDescription
from shared.domain.search.query import Query
from shared.errors import Refused
from shared.feed_client.client import FeedClient
from shared.qt.ground import Ground
from supervisor_console.calls.app.memory import Memory
from supervisor_console.calls.app.page import CallsPage
from supervisor_console.calls.screen import CallsScreen, Wish
from supervisor_console.page import Away
from supervisor_console.views.focus import FocusRing
from tests.helpers.waiting import wait_until

CENTRE = CentreDescription(
    name="Centre", timezone="Europe/Prague",
    queues=(
        QueueDescription(queue="support", title="Podpora"), QueueDescription(queue="sales", title="Prodej"),
        QueueDescription(queue="night", title="Noční linka"), QueueDescription(queue="vip", title="VIP"),
        QueueDescription(queue="claims", title="Reklamace"),
    ),
    lines=(LineDescription(line="420222111001", title="Infolinka"),),
)  # fmt: skip


class Stored:
    """The database, asked in a thread beside; ``gate`` holds answers back while it is closed, ``is_away`` loses it."""

    def __init__(self, engine: Engine, ground: Ground) -> None:
        self._engine, self._ground = engine, ground
        self.away_since: datetime | None = None
        self.is_away = False
        self.asked = self.cancelled = 0
        self.gate = asyncio.Event()
        self.gate.set()

    async def ask(self, question: Callable[[Connection], Any]) -> Any:
        self.asked += 1
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.is_away:
            self.away_since = self.away_since or self._ground.clock.now()
            raise Away("the database does not answer", self.away_since)
        return await asyncio.to_thread(self._run, question)

    def _run(self, question: Callable[[Connection], Any]) -> Any:
        try:
            with self._engine.begin() as connection:
                return question(connection)
        except OperationalError as problem:
            raise Away(str(problem), self._ground.clock.now()) from None
        except DBAPIError as problem:
            raise Refused(str(problem.orig)) from None


class Desk:
    """See ``supervisor_console.page.Console``; ``said`` is what it told, ``opened`` what it was to open."""

    def __init__(self, ground: Ground, engine: Engine, account: str) -> None:
        self.ground, self.database, self.account = ground, Stored(engine, ground), account
        self.feed = cast("FeedClient", None)  # this page asks only the database
        self.centre = CENTRE
        self.rights: set[str] = {"history.all", "callers.see", "recording.open"}
        self.said: list[tuple[str, bool]] = []
        self.opened: list[tuple[str, str, tuple[tuple[str, str], ...]]] = []
        self._heard: list[Callable[[], None]] = []

    def may(self, right: Right) -> bool:
        return right in self.rights

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        self._heard.append(hear)
        return lambda: self._heard.remove(hear)

    def tell(self) -> None:
        """Something is different."""
        for hear in self._heard:
            hear()

    def each_second(self, _hear: Callable[[], None]) -> Callable[[], None]:
        return lambda: None

    def spawn(self, work: Coroutine[Any, Any, Any], name: str = "") -> asyncio.Task[Any]:
        return self.ground.spawn(work, name)

    async def command(self, name: str, **_params: object) -> dict[str, Any]:
        raise Refused(name)

    def say(self, text: str, *, is_bad: bool = False) -> None:
        self.said.append((text, is_bad))

    def open_search(self, query: Query) -> None:
        raise NotImplementedError

    def open_call(self, pbx: str, call: str, *, among: tuple[tuple[str, str], ...] = ()) -> None:
        self.opened.append((pbx, call, among))

    def go_back(self) -> None:
        raise NotImplementedError


class Seat:
    """The page in a window, and what it shows."""

    def __init__(self, desk: Desk, folder: Path) -> None:
        self.desk, self.folder = desk, folder
        self.page = CallsPage(desk, Memory(desk.account, folder / "calls.json"))
        self.view = self.page.widget
        self.window = QMainWindow()
        middle = QWidget()
        column = QVBoxLayout(middle)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.view)
        self.window.setCentralWidget(middle)
        self.ring = FocusRing(desk.ground)
        self.window.resize(1440, 844)
        self.window.show()

    @property
    def shown(self) -> CallsScreen:
        """The screen of now."""
        assert self.view.shown is not None
        return self.view.shown

    def do(self, wish: Wish) -> None:
        """As if a view had wished it."""
        self.view.wished.emit(wish)

    async def until(self, condition: Callable[[CallsScreen], Any], what: str, timeout: float = 15.0) -> CallsScreen:
        """Until the page shows it."""
        await wait_until(lambda: condition(self.shown), timeout, what)
        return self.shown

    async def answered(self) -> CallsScreen:
        """Until the whole answer to the query is there."""
        await wait_until(
            lambda: self.page.found.answered == self.page.query and not self.page.found.is_waiting, 20, "the answer"
        )
        return self.shown


@contextlib.asynccontextmanager
async def sitting(ground: Ground, folder: Path, engine: Engine, account: str = "anna") -> AsyncIterator[Seat]:
    """The account looks at the page."""
    ground.application.setQuitOnLastWindowClosed(False)
    seat = Seat(Desk(ground, engine, account), folder)
    seat.page.shown()
    try:
        yield seat
    finally:
        seat.page.close()
        seat.ring.close_ring()
        seat.window.close()
        await ground.end_tasks()
