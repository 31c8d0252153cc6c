"""Rows of the live board: what the feed publishes and every live window shows.

A row is replaced as a whole by its key. Running times are not stored: a row carries the instant at which its
present began, and the reader subtracts (see ``welcome.server_time`` in PROTOCOL.md).

Thousands of rows come and go each second and none can be part of a cycle: ``gc=False`` spares the garbage collector
looking at them, which halves what a client spends on decoding and keeping them.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

import msgspec

from shared.domain.agents import AgentState
from shared.domain.calls import Direction
from shared.domain.campaigns import CampaignRow

Topic = Literal["lines", "queues", "agents", "calls", "alerts", "campaigns", "events"]
AlertLevel = Literal["warn", "bad"]
Recording = Literal["none", "on", "paused"]
CallPhase = Literal["ivr", "waiting", "ringing", "talking", "on_hold", "parked", "dialling", "other"]


class QueueRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A queue now, and its sums since local midnight of the centre. Key: (pbx, queue).

    A visit counts as ``offered`` from its beginning, as ``answered`` with its wait from the answer, as ``abandoned``
    (within the short limit also as ``short_abandoned``) or ``left_otherwise`` from its end; one that goes on at
    midnight counts for the new day. ``wait_seconds`` is that of the answered; ``talk_seconds`` that of the answered
    whose talk is over: answered less ``talking``. ``callbacks``: callers who left by a key and are to be called back.
    """

    pbx: str
    queue: str
    waiting: int = 0
    waiting_since: datetime | None = None
    talking: int = 0
    members: int = 0
    ready: int = 0
    paused: int = 0
    busy: int = 0
    unreachable: int = 0
    offered: int = 0
    answered: int = 0
    answered_in_threshold: int = 0
    abandoned: int = 0
    short_abandoned: int = 0
    left_otherwise: int = 0
    wait_seconds: float = 0.0
    talk_seconds: float = 0.0
    longest_wait_seconds: float = 0.0
    callbacks: int = 0


class MembershipRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An agent's belonging to one queue, inside an AgentRow."""

    queue: str
    penalty: int = 0
    is_paused: bool = False
    reason: str = ""
    since: datetime | None = None


class AgentRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An agent now. Key: (pbx, agent). ``since`` is when the state began.

    ``account`` is who sits there, where somebody took the seat. ``wraps_until``: when the wrap-up will be over.
    """

    pbx: str
    agent: str
    name: str
    interface: str
    state: AgentState
    since: datetime | None
    reason: str = ""
    call: str | None = None
    caller: str | None = None
    caller_name: str | None = None
    queue: str | None = None
    memberships: tuple[MembershipRow, ...] = ()
    account: str = ""
    wraps_until: datetime | None = None
    handled: int = 0
    missed: int = 0
    talk_seconds: float = 0.0


class CallRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A call now. Key: (pbx, call). ``since`` is when the phase began.

    ``talking_since``: when the employee who has the customer got him; ``held_seconds``: how long the customer has been
    on hold since, without a hold that goes on. ``consulting``: (who asks, whom) while the customer waits for that.
    ``space``: where it is parked, ``parked_by``: by whose phone. ``queue``: where the customer waits, or was answered
    last. A call that an operator asked for by a command is ``dialling`` while it rings at his own phone.
    """

    pbx: str
    call: str
    direction: Direction
    phase: CallPhase
    started: datetime
    since: datetime
    line: str | None = None
    caller: str | None = None
    caller_name: str | None = None
    called: str | None = None
    queue: str | None = None
    queue_entered: datetime | None = None
    position: int | None = None
    agents: tuple[str, ...] = ()
    ringing: tuple[str, ...] = ()
    waited_seconds: float | None = None
    talking_since: datetime | None = None
    held_seconds: float = 0.0
    recording: Recording = "none"
    consulting: tuple[str, str] | None = None
    space: str | None = None
    parked_by: str | None = None


class LineRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """An inbound line (the number that callers dial) now and since midnight. Key: (pbx, line)."""

    pbx: str
    line: str
    calls: int = 0
    waiting: int = 0
    talking: int = 0
    offered: int = 0
    answered: int = 0
    abandoned: int = 0


class AlertRow(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """Something people should know. Key: (pbx, alert).

    Troubles of the daemon's own have ``kind`` pbx_away, database_away, disk_full, surprise …, and ``text`` in
    English. What a rule of the customer's has found has ``kind`` "rule", and the rest to say it in any language:
    ``rule`` its title, ``measure`` (see ``measures.Measure``), ``value`` and ``limit`` when it was raised or
    made worse, ``queue`` None when it is about several together: then ``queues`` names them. An account to which
    one of these queues is invisible does not get the row. ``acknowledged_by``: the account that looks after it; asked
    for anew when it is made worse.
    """

    pbx: str
    alert: str
    kind: str
    text: str
    since: datetime
    level: AlertLevel = "bad"
    rule: str = ""
    queue: str | None = None
    queues: tuple[str, ...] = ()
    measure: str = ""
    value: float | None = None
    limit: float | None = None
    has_sound: bool = False
    nobody_ready: bool = False
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None


Row = QueueRow | AgentRow | CallRow | LineRow | AlertRow | CampaignRow

TOPIC_OF: dict[type, Topic] = {
    QueueRow: "queues", AgentRow: "agents", CallRow: "calls", LineRow: "lines", AlertRow: "alerts",
    CampaignRow: "campaigns",
}
"""Which topic a row belongs to."""


def key_of(row: Row) -> tuple[str, str]:
    """The key under which a row replaces its predecessor: (pbx, name within its topic)."""
    match row:
        case QueueRow():
            return row.pbx, row.queue
        case AgentRow():
            return row.pbx, row.agent
        case CallRow():
            return row.pbx, row.call
        case LineRow():
            return row.pbx, row.line
        case AlertRow():
            return row.pbx, row.alert
        case CampaignRow():
            return row.pbx, row.campaign


class Gone(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A row that is no more: ``topic`` and key of what clients must drop."""

    topic: Topic
    pbx: str
    key: str
