"""The running console of one sign-in: both connections, the shell around the pages, what pages may ask."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any, Literal

from shared.credentials import Secret
from shared.domain.accounts import Right
from shared.domain.description import CentreDescription
from shared.domain.search.query import Query
from shared.errors import BadSettings, SuiteError
from shared.feed_client.client import FeedClient
from shared.feed_client.refusals import refusal, trouble
from shared.feed_client.status import Status
from shared.qt.bridge import Bridge
from shared.qt.ground import Ground
from shared.qt.places import PlaceKeeper
from supervisor_console.app.account import AccountThings
from supervisor_console.app.database import AccountDatabase
from supervisor_console.app.ended import Ended, title
from supervisor_console.app.finding import find
from supervisor_console.app.turning import Turning
from supervisor_console.page import PageName
from supervisor_console.shell.presenter import Moment, present, zone_of
from supervisor_console.shell.screen import AlertLine, ShellScreen
from supervisor_console.shell.views import ConsoleWindow
from supervisor_console.shell.views.menus import alert_list

ENDING_SECONDS = 10.0
"""So long a task may take to end; then the window goes all the same."""


class RunningConsole:
    """See ``page.Console``. ``run`` ends with the sign-in. ``screen``: what the shell shows."""

    def __init__(self, ground: Ground, client: FeedClient, password: Secret | None, address: str = "") -> None:
        """``address``: of the database, where it was said here; else the server says it."""
        self.ground, self.feed, self._password, self._address = ground, client, password, address
        self.database = AccountDatabase(ground.clock, changed=self._changed)
        self.screen: ShellScreen | None = None
        self._opened = ("", "")
        self._listeners: list[Callable[[], None]] = []
        self._seconds: list[Callable[[], None]] = []
        self._tasks: set[asyncio.Task[Any]] = set()
        self._ending: asyncio.Future[Ended] = asyncio.get_running_loop().create_future()
        self._is_closed = False
        self.window = ConsoleWindow(ground)
        self.place = PlaceKeeper(ground, self.window, "supervisor-console")
        self.turning = Turning(self, self.window)
        self.things = AccountThings(self, self.window)
        self.bridge = Bridge(client, ground.clock)
        self._connect()

    def _connect(self) -> None:
        window, bar = self.window, self.window.bar
        window.picked.connect(self.go)
        window.picked_place.connect(self.go_to_place)
        window.reloaded.connect(self.turning.reload)
        window.acknowledged.connect(self.acknowledge_oldest)
        window.quitted.connect(lambda: self.end("quit"))
        window.closed.connect(lambda: self.end("quit"))
        bar.searched.connect(lambda text: find(self, bar.search, text))
        bar.pressed_half.connect(self._press_half)
        bar.pressed_bell.connect(self.show_alerts)
        bar.pressed_account.connect(self.things.open_menu)
        self.bridge.changed.connect(self._changed)
        self.bridge.second.connect(self._second)
        self.bridge.status_changed.connect(self._status_changed)
        for signal in (self.ground.language_changed, self.ground.theme_changed):
            signal.connect(self._changed)

    async def run(self) -> Ended:
        """Show it until somebody ends it, or nobody is let in any more."""
        self.spawn(self.database.watch(), "database")
        self._status_changed(self.feed.status)
        self.window.show()
        self.refresh()
        stopped = asyncio.ensure_future(self.ground.stopping.wait())
        try:
            await asyncio.wait((stopped, self._ending), return_when=asyncio.FIRST_COMPLETED)
            return self._ending.result() if self._ending.done() else Ended("quit")
        finally:
            stopped.cancel()
            await self._close()

    async def _close(self) -> None:
        self._is_closed = True
        self.place.remember()
        self.bridge.close()
        for signal in (self.ground.language_changed, self.ground.theme_changed):
            signal.disconnect(self._changed)
        self.turning.close()
        for task in tuple(self._tasks):
            task.cancel()
        if self._tasks:
            await asyncio.wait(tuple(self._tasks), timeout=ENDING_SECONDS)
        await self.database.close()
        self._ending.cancel()
        self.window.close_popovers()
        self.window.ring.close_ring()
        self.window.hide()
        self.window.deleteLater()

    def end(self, kind: Literal["quit", "sign_in"], refused: Status | None = None) -> None:
        """This sign-in is over."""
        if not self._ending.done():
            self._ending.set_result(Ended(kind, refused))

    # --- for pages

    @property
    def centre(self) -> CentreDescription:
        """See ``page.Console``."""
        return self.feed.welcome.centre if self.feed.welcome is not None else CentreDescription()

    @property
    def outside_prefix(self) -> str:
        """See ``page.Console``."""
        welcome = self.feed.welcome
        return welcome.desk.outside_prefix if welcome is not None and welcome.desk is not None else ""

    @property
    def account(self) -> str:
        """See ``page.Console``."""
        return self.feed.welcome.user if self.feed.welcome is not None else self.ground.preferences.account

    def may(self, right: Right) -> bool:
        """See ``page.Console``. While the server was never there nobody knows: the database decides then."""
        return self.feed.welcome is None or right in self.feed.welcome.rights

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        """See ``page.Console``."""
        self._listeners.append(hear)
        return lambda: self._listeners.remove(hear)

    def each_second(self, hear: Callable[[], None]) -> Callable[[], None]:
        """See ``page.Console``."""
        self._seconds.append(hear)
        return lambda: self._seconds.remove(hear)

    def spawn(self, work: Coroutine[Any, Any, Any], name: str = "") -> asyncio.Task[Any]:
        """See ``page.Console``."""
        task = self.ground.spawn(work, name)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
        return task

    async def command(self, name: str, /, **params: object) -> dict[str, Any]:
        """See ``page.Console``."""
        return await self.feed.command(name, params)

    def say(self, text: str, *, is_bad: bool = False) -> None:
        """See ``page.Console``."""
        self.window.say(text, is_bad=is_bad)

    def open_search(self, query: Query) -> None:
        """See ``page.Console``."""
        self.turning.search(query)
        self.refresh()

    def open_statistics(self, query: Query) -> None:
        """See ``page.Console``."""
        self.turning.statistics(query)
        self.refresh()

    def open_call(
        self, pbx: str, call: str, *, among: tuple[tuple[str, str], ...] = (), is_played: bool = False
    ) -> None:
        """See ``page.Console``."""
        self.turning.call(pbx, call, among, is_played=is_played)
        self.refresh()

    def go_back(self) -> None:
        """See ``page.Console``."""
        self.turning.go_back()
        self.refresh()

    def go(self, name: PageName) -> None:
        """Show this page."""
        self.turning.go(name)
        self.refresh()

    def go_to_place(self, number: int) -> None:
        """Show the page at this place of the side bar."""
        self.turning.go_to_place(number)
        self.refresh()

    # --- what happens

    def _changed(self) -> None:
        if self._is_closed:
            return
        for hear in tuple(self._listeners):
            hear()
        self.refresh()

    def _second(self) -> None:
        if self.window.isVisible():
            for hear in tuple(self._seconds):
                hear()

    def _status_changed(self, status: Status) -> None:
        if status.state == "refused":
            self.end("sign_in", status)
            return
        self._open_database()
        if self.turning.page is None or self.turning.chosen not in self.turning.names:
            first = next(iter(self.turning.names), None)
            if first is not None and (self.feed.welcome is not None or status.state != "connecting" or status.code):
                self.turning.go(first)
        welcome = self.feed.welcome
        if status.state == "live" and welcome is not None and welcome.must_change_password:
            self.things.change_password(is_needed=True)
        self._changed()

    def _open_database(self) -> None:
        """Where it is may be said only by the server, and only now."""
        said = self.feed.welcome.database if self.feed.welcome is not None else ""
        address = self._address or said or self.things.remembered_address
        if not address and (self.feed.welcome is not None or self.feed.status.code):
            self.database.open("", self.account, None)
        if not address or (address, self.account) == self._opened:
            return
        self._opened = (address, self.account)
        try:
            self.database.open(address, self.account, self._password)
        except BadSettings as wrong:
            self.say(str(wrong), is_bad=True)
            return
        self.things.remember_address(address)

    def use_password(self, password: Secret) -> None:
        """Another password from now on, at the database too."""
        self._password, self._opened = password, ("", "")
        self._open_database()

    def _press_half(self, name: str) -> None:
        if name == "database" and self.database.trouble == "password":
            self.things.ask_password()
        elif name == "database":
            self.database.look_now()
        else:
            self.feed.retry_now()

    # --- what is shown

    def moment(self) -> Moment:
        """Everything that the shell shows."""
        welcome, status, language = self.feed.welcome, self.feed.status, self.ground.language
        return Moment(
            language=language, zone=zone_of(self.centre), centre=self.centre, pages=self.turning.names,
            chosen=self.turning.chosen, title=welcome.title if welcome else "", account=self.account, feed=status,
            roles=welcome.roles if welcome else (), database_message=self.database.message,
            refusal=refusal(status, language) if status.code else "", alerts=tuple(self.feed.board.alerts),
            can_supervise=self.may("supervise"), difference=self.feed.server_clock.difference,
            database=self.database.trouble, database_since=self.database.away_since,
        )  # fmt: skip

    def refresh(self) -> None:
        """Show what is known now."""
        if not self._is_closed:
            self.screen = present(self.moment())
            self.window.render_screen(self.screen, title(self.ground.language))

    def show_alerts(self) -> None:
        """Under the bell."""
        self.refresh()
        if self.screen is not None:
            alert_list(self.ground, self.window.bar.bell, self.screen.alerts, self.acknowledge).open()

    def acknowledge_oldest(self) -> None:
        """F8."""
        for line in [one for one in self.screen.alerts if one.can_acknowledge][:1] if self.screen is not None else ():
            self.acknowledge(line)

    def acknowledge(self, line: AlertLine) -> None:
        """Say to everybody that this account looks after it."""
        self.spawn(self._acknowledged(line), "acknowledge")

    async def _acknowledged(self, line: AlertLine) -> None:
        try:
            await self.command("alert.acknowledge", pbx=line.pbx, alert=line.alert, raised=line.raised.isoformat())
        except SuiteError as problem:
            self.say(trouble(problem, self.ground.language), is_bad=True)
