"""All that is stored of a number: given out with its sound, erased so that nothing of it is left and sums stay."""

import errno
import hashlib
import io
import json
import zipfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from datetime import timedelta
from pathlib import Path
from typing import Any

import msgspec
import psycopg
import pytest

from collector_daemon.recordings.parcel import Parcels
from collector_daemon.recordings.tokens import LIFETIME
from shared.database.tables import metadata
from shared.domain.calls import Recording
from tests.helpers.facts import START
from tests.helpers.feed import account
from tests.integration.database.contents import rows
from tests.integration.desk.desks import NOW, Office, office, store
from tests.integration.desk.test_own_calls import MINUTE, rung
from tests.integration.recordings.rooms import MONITOR, Room, make_wav, room

pytestmark = pytest.mark.postgres
ADA = account("ada", "administrator")
NUMBER, NAME = "420777654321", "Žofie Tajná"
FILE = f"{MONITOR}/in-{NUMBER}-1.1.wav"
KEY = "0123456789abcdef"


@asynccontextmanager
async def known(url: str, folder: Path) -> AsyncIterator[tuple[Office, Room]]:
    """A person that called twice and about whom things were written, and somebody else."""
    tape = Recording(file=FILE, leg_id="x", started_at=START, ended_at=START + MINUTE)
    first = rung("1.1", START, ("1001", "answered"), caller=NUMBER, name=NAME)
    again = rung("2.2", START + MINUTE, ("1001", "no_answer"), caller="+" + NUMBER, name=NAME, outcome="abandoned")
    other = rung("3.3", START + 2 * MINUTE, ("1001", "answered"), caller="420600111222", name="Jiný")
    await store(url, [msgspec.structs.replace(first, recordings=(tape,)), again, other])
    with psycopg.connect(url) as owner:
        day = START.date()
        span = f"for values from ('{day}') to ('{day}'::date + 1)"
        owner.execute(f"create table raw_event_x partition of raw_event {span}")
        owner.execute("insert into raw_event values ('main', %s, 1, 'Newchannel', '1.1', '1.1', 'support', %s)",
                      [START, json.dumps({"CallerIDNum": NUMBER})])
        owner.execute("insert into step values ('main', '1.1', 90, %s, 'dial', %s)", [START, f"Dial {NUMBER}"])
        owner.execute("insert into recording_marker values ('main', %s, %s, '1.1', 'sam', 10, %s, now())",
                      [FILE, KEY, NAME])
        _scored_and_kept(owner)
    parcels = Parcels(folder / "parcels")
    async with (
        room(folder / "sounds", parcels=parcels) as at, office(url, folder, port=at.port, parcels=parcels) as desk,
    ):
        desk.clock.set_to(NOW)
        make_wav(at.folder / f"in-{NUMBER}-1.1.wav")
        who = account("sam", "supervisor")
        await desk.ask(who, "call.note", call="1.1", text=f"Volá {NAME}", key=KEY)
        await desk.ask(who, "call.disposition", call="1.1", code="order", text=NAME, key=KEY + "1")
        await desk.ask(who, "call.fields", call="1.1", form="f", values={"jméno": NAME}, key=KEY + "2")
        await desk.ask(who, "callback.plan", number="777 654 321", due=NOW, text=NAME, pbx="main", key=KEY + "3")
        yield desk, at


def _scored_and_kept(owner: psycopg.Connection) -> None:
    """A score whose comment names him, searches kept for him, and one for somebody else."""
    owner.execute("insert into account (name, sees_all_queues, created_at, version) values ('sam', true, now(), 0)")
    owner.execute("insert into score_card (card, version, title, sections, made_by) values ('c', 1, 'C', '[]', 'sam')")
    owner.execute(
        "insert into score (score, pbx, call_id, call_started_at, agent, agent_name, card, version, answers, percent, "
        "comment, account) values ('s', 'main', '1.1', %s, '1001', 'Eva', 'c', 1, '{}', 90, %s, 'sam')",
        [START, f"K {NAME} zdvořile"])  # fmt: skip
    about = ((f"about {NUMBER}", "{}"), ("him", _query("+420 777 654 321")), ("other", _query("600111222")))
    for name, query in about:
        owner.execute("insert into saved_search (account, name, query) values ('sam', %s, %s)", [name, query])


def _query(number: str) -> str:
    return json.dumps({"terms": [{"field": "number", "values": [number]}]})


def everything(url: str) -> str:
    """Every value of every row, but for the audit and the protocol."""
    with psycopg.connect(url) as owner:
        return "\n".join(
            str(row) for table in metadata.tables if table not in ("audit", "erasure")
            for row in owner.execute(f"select t::text from {table} t").fetchall()
        )  # fmt: skip


async def test_a_persons_data_are_given_out_with_their_sound(database_url: str, tmp_path: Path) -> None:
    async with known(database_url, tmp_path) as (desk, at):
        told = await desk.ask(ADA, "subject.export", number="777654321", why="asked by letter")
        assert (told["calls"], told["recordings"], told["missing"]) == (2, 1, [])
        status, headers, body = await at.fetched(told["url"])
        assert (status, headers["Content-Disposition"]) == (200, "attachment")
        archive = zipfile.ZipFile(io.BytesIO(body))
        manifest, data = json.loads(archive.read("manifest.json")), json.loads(archive.read("data.json"))
        assert {one["name"]: one["sha256"] for one in manifest["contents"]} == {
            name: hashlib.sha256(archive.read(name)).hexdigest() for name in ("data.json", "audio/1.1-0.wav")}
        assert archive.read("audio/1.1-0.wav") == (at.folder / f"in-{NUMBER}-1.1.wav").read_bytes()
        assert [row["caller"] for row in data["call"]] == [NUMBER, "+" + NUMBER]
        assert [row["text"] for row in data["call_note"]] == [f"Volá {NAME}"]
        assert len(data["callback"]) == len(data["call_form"]) == len(data["recording"]) == 1
        name = told["path"].rsplit("/", 1)[1]
        assert (await at.fetched(f"{told['url']}"))[0] == 200
        assert name not in everything(database_url)
        recording = await desk.ask(ADA, "recording.link", call="1.1")
        assert (await at.fetched(recording["url"]))[2][:4] == b"RIFF"
    assert rows(database_url, "select act, subject, detail from audit where account = 'ada' order by id limit 1") == [
        ("person: exported", "…321", "2 calls; asked by letter")]


async def test_an_archive_is_fetched_in_pieces_and_in_time_or_not_at_all(database_url: str, tmp_path: Path) -> None:
    async with known(database_url, tmp_path) as (desk, at):
        told = await desk.ask(ADA, "subject.export", number=NUMBER, why="asked by letter")
        _, headers, whole = await at.fetched(told["url"])
        end = await at.fetched(told["url"], Range="bytes=100-", If_Range=headers["ETag"])
        assert (end[0], whole[:100] + end[2]) == (206, whole)
        assert zipfile.ZipFile(io.BytesIO(whole)).testzip() is None
        for way in ("recording.link", "recording.open"):
            assert await desk.refused(ADA, way, call="1.1", file=told["file"]) == "unknown_recording"
        assert (await at.fetched(await at.url(told["file"], "ada")))[0] == 404, "it is no recording"
        at.clock.advance(LIFETIME + timedelta(seconds=1))
        assert (await at.fetched(told["url"]))[0] == 410
        again = await desk.ask(ADA, "subject.export", number=NUMBER, why="asked by letter")
        assert (await at.fetched(again["url"]))[0] == 200
        Parcels(tmp_path / "parcels").remove(again["file"])  # its hour is over
        assert (await at.fetched(again["url"]))[0] == 404


async def test_an_archive_that_cannot_be_written_is_said_and_nothing_of_it_is_left(
    database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_given: object, **_more: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    async with known(database_url, tmp_path) as (desk, _at):
        with monkeypatch.context() as patched:
            patched.setattr(zipfile.ZipFile, "writestr", full)
            assert await desk.refused(ADA, "subject.export", number=NUMBER, why="x") == "not_made"
        assert list((tmp_path / "parcels").iterdir()) == []
        assert (await desk.ask(ADA, "subject.export", number=NUMBER, why="x"))["recordings"] == 1


async def test_nothing_of_an_erased_person_is_left_and_the_sums_stay(database_url: str, tmp_path: Path) -> None:
    async with known(database_url, tmp_path) as (desk, at):
        before = everything(database_url)
        assert all(text in before for text in (NUMBER, NAME, "777 654 321"))
        counted = rows(database_url, "select count(*), sum(talk_ms) from queue_visit")
        for who in (account("sam", "supervisor"), account("few", "administrator", {"support"})):
            assert await desk.refused(who, "subject.erase", number=NUMBER, why="x") == "not_allowed"
        assert await desk.refused(ADA, "subject.erase", number=NUMBER, why=" ") == "reason_required"
        assert await desk.refused(ADA, "subject.erase", number="anonymous", why="x") == "bad_number"
        told: Any = await desk.ask(ADA, "subject.erase", number="+420 777 654 321", why="art. 17")
        assert (told["calls"], told["recordings"]) == (2, 1)
        assert list(at.folder.iterdir()) == []
        after = everything(database_url)
        left = [text for text in (NUMBER, NUMBER[3:], NAME, "Tajná", "tajna", "777 654 321", FILE) if text in after]
        assert left == []
        assert rows(database_url, "select name from saved_search") == [("other",)]
        assert rows(database_url, "select percent, comment from score") == [(90, "")]
        assert any("journal" in one for one in told["left_over"])
        assert "420600111222" in after
        assert rows(database_url, "select count(*), sum(talk_ms) from queue_visit") == counted
        assert rows(database_url, "select call_id, outcome, caller from call order by 1") == [
            ("1.1", "answered", None), ("2.2", "abandoned", None), ("3.3", "answered", "420600111222")]
        assert await desk.refused(ADA, "recording.link", call="1.1") == "unknown_recording"
        again = await desk.ask(ADA, "subject.erase", number=NUMBER, why="once more")
        assert (again["calls"], again["recordings"], again["rows"]) == (0, 0, {})
    found = rows(database_url, "select account, kind, subject, why, calls, files, rows from erasure order by id")
    assert found[0][:6] == ("ada", "subject", "…321", "art. 17", 2, 1)
    assert found[0][6]["call"] == 2  # type: ignore[index]
    assert found[0][6]["raw_event"] == 1  # type: ignore[index]
    assert (found[0][6]["score"], found[0][6]["saved_search"]) == (1, 2)  # type: ignore[index]
    assert NUMBER not in str(found)


async def test_what_is_held_is_not_erased(database_url: str, tmp_path: Path) -> None:
    async with known(database_url, tmp_path) as (desk, at):
        await desk.ask(ADA, "recording.hold", call="1.1", why="a court")
        told = await desk.ask(ADA, "subject.erase", number=NUMBER, why="art. 17")
        assert (told["calls"], told["recordings"]) == (1, 0)
        assert "1 calls whose recordings are held" in told["left_over"]
        assert len(list(at.folder.iterdir())) == 1
        assert rows(database_url, "select call_id from call where caller_name is not null order by 1") == [
            ("1.1",), ("3.3",)]
