"""The way to an outside number: the outbound context of the dialplan, whoever goes through it."""

from __future__ import annotations

from collector_daemon.simulator.ledger import CallNote
from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import COMPANY_NAME, COMPANY_NUMBER, Course, Pbx
from collector_daemon.simulator.stories.dialling import Dialled, Dialling, await_answer
from collector_daemon.simulator.stories.steps import record

DIAL_SECONDS = 10.0


def dial_outside(
    pbx: Pbx, course: Course, leg: Leg, agent: str, number: str, patience: float | None,
    note: CallNote | None = None,
) -> Dialled:
    """``leg`` shows the company's number, is recorded, and dials the trunk; as ``dialling.dial_inside``
    otherwise.
    """
    switch = pbx.switch
    _go_through(pbx, course, leg, agent, number, note or course.note)
    dest = switch.new_leg(
        "PJSIP/trunk", "", "", context="from-trunk", exten="s", state="Down", linkedid=leg.linkedid
    )
    course.legs.append(dest)
    dest.number, dest.exten = number, number
    dest.connect_to(leg)
    switch.run(dest, "AppDial", "(Outgoing Line)")
    _tell_caller_id(pbx, dest)
    switch.show_connected(dest, leg)
    switch.begin_dial(leg, dest, f"{number}@trunk")
    switch.show_connected(leg, dest)
    dialling = Dialling(pbx, course, leg, number, dest)
    return (yield from await_answer(dialling, pbx.people.outside(number), DIAL_SECONDS, patience))


def _go_through(pbx: Pbx, course: Course, leg: Leg, agent: str, number: str, note: CallNote) -> None:
    """The steps of the context up to Dial()."""
    file = f"{pbx.day()}/out-{agent}-{number}-{leg.uniqueid}.wav"

    def go(priority: int, application: str, data: str) -> None:
        if priority == 1 and course.is_swallowing and leg is course.leg:
            course.is_swallowing = False
        pbx.switch.go_to(leg, "outbound", number, priority, application, data)

    go(1, "Set", "CDR(userfield)=outbound")
    go(2, "Set", f"__OUT_AGENT={agent}")
    go(3, "Set", f"CALLERID(all)={COMPANY_NAME} <{COMPANY_NUMBER}>")
    leg.number, leg.caller_name = COMPANY_NUMBER, COMPANY_NAME
    _tell_caller_id(pbx, leg)
    go(4, "Set", f"RECFILE={file}")
    go(5, "MixMonitor", f"{file},b")
    record(pbx, note, leg, file)
    go(6, "Dial", f"PJSIP/{number}@trunk,{DIAL_SECONDS:.0f},tTkKxX")
    for variable in ("DIALSTATUS", "DIALEDPEERNAME"):
        pbx.switch.set_variable(leg, variable)


def _tell_caller_id(pbx: Pbx, leg: Leg) -> None:
    pbx.switch.emit(
        "NewCallerid", leg.headers(), {"CID-CallingPres": "0 (Presentation Allowed, Not Screened)"}
    )
