"""A small office: a simulated PBX where nobody does anything by himself, the daemon, and panels at the feed."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from collector_daemon import settings
from collector_daemon.app import Daemon
from collector_daemon.simulator.people import End, Reaction, Scripted, Visitor
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.stories.inbound import call_in
from collector_daemon.simulator.world import Scenario, World
from collector_daemon.store.audit import Act
from shared.clock import Clock, SystemClock
from shared.domain.accounts import Account
from shared.domain.board import AgentRow
from shared.domain.commands import Refused
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from tests.helpers.feed import MemoryAccounts, account
from tests.helpers.waiting import wait_until

SECRET = "simulated-1"
PHONES = ("1001", "1002", "1003")
VIP = "420222333000"


def people() -> tuple[Account, ...]:
    """Petr has a phone of his own, Jana sits anywhere, Eva supervises."""
    return (
        account("petr", "operator", {"support", "vip"}, agent="1001", title="Petr Dvořák"),
        account("jana", "operator", {"support", "vip", "sales"}, title="Jana Nováková"),
        account("eva", "supervisor"),
    )


class Panel:
    """A client of the feed that is live."""

    def __init__(self, client: FeedClient, task: asyncio.Task[None]) -> None:
        self.client, self._task = client, task

    async def ask(self, command: str, **params: Any) -> dict[str, Any]:
        """The result. Raises Refused."""
        return await self.client.command(command, params)

    async def refusal(self, command: str, **params: Any) -> tuple[str, str]:
        """Code and sentence of a command that must be refused."""
        try:
            result = await self.client.command(command, params)
        except Refused as refusal:
            return refusal.code, refusal.message
        raise AssertionError(f"{command} was not refused: {result}")

    def row(self, agent: str) -> AgentRow | None:
        """What the board tells of an agent."""
        return next((row for row in self.client.board.agents if row.agent == agent), None)

    def state(self, agent: str) -> str:
        """His state, empty for an unknown one."""
        row = self.row(agent)
        return row.state if row is not None else ""

    async def until(self, agent: str, *states: str, timeout: float = 15.0) -> AgentRow:
        """His row as soon as he is in one of the states."""
        await wait_until(lambda: self.state(agent) in states, timeout, f"{agent} {states}")
        row = self.row(agent)
        assert row is not None
        return row

    async def leave(self) -> None:
        """The program ends."""
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


class Office:
    """The PBX, and the daemon while it runs (``open``)."""

    def __init__(self, folder: Path, url: str, server: Server, desk: str, clock: Clock) -> None:
        self.folder, self.url, self.server, self.desk, self.clock = folder, url, server, desk, clock
        self.pbx = "main"
        self.accounts = MemoryAccounts(*people())
        self.acts: list[Act] = []
        self.daemon: Daemon | None = None
        self.feed_port = 0
        self._panels: list[Panel] = []

    @contextlib.asynccontextmanager
    async def open(self, url: str = "") -> AsyncIterator[Daemon]:
        """The daemon at work; at the end it is stopped in order."""
        secret = self.folder / "secret"
        if not secret.exists():
            secret.write_text(SECRET)
            secret.chmod(0o600)
        config = settings.parse(
            f"data_folder = '{self.folder}'\n[feed]\nport = {self.feed_port}\n"
            f"[[pbx]]\nname = '{self.pbx}'\nport = {self.server.port}\n"
            f"user = 'collector'\nretry_seconds = 0.05\nsecret_file = '{secret}'\n{self.desk}"
        )
        async with Daemon.started(
            config, self.folder, self.clock, url or self.url, self.accounts, lambda _attempt: None, self.acts.append
        ) as daemon:
            self.daemon = daemon
            running = asyncio.create_task(daemon.run())
            try:
                pipeline = daemon.pipelines[self.pbx]
                await wait_until(
                    lambda: pipeline.link.is_connected and pipeline.live.centre.gap is None, what="the PBX"
                )
                yield daemon
            finally:
                for panel in self._panels:
                    await panel.leave()
                self._panels.clear()
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
                self.daemon = None

    async def panel(self, name: str) -> Panel:
        """Another panel that is signed in and sees the board."""
        assert self.daemon is not None
        assert self.daemon.feed is not None
        client = FeedClient(
            "127.0.0.1", self.daemon.feed.port, Credentials(user=name, password=name[::-1]), clock=SystemClock(),
            name="test",
        )  # fmt: skip
        self._panels.append(Panel(client, asyncio.create_task(client.run())))
        await wait_until(lambda: client.status.state == "live", what=f"{name}'s board")
        return self._panels[-1]

    def script(self, talk_seconds: float, *extensions: str, calls: int = 1) -> None:
        """These phones answer at once; the customer hangs up after so long."""
        reactions = {extension: [Reaction("answer", 0.2)] * calls for extension in extensions}
        self.server.world.pbx.people = Scripted(reactions, [(End(talk_seconds, "caller"),)] * calls)

    def call(self, line: str = VIP) -> None:
        """A customer calls in."""
        pbx = self.server.world.pbx
        pbx.schedule.start(call_in(pbx, Visitor("420777000001", "Jan Novák", line)))

    def members(self, queue: str) -> dict[str, str]:
        """Who is in the queue on the PBX: names by interface."""
        return {one.interface: one.name for one in self.server.world.pbx.queues[queue].members}

    def paused(self, queue: str) -> dict[str, str]:
        """Who is paused there, and why."""
        return {one.interface: one.reason for one in self.server.world.pbx.queues[queue].members if one.is_paused}


@contextlib.asynccontextmanager
async def office(folder: Path, url: str, desk: str = "", clock: Clock | None = None) -> AsyncIterator[Office]:
    """The PBX alone; phones 1001 to 1003 are on. ``desk`` is TOML of the daemon's settings."""
    clock = clock or SystemClock()
    scenario = Scenario(staff=(), traffic=(), own_calls_per_hour=0.0, is_always_open=True)
    world = World(scenario, SystemClock().now().timestamp())
    for extension in PHONES:
        world.pbx.phones.register(f"PJSIP/{extension}")
    world.pbx.phones.tell_changes()
    async with Server(world, users={"collector": AmiUser(SECRET, writetimeout=20.0)}) as server:
        yield Office(folder, url, server, desk, clock)
