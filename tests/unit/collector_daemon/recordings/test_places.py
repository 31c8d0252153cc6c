"""Recordings are found below their folder, and nothing else is ever read."""

import os
import sys
from pathlib import Path

import pytest

from collector_daemon.recordings.pieces import PIECE, Piece, read_piece
from collector_daemon.settings.recordings import RecordingsSettings

MONITOR = "/var/spool/asterisk/monitor"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A folder with a recording, beside something that is nobody's business."""
    sounds = tmp_path / "sounds"
    (sounds / "2026" / "11").mkdir(parents=True)
    (sounds / "2026" / "11" / "1.5.wav").write_bytes(bytes(range(256)) * 1000)
    (sounds / "a.mp3").write_bytes(b"a")
    (tmp_path / "secret.wav").write_bytes(b"secret")
    return sounds


def read(folder: Path, file: str, offset: int = 0, pbx: str = "main", only: str = "") -> Piece | None:
    return read_piece([RecordingsSettings(pbx=only, folder=folder)], pbx, file, offset)


def test_a_recording_is_read_in_pieces(folder: Path) -> None:
    whole, offset, pieces = b"", 0, 0
    while True:
        piece = read(folder, f"{MONITOR}/2026/11/1.5.wav", offset)
        assert piece is not None
        assert (piece.mime, piece.size, piece.offset) == ("audio/wav", 256_000, offset)
        assert len(piece.sound) <= PIECE
        whole, offset, pieces = whole + piece.sound, offset + len(piece.sound), pieces + 1
        if piece.is_last:
            break
    assert (whole, pieces) == (bytes(range(256)) * 1000, 2)
    beyond = read(folder, f"{MONITOR}/2026/11/1.5.wav", 10**12)
    assert beyond is not None
    assert (beyond.sound, beyond.is_last) == (b"", True)


def test_a_name_without_a_folder_is_below_it(folder: Path) -> None:
    found = read(folder, "a.mp3")
    assert found is not None
    assert (found.mime, found.sound) == ("audio/mpeg", b"a")


@pytest.mark.parametrize(
    "name",
    [
        "../secret.wav", f"{MONITOR}/../secret.wav", f"{MONITOR}/2026/../../secret.wav", "/etc/passwd",
        "/var/spool/asterisk/monitor2/a.mp3", f"{MONITOR}", f"{MONITOR}/", "", ".", "..", f"{MONITOR}/2026",
        f"{MONITOR}/missing.wav", "C:\\Windows\\win.ini", "a.mp3:stream", "2026\\11\\1.5.wav", "a\0.mp3", "a\n.mp3",
        "\u202ea.mp3", "\ud800.wav", "x" * 5000, "~/a.mp3", "//etc/passwd", "/../../../../etc/passwd",
    ],
)  # fmt: skip
def test_hostile_names_are_not_there(folder: Path, name: str) -> None:
    assert read(folder, name) is None


@pytest.mark.skipif(sys.platform == "win32", reason="links need rights there")
def test_links_lead_nowhere_outside(folder: Path, tmp_path: Path) -> None:
    (folder / "out.wav").symlink_to(tmp_path / "secret.wav")
    (folder / "up").symlink_to(tmp_path)
    (folder / "loop.wav").symlink_to(folder / "loop.wav")
    (folder / "in.wav").symlink_to(folder / "a.mp3")
    os.mkfifo(folder / "pipe.wav")
    for name in ("out.wav", "up/secret.wav", "loop.wav", "pipe.wav"):
        assert read(folder, f"{MONITOR}/{name}") is None
    assert read(folder, f"{MONITOR}/in.wav") is not None


def test_a_folder_of_one_pbx_is_not_anothers(folder: Path, tmp_path: Path) -> None:
    assert read(folder, "a.mp3", pbx="brno", only="main") is None
    assert read(folder, "a.mp3", pbx="main", only="main") is not None
    assert read(tmp_path / "not mounted", "a.mp3") is None


def test_settings_say_what_is_wrong() -> None:
    with pytest.raises(ValueError, match="must begin at the root"):
        RecordingsSettings(folder=Path("sounds"))
    with pytest.raises(ValueError, match="may not go up"):
        RecordingsSettings(folder=Path("/x").absolute(), pbx_folder="/var/../etc")
