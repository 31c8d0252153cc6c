"""Recordings held, erased by hand and by retention, moved and still played; what cannot be done is said and no more."""

import os
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import pytest

from collector_daemon.feed.origin import came_from
from collector_daemon.recordings.port import PortRules, SoundPort
from collector_daemon.recordings.retention import SoundRetention
from collector_daemon.recordings.tokens import LinkTokens
from collector_daemon.settings.recordings import RecordingsRetentionSettings as Rule
from collector_daemon.settings.recordings import RecordingsSettings, archives
from collector_daemon.store.audit import Act
from collector_daemon.store.erasing import SoundLedger
from collector_daemon.store.lending import Lender
from shared.clock import HandClock
from shared.domain.calls import Recording
from tests.helpers.facts import START
from tests.helpers.feed import SECRET, account
from tests.integration.database.contents import rows
from tests.integration.desk.desks import NOW, office, store
from tests.integration.desk.test_own_calls import rung
from tests.integration.recordings.rooms import MONITOR, make_wav, room
from tests.integration.recordings.test_catalogue import catalogue

pytestmark = pytest.mark.postgres
ADA = account("ada", "administrator")
SAM = account("sam", "supervisor")
LEFT = "select file, erased_by from recording_file order by file"


def names(folder: Path) -> list[str]:
    """What the folder holds."""
    return sorted(one.name for one in folder.iterdir())


async def taped(url: str, folder: Path, *calls: tuple[str, str]) -> None:
    """Calls of these ids and queues, each with a recording of its name."""
    made = []
    for call_id, queue in calls:
        call = rung(call_id, START, ("1001", "answered"), queue=queue)
        tape = Recording(file=f"{MONITOR}/{call_id}.wav", leg_id="x", started_at=START, ended_at=call.ended_at)
        made.append(msgspec.structs.replace(call, recordings=(tape,)))
        make_wav(folder / f"{call_id}.wav", 0.2)
    await store(url, made)
    async with catalogue(url, folder) as kept:
        await kept.walk()


async def tidied(url: str, folder: Path, *rules: Rule, days: float = 100) -> list[Act]:
    """A round of the retention so many days after the calls; what the audit was told."""
    acts: list[Act] = []
    lender, at = Lender(url), [RecordingsSettings(folder=folder)]
    clock = HandClock(START + timedelta(days=days))
    try:
        await SoundRetention(at, archives(at, rules), lambda: rules, SoundLedger(lender, acts.append), clock).tidy()
    finally:
        await lender.close()
    return acts


async def test_a_hold_outlives_the_retention_and_erasing_by_hand(database_url: str, tmp_path: Path) -> None:
    async with room(tmp_path / "sounds") as at, office(database_url, tmp_path, port=at.port) as desk:
        await taped(database_url, at.folder, ("1.1", "support"), ("2.2", "support"))

        async def ask(command: str, **more: Any) -> Any:
            came_from("10.0.0.7")
            return await desk.ask(ADA, f"recording.{command}", **{"call": "1.1", "why": "a dispute", **more})

        assert await desk.refused(SAM, "recording.hold", call="1.1", why="x") == "not_allowed"
        assert await desk.refused(ADA, "recording.hold", call="1.1", why=" ") == "reason_required"
        assert await desk.refused(ADA, "recording.hold", call="9.9", why="x") == "unknown_call"
        assert await ask("hold") == {"held": 1}
        assert await desk.refused(ADA, "recording.erase", call="1.1", why="x") == "held"
        acts = await tidied(database_url, at.folder, Rule(days=30))
        assert [(act.account, act.act, act.subject, act.origin) for act in acts] == [
            ("(retention)", "recording: erased", "main 2.2", "daemon")]
        assert names(at.folder) == ["1.1.wav"]
        assert await ask("hold", is_on=False) == {"released": 1}
        size = (at.folder / "1.1.wav").stat().st_size
        assert await ask("erase") == {"erased": 1, "bytes": size}
        assert names(at.folder) == []
        assert await desk.refused(ADA, "recording.link", call="1.1") == "unknown_recording"
        code = await desk.refused(ADA, "recording.erase", call="1.1", file="/etc/passwd", why="x")
        assert code == "unknown_recording"
        make_wav(at.folder / "1.1.wav")  # it comes back from a backup: it stays erased
        async with catalogue(database_url, at.folder) as kept:
            await kept.walk()
        assert await desk.refused(ADA, "recording.link", call="1.1") == "unknown_recording"
    assert rows(database_url, LEFT) == [(f"{MONITOR}/1.1.wav", "ada"), (f"{MONITOR}/2.2.wav", "(retention)")]
    assert rows(database_url, "select account, kind, subject, why, calls, files, bytes from erasure order by id") == [
        ("(retention)", "retention", "main 2.2", "kept 30 days", 1, 1, size),
        ("ada", "recording", "main 1.1", "a dispute", 1, 1, size),
    ]  # fmt: skip
    assert rows(database_url, "select act, detail, origin from audit where account = 'ada' order by id") == [
        ("recording: held", "a dispute", "10.0.0.7"), ("recording: released", "a dispute", "10.0.0.7"),
        ("recording: erased", "1 files; a dispute", "10.0.0.7"),
    ]  # fmt: skip


async def test_each_queue_has_its_own_retention_and_what_was_moved_is_played(
    database_url: str, tmp_path: Path
) -> None:
    sounds, archive = tmp_path / "sounds", tmp_path / "archive"
    sounds.mkdir()
    await taped(database_url, sounds, ("1.1", "support"), ("2.2", "sales"), ("3.3", "vip"))
    whole = (sounds / "3.3.wav").read_bytes()
    rules = (Rule(days=10), Rule(queue="sales", days=0), Rule(queue="vip", days=200), Rule(queue="vip", days=400),
             Rule(queue="vip", days=50, action="move", folder=archive))  # fmt: skip
    acts = await tidied(database_url, sounds, *rules)
    assert sorted((act.act, act.subject) for act in acts) == [
        ("recording: erased", "main 1.1"), ("recording: moved", "main 3.3")]  # fmt: skip
    assert names(sounds) == ["2.2.wav"]
    assert rows(database_url, "select keep_until from recording_file where keep_until is not null order by 1") == [
        (START + timedelta(days=10),), (START + timedelta(days=400),)]  # fmt: skip
    assert await tidied(database_url, sounds, *rules) == []
    folders = [RecordingsSettings(folder=sounds)]
    folders += archives(folders, rules)[archive]
    port = SoundPort(folders, LinkTokens(SECRET, HandClock(NOW)), PortRules(), lambda _: 0)
    try:
        async with room(sounds) as at:
            link = await port.link(ADA, "main", f"{MONITOR}/3.3.wav", "play")
            assert (await at.fetched(link.url))[2] == whole
        async with catalogue(database_url, sounds) as kept:
            await kept.walk()
        assert rows(database_url, "select count(*) from recording_file where missing_at is not null") == [(0,)]
    finally:
        await port.close()
    await tidied(database_url, sounds, *rules, days=500)
    assert [path for path in archive.rglob("*") if path.is_file()] == []


async def test_what_cannot_be_deleted_is_said_and_the_next_has_its_turn(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sounds = tmp_path / "sounds"
    sounds.mkdir()
    await taped(database_url, sounds, ("1.1", "support"), ("2.2", "support"))
    archive = tmp_path / "archive"
    archive.write_text("a file where the folder should be")
    moving = Rule(queue="support", days=5, action="move", folder=archive)
    assert await tidied(database_url, sounds, moving) == []
    assert {row[0] for row in rows(database_url, "select trouble from recording_file")} <= {
        "Not a directory", "File exists"}  # fmt: skip
    unlink = os.unlink
    with monkeypatch.context() as stubborn:
        def refused(path: Any, **more: Any) -> None:
            if str(path).endswith("1.1.wav"):
                raise OSError(30, "Read-only file system")
            unlink(path, **more)

        stubborn.setattr(os, "unlink", refused)
        assert [act.subject for act in await tidied(database_url, sounds, Rule(days=5))] == ["main 2.2"]
    assert rows(database_url, "select file, trouble, erased_at is null from recording_file order by file") == [
        (f"{MONITOR}/1.1.wav", "Read-only file system", True), (f"{MONITOR}/2.2.wav", None, False)]  # fmt: skip
    sounds.rename(tmp_path / "away")
    assert await tidied(database_url, sounds, Rule(days=5)) == []
    (tmp_path / "away").rename(sounds)
    assert len(await tidied(database_url, sounds, Rule(days=5))) == 1
