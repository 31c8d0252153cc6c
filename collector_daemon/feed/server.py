"""The port: listens, sends what changed every few milliseconds, and keeps the heartbeat.

The first change after a silence goes out at once; those that follow within a tick go together. However much
there is to send, a third of the loop's time is left to others.
"""

from __future__ import annotations

import asyncio
import ipaddress
import logging
import ssl
from collections.abc import Callable, Collection
from types import TracebackType

from collector_daemon.feed.board import Board
from collector_daemon.feed.gate import Gate
from collector_daemon.feed.house import House
from collector_daemon.feed.ports import (
    Accounts,
    Address,
    Commands,
    CommandWitness,
    Limits,
    LoginAttempt,
    NoPasts,
    Pasts,
    Seats,
    Witness,
)
from collector_daemon.feed.session import Session
from collector_daemon.feed.subscriptions import Subscriptions
from collector_daemon.feed.tokens import Tokens
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.domain.campaigns import CampaignWork
from shared.domain.description import CentreDescription
from shared.domain.desk import DeskDescription
from shared.errors import BadSettings, Unavailable
from shared.serving import stop_listening

log = logging.getLogger(__name__)


def log_login(attempt: LoginAttempt) -> None:
    """A witness that writes the log."""
    log.info(
        "%s from %s by %s (%s): %s",
        attempt.user, attempt.address, attempt.means, attempt.client, attempt.outcome,
    )


def tls_context(address: Address) -> ssl.SSLContext | None:
    """TLS as configured, None for plain text. Raises BadSettings where plain text is not allowed."""
    if not address.tls_cert:
        if not address.allow_plain and not is_loopback(address.host):
            raise BadSettings(
                f"feed.host {address.host or '*'} is open to the network: set feed.tls_cert and feed.tls_key,"
                " or feed.allow_plain = true to let passwords travel unencrypted"
            )
        return None
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(address.tls_cert, address.tls_key or None)
    except (OSError, ssl.SSLError) as problem:
        raise BadSettings(f"feed.tls_cert {address.tls_cert}: cannot be used: {problem}") from None
    return context


def is_loopback(host: str) -> bool:
    """Can only this machine reach the host? Names other than localhost count as open."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class FeedServer:
    """Serves a board to clients: ``async with FeedServer(…) as server`` or ``start`` and ``stop``."""

    def __init__(
        self,
        *,
        board: Board,
        accounts: Accounts,
        commands: Commands,
        clock: Clock,
        address: Address,
        secret: bytes,
        limits: Limits | None = None,
        witness: Witness = log_login,
        centre: CentreDescription | None = None,
        pasts: Pasts | None = None,
        desk: DeskDescription | None = None,
        seats: Seats | None = None,
        hear_command: CommandWitness = lambda _told: None,
        database: str = "",
    ) -> None:
        """``secret`` signs the session tokens; keep it over restarts, or everybody signs in again.

        ``centre`` is what every welcome tells of the call centre, ``desk`` what those of operators tell of their desk,
        ``pasts`` where the past comes from, ``seats`` where it is known who sits where, ``hear_command`` is told of
        every command, ``database`` is where consoles find it.
        """
        self._limits = limits or Limits()
        self._board = board
        self._clock = clock
        self._address = address
        self._tls = tls_context(address)
        tokens = Tokens(secret, clock, self._limits.token, self._limits.token_chain)
        gate = Gate(accounts, tokens, clock, self._limits, witness)
        self._subscriptions = Subscriptions(board, self._limits)
        self._house = House(
            gate, self._subscriptions, commands, clock, self._limits, centre or CentreDescription(), pasts or NoPasts(),
            desk or DeskDescription(), seats, hear_command, database,
        )
        self._server: asyncio.Server | None = None
        self._timer: asyncio.TimerHandle | None = None
        self._next_flush = 0.0
        self._heart: asyncio.Task[None] | None = None

    @property
    def port(self) -> int:
        """Where it listens, once started."""
        assert self._server is not None
        port: int = self._server.sockets[0].getsockname()[1]
        return port

    @property
    def clients(self) -> int:
        """Connections now, strangers included."""
        return len(self._house.guests)

    @property
    def views(self) -> int:
        """Different views kept up to date."""
        return self._subscriptions.views

    def deliver(self, account: Account, key: str, text: str, agents: Collection[str]) -> set[str]:
        """Show a message at these agents' desks; gives those that got it."""
        return self._house.deliver(account, key, text, agents)

    def show_work(self, work_of: Callable[[str], CampaignWork | None]) -> Callable[[str], None]:
        """Panels are told what lies before their agents in campaigns; gives what to call when it is different."""
        self._house.work_of = work_of
        return self._house.work_changed

    def describe(self, centre: CentreDescription, desk: DeskDescription) -> None:
        """From now on the welcomes tell these, and who is connected is told."""
        self._house.describe(centre, desk)

    async def start(self) -> None:
        """Listen. Raises Unavailable when the port cannot be had."""
        loop = asyncio.get_running_loop()
        address = self._address
        try:
            self._server = await loop.create_server(
                lambda: Session(self._house), address.host or None, address.port, ssl=self._tls, backlog=512,
                ssl_handshake_timeout=self._limits.hello.total_seconds() if self._tls else None,
            )
        except OSError as problem:
            where = f"{address.host or '*'}:{address.port}"
            raise Unavailable(f"the feed cannot listen on {where}: {problem.strerror or problem}") from None
        self._board.on_change(self._wake)
        self._heart = loop.create_task(self._beat())
        if self._board.has_changes:
            self._wake()

    async def stop(self) -> None:
        """Tell everybody and close."""
        if self._server is None:
            return
        await stop_listening(self._server)
        self._board.on_change(lambda: None)
        if self._timer is not None:
            self._timer.cancel()
        if self._heart is not None:
            self._heart.cancel()
            await asyncio.gather(self._heart, return_exceptions=True)
        self.flush()
        for guest in list(self._house.guests.values()):
            guest.stop()
        await self._house.until_empty()
        await self._server.wait_closed()

    async def __aenter__(self) -> FeedServer:
        await self.start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self.stop()

    def flush(self) -> None:
        """Send what changed, now."""
        started = asyncio.get_running_loop().time()
        self._timer = None
        self._subscriptions.tell(self._board.take())
        ended = asyncio.get_running_loop().time()
        self._next_flush = ended + max(self._limits.tick.total_seconds(), (ended - started) / 2)

    def _wake(self) -> None:
        if self._timer is None:
            loop = asyncio.get_running_loop()
            self._timer = loop.call_at(max(self._next_flush, loop.time()), self.flush)

    async def _beat(self) -> None:
        pause = min(1.0, self._limits.ping.total_seconds() / 4)
        while True:
            await asyncio.sleep(pause)
            try:
                self._house.beat(self._clock.monotonic())
            except Exception:
                log.exception("the feed's heartbeat stumbled")
