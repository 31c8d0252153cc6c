"""A far end that speaks AMI over real TCP and misbehaves on demand: what the link is tried against.

It logs people in, answers pings, says what it is told to, and keeps what it was asked. ``answer`` decides what
an action gets; returning None leaves it without an answer.
"""

import asyncio
import contextlib
import hashlib
import ssl
from collections.abc import AsyncIterator, Callable

from shared.serving import stop_listening

Action = dict[str, str]
BANNER = "Asterisk Call Manager/11.0.0"


def message(**headers: object) -> bytes:
    """One AMI message as Asterisk writes it."""
    return "".join(f"{key}: {value}\r\n" for key, value in headers.items()).encode() + b"\r\n"


class Caller:
    """One connection to the fake PBX."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader = reader
        self.writer = writer
        self.actions: list[Action] = []
        self.is_logged_in = False

    def say(self, data: bytes) -> None:
        """Send bytes as they are; to a caller who is gone, nothing (asyncio would warn of it)."""
        if not self.writer.is_closing():
            self.writer.write(data)

    async def say_in_pieces(self, *pieces: bytes) -> None:
        """Send each piece so that it arrives by itself."""
        for piece in pieces:
            self.writer.write(piece)
            await self.writer.drain()
            await asyncio.sleep(0.02)

    def hang_up(self) -> None:
        """Break the connection."""
        self.writer.transport.abort()

    def asked(self, name: str) -> list[Action]:
        """The actions of that name, in order."""
        return [action for action in self.actions if action["Action"] == name]


class FakeAmi:
    """Listens on a free port of 127.0.0.1; ``callers`` are all connections there were."""

    def __init__(self) -> None:
        self.banner = BANNER.encode() + b"\r\n"
        self.user, self.secret = "collector", "lab"
        self.is_mute = False
        self.after_login = message(Event="FullyBooted", Privilege="system,all", Status="Fully Booted")
        self.callers: list[Caller] = []
        self.answer: Callable[[Caller, Action], bytes | None] = lambda caller, action: message(
            Response="Success", ActionID=action["ActionID"], Message="Fine"
        )
        self.port = 0
        self._server: asyncio.Server | None = None
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def now(self) -> Caller:
        """The newest connection."""
        return self.callers[-1]

    @contextlib.asynccontextmanager
    async def listening(self, tls: ssl.SSLContext | None = None) -> AsyncIterator["FakeAmi"]:
        """Up for as long as the block runs."""
        await self.open(tls)
        try:
            yield self
        finally:
            await self.close()

    async def open(self, tls: ssl.SSLContext | None = None) -> None:
        """Take connections, again on the same port after ``close``."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", self.port, ssl=tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        """Break all connections and refuse new ones."""
        if self._server:
            await stop_listening(self._server)
        for caller in self.callers:
            caller.hang_up()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task
        self._tasks.add(task)
        caller = Caller(reader, writer)
        self.callers.append(caller)
        try:
            if self.banner:
                caller.say(self.banner)
            await self._talk(caller)
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass
        finally:
            self._tasks.discard(task)
            writer.close()

    async def _talk(self, caller: Caller) -> None:
        while True:
            raw = await caller.reader.readuntil(b"\r\n\r\n")
            lines = raw.decode("utf-8", "surrogateescape").strip("\r\n").split("\r\n")
            action = dict(line.split(": ", 1) for line in lines)
            caller.actions.append(action)
            if self.is_mute:
                continue
            reply = self._reply(caller, action)
            if reply is not None:
                caller.say(reply)
            if action["Action"] == "Logoff":
                return

    def _reply(self, caller: Caller, action: Action) -> bytes | None:
        same = {"ActionID": action["ActionID"]}
        match action["Action"]:
            case "Challenge":
                return message(Response="Success", Challenge="812736", **same)
            case "Login":
                return self._log_in(caller, action)
            case "Ping":
                return message(Response="Success", Ping="Pong", Timestamp="1795395204.337048", **same)
            case _:
                return self.answer(caller, action)

    def _log_in(self, caller: Caller, action: Action) -> bytes:
        key = hashlib.md5(f"812736{self.secret}".encode()).hexdigest()
        is_proven = key == action["Key"] if "Key" in action else action.get("Secret") == self.secret
        same = {"ActionID": action["ActionID"]}
        if action["Username"] != self.user or not is_proven:
            return message(Response="Error", Message="Authentication failed", **same)
        caller.is_logged_in = True
        return message(Response="Success", Message="Authentication accepted", **same) + self.after_login
