"""What playback knows, gathered for its presenter."""

from __future__ import annotations

from dataclasses import dataclass

from supervisor_console.page import Console
from supervisor_console.playback.app.engine import Engine
from supervisor_console.playback.app.fetching import Wanted
from supervisor_console.playback.app.loading import Loading
from supervisor_console.playback.app.marking import Marking
from supervisor_console.playback.app.subject import Subject, zone_of
from supervisor_console.playback.presenter import Moment
from supervisor_console.playback.sound.course import Course


@dataclass(frozen=True)
class Choices:
    """What the user has set; it stays from call to call."""

    speed: float
    volume: float
    is_skipping: bool


def may_hear(console: Console) -> bool:
    """Has the account the right to hear anything?"""
    return console.may("recording.open") or console.may("recording.own")


def wanted_soon(console: Console, subject: Subject, course: Course) -> Wanted | None:
    """What Play would fetch first; not of a call that goes on, whose file is longer by then."""
    is_heard = may_hear(console) and not subject.is_running and bool(course.spans)
    return Wanted(*subject.key, course.parts[0].file) if is_heard else None


def moment_of(
    console: Console, subject: Subject | None, course: Course, engine: Engine, loading: Loading, marking: Marking,
    choices: Choices,
) -> Moment:  # fmt: skip
    """All that is known."""
    trouble = loading.trouble or (subject.trouble if subject is not None else "none")
    return Moment(
        language=console.ground.language, zone=zone_of(console.centre.timezone), account=console.account,
        started_at=subject.started_at if subject is not None else None,
        course=course if subject is not None else None, at_ms=engine.ms, is_playing=engine.is_playing,
        is_waiting=engine.is_waiting, is_fetching=loading.is_fetching, got=loading.got, whole=loading.whole,
        trouble=trouble if may_hear(console) else "no_right", message=loading.message,
        is_running=subject is not None and subject.is_running, has_output=engine.has_sound, speed=choices.speed,
        is_stereo=any(one.loaded.track.is_stereo for one in loading.sounds.values()),
        is_skipping=choices.is_skipping, sides=engine.reel.sides if engine.reel is not None else "both",
        volume=choices.volume, markers=marking.found,
        can_mark=subject is not None and bool(course.spans) and console.may("recording.open"),
    )  # fmt: skip
