"""What is told of recordings and of keys, over what real PBXs sent."""

from pathlib import Path

import pytest

from collector_daemon import settings
from collector_daemon.commands.replay import calls_of
from collector_daemon.core.follow_legs import mixing_options
from collector_daemon.store.sums import COLUMNS, sums_of
from shared.domain.calls import Call

from .streams import STORIES

PBX = settings.parse('[[pbx]]\nname = "main"\nuser = "replay"').pbx[0]
RELEASES = ("22", "16")


def calls(folder: Path) -> list[Call]:
    return list(calls_of(folder / "capture.jsonl.gz", settings.defaults(), PBX))


@pytest.mark.parametrize("release", RELEASES)
def test_waiting_and_ringing_are_cut_out_and_a_hold_a_mute_and_parking_are_not(release: str) -> None:
    [call] = calls(STORIES / release / "z6_recorded_while_bridged")
    [tape] = call.recordings
    assert [pause.is_cut for pause in tape.pauses] == [True, False, True]
    waited, muted, rang = tape.pauses
    assert waited.started_at == tape.started_at
    assert waited.ended_at == call.visits[0].answered_at or abs(
        (waited.ended_at - call.visits[0].answered_at).total_seconds()) < 0.05  # type: ignore[operator]  # both are told
    assert 0.9 < (muted.ended_at - muted.started_at).total_seconds() < 1.2  # type: ignore[operator]
    assert 1.4 < (rang.ended_at - rang.started_at).total_seconds() < 1.8  # type: ignore[operator]


@pytest.mark.parametrize("release", RELEASES)
def test_the_queue_and_the_key_record_only_what_is_said_too(release: str) -> None:
    inbound, outbound = calls(STORIES / release / "z7_others_begin_recordings")
    [queue] = inbound.recordings
    own, key = sorted(outbound.recordings, key=lambda one: one.started_at)
    assert any(pause.is_cut and pause.started_at > queue.started_at for pause in queue.pauses)
    assert own.pauses[0].started_at == own.started_at
    assert any(pause.is_cut for pause in key.pauses)


@pytest.mark.parametrize("release", RELEASES)
def test_a_mute_is_no_cut(release: str) -> None:
    [call] = calls(STORIES / release / "z2_recording_paused")
    assert [pause.is_cut for pause in call.recordings[0].pauses] == [True, False]


@pytest.mark.parametrize(("argument", "options"), [
    ("a.wav,b", "b"), ("a.wav", ""), ("a.wav,W(2)b,echo b", "Wb"), ("a.wav,r(b.wav)t(x(b).wav)", "rt"),
    ("a.wav,,b", ""),
])  # fmt: skip
def test_options_are_letters_without_what_stands_in_brackets(argument: str, options: str) -> None:
    assert mixing_options(argument) == options


@pytest.mark.parametrize("release", RELEASES)
@pytest.mark.parametrize(("story", "party", "keyed"), [
    ("i2_attended_feature", "1001", ""), ("h4_blind_transfer_feature", "1001", ""), ("w2_ivr_digits", None, "1"),
])  # fmt: skip
def test_keys_are_told_of_who_pressed_them(release: str, story: str, party: str | None, keyed: str) -> None:
    call = calls(STORIES / release / story)[0]
    assert {step.party for step in call.steps if step.kind == "digit"} == {party}
    assert sums_of(call)[COLUMNS.index("keyed")] == keyed
