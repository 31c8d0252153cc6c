"""A call as it is now: its phase and what each employee's phone does in it. For the board, never for facts."""

from __future__ import annotations

from datetime import datetime

from collector_daemon.core.attending import attending, recording_of
from collector_daemon.core.site import party_of
from collector_daemon.core.telling.call import conversations_of
from collector_daemon.core.telling.talks import hearings
from collector_daemon.core.telling.whom import Whom, whom
from collector_daemon.core.trace import Leg, Trace, VisitTrace
from shared.domain.board import CallPhase, CallRow


def activities(trace: Trace) -> dict[str, str]:
    """For each extension in the call what its phone does: "ringing", "talking", "on_hold"."""
    found: dict[str, str] = {}
    holding = {span.leg_id for span in trace.holds if span.ended_at is None}
    ringing = {dial.target_id for dial in trace.dials if dial.ended_at is None}
    for leg in trace.legs.values():
        if leg.ended_at is None and leg.is_inside and leg.is_person:
            activity = _activity(leg, holding, ringing)
            if activity and found.get(leg.party) != "talking":
                found[leg.party] = activity
    return found


def _activity(leg: Leg, holding: set[str], ringing: set[str]) -> str | None:
    if leg.leg_id in holding:
        return "on_hold"
    if leg.up_at is not None or leg.is_placed:
        return "talking"
    return "ringing" if leg.leg_id in ringing else None


def row_of(pbx: str, trace: Trace, before: CallRow | None, at: datetime) -> CallRow:
    """The board's row of a call; ``since`` stays while the phase does."""
    roles = whom(trace)
    doing = activities(trace)
    waiting = next((visit for visit in trace.visits if visit.state == "waiting"), None)
    phase = _phase(trace, roles, waiting, doing)
    visit = waiting or next((one for one in reversed(trace.visits) if one.connected_at or one.state == "talking"), None)
    lot = next((one for one in trace.lots if one.ended_at is None), None)
    had = attending(trace, roles) if phase in ("talking", "on_hold") else None
    return CallRow(
        pbx=pbx, call=trace.call_id, direction=roles.direction, phase=phase, started=trace.started_at,
        since=before.since if before and before.phase == phase else at, line=roles.line, caller=roles.caller,
        caller_name=roles.caller_name, called=roles.called, queue=visit.queue if visit else None,
        queue_entered=waiting.entered_at if waiting else None, position=waiting.position if waiting else None,
        agents=tuple(sorted(name for name, what in doing.items() if what != "ringing")),
        ringing=tuple(sorted(name for name, what in doing.items() if what == "ringing")),
        waited_seconds=None if waiting else _waited(trace), talking_since=had.since if had else None,
        held_seconds=had.held_seconds if had else 0.0, recording=recording_of(trace) if had else "none",
        consulting=had.consulting if had else None,
        space=lot.space if lot else None, parked_by=party_of(lot.by) or None if lot else None,
    )


def _waited(trace: Trace) -> float | None:
    """How long the customer had waited in a queue when he was answered there, last time."""
    for visit in reversed(trace.visits):
        if visit.connected_at is not None:
            return round((visit.connected_at - visit.entered_at).total_seconds(), 3)
    return None


def is_answered(trace: Trace) -> bool:
    """Has somebody talked with the customer? As the call's outcome will say when it is over."""
    if len(trace.stays) < 2:
        return False
    talks = conversations_of(trace, whom(trace), hearings(trace))
    return any("caller" in (talk.other, talk.party) for talk in talks)


def _phase(trace: Trace, roles: Whom, waiting: VisitTrace | None, doing: dict[str, str]) -> CallPhase:
    if any(lot.ended_at is None for lot in trace.lots):
        return "parked"
    if waiting is not None:
        return "ringing" if "ringing" in doing.values() else "waiting"
    if any(span.ended_at is None for span in trace.holds):
        return "on_hold"
    if _are_talking(trace):
        return "talking"
    if any(leg.order and leg.ended_at is None and leg.up_at is None for leg in trace.legs.values()):
        return "dialling"  # what rings is the phone of who asked for it
    if "ringing" in doing.values():
        return "ringing"
    if roles.direction == "inbound":
        return "ivr"
    return "dialling" if any(dial.ended_at is None for dial in trace.dials) else "other"


def _are_talking(trace: Trace) -> bool:
    """Two legs share a bridge and an employee or the customer is among those in bridges."""
    bridges: dict[str, int] = {}
    for stay in trace.stays:
        if stay.left_at is None:
            bridges[stay.bridge_id] = bridges.get(stay.bridge_id, 0) + 1
    return any(count > 1 for count in bridges.values())
