"""Every message of the wire, both ways, as typed structs; PROTOCOL.md says when each is sent.

Fields may be added at any time and readers ignore those they do not know; renaming or removing one needs a
new PROTOCOL number. The server does not build ``Snapshot`` and ``Change`` from these structs, because it
encodes a row once for all clients; the tests hold what it sends against them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal, TypeVar

import msgspec

from shared.domain.accounts import Right, Role
from shared.domain.board import AgentRow, AlertRow, CallRow, LineRow, QueueRow, Topic
from shared.domain.campaigns import CampaignRow
from shared.domain.description import CentreDescription
from shared.domain.desk import DeskDescription
from shared.protocol.past import GrantedPast, Past
from shared.protocol.work import WorkMessage

PROTOCOL = 1
"""The version of this wire; a hello with another is refused."""
DEFAULT_PORT = 5099

Seq = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
CommandId = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Name = Annotated[str, msgspec.Meta(min_length=1, max_length=128)]
ErrorCode = Literal[
    "malformed", "too_long", "not_utf8", "bad_message", "hello_first", "already_greeted",
    "protocol_unsupported", "wrong_credentials", "throttled", "token_invalid", "token_expired",
    "token_revoked", "accounts_unavailable", "not_allowed", "too_many_clients", "hello_timeout", "silence",
    "revoked", "closing", "past_unavailable", "past_busy", "panel_moved", "seat_lost", "account_locked",
    "must_change_password",
]
"""Codes of ``error``. PROTOCOL.md tells what each means and after which the server hangs up."""
ReplyCode = Literal[
    "unknown_command", "bad_params", "not_allowed", "not_supported", "busy", "timeout", "failed",
    "must_change_password",
]
"""Codes of a ``reply`` that every command may get; the command itself may add its own."""


class Auth(msgspec.Struct, frozen=True, omit_defaults=True):
    """Either user and password, or a token."""

    user: Name | None = None
    password: Annotated[str, msgspec.Meta(max_length=1024)] | None = None
    token: Annotated[str, msgspec.Meta(max_length=8192)] | None = None

    def __repr__(self) -> str:
        """Without the secret, whoever logs it."""
        return f"Auth(user={self.user!r}, …)"


class Hello(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="hello"):
    """client → The first message."""

    protocol: int
    client: Annotated[str, msgspec.Meta(max_length=200)] = ""
    auth: Auth


class Filter(msgspec.Struct, frozen=True, omit_defaults=True):
    """Only what concerns these queues; None: everything that the account may see."""

    queues: Annotated[tuple[Name, ...], msgspec.Meta(max_length=1000)] | None = None


class Resume(msgspec.Struct, frozen=True):
    """Where an earlier connection stopped: its session and the last ``seq`` it received."""

    session: Name
    seq: Seq


class Subscribe(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="subscribe"
):
    """client → Send me these topics, of the present or of the ``past``. A second one replaces the first."""

    topics: Annotated[tuple[Topic, ...], msgspec.Meta(min_length=1, max_length=32)]
    filter: Filter = Filter()
    resume: Resume | None = None
    past: Past | None = None


class Command(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="command"):
    """client → Do something; answered by the ``reply`` with the same id."""

    id: CommandId
    command: Name
    params: msgspec.Raw = msgspec.field(default_factory=lambda: msgspec.Raw(b"{}"))

    def __repr__(self) -> str:
        """Without what may be a password."""
        return f"Command(id={self.id}, command={self.command!r}, …)"


class Ping(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="ping"):
    """client ↔ server: I am here. With an ``id`` it asks for a ``pong``."""

    id: CommandId | None = None
    server_time: datetime | None = None


FromClient = Hello | Subscribe | Command | Ping


class Welcome(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="welcome"):
    """server → You are in. ``queues`` null: all queues; ``agent``: the extension that is yours, or where you sit.

    ``title`` is what you are called, empty where that was not said.

    ``centre`` is what things are called, and the goals; of queues only those that the account may see. ``desk`` is what
    an operator's desk has: for accounts that may act on their own agent. ``database`` is where the console finds the
    database, ``postgresql://host:port/name``, for accounts that may read there; empty where the settings do not say.
    ``must_change_password``: every command but ``password.change`` is refused until then.
    """

    protocol: int
    server: str
    session: str
    token: str
    token_expires_at: datetime
    rights: tuple[Right, ...]
    server_time: datetime
    user: str
    roles: tuple[Role, ...]
    queues: tuple[str, ...] | None = None
    agent: str | None = None
    title: str = ""
    centre: CentreDescription = CentreDescription()
    desk: DeskDescription | None = None
    database: str = ""
    must_change_password: bool = False

    def __repr__(self) -> str:
        """Without the token."""
        return f"Welcome(user={self.user!r}, session={self.session!r}, …)"


class Error(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="error"):
    """server → Something was wrong; nothing was done. ``retry_seconds``: do not try again before."""

    code: str
    message: str
    retry_seconds: float | None = None


class Reply(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="reply"):
    """server → What came of the command with this id; ``code`` and ``message`` when not ``ok``."""

    id: CommandId
    ok: bool
    result: dict[str, Any] | None = None
    code: str | None = None
    message: str | None = None


class DeskMessage(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="message"):
    """server → Somebody who looks after others says this to your desk. ``key``: the same is said only once.

    ``from`` is the account, ``title`` what people call it (may be empty).
    """

    key: str
    sender: str = msgspec.field(name="from")
    title: str = ""
    text: str
    at: datetime


class Described(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="described"):
    """server → The settings have changed: from now on these, in place of those of the ``welcome``."""

    centre: CentreDescription
    desk: DeskDescription | None = None


class Pong(msgspec.Struct, frozen=True, kw_only=True, tag_field="type", tag="pong"):
    """server → The answer to a ping with this id."""

    id: CommandId
    server_time: datetime


class QueueItem(msgspec.Struct, frozen=True, gc=False, tag_field="topic", tag="queues"):
    """A queue's row, or null: the row is no more."""

    pbx: str
    key: str
    row: QueueRow | None


class AgentItem(msgspec.Struct, frozen=True, gc=False, tag_field="topic", tag="agents"):
    """An agent's row, or null: the row is no more."""

    pbx: str
    key: str
    row: AgentRow | None


class CallItem(msgspec.Struct, frozen=True, gc=False, tag_field="topic", tag="calls"):
    """A call's row, or null: the call is over or has left the queues that you see."""

    pbx: str
    key: str
    row: CallRow | None


class LineItem(msgspec.Struct, frozen=True, gc=False, tag_field="topic", tag="lines"):
    """An inbound line's row, or null: the row is no more."""

    pbx: str
    key: str
    row: LineRow | None


class AlertItem(msgspec.Struct, frozen=True, gc=False, tag_field="topic", tag="alerts"):
    """An alert, or null: it is over."""

    pbx: str
    key: str
    row: AlertRow | None


class CampaignItem(msgspec.Struct, frozen=True, gc=False, tag_field="topic", tag="campaigns"):
    """An outgoing campaign's row, or null: there is no such campaign any more."""

    pbx: str
    key: str
    row: CampaignRow | None


Item = QueueItem | AgentItem | CallItem | LineItem | AlertItem | CampaignItem


class Snapshot(
    msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="snapshot"
):
    """server → All rows as of ``seq``: forget every row that is not among them.

    ``missed_events`` counts events that were dropped because this client read too slowly. ``past``: the rows
    are those of that moment; without it they are the present.
    """

    seq: Seq
    rows: tuple[Item, ...]
    missed_events: int = 0
    past: GrantedPast | None = None


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True, tag_field="type", tag="change"):
    """server → What is different since ``seq`` - 1: rows by key, and what happened (topic ``events``).

    ``at`` is told in the past only: the moment that is reached.
    """

    seq: Seq
    rows: tuple[Item, ...] = ()
    events: tuple[dict[str, Any], ...] = ()
    at: datetime | None = None


Message = TypeVar("Message")
FromServer = Welcome | Error | Snapshot | Change | Reply | Ping | Pong | DeskMessage | Described | WorkMessage

_from_client: msgspec.json.Decoder[FromClient] = msgspec.json.Decoder(FromClient)
_from_server: msgspec.json.Decoder[FromServer] = msgspec.json.Decoder(FromServer)


class NotUnderstood(Exception):
    """A line that is no message: ``code`` is malformed (no JSON object) or bad_message."""

    def __init__(self, code: Literal["malformed", "bad_message"], message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


def from_client(line: bytes) -> FromClient:
    """What a client says. Raises NotUnderstood."""
    return _understood(_from_client, line)


def from_server(line: bytes) -> FromServer:
    """What the server says. Raises NotUnderstood."""
    return _understood(_from_server, line)


def _understood(decoder: msgspec.json.Decoder[Message], line: bytes) -> Message:
    try:
        return decoder.decode(line)
    except msgspec.ValidationError as problem:
        raise NotUnderstood("bad_message", str(problem)[:300]) from None
    except (ValueError, RecursionError) as problem:
        raise NotUnderstood("malformed", str(problem)[:300]) from None
