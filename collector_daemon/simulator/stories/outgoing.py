"""Calls that agents make: to outside numbers and to colleagues; and what a transfer to the outside does."""

from __future__ import annotations

from collections.abc import Generator

from collector_daemon.simulator.causes import SIP_CODES
from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Course, Cut, Over, Pbx
from collector_daemon.simulator.people import Visitor
from collector_daemon.simulator.schedule import Story
from collector_daemon.simulator.stories.dialling import OUTCOMES, Dialling, dial_inside
from collector_daemon.simulator.stories.meeting import Meeting
from collector_daemon.simulator.stories.outside import dial_outside
from collector_daemon.simulator.stories.steps import close, step
from collector_daemon.simulator.stories.talking import talk
from shared.domain.calls import EndedBy

Part = Generator[float | None, object, None]


def call_out(pbx: Pbx, extension: str, number: str, patience: float | None = None) -> Story:
    """An agent dials ``number``: outside, or a colleague's extension. ``patience``: hangs up after that
    ringing.
    """
    yield 0.0
    leg = pbx.switch.new_leg(
        f"PJSIP/{extension}",
        extension,
        pbx.directory.get(extension, ""),
        context="internal",
        exten=number,
        state="Ring",
    )
    leg.is_dialling = True
    is_inside = number in pbx.directory
    visitor = Visitor(extension, "", "", patience=patience)
    course = pbx.begin(leg, "internal" if is_inside else "outbound", visitor, caller=extension, called=number)
    course.task = pbx.schedule.running
    yield from go_on(pbx, course, number)


def go_on(pbx: Pbx, course: Course, number: str) -> Story:
    """The agent's channel is there and dials the number: to the end of the call."""
    is_inside = number in pbx.directory
    try:
        yield from _inside(pbx, course, number) if is_inside else _outside(pbx, course, number)
    except Over:
        pass
    except Cut:
        course.note.ended_by = "system"
        close(pbx, course)
    course.note.end(pbx.now, course.note.ended_by)
    pbx.finish(course)


def _inside(pbx: Pbx, course: Course, number: str) -> Part:
    dialling = Dialling(pbx, course, course.leg, number)
    status, dest = yield from dial_inside(dialling, patience=course.visitor.patience)
    course.note.outcome = OUTCOMES[status]
    if status == "ANSWER" and dest:
        yield from _converse(pbx, course, dest, course.note.caller or "", number)
    if status != "CANCEL":
        step(pbx, course, "internal", number, 2, "Hangup", str(course.leg.cause))
        course.leg.tech_cause = SIP_CODES.get(course.leg.cause)
    _end(pbx, course, status)


def _outside(pbx: Pbx, course: Course, number: str) -> Part:
    leg, agent = course.leg, course.leg.number
    step(pbx, course, "internal", number, 1, "Goto", f"outbound,{number},1")
    status, dest = yield from dial_outside(pbx, course, leg, agent, number, course.visitor.patience)
    course.note.outcome = OUTCOMES[status]
    if status == "ANSWER" and dest:
        yield from _converse(pbx, course, dest, agent, "caller")
    if status != "CANCEL":
        _tell_result(pbx, course, number, status)
        if status == "BUSY" and not leg.is_up():
            pbx.switch.enter_state(leg, "Busy")
            pbx.switch.request_hangup(leg, 17, 486)
        leg.cause = leg.cause or 16
    _end(pbx, course, status)


def dial_out_of(pbx: Pbx, course: Course, number: str) -> Part:
    """A customer is passed on to an outside number."""
    leg = course.leg
    course.is_swallowing = False
    status, dest = yield from dial_outside(pbx, course, leg, leg.number, number, _patience(pbx, course))
    if status == "ANSWER" and dest:
        note = course.note.talk("caller", number, leg.uniqueid, pbx.now)
        yield from talk(Meeting(pbx, course, leg, dest, number, note))
    if status == "CANCEL":
        course.note.ended_by = "caller"
    else:
        _tell_result(pbx, course, number, status)
        course.note.ended_by = "system"
    close(pbx, course)
    raise Over


def _converse(pbx: Pbx, course: Course, dest: Leg, party: str, other: str) -> Part:
    """``party`` of the company talks; the bridge's other side is the customer (or a colleague)."""
    note = course.note.talk(party, other, course.leg.uniqueid, pbx.now)
    meeting = Meeting(pbx, course, course.leg, dest, party, note, is_outgoing=True)
    yield from talk(meeting)


def _end(pbx: Pbx, course: Course, status: str) -> None:
    dialler: EndedBy = "caller" if course.note.direction == "internal" else "agent"
    course.note.ended_by = course.note.ended_by or (dialler if status == "CANCEL" else "system")
    close(pbx, course)
    raise Over


def _tell_result(pbx: Pbx, course: Course, number: str, status: str) -> None:
    cause = course.leg.cause
    data = f"OutboundResult,Number: {number},Status: {status},Cause: {cause}"
    step(pbx, course, "outbound", number, 7, "UserEvent", data)
    pbx.switch.tell_user_event(course.leg, "OutboundResult",
                               {"Number": number, "Status": status, "Cause": str(cause)})
    step(pbx, course, "outbound", number, 8, "Goto", f"o-{status},1")
    application = ("Busy", "1") if status == "BUSY" else ("Hangup", str(cause))
    step(pbx, course, "outbound", f"o-{status}", 1, *application)


def _patience(pbx: Pbx, course: Course) -> float | None:
    return None if course.gives_up_at is None else max(0.0, course.gives_up_at - pbx.now)
