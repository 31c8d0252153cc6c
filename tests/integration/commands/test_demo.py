"""The demo: its folder, what it calls things, the hour behind it, and the wallboard beside it."""

import asyncio
import contextlib
import sys
from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from collector_daemon.commands.demo import OPERATOR, PHONE, WALL, demo_settings, demonstrated
from collector_daemon.commands.demo_campaigns import CALLED
from collector_daemon.commands.demo_past import forget_journal
from collector_daemon.commands.demo_screen import Screen, why_none
from collector_daemon.settings import JournalSettings
from collector_daemon.simulator import centre
from collector_daemon.store.journal.journal import Journal
from collector_daemon.store.journal.lock import FolderInUse
from shared.clock import SystemClock
from shared.credentials import new_secret, read_secret
from shared.domain.measures import QueueSums
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from tests.helpers.waiting import wait_until

STEP = timedelta(minutes=5)


@pytest.mark.parametrize("name", ["O'Brien", "Žofie 🎧", "C:\\Users"])
def test_a_folder_of_any_name_will_do(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    folder.mkdir(parents=True)
    config = demo_settings(folder, 5038, new_secret())
    assert config.data_folder == folder
    assert config.pbx[0].secret_file == folder / "ami.secret"


def test_everything_in_the_simulated_centre_has_its_name(tmp_path: Path) -> None:
    told = demo_settings(tmp_path, 5038, new_secret()).description
    assert {one.queue for one in told.queues if one.title} == {queue.name for queue in centre.queues()}
    assert {one.line: one.title for one in told.lines} == centre.LINES
    assert tuple(one.reason for one in told.pause_reasons) == centre.PAUSE_REASONS
    assert [one.queue for one in told.queues if one.is_vip] == ["vip"]


def test_the_simulated_centres_desks_are_about_its_queues(tmp_path: Path) -> None:
    desk = demo_settings(tmp_path, 5038, new_secret()).desk_description
    named = {one.queue for one in desk.queues} | {queue for one in desk.scripts for queue in one.queues}
    named |= {queue for one in desk.dispositions for queue in one.queues}
    assert named <= {queue.name for queue in centre.queues()}
    assert desk.queue_desk("support").is_disposition_required
    assert desk.queue_desk("support").wrapup_seconds == 30
    assert len(desk.scripts[0].fields) > 3


def test_a_second_demo_leaves_the_first_ones_journal_alone(tmp_path: Path) -> None:
    first = Journal(tmp_path / "journal" / "demo", JournalSettings(), SystemClock())
    try:
        with pytest.raises(FolderInUse):
            forget_journal(tmp_path)
        assert first.segments[0].plain.exists()
    finally:
        first.close()
    forget_journal(tmp_path)
    assert not (tmp_path / "journal").exists()
    forget_journal(tmp_path)


@contextlib.asynccontextmanager
async def wall_at(folder: Path, seed: int) -> AsyncIterator[FeedClient]:
    """A client with the wallboard's token, at a demo that has just begun."""
    async with demonstrated(folder, speed=1.0, seed=seed) as (daemon, tokens):
        assert daemon.feed is not None
        credentials = Credentials(token=read_secret(tokens[WALL]).reveal())
        client = FeedClient("127.0.0.1", daemon.feed.port, credentials, clock=SystemClock(), name="test")
        following = asyncio.create_task(client.run())
        try:
            await wait_until(lambda: client.status.state == "live", timeout=30, what="the board")
            await wait_until(lambda: len(client.board.agents) == 12, timeout=30, what="the agents")
            yield client
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


async def last_hours(client: FeedClient, hours: int) -> dict[str, Any]:
    """Figures by five minutes up to now."""
    now = client.server_now()
    span = {"from": now - hours * 12 * STEP, "to": now, "step_seconds": 300}
    return await client.command("figures.visits", span)


async def all_stored(client: FeedClient) -> dict[str, Any]:
    """Figures of three hours, as soon as the last of them is stored to its end: calls in every five minutes of it.

    The gap before now comes on its own way, and may be stored before them.
    """
    while not ((told := await last_hours(client, 3))["gaps"] and all(step["offered"] for step in told["steps"][25:])):
        await asyncio.sleep(0.05)  # it is Postgres that we wait for, and nobody tells
    return told


@pytest.mark.postgres
@pytest.mark.timeout(300)
async def test_the_demo_has_an_hour_behind_it_and_begins_anew_each_time(tmp_path: Path) -> None:
    for seed in (1, 2):
        async with wall_at(tmp_path, seed) as client:
            assert client.welcome is not None
            assert client.welcome.roles == ("wallboard",)
            assert client.welcome.centre.queue_title("support") == "Podpora"
            sums = QueueSums(client.board.queues)
            assert sums.total("answered") > 100
            assert sums.service_level is not None
            callers = [row.caller.strip("+") for row in client.board.calls if row.caller]
            assert not any(caller[:6].isdecimal() and len(caller) > 5 for caller in callers), "they are masked"
            async with asyncio.timeout(60):
                told = await all_stored(client)
            assert sum(step["offered"] for step in told["steps"][24:]) > 200
            assert not any(step["offered"] for step in told["steps"][:23]), "nothing of the demo before"
            assert len(told["gaps"]) == 1


@pytest.mark.postgres
@pytest.mark.timeout(300)
async def test_the_demos_operator_sits_at_a_phone_that_rings_and_is_answered(tmp_path: Path) -> None:
    async with demonstrated(tmp_path, speed=1.0, seed=3) as (daemon, tokens):
        assert daemon.feed is not None
        credentials = Credentials(token=read_secret(tokens[OPERATOR]).reveal())
        client = FeedClient("127.0.0.1", daemon.feed.port, credentials, clock=SystemClock(), name="test")
        following = asyncio.create_task(client.run())
        try:
            await wait_until(lambda: client.status.state == "live", timeout=30, what="the board")
            taken = await client.command("seat.take")
            assert (taken["agent"], taken["is_reachable"]) == (PHONE, True)
            await wait_until(lambda: called(client) >= CALLED, timeout=30, what="campaigns with an hour behind them")
            await client.command("agent.login", {"queues": ["sales"]})
            await wait_until(lambda: has_contact(client), timeout=60, what="a contact to look at")
            await client.command("dialer.work", {"campaign": None})
            await client.command("agent.login", {"queues": ["support", "sales", "orders", "vip"]})
            await wait_until(lambda: "talking" in states(client), timeout=120, what="a call at the phone")
        finally:
            following.cancel()
            await asyncio.gather(following, return_exceptions=True)


def has_contact(client: FeedClient) -> bool:
    """Does somebody to be called lie before the operator?"""
    return client.board.work is not None and client.board.work.contact is not None


def called(client: FeedClient) -> int:
    """How many contacts of campaigns were called."""
    return sum(row.contacts - row.left for row in client.board.campaigns)


def states(client: FeedClient) -> list[str]:
    """The operator's state, if she has one."""
    return [row.state for row in client.board.agents if row.agent == PHONE]


PYTHON = (sys.executable, "-c")
SLEEPER = "import sys, time; print(sys.argv, flush=True); time.sleep(99)"


async def test_the_wallboard_is_ended_with_the_demo(tmp_path: Path) -> None:
    screen = Screen("wallboard", tmp_path, 1, tmp_path / "token", (*PYTHON, SLEEPER))
    await wait_until(lambda: screen.log.read_text(), what="the program's first word")
    assert screen.log.read_text().strip() == str(
        ["-c", "--server", "127.0.0.1:1", "--token-file", str(tmp_path / "token")])
    assert screen.process.poll() is None
    assert await screen.end() is None
    assert screen.process.poll() is not None


async def test_a_wallboard_that_was_closed_is_nothing_to_speak_of(tmp_path: Path) -> None:
    screen = Screen("wallboard", tmp_path, 1, tmp_path / "token", (*PYTHON, "pass"))
    await wait_until(lambda: screen.process.poll() is not None, what="its end")
    assert await screen.end() is None


async def test_a_wallboard_that_failed_is_one_line(tmp_path: Path) -> None:
    screen = Screen("wallboard", tmp_path, 1, tmp_path / "token", (*PYTHON, "raise SystemExit('no platform plugin')"))
    await wait_until(lambda: screen.process.poll() is not None, what="its end")
    assert await screen.end() == f"the wallboard ended with 1: see {tmp_path / 'wallboard.log'}"
    assert "no platform plugin" in screen.log.read_text()


@pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="there is always a display")
def test_without_a_display_there_is_a_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("WAYLAND_DISPLAY", raising=False)
    monkeypatch.delenv("DISPLAY", raising=False)
    assert why_none() == "there is no display"
    monkeypatch.setenv("DISPLAY", ":99")
    assert why_none() is None
