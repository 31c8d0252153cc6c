"""An agent answers a caller of a queue: AgentConnect, the talk, AgentComplete."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from collector_daemon.simulator.ledger import VisitNote
from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.pbx import Pbx
from collector_daemon.simulator.queues import Member, Queue
from collector_daemon.simulator.stories.meeting import Meeting
from collector_daemon.simulator.stories.ringing import Round, Rung
from collector_daemon.simulator.stories.steps import record
from collector_daemon.simulator.stories.talking import talk
from shared.domain.calls import EndedBy


@dataclass(slots=True, eq=False)
class Service:
    """The queue's account of an answered call; ``complete`` closes it, once."""

    queue: Queue
    member: Member
    visit: VisitNote
    waited: int
    connected_second: int
    is_over: bool = False

    def complete(self, pbx: Pbx, caller: Leg, agent: Leg | None, reason: str) -> None:
        """AgentComplete; without ``agent`` it has no Dest headers (the leg was gone before)."""
        if self.is_over:
            return
        self.is_over = True
        talked = pbx.clock_second - self.connected_second
        self.queue.count_completed(self.waited, talked)
        for _, member in pbx.phones.memberships(self.member.device):  # shared_lastcall
            member.last_call = pbx.clock_second
            member.calls_taken += 1
        self.member.is_in_call = False
        pbx.switch.emit("AgentComplete", caller.headers(), agent.headers("Dest") if agent else {}, {
            "Queue": self.queue.name, "Interface": self.member.interface, "MemberName": self.member.name,
            "HoldTime": str(self.waited), "TalkTime": str(talked), "Reason": reason})

    def end_visit(self, at: float, by: EndedBy) -> None:
        """The answering agent's time with the caller is over."""
        self.visit.end(at, by)


def connect(ringing: Round, rung: Rung, has_survey: bool) -> Meeting:
    """The phone ``rung`` answers: all others stop, the caller leaves the queue, both enter a bridge."""
    pbx, course, queue, entry = ringing.pbx, ringing.course, ringing.queue, ringing.entry
    switch, caller, agent, member = pbx.switch, course.leg, rung.leg, rung.member
    switch.enter_state(agent, "Up")
    switch.end_dial(caller, agent, "ANSWER")
    rung.note.end(pbx.now, "answered")
    ringing.rungs.remove(rung)
    ringing.end_notes("elsewhere")
    ringing.cancel()
    if queue.strategy == "ringall":
        switch.show_connected(caller, agent)
    switch.stop_music(caller)
    if queue.is_recorded:
        record(pbx, course, caller, f"q-{queue.name}-{caller.uniqueid}.wav")
    ringing.drop()
    position = queue.callers.index(entry) + 1
    queue.callers.remove(entry)
    pbx.phones.tell_queue_state(f"Queue:{queue.name}", "RINGING" if queue.callers else "NOT_INUSE")
    switch.emit("QueueCallerLeave", caller.headers(), {
        "Queue": queue.name, "Position": str(position), "Count": str(len(queue.callers))})
    waited = pbx.clock_second - int(entry.joined_at)
    member.is_in_call = True
    switch.emit("AgentConnect", caller.headers(), agent.headers("Dest"), {
        "Queue": queue.name, "Interface": member.interface, "MemberName": member.name,
        "HoldTime": str(waited), "RingTime": str(pbx.clock_second - int(rung.started))})
    ringing.visit.leave(pbx.now, "answered")
    ringing.visit.agent_name = member.name
    service = Service(queue, member, ringing.visit, waited, pbx.clock_second)
    if not caller.is_up():
        switch.enter_state(caller, "Up")
    bridge = switch.create_bridge()
    switch.enter(bridge, agent)
    switch.enter(bridge, caller)
    extension = pbx.extension_of(member)
    note = course.note.talk(extension, "caller", agent.uniqueid, pbx.now)
    ringing.visit.talk = note
    return Meeting(pbx, course, caller, agent, extension, note, service, has_survey)


def serve(meeting: Meeting) -> Generator[float | None, object, str]:
    """The talk; gives CONTINUE if the agent hangs up and the dialplan has more for the caller (option c)."""
    ended_by = yield from talk(meeting)
    meeting.pbx.switch.set_variable(meeting.caller, "QUEUESTATUS", "CONTINUE")
    return "CONTINUE" if ended_by == "agent" else ""
