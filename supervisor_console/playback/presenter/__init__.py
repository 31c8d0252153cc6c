"""What playback shows, from what it knows: pure. ``present`` the bar, ``marks`` the list of markers."""

from __future__ import annotations

from datetime import datetime, timedelta, tzinfo
from typing import Literal

import msgspec

from shared.language import Language, formats
from supervisor_console.playback.screen import SPEEDS, MarkRow, MarksScreen, Note, PlayerScreen
from supervisor_console.playback.sound.course import Course
from supervisor_console.playback.sound.reel import Sides
from supervisor_console.reports.markers import Marker

Trouble = Literal["", "no_right", "none", "missing", "erased", "gone", "away", "unknown_format", "disk", "refused"]
"""Why a recording is not heard."""
NBSP = "\u00a0"


class Moment(msgspec.Struct, frozen=True, kw_only=True):
    """All that playback knows. ``got`` and ``whole``: bytes of what is being fetched; ``message``: of a refusal."""

    language: Language
    zone: tzinfo
    account: str = ""
    started_at: datetime | None = None
    course: Course | None = None
    at_ms: float = 0.0
    is_playing: bool = False
    is_waiting: bool = False
    is_fetching: bool = False
    got: int = 0
    whole: int = 0
    trouble: Trouble = ""
    message: str = ""
    is_running: bool = False
    has_output: bool = True
    is_stereo: bool = False
    speed: float = 1.0
    is_skipping: bool = False
    sides: Sides = "both"
    volume: float = 1.0
    markers: tuple[Marker, ...] = ()
    can_mark: bool = False


def present(moment: Moment) -> PlayerScreen:
    """The bar."""
    course = moment.course
    heard = course.heard_ms if course is not None else 0
    can_play = heard > 0 and moment.trouble not in ("no_right", "none", "missing", "erased")
    at = course.heard_of(moment.at_ms) if course is not None else 0
    text = moment.language.text
    is_sided = moment.is_stereo and can_play
    return PlayerScreen(
        has_sound=can_play, is_playing=moment.is_playing, is_loading=moment.is_playing and moment.is_waiting,
        at=length(at), whole=length(heard), widest="0:00:00" if heard >= 3_600_000 else "00:00",
        share=at / heard if heard else 0.0, loaded=_loaded(moment),
        seams=tuple(one / heard for one in course.seams_ms) if course is not None and heard else (),
        ticks=_ticks(moment), speed=moment.speed, speeds=tuple((one, speed(one, moment.language)) for one in SPEEDS),
        is_skipping=moment.is_skipping, sides=moment.sides,
        side_names=(
            ("both", text("both|sides")), ("left", text("left only|side")), ("right", text("right only|side")),
        ) if is_sided else (),
        volume=moment.volume, can_mark=moment.can_mark and can_play, is_heard=moment.has_output, note=note(moment),
    )  # fmt: skip


def _loaded(moment: Moment) -> float:
    if not moment.is_fetching:
        return 1.0
    return moment.got / moment.whole if moment.whole else 0.0


def _ticks(moment: Moment) -> tuple[float, ...]:
    course = moment.course
    if course is None or not course.heard_ms:
        return ()
    return tuple(course.heard_of(at) / course.heard_ms for at in (place(course, one) for one in moment.markers)
                 if at is not None)  # fmt: skip


def place(course: Course, marker: Marker) -> int | None:
    """Where in the call a marker stands."""
    part = next((one for one in course.parts if one.file == marker.file), None)
    return round(part.call_ms(marker.at_ms)) if part is not None else None


def note(moment: Moment) -> Note | None:
    """The one thing that is to be said, the gravest first."""
    text = moment.language.text
    match moment.trouble:
        case "no_right":
            return Note(icon="lock", token="muted", text=text("You have no right to recordings. Ask an administrator."))
        case "none":
            return None
        case "missing":
            return Note(icon="triangle", token="bad", text=text("The recording is missing on the server's disk."))
        case "erased":
            return Note(icon="trash", token="muted", text=text("The recording was erased."))
        case "gone":
            return _again(moment, text("The recording is not there any more, or not yet."))
        case "away":
            return _again(moment, text("The recording cannot be fetched: the server does not answer."))
        case "unknown_format":
            return Note(icon="triangle", token="bad", text=text("This sound cannot be played here; it can be saved."))
        case "disk":
            return _again(moment, text("The sound cannot be kept on this computer: {reason}", reason=moment.message))
        case "refused":
            return _again(moment, moment.message)
    if not moment.has_output:
        return Note(icon="wave_struck", token="warn",
                    text=text("No sound can be heard on this computer. Seeking and saving work."))  # fmt: skip
    if moment.is_fetching and moment.whole:
        percent = f"{moment.got * 100 // moment.whole}{NBSP}%"
        return Note(icon="download", token="muted", text=text("Fetching the sound… {percent}", percent=percent))
    if moment.is_running:
        return Note(icon="record", token="muted", text=text("The call goes on: played is what is recorded so far."))
    return None


def _again(moment: Moment, said: str) -> Note:
    return Note(icon="triangle", token="bad", text=said, button=moment.language.text("Try again"))


def marks(moment: Moment) -> MarksScreen:
    """The list, by time; nothing where nobody may hear."""
    course = moment.course
    if course is None or moment.started_at is None:
        return MarksScreen()
    found = sorted(((at, one) for one in moment.markers if (at := place(course, one)) is not None),
                   key=lambda pair: (pair[0], pair[1].made_at))  # fmt: skip
    rows = tuple(_mark(moment, number, at, one) for number, (at, one) in enumerate(found, 1))
    return MarksScreen(rows=rows, is_shown=bool(rows) or moment.can_mark)


def _mark(moment: Moment, number: int, at: int, one: Marker) -> MarkRow:
    assert moment.started_at is not None
    clock = moment.language.clock(moment.started_at + timedelta(milliseconds=at), moment.zone)
    made = moment.language.clock(one.made_at, moment.zone)
    return MarkRow(
        key=one.key, number=number, at_ms=at, clock=clock, text=one.text, initials=initials(one.account),
        is_own=one.account == moment.account, hint=f"{one.text}\n{one.account}, {made}".strip(),
    )  # fmt: skip


def initials(account: str) -> str:
    """Two letters for who it was: of the first two words, else the beginning."""
    words = [word for word in account.replace(".", " ").replace("_", " ").replace("-", " ").split() if word]
    return (words[0][0] + words[1][0] if len(words) > 1 else account[:2]).upper()


def length(ms: float) -> str:
    """A length as players write it: 1:17, 1:02:03."""
    return formats.length(ms // 1000)


def speed(number: float, language: Language) -> str:
    """1.25× as the language writes it."""
    digits = 0 if number == int(number) else 1 if number * 10 == int(number * 10) else 2
    return f"{language.number(number, digits)}×"
