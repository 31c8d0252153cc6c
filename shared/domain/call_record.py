"""The call record of the contract (version 1): a Call as plain JSON values.

Instants are ISO 8601 UTC with milliseconds and ``Z``, lengths seconds with milliseconds.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from shared.domain.calls import Attempt, Call, Conversation, Pause, Step, Visit


def record(call: Call) -> dict[str, Any]:
    """The contract's object of a call; open calls have ``ended`` None."""
    return {
        "v": 1, "pbx": call.pbx, "call": call.call_id, "direction": call.direction, "line": call.line,
        "caller": call.caller, "caller_name": call.caller_name, "called": call.called,
        "started": stamp(call.started_at), "answered": stamp(call.answered_at), "ended": stamp(call.ended_at),
        "outcome": call.outcome, "ended_by": call.ended_by, "in_gap": call.is_in_gap,
        "queue_visits": [_visit(visit) for visit in call.visits],
        "conversations": [_conversation(one) for one in call.conversations],
        "transfers": [
            {"kind": one.kind, "by": one.by, "to": one.to, "at": stamp(one.happened_at), "completed": one.is_completed}
            for one in call.transfers
        ],
        "parkings": [
            {"space": one.space, "by": one.by, "started": stamp(one.started_at), "ended": stamp(one.ended_at),
             "ending": one.ending, "retrieved_by": one.retrieved_by}
            for one in call.parkings
        ],
        "recordings": [
            {"file": one.file, "started": stamp(one.started_at), "ended": stamp(one.ended_at),
             "pauses": [_pause(gap) for gap in one.pauses]}
            for one in call.recordings
        ],
        "steps": [_step(one) for one in call.steps],
    } | _for_whom(call)


def _for_whom(call: Call) -> dict[str, Any]:
    """Only what there is: most calls have nothing of it."""
    told: dict[str, Any] = {"account_code": call.account_code, "campaign": call.campaign}
    told["outside_legs"] = [
        {"number": one.number, "by": one.by, "account_code": one.account_code, "answered": stamp(one.answered_at),
         "ended": stamp(one.ended_at)}
        for one in call.outside_legs
    ]  # fmt: skip
    return {name: value for name, value in told.items() if value}


def _pause(one: Pause) -> dict[str, Any]:
    """``cut`` only where the file stands still; else silence is in it."""
    told = {"started": stamp(one.started_at), "ended": stamp(one.ended_at)}
    return told | ({"cut": True} if one.is_cut else {})


def _step(one: Step) -> dict[str, Any]:
    """``party`` only of keys that were not the caller's."""
    told = {"at": stamp(one.happened_at), "kind": one.kind, "text": one.text}
    return told | ({"party": one.party} if one.party else {})


def _visit(visit: Visit) -> dict[str, Any]:
    told = {
        "queue": visit.queue, "uniqueid": visit.uniqueid, "nth": visit.nth, "entered": stamp(visit.entered_at),
        "left": stamp(visit.left_at), "answered": stamp(visit.answered_at), "ended": stamp(visit.ended_at),
        "position": visit.position, "outcome": visit.outcome, "agent": visit.agent,
        "agent_name": visit.agent_name, "wait": seconds(visit.wait_time), "ring": seconds(visit.ring_time),
        "talk": seconds(visit.talk_time), "hold": seconds(visit.hold_time), "ended_by": visit.ended_by,
        "attempts": [_attempt(one) for one in visit.attempts],
    }
    return told | ({"credited": visit.credited} if visit.credited else {})


def _attempt(one: Attempt) -> dict[str, Any]:
    return {
        "agent": one.agent, "interface": one.interface, "started": stamp(one.started_at),
        "ended": stamp(one.ended_at), "result": one.result,
    }


def _conversation(one: Conversation) -> dict[str, Any]:
    told = {
        "party": one.party, "started": stamp(one.started_at), "ended": stamp(one.ended_at),
        "talk": seconds(one.talk_time), "hold": seconds(one.hold_time), "with": one.other,
    }
    return told | ({"kind": one.kind} if one.kind else {})


def stamp(instant: datetime | None) -> str | None:
    """An instant on the wire."""
    return instant.isoformat(timespec="milliseconds").replace("+00:00", "Z") if instant else None


def seconds(span: timedelta | None) -> float | None:
    """A length on the wire."""
    return round(span.total_seconds(), 3) if span is not None else None
