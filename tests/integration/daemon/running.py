"""A daemon process under test, the PBX it listens to, and what must be in its database."""

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import psycopg

from collector_daemon import settings
from collector_daemon.analysis import Analysis, centre_for
from collector_daemon.settings import JournalSettings
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.world import Scenario, World
from collector_daemon.status import StatusFile
from collector_daemon.store.journal.journal import Journal
from shared.clock import SystemClock
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from tests.helpers.waiting import wait_until

SECRET = "simulated"


class RunningDaemon:
    """``collector-daemon run`` in a folder of its own, storing at ``url``, fed by the PBX at ``port``."""

    def __init__(self, folder: Path, port: int, url: str, segment_entries: int = 2000) -> None:
        self.folder = folder
        self.config = folder / "collector.toml"
        self.config.write_text(
            f"data_folder = '{folder / 'data'}'\n[database]\nurl = '{url}'\n[feed]\nport = 0\n"
            f"[journal]\nsegment_entries = {segment_entries}\n"
            f"[[pbx]]\nname = 'main'\nport = {port}\nuser = 'collector'\nretry_seconds = 0.05\n"
        )
        self.log = folder / "daemon.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start the process; see ``until``."""
        environment = {**os.environ, "CALLCENTRE_AMI_MAIN": SECRET, "CALLCENTRE_AMI_BRNO": SECRET}
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "collector_daemon", "run", "--config", str(self.config)],
                stdout=log, stderr=log, env=environment,
            )

    def status(self) -> dict[str, Any]:
        """Its status of the last second, {} before the first."""
        found = StatusFile.read(self.folder / "data" / "status.json")
        return found if found and self.process and found["process"] == self.process.pid else {}

    def pbx(self) -> dict[str, Any]:
        """What the status says of the PBX."""
        return next(iter(self.status().get("pbx", [])), {})

    def heard(self) -> int:
        """Entries in its journal."""
        return int(self.pbx().get("journal", {}).get("last", 0))

    def stored(self) -> int:
        """Entries of the journal whose facts are stored."""
        return int(self.pbx().get("journal", {}).get("stored", 0))

    def kill(self) -> None:
        """kill -9."""
        assert self.process is not None
        self.process.kill()
        self.process.wait()

    async def stop(self) -> int:
        """SIGTERM; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return await asyncio.to_thread(self.process.wait, 60)

    def said(self) -> str:
        """Its log."""
        return self.log.read_text(encoding="utf-8", errors="replace")


@contextlib.asynccontextmanager
async def simulated_pbx(seed: int = 1, speed: float = 250.0) -> AsyncIterator[Server]:
    """A busy PBX, four hours a minute: what a busy machine still keeps up with."""
    world = World(Scenario(seed=seed, load=3.0, is_always_open=True), SystemClock().now().timestamp())
    users = {"collector": AmiUser(SECRET, writetimeout=20.0)}
    async with Server(world, speed=speed, users=users) as server:
        yield server


async def until(condition: Any, what: str, timeout: float = 60.0) -> None:
    """Wait on the daemon's own status."""
    await wait_until(condition, timeout=timeout, what=what)


@contextlib.asynccontextmanager
async def client_of(daemon: RunningDaemon, credentials: Credentials) -> AsyncIterator[FeedClient]:
    """A client that follows the daemon's board."""
    await until(lambda: daemon.status().get("feed"), "the feed")
    client = FeedClient("127.0.0.1", daemon.status()["feed"]["port"], credentials, clock=SystemClock(), name="test")
    following = asyncio.create_task(client.run())
    try:
        await until(lambda: client.status.state == "live", "the board")
        yield client
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


def facts_of_journal(folder: Path) -> tuple[set[str], dict[str, tuple[Any, ...]]]:
    """What a reading of the whole journal from its first entry finds: raw events' times, and calls by id."""
    pbx = settings.parse("[[pbx]]\nname = 'main'\nuser = 'x'").pbx[0]
    analysis = Analysis(centre_for(pbx, settings.defaults().centre))
    journal = Journal(folder / "data" / "journal" / "main", JournalSettings(), SystemClock())
    raw: set[str] = set()
    calls: dict[str, tuple[Any, ...]] = {}
    try:
        for numbered in journal.read(1):
            found = analysis.take([numbered])
            raw |= {event.heard_at.isoformat() for event in found.raw}
            for call in found.calls:
                for absorbed in call.absorbed:
                    calls.pop(absorbed, None)
                calls[call.call_id] = (call.direction, call.outcome, call.ended_by, call.started_at, call.ended_at,
                                       len(call.visits), len(call.conversations))
    finally:
        journal.close()
    return raw, calls


def facts_of_database(url: str) -> tuple[list[str], dict[str, tuple[Any, ...]]]:
    """The same, as stored."""
    with psycopg.connect(url) as connection:
        connection.execute("set timezone to 'UTC'")
        raw = [row[0].isoformat() for row in connection.execute("select heard_at from raw_event").fetchall()]
        calls = {
            row[0]: tuple(row[1:]) for row in connection.execute(
                "select call_id, direction, outcome, ended_by, started_at, ended_at,"
                " (select count(*) from queue_visit v where (v.pbx, v.call_id) = (c.pbx, c.call_id)),"
                " (select count(*) from conversation t where (t.pbx, t.call_id) = (c.pbx, c.call_id))"
                " from call c where origin = 'ami'").fetchall()
        }
    return raw, calls


def assert_all_is_stored(daemon: RunningDaemon, url: str) -> int:
    """Everything in the journal is in the database once, and nothing else; the number of calls."""
    journalled_raw, journalled_calls = facts_of_journal(daemon.folder)
    stored_raw, stored_calls = facts_of_database(url)
    assert len(stored_raw) == len(set(stored_raw))
    assert set(stored_raw) == journalled_raw
    assert stored_calls == journalled_calls
    return len(stored_calls)
