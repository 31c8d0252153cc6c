"""Two people talk: holds, transfers, and who hangs up. The same for calls of a queue and for direct ones."""

from __future__ import annotations

from collections.abc import Generator

from collector_daemon.simulator.pbx import Cut, Onward, Ordered, Over, Redirected, Stopped
from collector_daemon.simulator.people import Attended, Blind, End, Hold, Park
from collector_daemon.simulator.stories import at_desk, consulting, parking, transferring
from collector_daemon.simulator.stories.behind_local import OPTIMISED_AFTER
from collector_daemon.simulator.stories.meeting import (
    Meeting,
    end_by_caller,
    end_by_stop,
    leave,
    let_go,
    target_of,
    tell_over,
)
from shared.domain.calls import EndedBy


def talk(meeting: Meeting) -> Generator[float | None, object, str]:
    """The conversation up to its end. Gives "agent" if the caller's channel goes on; raises Over or Onward
    else.
    """
    queue = meeting.account.queue.name if meeting.account else None
    try:
        if meeting.pair and meeting.pair.is_optimised:
            yield OPTIMISED_AFTER
            meeting.pair.optimise()
            meeting.pair = None
        try:
            by = yield from _as_they_like(meeting, queue)
        except Ordered as order:
            by = yield from at_desk.obey(meeting, order)
        if by:
            meeting.course.note.ended_by = _other(by) if meeting.is_internal else by
            if (by == "agent") != meeting.is_outgoing:
                return end_by_agent(meeting)
    except Redirected as redirected:
        _separate(meeting, redirected)
        raise
    except Cut as cut:
        meeting.course.note.ended_by = "system"
        if isinstance(cut, Stopped):
            raise end_by_stop(meeting) from None
        if cut.leg is meeting.agent or (meeting.pair and cut.leg in meeting.pair.legs()):
            return end_by_agent(meeting)
    if meeting.is_outgoing and not meeting.course.note.ended_by:
        meeting.course.note.ended_by = "caller" if meeting.is_internal else "agent"
    raise end_by_caller(meeting)


def _as_they_like(meeting: Meeting, queue: str | None) -> Generator[float | None, object, EndedBy | None]:
    """What the two do by themselves, until one of them hangs up. A desk may interfere while they talk or hold."""
    pbx, course = meeting.pbx, meeting.course
    for act in pbx.people.talk(meeting.party, queue):
        is_outsider = meeting.agent.device.partition("/")[2] not in pbx.directory
        if (meeting.is_outgoing or is_outsider or meeting.pair) and not isinstance(act, Hold | End):
            continue  # they have no buttons for it
        with at_desk.open_to(meeting):
            yield act.after
        match act:
            case Hold():
                with at_desk.open_to(meeting):
                    yield from hold(meeting, act)
            case Blind():
                transferring.pass_on(meeting, act)
            case Attended():
                yield from consulting.consult(meeting, act)
            case Park():
                yield from parking.park(meeting, act)
            case End(by=by):
                course.desk = None
                return by
    return None


def _other(by: EndedBy) -> EndedBy:
    """Between colleagues the one who dialled counts as the caller."""
    return "caller" if by == "agent" else "agent"


def hold(meeting: Meeting, act: Hold) -> Generator[float | None, object, None]:
    """Hold and Unhold name who pressed it; the music plays to the other."""
    switch = meeting.pbx.switch
    presser, other = (meeting.agent, meeting.caller) if act.by == "agent" else (meeting.caller, meeting.face)
    if meeting.pair and act.by == "agent":
        other = meeting.pair.two  # a Local channel plays the music itself
    switch.emit("Hold", presser.headers(), {"MusicClass": "default"})
    switch.play_music(other)
    meeting.note.hold(meeting.pbx.now)
    meeting.is_caller_held = act.by == "agent"
    yield act.length
    meeting.is_caller_held = False
    switch.emit("Unhold", presser.headers())
    switch.stop_music(other)
    meeting.note.unhold(meeting.pbx.now)


def end_by_agent(meeting: Meeting) -> str:
    """The agent hangs up: the customer's channel ends too (raises Over), or goes on in the dialplan."""
    pbx, caller, agent = meeting.pbx, meeting.caller, meeting.agent
    by: EndedBy = meeting.course.note.ended_by or "agent"
    pbx.switch.request_hangup(agent)
    if meeting.pair:
        meeting.pair.end_by_phone()
    meeting.complete(meeting.face, "agent", by)
    meeting.note.end(pbx.now)
    agent.cause = agent.cause or 16
    caller.cause = caller.cause or agent.cause
    pbx.switch.leave(meeting.face)
    pbx.switch.leave(caller)
    if meeting.pair:
        pbx.switch.hang_up(meeting.pair.one)
    tell_over(meeting)
    if not meeting.has_survey:
        pbx.switch.request_soft_hangup(caller)
    let_go(meeting)
    meeting.course.note.ended_by = by
    if meeting.has_survey:
        return "agent"
    pbx.switch.hang_up(caller)
    raise Over


def _separate(meeting: Meeting, onward: Onward) -> None:
    """AMI Redirect in the middle of a talk: the agent's leg ends; AgentComplete comes when the caller is
    gone.
    """
    pbx, caller, agent = meeting.pbx, meeting.caller, meeting.agent
    meeting.note.end(pbx.now)
    if meeting.account:
        meeting.account.end_visit(pbx.now, "transfer")
        meeting.course.late_accounts.append(meeting.account)
    pbx.switch.go_to(caller, onward.context, onward.exten, 1, caller.application, caller.app_data)
    pbx.switch.leave(caller)
    leave(meeting)
    caller.cause = caller.cause or 16
    agent.cause = agent.cause or 16
    pbx.switch.hang_up(agent)
    meeting.course.note.transfer("redirect", None, target_of(meeting, onward.exten), pbx.now)
