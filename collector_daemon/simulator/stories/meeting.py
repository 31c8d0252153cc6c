"""Who talks with whom now, and the account that the queue keeps of it."""

from __future__ import annotations

from dataclasses import dataclass

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.notes import TalkNote
from collector_daemon.simulator.pbx import Account, Course, Over, Pbx
from collector_daemon.simulator.stories.behind_local import Pair
from collector_daemon.simulator.stories.steps import close
from shared.domain.calls import EndedBy


@dataclass(slots=True, eq=False)
class Meeting:
    """A customer and somebody of the company in one bridge. ``account`` if a queue brought them together.

    ``has_survey``: the customer's channel lives on when the other hangs up (Queue option c). ``is_outgoing``:
    the company's side dialled, so that ``caller`` is the agent's leg and ``agent`` the other one.
    ``pair``: the agent is behind a Local channel.
    """

    pbx: Pbx
    course: Course
    caller: Leg
    agent: Leg
    party: str
    note: TalkNote
    account: Account | None = None
    has_survey: bool = False
    is_outgoing: bool = False
    is_caller_held: bool = False
    pair: Pair | None = None

    @property
    def face(self) -> Leg:
        """The leg that is in one bridge with the customer: the agent's, or the Local half before it."""
        return self.pair.one if self.pair else self.agent

    @property
    def is_internal(self) -> bool:
        """Two colleagues."""
        return self.course.note.direction == "internal"

    def complete(self, agent: Leg | None, reason: str, by: EndedBy) -> None:
        """Closes the queue's account, if there is one and it is still open."""
        if self.account:
            self.account.end_visit(self.pbx.now, by)
            self.account.complete(self.pbx, self.caller, agent, reason)


def target_of(meeting: Meeting, exten: str) -> str:
    """What an extension stands for: a queue's name for its number, else itself."""
    route = meeting.pbx.routes.queues.get(exten)
    return route.queue if route else exten


def end_by_caller(meeting: Meeting) -> Over:
    """The customer hangs up; raise what this returns."""
    pbx, caller, agent = meeting.pbx, meeting.caller, meeting.agent
    by: EndedBy = meeting.course.note.ended_by or "caller"
    pbx.switch.request_hangup(caller)
    meeting.complete(meeting.face, "caller", by)
    meeting.note.end(pbx.now)
    if meeting.is_caller_held:
        pbx.switch.stop_music(caller)
    pbx.switch.leave(caller)
    tell_over(meeting)
    leave(meeting)
    caller.cause = caller.cause or 16
    close(pbx, meeting.course)
    agent.cause = agent.cause or 16
    let_go(meeting)
    meeting.course.note.ended_by = by
    return Over()


def end_by_stop(meeting: Meeting) -> Over:
    """The PBX goes down in the middle of the talk: told as if the customer had hung up; raise what this returns."""
    pbx, caller, agent = meeting.pbx, meeting.caller, meeting.agent
    pbx.switch.leave(caller)
    leave(meeting)
    meeting.complete(meeting.face, "caller", "system")
    meeting.note.end(pbx.now)
    agent.cause = agent.cause or 16
    caller.cause = caller.cause or agent.cause
    let_go(meeting)
    close(pbx, meeting.course)
    return Over()


def leave(meeting: Meeting) -> None:
    """The company's side leaves the customer's bridge, and ends as far as it stands between the two."""
    meeting.pbx.switch.leave(meeting.face)
    if meeting.pair:
        meeting.pair.end_by_queue()


def let_go(meeting: Meeting) -> None:
    """The agent's leg ends; who fetched a parked call is in an application of the dialplan too."""
    if meeting.agent.application == "ParkedCall":
        meeting.pbx.switch.request_soft_hangup(meeting.agent)
    meeting.pbx.switch.hang_up(meeting.agent)


def tell_over(meeting: Meeting) -> None:
    """The variables that Dial and Queue leave behind."""
    if meeting.caller.application == "Dial":
        meeting.pbx.switch.set_variable(meeting.caller, "DIALSTATUS", "ANSWER")
    elif meeting.has_survey:
        meeting.pbx.switch.set_variable(meeting.caller, "QUEUESTATUS", "CONTINUE")
