"""The log of alerts: what rules have found, when it began, got worse and was over. Written beside the other work.

``note`` takes a firing as it is now and returns at once; ``run`` writes. A firing told again replaces itself, so only
its latest state waits. While the database is away a bounded number waits, in order; then the oldest goes, and how many
went is in the daemon's log. What an earlier run of the daemon left open is closed as stopped.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterable
from datetime import datetime
from typing import Any

import msgspec
import psycopg
from psycopg.rows import dict_row

from collector_daemon.store.writing import PATIENCE
from shared.database.connection import connect, plain
from shared.database.escapes import escape, identifier, unescape
from shared.errors import Unavailable

log = logging.getLogger(__name__)

HELD = 2_000  # firings that wait while the database is away
PAUSE = 1.0  # seconds between tries
MOST_ROWS = 500  # of one reading

Key = tuple[str, str, datetime]
Connection = psycopg.AsyncConnection[Any]


class Firing(msgspec.Struct, frozen=True, kw_only=True):
    """An alert of a rule from raising to clearing; ``level`` is the worst it had. ``ending``: cleared, stopped."""

    pbx: str
    alert: str
    raised_at: datetime
    rule: str
    title: str = ""
    queue: str | None = None
    queues: tuple[str, ...] = ()
    level: str
    measure: str
    value: float | None = None
    threshold: float | None = None
    worsened_at: datetime | None = None
    cleared_at: datetime | None = None
    ending: str | None = None
    acknowledged_by: str | None = None
    acknowledged_at: datetime | None = None

    @property
    def key(self) -> Key:
        """What it replaces itself by."""
        return self.pbx, self.alert, self.raised_at


class AlertLog:
    """Writes firings into the table ``alert_log`` of the database at ``url``, and reads them."""

    def __init__(self, url: str, *, pause: float = PAUSE, held: int = HELD) -> None:
        self._url, self._pause, self._held = url, pause, held
        self._waiting: dict[Key, Firing] = {}
        self._dropped = 0
        self._changed = asyncio.Event()
        self._idle = asyncio.Event()
        self._idle.set()

    def note(self, firing: Firing) -> None:
        """Take a firing as it is now, to be written."""
        self._waiting[firing.key] = firing
        while len(self._waiting) > self._held:
            del self._waiting[next(iter(self._waiting))]
            self._dropped += 1
        self._idle.clear()
        self._changed.set()

    async def drain(self) -> None:
        """Wait until everything noted is written."""
        await self._idle.wait()

    async def run(self, pbxs: Iterable[str], began_at: datetime) -> None:
        """Write what is noted, until cancelled; first close what an earlier run of these PBXs left open."""
        names = [identifier(name) for name in pbxs]
        is_closed = False
        while True:
            if not is_closed:
                is_closed = await self._tried(lambda one: one.execute(_CLOSE, [began_at, names, began_at]))
            else:
                await self._changed.wait()
            if not is_closed or not await self._write():
                await asyncio.sleep(self._pause)

    async def _write(self) -> bool:
        self._changed.clear()
        firings = list(self._waiting.values())
        rows = [_row(firing) for firing in firings]
        if rows and not await self._tried(lambda one: one.cursor().executemany(_WRITE, rows)):
            self._changed.set()
            return False
        for firing in firings:
            if self._waiting.get(firing.key) is firing:
                del self._waiting[firing.key]
        if self._dropped:
            log.error("%d alerts are missing in their log: the database was away too long", self._dropped)
            self._dropped = 0
        if not self._waiting:
            self._idle.set()
        return True

    async def _tried(self, deed: Callable[[Connection], Awaitable[object]]) -> bool:
        """Do it on a new connection; False: later perhaps (also: no such table yet)."""
        try:
            async with await connect(self._url, **PATIENCE) as connection:
                await deed(connection)
        except (psycopg.DataError, psycopg.IntegrityError) as problem:  # what comes after must not wait for it
            log.error("alerts could not be written into their log: %s", plain(problem))
        except (Unavailable, psycopg.Error, OSError):
            return False
        return True

    async def read(
        self, since: datetime, until: datetime, queues: frozenset[str] | None, pbx: str | None = None
    ) -> list[dict[str, Any]]:
        """Firings that lasted at some time in [since, until), newest first; ``queues``: what may be seen, None: all.

        Raises Unavailable.
        """
        seen = None if queues is None else sorted(map(identifier, queues))
        where = {"since": since, "until": until, "queues": seen, "most": MOST_ROWS,
                 "pbx": None if pbx is None else identifier(pbx)}
        try:
            async with await connect(self._url, **PATIENCE) as connection:
                cursor = connection.cursor(row_factory=dict_row)
                await cursor.execute(_READ, where)
                found = await cursor.fetchall()
        except (psycopg.Error, OSError) as problem:
            raise Unavailable(f"the log of alerts cannot be read: {plain(problem)}") from None
        return [{name: _shown(value) for name, value in row.items()} for row in found]


def _row(firing: Firing) -> dict[str, Any]:
    told = msgspec.structs.asdict(firing)
    for name in ("pbx", "alert", "queue"):
        told[name] = told[name] if told[name] is None else identifier(told[name])
    told["title"] = escape(firing.title)
    told["acknowledged_by"] = firing.acknowledged_by and identifier(firing.acknowledged_by)
    told["queues"] = [identifier(queue) for queue in firing.queues]
    return told


def _shown(value: Any) -> Any:
    return unescape(value) if isinstance(value, str) else value


_CLOSE = (
    "update alert_log set cleared_at = greatest(raised_at, %s), ending = 'stopped' "
    "where pbx = any(%s) and cleared_at is null and raised_at < %s"
)
_WRITE = (
    "insert into alert_log (pbx, alert, raised_at, rule, title, queue, queues, level, measure, value, threshold, "
    "worsened_at, cleared_at, ending, acknowledged_by, acknowledged_at) "
    "values (%(pbx)s, %(alert)s, %(raised_at)s, %(rule)s, %(title)s, %(queue)s, "
    "%(queues)s, %(level)s, %(measure)s, %(value)s, %(threshold)s, %(worsened_at)s, %(cleared_at)s, %(ending)s, "
    "%(acknowledged_by)s, %(acknowledged_at)s) "
    "on conflict (pbx, alert, raised_at) do update set level = excluded.level, measure = excluded.measure, "
    "value = excluded.value, threshold = excluded.threshold, worsened_at = excluded.worsened_at, "
    "cleared_at = excluded.cleared_at, ending = excluded.ending, "
    "acknowledged_by = excluded.acknowledged_by, acknowledged_at = excluded.acknowledged_at"
)
_READ = (
    'select pbx, alert, rule, title, queue, level, measure, value, threshold as "limit", raised_at, worsened_at, '
    "cleared_at, ending, acknowledged_by, acknowledged_at from alert_log "
    "where raised_at < %(until)s and (cleared_at is null or cleared_at >= %(since)s) "
    "and (%(pbx)s::text is null or pbx = %(pbx)s) and (%(queues)s::text[] is null or queues <@ %(queues)s::text[]) "
    "order by raised_at desc, pbx, alert limit %(most)s"
)
