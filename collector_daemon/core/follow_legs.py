"""Writing into traces what happens to legs: births, ringing, bridges, holds, steps, recordings, ends."""

from __future__ import annotations

import re

from collector_daemon.core import visit_machine
from collector_daemon.core.calls import Calls
from collector_daemon.core.trace import Dial, Leg, Span, Stay, Tape, Trace
from shared.domain import events as ev

TOLD_STEPS = {
    "Answer": "ivr", "Playback": "ivr", "Background": "ivr", "Read": "ivr", "WaitExten": "ivr", "SayDigits": "ivr",
    "Queue": "queue", "Dial": "dial", "VoiceMail": "voicemail", "Directory": "ivr", "ConfBridge": "conference",
    "Voicemail": "voicemail", "VoiceMailMain": "voicemail", "Park": "park", "Pickup": "pickup", "PickupChan": "pickup",
}
"""Dialplan applications that the tracking tells, by our word."""
_BRACKETS = re.compile(r"\([^()]*\)")


def leg_started(calls: Calls, event: ev.LegStarted) -> None:
    """Newchannel."""
    found = calls.see(event.leg, event.at, is_start=True)
    if found and found[0].line == "" and event.leg.is_placed:
        found[0].line = event.leg.exten


def leg_changed(calls: Calls, event: ev.LegChanged) -> None:
    """A leg looks different: ``see`` has done it all."""
    calls.see(event.leg, event.at)


def step_reached(calls: Calls, event: ev.StepReached) -> None:
    """The dialplan goes on: kept for the tracking, and for callers whom a queue refuses without a word."""
    found = calls.see(event.leg, event.at)
    if found is None or event.application.startswith("App"):
        return  # AppDial, AppQueue, AppDial2: the rung legs' own placeholders
    trace, leg = found
    leg.mixing = mixing_options(event.argument) if event.application == "MixMonitor" else None
    if event.application == "Queue":
        leg.queue_step_at, leg.queue_step = event.at, event.argument.partition(",")[0]
    kind = TOLD_STEPS.get(event.application)
    calls.note(trace, event.at, leg.leg_id, kind or "step", f"{event.application}({event.argument})")


def end_requested(calls: Calls, event: ev.LegEndRequested) -> None:
    """The far end hung up; the first time counts."""
    found = calls.see(event.leg, event.at)
    if found and found[1].end_requested_at is None:
        found[1].end_requested_at = event.at
        found[1].cause = event.cause


def leg_ended(calls: Calls, event: ev.LegEnded) -> None:
    """Hangup: closes all that the leg had open, its visits too."""
    found = calls.see(event.leg, event.at)
    if found is None:
        return
    trace, leg = found
    leg.cause, leg.sip_code = event.cause or leg.cause, event.sip_code
    for visit in trace.visits:
        if visit.leg_id == leg.leg_id:
            visit.state = visit_machine.advance(visit.state, "leg_ended") or visit.state
            visit.left_at = visit.left_at or event.at
    calls.end_leg(trace, leg, event.at)


def dial_started(calls: Calls, event: ev.DialStarted) -> None:
    """A ringing begins. It belongs to the visit its source is waiting in, if any."""
    source = calls.see(event.source, event.at) if event.source else None
    found = calls.see(event.target, event.at)
    if found is None:
        return
    leg = found[1]
    trace = calls.unite(source[1].leg_id, leg.leg_id) if source else found[0]
    visit = None
    for number, stay in enumerate(trace.visits):
        # 22 announces a pick-up as a ringing of the leg that picks up: that phone never rang
        if source and stay.leg_id == source[1].leg_id and stay.state == "waiting" and not leg.is_placed:
            visit = number
    source_id = source[1].leg_id if source else None
    trace.dials.append(Dial(source_id, leg.leg_id, event.number, event.at, visit=visit))


def dial_rang(calls: Calls, event: ev.DialRang) -> None:
    """The phone confirmed that it rings (a dead one is "rung" too, in silence, until the time-out)."""
    found = calls.see(event.target, event.at)
    for dial in found[0].dials if found else ():
        if found and dial.target_id == found[1].leg_id:
            dial.has_rung = True


def dial_ended(calls: Calls, event: ev.DialEnded) -> None:
    """A ringing ends; a second end of the same ringing is ignored, as is one that never began (pick-up)."""
    if event.source:
        calls.see(event.source, event.at)
    found = calls.see(event.target, event.at)
    if found is None:
        return
    trace, leg = found
    for dial in reversed(trace.dials):
        if dial.target_id == leg.leg_id and dial.ended_at is None:
            dial.ended_at, dial.status, dial.forward = event.at, event.status, event.forward
            return


def halves_linked(calls: Calls, event: ev.HalvesLinked) -> None:
    """The two ends of a Local channel: one call, and sound passes between them."""
    one, two = calls.see(event.one, event.at), calls.see(event.two, event.at)
    if one and two:
        calls.unite(one[1].leg_id, two[1].leg_id)
        one[1].twin, two[1].twin = two[1].leg_id, one[1].leg_id


def bridge_entered(calls: Calls, event: ev.BridgeEntered) -> None:
    """A leg enters a bridge; entering twice (seen in a survey before) changes nothing."""
    found = calls.see(event.leg, event.at)
    if found is None:
        return
    trace, leg = found
    for stay in trace.stays:
        if stay.leg_id == leg.leg_id and stay.left_at is None:
            if stay.bridge_id == event.bridge_id:
                return
            stay.left_at = event.at
    trace.stays.append(Stay(leg.leg_id, event.bridge_id, event.at))


def bridge_left(calls: Calls, event: ev.BridgeLeft) -> None:
    """A leg leaves a bridge."""
    found = calls.see(event.leg, event.at)
    if found is None:
        return
    for stay in found[0].stays:
        if stay.leg_id == found[1].leg_id and stay.bridge_id == event.bridge_id and stay.left_at is None:
            stay.left_at = event.at


def hold_started(calls: Calls, event: ev.HoldStarted) -> None:
    """Hold; a second one while holding changes nothing."""
    found = calls.see(event.leg, event.at)
    if found and _open_hold(found[0], found[1]) is None:
        found[0].holds.append(Span(found[1].leg_id, event.at))


def hold_ended(calls: Calls, event: ev.HoldEnded) -> None:
    """Unhold; without a Hold before (sent on REFER) it means nothing."""
    found = calls.see(event.leg, event.at)
    span = _open_hold(found[0], found[1]) if found else None
    if span:
        span.ended_at = event.at


def _open_hold(trace: Trace, leg: Leg) -> Span | None:
    return next((span for span in trace.holds if span.leg_id == leg.leg_id and span.ended_at is None), None)


def digit_pressed(calls: Calls, event: ev.DigitPressed) -> None:
    """A digit, kept for the tracking."""
    found = calls.see(event.leg, event.at)
    if found:
        calls.note(found[0], event.at, found[1].leg_id, "digit", event.digit)


def user_signal(calls: Calls, event: ev.UserSignal) -> None:
    """The dialplan's own event."""
    found = calls.see(event.leg, event.at)
    if found:
        calls.note(found[0], event.at, found[1].leg_id, "signal", f"{event.name}: {event.text}")


def leg_ordered(calls: Calls, event: ev.LegOrdered) -> None:
    """The leg was made for a command of an operator's. Inherited by nobody: the first word of it counts."""
    found = calls.see(event.leg, event.at)
    if found and found[1].order is None:
        found[1].order = event.kind, event.what
        found[1].is_order_outside = event.kind == "dial" and not calls.site.is_extension(event.what)


def campaign_named(calls: Calls, event: ev.CampaignNamed) -> None:
    """The leg was made for a campaign; the first word of it counts."""
    found = calls.see(event.leg, event.at)
    if found:
        found[1].campaign = found[1].campaign or event.campaign


def recording_named(calls: Calls, event: ev.RecordingNamed) -> None:
    """The file of the recording that starts next on this leg (MixMonitorStart itself names none)."""
    found = calls.see(event.leg, event.at)
    if found:
        found[1].recording = event.file


def recording_started(calls: Calls, event: ev.RecordingStarted) -> None:
    """A recording starts on a leg."""
    found = calls.see(event.leg, event.at)
    if found is None:
        return
    trace, leg = found
    is_bridged_only = _is_by_queue(trace, leg) if leg.mixing is None else "b" in leg.mixing
    leg.mixing = None
    trace.tapes.append(Tape(leg.leg_id, leg.recording, event.at, is_bridged_only=is_bridged_only))


def mixing_options(argument: str) -> str:
    """The letters of MixMonitor's options (``file,bW(2),command``), without what stands in brackets."""
    while (plain := _BRACKETS.sub("", argument)) != argument:
        argument = plain
    return argument.split(",", 2)[1] if "," in argument else ""


def _is_by_queue(trace: Trace, leg: Leg) -> bool:
    """Did the queue start it? It does so between the answer and the bridge, always with option b."""
    answered = {dial.visit for dial in trace.dials if dial.status == "answer" and dial.visit is not None}
    return any(
        number in answered and visit.leg_id == leg.leg_id and visit.connected_at is None
        for number, visit in enumerate(trace.visits)
    )


def recording_touched(calls: Calls, event: ev.RecordingTouched) -> None:
    """Somebody pressed the key for a recording; that starts it with option b, on the other party's leg."""
    found = calls.see(event.leg, event.at)
    for tape in found[0].tapes if found else ():
        if found and tape.leg_id == found[1].leg_id and tape.file.endswith(event.file):
            tape.is_bridged_only = True


def recording_stopped(calls: Calls, event: ev.RecordingStopped) -> None:
    """Recordings of a leg stop (the PBX does not say which)."""
    found = calls.see(event.leg, event.at)
    for tape in found[0].tapes if found else ():
        if found and tape.leg_id == found[1].leg_id:
            tape.ended_at = tape.ended_at or event.at


def recording_muted(calls: Calls, event: ev.RecordingMuted) -> None:
    """Recordings of a leg pause or go on."""
    found = calls.see(event.leg, event.at)
    for tape in found[0].tapes if found else ():
        if not found or tape.leg_id != found[1].leg_id or tape.ended_at:
            continue
        running = bool(tape.mutes) and tape.mutes[-1].ended_at is None
        if event.is_muted and not running:
            tape.mutes.append(Span(tape.leg_id, event.at))
        elif not event.is_muted and running:
            tape.mutes[-1].ended_at = event.at
