"""A whole centre of real processes with cutting lines between every pair: what faults are tried on.

Daemon and PBX run by one quick clock each, which agree until a fault sets the daemon's.
"""

from __future__ import annotations

import asyncio
import contextlib
import os
import signal
import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import Self
from urllib.parse import urlsplit

import psutil
import psycopg

from collector_daemon.app import LOCAL
from collector_daemon.feed.secret import feed_secret
from collector_daemon.feed.tokens import Tokens
from shared.clock import SystemClock
from shared.database.bundled import BundledPostgres
from shared.domain.accounts import Account
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials, Timing
from tests.helpers.proxy import Proxy
from tests.helpers.quick_clock import QuickClock
from tests.helpers.waiting import wait_until
from tests.integration.daemon.running import SECRET, RunningDaemon

IMPATIENT = Timing(connect=timedelta(seconds=3), welcome=timedelta(seconds=5), ping=timedelta(seconds=1),
                   lost=timedelta(seconds=3), first_retry=timedelta(seconds=0.1), last_retry=timedelta(seconds=1))
LIGHT = {"shared_buffers": "64MB", "max_connections": "60"}
CLOCK_DAYS = timedelta(days=400)


class PbxProcess:
    """The simulated PBX; see ``pbx_process``."""

    def __init__(self, clock: Path, ledger: Path, speed: float, load: float) -> None:
        self._arguments = (str(clock), str(ledger)), (str(speed), str(load))
        self.port = 0

    def start(self, seed: int) -> None:
        """Begin; ``port`` is where."""
        first, last = self._arguments
        self._process = subprocess.Popen([sys.executable, "-m", "tests.proof.pbx_process", *first, str(seed), *last],
                                         stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, bufsize=1)
        self.port = int(self._said())

    def do(self, order: str) -> str:
        """Have it done; the answer after "done"."""
        assert self._process.stdin
        self._process.stdin.write(order + "\n")
        return self._said().removeprefix("done").strip()

    def kill(self) -> None:
        """kill -9."""
        self._process.kill()
        self._process.communicate()

    def _said(self) -> str:
        assert self._process.stdout
        return self._process.stdout.readline().strip()


class QuickDaemon(RunningDaemon):
    """``collector-daemon run``, but by a quick clock."""

    clock: Path

    def start(self) -> None:
        """Start the process."""
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.integration.reporting.night_daemon", str(self.config), str(self.clock)],
                stdout=log, stderr=log, env={**os.environ, "CALLCENTRE_AMI_MAIN": SECRET},
            )  # fmt: skip


class Centre:
    """``async with Centre(...)``: everything runs, and ends with it."""

    def __init__(self, folder: Path, seed: int, *, speed: float, load: float, clients: int) -> None:
        self.folder, self.seed, self.speed = folder, seed, speed
        self.clock = QuickClock.made(folder / "clock", SystemClock().now(), speed)
        self.daemon_clock = QuickClock.made(folder / "daemon_clock", self.clock.now(), speed)
        self.began = 0.0  # Unix seconds by the quick clock: what was before is not judged
        self.ledger = folder / "ledger"
        self.pbx = PbxProcess(folder / "clock", self.ledger, speed, load)
        self.postgres = BundledPostgres(folder / "postgres", LIGHT)
        self.clients: list[FeedClient] = []
        self._wanted = clients
        self._following: list[asyncio.Task[None]] = []

    async def __aenter__(self) -> Self:
        self.pbx.start(self.seed)
        await asyncio.to_thread(self.postgres.start)
        self.url = self.postgres.url()
        place = urlsplit(self.url)
        self.to_pbx, self.to_clients = Proxy("127.0.0.1", self.pbx.port), Proxy("127.0.0.1", 1)
        self.to_database = Proxy("127.0.0.1", place.port or 0)
        through = self.url.replace(f":{place.port}/", f":{self.to_database.port}/")
        self.daemon = QuickDaemon(self.folder, self.to_pbx.port, through)
        self.daemon.clock = self.folder / "daemon_clock"
        self.daemon.config.write_text(self.daemon.config.read_text() + "ping_seconds = 1\nanswer_seconds = 2\n")
        try:
            await self.start_daemon()
            for number in range(self._wanted):
                await self.follow(self.to_clients.port, f"client {number}")
        except BaseException:
            await self.__aexit__()
            raise
        return self

    async def __aexit__(self, *_: object) -> None:
        for task in self._following:
            task.cancel()
        await asyncio.gather(*self._following, return_exceptions=True)
        if self.daemon.process and self.daemon.process.poll() is None:
            self.daemon.kill()
        self.pbx.kill()
        for line in (self.to_pbx, self.to_database, self.to_clients):
            line.close()
        await asyncio.to_thread(self.postgres.stop)

    async def start_daemon(self) -> None:
        """Start it, and lead the clients to its new port."""
        self.daemon.start()
        await wait_until(lambda: self.daemon.status().get("feed"), 60, "the feed")
        self.to_clients.target = ("127.0.0.1", self.daemon.status()["feed"]["port"])

    async def start_pbx(self) -> None:
        """Another life of the PBX: new calls, nobody remembers the old ones."""
        self.seed += 1000
        await asyncio.to_thread(self.pbx.start, self.seed)
        self.to_pbx.target = ("127.0.0.1", self.pbx.port)

    async def follow(self, port: int, name: str) -> FeedClient:
        """One more client at this port, live."""
        tokens = Tokens(feed_secret(self.folder / "data"), self.daemon_clock, CLOCK_DAYS, CLOCK_DAYS)
        credentials = Credentials(token=tokens.issue(Account(name=LOCAL, roles=frozenset({"supervisor"})))[0])
        client = FeedClient("127.0.0.1", port, credentials, clock=SystemClock(), name=name, timing=IMPATIENT)
        self._following.append(asyncio.create_task(client.run()))
        self.clients.append(client)
        await wait_until(lambda: client.status.state == "live", 20, f"{name} live: {client.status}")
        return client

    async def recovered(self, seconds: float) -> float:
        """Wait until everything works again as it should; how long that took. Raises AssertionError."""
        loop = asyncio.get_running_loop()
        begun, at = loop.time(), self.daemon.status().get("at", "")
        goal = self.daemon.heard() + 1

        def works() -> bool:
            status, pbx = self.daemon.status(), self.daemon.pbx()
            return bool(
                status.get("at", "") != at and pbx.get("connected") and not pbx["in_gap"]
                and not status["recorder"]["trouble"] and pbx["journal"]["stored"] >= goal
                and all(client.status.state == "live" for client in self.clients)
            )  # fmt: skip

        await wait_until(works, seconds, "recovery")
        return loop.time() - begun

    def execute(self, statement: str) -> None:
        """As the administrator, past the proxy; also where the database says that it is read-only."""
        options = "-c default_transaction_read_only=off"
        with psycopg.connect(self.url, autocommit=True, options=options) as connection:
            connection.execute(statement)  # type: ignore[arg-type]

    def postgres_family(self) -> list[int]:
        """The postmaster and its children."""
        postmaster = psutil.Process(self.postgres.process_id)
        return [postmaster.pid, *(child.pid for child in postmaster.children(recursive=True))]

    async def kill_postgres(self) -> None:
        """kill -9 of the postmaster, if it still runs."""
        if (process_id := self.postgres.process_id) is not None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(process_id, signal.SIGKILL)
        await wait_until(lambda: self.postgres.process_id is None, 20)
