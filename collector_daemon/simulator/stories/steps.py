"""Small things that several stories do: a step of the dialplan, the end of a channel, a recording."""

from __future__ import annotations

from collector_daemon.simulator.legs import Leg
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


def record(pbx: Pbx, course: Course, leg: Leg, file: str) -> None:
    """A recording starts; ``file`` is below the folder of recordings."""
    pbx.switch.start_recording(leg, RECORDINGS + file)
    course.note.recordings.append((RECORDINGS + file, leg.uniqueid, pbx.now))


def close(pbx: Pbx, course: Course, cause: int, tech_cause: int | None = None, soft_cause: int = 16) -> None:
    """The customer's channel ends: SoftHangupRequest, Hangup."""
    pbx.switch.request_soft_hangup(course.leg, soft_cause, tech_cause)
    pbx.switch.hang_up(course.leg, cause, tech_cause)


def give_up(pbx: Pbx, leg: Leg) -> tuple[int, int | None]:
    """The party of ``leg`` hangs up (HangupRequest); how its Hangup will say why (Cause, TechCause).

    Before the answer it is a cancelled INVITE (487), in an application nothing is known, after a talk it is
    16.
    """
    if not leg.is_up():
        pbx.switch.request_hangup(leg, 127, 487)
        return 127, 487
    if leg.has_talked:
        pbx.switch.request_hangup(leg, 16)
        return 16, None
    pbx.switch.request_hangup(leg)
    return 0, None


def leaves(pbx: Pbx, course: Course, by: EndedBy = "caller") -> Over:
    """The customer hangs up where nothing has to be cleared up; raise what this returns."""
    cause, tech_cause = give_up(pbx, course.leg)
    close(pbx, course, cause, tech_cause)
    course.note.ended_by = by
    return Over()
