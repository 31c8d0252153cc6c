"""What the dialplan does with a caller whom the queue gave back: voicemail, goodbye, callback, survey."""

from __future__ import annotations

from collections.abc import Generator

from collector_daemon.simulator.pbx import Course, Onward, Over, Pbx
from collector_daemon.simulator.stories.steps import close, sound_busy, step

Part = Generator[float | None, object, None]
GOODBYE = 0.88
"""Length of the spoken goodbye."""
TOO_SHORT = 8.5
"""Greeting and message (s): a shorter stay leaves no message behind."""


def go_on(pbx: Pbx, course: Course, queue: str, status: str) -> Part:
    """``x-STATUS`` for the QUEUESTATUS the queue left behind; a UserEvent tells it too."""
    leg = course.leg
    data = f"QueueExit,Queue: {queue},Uniqueid: {leg.uniqueid},Status: {status}"
    step(pbx, course, "queues", "go", 7, "UserEvent", data)
    pbx.switch.tell_user_event(leg, "QueueExit", {"Queue": queue, "Uniqueid": leg.uniqueid, "Status": status})
    step(pbx, course, "queues", "go", 8, "Goto", f"x-{status},1")
    if status == "CONTINUE":
        yield from survey(pbx, course)
        return
    course.has_left_queues = True
    exten = f"x-{status}"
    if status == "TIMEOUT":
        yield from leave_message(pbx, course, "queues", exten, "us")
    elif status == "FULL":
        step(pbx, course, "queues", exten, 1, "Busy", "2")
        course.note.ended_by = "system"
        sound_busy(pbx, course)
        raise Over
    elif leg.is_up():
        step(pbx, course, "queues", exten, 1, "Playback", "vm-goodbye")
        yield GOODBYE
        step(pbx, course, "queues", exten, 2, "Hangup")
        leg.cause = leg.cause or 16
    else:
        leg.context, leg.exten, leg.priority = "queues", exten, 1
    course.note.ended_by = "system"
    close(pbx, course)
    raise Over


def unreached(pbx: Pbx, course: Course, status: str) -> Part:
    """A person called directly did not answer: the busy tone, or voicemail."""
    if status != "BUSY":
        yield from leave_message(pbx, course, "direct", f"d-{status}", "u")
    step(pbx, course, "direct", "d-BUSY", 1, "Busy", "2")
    course.note.ended_by = "system"
    sound_busy(pbx, course)
    raise Over


def leave_message(pbx: Pbx, course: Course, context: str, exten: str, options: str) -> Part:
    """VoiceMail: the caller speaks, and hangs up."""
    leg = course.leg
    course.has_left_queues = True
    step(pbx, course, context, exten, 1, "VoiceMail", f"100@default,{options}")
    if not leg.is_up():
        pbx.switch.enter_state(leg, "Up")
    yield course.visitor.message_seconds
    pbx.switch.request_hangup(leg)
    if course.visitor.message_seconds > TOO_SHORT:
        counts = {"Mailbox": "100@default", "Waiting": "1", "New": "1", "Old": "0"}
        pbx.switch.emit("MessageWaiting", leg.headers(), counts)
    course.note.ended_by = "caller"
    close(pbx, course)
    raise Over


def key(pbx: Pbx, course: Course, digit: str) -> Part:
    """The caller left the queue by a key: 1 orders a call back, 0 asks for a person."""
    leg = course.leg
    course.has_left_queues = True
    if digit == "0":
        step(pbx, course, "queue-keys", "0", 1, "Goto", f"direct,{pbx.routes.key_person},1")
        raise Onward("direct", pbx.routes.key_person)
    step(pbx, course, "queue-keys", digit, 1, "Set", f"CALLBACK_NUM={leg.number}")
    step(pbx, course, "queue-keys", digit, 2, "UserEvent", f"CallbackRequest,Number: {leg.number}")
    pbx.switch.tell_user_event(leg, "CallbackRequest", {"Number": leg.number})
    step(pbx, course, "queue-keys", digit, 3, "Playback", "vm-goodbye")
    yield GOODBYE
    step(pbx, course, "queue-keys", digit, 4, "Hangup")
    leg.cause = leg.cause or 16
    course.note.ended_by = "system"
    close(pbx, course)
    raise Over


def survey(pbx: Pbx, course: Course) -> Part:
    """After the talk: one digit says how satisfied the customer was."""
    leg, score = course.leg, course.visitor.score
    step(pbx, course, "queues", "x-CONTINUE", 1, "NoOp", "survey")
    step(pbx, course, "queues", "x-CONTINUE", 2, "Read", "SURVEY,beep,1,,1,4")
    yield 2.0 if score else 4.4
    if score:
        pbx.switch.press(leg, score)
    step(pbx, course, "queues", "x-CONTINUE", 3, "Set", f"SURVEY_SCORE={score}")
    step(pbx, course, "queues", "x-CONTINUE", 4, "UserEvent", f"Survey,Score: {score}")
    pbx.switch.tell_user_event(leg, "Survey", {"Score": score})
    step(pbx, course, "queues", "x-CONTINUE", 5, "Hangup")
    course.note.ended_by = course.note.ended_by or "system"
    close(pbx, course)
    raise Over
