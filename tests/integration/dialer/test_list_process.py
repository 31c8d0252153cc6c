"""The process that reads a list tells how far it is; killed, or left alone, it leaves nothing half taken."""

from __future__ import annotations

import asyncio
import subprocess

import msgspec
import psutil
import pytest

from collector_daemon.dialer.lists.importing import Importing
from collector_daemon.dialer.lists.reader import VERB
from collector_daemon.dialer.lists.sheet_reading import Told
from collector_daemon.dialer.lists.taking_contacts import ContactTask
from collector_daemon.threads.own_process import command
from shared.campaigns.campaign import Campaign
from shared.domain.commands.dialer import ContactImport
from tests.helpers.waiting import wait_until
from tests.integration.dialer.ground import NOON, Ground, act

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(60)]
LINES = 25_000
LONG = b"Telefon\n" + b"".join(b"%d\n" % (222_000_000 + nth) for nth in range(LINES))


def task_of(ground: Ground, campaign: Campaign) -> ContactTask:
    """All of LONG."""
    ground.uploads.add("eva", "long", 0, LONG)
    upload = ground.uploads.get("eva", "long")
    asked = ContactImport(campaign=campaign.campaign, upload="long", name="klienti.csv", is_preview=False)
    return ContactTask(url=ground.url, asked=asked, campaign=campaign, path=str(upload.path), size=upload.size,
                       hash=upload.hash.hexdigest(), by="eva", at=NOON, country="CZ", act=act())  # fmt: skip


def reader() -> psutil.Process | None:
    """The process that reads now."""
    found = [one for one in psutil.Process().children() if VERB in one.cmdline()]
    return found[0] if found else None


def contacts(ground: Ground, campaign: Campaign) -> object:
    """How many are there."""
    return ground.rows(f"select count(*) from contact where campaign = '{campaign.campaign}'")[0][0]


async def test_a_reader_that_is_killed_has_taken_nothing_and_the_next_takes_all(
    ground: Ground, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr("collector_daemon.dialer.lists.importing.PATIENCE", 0.02)
    campaign, importing = await ground.campaign(), Importing()
    task = task_of(ground, campaign)
    while not (told := await importing.told(task)).done:  # it reads
        assert told.state == "running"
    assert told.header == ("Telefon",)
    found = reader()
    assert found is not None
    found.kill()
    while (told := await importing.told(task)).state == "running":
        pass
    assert (told.state, told.why) == ("refused", "ended")
    assert [record.getMessage() for record in caplog.records] == [
        "a list was not read to its end: its process ended"]  # fmt: skip
    caplog.clear()
    assert contacts(ground, campaign) == 0

    stages = set()
    while (told := await importing.told(task)).state == "running":
        stages.add(told.stage)
    assert (told.state, told.good, contacts(ground, campaign)) == ("taken", LINES, LINES)
    assert {"reading", "storing"} <= stages

    closed = Importing()
    other = msgspec.structs.replace(task, campaign=await ground.campaign())
    assert (await closed.told(other)).state == "running"
    await closed.close()
    assert reader() is None
    assert (await closed.told(other)).why == "unavailable"
    assert contacts(ground, other.campaign) == 0


async def test_a_reader_whose_daemon_is_gone_ends_itself_and_has_taken_nothing(ground: Ground) -> None:
    campaign = await ground.campaign()
    process = subprocess.Popen(
        command(VERB), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdin.write(msgspec.json.encode(task_of(ground, campaign)) + b"\n")
    process.stdin.flush()
    told = Told()
    while not told.done:
        told = msgspec.json.decode(await asyncio.to_thread(process.stdout.readline), type=Told)
    process.stdin.close()  # as the system does with what a killed daemon held
    await wait_until(lambda: process.poll() is not None)
    assert process.returncode == 1
    assert contacts(ground, campaign) == 0
    process.stdout.close()
    assert process.stderr is not None
    assert process.stderr.read() == b""
    process.stderr.close()
