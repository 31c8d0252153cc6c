"""Listening for HTTP: begun when it is first needed, bounded, and patient with nobody who says nothing."""

from __future__ import annotations

import asyncio
import logging
import socket
import ssl
from typing import Protocol

from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from shared.errors import Unavailable
from shared.serving import stop_listening

ANY = frozenset({"", "0.0.0.0", "::"})  # noqa: S104 - to be recognised
"""What one listens on to be reached by every address."""
LONGEST_QUESTION = 16_384
"""Bytes of a request with its headers."""
log = logging.getLogger(__name__)


def _is_ours(record: logging.LogRecord) -> bool:
    """What is no HTTP is answered as such, and no fault of ours: strangers would fill the log with it."""
    return not (record.exc_info and isinstance(record.exc_info[1], HttpProcessingError))


log.addFilter(_is_ours)


class ListeningRules(Protocol):
    """See ``port.PortRules``."""

    @property
    def host(self) -> str:
        """Where to listen."""
        ...

    @property
    def port(self) -> int:
        """0: a free one."""
        ...

    @property
    def silence_seconds(self) -> float:
        """Who says nothing so long is hung up."""
        ...

    @property
    def connections(self) -> int:
        """At most so many."""
        ...


class _Guest(asyncio.Protocol):
    """A connection until it has asked its first question to the end; then it becomes a real one."""

    def __init__(self, listening: Listening) -> None:
        self._listening = listening
        self._said = b""
        self._silence: asyncio.TimerHandle | None = None
        self._transport: asyncio.Transport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        if not self._listening.admits(self):
            transport.abort()
            return
        loop = asyncio.get_running_loop()
        self._silence = loop.call_later(self._listening.rules.silence_seconds, transport.abort)

    def data_received(self, data: bytes) -> None:
        assert self._transport is not None
        self._said += data
        if len(self._said) > LONGEST_QUESTION:
            self.hang_up()
        elif b"\r\n\r\n" in self._said:
            self.connection_lost(None)
            self._listening.begun(self._transport, self._said)

    def hang_up(self) -> None:
        """Without a word."""
        assert self._transport is not None
        self._transport.abort()
        self.connection_lost(None)

    def connection_lost(self, exc: Exception | None) -> None:
        if self._silence is not None:
            self._silence.cancel()
        self._listening.silent.discard(self)


class Listening:
    """A port for ``app``."""

    def __init__(self, app: web.Application, rules: ListeningRules, tls: ssl.SSLContext | None) -> None:
        self.rules, self._tls = rules, tls
        self.silent: set[_Guest] = set()
        self._runner = web.AppRunner(
            app, access_log=None, logger=log, keepalive_timeout=rules.silence_seconds, shutdown_timeout=0.5,
            lingering_time=1.0, handle_signals=False,
        )  # fmt: skip
        self._server: asyncio.Server | None = None
        self._turn = asyncio.Lock()

    @property
    def host_shown(self) -> str:
        """A name by which others may reach this machine, as far as it can tell."""
        return socket.gethostname() if self.rules.host in ANY else self.rules.host

    async def ensure(self) -> int:
        """Listen, unless it does; the port. Raises Unavailable."""
        async with self._turn:
            if self._server is None:
                self._server = await self._begun()
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    async def close(self) -> None:
        """Hang everybody up."""
        if self._server is not None:
            await stop_listening(self._server)
        for guest in list(self.silent):
            guest.hang_up()
        await self._runner.cleanup()

    def admits(self, guest: _Guest) -> bool:
        """Is there room for one more?"""
        self.silent.add(guest)
        running = self._runner.server
        return len(self.silent) + (len(running.connections) if running else 0) <= self.rules.connections

    def begun(self, transport: asyncio.Transport, data: bytes) -> None:
        """Somebody who said something is served."""
        assert self._runner.server is not None
        protocol = self._runner.server()
        transport.set_protocol(protocol)
        protocol.connection_made(transport)
        protocol.data_received(data)

    async def _begun(self) -> asyncio.Server:
        where = f"{self.rules.host or '*'}:{self.rules.port}"
        if self._runner.server is None:
            await self._runner.setup()
        try:
            return await asyncio.get_running_loop().create_server(
                lambda: _Guest(self), self.rules.host or None, self.rules.port, ssl=self._tls, backlog=128,
                ssl_handshake_timeout=self.rules.silence_seconds if self._tls else None,
            )  # fmt: skip
        except OSError as problem:
            problem_said = problem.strerror or problem
            raise Unavailable(f"recordings cannot be handed out on {where}: {problem_said}") from None
