"""Small things that several stories do: a step of the dialplan, the end of a channel, a recording."""

from __future__ import annotations

from collector_daemon.simulator.ledger import CallNote
from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.notes import TapeNote
from collector_daemon.simulator.pbx import RECORDINGS, Course, Over, Pbx
from shared.domain.calls import EndedBy


def step(
    pbx: Pbx, course: Course, context: str, exten: str, priority: int, application: str, data: str = ""
) -> None:
    """A step of the dialplan on the call's own channel.

    Asterisk tells of the first step after a blind transfer at the moment of the transfer, with the
    application the channel was in; so that one is not told again.
    """
    leg = course.leg
    if course.is_swallowing:
        course.is_swallowing = False
        leg.context, leg.exten, leg.priority = context, exten, priority
        leg.application, leg.app_data = application, data
    else:
        pbx.switch.go_to(leg, context, exten, priority, application, data)


def record(pbx: Pbx, note: CallNote, leg: Leg, file: str) -> None:
    """A recording starts, of what is said in bridges; ``file`` is below the folder of recordings."""
    pbx.switch.start_recording(leg, RECORDINGS + file)
    note.recordings.append(TapeNote(RECORDINGS + file, leg, pbx.now))


def clear_transfer(pbx: Pbx, leg: Leg) -> None:
    """A leg that was passed on blindly enters its next bridge: BLINDTRANSFER is emptied."""
    if leg.is_passed_on:
        leg.is_passed_on = False
        pbx.switch.set_variable(leg, "BLINDTRANSFER")


def close(pbx: Pbx, course: Course) -> None:
    """The customer's channel ends: SoftHangupRequest, Hangup."""
    pbx.switch.request_soft_hangup(course.leg)
    for account in course.late_accounts:
        account.complete(pbx, course.leg, None, "caller")
    pbx.switch.hang_up(course.leg)


def give_up(pbx: Pbx, leg: Leg) -> None:
    """The party of ``leg`` hangs up (HangupRequest); before the answer it is a cancelled INVITE (487)."""
    if leg.is_up():
        pbx.switch.request_hangup(leg)
    else:
        pbx.switch.request_hangup(leg, 127, 487)


def sound_busy(pbx: Pbx, course: Course) -> None:
    """Busy(): the tone, for a line that was not lifted the SIP answer 486; then the channel ends."""
    leg = course.leg
    if not leg.is_up():
        pbx.switch.enter_state(leg, "Busy")
        pbx.switch.request_hangup(leg, 17, 486)
    close(pbx, course)


def leaves(pbx: Pbx, course: Course, by: EndedBy = "caller") -> Over:
    """The customer hangs up where nothing has to be cleared up; raise what this returns."""
    give_up(pbx, course.leg)
    close(pbx, course)
    course.note.ended_by = by
    return Over()
