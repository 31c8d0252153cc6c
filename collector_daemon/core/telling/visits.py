"""What became of each queue visit: outcome, who answered, wait, ring, talk, hold, who ended it.

The visit's talk is the answering leg's time with the queued leg or the customer (after an attended transfer into a
queue the other party changes and the talk goes on); never AgentComplete's, which is late after a redirect, silent
about transfers behind Local channels and whole seconds anyway.
"""

from __future__ import annotations

from datetime import timedelta

import msgspec

from collector_daemon.core.site import party_of
from collector_daemon.core.telling.ends import Ends
from collector_daemon.core.telling.rings import attempts_of
from collector_daemon.core.telling.talks import Talk, clip, hold_spans, length, talks_of
from collector_daemon.core.telling.whom import Whom, followed
from collector_daemon.core.trace import Leg, Trace, VisitTrace
from shared.domain.calls import EndedBy, Visit, VisitOutcome

EXITS: dict[str, VisitOutcome] = {
    "timeout": "timeout", "leaveempty": "leave_empty", "leaveunavail": "leave_empty", "joinempty": "join_empty",
    "joinunavail": "join_empty", "full": "full", "withdraw": "transferred",
}
"""QUEUESTATUS → outcome, where it says one ("continue" follows an answer)."""
MOMENT = timedelta(seconds=1)


def visits_of(trace: Trace, roles: Whom, heard: list[Talk], ends: Ends) -> tuple[Visit, ...]:
    """The facts of all visits of a call, in the order they began."""
    told = [_tell(trace, roles, heard, ends, visit) for visit in trace.visits]
    return tuple(sorted(told, key=lambda visit: visit.entered_at))


def _tell(trace: Trace, roles: Whom, heard: list[Talk], ends: Ends, visit: VisitTrace) -> Visit:
    outcome = outcome_of(trace, visit, ends)
    agent_leg = _answering(trace, roles, heard, visit) if visit.connected_at else None
    attempts = attempts_of(trace, visit, outcome, agent_leg)
    fact = Visit(
        queue=visit.queue, uniqueid=visit.uniqueid, nth=visit.nth, entered_at=visit.entered_at,
        left_at=visit.left_at, position=visit.position or None, outcome=outcome, attempts=attempts,
        wait_time=(visit.connected_at or visit.left_at or visit.entered_at) - visit.entered_at
        if visit.connected_at or visit.left_at else None,
        ended_at=visit.left_at, ended_by=_ended_unanswered(outcome),
    )
    return _answered(trace, roles, heard, ends, visit, agent_leg, fact) if visit.connected_at else fact


def outcome_of(trace: Trace, visit: VisitTrace, ends: Ends) -> VisitOutcome | None:
    """How a visit ended; None while it goes on."""
    if visit.connected_at is not None:
        return "answered"
    if visit.state == "refused" or visit.exit_status in EXITS:
        return EXITS.get(visit.exit_status)
    leg = trace.legs[visit.leg_id]
    if visit.left_at is None:
        return None
    has_asked = leg.end_requested_at is not None and leg.end_requested_at <= visit.left_at
    is_stopped = ends.is_system(visit.left_at) and not has_asked
    if leg.is_lost or is_stopped or (visit.is_in_gap and not visit.gave_up_at):
        return "lost"
    if visit.gave_up_at is None:
        return "key" if _went_on(trace, visit) else "abandoned"
    has_left = leg.end_requested_at is not None and leg.end_requested_at <= visit.gave_up_at + MOMENT / 10
    if has_left or not _went_on(trace, visit):
        return "abandoned"
    return "transferred"  # the dialplan goes on, and Queue() did not say why: redirected


def _went_on(trace: Trace, visit: VisitTrace) -> bool:
    """The leg did something after leaving the queue: ran the dialplan, was dialled from, joined a bridge or queue."""
    left = visit.left_at
    leg = trace.legs[visit.leg_id]
    if left is None or (leg.end_requested_at is not None and leg.end_requested_at <= left):
        return False
    if any(note.leg_id == leg.leg_id and note.kind != "digit" and note.happened_at >= left for note in trace.notes):
        return True
    return leg.ended_at is None or leg.ended_at - left > MOMENT / 4


def _ended_unanswered(outcome: VisitOutcome | None) -> EndedBy | None:
    match outcome:
        case None | "lost":
            return None
        case "abandoned" | "key":
            return "caller"
        case "transferred":
            return "transfer"
    return "system"


def _answering(trace: Trace, roles: Whom, heard: list[Talk], visit: VisitTrace) -> Leg | None:
    """The leg that really talks: the target, or the person behind a Local one.

    Where that one heard nobody (picked up elsewhere, or nobody is known), whoever the caller heard first.
    """
    leg = followed(trace, visit.target_id)
    if leg is not None and any(talk.leg_id == leg.leg_id for talk in heard):
        return leg
    for talk in heard:
        is_first = visit.connected_at and abs(talk.started_at - visit.connected_at) <= MOMENT
        for leg_id in talk.with_ids if talk.leg_id == visit.leg_id and is_first else ():
            if trace.legs[leg_id].is_inside:
                return trace.legs[leg_id]
    return leg


def _answered(
    trace: Trace, roles: Whom, heard: list[Talk], ends: Ends, visit: VisitTrace, agent_leg: Leg | None, fact: Visit
) -> Visit:
    credited = party_of(visit.interface) if visit.interface else None
    agent = agent_leg.party if agent_leg else credited
    ring = next((one for one in fact.attempts if one.result == "answered"), None)
    fact = msgspec.structs.replace(
        fact, answered_at=visit.connected_at, agent=agent, agent_name=visit.agent_name or None,
        credited=credited if credited != agent else None,
        ring_time=ring.ended_at - ring.started_at if ring and ring.ended_at else None,
    )
    if agent_leg is None:
        return msgspec.structs.replace(fact, ended_at=visit.finished_at or visit.connected_at)
    mine = visit_talks(trace, roles, heard, visit, agent_leg)
    end = mine[-1].ended_at if mine else visit.finished_at or visit.connected_at
    spans = [(talk.started_at, talk.ended_at) for talk in mine]
    clipped = [part for span in spans if (part := clip(span, visit.connected_at or span[0], end))]
    holds = length([part for talk in mine for part in hold_spans(trace, talk, talk.ended_at)])
    total = length(clipped)
    return msgspec.structs.replace(
        fact, ended_at=end, talk_time=max(total - holds, timedelta(0)), hold_time=min(holds, total),
        ended_by=ends.of_visit(visit, agent_leg, end) if end else None,
    )


def visit_talks(trace: Trace, roles: Whom, heard: list[Talk], visit: VisitTrace, agent_leg: Leg) -> list[Talk]:
    """The answering leg's talks that belong to the visit: with the queued leg or the customer, while they go on."""
    wanted = {visit.leg_id} | ({roles.customer.leg_id} if roles.customer else set())
    start = (visit.connected_at or visit.entered_at) - MOMENT
    # Queued by feature code it is a Local half that waits, and whoever stands behind it is the other side.
    is_half = not trace.legs[visit.leg_id].is_person
    mine = [
        talk for talk in talks_of(trace, roles, agent_leg, heard)
        if (is_half or talk.with_ids & wanted) and (talk.ended_at is None or talk.ended_at > start)
    ]
    kept: list[Talk] = []
    for talk in mine:
        last = kept[-1].ended_at if kept else None
        if kept and (last is None or talk.started_at - last > MOMENT):
            break  # the agent meets the customer again later (another transfer): not this visit's
        kept.append(talk)
    return kept
