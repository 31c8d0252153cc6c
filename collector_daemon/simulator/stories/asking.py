"""Asking somebody before the call is passed on, by AMI's Atxfer: the PBX presses the feature code for the agent.

One leg does it all: it leaves the customer for a bridge with a Local channel, whose other half dials. Hanging up
completes (as soon as somebody has answered), CancelAtxfer presses *1 and the agent is back.
"""

from __future__ import annotations

from collections.abc import Generator
from dataclasses import dataclass

from collector_daemon.simulator.legs import Bridge, Leg
from collector_daemon.simulator.notes import TalkNote
from collector_daemon.simulator.pbx import Cut, Ordered
from collector_daemon.simulator.stories.behind_local import Pair
from collector_daemon.simulator.stories.dialling import Dialled, Dialling, dial_inside
from collector_daemon.simulator.stories.meeting import Meeting
from collector_daemon.simulator.stories.outside import dial_outside

Part = Generator[float | None, object, None]
CODE, CANCEL = "*2", "*1"
BETWEEN = 0.15
"""From one key of a code to the next, and"""
UNDERSTOOD = 0.1
"""from the last one until the PBX acts."""
DIGIT = 0.05
PATIENCE = 2.0
"""How long the PBX waits for more digits."""
OPTIMISED_AFTER = 0.52
"""From the completion until the Local channel is out of the way."""


@dataclass(slots=True, eq=False)
class Question:
    """The agent asks somebody behind ``pair``; ``home`` is the bridge in which the customer waits."""

    meeting: Meeting
    to: str
    home: Bridge
    pair: Pair
    talk: TalkNote | None = None

    @property
    def target(self) -> Leg | None:
        """Who is rung, or has answered."""
        return self.pair.phone

    def end_talk(self) -> None:
        """The agent and whom he asked do not hear one another any more."""
        if self.talk is not None:
            self.talk.end(self.meeting.pbx.now)


def ask(meeting: Meeting, to: str) -> Part:
    """From the code to the completion, or until the customer has the agent again."""
    pbx, switch, agent, caller = meeting.pbx, meeting.pbx.switch, meeting.agent, meeting.caller
    yield from _press(meeting, CODE)
    switch.emit("Hold", agent.headers(), {"MusicClass": "default"})
    switch.play_music(caller)
    meeting.note.hold(pbx.now)
    meeting.is_caller_held = True
    for digit in to:
        yield DIGIT
        switch.press(agent, digit)
    yield PATIENCE
    question = _begin(meeting, to)
    if question is None:
        return
    try:
        meeting.course.desk, meeting.course.is_asking = agent, True
        yield from _until_answered(question)
        question.talk = meeting.course.note.talk(meeting.party, to, agent.uniqueid, pbx.now)
        question.talk.kind = "consultation"
        yield None
    except Ordered:
        yield from _press(meeting, CANCEL)
        _return(question)
    except Cut as cut:
        if cut.leg is not agent or question.target is None or not question.target.is_up():
            _drop(question)
            raise
        _complete(question)
        yield OPTIMISED_AFTER
        question.pair.optimise()
    finally:
        meeting.course.desk, meeting.course.is_asking = None, False


def _press(meeting: Meeting, code: str) -> Part:
    """The keys that the PBX presses for the agent."""
    meeting.pbx.switch.press(meeting.agent, code[0])
    yield BETWEEN
    meeting.pbx.switch.press(meeting.agent, code[1])
    yield UNDERSTOOD


def _begin(meeting: Meeting, to: str) -> Question | None:
    """The agent leaves the customer for a bridge with one half of a Local channel."""
    pbx, switch, agent, home = meeting.pbx, meeting.pbx.switch, meeting.agent, meeting.agent.bridge
    if home is None:
        return None
    one, two = switch.new_halves(to, "internal", meeting.course.note.call_id)
    meeting.course.legs += [one, two]
    for half in (one, two):
        switch.set_variable(half, "ATTENDEDTRANSFER", agent.name)
    two.number, two.caller_name = meeting.party, pbx.directory.get(meeting.party, "")
    switch.tell_halves(one, two, True)
    away = switch.create_bridge()
    switch.enter(away, one)
    switch.set_variable(one, "ATTENDEDTRANSFER")
    switch.leave(agent)
    switch.enter(away, agent)
    return Question(meeting, to, home, Pair(pbx, one, two, to, is_optimised=True))


def _until_answered(question: Question) -> Part:
    """The second half dials. Where nobody answers the agent is back (raises Ordered, as if he had given up)."""
    pbx, pair = question.meeting.pbx, question.pair
    dialled = _dialled(question)
    status: object = ""
    try:
        wait = next(dialled)
        while True:
            _note_target(question)
            yield wait
            wait = next(dialled)
            if question.target is not None and pair.one.state == "Down":
                pbx.switch.enter_state(pair.one, "Ringing")
                pbx.switch.tell_ringing(None, pair.one)
    except StopIteration as end:
        status = end.value[0]
    finally:
        dialled.close()
    if status != "ANSWER":
        pair.phone = None
        raise Ordered("cancel")
    pbx.switch.enter_state(pair.one, "Up")
    pbx.switch.end_dial(None, pair.one, "ANSWER")
    pbx.switch.set_variable(pair.two, "ATTENDEDTRANSFER")


def _dialled(question: Question) -> Dialled:
    meeting, two, to = question.meeting, question.pair.two, question.to
    if to in meeting.pbx.directory:
        return dial_inside(Dialling(meeting.pbx, meeting.course, two, to))
    return dial_outside(meeting.pbx, meeting.course, two, meeting.party, to, None)


def _note_target(question: Question) -> None:
    """The leg that came last is the one that is rung."""
    last = question.meeting.course.legs[-1]
    if question.pair.phone is None and last not in (question.pair.one, question.pair.two):
        question.pair.phone = last


def _return(question: Question) -> None:
    """The agent is with the customer again; whom he asked is left."""
    meeting, switch = question.meeting, question.meeting.pbx.switch
    switch.leave(meeting.agent)
    switch.enter(question.home, meeting.agent)
    switch.stop_music(meeting.caller)
    switch.emit("Unhold", meeting.agent.headers())
    meeting.note.unhold(meeting.pbx.now)
    meeting.is_caller_held = False
    _drop(question)


def _drop(question: Question) -> None:
    """The Local channel and the phone behind it end."""
    question.end_talk()
    switch, one, two, target = question.meeting.pbx.switch, question.pair.one, question.pair.two, question.target
    one.cause = two.cause = 16
    switch.leave(one)
    switch.request_hangup(two, 16)
    if target is not None:
        target.cause = 16
        if target.is_up():
            switch.leave(two)
            switch.leave(target)
        else:
            switch.end_dial(two, target, "CANCEL")
        switch.set_variable(two, "DIALSTATUS", "ANSWER" if target.is_up() else "CANCEL")
        switch.hang_up(target)
    switch.request_soft_hangup(two)
    switch.hang_up(two)
    switch.hang_up(one)


def _complete(question: Question) -> None:
    """The agent hangs up: who was asked has the customer."""
    meeting, switch, one = question.meeting, question.meeting.pbx.switch, question.pair.one
    agent, caller, target, away = meeting.agent, meeting.caller, question.target, meeting.agent.bridge
    assert target is not None
    assert away is not None
    question.end_talk()
    second = away.headers("Second")
    switch.leave(agent)
    switch.leave(one)
    switch.enter(question.home, one)
    switch.stop_music(caller)
    switch.emit(
        "AttendedTransfer", {"Result": "Success"}, agent.headers("OrigTransferer"), question.home.headers("Orig"),
        agent.headers("SecondTransferer"), second, caller.headers("Transferee"), one.headers("TransferTarget"),
        {"IsExternal": "No", "DestType": "Bridge", "DestBridgeUniqueid": question.home.uniqueid},
    )  # fmt: skip
    meeting.complete(agent, "transfer", "transfer")
    agent.cause = 16
    switch.hang_up(agent)
    _note_completed(question, target)


def _note_completed(question: Question, target: Leg) -> None:
    meeting, note, now = question.meeting, question.meeting.course.note, question.meeting.pbx.now
    meeting.note.end(now)
    note.transfer("attended", meeting.party, question.to, now)
    if target.device.partition("/")[2] == question.to:
        meeting.note = note.talk(question.to, "caller", target.uniqueid, now)
    else:
        meeting.note = note.talk("caller", question.to, meeting.caller.uniqueid, now)
    meeting.agent, meeting.party, meeting.account, meeting.is_caller_held = target, question.to, None, False
