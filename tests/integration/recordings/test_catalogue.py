"""The catalogue against real files and a real database: links, orphans, missing ones, and folders that go away."""

import hashlib
import os
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path

import msgspec
import numpy as np
import psycopg
import pytest
import soundfile  # type: ignore[import-untyped]

from collector_daemon.recordings.catalogue import Catalogue
from collector_daemon.settings.recordings import RecordingsSettings
from collector_daemon.store.lending import Lender
from collector_daemon.store.recording_files import RecordingFiles
from shared.clock import HandClock
from shared.domain.calls import Recording
from tests.helpers.facts import START
from tests.integration.database.contents import rows
from tests.integration.desk.desks import NOW, store
from tests.integration.desk.test_own_calls import rung
from tests.integration.recordings.rooms import MONITOR, make_wav

pytestmark = pytest.mark.postgres
LINKED = "select file, call_id, linked_by from recording_file where missing_at is null order by file"
AWAY = "select file from recording_file where missing_at is not null order by file"
CALL = f"{int(START.timestamp())}.17"


@asynccontextmanager
async def catalogue(url: str, *folders: Path) -> AsyncIterator[Catalogue]:
    """One that takes every file for finished."""
    lender = Lender(url)
    at = [RecordingsSettings(folder=folder) for folder in folders]
    try:
        yield Catalogue(at, ["main"], RecordingFiles(lender), HandClock(NOW), settled=-timedelta(days=9999))
    finally:
        await lender.close()


async def told(url: str, *files: str, call_id: str = CALL) -> None:
    """A call is stored whose PBX told of these recordings."""
    call = rung(call_id, START, ("1001", "answered"))
    tapes = tuple(Recording(file=file, leg_id=call_id, started_at=START, ended_at=call.ended_at) for file in files)
    await store(url, [msgspec.structs.replace(call, recordings=tapes)])


def leg_of(url: str) -> str:
    """The id of the agent's own leg."""
    return str(rows(url, "select leg_id from conversation limit 1")[0][0])


async def test_files_find_their_calls(database_url: str, tmp_path: Path) -> None:
    await told(database_url, f"{MONITOR}/named.wav", "relative.wav", f"{MONITOR}/gone.wav")
    leg = f"{int(START.timestamp()) + 4}.99"
    with psycopg.connect(database_url) as owner:
        owner.execute("update conversation set leg_id = %s", [leg])
    (tmp_path / "2026" / "11").mkdir(parents=True)
    whole = b""
    for name in ("named.wav", "relative.wav", "orphan.wav", f"2026/11/q-support-{CALL}.wav", f"agent-{leg}.wav"):
        whole = make_wav(tmp_path / name, 0.5)
    (tmp_path / "notes.txt").write_text("no sound")
    async with catalogue(database_url, tmp_path) as kept:
        await kept.walk()
    assert rows(database_url, LINKED) == [
        (f"{MONITOR}/2026/11/q-support-{CALL}.wav", CALL, "id"), (f"{MONITOR}/agent-{leg}.wav", CALL, "id"),
        (f"{MONITOR}/named.wav", CALL, "name"), (f"{MONITOR}/orphan.wav", None, None),
        (f"{MONITOR}/relative.wav", CALL, "name"),
    ]  # fmt: skip
    assert rows(database_url, AWAY) == [(f"{MONITOR}/gone.wav",)]
    assert rows(database_url, "select distinct bytes, length_ms, format, channels, sha256 from recording_file "
                "where missing_at is null") == [(8044, 500, "WAV PCM", 1, hashlib.sha256(whole).digest())]


async def test_what_goes_comes_back_or_is_renamed(database_url: str, tmp_path: Path) -> None:
    await told(database_url, f"{MONITOR}/a.wav", f"{MONITOR}/b.wav")
    make_wav(tmp_path / "a.wav", 0.5)
    make_wav(tmp_path / "b.wav", 0.7)
    (tmp_path / "other.gsm").write_bytes(b"\xd0" * 330)
    async with catalogue(database_url, tmp_path) as kept:
        await kept.walk()
        assert rows(database_url, AWAY) == []
        (tmp_path / "a.wav").rename(tmp_path / "renamed.wav")
        (tmp_path / "b.wav").rename(tmp_path / "b.tmp")
        await kept.walk()
        assert rows(database_url, AWAY) == [(f"{MONITOR}/b.wav",)]
        assert rows(database_url, "select recorded_as, call_id, linked_by from recording_file "
                    f"where file = '{MONITOR}/renamed.wav'") == [(f"{MONITOR}/a.wav", CALL, "sum")]
        (tmp_path / "b.tmp").rename(tmp_path / "b.wav")
        await kept.walk()
        assert rows(database_url, AWAY) == []


async def test_an_orphan_finds_its_call_as_soon_as_that_is_told_of(database_url: str, tmp_path: Path) -> None:
    make_wav(tmp_path / "early.wav", 0.1)
    async with catalogue(database_url, tmp_path) as kept:
        await kept.walk()
        assert rows(database_url, LINKED) == [(f"{MONITOR}/early.wav", None, None)]
        await told(database_url, f"{MONITOR}/early.wav", "early.wav")  # told of twice, by two names
        await kept.look()
    assert rows(database_url, LINKED) == [(f"{MONITOR}/early.wav", CALL, "name")]


async def test_a_file_that_comes_late_is_not_missing_any_more(database_url: str, tmp_path: Path) -> None:
    make_wav(tmp_path / "other.wav", 0.1)
    await told(database_url, f"{MONITOR}/late.wav")
    async with catalogue(database_url, tmp_path) as kept:
        await kept.look()
        assert rows(database_url, AWAY) == [(f"{MONITOR}/late.wav",)]
        make_wav(tmp_path / "late.wav", 0.1)
        await kept.look()
    assert rows(database_url, AWAY) == []
    assert rows(database_url, LINKED) == [(f"{MONITOR}/late.wav", CALL, "name")]


async def test_a_folder_that_is_away_is_not_a_thousand_missing_recordings(database_url: str, tmp_path: Path) -> None:
    folder = tmp_path / "mounted"
    folder.mkdir()
    await told(database_url, *(f"{MONITOR}/{number}.ulaw" for number in range(30)))
    for number in range(30):
        (folder / f"{number}.ulaw").write_bytes(b"\xff" * 800)
    async with catalogue(database_url, folder) as kept:
        await kept.walk()
        folder.rename(tmp_path / "elsewhere")
        await kept.walk()  # not there at all
        folder.mkdir()
        await told(database_url, f"{MONITOR}/later.ulaw", call_id="5.5")
        await kept.walk()  # an empty folder, as where nothing is mounted
        assert rows(database_url, AWAY) == []
        assert len(rows(database_url, LINKED)) == 30
        folder.rmdir()
        (tmp_path / "elsewhere").rename(folder)
        (folder / "7.ulaw").unlink()
        await kept.walk()
    assert rows(database_url, AWAY) == [(f"{MONITOR}/7.ulaw",), (f"{MONITOR}/later.ulaw",)]


@pytest.mark.skipif(os.name == "nt", reason="no such names and links there")
async def test_odd_files_hold_up_nothing(database_url: str, tmp_path: Path) -> None:
    (tmp_path / "damaged.wav").write_bytes(b"RIFF\xff\xff\xff\xffWAVEdata")
    (tmp_path / "empty.mp3").write_bytes(b"")
    (tmp_path / ("x" * 240 + ".wav")).write_bytes(b"x")
    (tmp_path / "a\nb.wav").write_bytes(b"x")
    os.mkfifo(tmp_path / "pipe.wav")
    (tmp_path / "out.wav").symlink_to("/etc/passwd")
    (tmp_path / "loop").symlink_to(tmp_path)
    async with catalogue(database_url, tmp_path) as kept:
        await kept.walk()
        make_wav(tmp_path / "good.wav", 0.1)
        await kept.walk()
    found = rows(database_url, "select file, format, length_ms from recording_file order by file")
    assert [(str(file).rpartition("/")[2][:11], kind, ms) for file, kind, ms in found] == [
        ("damaged.wav", "wav?", None), ("empty.mp3", "mp3?", None), ("good.wav", "WAV PCM", 100),
        ("xxxxxxxxxxx", "wav?", None),
    ]  # fmt: skip


async def test_every_format_tells_how_long_it_is(database_url: str, tmp_path: Path) -> None:
    tone = (np.sin(np.arange(16_000) / 5) / 3).astype("float32")
    both = np.stack([tone, tone], axis=1)
    soundfile.write(tmp_path / "a.mp3", tone, 8000)
    soundfile.write(tmp_path / "b.ogg", both, 8000)
    soundfile.write(tmp_path / "c.opus", tone, 8000, format="OGG", subtype="OPUS")
    soundfile.write(tmp_path / "d.flac", both, 8000)
    soundfile.write(tmp_path / "e.WAV", tone, 8000, format="WAV", subtype="GSM610")
    soundfile.write(tmp_path / "f.wav", tone, 8000, subtype="ULAW")
    (tmp_path / "g.gsm").write_bytes(b"\xd0" + b"\0" * 3299)
    (tmp_path / "h.ulaw").write_bytes(b"\xff" * 16_000)
    (tmp_path / "i.sln16").write_bytes(b"\0" * 64_000)
    (tmp_path / "j.g722").write_bytes(b"\0" * 16_000)
    async with catalogue(database_url, tmp_path) as kept:
        await kept.walk()
    found = {str(file)[-6:].rpartition("/")[2]: (kind, ms, channels) for file, kind, ms, channels in rows(
        database_url, "select file, format, length_ms, channels from recording_file")}  # fmt: skip
    assert {name: (kind, channels) for name, (kind, _, channels) in found.items()} == {
        "a.mp3": ("MP3", 1), "b.ogg": ("Vorbis", 2), "c.opus": ("Opus", 1), "d.flac": ("FLAC", 2),
        "e.WAV": ("WAV GSM", 1), "f.wav": ("WAV u-law", 1), "g.gsm": ("GSM", 1), "h.ulaw": ("u-law", 1),
        ".sln16": ("PCM", 1), "j.g722": ("G.722", 1),
    }  # fmt: skip
    assert {name: ms for name, (_, ms, _) in found.items() if abs(int(str(ms)) - 2000) > 200} == {}
