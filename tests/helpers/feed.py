"""Neighbours of the feed for tests: accounts and commands in memory, and a client that speaks raw lines."""

from __future__ import annotations

import asyncio
import contextlib
import json
import ssl
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Any

import jsonschema  # type: ignore[import-untyped]
import msgspec

from collector_daemon.feed.board import Board
from collector_daemon.feed.ports import Address, Limits, LoginAttempt
from collector_daemon.feed.server import FeedServer
from shared.clock import SystemClock
from shared.domain.accounts import Account, Role
from shared.domain.board import AgentRow, CallRow, MembershipRow, QueueRow
from shared.domain.commands import Refused
from shared.domain.description import CentreDescription, PauseReason, QueueDescription
from shared.domain.desk import DeskDescription, Disposition, QueueDesk
from shared.errors import Unavailable
from shared.protocol import schema

SECRET = b"0123456789abcdef0123456789abcdef"
NOON = datetime(2026, 11, 23, 12, 0, 0, 123000, tzinfo=UTC)
CENTRE = CentreDescription(
    name="Example", timezone="Europe/Prague",
    queues=(QueueDescription(queue="support", title="Podpora"), QueueDescription(queue="sales", is_vip=True)),
    pause_reasons=(PauseReason(reason="lunch", title="Oběd", limit_seconds=1800.0),),
)  # fmt: skip
DESK = DeskDescription(
    closing_at="18:00",
    dispositions=(Disposition(code="solved"), Disposition(code="order", queues=("sales",))),
    queues=(QueueDesk(queue="support", wrapup_seconds=30.0), QueueDesk(queue="sales")),
)  # fmt: skip
_valid = jsonschema.Draft202012Validator(
    schema.document(), format_checker=jsonschema.Draft202012Validator.FORMAT_CHECKER
)


def check_wire(line: bytes) -> Any:
    """The message of a line that went over the wire, after it was held against the schema."""
    message = json.loads(line)
    _valid.validate(message)
    return message


def account(name: str, role: Role = "supervisor", queues: set[str] | None = None, **more: Any) -> Account:
    return Account(
        name=name, roles=frozenset({role}), queues=None if queues is None else frozenset(queues), **more
    )


class MemoryAccounts:
    """Accounts in memory; the password of everybody is the name backwards."""

    def __init__(self, *accounts: Account) -> None:
        self.by_name = {account.name: account for account in accounts}
        self.is_away = False
        self.asked = 0

    async def check(self, user: str, password: str) -> Account | None:
        self.asked += 1
        await asyncio.sleep(0)
        if self.is_away:
            raise Unavailable("the database is away")
        found = self.by_name.get(user)
        return found if found is not None and password == user[::-1] else None

    def version(self, user: str) -> int | None:
        found = self.by_name.get(user)
        return None if found is None else found.version

    def change(self, user: str, **changes: Any) -> None:
        """Another version of the account."""
        old = self.by_name[user]
        self.by_name[user] = msgspec.structs.replace(old, version=old.version + 1, **changes)


class MemoryCommands:
    """Carries out commands by noting them; the reason "jam" never ends, "no" is refused, "crash" is a bug."""

    def __init__(self) -> None:
        self.done: list[tuple[str, str, dict[str, object]]] = []

    async def execute(self, account: Account, command: str, params: dict[str, object]) -> dict[str, object]:
        match params.get("reason"):
            case "jam":
                await asyncio.Event().wait()
            case "no":
                raise Refused("pbx_refused", "The PBX says no.")
            case "crash":
                raise ZeroDivisionError
        self.done.append((account.name, command, params))
        return {"queues": params.get("queues", ())}


class Raw:
    """A client that speaks lines over a real socket and checks every line it gets against the schema."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.session = ""
        self.token = ""

    def write(self, data: bytes) -> None:
        self.writer.write(data)

    def say(self, **message: Any) -> None:
        self.write(json.dumps(message).encode() + b"\n")

    async def hear(self, timeout: float = 10) -> Any:
        """The next message; None at the end."""
        async with asyncio.timeout(timeout):
            line = await self.reader.readline()
        return check_wire(line) if line else None

    async def hear_kind(self, kind: str) -> Any:
        """The next message of this type."""
        while (message := await self.hear()) is not None:
            if message["type"] == kind:
                return message
        raise AssertionError(f"the connection ended before {kind}")

    async def greet(self, name: str = "eva", /, **auth: str) -> Any:
        """Say hello (password: the name backwards) and hear what it is answered."""
        auth = auth or {"user": name, "password": name[::-1]}
        self.say(type="hello", protocol=1, client="raw 1", auth=auth)
        answer = await self.hear()
        if answer["type"] == "welcome":
            self.session, self.token = answer["session"], answer["token"]
        return answer

    async def subscribe(self, *topics: str, **more: Any) -> Any:
        """Subscribe and hear the first answer."""
        self.say(type="subscribe", topics=list(topics or ("queues", "agents", "calls")), **more)
        return await self.hear()

    async def settle(self) -> list[Any]:
        """Everything that the server says before it answers a ping."""
        self.say(type="ping", id=4711)
        heard = []
        while (message := await self.hear())["type"] != "pong":
            heard.append(message)
        return heard

    def close(self) -> None:
        self.writer.close()


class Feed:
    """A feed server with everything around it, on a free port."""

    def __init__(self, accounts: MemoryAccounts, limits: Limits, address: Address, board: Board) -> None:
        self.board = board
        self.accounts = accounts
        self.commands = MemoryCommands()
        self.attempts: list[LoginAttempt] = []
        self.server = FeedServer(
            board=self.board,
            accounts=accounts,
            commands=self.commands,
            clock=SystemClock(),
            address=address,
            secret=SECRET,
            limits=limits,
            witness=self.attempts.append,
            centre=CENTRE,
            desk=DESK,
        )
        self._clients: list[Raw] = []

    @property
    def port(self) -> int:
        return self.server.port

    async def connect(self, port: int = 0, tls: ssl.SSLContext | None = None, limit: int = 2**24) -> Raw:
        """Another stranger."""
        streams = await asyncio.open_connection("127.0.0.1", port or self.port, ssl=tls, limit=limit)
        self._clients.append(Raw(*streams))
        return self._clients[-1]

    async def enter(self, user: str = "eva", port: int = 0) -> Raw:
        """Another client that is in."""
        client = await self.connect(port)
        assert (await client.greet(user))["type"] == "welcome"
        return client

    async def close(self) -> None:
        for client in self._clients:
            client.close()
        await self.server.stop()
        for client in self._clients:
            with contextlib.suppress(OSError):
                await client.writer.wait_closed()


def everybody() -> MemoryAccounts:
    return MemoryAccounts(
        account("eva"),
        account("olga", "operator", {"support"}, agent="1001"),
        account("ota", "operator", {"support", "sales"}, agent="1002"),
        account("sam", "supervisor", {"support"}, agent="1009"),
        account("bill", "billing"),
        account("wall", "wallboard"),
    )


@contextlib.asynccontextmanager
async def feed(
    limits: Limits | None = None, address: Address | None = None, board: Board | None = None
) -> AsyncIterator[Feed]:
    """A running feed with ``everybody``."""
    made = Feed(everybody(), limits or Limits(), address or Address(port=0), board or Board())
    await made.server.start()
    try:
        yield made
    finally:
        await made.close()


def queue(name: str = "support", **more: Any) -> QueueRow:
    return QueueRow(pbx="main", queue=name, **more)


def agent(number: str, *queues: str, **more: Any) -> AgentRow:
    memberships = tuple(MembershipRow(queue=name, since=NOON) for name in queues)
    row: dict[str, Any] = {"name": f"Agent {number}", "interface": f"PJSIP/{number}", "state": "ready"}
    return AgentRow(pbx="main", agent=number, memberships=memberships, since=NOON, **(row | more))


def call(number: str, queue: str | None = "support", **more: Any) -> CallRow:
    row: dict[str, Any] = {"direction": "inbound", "phase": "waiting", "started": NOON, "since": NOON}
    return CallRow(pbx="main", call=number, queue=queue, **(row | more))
