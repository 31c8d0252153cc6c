"""How a call as a whole ended, in the words of ``shared.domain.calls.CallOutcome``."""

from __future__ import annotations

from collector_daemon.core.telling.rings import was_refused
from collector_daemon.core.telling.whom import Whom
from collector_daemon.core.trace import Dial, Trace
from shared.domain.calls import CallOutcome, Conversation, Visit

EXITS = frozenset(("timeout", "key", "leave_empty", "join_empty", "full", "transferred"))
BUSY = 17
"""Q.850 cause "user busy"."""


def outcome_of(
    trace: Trace, roles: Whom, visits: tuple[Visit, ...], conversations: tuple[Conversation, ...]
) -> CallOutcome:
    """The outcome of a call that is over."""
    customer = roles.customer
    if any(customer is None or "caller" in (one.other, one.party) for one in conversations):
        return "answered"
    if roles.direction == "inbound":
        return _unanswered_inbound(trace, visits)
    if visits:
        return "lost" if visits[-1].outcome == "lost" else "abandoned"
    if customer is not None and customer.up_at is not None:
        return "answered"  # the dialer's call was answered and heard an announcement
    if customer is None and roles.direction == "outbound":  # it never got beyond the operator's own phone
        return "failed" if roles.first is not None and roles.first.up_at else "cancelled"
    return _unanswered_outbound(trace, roles)


def _unanswered_inbound(trace: Trace, visits: tuple[Visit, ...]) -> CallOutcome:
    if visits:
        last = visits[-1].outcome
        return "lost" if last == "lost" else "overflow" if last in EXITS else "abandoned"
    if any(leg.is_lost for leg in trace.legs.values()):
        return "lost"
    if any(note.kind == "voicemail" for note in trace.notes):
        return "overflow"
    if not trace.dials:
        return "left_ivr"
    rang = trace.dials[-1]
    gave_up = any(leg.end_requested_at and (rang.ended_at is None or leg.end_requested_at <= rang.ended_at)
                  for leg in trace.legs.values() if not leg.is_inside and leg.is_placed)
    return "abandoned" if gave_up else "overflow"


def _unanswered_outbound(trace: Trace, roles: Whom) -> CallOutcome:
    dial = roles.first_dial or (trace.dials[-1] if trace.dials else None)
    if dial is None:
        return "failed"
    leg = trace.legs[dial.target_id]
    if dial.status == "busy" or (was_refused(leg, dial.ended_at) and leg.cause == BUSY):
        return "busy"
    if was_refused(leg, dial.ended_at) or dial.status in ("congestion", "chanunavail"):
        return "failed"
    return "cancelled" if _was_cancelled(roles, dial) else "no_answer"


def _was_cancelled(roles: Whom, dial: Dial) -> bool:
    """The one who dialled hung up before the ringing was over."""
    asked = roles.first.end_requested_at if roles.first is not None else None
    return asked is not None and (dial.ended_at is None or asked <= dial.ended_at)
