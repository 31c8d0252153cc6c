"""The simulated calls' recordings: real WAV files, as long as the call, with each side on its own channel."""

import wave
from array import array
from pathlib import Path

from collector_daemon.simulator.stream import play, survey
from collector_daemon.simulator.tapes import make_tape
from collector_daemon.simulator.world import Scenario, World


def test_a_call_is_heard_on_two_channels_with_pauses(tmp_path: Path) -> None:
    world = World(Scenario(seed=1, load=6.0, talk_seconds=30.0, is_always_open=True), 1_800_000_000.0)
    for messages in (survey(world), play(world, 300)):
        for _ in messages:
            pass
    note = next(one for one in world.pbx.finished if one.recordings and len(one.talks) == 1 and not one.talks[0].holds)
    tape, talk = note.recordings[0], note.talks[0]
    assert note.ended is not None
    assert talk.ended is not None
    tape.mute(talk.started, is_muted=True)
    tape.mute(talk.started + 2, is_muted=False)
    with wave.open(str(make_tape(note, tape, tmp_path))) as sound:
        assert (sound.getframerate(), sound.getnchannels(), sound.getsampwidth()) == (8000, 2, 2)
        assert abs(sound.getnframes() / 8000 - (talk.ended - talk.started)) < 0.05  # what is said in the bridge
        both = array("h", sound.readframes(sound.getnframes()))
    for track in (both[0::2], both[1::2]):
        loud = sum(abs(one) > 300 for one in track) / len(track)
        assert 0.05 < loud < 0.8
        assert not any(track[:15_900])
    assert both[0::2] != both[1::2]
    assert list(tmp_path.rglob("*.part")) == []
    again = tmp_path / "again"
    assert make_tape(note, tape, again).read_bytes() == make_tape(note, tape, tmp_path).read_bytes()
