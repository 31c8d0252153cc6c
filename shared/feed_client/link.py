"""One connection of a client: lines in, messages out, and when it ended."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

import msgspec

from shared.clock import Clock
from shared.protocol.lines import SERVER_LINE_LIMIT, Fault, Lines
from shared.protocol.messages import FromClient, FromServer, NotUnderstood, from_server

log = logging.getLogger(__name__)


class _Kind(msgspec.Struct):
    type: str


_KNOWN = frozenset({"welcome", "error", "snapshot", "change", "reply", "ping", "pong", "message", "described"})


class Link(asyncio.Protocol):
    """Hands every message to ``hear``; ``ended`` is done when the connection is."""

    def __init__(self, hear: Callable[[FromServer], None], clock: Clock) -> None:
        self._hear = hear
        self._clock = clock
        self._lines = Lines(SERVER_LINE_LIMIT)
        self._transport: asyncio.Transport | None = None
        self.ended: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self.heard_at = clock.monotonic()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asked by asyncio."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def connection_lost(self, exc: Exception | None) -> None:
        """Asked by asyncio."""
        if not self.ended.done():
            self.ended.set_result(None)

    def data_received(self, data: bytes) -> None:
        """Asked by asyncio. What nobody could understand ends the connection: the board would be wrong."""
        self.heard_at = self._clock.monotonic()
        for line in self._lines.feed(data):
            if self.ended.done():
                return
            try:
                message = _understood(line)
            except NotUnderstood as problem:
                log.warning("the server sent what is no message: %s", problem)
                self.cut()
                return
            if message is not None:
                self._hear(message)

    def send(self, message: FromClient) -> None:
        """Write a message; nothing happens when the connection is lost."""
        if self._transport is not None and not self._transport.is_closing():
            self._transport.write(msgspec.json.encode(message) + b"\n")

    def cut(self) -> None:
        """End it now."""
        if self._transport is not None:
            self._transport.abort()
        if not self.ended.done():
            self.ended.set_result(None)


def _understood(line: bytes | Fault) -> FromServer | None:
    """The message, None for a kind that a newer server may send. Raises NotUnderstood."""
    if isinstance(line, Fault):
        raise NotUnderstood("malformed", line.code)
    try:
        return from_server(line)
    except NotUnderstood as problem:
        if problem.code == "bad_message" and _is_new(line):
            return None
        raise


def _is_new(line: bytes) -> bool:
    try:
        return msgspec.json.decode(line, type=_Kind).type not in _KNOWN
    except msgspec.ValidationError:
        return False
