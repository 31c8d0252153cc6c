"""An agent answers a caller of a queue: AgentConnect, the talk, AgentComplete."""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.notes import VisitNote
from collector_daemon.simulator.pbx import Pbx
from collector_daemon.simulator.queues import Member, Queue
from collector_daemon.simulator.stories.meeting import Meeting
from collector_daemon.simulator.stories.ringing import Round, Rung
from collector_daemon.simulator.stories.steps import clear_transfer, record
from collector_daemon.simulator.stories.talking import talk
from shared.domain.calls import EndedBy


@dataclass(slots=True, eq=False)
class QueueAccount:
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
    switch, caller, member = pbx.switch, course.leg, rung.member
    is_picked_up = rung.picker is not None or rung.reaction.kind == "pickup"
    agent = _pick_up(ringing, rung) if is_picked_up else _lift(ringing, rung)
    face = rung.leg if rung.pair else agent
    face.cause = 26  # Queue() with option C
    ringing.rungs.remove(rung)
    ringing.end_notes("elsewhere")
    ringing.cancel()
    if queue.strategy == "ringall" and caller.connected_number != agent.number:
        switch.show_connected(caller, agent)
    switch.stop_music(caller)
    if queue.is_recorded:
        record(pbx, course.note, caller, f"q-{queue.name}-{caller.uniqueid}.wav")
    ringing.drop()
    _let_out(ringing)
    waited = pbx.clock_second - int(entry.joined_at)
    member.is_in_call = True
    switch.emit("AgentConnect", caller.headers(), face.headers("Dest"), {
        "Queue": queue.name, "Interface": member.interface, "MemberName": member.name,
        "HoldTime": str(waited), "RingTime": str(pbx.clock_second - int(rung.started))})
    ringing.visit.leave(pbx.now, "answered")
    ringing.visit.agent_name = member.name
    account = QueueAccount(queue, member, ringing.visit, waited, pbx.clock_second)
    if not caller.is_up():
        switch.enter_state(caller, "Up")
    if is_picked_up:
        _drop_rung(pbx, rung)
    bridge = switch.create_bridge()
    switch.enter(bridge, face)
    switch.enter(bridge, caller)
    clear_transfer(pbx, caller)
    agent.linkedid = caller.linkedid
    extension = agent.device.partition("/")[2]
    ringing.visit.credited = None if extension == pbx.extension_of(member) else pbx.extension_of(member)
    note = course.note.talk(extension, "caller", agent.uniqueid, pbx.now)
    ringing.visit.talk = note
    return Meeting(pbx, course, caller, agent, extension, note, account, has_survey,
                   pair=rung.pair)


def _let_out(ringing: Round) -> None:
    """The caller has somebody, and leaves the queue."""
    pbx, queue, entry, caller = ringing.pbx, ringing.queue, ringing.entry, ringing.course.leg
    position = queue.callers.index(entry) + 1
    queue.callers.remove(entry)
    pbx.phones.tell_queue_state(f"Queue:{queue.name}", "RINGING" if queue.callers else "NOT_INUSE")
    pbx.switch.emit("QueueCallerLeave", caller.headers(), {
        "Queue": queue.name, "Position": str(position), "Count": str(len(queue.callers))})


def _lift(ringing: Round, rung: Rung) -> Leg:
    """The phone that rang is answered."""
    if rung.pair:
        rung.pair.answer()
    else:
        rung.leg.cause = 26
        ringing.pbx.switch.enter_state(rung.leg, "Up")
    ringing.pbx.switch.end_dial(ringing.course.leg, rung.leg, "ANSWER")
    rung.note.end(ringing.pbx.now, "answered")
    return rung.legs()[-1]


def _pick_up(ringing: Round, rung: Rung) -> Leg:
    """A colleague picks the call up: their leg takes the place of the ringing one, which gets no DialEnd."""
    pbx, course, switch, target = ringing.pbx, ringing.course, ringing.pbx.switch, rung.leg
    code = f"*78{pbx.extension_of(rung.member)}"
    leg = rung.picker or _dial_pick_up(ringing, rung, code)
    leg.connect_to(course.leg)
    if not leg.is_up():
        switch.enter_state(leg, "Up")
    shown = leg.headers()
    switch.go_to(leg, "internal", "go", 1, "AppQueue", "(Outgoing Line)")
    switch.emit("Pickup", shown, target.headers("Target"))
    target.exten = code
    rung.note.end(pbx.now, "elsewhere")
    return leg


def _dial_pick_up(ringing: Round, rung: Rung, code: str) -> Leg:
    pbx, course, by = ringing.pbx, ringing.course, rung.reaction.by
    leg = pbx.switch.new_leg(
        f"PJSIP/{by}", by, pbx.directory.get(by, ""), context="internal", exten=code, state="Ring"
    )
    course.legs.append(leg)
    course.note.absorbed.append(leg.uniqueid)
    pbx.switch.run(leg, "PickupChan", rung.leg.device)
    return leg


def _drop_rung(pbx: Pbx, rung: Rung) -> None:
    """The leg that was picked up is gone, without a word about its ringing."""
    if rung.picker is None:
        pbx.switch.request_soft_hangup(rung.leg)
    rung.leg.cause = 26
    pbx.switch.hang_up(rung.leg)


def serve(meeting: Meeting) -> Generator[float | None, object, str]:
    """The talk; gives CONTINUE if the agent hangs up and the dialplan has more for the caller (option c)."""
    ended_by = yield from talk(meeting)
    return "CONTINUE" if ended_by == "agent" else ""
