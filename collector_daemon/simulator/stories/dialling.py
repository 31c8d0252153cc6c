"""Dial(): one channel calls one phone or outside number and waits for the answer.

Unlike app_queue it tells the truth at once (DialEnd BUSY), once, and the legs end with cause 16.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Course, Cut, Onward, Pbx
from collector_daemon.simulator.people import Reaction
from collector_daemon.simulator.stories.steps import clear_transfer
from shared.domain.calls import CallOutcome

PHONE_DELAY = 0.05
OUTCOMES: dict[str, CallOutcome] = {"BUSY": "busy", "NOANSWER": "no_answer", "CHANUNAVAIL": "failed",
                                    "CANCEL": "cancelled", "ANSWER": "answered"}
"""DIALSTATUS → how the call ended."""
Dialled = Generator[float | None, object, tuple[str, Leg | None]]
FAILURES = {"busy": ("BUSY", "BUSY", 17, 486), "decline": ("NOANSWER", "CHANUNAVAIL", 21, 603),
            "unreachable": ("NOANSWER", "CHANUNAVAIL", 1, 404)}
"""Reaction → DialEnd's DialStatus, DIALSTATUS, Cause, TechCause."""


@dataclass(slots=True, eq=False)
class Dialling:
    """``leg`` dials ``number``. ``dest`` is the leg that rings."""

    pbx: Pbx
    course: Course
    leg: Leg
    number: str
    dest: Leg | None = None


def dial_inside(dialling: Dialling, seconds: float = 20.0, patience: float | None = None,
                options: str = "tTkKxX", priority: int = 1, is_step_told: bool = True) -> Dialled:
    """Dial(PJSIP/ext,seconds): gives DIALSTATUS and, on ANSWER, the leg that is now in a bridge with the
    caller.
    """
    pbx, leg, number = dialling.pbx, dialling.leg, dialling.number
    if is_step_told:
        pbx.switch.go_to(
            leg, leg.context, leg.exten, priority, "Dial", f"PJSIP/{number},{seconds:.0f},{options}"
        )
    _clear(dialling)
    if f"PJSIP/{number}" not in pbx.phones.registered:
        pbx.switch.set_variable(leg, "DIALSTATUS", "CHANUNAVAIL")
        leg.cause, leg.tech_cause = 3, 404
        return "CHANUNAVAIL", None
    dest = pbx.new_phone_leg(number, leg.linkedid)
    dest.connect_to(leg)
    dest.exten = leg.exten
    dialling.dest = dest
    dialling.course.legs.append(dest)
    pbx.switch.run(dest, "AppDial", "(Outgoing Line)")
    pbx.switch.show_connected(dest, leg)
    pbx.switch.begin_dial(leg, dest, number)
    pbx.switch.show_connected(leg, dest)
    return (yield from await_answer(dialling, pbx.people.reaction(number, None), seconds, patience))


def await_answer(dialling: Dialling, reaction: Reaction, seconds: float, patience: float | None) -> Dialled:
    """Waits for what the other side does, for ``seconds``, or until the caller loses ``patience``
    (CANCEL).
    """
    pbx, leg, dest = dialling.pbx, dialling.leg, dialling.dest
    if dest is None:
        return "CHANUNAVAIL", None
    started = pbx.now
    decided = reaction.after + PHONE_DELAY if reaction.kind not in ("ignore", "silent") else float("inf")
    is_given_up = patience is not None and patience < min(decided, seconds)
    try:
        if reaction.kind != "silent":
            yield PHONE_DELAY
            pbx.switch.enter_state(dest, "Ringing")
            pbx.switch.tell_ringing(leg, dest)
        until = min(decided, seconds, float("inf") if patience is None else max(patience, PHONE_DELAY))
        yield max(0.0, started + until - pbx.now)
    except Onward as onward:
        pbx.switch.go_to(leg, onward.context, onward.exten, 1, leg.application, leg.app_data)
        _cancel(dialling)
        raise
    except Cut as cut:
        _cancel(dialling)
        if cut.leg is dest:
            return "CANCEL", None
        raise
    if is_given_up:
        _cancel(dialling)
        return "CANCEL", None
    if decided > seconds:
        return _time_out(dialling)
    if reaction.kind == "answer":
        return _answer(dialling)
    return _fail(dialling, reaction.kind)


def _clear(dialling: Dialling) -> None:
    for variable in ("DIALSTATUS", "DIALEDPEERNAME"):
        dialling.pbx.switch.set_variable(dialling.leg, variable)


def _answer(dialling: Dialling) -> tuple[str, Leg | None]:
    switch, leg, dest = dialling.pbx.switch, dialling.leg, dialling.dest
    assert dest is not None
    dest.cause = 16
    leg.cause = leg.cause or 16
    switch.enter_state(dest, "Up")
    switch.set_variable(leg, "DIALSTATUS", "ANSWER")
    switch.set_variable(leg, "DIALEDPEERNAME", dest.name)
    switch.end_dial(leg, dest, "ANSWER")
    if not leg.is_up():
        switch.enter_state(leg, "Up")
    bridge = switch.create_bridge()
    dest.exten = ""
    switch.run(dest, "AppDial", "(Outgoing Line)")
    switch.enter(bridge, dest)
    switch.enter(bridge, leg)
    clear_transfer(dialling.pbx, leg)
    return "ANSWER", dest


def _fail(dialling: Dialling, kind: str) -> tuple[str, Leg | None]:
    told, status, cause, code = FAILURES[kind]
    switch, leg, dest = dialling.pbx.switch, dialling.leg, dialling.dest
    assert dest is not None
    switch.request_hangup(dest, cause, code)
    switch.end_dial(leg, dest, told)
    switch.hang_up(dest)
    switch.set_variable(leg, "DIALSTATUS", status)
    leg.cause, leg.tech_cause = cause, code
    return status, None


def _time_out(dialling: Dialling) -> tuple[str, Leg | None]:
    switch, leg, dest = dialling.pbx.switch, dialling.leg, dialling.dest
    assert dest is not None
    switch.end_dial(leg, dest, "NOANSWER")
    switch.set_variable(leg, "DIALSTATUS", "NOANSWER")
    switch.hang_up(dest)
    return "NOANSWER", None


def _cancel(dialling: Dialling) -> None:
    """Who dialled hangs up while it rings."""
    switch, leg, dest = dialling.pbx.switch, dialling.leg, dialling.dest
    assert dest is not None
    if leg.is_up():
        switch.request_hangup(leg)
        dest.cause = 16
    else:
        switch.request_hangup(leg, 127, 487)
        dest.cause, dest.tech_cause = 127, 500
    switch.end_dial(leg, dest, "CANCEL")
    switch.set_variable(leg, "DIALSTATUS", "CANCEL")
    switch.hang_up(dest)
