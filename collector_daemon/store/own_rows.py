"""A call as one who had a part in it remembers it: handled, missed, outgoing, internal. Pure.

Missed is what rang at me and I did not answer, also where the caller gave up meanwhile; where several phones rang
together and a colleague was quicker, nobody missed anything.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any, Literal

import msgspec

from collector_daemon.store.sittings import Sittings, sat
from shared.domain.calls import Attempt, Call, Conversation, Visit

OwnKind = Literal["handled", "missed", "outgoing", "internal"]
MISSED = frozenset({"no_answer", "rejected", "cancelled"})
ZERO = timedelta(0)


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """What somebody had to do with a call, since ``at``. ``kind`` None: nothing worth telling."""

    at: datetime
    kind: OwnKind | None
    talks: tuple[Conversation, ...] = ()
    rings: tuple[Attempt, ...] = ()
    visit: Visit | None = None
    has_dialled: bool = False


def part_of(call: Call, sittings: Sittings) -> Part | None:
    """The part of whose sittings these are; None: he had none."""
    talks = tuple(talk for talk in call.conversations if sat(sittings, call.pbx, talk.party, talk.started_at))
    rung = [
        (visit, ring) for visit in call.visits for ring in visit.attempts
        if sat(sittings, call.pbx, ring.agent, ring.started_at)
    ]  # fmt: skip
    answered = [visit for visit in call.visits if visit.answered_at and sat(
        sittings, call.pbx, visit.agent, visit.answered_at)]  # fmt: skip
    has_dialled = call.direction != "inbound" and sat(sittings, call.pbx, call.caller, call.started_at)
    is_called = call.direction == "internal" and sat(sittings, call.pbx, call.called, call.started_at)
    begun = [talk.started_at for talk in talks] + [ring.started_at for _visit, ring in rung]
    begun += [call.started_at] if has_dialled or is_called else []
    if not begun:
        return None
    visits = answered or [visit for visit, _ring in rung] or list(call.visits)
    rings = tuple(ring for _visit, ring in rung)
    return Part(
        at=min(begun), talks=talks, rings=rings, visit=visits[-1] if visits else None, has_dialled=has_dialled,
        kind=_kind(call, talks, rings, has_dialled=has_dialled, is_called=is_called),
    )


def _kind(
    call: Call, talks: Iterable[Conversation], rings: Iterable[Attempt], *, has_dialled: bool, is_called: bool
) -> OwnKind | None:
    if has_dialled:
        return "outgoing" if call.direction == "outbound" else "internal"
    if any(talk.kind is None for talk in talks):
        return "internal" if call.direction == "internal" else "handled"
    if any(talks):
        return "internal"  # a colleague asked, the customer heard nothing of it
    is_missed = is_called or any(ring.result in MISSED for ring in rings)
    return "missed" if is_missed else None


def other_side(call: Call, part: Part) -> tuple[str | None, str | None]:
    """With whom it was: number and name."""
    if part.kind == "internal" and call.direction != "internal" and part.talks:
        return part.talks[0].other, None
    if call.direction == "outbound" or part.has_dialled:
        return call.called, None
    return call.caller, call.caller_name


def row_of(call: Call, part: Part) -> dict[str, Any]:
    """The row that says it, without what is noted about the call."""
    number, name = other_side(call, part)
    visit = part.visit
    talks = [talk for talk in part.talks if talk.kind is None] or list(part.talks)
    return {
        "call": call.call_id, "pbx": call.pbx, "kind": part.kind, "at": part.at, "number": number, "name": name,
        "queue": visit.queue if visit else None, "line": call.line,
        "ring_seconds": _seconds(_ring_time(part.rings)) if part.rings else None,
        "wait_seconds": _seconds(visit.wait_time) if visit else None,
        "talk_seconds": _seconds(sum((talk.talk_time for talk in talks), ZERO)) if talks else None,
        "hold_seconds": _seconds(sum((talk.hold_time for talk in talks), ZERO)) if talks else None,
        "became": _became(call, part),
        "recordings": [
            {"file": sound.file, "seconds": _seconds(sound.ended_at - sound.started_at if sound.ended_at else None)}
            for sound in call.recordings if any(_overlap(sound.started_at, sound.ended_at, talk) for talk in part.talks)
        ],
    }  # fmt: skip


def _became(call: Call, part: Part) -> dict[str, Any]:
    """How it ended; of a missed call also who answered it instead."""
    told: dict[str, Any] = {"outcome": call.outcome, "agent": None, "agent_name": None}
    if part.kind == "missed":
        taker = next((talk for talk in call.conversations if talk.other == "caller"), None)
        if taker is not None:
            named = {visit.agent: visit.agent_name for visit in call.visits}
            told |= {"agent": taker.party, "agent_name": named.get(taker.party)}
    return told


def _ring_time(rings: Iterable[Attempt]) -> timedelta:
    return sum(((ring.ended_at or ring.started_at) - ring.started_at for ring in rings), ZERO)


def _overlap(start: datetime, end: datetime | None, talk: Conversation) -> bool:
    return (end is None or talk.started_at < end) and (talk.ended_at is None or start < talk.ended_at)


def _seconds(length: timedelta | None) -> float | None:
    return None if length is None else round(length.total_seconds(), 3)
