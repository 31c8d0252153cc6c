"""The lanes of calls that one knows by heart."""

import time

from tests.unit.supervisor_console.tracking import calls
from tests.unit.supervisor_console.tracking.rules import check
from tests.unit.supervisor_console.tracking.shown import SECOND, drawing_of, lane, screen_of, spans


def usual():
    return screen_of(calls.usual(), tracked=calls.usual_tracked())


def test_who_stands_where():
    drawing = drawing_of(usual())
    assert [(one.title, one.subtitle) for one in drawing.lanes] == [
        ("Caller", "+420 608 134 572"), ("IVR", "Prompts and choices"), ("Queue", "Technical support"),
        ("1001", "Petr Svoboda"), ("1003", "Jana Dvořáková"), ("1005", "Martin Kučera"), ("Recording", "2 parts, 3:26"),
    ]  # fmt: skip
    assert (drawing.call_ms, drawing.whole_ms) == (278_000, 290_000)


def test_what_the_caller_went_through():
    bars = lane(usual(), "caller").bars
    assert [bar.texts[0] for bar in bars] == [
        "IVR 0:18", "waits 0:27", "talks with 1003 · 1:25", "held 0:22", "talks with 1003 · 0:19",
        "hears ringing 0:05", "talks with 1005 · 1:42",
    ]  # fmt: skip
    assert {bar.style for bar in bars} == {"pale"}


def test_how_ringing_ended_and_what_followed():
    screen = usual()
    (missed,) = lane(screen, "agent:1001").bars
    assert (missed.texts[0], missed.after, missed.after_token) == ("rings 0:15", "did not answer, 0:15", "bad")
    assert [bar.texts[0] for bar in lane(screen, "agent:1003").bars] == [
        "rings 0:04", "answered 13:42:52 · talks 1:25", "holds 0:22", "talks 0:19", "finishes 0:30",
    ]  # fmt: skip
    assert [bar.texts[0] for bar in lane(screen, "agent:1005").bars] == [
        "transferred blindly, rings 0:05", "answered 13:45:03 · talks 1:42, caller hung up", "finishes 0:12",
    ]  # fmt: skip
    assert "13:42:31.000 – 13:42:46.000 · 15.000\u00a0s" in missed.hint


def test_arrows_lead_where_the_call_went():
    assert [(one.at_ms, one.source, one.target) for one in drawing_of(usual()).arrows] == [
        (18_000, "ivr", "queue:support"), (24_000, "queue:support", "agent:1001"),
        (41_000, "queue:support", "agent:1003"), (171_000, "agent:1003", "agent:1005"),
    ]  # fmt: skip


def test_recording_is_cut_by_its_pause():
    screen = usual()
    bars = lane(screen, "sound:0").bars
    assert [(bar.style, bar.starts_ms, bar.ends_ms) for bar in bars] == [
        ("sound", 45_000, 171_000), ("sound", 176_000, 200_000), ("off", 200_000, 222_000), ("sound", 222_000, 278_000),
    ]  # fmt: skip
    assert [(one.file, one.starts_ms, one.ends_ms) for one in drawing_of(screen).sounds] == [
        ("/rec/a-1003.wav", 45_000, 171_000), ("/rec/a-1005.wav", 176_000, 278_000),
    ]  # fmt: skip


def test_steps_are_told_in_words():
    rows = [(row.clock, row.offset, row.who, row.text, row.length) for row in usual().steps]
    assert rows == [
        ("13:42:07", "0:00", "IVR", "IVR: taken by the PBX, asks for a choice, choice 1", "0:18"),
        ("13:42:25", "0:18", "Technical support", "Enters the queue, position 2", "0:27"),
        ("13:42:31", "0:24", "1001 Petr Svoboda", "Rings, did not answer", "0:15"),
        ("13:42:48", "0:41", "1003 Jana Dvořáková", "Rings, answered", "0:04"),
        ("13:42:52", "0:45", "1003 Jana Dvořáková", "Conversation", "1:25"),
        ("13:44:17", "2:10", "1003 Jana Dvořáková", "On hold", "0:22"),
        ("13:44:39", "2:32", "1003 Jana Dvořáková", "Conversation", "0:19"),
        ("13:44:58", "2:51", "1003 → 1005", "Blind transfer, rings", "0:05"),
        ("13:44:58", "2:51", "1003 Jana Dvořáková", "Finishing after the call", "0:30"),
        ("13:45:03", "2:56", "1005 Martin Kučera", "Conversation, caller hung up at 13:46:45", "1:42"),
        ("13:45:27", "3:20", "Recording", "Recording switched off", "0:22"),
        ("13:46:45", "4:38", "1005 Martin Kučera", "Finishing after the call", "0:12"),
        ("13:46:45", "4:38", "+420 608 134 572", "End of the call, caller hung up", ""),
    ]


def test_a_call_that_goes_on_grows():
    call = calls.running()
    soon, later = (screen_of(call, now=call.started_at + seconds * SECOND) for seconds in (20, 50))
    assert [one.call_ms for one in (drawing_of(soon), drawing_of(later))] == [20_000, 50_000]
    bar = lane(later, "agent:1003").bars[-1]
    assert bar.is_running
    assert (bar.starts_ms, bar.ends_ms) == (12_000, 50_000)
    assert spans(lane(later, "sound:0").bars) == [(12_000, 50_000)]
    assert [chip.text for chip in later.heading.chips] == ["Goes on"]
    check(call, later)


def test_a_call_of_an_instant_is_told_in_tenths():
    screen = screen_of(calls.instant())
    assert lane(screen, "caller").bars[0].texts[0] == "connecting 0.3\u00a0s"
    assert [(row.text, row.offset) for row in screen.steps] == [
        ("Calls", "0.0\u00a0s"), ("End of the call, caller hung up", "0.3\u00a0s"),
    ]  # fmt: skip


def test_eight_hours_with_two_hundred_rings_are_told_quickly():
    call = calls.long_day()
    begun = time.perf_counter()
    screen = screen_of(call)
    assert time.perf_counter() - begun < 0.5  # 20 ms on an idle machine
    check(call, screen)
    assert len(screen.steps) > 260
    assert not [one for one in drawing_of(screen).arrows if one.source.startswith("queue")]  # they would hide all


def test_tenths_stand_behind_what_the_reader_writes():
    found = [drawing_of(screen_of(calls.usual(), code=code)).decimal for code in ("en", "cs")]
    assert found == [".", ","]
