"""What the feed asks of others, what it tells them, and its bounds; the application hands all of it in."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Protocol

import msgspec

from shared.domain.accounts import Account
from shared.domain.board import Gone, Row
from shared.domain.commands import Refused


class Accounts(Protocol):
    """Where passwords are checked."""

    async def check(self, user: str, password: str) -> Account | None:
        """The account if the password is right, else None. Raises errors.Unavailable while nobody can tell.

        Should take as long for a user that does not exist.
        """
        ...

    def version(self, user: str) -> int | None:
        """The account's present version as far as known without asking; None: not known.

        A token or session of another version is refused: so a disabled user answers a number never given out.
        """
        ...


class Commands(Protocol):
    """Where commands are carried out."""

    async def execute(self, account: Account, command: str, params: dict[str, object]) -> dict[str, object]:
        """Do it and say what came of it. ``params`` are checked, complete, and allowed to this account.

        Raises commands.Refused (told to the client with its code), errors.SuiteError (its message is told).
        """
        ...


class Panel(Protocol):
    """A session whose account may sit down, as far as the seats have to know it."""

    id: str
    address: str
    signed_in: Account | None
    """``agent`` is the account's own extension."""

    def sit(self, agent: str | None) -> None:
        """From now on the account acts on this agent."""
        ...

    def tell(self, code: str, message: str) -> None:
        """Say that something has become different without being asked for."""
        ...

    def hang_up(self, code: str, message: str) -> None:
        """Say why, and close."""
        ...


class Seats(Protocol):
    """Where it is known who sits at which phone."""

    def agent_of(self, account: Account) -> str | None:
        """The agent on which an account acts: its seat, or its own extension unless somebody else sits there."""
        ...

    def arrived(self, panel: Panel) -> None:
        """A session of an account that may sit down is here."""
        ...

    def departed(self, panel: Panel) -> None:
        """It has gone."""
        ...

    def succeeded(self, older: Panel, successor: Panel) -> None:
        """The same client is back on another connection."""
        ...

    async def execute(self, panel: Panel, command: str, params: Mapping[str, object]) -> dict[str, object]:
        """Carry out ``seat.take`` or ``seat.leave``. Raises as ``Commands``."""
        ...


class PastFrame(msgspec.Struct, frozen=True, kw_only=True):
    """What is different at a moment of the past; the first of a stream has all rows."""

    at: datetime
    rows: list[Row | Gone]
    is_complete: bool = True


class PastStream(Protocol):
    """The board at a moment of the past (``first``), and what follows."""

    first: PastFrame

    async def next(self) -> PastFrame:
        """What is different next, as soon as it is known. Raises commands.Refused when nothing can follow."""
        ...


class Seat(Protocol):
    """A viewer's place in the time machine."""

    async def go(self, at: datetime, speed: float) -> PastStream:
        """To a moment; an earlier stream of this seat ends. Raises commands.Refused (past_unavailable)."""
        ...

    def leave(self) -> None:
        """Give it back."""
        ...


class Pasts(Protocol):
    """Where the past comes from."""

    def enter(self) -> Seat:
        """A place for one viewer. Raises commands.Refused (past_busy)."""
        ...


class NoPasts:
    """Where nothing of the past is kept."""

    def enter(self) -> Seat:
        """Refused always."""
        raise Refused("past_unavailable", "This server does not keep the past.")


class LoginAttempt(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody tried to come in: for the audit. ``outcome`` is "welcome" or the error's code."""

    happened_at: datetime
    user: str
    address: str
    client: str
    means: str
    outcome: str


Witness = Callable[[LoginAttempt], None]
"""Is told of every attempt to sign in; must return at once."""


class CommandTold(msgspec.Struct, frozen=True, kw_only=True):
    """A command was carried out or refused: for the audit. ``outcome`` is "done", or the code or words of why not.

    ``params`` of a refused one may be anything that a client can say. ``agent``: on whom the account acted by itself.
    """

    happened_at: datetime
    account: str
    agent: str | None
    address: str
    command: str
    params: Mapping[str, object]
    outcome: str
    result: Mapping[str, object] = {}


CommandWitness = Callable[[CommandTold], None]
"""Is told of every command when it is over; must return at once."""


class Address(msgspec.Struct, frozen=True, kw_only=True):
    """Where to listen. Off loopback only with a certificate, unless ``allow_plain``."""

    host: str = "127.0.0.1"
    port: int = 5099
    tls_cert: str = ""
    tls_key: str = ""
    allow_plain: bool = False


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """Bounds of the feed. Counts are per client unless they say otherwise."""

    tick: timedelta = timedelta(milliseconds=8)
    ping: timedelta = timedelta(seconds=10)
    lost: timedelta = timedelta(seconds=30)
    hello: timedelta = timedelta(seconds=10)
    command: timedelta = timedelta(seconds=30)
    refusal: timedelta = timedelta(milliseconds=300)
    resume: timedelta = timedelta(seconds=120)
    token: timedelta = timedelta(hours=12)
    token_chain: timedelta = timedelta(days=30)
    clients: int = 1000
    strangers: int = 200
    password_checks: int = 8
    commands: int = 16
    line_bytes: int = 64 * 1024
    buffer_bytes: int = 64 * 1024
    pending_items: int = 1000
    history_items: int = 4000
    idle_views: int = 400
