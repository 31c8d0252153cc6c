"""A client of the feed that never gives up and never blocks.

``run`` connects, says hello, subscribes and keeps ``board`` up to date; when the connection is lost it says so at once
(``status``), tries again with growing delay, and resumes where it stopped. It only stops trying when the server refuses
it for good: then ``sign_in`` with other credentials sets it going again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from shared.clock import Clock
from shared.errors import Unavailable
from shared.feed_client.errands import Errands
from shared.feed_client.heartbeat import Heartbeat
from shared.feed_client.link import Link
from shared.feed_client.listeners import call_all
from shared.feed_client.live_board import LiveBoard
from shared.feed_client.patience import DEAD_TOKEN, EXPECTED, NOTHING_ALLOWED, PASSING, TAKEN_AWAY, Patience, after_loss
from shared.feed_client.server_clock import ServerClock
from shared.feed_client.status import Credentials, Status, Timing, Wish
from shared.feed_client.travel import REFUSALS, Travel
from shared.protocol.messages import (
    PROTOCOL,
    Change,
    Described,
    DeskMessage,
    Error,
    Filter,
    FromServer,
    Hello,
    Pong,
    Reply,
    Resume,
    Snapshot,
    Subscribe,
    Welcome,
)
from shared.protocol.past import GrantedPast, Past
from shared.protocol.work import WorkMessage

log = logging.getLogger(__name__)


class FeedClient:
    """Follows one server. Not thread-safe: everything happens in the loop that runs ``run``."""

    def __init__(
        self, host: str, port: int, credentials: Credentials, *, clock: Clock, name: str, wish: Wish | None = None,
        tls: ssl.SSLContext | None = None, timing: Timing | None = None, others: Sequence[tuple[str, int]] = (),
    ) -> None:  # fmt: skip
        """``name`` is program and version; ``tls`` None means plain text; ``others`` (host, port) stand by."""
        self.address, self.tls, self._name = (host, port), tls, name
        self._credentials, self._clock = credentials, clock
        self._wish, self._timing = wish or Wish(), timing or Timing()
        self._errands, self._patience = Errands(), Patience(self._timing, [self.address, *others])
        self._link: Link | None = None
        self._session: str | None = None
        self._error: Error | None = None
        self._heard_at = clock.now()
        self._go = asyncio.Event()
        self._listeners: list[Callable[[Status], None]] = []
        self._error_listeners: list[Callable[[Error], None]] = []
        self._message_listeners: list[Callable[[DeskMessage], None]] = []
        self.travel = Travel(clock, self._wish.past)
        self.board = LiveBoard()
        self.welcome: Welcome | None = None
        self.server_clock = ServerClock(clock)
        self._heart = Heartbeat(clock, self.server_clock, self._timing)
        self.status = Status(state="connecting", since=clock.now())

    # --- for the windows

    def on_status(self, listener: Callable[[Status], None]) -> None:
        """Hear of each change of the connection's state."""
        self._listeners.append(listener)

    def on_error(self, listener: Callable[[Error], None]) -> None:
        """Hear of what the server takes away while the connection goes on: the seat (``seat_lost``)."""
        self._error_listeners.append(listener)

    def on_message(self, listener: Callable[[DeskMessage], None]) -> None:
        """Hear of what is said to this desk; the same message (``key``) may come more than once."""
        self._message_listeners.append(listener)

    @property
    def token(self) -> str | None:
        """The newest token: with it the program may sign in next time without a password."""
        return self._credentials.token

    def server_now(self) -> datetime:
        """The time by the server's clock: subtract a row's ``since`` from it."""
        return self.server_clock.now()

    # --- the past

    @property
    def past(self) -> GrantedPast | None:
        """The past that the board shows, as granted (it began ``at``); None: the present. More in ``travel``."""
        return self.travel.granted

    def board_now(self) -> datetime:
        """The moment that the board shows: ``server_now``, or the moment of the past that it has run to."""
        return self.travel.now() or self.server_now()

    def wish(self, wish: Wish) -> None:
        """Look at something else from now on; while connected the board changes when the server has answered."""
        self._wish = wish
        self.travel.ask(wish.past)
        if self._link and self.welcome and self._session is not None and wish.subscribes(self.welcome):
            self._ask(self._link, wish.past)

    def sign_in(self, credentials: Credentials) -> None:
        """Use these credentials from now on, at once."""
        self._credentials, self._session = credentials, None
        if self._link is not None:
            self._link.cut()
        self.retry_now()

    def retry_now(self) -> None:
        """Do not wait for the next attempt."""
        self._go.set()

    async def command(
        self, command: str, params: dict[str, Any] | None = None, timeout: timedelta | None = None
    ) -> dict[str, Any]:
        """Ask the server to do something; the answer is its result.

        Raises commands.Refused (with the server's code), errors.Unavailable without a connection, and
        errors.TimedOut. A command is never sent twice.
        """
        link = self._link
        if link is None or self.welcome is None or self._session is None:
            raise Unavailable("there is no connection to the server")
        return await self._errands.run(link, command, params or {}, timeout or self._timing.command)

    async def run(self) -> None:
        """Stay connected until cancelled."""
        try:
            while True:
                await self._visit()
                await self._pause()
        finally:
            self._errands.drop_all()
            if self._link is not None:
                self._link.cut()

    # --- one connection

    async def _visit(self) -> None:
        """Connect and stay until the connection ends, however it does."""
        self._error = None
        self._go.clear()
        loop, link = asyncio.get_running_loop(), Link(self._hear, self._clock)
        try:
            async with asyncio.timeout(self._timing.connect.total_seconds()):
                await loop.create_connection(lambda: link, *self._patience.address, ssl=self.tls)
        except (OSError, TimeoutError) as problem:
            self._error = Error(code="unreachable", message=str(problem) or "The server does not answer.")
            return
        self._link = link
        link.send(Hello(protocol=PROTOCOL, client=self._name, auth=self._credentials.auth()))
        beat = loop.create_task(self._watch_over(link))
        try:
            await link.ended
        finally:
            beat.cancel()
            link.cut()
            self._heard_at = self._clock.now() - timedelta(seconds=self._clock.monotonic() - link.heard_at)
            self._link = None
            self.travel.stop()
            self._errands.drop_all()

    def _hear(self, message: FromServer) -> None:
        match message:
            case Change():
                self._change(message)
            case Snapshot():
                self._snapshot(message)
            case Pong():
                self._heart.answered(message)
                if self.board.seq is not None:  # resumed, and nothing was missed
                    self._is_live()
            case Reply():
                self._errands.answer(message)
            case Welcome() if self._link is not None:
                self._subscribe(message, self._link)
            case Error():
                self._refused(message)
            case DeskMessage():
                call_all(self._message_listeners, message)
            case WorkMessage():
                self.board.lay(message.work)
            case Described() if (told := self.welcome) is not None:
                self.welcome = msgspec.structs.replace(told, centre=message.centre, desk=message.desk)

    def _subscribe(self, welcome: Welcome, link: Link) -> None:
        seq, session = self.board.seq, self._session
        past, resume = self.travel.next_wish(), None
        if session is not None and past is not None:
            resume = Resume(session=session, seq=0)  # only to say that the older session is over
        elif session is not None and seq is not None and self.travel.is_in_present:
            resume = Resume(session=session, seq=seq)
        self._credentials = msgspec.structs.replace(self._credentials, user=welcome.user, token=welcome.token)
        self._session, self.welcome = welcome.session, welcome
        self.board.lay(None)  # where there is any, it follows
        self._heart.forget()
        if not self._wish.subscribes(welcome):
            self.board.clear()
            self._is_live()
            return
        self._ask(link, past, resume)
        if past is not None or resume is None:
            self.board.seq = None
        self._heart.ping(link)

    def _ask(self, link: Link, past: Past | None, resume: Resume | None = None) -> None:
        topics, queues = self._wish.topics, self._wish.queues
        link.send(Subscribe(topics=topics, filter=Filter(queues=queues), resume=resume, past=past))

    def _snapshot(self, snapshot: Snapshot) -> None:
        self.travel.shown(snapshot.past)
        self.board.apply_snapshot(snapshot)
        self.travel.tell()
        self._is_live()

    def _change(self, change: Change) -> None:
        if change.at is not None:
            self.travel.reached(change.at)
        if self.board.apply_change(change):
            self._is_live()
        elif self._link is not None:
            log.warning("the server left out a number before %d: asking for everything", change.seq)
            self._session = None
            self._link.cut()

    def _refused(self, error: Error) -> None:
        if error.code in REFUSALS:
            self.travel.refused(error)
            if self.board.seq is None and self._link is not None:
                self._ask(self._link, None)  # nothing is shown on this connection yet: then the present
            self.travel.tell()
            return
        if error.code in TAKEN_AWAY:
            call_all(self._error_listeners, error)
            return
        self._error = error
        if self.status.state == "live" and error.code not in EXPECTED:
            log.warning("the server did not like a message: %s %s", error.code, error.message)
        elif error.code in NOTHING_ALLOWED and self._link is not None:
            self._link.cut()

    async def _watch_over(self, link: Link) -> None:
        await self._heart.until_silence(link, lambda: self._session is None or self.welcome is None)
        self._error = Error(code="silence", message="The server does not answer.")
        link.cut()

    # --- between connections

    async def _pause(self) -> None:
        """Say what is wrong, and wait until it makes sense to try again."""
        error = self._error
        if error is not None and error.code in DEAD_TOKEN and self._credentials.token:
            self._credentials = msgspec.structs.replace(self._credentials, token=None)
            if self._credentials.password is not None:
                return
        now = self._clock.now()
        if error is not None and error.code not in PASSING:
            self._session = None
            self._tell(Status(state="refused", since=now, code=error.code, message=error.message))
            await self._go.wait()
            return
        delay = self._patience.next(error)
        self._tell(after_loss(self.status, error, self._heard_at, now + delay))
        with contextlib.suppress(TimeoutError):
            async with asyncio.timeout(delay.total_seconds()):
                await self._go.wait()

    def _is_live(self) -> None:
        self._patience.renew()
        if self.status.state != "live":
            self._tell(Status(state="live", since=self._clock.now()))

    def _tell(self, status: Status) -> None:
        self.status = status
        call_all(self._listeners, status)
