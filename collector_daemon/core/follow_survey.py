"""Writing into traces what a survey finds after a gap: who is still there, who came, who went, who was answered.

Rules:

1. Survey answers and live events share one ordered stream, and every deed here and in ``follow_legs`` may be done
   twice without harm, so nothing needs to be held back: what the survey says is simply true at its place.
2. A leg known before and not named by the survey ended in the gap. When is not known: at the agent's last call as
   the queue's members remember it (whole seconds), else we say when we last saw it, at the gap's beginning.
3. A visit that waited before, no longer waits and whose leg shares a bridge with a rung leg was answered in the gap.
4. A survey in the middle of a connection finds what a dropped message left open: such a leg ended when that is
   found, and it is a surprise. Visits are left alone then: their events are only a moment away.
5. If the PBX itself started after we lost it, everything before is lost: ended by the system.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from collector_daemon.core.calls import Calls, last_end
from collector_daemon.core.trace import SHUTDOWN_TAKES, Dial, Leg, Stay, Trace, VisitTrace
from shared.domain import events as ev
from shared.domain.events import LegView

RUNG = ("AppQueue", "AppDial", "AppDial2")
"""Applications that a rung (not placing) leg shows."""
BOOT_TOLERANCE = timedelta(seconds=2)


def link_lost(calls: Calls, event: ev.LinkLost) -> None:
    """From here on we do not see the PBX."""
    if calls.link_lost_at is None:
        calls.link_lost_at = event.at
    for trace in calls.traces.values():
        trace.is_in_gap = True
        for visit in trace.visits:
            visit.is_in_gap = visit.is_in_gap or visit.state == "waiting"


def link_made(calls: Calls, event: ev.LinkMade) -> None:
    """A survey follows: what it does not name is gone."""
    if calls.link_lost_at is None and calls.traces:
        link_lost(calls, ev.LinkLost(event.at))  # a capture without its gap mark, or a daemon started again
    calls.unseen_legs = calls.living()
    calls.unseen_visits = {
        (visit.leg_id, visit.queue) for trace in calls.traces.values() for visit in trace.visits
        if visit.state == "waiting"
    }


def survey_began(calls: Calls, event: ev.SurveyBegan) -> None:
    """What is known now must be named by the survey, or it is gone."""
    calls.unseen_legs = calls.living()


def pbx_booted(calls: Calls, event: ev.PbxBooted) -> None:
    """When this PBX process started: after the loss means that all we knew is lost."""
    before, calls.booted_at = calls.booted_at, event.started_at
    lost_at = calls.link_lost_at
    if lost_at is None or not calls.unseen_legs:
        return
    # Uptime is whole seconds, cut off; a loss may be noticed long after the restart.
    is_other = event.started_at > lost_at if before is None else event.started_at - before > BOOT_TOLERANCE
    if is_other:
        for leg_id in list(calls.unseen_legs):
            _gone(calls, leg_id, lost_at, is_system=True)
        calls.unseen_legs.clear()


def pbx_stopping(calls: Calls, event: ev.PbxStopping) -> None:
    """A clean stop: the ends of a moment ago were the PBX's doing. Those calls are told again."""
    for trace in calls.recent:
        if event.at - last_end(trace) <= SHUTDOWN_TAKES:
            trace.lost_at = event.at
            calls.finished.append(trace)
    for trace in calls.traces.values():
        trace.lost_at = event.at


def leg_surveyed(calls: Calls, event: ev.LegSurveyed) -> None:
    """A leg exists: one we know, or one that came in the gap."""
    is_new = event.leg.leg_id not in calls.homes
    is_rung = event.application in RUNG
    view = event.leg if is_rung or not is_new else placed(event.leg)
    found = calls.see(view, event.started_at if is_new else event.at, is_start=True)
    if found is None:
        return
    trace, leg = found
    calls.unseen_legs.discard(leg.leg_id)
    trace.line = trace.line or (event.line if leg.is_placed and not leg.is_inside else "")
    if is_new:
        trace.is_in_gap = True
        trace.started_at = min(trace.started_at, event.started_at)
        if leg.up_at is not None:
            leg.up_at = event.started_at
        if is_rung:
            trace.dials.append(Dial(None, leg.leg_id, leg.party, event.started_at, is_guessed=True))
    if event.bridge_id:
        _in_bridge(trace, leg, event.bridge_id, calls.link_lost_at)


def placed(view: LegView) -> LegView:
    """The view of a leg that is found running the dialplan: it placed its call."""
    return LegView(
        view.leg_id, view.call_id, view.channel, view.device, view.number, view.name, view.exten, view.is_up, True
    )


def _in_bridge(trace: Trace, leg: Leg, bridge_id: str, lost_at: datetime | None) -> None:
    for stay in trace.stays:
        if stay.leg_id == leg.leg_id and stay.left_at is None:
            if stay.bridge_id == bridge_id:
                return
            stay.left_at = lost_at or stay.entered_at
    entered_at = max(leg.started_at, lost_at) if lost_at else leg.started_at
    trace.stays.append(Stay(leg.leg_id, bridge_id, entered_at, is_guessed=True))


def caller_surveyed(calls: Calls, event: ev.CallerSurveyed) -> None:
    """A caller waits: one we know, or one that joined in the gap."""
    calls.unseen_visits.discard((event.leg_id, event.queue))
    trace = calls.trace_of(event.leg_id)
    if trace is None:
        device = event.channel.rpartition("-")[0]
        view = LegView(event.leg_id, event.leg_id, event.channel, device, event.number, "", "", False, True)
        found = calls.see(view, event.entered_at, is_start=True)
        if found is None:
            return
        trace = found[0]
    calls.unseen_legs.discard(event.leg_id)
    mine = [visit for visit in trace.visits if visit.leg_id == event.leg_id and visit.queue == event.queue]
    if any(visit.state == "waiting" for visit in mine):
        return
    trace.is_in_gap = True
    nth = len(mine) + 1
    trace.visits.append(VisitTrace(
        event.leg_id, event.leg_id, event.queue, nth, event.entered_at, event.position, "waiting"))


def legs_surveyed(calls: Calls, event: ev.LegsSurveyed) -> None:
    """All legs have been named: the rest is gone, and visits that no longer wait were answered or lost."""
    lost_at = calls.link_lost_at or event.at
    for leg_id in list(calls.unseen_legs):
        if calls.link_lost_at is None and leg_id in calls.homes:
            calls.surprises.append(("lost_end", leg_id, calls.home(leg_id).legs[leg_id].channel))
        _gone(calls, leg_id, _end_in_gap(calls, leg_id, lost_at, event.at), is_system=False)
    for leg_id, queue in calls.unseen_visits:
        trace = calls.trace_of(leg_id)
        for visit in trace.visits if trace else ():
            if trace and visit.leg_id == leg_id and visit.queue == queue and visit.state == "waiting":
                _answered_unseen(trace, visit, lost_at)
    calls.unseen_legs.clear()
    calls.unseen_visits.clear()
    calls.link_lost_at = None


def _end_in_gap(calls: Calls, leg_id: str, lost_at: datetime, now: datetime) -> datetime:
    trace = calls.trace_of(leg_id)
    devices = [leg.device for leg in trace.legs.values()] if trace else []
    ends = [calls.last_calls[device] for device in devices if device in calls.last_calls]
    inside = [end for end in ends if lost_at - timedelta(seconds=1) <= end <= now]
    return max(lost_at, min(inside)) if inside else lost_at


def _gone(calls: Calls, leg_id: str, at: datetime, is_system: bool) -> None:
    trace = calls.trace_of(leg_id)
    if trace is None:
        return
    leg = trace.legs[leg_id]
    leg.is_lost = True
    trace.is_in_gap = True
    if is_system:
        trace.lost_at = at
    for visit in trace.visits:
        if visit.leg_id == leg_id and visit.state == "waiting":
            visit.state, visit.left_at, visit.is_in_gap = "over", at, True
    calls.end_leg(trace, leg, at)


def _answered_unseen(trace: Trace, visit: VisitTrace, lost_at: datetime) -> None:
    """The leg talks to a rung leg: that one answered. Otherwise how the visit ended is lost."""
    mine = next((stay for stay in trace.stays if stay.leg_id == visit.leg_id and stay.left_at is None), None)
    for stay in trace.stays:
        if mine is None or stay.left_at or stay.leg_id == visit.leg_id or stay.bridge_id != mine.bridge_id:
            continue
        leg = trace.legs[stay.leg_id]
        visit.state, visit.target_id, visit.interface = "talking", leg.leg_id, leg.interface or leg.device
        visit.connected_at = visit.left_at = max(stay.entered_at, mine.entered_at)
        _give_ringing(trace, visit, leg)
        return
    visit.state, visit.left_at = "over", lost_at


def _give_ringing(trace: Trace, visit: VisitTrace, leg: Leg) -> None:
    """The ringing that must have come before the answer belongs to the visit."""
    number = trace.visits.index(visit)
    for dial in trace.dials:
        if dial.target_id == leg.leg_id:
            dial.source_id, dial.visit, dial.status = visit.leg_id, number, "answer"
            dial.ended_at = dial.ended_at or visit.connected_at


def member_seen(calls: Calls, event: ev.MemberSeen) -> None:
    """Queues teach who belongs to the house, and remember when a member's last call ended (whole seconds)."""
    calls.site.learn(event.state_interface)
    if event.last_call_at is not None:
        calls.last_calls[event.state_interface] = event.last_call_at + timedelta(seconds=0.5)
