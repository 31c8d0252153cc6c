"""A daemon with everything: a simulated PBX behind a wire that is listened to, Postgres, accounts of every role."""

from __future__ import annotations

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator, Iterable
from pathlib import Path
from typing import Any

from collector_daemon import settings
from collector_daemon.app import Daemon
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.world import Scenario, World
from collector_daemon.store.accounts import PostgresAccounts
from shared.clock import SystemClock
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.domain.accounts import ROLES
from tests.helpers.feed import Raw
from tests.helpers.proxy import Proxy
from tests.helpers.waiting import wait_until

PASSWORD = "correct horse battery"
AMI_SECRET = "simulated-secret"
AT_ONCE = 12
"""Commands under way of one client; the feed takes 16."""


class Tap(Proxy):
    """A line that is listened to: ``said`` is all that went to the PBX."""

    def __init__(self, target_host: str, target_port: int) -> None:
        self.said = bytearray()
        super().__init__(target_host, target_port)

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        is_to_pbx = writer.get_extra_info("peername") == self.target
        with contextlib.suppress(OSError):
            while data := await reader.read(65_536):
                if is_to_pbx:
                    self.said += data
                writer.write(data)
                await writer.drain()
        writer.close()

    @property
    def lines(self) -> list[bytes]:
        """What any reader could take for a line of its own."""
        return bytes(self.said).replace(b"\r", b"\n").replace(b"\0", b"\n").split(b"\n")


class Client:
    """Somebody who is signed in; ``ask`` many things at once."""

    def __init__(self, raw: Raw) -> None:
        self.raw = raw
        self._asked = 0

    async def ask(self, wishes: Iterable[tuple[str, Any]]) -> list[tuple[bool, str]]:
        """Whether each was done, and with which code it was refused, in their order."""
        answers: dict[int, tuple[bool, str]] = {}
        first, open_now = self._asked, 0
        for command, params in wishes:
            self.raw.say(type="command", id=self._asked, command=command, params=params)
            self._asked += 1
            open_now += 1
            while open_now >= AT_ONCE:
                open_now -= await self._hear(answers)
        while open_now:
            open_now -= await self._hear(answers)
        return [answers[number] for number in range(first, self._asked)]

    async def _hear(self, answers: dict[int, tuple[bool, str]]) -> int:
        async with asyncio.timeout(30):
            line = await self.raw.reader.readline()
        assert line, "the server hung up"
        message = json.loads(line)
        if message["type"] != "reply":
            return 0
        answers[message["id"]] = (message["ok"], message.get("code", ""))
        return 1


class Siege:
    """The daemon, and what it says to its PBX."""

    def __init__(self, daemon: Daemon, tap: Tap, accounts: PostgresAccounts, url: str) -> None:
        self.daemon, self.tap, self.accounts, self.url = daemon, tap, accounts, url
        self._clients: list[Raw] = []

    async def stranger(self) -> Raw:
        """Another connection to the feed."""
        assert self.daemon.feed is not None
        self._clients.append(
            Raw(*await asyncio.open_connection("127.0.0.1", self.daemon.feed.port, limit=2**24)))
        return self._clients[-1]

    async def enter(self, name: str) -> Client:
        """Somebody who is in."""
        raw = await self.stranger()
        told = await raw.greet(name, user=name, password=PASSWORD)
        assert told["type"] == "welcome", told
        return Client(raw)

    def close(self) -> None:
        """All clients go."""
        for client in self._clients:
            client.writer.transport.abort()


@contextlib.asynccontextmanager
async def siege(url: str, folder: Path, more: str = "") -> AsyncIterator[Siege]:
    """Everything at work. Accounts are named as their roles; each has the phone 1002 in mind, and sees all queues."""
    with open_book(url, "tester") as book:
        for role in ROLES:
            book.add(role, [role], Secret(PASSWORD), agent="1002")
    world = World(Scenario(staff=(), traffic=(), own_calls_per_hour=0.0, is_always_open=True),
                  SystemClock().now().timestamp())  # fmt: skip
    world.pbx.phones.register("PJSIP/1002")
    world.pbx.phones.tell_changes()
    secret = folder / "ami"
    secret.write_text(AMI_SECRET)
    secret.chmod(0o600)
    async with Server(world, users={"collector": AmiUser(AMI_SECRET, writetimeout=20.0)}) as server:
        tap = Tap("127.0.0.1", server.port)
        config = settings.parse(
            f"data_folder = '{folder}'\n[feed]\nport = 0\n[recordings_port]\nport = 0\n"
            f"[[pbx]]\nname = 'main'\nport = {tap.port}\nuser = 'collector'\nretry_seconds = 0.05\n"
            f"dial_seconds = 2\nsecret_file = '{secret}'\n{more}"
        )
        try:
            async with (
                PostgresAccounts.opened(url, look_pause=0.05) as accounts,
                Daemon.started(
                    config, folder, SystemClock(), url, accounts, accounts.witness, accounts.audit.note) as daemon,
            ):
                running = asyncio.create_task(daemon.run())
                pipeline = daemon.pipelines["main"]
                await wait_until(lambda: pipeline.link.is_connected and pipeline.live.centre.gap is None, what="PBX")
                made = Siege(daemon, tap, accounts, url)
                try:
                    yield made
                finally:
                    made.close()
                    running.cancel()
                    await asyncio.gather(running, return_exceptions=True)
        finally:
            tap.close()
