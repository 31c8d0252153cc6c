"""Writing into traces what app_queue says: visits, offers, and the transfers, parkings and pick-ups around them."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from collector_daemon.core import visit_machine
from collector_daemon.core.calls import Calls
from collector_daemon.core.trace import Leg, Lot, Move, Stay, Trace, VisitTrace
from shared.domain import events as ev

REFUSALS = {"full": "full", "joinempty": "join_empty", "joinunavail": "join_empty"}
"""Exit statuses of callers who never got into the queue."""


def caller_joined(calls: Calls, event: ev.CallerJoined) -> None:
    """A visit begins. One leg may visit the same queue several times: the n-th is its own visit."""
    found = calls.see(event.leg, event.at)
    if found is None:
        return
    trace, leg = found
    nth = 1 + sum(visit.leg_id == leg.leg_id and visit.queue == event.queue for visit in trace.visits)
    trace.visits.append(VisitTrace(leg.leg_id, leg.leg_id, event.queue, nth, event.at, event.position, "waiting"))
    leg.queue_step_at = None


def caller_gave_up(calls: Calls, event: ev.CallerGaveUp) -> None:
    """Unanswered departure of some kind."""
    found = calls.see(event.leg, event.at)
    visit = _visit(calls, found, event.queue, "gave_up") if found else None
    if visit:
        visit.gave_up_at = event.at


def caller_left(calls: Calls, event: ev.CallerLeft) -> None:
    """Waiting is over."""
    found = calls.see(event.leg, event.at)
    visit = _visit(calls, found, event.queue, "left") if found else None
    if visit:
        visit.left_at = event.at


def queue_exited(calls: Calls, event: ev.QueueExited) -> None:
    """How Queue() ended; for those refused at the door the only sign of their visit."""
    found = calls.see(event.leg, event.at)
    if found is None:
        return
    trace, leg = found
    if event.status in REFUSALS and leg.queue_step_at is not None:
        nth = 1 + sum(visit.leg_id == leg.leg_id and visit.queue == leg.queue_step for visit in trace.visits)
        visit = VisitTrace(leg.leg_id, leg.leg_id, leg.queue_step, nth, leg.queue_step_at, 0, "refused")
        visit.left_at, visit.exit_status = visit.entered_at, event.status
        trace.visits.append(visit)
        leg.queue_step_at = None
        return
    for visit in reversed(list(_visits_of(trace, leg, None))):
        if visit.state != "refused" and not visit.exit_status:
            visit.exit_status = event.status
            visit.state = visit_machine.advance(visit.state, "exited") or visit.state
            return


def agent_offered(calls: Calls, event: ev.AgentOffered) -> None:
    """The queue rings a member: the rung leg learns by which membership."""
    calls.see(event.leg, event.at)
    target = calls.see(event.target, event.at)
    if target:
        leg = target[1]
        leg.interface = event.interface
        if leg.is_person:  # whatever its name looks like, whom a queue rings is an agent
            calls.site.learn(leg.device)
            leg.is_inside = True


def agent_connected(calls: Calls, event: ev.AgentConnected) -> None:
    """The visit is answered: by the leg in ``target``, whatever the interface says."""
    found = calls.see(event.leg, event.at)
    if event.target:
        calls.see(event.target, event.at)
    visit = _visit(calls, found, event.queue, "connected") if found else None
    if visit:
        visit.connected_at, visit.interface, visit.agent_name = event.at, event.interface, event.agent_name
        visit.target_id = event.target.leg_id if event.target else None
        visit.left_at = visit.left_at or event.at


def agent_finished(calls: Calls, event: ev.AgentFinished) -> None:
    """The PBX's own account of an answered visit: evidence, and all there is of one answered in a gap.

    A thread of app_queue writes it, on a busy PBX after the caller's Hangup (seen on 16): then it still counts.
    """
    found = calls.see(event.leg, event.at) or calls.seen_last(event.leg.leg_id)
    if found is None:
        return
    trace, leg = found
    for visit in _visits_of(trace, leg, event.queue):
        if visit.state == "talking" and visit.finished_at is None:
            visit.finished_at, visit.reason = min(event.at, leg.ended_at or event.at), event.reason
            visit.state = visit_machine.advance(visit.state, "finished") or visit.state
            if visit.is_in_gap:
                _sharpen(trace, visit, event)
            calls.tell_again(trace)
            return
    if leg.ended_at is None:
        calls.surprises.append(("finished_without_visit", event.leg.leg_id, event.queue))


def _sharpen(trace: Trace, visit: VisitTrace, event: ev.AgentFinished) -> None:
    """A visit that was answered while we did not look: the PBX's whole seconds tell when.

    Talk is a difference of time(NULL), so the answer fell into the second ``floor(end) - talk``.
    """
    finished = visit.finished_at or event.at
    answered = finished.replace(microsecond=0) - timedelta(seconds=event.talk_seconds) + timedelta(seconds=0.5)
    visit.connected_at = visit.left_at = max(answered, visit.entered_at)
    visit.interface = event.interface
    for stay in trace.stays:
        if stay.is_guessed:
            stay.entered_at = visit.connected_at
    for dial in trace.dials:
        if dial.is_guessed and dial.target_id == visit.target_id:
            dial.ended_at = max(visit.connected_at, dial.started_at)


def blind_transferred(calls: Calls, event: ev.BlindTransferred) -> None:
    """BlindTransfer."""
    customer = calls.see(event.customer, event.at) if event.customer else None
    found = calls.see(event.by, event.at)
    if found:
        trace, leg = found
        move = Move("blind", event.at, leg.leg_id, leg.leg_id, None, None, event.to, event.is_success)
        move.customer_leg_id = customer[1].leg_id if customer else None
        trace.moves.append(move)


def attended_transferred(calls: Calls, event: ev.AttendedTransferred) -> None:
    """AttendedTransfer: the consultation's legs belong to the customer's call from now on."""
    views = (event.first, event.second, event.customer, event.target)
    seen = [calls.see(view, event.at) if view else None for view in views]
    ids = [found[1].leg_id if found else None for found in seen]
    first = ids[0]
    if not event.is_success or first is None:
        return
    for leg_id in ids[1:]:
        if leg_id is not None:
            calls.unite(leg_id, first)
    trace = calls.home(first)
    second, customer = ids[1] or first, ids[2]
    for home in {calls.homes[leg_id] for leg_id in ids if leg_id is not None}:
        move = Move("attended", event.at, first, second, customer, ids[3], "", True)
        calls.traces[home].moves.append(move)
    if customer is not None and ids[3] is None:
        _take_place(trace, second, customer)


def _take_place(trace: Trace, consulting: str, customer: str) -> None:
    """A consultation completed while it still waited or rang: the customer waits in its place from now on."""
    for visit in trace.visits:
        if visit.leg_id == consulting and visit.state == "waiting":
            visit.leg_id = customer
    for dial in trace.dials:
        if dial.source_id == consulting and dial.ended_at is None:
            dial.source_id = customer


def parked(calls: Calls, event: ev.Parked) -> None:
    """A leg waits in the parking lot."""
    found = calls.see(event.leg, event.at)
    if found:
        found[0].lots.append(Lot(found[1].leg_id, event.space, event.by, event.at))


def unparked(calls: Calls, event: ev.Unparked) -> None:
    """A stay in the parking lot ends."""
    found = calls.see(event.leg, event.at)
    retriever = calls.see(event.retriever, event.at) if event.retriever else None
    if found is None:
        return
    for lot in calls.home(found[1].leg_id).lots:
        if lot.leg_id == found[1].leg_id and lot.ended_at is None:
            lot.ended_at, lot.ending = event.at, event.ending
            lot.retrieved_by = retriever[1].party if retriever else None


def picked_up(calls: Calls, event: ev.PickedUp) -> None:
    """Somebody takes a call that rings elsewhere: his leg belongs to that call."""
    found, target = calls.see(event.leg, event.at), calls.see(event.target, event.at)
    if found and target:
        trace = calls.unite(target[1].leg_id, found[1].leg_id)
        calls.note(trace, event.at, found[1].leg_id, "pickup", target[1].party)
        _take_over(trace, target[1], found[1], event.at)


def _take_over(trace: Trace, picked: Leg, picking: Leg, at: datetime) -> None:
    """A pick-up of a phone that has just answered: the picking leg slips into its bridge without a word of it.

    The PBX may take half a second over a pick-up (it answers the picking phone and waits for its sound), and the
    rung phone may answer meanwhile.
    """
    for stay in [stay for stay in trace.stays if stay.leg_id == picked.leg_id and stay.left_at is None]:
        stay.left_at = at
        trace.stays.append(Stay(picking.leg_id, stay.bridge_id, at))
        picked.taken_by = picking.leg_id


def _visits_of(trace: Trace, leg: Leg, queue: str | None) -> Iterator[VisitTrace]:
    return (visit for visit in trace.visits if visit.leg_id == leg.leg_id and queue in (None, visit.queue))


def _visit(calls: Calls, found: tuple[Trace, Leg], queue: str, happened: str) -> VisitTrace | None:
    """The visit that an event means: the latest one of the leg in the queue whose table declares the event."""
    surprised = None
    for visit in reversed(list(_visits_of(*found, queue))):
        state = visit_machine.advance(visit.state, happened)
        if state is not None and not (visit.state == "over" and happened != "finished"):
            visit.state = state
            return visit
        surprised = visit.state
    calls.surprises.append((f"{happened}_while_{surprised}", found[1].leg_id, queue))
    return None
