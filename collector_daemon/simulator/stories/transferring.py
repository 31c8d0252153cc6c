"""The agent passes the customer on: blind, or after asking (attended).

AgentComplete says ``transfer`` each time and the queue is done with the customer; who talks to them
afterwards has no queue event at all. A REFER makes an Unhold without a Hold.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import NoReturn

from collector_daemon.simulator.causes import SIP_CODES
from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Onward
from collector_daemon.simulator.people import Attended, Blind
from collector_daemon.simulator.stories.dialling import Dialling, dial_inside
from collector_daemon.simulator.stories.meeting import Meeting, target_of
from collector_daemon.simulator.stories.outside import dial_outside


def pass_on(meeting: Meeting, act: Blind) -> NoReturn:
    """Blind transfer by SIP REFER: the agent is out at once, the customer goes on in the dialplan."""
    pbx, switch, caller, agent = meeting.pbx, meeting.pbx.switch, meeting.caller, meeting.agent
    switch.emit("Unhold", agent.headers())
    switch.set_variable(caller, "BLINDTRANSFER", agent.name)
    switch.set_variable(agent, "BLINDTRANSFER", caller.name)
    caller.is_passed_on = True
    bridge = agent.bridge
    switch.emit(
        "BlindTransfer",
        {"Result": "Success"},
        agent.headers("Transferer"),
        caller.headers("Transferee"),
        bridge.headers() if bridge else {},
        {"IsExternal": "Yes", "Context": "internal", "Extension": act.to},
    )
    meeting.complete(agent, "transfer", "transfer")
    meeting.note.end(pbx.now)
    meeting.course.note.transfer("blind", meeting.party, target_of(meeting, act.to), pbx.now)
    switch.leave(agent)
    switch.go_to(caller, "internal", act.to, 1, caller.application, caller.app_data)
    switch.leave(caller)
    caller.cause = caller.cause or 16
    agent.cause = agent.cause or 16
    switch.hang_up(agent)
    raise Onward("internal", act.to)


def consult(meeting: Meeting, act: Attended) -> Generator[float | None, object, None]:
    """Attended transfer: hold, a call of the agent's own to ``to``, then the two are joined (or the agent
    returns).
    """
    pbx, switch, caller, agent = meeting.pbx, meeting.pbx.switch, meeting.caller, meeting.agent
    switch.emit("Hold", agent.headers(), {"MusicClass": "default"})
    switch.play_music(caller)
    meeting.note.hold(pbx.now)
    yield 0.5
    second = switch.new_leg(agent.device, meeting.party, agent.caller_name, context="internal", exten=act.to,
                            state="Ring")
    meeting.course.legs.append(second)
    meeting.course.note.absorbed.append(second.uniqueid)
    if act.to in pbx.directory:
        dialling = Dialling(pbx, meeting.course, second, act.to)
        status, target = yield from dial_inside(dialling, patience=act.consult + 12.0)
    else:
        switch.go_to(second, "internal", act.to, 1, "Goto", f"outbound,{act.to},1")
        status, target = yield from dial_outside(pbx, meeting.course, second, meeting.party, act.to, None)
    if status != "ANSWER" or target is None:
        _end_consultation(meeting, second, status)
        yield from _take_back(meeting)
        return
    asked = meeting.course.note.talk(meeting.party, act.to, second.uniqueid, pbx.now, "consultation")
    yield act.consult
    asked.end(pbx.now)
    if act.goes_back:
        switch.request_hangup(second)
        switch.leave(second)
        switch.set_variable(second, "DIALSTATUS", "ANSWER")
        switch.request_soft_hangup(second)
        switch.hang_up(second)
        switch.leave(target)
        switch.hang_up(target)
        yield from _take_back(meeting)
        return
    _join(meeting, second, target)


def _take_back(meeting: Meeting) -> Generator[float | None, object, None]:
    yield 0.4
    meeting.pbx.switch.emit("Unhold", meeting.agent.headers())
    meeting.pbx.switch.stop_music(meeting.caller)
    meeting.note.unhold(meeting.pbx.now)


def _end_consultation(meeting: Meeting, second: Leg, status: str) -> None:
    switch = meeting.pbx.switch
    if status != "CANCEL":
        switch.go_to(second, "internal", second.exten, 2, "Hangup", str(second.cause))
        second.tech_cause = SIP_CODES.get(second.cause)
    switch.request_soft_hangup(second)
    switch.hang_up(second)


def _join(meeting: Meeting, second: Leg, target: Leg) -> None:
    """The target takes the agent's place in the customer's bridge, and silently the customer's Linkedid."""
    pbx, switch, caller, agent = meeting.pbx, meeting.pbx.switch, meeting.caller, meeting.agent
    first, other = agent.bridge, second.bridge
    if first is None or other is None:
        return
    shown = _describe_attended(meeting, second, target)
    switch.emit("Unhold", agent.headers())
    switch.emit("Unhold", second.headers())
    switch.stop_music(caller)
    switch.set_variable(caller, "ATTENDEDTRANSFER", agent.name)
    switch.set_variable(agent, "ATTENDEDTRANSFER", caller.name)
    switch.leave(target)
    switch.leave(agent)
    target.linkedid = caller.linkedid
    switch.enter(first, target, swapped=agent)
    switch.request_soft_hangup(second, 1)
    switch.emit("AttendedTransfer", shown)
    switch.show_connected(target, caller)
    switch.show_connected(caller, target)
    switch.leave(second)
    switch.set_variable(second, "DIALSTATUS", "ANSWER")
    switch.request_soft_hangup(second)
    meeting.complete(None, "transfer", "transfer")
    switch.hang_up(agent)
    switch.hang_up(second)
    meeting.note.end(pbx.now)
    note = meeting.course.note
    note.transfer("attended", meeting.party, target.number, pbx.now)
    meeting.note = note.talk(target.number, "caller", target.uniqueid, pbx.now)
    meeting.agent, meeting.party, meeting.service = target, target.number, None


def _describe_attended(meeting: Meeting, second: Leg, target: Leg) -> dict[str, str]:
    first, other = meeting.agent.bridge, second.bridge
    if first is None or other is None:
        return {}
    return {
        "Result": "Success",
        **meeting.agent.headers("OrigTransferer"),
        **first.headers("Orig"),
        **second.headers("SecondTransferer"),
        **other.headers("Second"),
        **meeting.caller.headers("Transferee"),
        **target.headers("TransferTarget"),
        "IsExternal": "No",
        "DestType": "Bridge",
        "DestBridgeUniqueid": first.uniqueid,
    }
