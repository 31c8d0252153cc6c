"""One connection to a PBX: panoramisk's protocol and manager with their faults fenced off.

Overridden: the cutting of bytes into messages (``framing``), callbacks (there are none: what is heard goes to the
inbox), sending (surrogate escapes, nothing kept to be sent again), reconnection (``link`` does it). Kept: actions
and messages, the matching of answers to actions by ActionID, and who closes what.
"""

from __future__ import annotations

import asyncio
import ssl
from collections.abc import Callable
from datetime import datetime
from typing import Any

from panoramisk import Manager
from panoramisk.ami_protocol import AMIProtocol
from panoramisk.message import Message

from collector_daemon.asterisk.framing import Framer, FramingFailed
from collector_daemon.asterisk.headers import GREETING
from collector_daemon.asterisk.inbox import Inbox
from collector_daemon.asterisk.requests import LinkDown, Request
from collector_daemon.asterisk.stamps import Stamps
from collector_daemon.capture import Entry, Headers, Heard


class Wire(AMIProtocol):  # type: ignore[misc]  # panoramisk has no types
    """The protocol: bytes in, entries to the inbox, answers to who asked.

    Nothing enters the inbox before ``login_id`` was answered with success: what the PBX says to a stranger is no
    event. ``banner`` and ``lost`` are futures; ``lost`` gives the reason in words. ``unheard_since`` is when the last
    was heard of a connection that broke; None for one that was ended in order, with nothing on the way.
    """

    def __init__(self, inbox: Inbox, stamps: Stamps, now: Callable[[], datetime]) -> None:
        loop = asyncio.get_running_loop()
        self.banner: asyncio.Future[str] = loop.create_future()
        self.lost: asyncio.Future[str] = loop.create_future()
        self.booted = asyncio.Event()
        self.login_id = ""
        self.on_login: Callable[[], None] = lambda: None
        self.is_logged_in = False
        self.is_paused = False
        self.heard_at = loop.time()
        self.unheard_since: datetime | None = None
        self._seen_until = now()
        self._time = loop.time
        self._inbox = inbox
        self._stamps = stamps
        self._now = now
        self._framer = Framer()
        self._reason = ""

    def data_received(self, data: bytes) -> None:
        """What asyncio read: at most 256 kB, cut anywhere. Never raises."""
        self.heard_at, self._seen_until = self._time(), self._now()
        try:
            messages = self._framer.feed(data)
        except FramingFailed as problem:
            self.drop(str(problem))
            return
        if self._framer.banner is not None and not self.banner.done():
            self.banner.set_result(self._framer.banner)
        if not self.is_logged_in:
            messages = self._before_login(messages)
        if messages:
            self._hear(messages, len(data))

    def _before_login(self, messages: list[Headers]) -> list[Headers]:
        for index, headers in enumerate(messages):
            if headers.get("ActionID") == self.login_id and headers.get("Response") == "Success":
                self.is_logged_in = True
                self.on_login()
                # The answer itself is heard too: it is the first thing said to us as one of the house.
                return messages[index:]
            self._answer(headers)
        return []

    def _hear(self, messages: list[Headers], size: int) -> None:
        micros = first = self._stamps.first(self._now())
        entries: list[Entry] = []
        append = entries.append
        asked = self.responses
        for headers in messages:
            append(Heard(micros / 1e6, headers))
            micros += 1
            if asked:
                self._answer(headers)
            if headers.get("Event") == GREETING:
                self.booted.set()
        self._stamps.used(max(first, micros - 1))
        self._inbox.put(entries, size)
        if self._inbox.is_full and not self.is_paused and not self.closed:
            self.is_paused = True
            self.transport.pause_reading()

    def _answer(self, headers: Headers) -> None:
        """To who asked; panoramisk's own way fails over headers that repeat and ends the line for an event Shutdown."""
        action_id = headers.get("ActionID")
        request = self.responses.get(action_id) if isinstance(action_id, str) else None
        if request is not None and request.add_message(Message(headers)):
            self.responses.pop(action_id, None)

    def resume(self) -> None:
        """Read on after a pause; the silence of the pause does not count as the PBX's."""
        if self.is_paused and not self.closed:
            self.is_paused = False
            self.heard_at = self._time()
            self.transport.resume_reading()

    def send(self, data: Request, as_list: bool | None = None) -> asyncio.Future[Any]:
        """Write an action; the future gives its answer or raises LinkDown. ``as_list`` is the request's own."""
        future: asyncio.Future[Any] = data.future
        if self.transport.is_closing():
            future.set_exception(LinkDown(f"the connection is lost ({self._reason or 'the PBX closed it'})"))
        else:
            self.responses[data.id] = data
            self.transport.write(data.encoded())
        return future

    def post(self, request: Request) -> None:
        """Write an action whose answers are only heard, like events; nothing on a line that was given up."""
        if not self.transport.is_closing():
            self.transport.write(request.encoded())

    def forget(self, request: Request) -> None:
        """Nobody waits for this answer any more; when it comes it is only heard."""
        self.responses.pop(request.id, None)

    def drop(self, reason: str) -> None:
        """Give the connection up at once, for a reason in words."""
        self._reason = self._reason or reason
        self.unheard_since = self._seen_until
        self.transport.abort()

    def connection_lost(self, exc: BaseException | None) -> None:
        """Who waits for an answer is told; nothing is kept to be sent again."""
        self.closed = True
        if exc is not None:
            self.unheard_since = self._seen_until
        reason = self._reason or (str(exc) if exc else "the PBX closed the connection")
        for request in self.responses.values():
            if not request.future.done():
                request.future.set_exception(
                    LinkDown(f"the connection was lost before the answer ({reason})")
                )
        self.responses.clear()
        for future in (self.lost, self.banner):
            if not future.done():
                future.set_result(reason if future is self.lost else "")

    def close(self) -> None:
        """Close politely: what was written is still sent."""
        self._reason = self._reason or "closed by us"
        self.closed = True
        self.transport.close()


class Session(Manager):  # type: ignore[misc]  # panoramisk has no types
    """panoramisk's manager for one connection: it connects once, and never again by itself."""

    def __init__(
        self, host: str, port: int, tls: ssl.SSLContext | None, make_wire: Callable[[], Wire]
    ) -> None:
        super().__init__(host=host, port=port, ssl=tls or False, protocol_factory=make_wire)

    async def open(self, server_name: str | None) -> Wire:
        """The connection made. Raises OSError (ssl.SSLError is one)."""
        _, self.protocol = await asyncio.get_running_loop().create_connection(
            self.config["protocol_factory"],
            self.config["host"],
            self.config["port"],
            ssl=self.config["ssl"] or None,
            server_hostname=server_name if self.config["ssl"] else None,
        )
        wire: Wire = self.protocol
        return wire

    def connection_lost(self, exc: BaseException | None) -> None:
        """Panoramisk would connect again by a timer that close() does not stop; ``link`` does it instead."""
