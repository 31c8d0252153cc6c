"""Encrypted recordings are read at any place, and nothing can be changed, swapped or cut off."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from collector_daemon.recordings.catalogue import read_file
from collector_daemon.recordings.places import Place, find
from collector_daemon.recordings.sealing import FRAME, HEADER, TAG, DayKeys, Unreadable, seal
from collector_daemon.recordings.sounds import open_sound
from collector_daemon.settings.recordings import RecordingsSettings
from shared.credentials import Secret
from tests.integration.recordings.rooms import make_wav

DAY = datetime(2026, 11, 23, 23, 59, tzinfo=UTC)


@pytest.fixture
def keys(tmp_path: Path) -> DayKeys:
    return DayKeys(tmp_path / "keys", Secret("the main key of this test"))


def place(tmp_path: Path, name: str) -> Place:
    found = find([RecordingsSettings(folder=tmp_path)], "main", name)
    assert found is not None
    return found


@pytest.mark.parametrize("size", [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 3 * FRAME + 77])
def test_every_part_is_read_as_it_was(tmp_path: Path, keys: DayKeys, size: int) -> None:
    whole = bytes(at * 7 % 251 for at in range(size))
    (tmp_path / "a.mp3").write_bytes(whole)
    seal(place(tmp_path, "a.mp3"), keys, DAY)
    stored = (tmp_path / "a.mp3").read_bytes()
    assert len(stored) == HEADER + size + -(-size // FRAME) * TAG
    assert size < 50 or whole[:50] not in stored
    with open_sound(place(tmp_path, "a.mp3"), keys) as sound:
        assert (sound.size, sound.is_sealed, sound.read(0, size + 9)) == (size, True, whole)
        for start, count in ((0, 10), (FRAME - 3, 6), (size - 5, 99), (2 * FRAME, FRAME + 1), (size, 1)):
            assert sound.read(max(0, start), count) == whole[max(0, start) : max(0, start) + count]
    assert [one.name for one in tmp_path.iterdir() if "part" in one.name] == []


def changed(whole: bytes, at: int) -> bytes:
    """One bit is another (to write a letter there would change nothing in one file of 256: keys are random)."""
    return whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :]


def test_what_was_changed_is_not_played(tmp_path: Path, keys: DayKeys) -> None:
    file = tmp_path / "a.gsm"
    file.write_bytes(b"\xd1" * (2 * FRAME + 5))
    seal(place(tmp_path, "a.gsm"), keys, DAY)
    good = file.read_bytes()
    step = FRAME + TAG
    for wrong in (
        good[:HEADER] + good[HEADER + step :],  # without its first frame
        good[: HEADER + step],  # cut off between two frames
        good[:-1], good[:-20], changed(good, HEADER + 5), changed(good, 30),
        good[:HEADER] + good[HEADER + step : HEADER + 2 * step] + good[HEADER : HEADER + step] + good[-21:],
    ):
        file.write_bytes(wrong)
        with pytest.raises(Unreadable), open_sound(place(tmp_path, "a.gsm"), keys) as sound:
            sound.read(0, sound.size)
    file.write_bytes(good)
    for other in (None, DayKeys(tmp_path / "keys", Secret("another main key, not this"))):
        with pytest.raises(Unreadable):
            open_sound(place(tmp_path, "a.gsm"), other)
    (tmp_path / "keys" / "2026-11-23.key").unlink()
    with pytest.raises(Unreadable, match="the key of 2026-11-23 is not there any more"):
        open_sound(place(tmp_path, "a.gsm"), keys)


def test_the_catalogue_encrypts_what_is_finished_once(tmp_path: Path, keys: DayKeys) -> None:
    whole = make_wav(tmp_path / "a.wav", 1)
    folders = [RecordingsSettings(folder=tmp_path)]
    plain = read_file(folders, "main", "a.wav", keys)
    first = read_file(folders, "main", "a.wav", keys, True)
    stored = (tmp_path / "a.wav").read_bytes()
    again = read_file(folders, "main", "a.wav", keys, True)
    assert (tmp_path / "a.wav").read_bytes() == stored != whole
    assert plain.sha256 == first.sha256 == again.sha256
    assert (plain.is_encrypted, first.is_encrypted, again.is_encrypted) == (False, True, True)
    assert (again.seconds, again.format, again.bytes) == (1.0, "WAV PCM", len(stored))
    assert read_file(folders, "main", "a.wav").trouble == "it is encrypted, and there is no recordings_key"
