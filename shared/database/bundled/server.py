"""The bundled server as its user sees it: started (or taken over), reached by a URL, watched, stopped."""

from __future__ import annotations

import asyncio
import logging
import subprocess
import time
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import Self

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

from shared import clock
from shared.database.bundled import cluster, postmaster
from shared.database.bundled.folder_lock import FolderInUse, FolderLock
from shared.database.bundled.place import Place, find_place
from shared.errors import SuiteError, Unavailable, one_line

log = logging.getLogger(__name__)

DATABASE = "callcentre"
START_PATIENCE = 300.0  # seconds: recovery after a crash writes up to max_wal_size again
STOP_PATIENCE = 60.0  # seconds
LOOK_PAUSE = 0.05  # seconds between two tries to connect
WATCH_PAUSE = 1.0  # seconds between two looks


class BundledPostgres:
    """A Postgres server in ``folder``, run by one process at a time.

    ``settings`` are put over ``cluster.SETTINGS`` (tests switch fsync off). All methods but ``watch``
    block; a coroutine calls them through ``asyncio.to_thread``.
    """

    def __init__(self, folder: Path, settings: Mapping[str, str] | None = None) -> None:
        self.folder = folder
        self._settings = dict(settings or {})
        self._place: Place | None = None
        self._lock: FolderLock | None = None
        self._port = 0

    def start(self, *, patience: float = START_PATIENCE, shares: bool = False) -> None:
        """Have the server run: make its data the first time, take a running one over, else start it.

        With ``shares`` a server that another process runs is used as it is (and ``stop`` leaves it alone).
        Raises FolderInUse (another process runs it), Refused, Unavailable, BadSecret.
        """
        try:
            self._begin(patience, shares=shares)
        except OSError as problem:
            raise Unavailable(f"cannot keep a database in {self.folder}: {problem.strerror or problem}") from problem
        except (psycopg.Error, subprocess.SubprocessError) as problem:
            raise Unavailable(f"the bundled Postgres in {self.folder} does not work: {one_line(problem)}") from problem

    def _begin(self, patience: float, *, shares: bool) -> None:
        self._place = self._place or find_place(self.folder)
        if self._lock is not None:  # ours already: it died, and the folder stays ours whatever comes of this
            return self._start(self._place, patience)
        lock = FolderLock(self._place.folder)
        try:
            lock.acquire()
        except FolderInUse:
            if not shares:
                raise
            return self._borrow(self._place, patience)
        try:
            self._start(self._place, patience)
        except BaseException:
            lock.release()
            raise
        self._lock = lock
        return None

    def _start(self, place: Place, patience: float) -> None:
        if place.is_forgotten and cluster.data_folder(place).exists():
            self._abandon(place)
        self._place = place = replace(place, is_forgotten=False)
        postmaster.end_orphans(place)
        cluster.make(place)
        running = postmaster.find(place)
        if running is not None and self._takes_over(place, running, patience):
            log.info("took over the running Postgres in %s (process %d)", place.folder, running.process_id)
        else:
            self._launch(place, patience)
        self._make_database()

    def _abandon(self, place: Place) -> None:
        """The folder was emptied meanwhile: a server that was left running for it ends, and its data are not used."""
        if postmaster.find(place) is not None:
            postmaster.stop(place, patience=STOP_PATIENCE)
        aside = cluster.set_aside(place)
        log.warning("%s was emptied; its database begins anew, the one before is in %s", self.folder, aside)

    def _launch(self, place: Place, patience: float) -> None:
        """Start the server; on another port if somebody takes this one at the same moment."""
        avoid: int | None = None
        for last in (False, False, False, True):
            self._port = postmaster.choose_port(place, avoid=avoid)
            cluster.write_settings(place, self._port, self._settings)
            try:
                return postmaster.launch(place, patience=patience)
            except postmaster.PortTaken:
                if last:
                    raise
                avoid = self._port
        return None

    def _borrow(self, place: Place, patience: float) -> None:
        """Wait until the server that another process runs is there and answers."""
        deadline = clock.monotonic() + patience
        while True:
            running = postmaster.find(place)
            if running is not None:
                self._port = running.port
                if self.is_answering():
                    return
            if clock.monotonic() > deadline:
                raise Unavailable(f"the Postgres that another process runs in {place.folder} does not answer")
            time.sleep(LOOK_PAUSE)

    def _takes_over(self, place: Place, running: postmaster.Postmaster, patience: float) -> bool:
        """Whether the server found running is ours and answers; one that is just going down is waited for."""
        self._port = running.port
        deadline = clock.monotonic() + patience
        while postmaster.find(place) == running:
            if self.is_answering():
                cluster.write_settings(place, running.port, self._settings)
                postmaster.reload(place)
                return True
            time.sleep(LOOK_PAUSE)
            if clock.monotonic() > deadline:
                where = f"in {place.folder} on port {self._port}"
                raise Unavailable(f"the Postgres {where} runs but does not answer")
        return False

    def is_answering(self) -> bool:
        """Whether the server lets the administrator in now."""
        try:
            with psycopg.connect(self._conninfo("postgres"), connect_timeout=5):
                return True
        except psycopg.OperationalError:
            return False

    def _make_database(self) -> None:
        with psycopg.connect(self._conninfo("postgres"), autocommit=True) as connection:
            found = connection.execute("select 1 from pg_database where datname = %s", [DATABASE])
            if found.fetchone() is None:
                connection.execute(sql.SQL("create database {}").format(sql.Identifier(DATABASE)))

    def _conninfo(self, database: str) -> str:
        assert self._place is not None, "start() comes first"
        return make_conninfo(
            host="127.0.0.1", port=self._port, user=cluster.ADMINISTRATOR, dbname=database,
            password=cluster.password(self._place).reveal(),
        )  # fmt: skip

    def url(self, database: str = DATABASE) -> str:
        """The address of a database on this server, the administrator's password in it. Never log it."""
        assert self._place is not None, "start() comes first"
        secret = cluster.password(self._place).reveal()  # URL-safe by its making
        return f"postgresql://{cluster.ADMINISTRATOR}:{secret}@127.0.0.1:{self._port}/{database}"

    @property
    def process_id(self) -> int | None:
        """The postmaster's process, None where none runs."""
        running = postmaster.find(self._place) if self._place else None
        return running.process_id if running else None

    def stop(self) -> None:
        """Stop the server in order and let the folder go; nothing happens if it was not started."""
        if self._place is None or self._lock is None:
            return
        try:
            if postmaster.find(self._place) is not None:
                postmaster.stop(self._place, patience=STOP_PATIENCE)
        finally:
            self.leave()

    def leave(self) -> None:
        """Let the folder go but the server run on, for the next process to take over."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    @asynccontextmanager
    async def serving(self) -> AsyncIterator[str]:
        """Start, keep running whatever happens to it, and stop in order; gives the URL. Raises as ``start``."""
        await asyncio.to_thread(self.start)
        watching = asyncio.create_task(self.watch(), name="bundled Postgres")
        try:
            yield self.url()
        finally:
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)
            await asyncio.to_thread(self.stop)

    async def watch(self) -> None:
        """Start the server again whenever it has died (kill -9, out of memory), until cancelled."""
        pause = WATCH_PAUSE
        while True:
            await asyncio.sleep(pause)
            pause = WATCH_PAUSE
            if self._lock is None or self.process_id is not None:
                continue
            log.error("the bundled Postgres in %s died and is started again", self.folder)
            try:
                await asyncio.to_thread(self.start)
            except SuiteError as problem:
                log.error("the bundled Postgres does not start: %s", one_line(problem))
                pause = 10 * WATCH_PAUSE

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()
