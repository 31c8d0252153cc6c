"""The trace of a call: what physically happened, in the order it happened, with nothing interpreted.

A trace is what ``call_machine`` writes and ``telling`` reads. All structures are plain and mutable, and encode
as they are, so that the state of the core can be put away and taken up again.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

WATCHING = frozenset({"listen", "whisper", "barge"})
"""Orders whose leg only listens to (whispers into, barges into) somebody's conversation: no call of its own."""
SHUTDOWN_TAKES = timedelta(seconds=2)
"""Legs that end so shortly before the PBX says that it stops, ended by the stop (unless somebody hung up)."""


class Leg(msgspec.Struct):
    """One party's channel. ``call_id`` is the PBX's grouping as last seen; ``twin`` a Local channel's other end.

    ``taken_by`` is the leg that picked the call up just after this one had answered it. ``order`` is what an operator
    asked for by a command when the leg was made for that: kind and what ("dial", "420603000001"). ``mixing``: the
    options of the recording that its last step is about to start. ``account_code``: as said last.
    """

    leg_id: str
    call_id: str
    channel: str
    device: str
    party: str
    is_person: bool
    is_inside: bool
    is_placed: bool
    number: str
    name: str
    exten: str
    started_at: datetime
    up_at: datetime | None = None
    end_requested_at: datetime | None = None
    ended_at: datetime | None = None
    cause: int = 0
    sip_code: int = 0
    twin: str | None = None
    taken_by: str | None = None
    interface: str = ""
    recording: str = ""
    queue_step_at: datetime | None = None
    queue_step: str = ""
    is_lost: bool = False
    order: tuple[str, str] | None = None
    is_order_outside: bool = False
    mixing: str | None = None
    account_code: str = ""
    campaign: str = ""


class Stay(msgspec.Struct):
    """A leg's stay in a bridge."""

    leg_id: str
    bridge_id: str
    entered_at: datetime
    left_at: datetime | None = None
    is_guessed: bool = False


class Dial(msgspec.Struct):
    """One leg being rung by another (``source_id`` None: by the PBX itself). ``visit`` is an index into visits."""

    source_id: str | None
    target_id: str
    number: str
    started_at: datetime
    ended_at: datetime | None = None
    status: str = ""
    forward: str = ""
    visit: int | None = None
    has_rung: bool = False
    is_guessed: bool = False


class Span(msgspec.Struct):
    """A leg holding the other side."""

    leg_id: str
    started_at: datetime
    ended_at: datetime | None = None


class VisitTrace(msgspec.Struct):
    """A stay in a queue as the PBX reports it. ``state`` is one of ``visit_machine``'s.

    ``uniqueid`` is the leg that joined; an attended transfer may put another leg (``leg_id``) in its place.
    """

    uniqueid: str
    leg_id: str
    queue: str
    nth: int
    entered_at: datetime
    position: int
    state: str
    gave_up_at: datetime | None = None
    left_at: datetime | None = None
    exit_status: str = ""
    connected_at: datetime | None = None
    target_id: str | None = None
    interface: str = ""
    agent_name: str = ""
    finished_at: datetime | None = None
    reason: str = ""
    is_in_gap: bool = False


class Move(msgspec.Struct):
    """A transfer as the PBX reports it (``kind`` blind or attended)."""

    kind: str
    happened_at: datetime
    by_leg_id: str
    second_leg_id: str
    customer_leg_id: str | None
    target_leg_id: str | None
    to: str
    is_success: bool


class Lot(msgspec.Struct):
    """A stay in the parking lot."""

    leg_id: str
    space: str
    by: str
    started_at: datetime
    ended_at: datetime | None = None
    ending: str = ""
    retrieved_by: str | None = None


class Tape(msgspec.Struct):
    """A recording on a leg; ``mutes`` are (from, to) pairs. ``is_bridged_only``: nothing is written outside bridges."""

    leg_id: str
    file: str
    started_at: datetime
    ended_at: datetime | None = None
    mutes: list[Span] = msgspec.field(default_factory=list)
    is_bridged_only: bool = False


class Note(msgspec.Struct):
    """A step of the dialplan, a digit or a signal, kept for the tracking."""

    happened_at: datetime
    leg_id: str
    kind: str
    text: str


class Trace(msgspec.Struct):
    """Everything that happened to the legs of one call.

    ``groups`` are all ids under which the PBX ever spoke of it, ``absorbed`` those that were calls of their own before.
    """

    call_id: str
    started_at: datetime
    groups: list[str] = msgspec.field(default_factory=list)
    legs: dict[str, Leg] = msgspec.field(default_factory=dict)
    stays: list[Stay] = msgspec.field(default_factory=list)
    dials: list[Dial] = msgspec.field(default_factory=list)
    holds: list[Span] = msgspec.field(default_factory=list)
    visits: list[VisitTrace] = msgspec.field(default_factory=list)
    moves: list[Move] = msgspec.field(default_factory=list)
    lots: list[Lot] = msgspec.field(default_factory=list)
    tapes: list[Tape] = msgspec.field(default_factory=list)
    notes: list[Note] = msgspec.field(default_factory=list)
    absorbed: list[str] = msgspec.field(default_factory=list)
    line: str = ""
    is_in_gap: bool = False
    lost_at: datetime | None = None

    @property
    def is_over(self) -> bool:
        """True once every leg has hung up."""
        return all(leg.ended_at is not None for leg in self.legs.values())

    @property
    def is_watch(self) -> bool:
        """True for a phone that only listens to others: nothing of it is anybody's call."""
        return bool(self.legs) and all(leg.order and leg.order[0] in WATCHING for leg in self.legs.values())

    @property
    def rank(self) -> tuple[int, datetime]:
        """The smaller, the more this is the customer's own call: a caller from outside, then any outside leg."""
        outside = [leg for leg in self.legs.values() if leg.is_person and not leg.is_inside]
        return (0 if any(leg.is_placed for leg in outside) else 1 if outside else 2), self.started_at

    def absorb(self, other: Trace) -> None:
        """Take over everything of another trace: it was the same call all along."""
        shift = len(self.visits)
        for dial in other.dials:
            if dial.visit is not None:
                dial.visit += shift
        self.groups += other.groups
        self.legs.update(other.legs)
        self.stays += other.stays
        self.dials += other.dials
        self.holds += other.holds
        self.visits += other.visits
        self.moves += other.moves
        self.lots += other.lots
        self.tapes += other.tapes
        self.notes += other.notes
        self.absorbed += [other.call_id, *other.absorbed]
        self.started_at = min(self.started_at, other.started_at)
        self.line = self.line or other.line
        self.is_in_gap = self.is_in_gap or other.is_in_gap
