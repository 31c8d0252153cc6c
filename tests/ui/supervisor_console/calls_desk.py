"""A desk for the page of calls alone: the page's console on a real database, under an account's own role."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from pathlib import Path
from typing import Any, cast

from PySide6.QtWidgets import QMainWindow, QVBoxLayout, QWidget
from sqlalchemy import Connection

from shared.domain.accounts import Right
from shared.domain.description import CentreDescription, LineDescription, QueueDescription
from shared.domain.search.query import Query
from shared.errors import Refused
from shared.feed_client.client import FeedClient
from shared.qt.ground import Ground
from supervisor_console.app.database import AccountDatabase
from supervisor_console.calls.app.memory import Memory
from supervisor_console.calls.app.page import CallsPage
from supervisor_console.calls.screen import CallsScreen, Wish
from supervisor_console.page import Away
from supervisor_console.views.focus import FocusRing
from tests.helpers.waiting import wait_until
from tests.integration.search.conftest import PASSWORD

CENTRE = CentreDescription(
    name="Centre", timezone="Europe/Prague",
    queues=(
        QueueDescription(queue="support", title="Podpora"), QueueDescription(queue="sales", title="Prodej"),
        QueueDescription(queue="night", title="Noční linka"), QueueDescription(queue="vip", title="VIP"),
        QueueDescription(queue="claims", title="Reklamace"),
    ),
    lines=(LineDescription(line="420222111001", title="Infolinka"),),
)  # fmt: skip


class Stored(AccountDatabase):
    """The console's own; ``gate`` holds questions back while it is closed, ``is_lost`` loses the database."""

    def __init__(self, url: str, account: str, ground: Ground) -> None:
        super().__init__(ground.clock)
        self.is_lost = False
        self.held = self.given_up = 0
        self.gate = asyncio.Event()
        self.gate.set()
        self.open(url, account, PASSWORD)

    async def ask(self, question: Callable[[Connection], Any]) -> Any:
        if not self.gate.is_set():
            self.held += 1
            try:
                await self.gate.wait()
            except asyncio.CancelledError:
                self.given_up += 1
                raise
        if self.is_lost:
            raise Away("the database does not answer", self._clock.now())
        return await super().ask(question)


class Desk:
    """See ``supervisor_console.page.Console``; ``said`` is what it told, ``opened`` what it was to open."""

    def __init__(self, ground: Ground, url: str, account: str) -> None:
        self.ground, self.database, self.account = ground, Stored(url, account, ground), account
        self.feed = cast("FeedClient", None)  # this page asks only the database
        self.centre, self.outside_prefix = CENTRE, ""
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

    async def command(self, name: str, /, **_params: object) -> dict[str, Any]:
        raise Refused(name)

    def say(self, text: str, *, is_bad: bool = False) -> None:
        self.said.append((text, is_bad))

    def open_statistics(self, query: Query) -> None:
        raise NotImplementedError

    def open_search(self, query: Query) -> None:
        raise NotImplementedError

    def open_call(
        self, pbx: str, call: str, *, among: tuple[tuple[str, str], ...] = (), is_played: bool = False
    ) -> None:
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
async def sitting(ground: Ground, folder: Path, url: str, account: str = "anna") -> AsyncIterator[Any]:
    """The account looks at the page."""
    desk = Desk(ground, url, account)
    desk.spawn(desk.database.watch())
    await wait_until(lambda: desk.database.away_since is None, 20, "the database")
    seat = Seat(desk, folder)
    seat.page.shown()
    try:
        yield seat
    finally:
        seat.page.close()
        seat.ring.close_ring()
        seat.window.close()
        await ground.end_tasks()
        await desk.database.close()
