"""A call centre for tests of the console: Postgres with accounts, the real daemon at a simulated PBX, in a thread.

It is made once a module (fixture ``centre`` of the conftest) and outlives the tests' own loops. Consoles reach the
database and the feed through a ``Proxy`` each, so that a test can take either away and bring it back.
"""

import asyncio
import contextlib
import threading
from collections.abc import AsyncIterator, Coroutine, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import psycopg

from collector_daemon import settings
from collector_daemon.app import Daemon
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.world import Scenario, World
from collector_daemon.store.accounts import PostgresAccounts
from shared.clock import SystemClock
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import parse, selector_loop
from shared.domain.accounts import Role
from shared.qt.preferences import Server as ServerPlace
from tests.helpers.proxy import Proxy

SECRET = "simulated-1"
PASSWORD = "tajné heslo 1"
"""Of everybody."""
PEOPLE: tuple[tuple[str, Role, str, tuple[str, ...] | None], ...] = (
    ("kralova", "supervisor", "Ivana Králová", None),
    ("podpora", "supervisor", "Petr Podpora", ("support",)),
    ("operator", "operator", "Jana Malá", None),
    ("stena", "wallboard", "", None),
    ("ucetni", "billing", "Účetní", None),
    ("nova", "supervisor", "Nová Kolegyně", None),
)
"""Name, role, what they are called, visible queues. ``nova`` must change the password first."""
SETTINGS = """
[[queue]]
name = "support"
title = "Podpora"

[[queue]]
name = "vip"
title = "VIP"
"""


class Centre:
    """``url``: the database as its owner; ``address``: as consoles are told; ``world``: the simulated PBX's."""

    def __init__(self, folder: Path, url: str, more: str = "") -> None:
        """``more``: settings of the daemon that only these tests have."""
        self.folder, self.url, self._more = folder, url, more
        factory = selector_loop() or asyncio.new_event_loop
        self._loop = factory()
        self._thread = threading.Thread(target=self._loop.run_forever, name="centre", daemon=True)
        self._done: asyncio.Event | None = None
        self.server: Server | None = None
        self.daemon: Daemon | None = None
        self.database: Proxy | None = None
        self.feed: Proxy | None = None

    @property
    def place(self) -> ServerPlace:
        """The feed, as consoles reach it."""
        assert self.feed is not None
        return ServerPlace(host="127.0.0.1", port=self.feed.port)

    @property
    def address(self) -> str:
        """The database, as consoles reach it."""
        assert self.database is not None
        return f"postgresql://127.0.0.1:{self.database.port}/{parse(self.url).database}"

    def do(self, work: Coroutine[Any, Any, Any]) -> Any:
        """Have it done in the centre's thread; its result. Blocks: only quick things from a test's loop."""
        told: Future[Any] = asyncio.run_coroutine_threadsafe(work, self._loop)
        return told.result(30)

    def ask(self, statement: str) -> list[tuple[Any, ...]]:
        """Rows, as the database's owner."""
        with psycopg.connect(self.url) as connection:
            return connection.execute(statement.encode()).fetchall()

    @contextlib.contextmanager
    def running(self) -> Iterator["Centre"]:
        """At work until the end."""
        self._thread.start()
        started: Future[None] = Future()
        ended = asyncio.run_coroutine_threadsafe(self._run(started), self._loop)
        try:
            started.result(60)
            yield self
        finally:
            if self._done is not None:
                self._loop.call_soon_threadsafe(self._done.set)
            ended.result(30)
            self._loop.call_soon_threadsafe(self._loop.stop)
            self._thread.join(10)
            self._loop.close()

    async def _run(self, started: Future[None]) -> None:
        self._done = asyncio.Event()
        try:
            async with self._whole():
                started.set_result(None)
                await self._done.wait()
        except BaseException as problem:
            if not started.done():
                started.set_exception(problem)
            raise

    @contextlib.asynccontextmanager
    async def _whole(self) -> AsyncIterator[None]:
        secret = self.folder / "secret"
        secret.write_text(SECRET)
        secret.chmod(0o600)
        scenario = Scenario(staff=(), traffic=(), own_calls_per_hour=0.0, is_always_open=True)
        clock = SystemClock()
        world = World(scenario, clock.now().timestamp())
        for extension in ("1001", "1002", "1003"):
            world.pbx.phones.register(f"PJSIP/{extension}")
        world.pbx.phones.tell_changes()
        at = parse(self.url)
        async with contextlib.AsyncExitStack() as stack:
            self.server = await stack.enter_async_context(
                Server(world, users={"collector": AmiUser(SECRET, writetimeout=20.0)})
            )
            self.database = Proxy(at.host or "127.0.0.1", at.port or 5432)
            stack.callback(self.database.close)
            config = settings.parse(
                f"data_folder = '{self.folder}'\n[feed]\nport = 0\n[recordings_port]\nport = 0\n"
                f"[[pbx]]\nname = 'main'\nport = {self.server.port}\n"
                f"user = 'collector'\nretry_seconds = 0.05\nsecret_file = '{secret}'\n{SETTINGS}{self._more}"
            )
            await asyncio.to_thread(add_people, self.url)
            accounts = await stack.enter_async_context(PostgresAccounts.opened(self.url, look_pause=0.1))
            self.daemon = daemon = await stack.enter_async_context(
                Daemon.started(config, self.folder, clock, self.url, accounts, accounts.witness, accounts.audit.note)
            )
            running = asyncio.create_task(daemon.run())
            assert daemon.feed is not None
            self.feed = Proxy("127.0.0.1", daemon.feed.port)
            try:
                yield
            finally:
                self.feed.close()
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)


def add_people(url: str) -> None:
    """The accounts of the tests."""
    with open_book(url, "test") as book:
        for name, role, title, queues in PEOPLE:
            book.add(name, [role], Secret(PASSWORD), title=title, queues=queues, agent=None,
                     must_change_password=name == "nova")  # fmt: skip
