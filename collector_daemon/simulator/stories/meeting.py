"""Who talks with whom now, and the account that the queue keeps of it."""

from __future__ import annotations

from dataclasses import dataclass

from collector_daemon.simulator.ledger import TalkNote
from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Account, Course, Pbx
from shared.domain.calls import EndedBy


@dataclass(slots=True, eq=False)
class Meeting:
    """A customer and somebody of the company in one bridge. ``service`` if a queue brought them together.

    ``has_survey``: the customer's channel lives on when the other hangs up (Queue option c). ``is_outgoing``:
    the company's side dialled, so that ``caller`` is the agent's leg and ``agent`` the other one.
    """

    pbx: Pbx
    course: Course
    caller: Leg
    agent: Leg
    party: str
    note: TalkNote
    service: Account | None = None
    has_survey: bool = False
    is_outgoing: bool = False
    is_caller_held: bool = False

    def complete(self, agent: Leg | None, reason: str, by: EndedBy) -> None:
        """Closes the queue's account, if there is one and it is still open."""
        if self.service:
            self.service.end_visit(self.pbx.now, by)
            self.service.complete(self.pbx, self.caller, agent, reason)


def target_of(meeting: Meeting, exten: str) -> str:
    """What an extension stands for: a queue's name for its number, else itself."""
    route = meeting.pbx.routes.queues.get(exten)
    return route.queue if route else exten
