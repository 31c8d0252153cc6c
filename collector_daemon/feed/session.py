"""One client: what it says, in order, and what it is answered.

Before its hello is accepted a client can do nothing, and whatever is wrong ends the connection. Afterwards
a wrong message gets an ``error`` and nothing else happens. Nothing here waits: checking a password and
carrying out a command are tasks, of which a client may have only so many.
"""

from __future__ import annotations

import asyncio
import logging
import secrets
from collections.abc import Coroutine
from typing import Any

import msgspec

from collector_daemon.feed.gate import Admitted, Throttled
from collector_daemon.feed.house import House
from collector_daemon.feed.orders import MUST_CHANGE, Orders
from collector_daemon.feed.outlet import Outlet
from collector_daemon.feed.viewing import Viewing
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.domain.description import CentreDescription
from shared.domain.desk import DeskDescription
from shared.protocol import wire
from shared.protocol.lines import Fault, Lines
from shared.protocol.messages import (
    PROTOCOL,
    Command,
    Described,
    DeskMessage,
    Error,
    FromClient,
    Hello,
    NotUnderstood,
    Ping,
    Pong,
    Subscribe,
    Welcome,
    from_client,
)
from shared.protocol.work import WorkMessage
from shared.version import VERSION

log = logging.getLogger(__name__)

_FAULTS = {"too_long": "The line is too long.", "not_utf8": "The line is not UTF-8."}
_MOST_BACKLOG = 256
_FAREWELL_SECONDS = 2.0


class Session(asyncio.Protocol):
    """The server's side of one connection."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._lines = Lines(house.limits.line_bytes)
        self._early: list[bytes | Fault] = []
        self._tasks: set[asyncio.Task[None]] = set()
        self._is_greeting = self._is_closing = False
        self._told: tuple[CentreDescription, DeskDescription | None] | None = None
        self._orders = Orders(house, self, self._send, self._spawn)
        self.id = secrets.token_urlsafe(16)
        self.account: Account | None = None
        self.signed_in: Account | None = None
        self.address = ""
        self.client = ""
        self.began_at = self.heard_at = self.sent_at = house.clock.monotonic()

    # --- the connection

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """Asked by asyncio: a stranger is here."""
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._outlet = Outlet(transport, self._house.limits.buffer_bytes, self._caught_up)
        self._viewing = Viewing(self._house, self._outlet, self, self._complain)
        peer = transport.get_extra_info("peername")
        self.address = str(peer[0]) if peer else ""
        refusal = self._house.enter(self)
        if refusal:
            self.hang_up("too_many_clients", refusal)

    def connection_lost(self, exc: Exception | None) -> None:
        """Asked by asyncio: the client has gone. A command under way is carried out to its end."""
        self._is_closing = True
        self._house.leave(self)
        self._viewing.leave(self.id, self.account)
        self._lines = Lines(0)
        self._early.clear()

    def pause_writing(self) -> None:
        """Asked by asyncio: the client does not read."""
        self._outlet.pause()

    def resume_writing(self) -> None:
        """Asked by asyncio: the client has read."""
        self._outlet.resume()

    def data_received(self, data: bytes) -> None:
        """Asked by asyncio: take the lines in order."""
        self.heard_at = self._house.clock.monotonic()
        for line in self._lines.feed(data):
            if self._is_closing:
                return
            if self._is_greeting:
                self._early.append(line)
            else:
                self._take(line)
        if self._outlet.backlog > _MOST_BACKLOG:
            self._transport.pause_reading()

    def hang_up(self, code: str, message: str, retry_seconds: float | None = None) -> None:
        """Say why, and close; a client that does not even read that is cut off."""
        if self._is_closing:
            return
        self._say(Error(code=code, message=message, retry_seconds=retry_seconds))
        self._is_closing = True
        self._transport.close()
        asyncio.get_running_loop().call_later(_FAREWELL_SECONDS, self._transport.abort)

    def sit(self, agent: str | None) -> None:
        """From now on the account acts on this agent."""
        if self.account is not None and self.account.agent != agent:
            self.account = msgspec.structs.replace(self.account, agent=agent)
            self._viewing.see_as(self.account)
            self._house.tell_work(self)

    def push(self, message: DeskMessage | WorkMessage) -> None:
        """Show it at the desk."""
        self._say(message)

    def describe(self) -> None:
        """The settings have changed: say so, if that makes a difference here."""
        if self.account is None:
            return
        told = self._house.described_to(self.account)
        if told != self._told:
            self._told = told
            self._say(Described(centre=told[0], desk=told[1]))

    def tell(self, code: str, message: str) -> None:
        """Say that something has become different without being asked for."""
        self._say(Error(code=code, message=message))

    def stop(self) -> None:
        """The server stops: end the tasks too."""
        for task in self._tasks:
            if not task.cancelling():  # a second time would disturb a query that is just being cancelled
                task.cancel()
        self.hang_up("closing", "The server is stopping.")

    def beat(self, now: float) -> None:
        """Asked by the server every now and then: greet in silence, give up on the silent."""
        limits = self._house.limits
        is_mute = self.account is None and not self._is_greeting
        if is_mute and now - self.began_at > limits.hello.total_seconds():
            self.hang_up("hello_timeout", "Say hello first, and soon.")
        elif now - self.heard_at > limits.lost.total_seconds():
            self.hang_up("silence", f"Nothing heard from you for {limits.lost.total_seconds():g} seconds.")
        elif self._outlet.has_written:
            self._outlet.has_written = False
            self.sent_at = now
        elif self.account is not None and now - self.sent_at > limits.ping.total_seconds():
            self.sent_at = now
            if not self._outlet.is_busy:
                self._say(Ping(server_time=self._house.clock.now()))

    # --- what the client says

    def _take(self, line: bytes | Fault) -> None:
        if isinstance(line, Fault):
            self._complain(line.code, _FAULTS[line.code])
            return
        try:
            message = from_client(line)
        except NotUnderstood as problem:
            self._complain(problem.code, problem.message)
            return
        if self.account is None:
            self._greet(message)
        else:
            self._answer(message, self.account)

    def _complain(self, code: str, message: str) -> None:
        if self.account is None:
            self.hang_up(code, message)
        else:
            self._say(Error(code=code, message=message))

    def _greet(self, message: FromClient) -> None:
        if not isinstance(message, Hello):
            self.hang_up("hello_first", "Say hello first.")
            return
        self._is_greeting = True
        self._transport.pause_reading()
        self._spawn(self._admit(message))

    async def _admit(self, hello: Hello) -> None:
        try:
            admitted = await self._house.gate.admit(hello, self.address)
        except Throttled as refusal:
            self.hang_up(refusal.code, refusal.message, refusal.retry_seconds)
        except Refused as refusal:
            self.hang_up(refusal.code, refusal.message)
        except Exception:
            log.exception("a hello from %s failed", self.address)
            self.hang_up("accounts_unavailable", "Passwords cannot be checked at the moment.")
        else:
            self._welcome(hello, admitted)

    def _welcome(self, hello: Hello, admitted: Admitted) -> None:
        if self._is_closing:
            return
        self.signed_in = admitted.account
        self.account = account = self._house.acting(admitted.account)
        self.client = hello.client
        self.heard_at = self._house.clock.monotonic()
        queues = None if account.queues is None else tuple(sorted(account.queues))
        self._told = centre, desk = self._house.described_to(account)
        self._say(
            Welcome(
                protocol=PROTOCOL, server=f"collector-daemon {VERSION}", session=self.id,
                token=admitted.token, token_expires_at=admitted.token_expires_at,
                rights=tuple(sorted(account.rights)),
                server_time=self._house.clock.now(), user=account.name, roles=tuple(sorted(account.roles)),
                queues=queues, agent=account.agent, title=account.title,
                must_change_password=account.must_change_password, database=self._house.database_for(account),
                centre=centre, desk=desk,
            )
        )
        self._house.greeted(self)
        self._is_greeting = False
        early, self._early = self._early, []
        for line in early:
            self._take(line)
        self._transport.resume_reading()

    def _answer(self, message: FromClient, account: Account) -> None:
        match message:
            case Ping(id=int(ping_id)):
                self._say(Pong(id=ping_id, server_time=self._house.clock.now()))
            case Subscribe() if account.must_change_password:
                self._complain("must_change_password", MUST_CHANGE)
            case Subscribe():
                self._viewing.subscribe(message, account)
            case Command():
                self._orders.take(message, account)
            case Hello():
                self._complain("already_greeted", "You have said hello already.")
            case _:
                pass

    def yield_to_successor(self) -> None:
        """The same client is back on another connection: leave the bookmark and go."""
        self._viewing.leave(self.id, self.account)
        self._is_closing = True
        self._transport.abort()

    def _caught_up(self) -> None:
        self._viewing.catch_up()
        if not self._is_closing and not self._is_greeting:
            self._transport.resume_reading()

    # --- means

    def _say(self, message: msgspec.Struct) -> None:
        self._send(wire.line(message))

    def _send(self, line: bytes) -> None:
        if not self._is_closing:
            self._outlet.send(line)

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = self._house.spawn(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
