"""The tracking of a call: every step that a supervisor wants to see, in order of time.

Kinds: started, ivr, digit, queue, ring, answer, hold, unhold, transfer, park, unpark, pickup, voicemail, signal,
left (a queue), hangup.
"""

from __future__ import annotations

import msgspec

from collector_daemon.core.telling.whom import Whom
from collector_daemon.core.trace import Note, Trace
from shared.domain.calls import Call, Step

TOLD_NOTES = frozenset(("ivr", "digit", "voicemail", "signal", "pickup", "conference"))


def steps_of(trace: Trace, roles: Whom, call: Call) -> Call:
    """The call with its steps."""
    steps = [Step(happened_at=call.started_at, kind="started", text=call.called or "")]
    steps += [
        Step(happened_at=note.happened_at, kind=note.kind, text=note.text, party=_presser(trace, roles, note))
        for note in trace.notes if note.kind in TOLD_NOTES
    ]
    steps += _queue_steps(call) + _talk_steps(call) + _move_steps(call)
    steps += _hangups(trace, roles)
    return msgspec.structs.replace(call, steps=tuple(sorted(steps, key=lambda step: step.happened_at)))


def _presser(trace: Trace, roles: Whom, note: Note) -> str | None:
    """Who pressed a key, None: the customer (of an internal call who placed it), or it is no key."""
    leg = trace.legs.get(note.leg_id)
    caller = roles.customer or roles.first
    if note.kind != "digit" or leg is None or caller is None or leg.leg_id == caller.leg_id:
        return None
    return roles.name_of(leg)


def _queue_steps(call: Call) -> list[Step]:
    steps = []
    for visit in call.visits:
        steps.append(Step(happened_at=visit.entered_at, kind="queue", text=visit.queue))
        for ring in visit.attempts:
            steps.append(Step(happened_at=ring.started_at, kind="ring", text=ring.agent))
            if ring.ended_at and ring.result not in ("answered", None):
                steps.append(Step(happened_at=ring.ended_at, kind="ring_ended", text=f"{ring.agent} {ring.result}"))
        if visit.left_at and visit.outcome != "answered":
            steps.append(Step(happened_at=visit.left_at, kind="left", text=f"{visit.queue} {visit.outcome}"))
    return steps


def _talk_steps(call: Call) -> list[Step]:
    steps = []
    for talk in call.conversations:
        kind = "consult" if talk.kind else "answer"
        steps.append(Step(happened_at=talk.started_at, kind=kind, text=f"{talk.party} {talk.other}"))
        for hold in talk.holds:
            steps.append(Step(happened_at=hold.started_at, kind="hold", text=talk.party))
            if hold.ended_at and hold.ended_at != talk.ended_at:
                steps.append(Step(happened_at=hold.ended_at, kind="unhold", text=talk.party))
    return steps


def _move_steps(call: Call) -> list[Step]:
    steps = [
        Step(happened_at=one.happened_at, kind="transfer", text=f"{one.kind} {one.by or ''} {one.to or ''}".strip())
        for one in call.transfers
    ]
    for lot in call.parkings:
        steps.append(Step(happened_at=lot.started_at, kind="park", text=lot.space))
        if lot.ended_at:
            steps.append(Step(happened_at=lot.ended_at, kind="unpark", text=f"{lot.space} {lot.ending}"))
    return steps


def _hangups(trace: Trace, roles: Whom) -> list[Step]:
    return [
        Step(happened_at=leg.ended_at, kind="hangup", text=roles.name_of(leg))
        for leg in trace.legs.values() if leg.ended_at and leg.is_person and leg.up_at
    ]
