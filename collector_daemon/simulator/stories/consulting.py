"""Attended transfer: the agent holds the customer, calls a colleague or an outside number, and joins the
two.

The consultation is a call of its own, with a Linkedid of its own, until the transfer silently makes it part
of the customer's. If it does not come to that, it stays one: an internal or outgoing call.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from collector_daemon.simulator.causes import SIP_CODES
from collector_daemon.simulator.ledger import CallNote
from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.notes import TalkNote
from collector_daemon.simulator.pbx import Pbx
from collector_daemon.simulator.people import Attended
from collector_daemon.simulator.schedule import Story
from collector_daemon.simulator.stories.dialling import OUTCOMES, Dialled, Dialling, dial_inside
from collector_daemon.simulator.stories.meeting import Meeting, end_by_caller
from collector_daemon.simulator.stories.outside import dial_outside
from shared.domain.calls import Direction, EndedBy

REACHING = 0.5
"""From the hold until the agent dials."""
RETURNING = 0.4
"""From the end of the consultation until the customer is taken back."""


@dataclass(slots=True, eq=False)
class Consultation:
    """The agent's second call. ``note`` is what it is if it never becomes part of the customer's."""

    pbx: Pbx
    meeting: Meeting
    leg: Leg
    note: CallNote
    target: Leg | None = None
    talk: TalkNote | None = None


def consult(meeting: Meeting, act: Attended) -> Generator[float | None, object, None]:
    """Holds, calls ``act.to``, consults, and connects the two; or takes the customer back."""
    pbx, switch, agent = meeting.pbx, meeting.pbx.switch, meeting.agent
    switch.emit("Hold", agent.headers(), {"MusicClass": "default"})
    switch.play_music(meeting.caller)
    meeting.note.hold(pbx.now)
    meeting.is_caller_held = True
    yield REACHING
    asking = _begin(meeting, act)
    status, asking.target = yield from _dial(asking, act)
    asking.note.outcome = OUTCOMES[status]
    if status != "ANSWER" or asking.target is None:
        _fail(asking, status)
    else:
        asking.talk = asking.note.talk(meeting.party, act.to, asking.leg.uniqueid, pbx.now)
        if act.caller_leaves is not None:
            yield act.caller_leaves
            _forget(asking)
            meeting.course.left_alone += [asking.leg, asking.target]
            pbx.schedule.start(_talk_on(asking, act.consult))
            raise end_by_caller(meeting)
        yield act.consult
        if not act.goes_back:
            _join(asking)
            return
        _hang_up(asking)
    yield RETURNING
    switch.emit("Unhold", meeting.agent.headers())
    switch.stop_music(meeting.caller)
    meeting.note.unhold(pbx.now)
    meeting.is_caller_held = False


def _begin(meeting: Meeting, act: Attended) -> Consultation:
    pbx, agent = meeting.pbx, meeting.agent
    leg = pbx.switch.new_leg(
        agent.device,
        meeting.party,
        pbx.directory.get(meeting.party, ""),
        context="internal",
        exten=act.to,
        state="Ring",
    )
    meeting.course.legs.append(leg)
    direction: Direction = "internal" if act.to in pbx.directory else "outbound"
    note = CallNote(pbx.name, leg.uniqueid, direction, pbx.now, caller=meeting.party, called=act.to)
    meeting.course.asides.append(note)
    return Consultation(pbx, meeting, leg, note)


def _dial(asking: Consultation, act: Attended) -> Dialled:
    pbx, course, leg = asking.pbx, asking.meeting.course, asking.leg
    if act.to in pbx.directory:
        return (yield from dial_inside(Dialling(pbx, course, leg, act.to), patience=act.consult + 12.0))
    pbx.switch.go_to(leg, "internal", act.to, 1, "Goto", f"outbound,{act.to},1")
    return (yield from dial_outside(pbx, course, leg, asking.meeting.party, act.to, None, asking.note))


def _fail(asking: Consultation, status: str) -> None:
    """Nobody answered: the agent's second leg ends."""
    switch, leg = asking.pbx.switch, asking.leg
    if status != "CANCEL":
        leg.cause = leg.cause or 16
        switch.go_to(leg, leg.context, leg.exten, 2, "Hangup", str(leg.cause))
        leg.tech_cause = SIP_CODES.get(leg.cause)
    switch.request_soft_hangup(leg)
    switch.hang_up(leg)
    _keep(asking, _dialler(asking) if status == "CANCEL" else "system")


def _hang_up(asking: Consultation) -> None:
    """The agent hangs up with whom they asked."""
    switch, leg, target = asking.pbx.switch, asking.leg, asking.target
    switch.request_hangup(leg)
    switch.leave(leg)
    switch.set_variable(leg, "DIALSTATUS", "ANSWER")
    switch.request_soft_hangup(leg)
    switch.hang_up(leg)
    if target:
        switch.leave(target)
        switch.hang_up(target)
    _keep(asking, _dialler(asking))


def _talk_on(asking: Consultation, seconds: float) -> Story:
    """The customer is gone; the two talk on for a while."""
    yield seconds
    if asking.leg.uniqueid in asking.pbx.switch.legs:
        _hang_up(asking)


def _keep(asking: Consultation, by: EndedBy) -> None:
    """It stays a call of its own; whoever is outside is the customer of it."""
    if asking.talk and asking.note.direction == "outbound":
        asking.talk.other = "caller"
    _forget(asking)
    asking.note.end(asking.pbx.now, by)
    asking.pbx.finished.append(asking.note)


def _forget(asking: Consultation) -> None:
    """It is decided what becomes of it."""
    if asking.note in asking.meeting.course.asides:
        asking.meeting.course.asides.remove(asking.note)


def _dialler(asking: Consultation) -> EndedBy:
    return "caller" if asking.note.direction == "internal" else "agent"


def _join(asking: Consultation) -> None:
    """The target takes the agent's place in the customer's bridge, and silently the customer's Linkedid."""
    meeting, second, target, switch = asking.meeting, asking.leg, asking.target, asking.pbx.switch
    caller, agent = meeting.caller, meeting.agent
    first, other = agent.bridge, second.bridge
    if first is None or other is None or target is None or asking.talk is None:
        return
    shown = {"Result": "Success", **agent.headers("OrigTransferer"), **first.headers("Orig"),
             **second.headers("SecondTransferer"), **other.headers("Second"), **caller.headers("Transferee"),
             **target.headers("TransferTarget"), "IsExternal": "No", "DestType": "Bridge",
             "DestBridgeUniqueid": first.uniqueid}
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
    agent.cause = agent.cause or 16
    switch.hang_up(agent)
    switch.hang_up(second)
    _note_joined(asking, target)


def _note_joined(asking: Consultation, target: Leg) -> None:
    """The consultation is part of the customer's call now, and the target talks with the customer."""
    meeting, now, talk = asking.meeting, asking.pbx.now, asking.talk
    _forget(asking)
    note = meeting.course.note
    if talk:
        talk.end(now)
        talk.kind = "consultation"
        note.talks.append(talk)
    note.absorbed.append(asking.note.call_id)
    note.recordings += asking.note.recordings
    meeting.note.end(now)
    note.transfer("attended", meeting.party, target.number, now)
    if target.device.partition("/")[2] == target.number:
        meeting.note = note.talk(target.number, "caller", target.uniqueid, now)
    else:
        meeting.note = note.talk("caller", target.number, meeting.caller.uniqueid, now)
    meeting.agent, meeting.party, meeting.account, meeting.is_caller_held = target, target.number, None, False
