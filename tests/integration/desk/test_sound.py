"""``recording.open``: own calls where the settings allow it, all visible ones for who may; and the audit has it."""

import base64
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from shared.domain.calls import Recording
from shared.protocol import wire
from shared.protocol.lines import SERVER_LINE_LIMIT
from tests.helpers.facts import START
from tests.helpers.feed import account
from tests.integration.database.contents import rows
from tests.integration.desk.desks import DESK, Office, office, store
from tests.integration.desk.test_own_calls import MINUTE, rung

pytestmark = pytest.mark.postgres
EVA = account("eva", "operator", {"support"}, agent="1001")
OTA = account("ota", "operator", {"support"}, agent="1002")
SAM = account("sam", "supervisor", {"support"})
SID = account("sid", "supervisor", {"sales"})
MONITOR = "/var/spool/asterisk/monitor"
SOUND = bytes(range(256)) * 2000


@pytest.fixture
async def url(database_url: str, tmp_path: Path) -> str:
    """A database with a call of Eva's that has recordings, and files for them."""
    def sound(file: str, at: int) -> Recording:
        return Recording(file=file, leg_id="x", started_at=START + at * MINUTE, ended_at=START + (at + 1) * MINUTE)

    call = rung("1.1", START, ("1001", "answered"))
    files = (sound(f"{MONITOR}/1.1.wav", 0), sound("/etc/passwd", 0), sound(f"{MONITOR}/gone.wav", 0),
             sound(f"{MONITOR}/others.wav", 30))  # fmt: skip
    others = rung("2.1", START, ("1002", "answered"))
    await store(database_url, [msgspec.structs.replace(call, recordings=files), others])
    (tmp_path / "sounds").mkdir()
    (tmp_path / "sounds" / "1.1.wav").write_bytes(SOUND)
    (tmp_path / "sounds" / "others.wav").write_bytes(b"others")
    return database_url


async def heard(desk: Office, who: Any, **more: Any) -> bytes:
    """The whole of a recording."""
    sound, is_last = b"", False
    while not is_last:
        piece = await desk.ask(who, "recording.open", call="1.1", offset=len(sound), **more)
        assert (piece["offset"], piece["bytes"], piece["mime"]) == (len(sound), len(SOUND), "audio/wav")
        assert len(wire.encoded(piece)) < SERVER_LINE_LIMIT
        assert len(base64.b64decode(piece["data"])) <= 192 * 1024
        sound, is_last = sound + base64.b64decode(piece["data"]), piece["is_last"]
    return sound


async def test_an_operator_hears_his_own_call_and_the_audit_knows(url: str, tmp_path: Path) -> None:
    async with office(url, tmp_path) as desk:
        assert await heard(desk, EVA) == SOUND
        assert await heard(desk, SAM, file=f"{MONITOR}/1.1.wav") == SOUND
        piece = await desk.ask(OTA_AS_BOSS, "recording.open", call="1.1", offset=500_000)  # not from the beginning
        assert piece["is_last"] is True
    assert rows(url, "select account, act, subject, detail from audit order by account") == [
        (name, "recording: opened", "main 1.1", f"{MONITOR}/1.1.wav") for name in ("boss", "eva", "sam")
    ]


OTA_AS_BOSS = account("boss", "administrator")


async def test_who_may_not(url: str, tmp_path: Path) -> None:
    async with office(url, tmp_path) as desk:
        assert await desk.refused(OTA, "recording.open", call="1.1") == "unknown_call"
        assert await desk.refused(SID, "recording.open", call="1.1") == "unknown_call"
        assert await desk.refused(EVA, "recording.open", call="9.9") == "unknown_call"
        assert await desk.refused(account("wall", "wallboard"), "recording.open", call="1.1") == "not_allowed"
        others_file = f"{MONITOR}/others.wav"  # of the same call, when somebody else talked
        assert await desk.refused(EVA, "recording.open", call="1.1", file=others_file) == "unknown_recording"
        others = await desk.ask(SAM, "recording.open", call="1.1", file=others_file)
        assert base64.b64decode(others["data"]) == b"others"
    async with office(url, tmp_path / "2", msgspec.structs.replace(DESK, can_play_own=False)) as desk:
        assert await desk.refused(EVA, "recording.open", call="1.1") == "not_allowed"
    assert [row[0] for row in rows(url, "select account from audit")] == ["sam"]


async def test_what_is_no_recording_of_the_call_is_not_opened(url: str, tmp_path: Path) -> None:
    async with office(url, tmp_path) as desk:
        for file in ("/etc/passwd", f"{MONITOR}/gone.wav", f"{MONITOR}/../sounds/1.1.wav", "1.1.wav", "..", "x" * 1000):
            assert await desk.refused(SAM, "recording.open", call="1.1", file=file) == "unknown_recording"
        assert await desk.refused(OTA, "recording.open", call="2.1") == "unknown_recording"
    assert rows(url, "select account from audit") == []


async def test_own_recordings_may_be_heard_later_too(url: str, tmp_path: Path) -> None:
    async with office(url, tmp_path) as desk:
        desk.clock.set_to(START + timedelta(days=300))
        assert await heard(desk, EVA) == SOUND
