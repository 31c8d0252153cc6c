"""Whose phones rang for a queue visit: attempts, one for every phone, through Local channels and forwardings.

Results, by what Asterisk 16 and 22 really send: a phone that rejects (486, 603) after ringing is "noanswer" in
DialEnd, and only its own hang-up request before that tells; a cancelled ringing is the caller's giving up, somebody
else's answer, the queue's time-out or a redirect, which only the visit's outcome tells.
"""

from __future__ import annotations

from datetime import datetime

import msgspec

from collector_daemon.core.trace import Dial, Leg, Trace, VisitTrace
from shared.domain.calls import Attempt, AttemptResult, VisitOutcome

UNREACHABLE = frozenset((1, 2, 3, 18, 20, 27, 38, 41, 42, 58, 88))
"""Q.850 causes of a phone or number that could not be reached."""
CUT: dict[str | None, AttemptResult] = {
    "answered": "elsewhere", "timeout": "no_answer", "abandoned": "cancelled", "key": "cancelled",
    "leave_empty": "no_answer", "transferred": "cancelled", "lost": "cancelled",
}
"""What a cancelled ringing was, by the outcome of the visit."""


def attempts_of(
    trace: Trace, visit: VisitTrace, outcome: VisitOutcome | None, agent_leg: Leg | None
) -> tuple[Attempt, ...]:
    """All ringings of phones for a visit, in order of their beginning."""
    index = next(number for number, one in enumerate(trace.visits) if one is visit)
    found: list[Attempt] = []
    for dial in trace.dials:
        if dial.visit == index:
            found += _phones(trace, dial, trace.legs[dial.target_id], outcome, agent_leg, visit)
    return tuple(sorted(found, key=lambda attempt: attempt.started_at))


def _phones(
    trace: Trace, dial: Dial, leg: Leg, outcome: VisitOutcome | None, agent_leg: Leg | None, visit: VisitTrace
) -> list[Attempt]:
    """The phones that one ringing reached: itself, or those that a Local channel's other half rang."""
    if leg.is_person:
        return [_attempt(dial, leg, outcome, agent_leg, visit)]
    behind = [
        inner for inner in trace.dials
        if leg.twin is not None and inner.source_id == leg.twin
        and (visit.connected_at is None or inner.started_at < visit.connected_at)
        and not trace.legs[inner.target_id].is_placed  # a pick-up is told as a ringing: that phone never rang
    ]
    if leg.twin is None or not behind:
        return [] if dial.forward else [_attempt(dial, leg, outcome, agent_leg, visit)]
    found: list[Attempt] = []
    for inner in behind:
        # The queue's time-out ends the Local channel; the phone behind it only sees itself cancelled.
        cut = inner.status in ("cancel", "gone") and dial.status == "noanswer"
        told = msgspec.structs.replace(inner, status="noanswer") if cut else inner
        found += _phones(trace, told, trace.legs[inner.target_id], outcome, agent_leg, visit)
    return found


def _attempt(
    dial: Dial, leg: Leg, outcome: VisitOutcome | None, agent_leg: Leg | None, visit: VisitTrace
) -> Attempt:
    ended_at = dial.ended_at
    if ended_at is None and visit.connected_at is not None:
        ended_at = leg.ended_at or visit.connected_at  # a picked-up phone gets no DialEnd
    return Attempt(
        agent=leg.party, interface=leg.interface or leg.device, leg_id=leg.leg_id, started_at=dial.started_at,
        ended_at=ended_at, result=result_of(dial, leg, outcome, agent_leg) if ended_at else None,
    )


def result_of(
    dial: Dial, leg: Leg, outcome: VisitOutcome | None, agent_leg: Leg | None
) -> AttemptResult:
    """What became of one ringing."""
    if agent_leg is not None and leg.leg_id == agent_leg.leg_id:
        return "answered"
    if dial.forward:
        return "rejected"
    refused = was_refused(leg, dial.ended_at)
    match dial.status:
        case "busy":
            return "rejected"
        case "congestion" | "chanunavail":
            return "rejected" if leg.cause in (17, 21) else "failed"
        case "noanswer" if outcome == "lost":
            return "cancelled"
        case "noanswer":
            if refused:
                return "failed" if leg.cause in UNREACHABLE else "rejected"
            return "no_answer" if dial.has_rung else "failed"
        case "answer":
            return "elsewhere"
    return "rejected" if refused else CUT.get(outcome, "cancelled")


def was_refused(leg: Leg, dial_ended_at: datetime | None) -> bool:
    """The phone itself ended the ringing: it asked to hang up before (or as) the ringing was over."""
    asked = leg.end_requested_at
    return asked is not None and leg.up_at is None and (dial_ended_at is None or asked <= dial_ended_at)
