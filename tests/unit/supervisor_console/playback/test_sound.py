"""Samples, peaks, silences and time are those of sounds that are known to the sample."""

import wave
from pathlib import Path

import G722 as g722  # type: ignore[import-not-found]  # noqa: N811  the module's own name
import numpy as np
import pytest
import soundfile  # type: ignore[import-untyped]

from supervisor_console.playback.sound.course import Course, Part
from supervisor_console.playback.sound.decoding import G722, GSM, Undecodable, decode
from supervisor_console.playback.sound.peaks import peaks_of
from supervisor_console.playback.sound.reel import Loaded, Reel
from supervisor_console.playback.sound.silence import silences
from supervisor_console.playback.sound.track import Track
from tests.unit.supervisor_console.playback.tones import RATE, silent, sine, track


def write(file: Path, sound: Track) -> Path:
    with wave.open(str(file), "wb") as made:
        made.setnchannels(sound.samples.shape[1])
        made.setsampwidth(2)
        made.setframerate(RATE)
        made.writeframes(sound.samples.tobytes())
    return file


def played(reel: Reel, most: int = 10**9) -> np.ndarray:
    """All that comes out of the left channel."""
    found: list[np.ndarray] = []
    while sum(len(one) for one in found) < most and (piece := reel.take(160)) is not None:
        found.append(piece.samples[:, 0])
    return np.concatenate(found) if found else np.zeros(0, np.int16)


def reel_of(sound: Track, *offs: tuple[int, int], starts_ms: int = 0) -> Reel:
    made = Reel(Course([Part("a", starts_ms, starts_ms + sound.length_ms, offs)]))
    made.loaded = {"a": Loaded(sound, silences(peaks_of(sound)))}
    return made


# --- decoding


def test_a_wav_file_has_just_its_samples(tmp_path):
    sound = track(sine(400, 1.5), sine(900, 1.5))
    found = decode(write(tmp_path / "a.wav", sound), "audio/wav")
    assert np.array_equal(found.samples, sound.samples)
    assert (found.rate, found.length_ms, found.is_stereo) == (RATE, 1500, True)


@pytest.mark.parametrize(
    ("suffix", "form", "subtype", "mime"),
    [
        ("wav", "WAV", "ULAW", "audio/wav"), ("wav", "WAV", "ALAW", "audio/wav"), ("wav", "WAV", "GSM610", "audio/wav"),
        ("gsm", "RAW", "GSM610", GSM), ("flac", "FLAC", "PCM_16", "audio/flac"), ("ogg", "OGG", "VORBIS", "audio/ogg"),
        ("opus", "OGG", "OPUS", "audio/ogg"), ("mp3", "MP3", "MPEG_LAYER_III", "audio/mpeg"),
    ],
)  # fmt: skip
def test_every_format_that_pbxs_write_is_understood(tmp_path, suffix, form, subtype, mime):
    file = tmp_path / f"a.{suffix}"
    soundfile.write(file, sine(400, 2), RATE, format=form, subtype=subtype)
    found = decode(file, mime)
    assert found.length_ms == pytest.approx(2000, abs=90)
    middle = found.samples[found.frame(800) : found.frame(1200), 0]
    spectrum = np.abs(np.fft.rfft(middle))
    assert np.argmax(spectrum) * found.rate / len(middle) == pytest.approx(400, abs=6)


def test_wide_band_recordings_are_understood_and_so_are_their_beginnings(tmp_path):
    """Made by the library's encoder; the tone must come back, and the same from a beginning as from the whole."""
    spoken = (8000 * np.sin(2 * np.pi * 5000 * np.arange(32_000) / 16_000)).astype(np.int16)
    (tmp_path / "a").write_bytes(g722.G722(16_000, 64_000).encode(spoken.tolist()))
    found = decode(tmp_path / "a", G722)
    assert (found.rate, found.length_ms, found.is_whole) == (16_000, 2000, True)
    spectrum = np.abs(np.fft.rfft(found.samples[8000:24_000, 0]))
    assert np.argmax(spectrum) == pytest.approx(5000, abs=2)
    (tmp_path / "b").write_bytes((tmp_path / "a").read_bytes()[:4000])
    assert np.array_equal(decode(tmp_path / "b", G722, is_whole=False).samples, found.samples[:8000])
    (tmp_path / "c").write_bytes(b"")
    with pytest.raises(Undecodable):
        decode(tmp_path / "c", G722)


def test_the_beginning_of_a_file_is_played_before_the_rest_is_there(tmp_path):
    sound = track(sine(400, 3))
    whole = write(tmp_path / "a.wav", sound).read_bytes()
    (tmp_path / "b.wav").write_bytes(whole[: 44 + 2 * RATE])
    found = decode(tmp_path / "b.wav", "audio/wav", is_whole=False)
    assert np.array_equal(found.samples, sound.samples[:RATE])
    assert not found.is_whole


@pytest.mark.parametrize("body", [b"", b"RIFF", b"\0" * 5000, b"<html>"])
def test_what_is_no_sound_is_said_to_be_none(tmp_path, body):
    (tmp_path / "a.wav").write_bytes(body)
    with pytest.raises(Undecodable):
        decode(tmp_path / "a.wav", "audio/wav")


# --- peaks and silence


def test_peaks_are_the_furthest_swings_of_each_side():
    peaks = peaks_of(track(sine(400, 2, 8000), sine(400, 2, 2000)))
    assert peaks.steps == 200
    assert peaks.high.max(axis=0).tolist() == [8000, 2000]
    assert peaks.low.min(axis=0).tolist() == [-8000, -2000]
    low, high = peaks.columns(-1000, 4000, 50)
    assert not high[:10].any()
    assert not high[31:].any()
    assert (high[11:29, 0] > 7900).all()
    assert (low[11:29, 1] < -1900).all()


def test_silence_is_where_neither_side_speaks():
    left = np.concatenate([sine(400, 1), silent(5), sine(400, 1), silent(0.5), sine(400, 1)])
    right = np.concatenate([silent(4), sine(700, 1), silent(3.5)])
    assert silences(peaks_of(track(left, right))) == ((1200, 3800), (5200, 5800))
    noise = np.random.default_rng(1).integers(-60, 60, 4 * RATE).astype(np.int16)
    noisy = np.concatenate([sine(400, 2, 12000), noise])
    assert silences(peaks_of(track(noisy))) == ((2200, 5800),)


# --- the call's time


def test_what_is_heard_leaves_out_gaps_and_pauses():
    course = Course([Part("a", 45_000, 171_000), Part("b", 176_000, 278_000, ((200_000, 222_000),))])
    assert course.heard_ms == 126_000 + 80_000
    assert course.seams_ms == (126_000, 150_000)
    for call_ms, heard in ((0, 0), (45_000, 0), (122_000, 77_000), (173_000, 126_000), (223_000, 151_000)):
        assert course.heard_of(call_ms) == heard
    assert course.call_of(77_000) == 122_000
    assert course.call_of(126_000) == 176_000
    assert course.call_of(150_000) == 222_000
    assert course.call_of(999_999) == 278_000
    assert course.at(278_000) is None


def test_a_file_that_is_written_only_between_two_parties_stands_still_meanwhile():
    written = (20_000, 40_000), (50_000, 60_000)
    part = Part("a", 10_000, 60_000, ((32_000, 34_000),), written=written, length_ms=29_900)
    assert part.pieces == ((20_000, 40_000, 0), (50_000, 59_900, 20_000))
    for call_ms, file_ms in ((20_000, 0), (33_000, 13_000), (39_999, 19_999), (50_000, 20_000), (55_000, 25_000)):
        assert part.file_ms(call_ms) == file_ms
        assert part.call_ms(file_ms) == call_ms
    assert part.file_ms(12_000) == 0
    assert part.file_ms(45_000) == 20_000
    course = Course([part])
    assert [(one.starts_ms, one.ends_ms, one.origin_ms) for one in course.spans] == [
        (20_000, 32_000, 20_000), (34_000, 40_000, 20_000), (50_000, 59_900, 30_000)]  # fmt: skip
    assert course.heard_ms == 27_900
    assert Part("a", 0, 9_000, written=((2_000, 5_000), (6_000, 9_000)), length_ms=2_500).pieces == ((2_000, 4_500, 0),)


def test_what_is_heard_after_a_cut_is_what_the_file_has_next():
    sound = track(sine(400, 2))
    reel = Reel(Course([Part("a", 1_000, 9_000, length_ms=2_000, written=((3_000, 4_500), (8_000, 8_500)))]))
    reel.loaded = {"a": Loaded(sound, ())}
    assert np.array_equal(played(reel), sound.samples[:, 0])
    reel.go(8_250)
    assert np.array_equal(played(reel), sound.samples[sound.frame(1750) :, 0])


def test_of_recordings_at_the_same_time_the_earlier_goes_on():
    course = Course([Part("a", 0, 10_000), Part("b", 5_000, 15_000, length_ms=9_000)])
    assert [(one.part, one.starts_ms, one.ends_ms) for one in course.spans] == [(0, 0, 10_000), (1, 10_000, 14_000)]


# --- the reel


def test_what_comes_out_is_what_is_in_the_file():
    sound = track(sine(400, 2), sine(900, 2))
    reel = reel_of(sound, starts_ms=45_000)
    assert np.array_equal(played(reel), sound.samples[:, 0])
    assert reel.is_ended
    reel.go(45_500)
    reel.sides = "right"
    assert np.array_equal(played(reel), sound.samples[RATE // 2 :, 1])


def test_every_piece_says_where_in_the_call_it_is():
    reel = reel_of(track(sine(400, 2)), starts_ms=45_000)
    reel.go(45_500)
    first, second = reel.take(160), reel.take(160)
    assert first is not None
    assert second is not None
    assert (first.starts_ms, second.starts_ms, first.ms_a_frame) == (45_500, 45_520, 0.125)


def test_pauses_of_the_recording_are_not_heard():
    sound = track(np.concatenate([sine(400, 1), silent(1), sine(500, 1)]))
    found = played(reel_of(sound, (1000, 2000)))
    assert np.array_equal(found, np.concatenate([sine(400, 1), sine(500, 1)]))


def test_silence_is_skipped_and_words_are_whole():
    sound = track(np.concatenate([sine(400, 1), silent(4), sine(500, 1)]))
    reel = reel_of(sound)
    reel.is_skipping = True
    found = played(reel)
    assert len(found) == int(2.4 * RATE)
    assert np.array_equal(found[: int(1.2 * RATE)], sound.samples[: int(1.2 * RATE), 0])
    assert np.array_equal(found[-RATE:], sine(500, 1))


@pytest.mark.parametrize("speed", [0.75, 1.25, 1.5, 2.0])
def test_another_speed_keeps_the_pitch(speed):
    reel = reel_of(track(sine(400, 4)))
    reel.set_speed(speed)
    found = played(reel)
    assert len(found) / RATE == pytest.approx(4 / speed, abs=0.08)
    middle = found[RATE // 2 : RATE // 2 + RATE].astype(float)
    assert np.argmax(np.abs(np.fft.rfft(middle))) == pytest.approx(400, abs=4)
    assert np.abs(middle).max() == pytest.approx(8000, rel=0.05)


def test_what_is_not_there_yet_is_waited_for():
    whole = track(sine(400, 2))
    reel = Reel(Course([Part("a", 0, 2000)]))
    assert reel.take(160) is None
    assert reel.is_waiting
    reel.loaded = {"a": Loaded(Track(whole.samples[:RATE], RATE, is_whole=False))}
    assert len(played(reel)) == RATE
    assert reel.is_waiting
    assert not reel.is_ended
    reel.loaded = {"a": Loaded(whole)}
    assert np.array_equal(played(reel), whole.samples[RATE:, 0])
    assert reel.is_ended


def test_a_file_that_is_shorter_than_told_ends_there():
    reel = Reel(Course([Part("a", 0, 5000), Part("b", 6000, 7000)]))
    reel.loaded = {"a": Loaded(track(sine(400, 2))), "b": Loaded(track(sine(500, 1)))}
    assert len(played(reel)) == 3 * RATE
