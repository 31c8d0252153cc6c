"""Facts of a call: what is stored, searched and counted once a call is over.

All instants are aware UTC datetimes, all lengths ``timedelta``. Keys come from the PBX (never from arrival), so
that telling a call twice is the same fact twice. A call that is still going on has ``ended_at`` None.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Literal

import msgspec

Direction = Literal["inbound", "outbound", "internal"]
CallOutcome = Literal[
    "answered", "abandoned", "left_ivr", "overflow", "no_answer", "busy", "failed", "cancelled", "lost"
]
VisitOutcome = Literal[
    "answered", "abandoned", "timeout", "key", "join_empty", "leave_empty", "full", "transferred", "lost"
]
AttemptResult = Literal["answered", "no_answer", "rejected", "elsewhere", "cancelled", "failed"]
EndedBy = Literal["caller", "agent", "transfer", "system"]
Origin = Literal["ami", "queue_log"]
TransferKind = Literal["blind", "attended", "redirect"]


class Attempt(msgspec.Struct, frozen=True, kw_only=True):
    """One ringing of one phone for one queue visit; ``leg_id`` is the phone's channel."""

    agent: str
    interface: str
    leg_id: str
    started_at: datetime
    ended_at: datetime | None = None
    result: AttemptResult | None = None


class Visit(msgspec.Struct, frozen=True, kw_only=True):
    """One stay of a call in one queue. Key: (pbx, uniqueid, queue, nth).

    ``left_at`` is when waiting ended (answered, gave up, refused), ``ended_at`` when the answering agent's time
    with the caller ended too. ``credited`` is the member that Asterisk credits when it is not ``agent``.
    """

    queue: str
    uniqueid: str
    nth: int
    entered_at: datetime
    left_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    position: int | None = None
    outcome: VisitOutcome | None = None
    agent: str | None = None
    agent_name: str | None = None
    credited: str | None = None
    wait_time: timedelta | None = None
    ring_time: timedelta | None = None
    talk_time: timedelta | None = None
    hold_time: timedelta | None = None
    ended_by: EndedBy | None = None
    attempts: tuple[Attempt, ...] = ()


class Hold(msgspec.Struct, frozen=True, kw_only=True):
    """A span in which the other party of a conversation had to wait."""

    started_at: datetime
    ended_at: datetime | None = None


class Conversation(msgspec.Struct, frozen=True, kw_only=True):
    """A span in which ``party`` and ``other`` could hear each other, holds included; talk excludes hold.

    ``other`` is "caller" for the customer of the call, else an extension or number.
    """

    party: str
    other: str
    leg_id: str
    started_at: datetime
    ended_at: datetime | None = None
    talk_time: timedelta = timedelta(0)
    hold_time: timedelta = timedelta(0)
    kind: Literal["consultation"] | None = None
    holds: tuple[Hold, ...] = ()


class Transfer(msgspec.Struct, frozen=True, kw_only=True):
    """The customer was passed on: by whom, to what (extension, number or queue), and did it work."""

    kind: TransferKind
    by: str | None
    to: str | None
    happened_at: datetime
    is_completed: bool


class Parking(msgspec.Struct, frozen=True, kw_only=True):
    """A stay in the parking lot; ``ending`` is how it ended."""

    space: str
    by: str | None
    started_at: datetime
    ended_at: datetime | None = None
    ending: Literal["retrieved", "timeout", "gave_up", "redirected"] | None = None
    retrieved_by: str | None = None


class Pause(msgspec.Struct, frozen=True, kw_only=True):
    """A span of a recording without sound: muted on purpose, silence is written meanwhile.

    ``is_cut``: nothing at all is written, the file stands still (it is recorded only while two parties are connected).
    """

    started_at: datetime
    ended_at: datetime | None = None
    is_cut: bool = False


class Recording(msgspec.Struct, frozen=True, kw_only=True):
    """A file with the sound of a call, as the PBX named it."""

    file: str
    leg_id: str
    started_at: datetime
    ended_at: datetime | None = None
    pauses: tuple[Pause, ...] = ()


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """One line of a call's tracking: ``kind`` is a word of GLOSSARY.md, ``text`` its detail.

    ``party``: who pressed the key (a digit) where it was not the caller: an extension or number.
    """

    happened_at: datetime
    kind: str
    text: str = ""
    party: str | None = None


class OutsideLeg(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A number outside that was dialled and answered beside the customer's own leg: a consultation, a forwarding.

    ``by`` is the extension that dialled it or passed the customer on to it, None where nobody inside did.
    """

    leg_id: str
    number: str
    by: str | None = None
    account_code: str | None = None
    answered_at: datetime
    ended_at: datetime | None = None


class Call(msgspec.Struct, frozen=True, kw_only=True):
    """The customer's whole stay, from the first ring to the last hang-up. Key: (pbx, call_id).

    ``absorbed`` are the ids of calls that turned out to belong to this one (a consultation becomes part of the
    customer's call at the transfer): whatever was stored under them is replaced by this fact. ``origin`` is
    "queue_log" where all or a part of it was imported from there: whole seconds, and no more than queues know.
    ``account_code`` is that of the leg that placed the call, ``campaign`` the dialer's.
    """

    pbx: str
    call_id: str
    direction: Direction
    started_at: datetime
    line: str | None = None
    caller: str | None = None
    caller_name: str | None = None
    called: str | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: CallOutcome | None = None
    ended_by: EndedBy | None = None
    is_in_gap: bool = False
    origin: Origin = "ami"
    absorbed: tuple[str, ...] = ()
    visits: tuple[Visit, ...] = ()
    conversations: tuple[Conversation, ...] = ()
    transfers: tuple[Transfer, ...] = ()
    parkings: tuple[Parking, ...] = ()
    recordings: tuple[Recording, ...] = ()
    steps: tuple[Step, ...] = ()
    account_code: str | None = None
    campaign: str | None = None
    outside_legs: tuple[OutsideLeg, ...] = ()
