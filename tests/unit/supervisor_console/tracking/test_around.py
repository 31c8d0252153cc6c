"""What stands around the lanes: panel, heading, notices, raw events."""

from datetime import timedelta
from typing import Any

import msgspec

from supervisor_console.reports.tracked import KeptEvent, RecordedFile
from supervisor_console.tracking.presenter.present import present, telling_of
from supervisor_console.tracking.presenter.raw import raw_rows
from tests.unit.supervisor_console.tracking import calls
from tests.unit.supervisor_console.tracking.shown import moment_of, screen_of


def test_recordings_and_what_people_wrote():
    screen = screen_of(calls.usual(), tracked=calls.usual_tracked(), may_hear=True)
    assert screen.sound is not None
    assert [(pair.caption, pair.value) for pair in screen.sound.pairs] == [
        ("Part 1", "13:42:52 – 13:44:58 · 2:06"), ("File", "2.0\u00a0MB · wav"),
        ("Part 2", "13:45:03 – 13:46:45 · 1:42"), ("Switched off", "13:45:27 – 13:45:49 · 0:22"),
        ("File", "1.6\u00a0MB · wav"),
    ]  # fmt: skip
    assert screen.sound.chip is not None
    assert screen.sound.chip.text == "Fingerprint kept"
    assert [detail.title for detail in screen.details] == ["Result of the call", "Notes", "Form: order"]
    assert screen.details[1].remarks[0].by == "Jana Dvořáková, 13:45:27"


def test_files_that_are_not_what_they_should_be():
    tracked = calls.usual_tracked()
    kinds: tuple[tuple[dict[str, Any], str], ...] = (
        ({"is_missing": True}, "File missing"), ({"is_erased": True}, "Erased"), ({}, "Not yet checked"),
    )  # fmt: skip
    for more, word in kinds:
        files = (RecordedFile(file="/rec/a-1003.wav", **more),)
        screen = screen_of(tracked.call, tracked=msgspec.structs.replace(tracked, files=files))
        assert screen.sound is not None
        assert screen.sound.chip is not None
        assert screen.sound.chip.text == word
    nothing = screen_of(calls.instant()).sound
    assert nothing is not None
    assert nothing.empty == "None, the call was not connected."


def test_heading_with_its_place_in_the_list():
    heading = screen_of(calls.usual(), place=3, among=120).heading
    assert heading.summary == "19\u00a0Nov\u00a02026 13:42:07 – 13:46:45 · total 4:38 · to +420 222 111 001"
    assert [chip.text for chip in heading.chips] == ["Answered", "Transferred"]
    assert (heading.place, heading.has_previous, heading.has_next) == ("3 / 120", True, True)


def test_why_there_is_nothing():
    moment = moment_of(calls.usual())
    lost = moment.__class__(**(moment.__dict__ | {"tracked": None}))
    assert "may not see it any more" in (present(lost).notice or _none()).text
    asked = moment.__class__(**(lost.__dict__ | {"is_asked": False}))
    assert (present(asked).notice or _none()).text == "Loading the call…"
    away = moment.__class__(**(moment.__dict__ | {"away_since": calls.START}))
    screen = present(away)
    assert screen.is_old
    assert screen.drawing is not None
    assert (screen.notice or _none()).text == "Database unreachable since 13:42:07."


def _none():
    raise AssertionError("no notice")


def test_raw_events_keep_all_headers_in_order():
    moment = moment_of(calls.usual())
    assert moment.tracked is not None
    headers = {"Event": "Hangup", "Uniqueid": "1.2", "ChanVariable": ["A=1", "B=2"]}
    event = KeptEvent(heard_at=calls.START + timedelta(seconds=1.25), seq=1, name="Hangup", headers=headers)
    (row,) = raw_rows(telling_of(moment, moment.tracked), [event])
    assert (row.clock, row.offset, row.leg) == ("13:42:08.250", "1.250", "1.2")
    assert row.headers[2:] == (("ChanVariable", "A=1"), ("ChanVariable", "B=2"))
    assert "chanvariable: b=2" in row.line
