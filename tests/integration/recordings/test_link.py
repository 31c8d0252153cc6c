"""``recording.link``: an address for those who may hear, and the audit knows who, which, why and what for."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest

from collector_daemon.recordings.port import PortRules
from shared.domain.calls import Recording
from tests.helpers.facts import START
from tests.helpers.feed import account
from tests.helpers.waiting import wait_until
from tests.integration.database.contents import rows
from tests.integration.desk.desks import Office, office, store
from tests.integration.desk.test_own_calls import MINUTE, rung
from tests.integration.recordings.rooms import MONITOR, Room, make_wav, room

pytestmark = pytest.mark.postgres
EVA = account("eva", "operator", {"support"}, agent="1001")
OTA = account("ota", "operator", {"support"}, agent="1002")
SAM = account("sam", "supervisor", {"support"})
SID = account("sid", "supervisor", {"sales"})
QUINN = account("quinn", "quality", {"support"})


@asynccontextmanager
async def heard(url: str, folder: Path) -> AsyncIterator[tuple[Office, Room]]:
    """A desk and a port, a call of Eva's with recordings of which one is there."""
    def sound(file: str, at: int) -> Recording:
        return Recording(file=file, leg_id="x", started_at=START + at * MINUTE, ended_at=START + (at + 1) * MINUTE)

    files = (sound(f"{MONITOR}/1.1.wav", 0), sound("/etc/passwd", 0), sound(f"{MONITOR}/gone.wav", 0),
             sound(f"{MONITOR}/others.ulaw", 30))  # fmt: skip
    call = rung("1.1", START, ("1001", "answered"))
    await store(url, [msgspec.structs.replace(call, recordings=files), rung("2.1", START, ("1002", "answered"))])
    async with room(folder / "sounds", PortRules()) as at, office(url, folder, port=at.port) as desk:
        make_wav(at.folder / "1.1.wav", 2, channels=2)
        (at.folder / "others.ulaw").write_bytes(b"\xff" * 12_000)
        yield desk, at


async def test_a_link_leads_to_the_sound_and_is_in_the_audit(database_url: str, tmp_path: Path) -> None:
    async with heard(database_url, tmp_path) as (desk, at):
        for who in (EVA, SAM, QUINN):
            told = await desk.ask(who, "recording.link", call="1.1")
            status, _, body = await at.fetched(told["url"])
            assert (status, body) == (200, (at.folder / "1.1.wav").read_bytes())
            assert told["url"].endswith(f":{told['port']}{told['path']}")
            assert {name: told[name] for name in ("file", "bytes", "mime", "seconds", "channels", "format")} == {
                "file": f"{MONITOR}/1.1.wav", "bytes": len(body), "mime": "audio/wav", "seconds": 2.0, "channels": 2,
                "format": "WAV PCM",
            }  # fmt: skip
        told = await desk.ask(
            SAM, "recording.link", call="1.1", file=f"{MONITOR}/others.ulaw", purpose="export", why="complaint 12"
        )
        assert (told["mime"], told["format"], told["seconds"]) == ("audio/wav", "u-law", 1.5)
        assert len((await at.fetched(told["url"]))[2]) == told["bytes"] == 12_058
    own = ("recording: opened", "main 1.1", f"{MONITOR}/1.1.wav")
    assert rows(database_url, "select account, act, subject, detail from audit order by id") == [
        ("eva", *own), ("sam", *own), ("quinn", *own),
        ("sam", "recording: exported", "main 1.1", f"{MONITOR}/others.ulaw; complaint 12"),
    ]  # fmt: skip


async def test_what_is_prepared_is_played_when_it_is_first_read(database_url: str, tmp_path: Path) -> None:
    """And by whoever reads it then, whatever becomes of the daemon meanwhile: it stands in the address."""
    file = f"{MONITOR}/1.1.wav"
    prepared, played = ("sam", "recording: prepared", "main 1.1", file), ("sam", "recording: opened", "main 1.1", file)

    def stored() -> list[tuple[Any, ...]]:
        return rows(database_url, "select account, act, subject, detail from audit order by id")

    async with heard(database_url, tmp_path) as (desk, at):
        told = await desk.ask(SAM, "recording.link", call="1.1", purpose="prepare")
        async with at.http.head(told["url"]) as answer:
            assert (answer.status, "Content-Disposition" in answer.headers) == (200, False)
        await wait_until(lambda: stored() == [prepared], 5, "the entry")
        for span in ("bytes=0-9", "bytes=10-"):
            assert (await at.fetched(told["url"], Range=span))[0] == 206
        await wait_until(lambda: stored() == [prepared, played], 5, "that it is played, once")
        assert await desk.refused(OTA, "recording.link", call="1.1", purpose="prepare") == "unknown_call"
        gone = await desk.ask(SAM, "recording.link", call="1.1", purpose="prepare")
        (at.folder / "1.1.wav").unlink()
        assert (await at.fetched(gone["url"]))[0] == 404
    assert stored() == [prepared, played, prepared]
    origins = "select distinct origin from audit where act = 'recording: opened'"
    assert rows(database_url, origins) == [("127.0.0.1",)]


async def test_who_may_not_gets_no_address(database_url: str, tmp_path: Path) -> None:
    async with heard(database_url, tmp_path) as (desk, _):
        async def refused(who: Any, **more: Any) -> str:
            return await desk.refused(who, "recording.link", **{"call": "1.1", **more})

        assert await refused(OTA) == await refused(SID) == await refused(SAM, call="9.9") == "unknown_call"
        assert await refused(account("wall", "wallboard")) == "not_allowed"
        assert await refused(QUINN, purpose="export", why="because") == "not_allowed"
        assert await refused(EVA, purpose="export", why="because") == "not_allowed"
        for why in ("", " "):
            assert await refused(SAM, purpose="export", why=why) == "reason_required"
        assert await refused(EVA, file=f"{MONITOR}/others.ulaw") == "unknown_recording"  # somebody else talked then
        for file in ("/etc/passwd", f"{MONITOR}/gone.wav", f"{MONITOR}/../sounds/1.1.wav", "1.1.wav", ".."):
            assert await refused(SAM, file=file) == "unknown_recording"
    assert rows(database_url, "select account from audit") == []
