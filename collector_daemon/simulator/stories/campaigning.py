"""Somebody is dialled for a campaign through a Local channel, and bridged with an operator whose phone is rung for it.

Told as a real Asterisk tells it, but that the Local channel stays in between. Whoever answers and gets nobody within
two seconds hears a message and is hung up.
"""

from __future__ import annotations

import re

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import COMPANY_NUMBER, Course, Cut, Pbx, Taken
from collector_daemon.simulator.people import End, Visitor
from collector_daemon.simulator.reply import Action
from collector_daemon.simulator.schedule import Story
from collector_daemon.simulator.stories.originating import FAILURES, PHONE_DELAY, respond
from collector_daemon.simulator.wire import variables

PATIENCE, MESSAGE = 2.0, 3.0
"""Seconds of silence, and of the message after it."""
TALK = 20.0
DIALLED = re.compile(r"Local/([^@]+)@([^,/]+)")


def campaign_story(pbx: Pbx, action: Action) -> Story:
    """The whole of it."""
    yield 0.0
    seconds = float(action.get("timeout") or 30000) / 1000.0
    course, (one, two, leg) = _begin(pbx, action)
    reaction = pbx.people.outside(leg.number)
    decided = PHONE_DELAY + reaction.after if reaction.kind not in ("ignore", "silent") else float("inf")
    try:
        yield PHONE_DELAY
        for caller, rung in ((two, leg), (None, one)):
            pbx.switch.enter_state(rung, "Ringing")
            pbx.switch.tell_ringing(caller, rung)
        yield max(min(decided, seconds) - PHONE_DELAY, 0.0)
        if reaction.kind == "answer" and decided <= seconds:
            _answer(pbx, action, (one, two, leg))
            yield from _attended(pbx, course, (one, two, leg))
        else:
            _fail(pbx, course, action, (one, two, leg), reaction.kind if decided <= seconds else "ignore")
    except Cut:
        course.note.outcome = course.note.outcome or "no_answer"
        _end(pbx, course, (one, two, leg))
    course.note.end(pbx.now, "system")
    pbx.finish(course)


def dialled(channel: str) -> tuple[str, str]:
    """Number and context of a Local dial string; empty for anything else."""
    found = DIALLED.match(channel)
    return (found.group(1), found.group(2)) if found else ("", "")


def _begin(pbx: Pbx, action: Action) -> tuple[Course, tuple[Leg, Leg, Leg]]:
    number, context = dialled(action["channel"])
    one, two = pbx.switch.new_halves(
        number, context, "", (action.get("channelid", ""), action.get("otherchannelid", "")))  # fmt: skip
    course = pbx.begin(one, "outbound", Visitor(number, "", ""), called=number)
    course.task = pbx.schedule.running
    for name, value in variables(action.get("variable", "")):
        if "(" not in name:
            pbx.switch.set_variable(one, name, value)
    one.number = two.number = action.get("callerid", "") or COMPANY_NUMBER
    pbx.switch.tell_halves(one, two, is_optimised=False)
    pbx.switch.begin_dial(None, one, f"{number}@{context}")
    leg = pbx.switch.new_leg("PJSIP/trunk", number, "", context="from-trunk", exten="", state="Down",
                             linkedid=one.linkedid)  # fmt: skip
    pbx.switch.begin_dial(two, leg, f"{number}@trunk")
    course.legs += [two, leg]
    return course, (one, two, leg)


def _answer(pbx: Pbx, action: Action, legs: tuple[Leg, Leg, Leg]) -> None:
    one, two, leg = legs
    pbx.switch.enter_state(leg, "Up")
    pbx.switch.end_dial(two, leg, "ANSWER")
    pbx.switch.enter_state(two, "Up")
    bridge = pbx.switch.create_bridge()
    pbx.switch.enter(bridge, leg)
    pbx.switch.enter(bridge, two)
    pbx.switch.enter_state(one, "Up")
    respond(pbx, action, "Success", one.name, "4")
    pbx.switch.end_dial(None, one, "ANSWER")
    pbx.switch.run(one, action.get("application", "Playback"), action.get("data", ""))


def _attended(pbx: Pbx, course: Course, legs: tuple[Leg, Leg, Leg]) -> Story:
    """Until an operator is bridged with him and they have talked, or the message is over."""
    course.is_takeable = True
    course.note.outcome = "answered"
    try:
        yield PATIENCE + MESSAGE
    except Taken as taken:
        yield from _talk(pbx, course, legs, taken.leg)
        return
    finally:
        course.is_takeable = False
    _end(pbx, course, legs)


def _talk(pbx: Pbx, course: Course, legs: tuple[Leg, Leg, Leg], operator: Leg) -> Story:
    one, _two, leg = legs
    operator.linkedid = one.linkedid
    bridge = pbx.switch.create_bridge()
    pbx.switch.enter(bridge, one)
    pbx.switch.enter(bridge, operator)
    extension = operator.device.partition("/")[2]
    acts = [act for act in pbx.people.talk(extension, None) if isinstance(act, End)]
    by = leg
    try:
        yield acts[0].after if acts else TALK
        by = operator if acts and acts[0].by == "agent" else leg
    except Cut as cut:
        by = cut.leg
    pbx.switch.request_hangup(by, 16)
    _end(pbx, course, (*legs, operator))


def _fail(pbx: Pbx, course: Course, action: Action, legs: tuple[Leg, Leg, Leg], kind: str) -> None:
    one, two, leg = legs
    if kind in FAILURES:
        told, cause, code, course.note.outcome = FAILURES[kind]
        pbx.switch.request_hangup(leg, cause, code)
        reason = "0"
    else:
        told, cause, reason, course.note.outcome = "CANCEL", 19, "3", "no_answer"
        leg.cause = cause
    one.cause = two.cause = cause
    pbx.switch.end_dial(two, leg, told)
    respond(pbx, action, "Failure", action["channel"], reason, one.uniqueid)
    _end(pbx, course, legs)


def _end(pbx: Pbx, course: Course, legs: tuple[Leg, ...]) -> None:
    for leg in legs:
        if leg.uniqueid in pbx.switch.legs:
            leg.cause = leg.cause or 16
            pbx.switch.leave(leg)
            pbx.switch.hang_up(leg)
