"""A supervisor's desk for the page of now alone: the page's console on a real feed and a real database."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable, Coroutine
from datetime import datetime
from pathlib import Path
from typing import Any

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QMainWindow
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from shared.domain.accounts import Right
from shared.domain.description import CentreDescription
from shared.domain.search.query import Query
from shared.feed_client.client import FeedClient
from shared.qt.ground import Ground
from supervisor_console.live.app.memory import Memory
from supervisor_console.live.app.page import LivePage
from supervisor_console.live.screen import LiveScreen
from supervisor_console.page import Away
from tests.helpers.waiting import wait_until
from tests.integration.seats.office import Office, office


class Stored:
    """The database, asked in a thread beside."""

    def __init__(self, url: str, ground: Ground) -> None:
        self.url, self._ground = url, ground
        self.away_since: datetime | None = None

    async def ask(self, question: Callable[[Connection], Any]) -> Any:
        def run() -> Any:
            engine = create_engine(self.url.replace("postgresql:", "postgresql+psycopg:"), poolclass=NullPool)
            with engine.connect() as connection:
                return question(connection)

        try:
            found = await asyncio.to_thread(run)
        except OperationalError as problem:
            self.away_since = self.away_since or self._ground.clock.now()
            raise Away(str(problem), self.away_since) from None
        self.away_since = None
        return found


class Desk:
    """See ``supervisor_console.page.Console``; ``said`` is what it told, ``opened`` what it was to open."""

    def __init__(self, ground: Ground, feed: FeedClient, url: str) -> None:
        self.ground, self.feed, self.database = ground, feed, Stored(url, ground)
        self.said: list[tuple[str, bool]] = []
        self.opened: list[object] = []
        self.account, self.outside_prefix = "eva", ""
        self._timer = QTimer(interval=1000)
        self._timer.start()

    @property
    def centre(self) -> CentreDescription:
        return self.feed.welcome.centre if self.feed.welcome else CentreDescription()

    def may(self, right: Right) -> bool:
        return self.feed.welcome is not None and right in self.feed.welcome.rights

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        self.feed.on_status(lambda _status: hear())
        return self.feed.board.listen(lambda _rows: hear())

    def each_second(self, hear: Callable[[], None]) -> Callable[[], None]:
        self._timer.timeout.connect(hear)

        def end() -> None:
            self._timer.timeout.disconnect(hear)

        return end

    def spawn(self, work: Coroutine[Any, Any, Any], name: str = "") -> asyncio.Task[Any]:
        return self.ground.spawn(work, name)

    async def command(self, name: str, /, **params: object) -> dict[str, Any]:
        return await self.feed.command(name, params)

    def say(self, text: str, *, is_bad: bool = False) -> None:
        self.said.append((text, is_bad))

    def open_statistics(self, query: Query) -> None:
        raise NotImplementedError

    def open_search(self, query: Query) -> None:
        self.opened.append(query)

    def open_call(
        self, pbx: str, call: str, *, among: tuple[tuple[str, str], ...] = (), is_played: bool = False
    ) -> None:
        self.opened.append((pbx, call))

    def go_back(self) -> None:
        self.opened.append("back")


class Seat:
    """The page in a window, and what it shows."""

    def __init__(self, office: Office, desk: Desk, folder: Path, *, is_led: bool) -> None:
        self.office, self.desk = office, desk
        self.page = LivePage(desk, Memory("eva", folder / "live.json"))
        if not is_led:
            self.page.beginning.leave()
        self.window = QMainWindow()
        self.window.setCentralWidget(self.page.widget)
        self.window.resize(1360, 844)
        self.window.show()
        self.page.shown()

    @property
    def shown(self) -> LiveScreen:
        """The screen of now."""
        assert self.page.view.shown is not None
        return self.page.view.shown

    async def until(self, condition: Callable[[LiveScreen], Any], what: str, timeout: float = 15.0) -> LiveScreen:
        """Until the page shows it."""
        await wait_until(lambda: condition(self.shown), timeout, what)
        return self.shown

    async def until_said(self, part: str) -> str:
        """Until it was told: the whole sentence."""
        try:
            return await wait_until(lambda: next((text for text, _bad in self.desk.said if part in text), ""), 10)
        except AssertionError:
            raise AssertionError(f"{part!r} was not said: {self.desk.said}; {self.office.acts[-2:]}") from None

    def state(self, agent: str) -> str:
        """An operator's word on the page."""
        return next((line.state.text for line in self.shown.agents if line.agent == agent), "")


@contextlib.asynccontextmanager
async def sitting(
    ground: Ground, folder: Path, url: str, settings: str = "", *, is_led: bool = False
) -> AsyncIterator[Seat]:
    """Eva looks at the page of an office that is open; ``is_led``: to the first call, while there was none."""
    async with office(folder, url, settings) as centre, centre.open():
        centre.server.world.pbx.directory.update({"1001": "Petr", "1002": "Jana", "1003": "Eva"})
        panel = await centre.panel("eva")
        seat = Seat(centre, Desk(ground, panel.client, url), folder, is_led=is_led)
        try:
            await seat.until(lambda shown: shown.agents_panel.title and not shown.strips, "the PBX")
            yield seat
        finally:
            seat.page.close()
            seat.window.close()
            await ground.end_tasks()
