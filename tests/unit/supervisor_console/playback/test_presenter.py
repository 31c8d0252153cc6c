"""What the player says, from what is known."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec
import pytest

from shared.language import Language
from supervisor_console.playback.presenter import Moment, initials, marks, present
from supervisor_console.playback.sound.course import Course, Part
from supervisor_console.reports.markers import Marker

START = datetime(2026, 11, 19, 12, 42, 7, tzinfo=UTC)
COURSE = Course([Part("a", 45_000, 171_000), Part("b", 176_000, 278_000, ((200_000, 222_000),))])


def moment(**more) -> Moment:
    return Moment(
        language=Language.of("en"), zone=ZoneInfo("Europe/Prague"), account="anna", started_at=START, course=COURSE,
        at_ms=122_000, **more,
    )  # fmt: skip


def marker(key: str, file: str, at_ms: int, account: str = "anna") -> Marker:
    made = START + timedelta(hours=1)
    return Marker(key=key, file=file, account=account, at_ms=at_ms, text=f"about {key}", made_at=made)


def test_it_tells_heard_time_and_where_time_is_left_out():
    shown = present(moment())
    assert (shown.at, shown.whole, shown.widest, shown.share) == ("1:17", "3:26", "00:00", 77 / 206)
    assert shown.seams == (126 / 206, 150 / 206)
    assert (shown.has_sound, shown.note, shown.side_names) == (True, None, ())
    assert [words for _number, words in shown.speeds] == ["0.75×", "1×", "1.25×", "1.5×", "1.75×", "2×"]
    assert [one for one, _words in present(moment(is_stereo=True)).side_names] == ["both", "left", "right"]


@pytest.mark.parametrize(
    ("known", "said", "has_button", "has_sound"),
    [
        ({"trouble": "no_right"}, "You have no right to recordings. Ask an administrator.", False, False),
        ({"trouble": "missing"}, "The recording is missing on the server's disk.", False, False),
        ({"trouble": "erased"}, "The recording was erased.", False, False),
        ({"trouble": "gone"}, "The recording is not there any more, or not yet.", True, True),
        ({"trouble": "away"}, "The recording cannot be fetched: the server does not answer.", True, True),
        ({"trouble": "unknown_format"}, "This sound cannot be played here; it can be saved.", False, True),
        ({"trouble": "disk", "message": "No space left on device"},
         "The sound cannot be kept on this computer: No space left on device", True, True),
        ({"trouble": "refused", "message": "The server is busy."}, "The server is busy.", True, True),
        ({"has_output": False}, "No sound can be heard on this computer. Seeking and saving work.", False, True),
        ({"is_fetching": True, "got": 450, "whole": 1000}, "Fetching the sound… 45\u00a0%", False, True),
        ({"is_running": True}, "The call goes on: played is what is recorded so far.", False, True),
    ],
)  # fmt: skip
def test_each_trouble_is_one_line(known, said, has_button, has_sound):
    shown = present(moment(**known))
    assert shown.note is not None
    assert (shown.note.text, bool(shown.note.button), shown.has_sound) == (said, has_button, has_sound)


def test_a_call_without_recordings_has_nothing_to_play():
    shown = present(msgspec.structs.replace(moment(trouble="none", can_mark=True), course=Course(())))
    assert (shown.has_sound, shown.note, shown.can_mark, shown.whole) == (False, None, False, "0:00")


def test_markers_are_numbered_by_time_and_say_whose_they_are():
    found = (marker("late", "b", 9_000, "jan.novak"), marker("early", "a", 47_000), marker("lost", "c", 0))
    rows = marks(moment(markers=found)).rows
    assert [(one.number, one.at_ms, one.clock, one.initials, one.is_own) for one in rows] == [
        (1, 92_000, "13:43:39", "AN", True), (2, 185_000, "13:45:12", "JN", False),
    ]  # fmt: skip
    assert present(moment(markers=found)).ticks == (135 / 206, 47 / 206)
    assert initials("x") == "X"


def test_an_empty_list_is_shown_to_those_who_may_mark():
    assert marks(moment(can_mark=True)).is_shown
    assert not marks(moment()).is_shown
