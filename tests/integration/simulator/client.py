"""A small AMI client for tests: sends actions, keeps every message."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from collector_daemon.simulator.server import Server
from tests.helpers.waiting import wait_until

Message = list[tuple[str, str]]


class Client:
    """A connection to ``server``. ``messages`` grows as they come; ``is_over`` at the end of the stream."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.reader, self.writer = reader, writer
        self.banner = b""
        self.messages: list[dict[str, str]] = []
        self.rest = b""
        self.is_over = False
        self.task = asyncio.create_task(self._read())

    async def _read(self) -> None:
        self.banner = await self.reader.readline()
        while data := await self.reader.read(65536):
            *blocks, self.rest = (self.rest + data).split(b"\r\n\r\n")
            self.messages += [dict(line.split(": ", 1) for line in block.decode().split("\r\n")) for block in blocks]
        self.is_over = True

    def send(self, action: str, **fields: str) -> None:
        lines = [f"Action: {action}", *(f"{key}: {value}" for key, value in fields.items())]
        self.writer.write("\r\n".join([*lines, "", ""]).encode())

    async def ask(self, action: str, **fields: str) -> dict[str, str]:
        """The response to an action."""
        number = f"{action}-{len(self.messages)}"
        self.send(action, ActionID=number, **fields)
        return (await self.all("Response", ActionID=number))[0]

    async def all(self, header: str, count: int = 1, **wanted: str) -> list[dict[str, str]]:
        """At least ``count`` messages that have ``header`` and these values."""

        def found() -> list[dict[str, str]]:
            return [message for message in list(self.messages) if header in message
                    and all(message.get(key) == value for key, value in wanted.items())]

        await wait_until(lambda: len(found()) >= count, what=f"{count} messages {wanted}")
        return found()


@asynccontextmanager
async def connected(server: Server) -> AsyncIterator[Client]:
    """A client that has not logged in yet."""
    client = Client(*await asyncio.open_connection(server.host, server.port))
    try:
        yield client
    finally:
        client.writer.close()
        client.task.cancel()
        await asyncio.gather(client.task, return_exceptions=True)


@asynccontextmanager
async def logged_in(server: Server, **fields: str) -> AsyncIterator[Client]:
    """A client that reads all events."""
    async with connected(server) as client:
        reply = await client.ask("Login", Username="collector", Secret="simulated", **fields)
        assert reply["Response"] == "Success"
        yield client
