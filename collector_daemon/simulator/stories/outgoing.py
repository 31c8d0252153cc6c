"""Calls that agents make: to outside numbers and to colleagues; and what a transfer to the outside does."""

from __future__ import annotations

from collections.abc import Generator

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import COMPANY_NAME, COMPANY_NUMBER, Course, Cut, Over, Pbx
from collector_daemon.simulator.people import Visitor
from collector_daemon.simulator.schedule import Story
from collector_daemon.simulator.stories.dialling import Dialled, Dialling, await_answer, dial_inside
from collector_daemon.simulator.stories.meeting import Meeting
from collector_daemon.simulator.stories.steps import close, record, step
from collector_daemon.simulator.stories.talking import talk
from shared.domain.calls import CallOutcome

Part = Generator[float | None, object, None]
OUTCOMES: dict[str, CallOutcome] = {"BUSY": "busy", "NOANSWER": "no_answer", "CHANUNAVAIL": "failed",
                                    "CANCEL": "cancelled", "ANSWER": "answered"}
DIAL_SECONDS = 10.0


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
    try:
        yield from _inside(pbx, course, number) if is_inside else _outside(pbx, course, number)
    except Over:
        pass
    except Cut:
        course.note.ended_by = "system"
        close(pbx, course, 16)
    course.note.end(pbx.now, course.note.ended_by)
    pbx.finish(course)


def _inside(pbx: Pbx, course: Course, number: str) -> Part:
    dialling = Dialling(pbx, course, course.leg, number)
    status, dest = yield from dial_inside(dialling, patience=course.visitor.patience)
    course.note.outcome = OUTCOMES[status]
    if status == "ANSWER" and dest:
        yield from _converse(pbx, course, dest, course.note.caller or "", number)
    cause = {"BUSY": 17, "CHANUNAVAIL": 3}.get(status, 16)
    if status != "CANCEL":
        step(pbx, course, "internal", number, 2, "Hangup", str(cause))
    _end(pbx, course, status, cause)


def _outside(pbx: Pbx, course: Course, number: str) -> Part:
    leg, agent = course.leg, course.leg.number
    step(pbx, course, "internal", number, 1, "Goto", f"outbound,{number},1")
    status, dest = yield from _dial_outside(pbx, course, agent, number)
    course.note.outcome = OUTCOMES[status]
    if status == "ANSWER" and dest:
        yield from _converse(pbx, course, dest, agent, "caller")
    cause = {"BUSY": 17, "CHANUNAVAIL": 1, "NOANSWER": 0}.get(status, 16)
    if status != "CANCEL":
        _tell_result(pbx, course, number, status, cause)
        if status == "BUSY":
            pbx.switch.request_hangup(leg, 17, 486)
            pbx.switch.enter_state(leg, "Busy")
    _end(pbx, course, status, cause or 16)


def _dial_outside(pbx: Pbx, course: Course, agent: str, number: str) -> Dialled:
    leg = course.leg
    step(pbx, course, "outbound", number, 1, "Set", "CDR(userfield)=outbound")
    step(pbx, course, "outbound", number, 2, "Set", f"__OUT_AGENT={agent}")
    step(pbx, course, "outbound", number, 3, "Set", f"CALLERID(all)={COMPANY_NAME} <{COMPANY_NUMBER}>")
    leg.number, leg.caller_name = COMPANY_NUMBER, COMPANY_NAME
    _tell_caller_id(pbx, leg)
    file = f"{pbx.day()}/out-{agent}-{number}-{leg.uniqueid}.wav"
    step(pbx, course, "outbound", number, 4, "Set", f"RECFILE={file}")
    step(pbx, course, "outbound", number, 5, "MixMonitor", f"{file},b")
    record(pbx, course, leg, file)
    step(pbx, course, "outbound", number, 6, "Dial", f"PJSIP/{number}@trunk,{DIAL_SECONDS:.0f},tTkKxX")
    for variable in ("DIALSTATUS", "DIALEDPEERNAME"):
        pbx.switch.set_variable(leg, variable)
    dest = pbx.switch.new_leg("PJSIP/trunk", "", "", context="from-trunk", exten="s", state="Down",
                              linkedid=leg.linkedid)
    course.legs.append(dest)
    dest.number, dest.exten = number, number
    dest.connect_to(leg)
    pbx.switch.run(dest, "AppDial", "(Outgoing Line)")
    _tell_caller_id(pbx, dest)
    pbx.switch.show_connected(dest, leg)
    pbx.switch.begin_dial(leg, dest, f"{number}@trunk")
    pbx.switch.show_connected(leg, dest)
    dialling = Dialling(pbx, course, leg, number, dest)
    return (
        yield from await_answer(dialling, pbx.people.outside(number), DIAL_SECONDS, course.visitor.patience)
    )


def dial_out_of(pbx: Pbx, course: Course, number: str) -> Part:
    """A customer is passed on to an outside number."""
    leg = course.leg
    course.is_swallowing = False
    known = leg.number, leg.caller_name
    status, dest = yield from _dial_outside(pbx, course, known[0], number)
    if status == "ANSWER" and dest:
        note = course.note.talk(number, "caller", dest.uniqueid, pbx.now)
        yield from talk(Meeting(pbx, course, leg, dest, number, note))
    if status == "CANCEL":
        course.note.ended_by = "caller"
    else:
        _tell_result(pbx, course, number, status, 16)
        course.note.ended_by = "system"
    close(pbx, course, 16)
    raise Over


def _converse(pbx: Pbx, course: Course, dest: Leg, party: str, other: str) -> Part:
    """``party`` of the company talks; the bridge's other side is the customer (or a colleague)."""
    note = course.note.talk(party, other, course.leg.uniqueid, pbx.now)
    meeting = Meeting(pbx, course, course.leg, dest, party, note, is_outgoing=True)
    yield from talk(meeting)


def _end(pbx: Pbx, course: Course, status: str, cause: int) -> None:
    course.note.ended_by = course.note.ended_by or ("agent" if status == "CANCEL" else "system")
    if status == "CANCEL":
        close(pbx, course, 127, 487)
    else:
        code = {"BUSY": 486, "CHANUNAVAIL": 404}.get(status)
        pbx.switch.request_soft_hangup(course.leg)
        pbx.switch.hang_up(course.leg, cause, code)
    raise Over


def _tell_result(pbx: Pbx, course: Course, number: str, status: str, cause: int) -> None:
    data = f"OutboundResult,Number: {number},Status: {status},Cause: {cause}"
    step(pbx, course, "outbound", number, 7, "UserEvent", data)
    pbx.switch.tell_user_event(course.leg, "OutboundResult",
                               {"Number": number, "Status": status, "Cause": str(cause)})
    step(pbx, course, "outbound", number, 8, "Goto", f"o-{status},1")
    application = ("Busy", "1") if status == "BUSY" else ("Hangup", str(cause))
    step(pbx, course, "outbound", f"o-{status}", 1, *application)


def _tell_caller_id(pbx: Pbx, leg: Leg) -> None:
    pbx.switch.emit(
        "NewCallerid", leg.headers(), {"CID-CallingPres": "0 (Presentation Allowed, Not Screened)"}
    )
