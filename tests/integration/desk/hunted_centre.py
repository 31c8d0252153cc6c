"""A call centre for the hunt: a simulated PBX with customers, the daemon, lines that can be cut. Time runs faster."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from pathlib import Path

from collector_daemon import settings
from collector_daemon.app import Daemon
from collector_daemon.simulator.day import Traffic
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.world import Scenario, World
from shared.clock import monotonic, now
from shared.database.connection import parse
from shared.domain.accounts import Account
from tests.helpers.feed import MemoryAccounts, account
from tests.helpers.proxy import Proxy
from tests.helpers.waiting import wait_until

SECRET = "simulated-1"
PHONES = {f"100{number}": f"Telefon {number}" for number in range(1, 7)}
QUEUES = ("support", "vip", "sales", "orders")
REQUIRED = ("sales", "orders")
"""A disposition must be given here; the PBX's own wrapuptime (8 and 5 s) is shorter than the daemon's."""
DESK = """
hold = "notify"
dial_seconds = 20
retry_seconds = 0.05
[desk]
second_panel = "take_over"
popup_seconds = 600
[[disposition]]
code = "sold"
[[disposition]]
code = "other"
[[desk_queue]]
queue = "support"
wrapup_seconds = 12
[[desk_queue]]
queue = "sales"
wrapup_seconds = 20
is_disposition_required = true
[[desk_queue]]
queue = "orders"
wrapup_seconds = 15
is_disposition_required = true
"""


class QuickClock:
    """The machine's clock, ``speed`` times as fast; what is measured (``monotonic``) is real."""

    def __init__(self, speed: float) -> None:
        self._speed, self._start, self._began = speed, now(), monotonic()

    def now(self) -> datetime:
        """The present of the hunt."""
        return self._start + timedelta(seconds=(monotonic() - self._began) * self._speed)

    def monotonic(self) -> float:
        """Real seconds."""
        return monotonic()


def people() -> tuple[Account, ...]:
    """Operators with and without a phone of their own."""
    every = set(QUEUES)
    return (
        account("petr", "operator", every, agent="1001", title="Petr Dvořák"),
        account("jana", "operator", every, title="Jana Nováková"),
        account("olga", "operator", {"sales", "support"}, agent="1003", title="Olga Malá"),
        account("ivan", "operator", every, title="Ivan Дробь"),
        account("emil", "operator", {"vip", "orders", "sales"}, agent="1001", title="Emil Žák"),
    )


class Centre:
    """``line``: of the panels; ``wire``: to the database; ``trunk``: to the PBX. All real, all can be cut."""

    def __init__(self, folder: Path, url: str, server: Server, clock: QuickClock) -> None:
        self.folder, self.url, self.server, self.clock = folder, url, server, clock
        self.pbx = server.world.pbx
        self.accounts = MemoryAccounts(*people())
        address = parse(url)
        assert address.host is not None
        assert address.port is not None
        self.wire = Proxy(address.host, address.port)
        self.trunk = Proxy("127.0.0.1", server.port)
        self.line: Proxy | None = None
        self._wire_url = address.set(port=self.wire.port).render_as_string(hide_password=False)
        self._running: contextlib.AsyncExitStack | None = None
        self.daemon: Daemon | None = None
        self._port = 0

    async def open(self) -> None:
        """The daemon begins its work; the second time it goes on with what it knows."""
        stack = contextlib.AsyncExitStack()
        daemon = await stack.enter_async_context(Daemon.started(
            settings.parse(self._config()), self.folder, self.clock, self._wire_url, self.accounts,
            lambda _attempt: None, lambda _act: None,
        ))  # fmt: skip
        running = asyncio.create_task(daemon.run())
        stack.push_async_callback(_ended, running)
        assert daemon.feed is not None
        self._running, self.daemon, self._port = stack, daemon, daemon.feed.port
        if self.line is None:
            self.line = Proxy("127.0.0.1", self._port)
        await wait_until(lambda: self.sees, 20, "the PBX")

    async def close(self) -> None:
        """The daemon is stopped in order."""
        stack, self._running, self.daemon = self._running, None, None
        if stack is not None:
            await stack.aclose()

    @property
    def sees(self) -> bool:
        """Does the daemon know what goes on at the PBX?"""
        pipeline = self.daemon.pipelines["main"] if self.daemon else None
        return pipeline is not None and pipeline.link.is_connected and pipeline.live.centre.gap is None

    def _config(self) -> str:
        secret = self.folder / "secret"
        if not secret.exists():
            secret.write_text(SECRET)
            secret.chmod(0o600)
        pbx, _, desk = DESK.partition("[desk]")
        return (
            f"data_folder = '{self.folder}'\n[feed]\nport = {self._port}\n[[pbx]]\nname = 'main'\n"
            f"port = {self.trunk.port}\nuser = 'collector'\nsecret_file = '{secret}'\n{pbx}[desk]{desk}"
        )


async def _ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)


@contextlib.asynccontextmanager
async def centre(folder: Path, url: str, seed: int, speed: float) -> AsyncIterator[Centre]:
    """A centre with customers, and nobody at work yet."""
    clock = QuickClock(speed)
    scenario = Scenario(
        seed=seed, staff=(), own_calls_per_hour=0.0, is_always_open=True, talk_seconds=25.0, patience_seconds=60.0,
        traffic=(Traffic("420222111000", 400.0), Traffic("420222333000", 100.0), Traffic("420222111004", 400.0)),
    )  # fmt: skip
    world = World(scenario, clock.now().timestamp(), "main")
    world.pbx.directory.update(PHONES)
    for extension in PHONES:
        world.pbx.phones.register(f"PJSIP/{extension}")
    world.pbx.phones.tell_changes()
    users = {"collector": AmiUser(SECRET, writetimeout=20.0)}
    async with Server(world, speed=speed, users=users, timestamp_events=True) as server:
        it = Centre(folder, url, server, clock)
        try:
            await it.open()
            yield it
        finally:
            for line in (it.wire, it.trunk, it.line):
                if line is not None:
                    line.mend()
            await it.close()
            for line in (it.wire, it.trunk, it.line):
                if line is not None:
                    line.close()
