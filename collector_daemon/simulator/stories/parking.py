"""Parking: the customer waits on a numbered space until somebody fetches them, time is up, or they hang up.

AgentComplete says ``transfer`` at once, but the parker's leg lives on for the seconds in which the phone says
the number of the space. Who fetches the call gets the customer's Linkedid without an event of its own.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Literal

from collector_daemon.simulator.legs import Bridge, Leg
from collector_daemon.simulator.notes import instant
from collector_daemon.simulator.parking_lot import Parked
from collector_daemon.simulator.pbx import Over, Pbx, Redirected, SentFromLot, Taken
from collector_daemon.simulator.people import Park
from collector_daemon.simulator.schedule import Story
from collector_daemon.simulator.stories.dialling import Dialling, dial_inside
from collector_daemon.simulator.stories.meeting import Meeting
from collector_daemon.simulator.stories.steps import close
from shared.domain.calls import Parking

SAYING = 2.65
"""How long the PBX takes to tell the parker the number of the space."""
ParkingEnding = Literal["retrieved", "timeout", "gave_up", "redirected"]
Part = Generator[float | None, object, None]


def park(meeting: Meeting, act: Park) -> Part:
    """Parks the customer and waits; afterwards ``meeting`` is with whoever has the call then. Raises Over."""
    pbx, switch, caller, parker = meeting.pbx, meeting.pbx.switch, meeting.caller, meeting.agent
    _tell_transfer(meeting)
    bridge = _parking_bridge(pbx)
    switch.set_variable(caller, "BLINDTRANSFER", parker.name)
    switch.leave(caller)
    place = Parked(caller, pbx.lot.free_space(), parker, pbx.now)
    pbx.lot.parked[place.space] = place
    _tell(pbx, "ParkedCall", place)
    switch.enter(bridge, caller)
    switch.set_variable(caller, "BLINDTRANSFER")
    switch.play_music(caller)
    meeting.course.left_alone.append(parker)
    pbx.schedule.start(_say_the_number(pbx, parker))
    by = act.retrieved_by
    patience = meeting.course.visitor.patience or float("inf")
    end = min(pbx.lot.seconds, act.wait if by else float("inf"), max(patience, SAYING + 1.0))
    taken: Taken | None = None
    meeting.course.is_takeable = True
    try:
        yield end
    except Taken as by_desk:
        taken = by_desk
    except Redirected as onward:
        raise _send_on(meeting, place, onward) from None
    finally:
        meeting.course.is_takeable = False
        del pbx.lot.parked[place.space]
    if taken:
        _give(meeting, place, taken.leg)
        return
    if end < pbx.lot.seconds and not (by and end == act.wait):
        _give_up(meeting, place)
    if by and end == act.wait and pbx.phones.is_free(f"PJSIP/{by}"):
        _fetch(meeting, place, by)
    else:
        yield max(0.0, place.since + pbx.lot.seconds - pbx.now)
        yield from _come_back(meeting, place)


def _tell_transfer(meeting: Meeting) -> None:
    switch, caller, parker = meeting.pbx.switch, meeting.caller, meeting.agent
    switch.emit("Unhold", parker.headers())
    bridge = parker.bridge
    switch.emit(
        "BlindTransfer",
        {"Result": "Success"},
        parker.headers("Transferer"),
        caller.headers("Transferee"),
        bridge.headers() if bridge else {},
        {"IsExternal": "Yes", "Context": "internal", "Extension": "700"},
    )
    meeting.complete(parker, "transfer", "transfer")
    meeting.note.end(meeting.pbx.now)
    meeting.account = None


def _parking_bridge(pbx: Pbx) -> Bridge:
    if pbx.lot.bridge is None:
        pbx.lot.bridge = pbx.switch.create_bridge("parking", "holding_bridge", "Parking", "default")
    return pbx.lot.bridge


def _say_the_number(pbx: Pbx, parker: Leg) -> Story:
    yield SAYING
    if parker.uniqueid in pbx.switch.legs:
        pbx.switch.leave(parker)
        parker.cause = parker.cause or 16
        pbx.switch.hang_up(parker)


def _fetch(meeting: Meeting, place: Parked, by: str) -> None:
    """Somebody dials the space's number."""
    pbx, switch = meeting.pbx, meeting.pbx.switch
    leg = switch.new_leg(f"PJSIP/{by}", by, pbx.directory.get(by, ""), context="internal", exten=place.space,
                         state="Ring")
    meeting.course.legs.append(leg)
    meeting.course.note.absorbed.append(leg.uniqueid)
    switch.run(leg, "ParkedCall", f"default,{place.space}")
    switch.enter_state(leg, "Up")
    _give(meeting, place, leg)


def _give(meeting: Meeting, place: Parked, leg: Leg) -> None:
    """The call is taken off the space by a leg that is up."""
    pbx, switch, caller = meeting.pbx, meeting.pbx.switch, meeting.caller
    by = leg.device.partition("/")[2]
    bridge = switch.create_bridge()
    switch.stop_music(caller)
    switch.emit("UnParkedCall", caller.headers("Parkee"), leg.headers("Retriever"), _of(pbx, place))
    switch.leave(caller)
    switch.enter(bridge, caller)
    leg.linkedid = caller.linkedid
    switch.enter(bridge, leg)
    switch.show_connected(caller, leg)
    switch.show_connected(leg, caller)
    _note(meeting, place, "retrieved", by)
    meeting.agent, meeting.party = leg, by
    meeting.note = meeting.course.note.talk(by, "caller", leg.uniqueid, pbx.now)


def _come_back(meeting: Meeting, place: Parked) -> Part:
    """Nobody fetched the call: the parker's phone rings."""
    pbx, switch, caller = meeting.pbx, meeting.pbx.switch, meeting.caller
    extension = place.by.device.partition("/")[2]
    caller.context, caller.exten, caller.priority = "park-dial", f"PJSIP_{extension}", 1
    _tell(pbx, "ParkedCallTimeOut", place)
    switch.stop_music(caller)
    switch.leave(caller)
    _note(meeting, place, "timeout")
    switch.run(caller, caller.application, caller.app_data)
    caller.application = "Dial"
    dialling = Dialling(pbx, meeting.course, caller, extension)
    status, dest = yield from dial_inside(dialling, 30.0, is_step_told=False)
    if status != "ANSWER" or dest is None:
        meeting.course.note.ended_by = "system"
        caller.cause = caller.cause or 16
        close(pbx, meeting.course)
        raise Over
    meeting.agent, meeting.party = dest, extension
    meeting.note = meeting.course.note.talk(extension, "caller", dest.uniqueid, pbx.now)


def _give_up(meeting: Meeting, place: Parked) -> None:
    """The customer hangs up on the space."""
    pbx, switch, caller = meeting.pbx, meeting.pbx.switch, meeting.caller
    switch.request_hangup(caller)
    switch.stop_music(caller)
    switch.leave(caller)
    switch.request_soft_hangup(caller)
    _tell(pbx, "ParkedCallGiveUp", place)
    caller.cause = caller.cause or 16
    switch.hang_up(caller)
    _note(meeting, place, "gave_up")
    meeting.course.note.ended_by = "caller"
    raise Over


def _send_on(meeting: Meeting, place: Parked, onward: Redirected) -> SentFromLot:
    """AMI sends the customer elsewhere: it is told as giving up."""
    pbx, switch, caller = meeting.pbx, meeting.pbx.switch, meeting.caller
    switch.stop_music(caller)
    switch.go_to(caller, onward.context, onward.exten, 1, caller.application, caller.app_data)
    _tell(pbx, "ParkedCallGiveUp", place)
    switch.leave(caller)
    caller.cause = caller.cause or 16
    _note(meeting, place, "redirected")
    return SentFromLot(onward.context, onward.exten)


def _note(
    meeting: Meeting, place: Parked, ending: ParkingEnding, by: str | None = None
) -> None:
    meeting.course.note.parkings.append(Parking(
        space=place.space, by=place.by.device.partition("/")[2], started_at=instant(place.since),
        ended_at=instant(meeting.pbx.now), ending=ending, retrieved_by=by))


def _tell(pbx: Pbx, event: str, place: Parked) -> None:
    pbx.switch.emit(event, place.leg.headers("Parkee"), _of(pbx, place))


def _of(pbx: Pbx, place: Parked) -> dict[str, str]:
    return place.place_headers(pbx.now, pbx.lot.seconds)
