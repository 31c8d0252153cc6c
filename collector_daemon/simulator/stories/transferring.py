"""Blind transfer: the agent passes the customer on without asking.

AgentComplete says ``transfer`` and the queue is done with the customer; who talks to them afterwards has no
queue event at all. The REFER makes an Unhold without a Hold.
"""

from __future__ import annotations

from typing import NoReturn

from collector_daemon.simulator.pbx import Onward
from collector_daemon.simulator.people import Blind
from collector_daemon.simulator.stories.meeting import Meeting, let_go, target_of


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
    meeting.course.note.transfer("blind", meeting.party, target_of(meeting, act.to), pbx.now, False)
    switch.leave(agent)
    switch.go_to(caller, "internal", act.to, 1, caller.application, caller.app_data)
    switch.leave(caller)
    caller.cause = caller.cause or 16
    agent.cause = agent.cause or 16
    let_go(meeting)
    raise Onward("internal", act.to)
