"""One transaction: facts and raw events into the tables, and with them how far the journal is stored.

A call is deleted with all that belongs to it (and those it absorbed) and written anew; other facts replace
each other by their key; of a raw event the first writing stays. So writing twice changes nothing.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import islice
from typing import Any

from psycopg import AsyncConnection, errors, sql

from collector_daemon.store import partitions, rows, states
from collector_daemon.store.absorbing import carry_over
from collector_daemon.store.batch import CoreState, Item, LinkMark, RawEvent
from collector_daemon.store.seen import Name, Seen, Sightings, look
from shared.database.connection import connect, copying
from shared.database.escapes import identifier
from shared.domain.calls import Call

Progress = Mapping[tuple[str, str], int]
"""The last stored entry by (journal id, pbx)."""
Fence = Callable[[AsyncConnection[Any], Collection[str]], Awaitable[None]]
"""Raises SuiteError, in the transaction that is to write facts of these PBXs, where we may not (see ``lease``)."""

CHUNK = 250  # rows encoded at a time: a millisecond, after which other tasks of the daemon have their turn
NEVER = datetime.max.replace(tzinfo=UTC)
SUMS_LOCK = 0x73756D73  # "sums": two writers add to the same sums, in whatever order; so one after the other
KNOWN_LIMIT = 50_000  # things remembered as already there; more is forgotten and written again

# A dead network must not hold the recorder for the quarter of an hour that TCP takes by itself.
PATIENCE = {
    "keepalives_idle": "10", "keepalives_interval": "5", "keepalives_count": "3", "tcp_user_timeout": "30000",
}  # fmt: skip


class Writer:
    """A connection that writes. After an error other than bad data, close it and open another."""

    def __init__(self, connection: AsyncConnection[Any], days: set[date], fence: Fence | None = None) -> None:
        self._connection = connection
        self._fence = fence
        self._days = days
        self._known: Sightings = {}
        self._is_direct = True  # COPY straight into raw_event, until a row turns out to be there already

    @classmethod
    async def open(cls, url: str, fence: Fence | None = None) -> Writer:
        """Connect. Raises Unavailable, psycopg.Error (no such tables)."""
        connection = await connect(url, **PATIENCE)
        try:
            await connection.set_autocommit(True)
            return cls(connection, await partitions.existing(connection), fence)
        except BaseException:
            await connection.close()
            raise

    async def close(self) -> None:
        """Disconnect; what is not committed is not written."""
        await self._connection.close()

    def forget(self) -> None:
        """Trust nothing that was remembered of the database: somebody may have changed it."""
        self._days, self._known, self._is_direct = set(), {}, False

    async def write(self, items: Sequence[Item], progress: Progress) -> None:
        """Write all of it or, raising what Postgres or an item's own values raise, nothing."""
        raw = [item for item in items if isinstance(item, RawEvent)]
        calls = [item for item in items if isinstance(item, Call)]
        marks = [item for item in items if isinstance(item, (LinkMark, CoreState))]
        facts = [item for item in items if not isinstance(item, (RawEvent, Call, LinkMark, CoreState))]
        seen, names = look(items)
        new = {thing: at for thing, at in seen.items() if at < self._known.get(thing, NEVER)}
        await self._make_days(raw)
        async with self._connection.transaction():
            if self._fence is not None:
                await self._fence(self._connection, {item.pbx for item in items} | {pbx for _journal, pbx in progress})
            if calls or facts:
                await self._connection.execute("select pg_advisory_xact_lock(%s)", [SUMS_LOCK])
            await self._write_calls(calls)
            for table, lines in rows.fact_lines(facts).items():
                await self._upsert(table, lines)
            await self._write_raw(raw)
            await states.write(self._connection, marks)
            await self._write_seen(new, names)
            await self._write_progress(progress)
        self._remember(new)

    async def _make_days(self, raw: Iterable[RawEvent]) -> None:
        missing = {event.heard_at.astimezone(UTC).date() for event in raw} - self._days
        if missing:
            await partitions.make(self._connection, missing)
            self._days |= missing

    async def _write_calls(self, calls: Sequence[Call]) -> None:
        if not calls:
            return
        old = [(call.pbx, call_id) for call in calls for call_id in (call.call_id, *call.absorbed)]
        await self._connection.execute(
            "delete from call where (pbx, call_id) in (select * from unnest(%s::text[], %s::text[]))",
            _turned(old, 2),
        )
        # A visit that used to belong to a call which nobody mentions any more (analysed anew, backfilled).
        visits = [(call.pbx, visit.uniqueid, visit.queue) for call in calls for visit in call.visits]
        if visits:
            await self._connection.execute(
                "delete from queue_visit where (pbx, uniqueid, queue) in "
                "(select * from unnest(%s::text[], %s::text[], %s::text[]))",
                _turned(visits, 3),
            )
        found: rows.Lines = {}
        for some in _chunks(calls, CHUNK // 10):
            for table, lines in rows.call_lines(some).items():
                found.setdefault(table, []).extend(lines)
            await asyncio.sleep(0)
        for table in rows.COLUMNS:  # parents before children
            if table in found:
                await self._copy(table, found[table])
        await carry_over(self._connection, calls)

    async def _upsert(self, table: str, lines: Sequence[bytes]) -> None:
        """Rows into a temporary table, and from there over those of the same key."""
        staging = await self._staging(table)
        await self._copy(table, lines, into=staging)
        key, columns = rows.KEYS[table], rows.COLUMNS[table]
        changed = [sql.Identifier(name) for name in columns if name not in key]
        await self._connection.execute(_UPSERT.format(
            table=sql.Identifier(table), staging=sql.Identifier(staging),
            columns=_names(columns), key=_names(key),
            changes=sql.SQL(", ").join(sql.SQL("{0} = excluded.{0}").format(name) for name in changed),
        ))  # fmt: skip

    async def _write_raw(self, raw: Sequence[RawEvent]) -> None:
        if not raw:
            return None
        if self._is_direct:
            try:
                async with self._connection.transaction():
                    return await self._copy("raw_event", map(rows.raw_line, raw))
            except errors.UniqueViolation:
                self._is_direct = False
        staging = await self._staging("raw_event")
        await self._copy("raw_event", map(rows.raw_line, raw), into=staging)
        done = await self._connection.execute(_ADD.format(
            table=sql.Identifier("raw_event"), staging=sql.Identifier(staging),
            columns=_names(rows.COLUMNS["raw_event"]),
        ))  # fmt: skip
        self._is_direct = done.rowcount == len(raw)  # nothing met again: the quick way is open
        return None

    async def _staging(self, table: str) -> str:
        name = f"{table}_staging"
        await self._connection.execute(
            sql.SQL("create temporary table if not exists {} (like {}) on commit delete rows").format(
                sql.Identifier("pg_temp", name), sql.Identifier(table)
            )
        )
        return name

    async def _copy(self, table: str, lines: Iterable[bytes], into: str | None = None) -> None:
        statement = sql.SQL("copy {} ({}) from stdin").format(
            sql.Identifier(into or table), _names(rows.COLUMNS[table])
        )
        async with copying(self._connection, statement) as copy:
            for some in _chunks(lines, CHUNK):
                await copy.write(b"".join(some))
                await asyncio.sleep(0)

    async def _write_seen(self, seen: Sightings, names: Mapping[tuple[str, str], Name]) -> None:
        by_table: dict[str, list[tuple[object, ...]]] = {}
        for thing, at in seen.items():
            by_table.setdefault(thing.table, []).append((*thing.key, at))
        async with self._connection.cursor() as cursor:
            for table, found_rows in by_table.items():
                await cursor.executemany(_SEEN[table], sorted(found_rows))
            if names:
                found = [(*key, known.name, known.named_at) for key, known in sorted(names.items())]
                await cursor.executemany(_NAME, found)

    async def _write_progress(self, progress: Progress) -> None:
        for (journal_id, pbx), seq in progress.items():
            await self._connection.execute(
                "insert into journal_progress as p values (%s, %s, %s) on conflict (journal_id, pbx) "
                "do update set seq = excluded.seq where p.seq < excluded.seq",
                [journal_id, identifier(pbx), seq],
            )

    def _remember(self, seen: Mapping[Seen, Any]) -> None:
        if len(self._known) > KNOWN_LIMIT:
            self._known = {}
        self._known |= seen


def _seen_statement(table: str, *key: str) -> sql.Composed:
    return sql.SQL(
        "insert into {table} as t ({key}, first_seen_at) values ({marks}, %s) on conflict ({key}) "
        "do update set first_seen_at = excluded.first_seen_at where t.first_seen_at > excluded.first_seen_at"
    ).format(
        table=sql.Identifier(table), key=_names(key), marks=sql.SQL(", ").join(sql.Placeholder() * len(key))
    )  # fmt: skip


def _names(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(name) for name in names)


def _turned(keys: Iterable[tuple[str, ...]], width: int) -> list[list[str]]:
    """Keys as an array a column, each once, sorted: so two writers lock rows in the same order."""
    distinct = sorted({tuple(identifier(part) for part in key) for key in keys})
    return [[key[place] for key in distinct] for place in range(width)]


def _chunks(things: Iterable[Any], size: int) -> Iterator[list[Any]]:
    """``things`` in lists of ``size``, the last perhaps shorter."""
    iterator = iter(things)
    while some := list(islice(iterator, size)):
        yield some


_UPSERT = sql.SQL(
    "insert into {table} as t ({columns}) select {columns} from {staging} order by {key} "
    "on conflict ({key}) do update set {changes}"
)
_ADD = sql.SQL("insert into {table} ({columns}) select {columns} from {staging} on conflict do nothing")
_NAME = (
    "update agent a set name = v.name, named_at = v.at "
    "from (values (%s, %s, %s, %s::timestamptz)) v (pbx, agent, name, at) "
    "where a.pbx = v.pbx and a.agent = v.agent and (a.named_at is null or a.named_at <= v.at) "
    "and (a.name, a.named_at) is distinct from (v.name, v.at)"
)
_SEEN = {
    "pbx": _seen_statement("pbx", "pbx"),
    "queue": _seen_statement("queue", "pbx", "queue"),
    "agent": _seen_statement("agent", "pbx", "agent"),
    "extension": _seen_statement("extension", "pbx", "extension"),
    "inbound_line": _seen_statement("inbound_line", "pbx", "line"),
}
