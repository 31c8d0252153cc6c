"""A supervisor's desk for the page of one call alone: its console on a real database, under the account's own role."""

import asyncio
from collections.abc import Callable, Coroutine
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, create_engine
from sqlalchemy.exc import OperationalError
from sqlalchemy.pool import NullPool

from collector_daemon.store.batch import Batch, RawEvent
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import parse
from shared.domain.calls import Call
from shared.qt.ground import Ground
from supervisor_console.page import Away
from tests.helpers.facts import raw_event
from tests.integration.database.test_recorder import recording
from tests.unit.supervisor_console.tracking import calls
from tests.unit.supervisor_console.tracking.shown import CENTRE

PASSWORD = Secret("correct horse battery")


def second_call() -> Call:
    """The same customer an hour later, nobody answers."""
    return msgspec.structs.replace(
        calls.usual(), call_id="1795095727.40", started_at=calls.at(3600), ended_at=calls.at(3620),
        answered_at=None, outcome="abandoned", visits=(), conversations=(), transfers=(), recordings=(), steps=(),
    )  # fmt: skip


async def fill(url: str) -> None:
    """Two calls, what their agents did afterwards, raw events of the first."""
    tracked = calls.usual_tracked()
    key = tracked.call.call_id
    raw: list[RawEvent] = [
        msgspec.structs.replace(raw_event(n, at=calls.at(n)), linkedid=key, uniqueid=key, queue="support")
        for n in range(40)
    ]
    async with recording(url) as recorder:
        batch = Batch(
            "main", "journal", 1, raw=raw, calls=[tracked.call, second_call()], facts=list(tracked.wrap_ups)
        )
        await recorder.put(batch, wait=True)
    with open_book(url, "tests") as book:
        book.add("anna", ["supervisor"], PASSWORD)
        book.add("vera", ["supervisor"], PASSWORD, queues=["sales"])


class Stored:
    """The database, asked in a thread beside; ``is_cut``: nothing comes through."""

    def __init__(self, url: str, account: str, ground: Ground) -> None:
        self._url = parse(url).set(username=account, password=PASSWORD.reveal())
        self._ground = ground
        self.away_since: datetime | None = None
        self.is_cut = False

    async def ask(self, question: Callable[[Connection], Any]) -> Any:
        try:
            found = await asyncio.to_thread(self._answer, question)
        except OperationalError as problem:
            self.away_since = self.away_since or self._ground.clock.now()
            raise Away(str(problem), self.away_since) from None
        self.away_since = None
        return found

    def _answer(self, question: Callable[[Connection], Any]) -> Any:
        url = self._url.set(port=1) if self.is_cut else self._url  # nobody listens there
        made = create_engine(url, poolclass=NullPool)
        try:
            with made.connect() as connection:
                return question(connection)
        finally:
            made.dispose()


class Desk:
    """See ``supervisor_console.page.Console``; ``said`` is what it told, ``opened`` what it was to open."""

    feed: Any = None

    def __init__(self, ground: Ground, url: str, account: str = "anna") -> None:
        self.ground, self.account = ground, account
        self.database = Stored(url, account, ground)
        self.centre, self.outside_prefix = CENTRE, ""
        self.said: list[tuple[str, bool]] = []
        self.opened: list[object] = []
        self.hearing: list[Callable[[], None]] = []
        self.rights = {"history.all"}
        self.commands: list[tuple[str, dict[str, object]]] = []

    def may(self, right: str) -> bool:
        return right in self.rights

    def listen(self, hear: Callable[[], None]) -> Callable[[], None]:
        self.hearing.append(hear)
        return lambda: self.hearing.remove(hear)

    each_second = listen

    def spawn(self, work: Coroutine[Any, Any, Any], name: str = "") -> asyncio.Task[Any]:
        return self.ground.spawn(work, name)

    async def command(self, name: str, /, **params: object) -> dict[str, Any]:
        self.commands.append((name, params))
        return {}

    def say(self, text: str, *, is_bad: bool = False) -> None:
        self.said.append((text, is_bad))

    def open_statistics(self, query: object) -> None:
        raise NotImplementedError

    def open_search(self, query: object) -> None:
        self.opened.append(query)

    def open_call(
        self, pbx: str, call: str, *, among: tuple[tuple[str, str], ...] = (), is_played: bool = False
    ) -> None:
        self.opened.append((pbx, call, among))

    def go_back(self) -> None:
        self.opened.append("back")
