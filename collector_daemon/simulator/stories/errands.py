"""Somebody's own phone is rung by AMI for what he asks: to dial, to take a parked call, to pick one up, to listen.

Whoever asked for it lifts the phone after a second. Until then the call is nothing but that; afterwards it is the call
that was dialled, or part of the one that was taken.
"""

from __future__ import annotations

import re

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Course, Cut, Pbx, Taken
from collector_daemon.simulator.people import Visitor
from collector_daemon.simulator.reply import Action
from collector_daemon.simulator.schedule import Story
from collector_daemon.simulator.stories.campaigning import dialled
from collector_daemon.simulator.stories.dialling import PHONE_DELAY
from collector_daemon.simulator.stories.originating import respond
from collector_daemon.simulator.stories.outgoing import go_on
from collector_daemon.simulator.stories.watching import watch
from collector_daemon.simulator.wire import variables

LIFTED = 1.0
"""How long somebody needs to lift the phone that he has just had rung."""
FAILED, LIFTED_REASON = "0", "4"
"""OriginateResponse's Reason."""
_PREFIXED = re.compile(r"0\d{9,}")
"""An outside number with the digit that gets a line; the dialplan takes it off."""


def errand(pbx: Pbx, action: Action) -> Story:
    """The whole of it, from the ringing of the agent's phone on."""
    yield 0.0
    device = action["channel"]
    if device not in pbx.phones.registered:
        respond(pbx, action, "Failure", device, FAILED, action.get("channelid", ""))
        return
    course = _begin(pbx, action, device.partition("/")[2])
    leg = course.leg
    try:
        yield PHONE_DELAY
        pbx.switch.tell_ringing(None, leg)
        pbx.switch.enter_state(leg, "Ringing")
        yield LIFTED
    except Cut:
        leg.cause = 16
        pbx.switch.end_dial(None, leg, "NOANSWER")
        respond(pbx, action, "Failure", device, FAILED, action.get("channelid", ""))
        pbx.switch.hang_up(leg)
        _forget(pbx, course)
        return
    pbx.switch.enter_state(leg, "Up")
    respond(pbx, action, "Success", leg.name, LIFTED_REASON)
    pbx.switch.end_dial(None, leg, "ANSWER")
    yield from _go(pbx, course, action)


def _begin(pbx: Pbx, action: Action, extension: str) -> Course:
    number = _number(action)
    is_inside = number in pbx.directory
    leg = pbx.switch.new_leg(action["channel"], extension, pbx.directory.get(extension, ""), context="internal",
                             exten="s", state="Down", uniqueid=action.get("channelid", ""))
    course = pbx.begin(leg, "internal" if is_inside else "outbound", Visitor(extension, "", ""), caller=extension,
                       called=number)
    course.task = pbx.schedule.running
    pbx.switch.run(leg, "AppDial2", "(Outgoing Line)")
    for name, value in variables(action.get("variable", "")):
        if name.startswith("CONNECTEDLINE(num"):
            leg.connected_number = value
            pbx.switch.emit("NewConnectedLine", leg.headers())
        elif "(" not in name:
            pbx.switch.set_variable(leg, name, value)
    pbx.switch.begin_dial(None, leg, extension)
    return course


def _go(pbx: Pbx, course: Course, action: Action) -> Story:
    """Where the phone goes once it is lifted."""
    number, leg, application = _number(action), course.leg, action.get("application", "").lower()
    if application == "chanspy":
        yield from watch(pbx, course, pbx.named(action.get("data", "").partition(",")[0]))
    elif application == "pickupchan":
        _take(pbx, course, pbx.named(action.get("data", "").partition("&")[0]))
    elif application == "bridge":
        _take(pbx, course, pbx.named(action.get("data", "")))
    elif application == "dial":
        yield from go_on(pbx, course, dialled(action.get("data", ""))[0])
    elif number in pbx.lot.parked:
        pbx.switch.go_to(leg, "internal", number, 1, "ParkedCall", f"default,{number}")
        _take(pbx, course, pbx.lot.parked[number].leg)
    else:
        yield from go_on(pbx, course, number)


def _take(pbx: Pbx, course: Course, target: Leg | None) -> None:
    """The phone takes another call, if that is still to be had."""
    other = pbx.course_of(target) if target else None
    if other is None or other.task is None or not other.is_takeable:
        pbx.switch.hang_up(course.leg)
        _forget(pbx, course)
        return
    pbx.hand_over(course, other)
    pbx.schedule.wake(other.task, Taken(course.leg, target))


def _forget(pbx: Pbx, course: Course) -> None:
    """Nothing came of it: no call."""
    pbx.courses.remove(course)


def _number(action: Action) -> str:
    number = action.get("exten", "") or dialled(action.get("data", ""))[0]
    return number[1:] if _PREFIXED.fullmatch(number) else number
