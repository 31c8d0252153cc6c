"""Two people talk: holds, transfers, and who hangs up. The same for calls of a queue and for direct ones."""

from __future__ import annotations

from collections.abc import Generator

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Cut, Onward, Over, Pbx, Redirected
from collector_daemon.simulator.people import Attended, Blind, End, Hold, Park
from collector_daemon.simulator.stories import transferring
from collector_daemon.simulator.stories.meeting import Meeting, cause_of
from collector_daemon.simulator.stories.steps import close
from shared.domain.calls import EndedBy


def talk(meeting: Meeting) -> Generator[float | None, object, str]:
    """The conversation up to its end. Gives "agent" if the caller's channel goes on; raises Over or Onward
    else.
    """
    pbx, queue = meeting.pbx, meeting.service.queue.name if meeting.service else None
    try:
        for act in pbx.people.talk(meeting.party, queue):
            yield act.after
            match act:
                case Hold():
                    yield from hold(meeting, act)
                case Blind():
                    transferring.pass_on(meeting, act)
                case Attended():
                    yield from transferring.consult(meeting, act)
                case Park():
                    yield from transferring.park(meeting, act)
                case End(by=by):
                    meeting.course.note.ended_by = by
                    if (by == "agent") != meeting.is_outgoing:
                        return end_by_agent(meeting)
                    break
    except Redirected as redirected:
        _separate(meeting, redirected)
        raise
    except Cut as cut:
        meeting.course.note.ended_by = "system"
        if cut.leg is meeting.agent:
            return end_by_agent(meeting)
    raise end_by_caller(meeting)


def hold(meeting: Meeting, act: Hold) -> Generator[float | None, object, None]:
    """Hold and Unhold name who pressed it; the music plays to the other."""
    switch = meeting.pbx.switch
    presser, other = (meeting.agent, meeting.caller) if act.by == "agent" else (meeting.caller, meeting.agent)
    switch.emit("Hold", presser.headers(), {"MusicClass": "default"})
    switch.play_music(other)
    meeting.note.hold(meeting.pbx.now)
    yield act.length
    switch.emit("Unhold", presser.headers())
    switch.stop_music(other)
    meeting.note.unhold(meeting.pbx.now)


def end_by_caller(meeting: Meeting) -> Over:
    """The customer hangs up; raise what this returns."""
    pbx, caller, agent = meeting.pbx, meeting.caller, meeting.agent
    by: EndedBy = meeting.course.note.ended_by or "caller"
    pbx.switch.request_hangup(caller, None if caller.application == "Queue" else 16)
    meeting.complete(agent, "caller", by)
    meeting.note.end(pbx.now)
    pbx.switch.leave(caller)
    _tell_dial_over(pbx, caller)
    pbx.switch.leave(agent)
    close(pbx, meeting.course, 16)
    pbx.switch.hang_up(agent, cause_of(agent))
    meeting.course.note.ended_by = by
    return Over()


def end_by_agent(meeting: Meeting) -> str:
    """The agent hangs up: the customer's channel ends too (raises Over), or goes on in the dialplan."""
    pbx, caller, agent, cause = meeting.pbx, meeting.caller, meeting.agent, cause_of(meeting.agent)
    by: EndedBy = meeting.course.note.ended_by or "agent"
    pbx.switch.request_hangup(agent, cause)
    meeting.complete(agent, "agent", by)
    meeting.note.end(pbx.now)
    pbx.switch.leave(agent)
    pbx.switch.leave(caller)
    _tell_dial_over(pbx, caller)
    if not meeting.has_survey:
        pbx.switch.request_soft_hangup(caller)
    pbx.switch.hang_up(agent, cause)
    meeting.course.note.ended_by = by
    if meeting.has_survey:
        return "agent"
    pbx.switch.hang_up(caller, cause)
    raise Over


def _tell_dial_over(pbx: Pbx, caller: Leg) -> None:
    if caller.application == "Dial":
        pbx.switch.set_variable(caller, "DIALSTATUS", "ANSWER")


def _separate(meeting: Meeting, onward: Onward) -> None:
    """AMI Redirect in the middle of a talk: the agent's leg ends; AgentComplete comes late, when the caller
    is gone.
    """
    pbx, caller, agent = meeting.pbx, meeting.caller, meeting.agent
    meeting.note.end(pbx.now)
    if meeting.service:
        meeting.service.end_visit(pbx.now, "transfer")
        meeting.course.late_services.append(meeting.service)
    pbx.switch.leave(caller)
    pbx.switch.leave(agent)
    pbx.switch.request_soft_hangup(agent)
    pbx.switch.hang_up(agent, cause_of(agent))
    meeting.course.note.transfer("redirect", None, onward.exten, pbx.now)
