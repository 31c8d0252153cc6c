"""Facts read back from Postgres as the structs they were written from: the reverse of ``rows``.

Lengths come back in whole milliseconds, absurdly long keys as they were cut.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence, Set
from contextlib import asynccontextmanager
from datetime import datetime
from typing import Any, LiteralString

import psycopg
from psycopg import AsyncConnection, sql
from psycopg.rows import dict_row

from collector_daemon.capture import Headers, Heard
from collector_daemon.store.rows import COLUMNS
from shared.database.connection import connect, plain
from shared.database.escapes import identifier, unescape
from shared.database.whole_calls import Row, put_together, read_row, struct_of
from shared.domain import agents
from shared.domain.calls import Call
from shared.errors import Unavailable

FETCHED = 2_000
"""Raw events fetched at once."""
AT_ONCE = 200
"""Calls fetched at once."""
PARTS_BY_CALL = (
    "call", "queue_visit", "conversation", "hold", "transfer", "parking", "recording", "recording_pause", "step",
)  # fmt: skip


class History:
    """What is stored of one PBX. Open it with ``opened``."""

    def __init__(self, connection: AsyncConnection[Any], pbx: str) -> None:
        self._connection = connection
        self._pbx = identifier(pbx)

    @classmethod
    @asynccontextmanager
    async def opened(cls, url: str, pbx: str) -> AsyncIterator[History]:
        """Connected for a while. Raises Unavailable, also for what goes wrong later."""
        connection = await connect(url)
        try:
            yield cls(connection, pbx)
        except psycopg.Error as problem:
            raise Unavailable(f"the database: {plain(problem)}") from problem
        finally:
            await connection.close()

    async def call_ids(self, since: datetime, until: datetime) -> list[str]:
        """The keys of the calls that began in [since, until), as stored."""
        return [row[0] for row in await self._ask(
            "select call_id from call where pbx = %s and started_at >= %s and started_at < %s order by started_at",
            self._pbx, since, until,
        )]  # fmt: skip

    async def calls(self, ids: Sequence[str], without: Set[str] = frozenset()) -> dict[str, Call]:
        """Whole calls by their stored keys; those that do not exist are missing. Some hundred at a time are best.

        ``without``: tables of parts that nobody will look at.
        """
        parts: dict[str, list[Row]] = {
            table: [] if table in without else await self._rows(table, "pbx = %s and call_id = any(%s)", list(ids))
            for table in PARTS_BY_CALL
        }
        parts["ring_attempt"] = await self._rows(
            "ring_attempt", "(pbx, uniqueid, queue, visit_nth) in (select pbx, uniqueid, queue, nth "
            "from queue_visit where pbx = %s and call_id = any(%s))", list(ids),
        )  # fmt: skip
        return put_together(parts)

    async def calls_with_visits(self, since: datetime, until: datetime) -> list[Call]:
        """Whole calls that have a visit which began in [since, until)."""
        found = await self._ask(
            "select distinct call_id from queue_visit where pbx = %s and entered_at >= %s and entered_at < %s",
            self._pbx, since, until,
        )  # fmt: skip
        ids = sorted(row[0] for row in found)
        calls: list[Call] = []
        for start in range(0, len(ids), AT_ONCE):
            calls += (await self.calls(ids[start : start + AT_ONCE])).values()
        return calls

    async def gaps(self) -> list[agents.Gap]:
        """All gaps, in order."""
        found = [struct_of(agents.Gap, row) for row in await self._rows("gap", "pbx = %s")]
        return sorted(found, key=lambda gap: gap.started_at)

    async def sessions(self) -> list[agents.AgentSession]:
        """All agents' sessions, in order."""
        found = [struct_of(agents.AgentSession, row) for row in await self._rows("agent_session", "pbx = %s")]
        return sorted(found, key=lambda one: one.started_at)

    async def pauses(self) -> list[agents.AgentPause]:
        """All agents' pauses, in order."""
        found = [struct_of(agents.AgentPause, row) for row in await self._rows("agent_pause", "pbx = %s")]
        return sorted(found, key=lambda one: one.started_at)

    async def members(self) -> list[tuple[str, str, str]]:
        """(queue, member's name, extension): as calls have shown them, and surer, as their sessions; oldest first."""
        found = await self._ask(
            "select queue, agent_name, coalesce(credited, agent), 1 as rank, max(entered_at) as at from queue_visit "
            "where pbx = %s and agent_name is not null and agent is not null group by 1, 2, 3 "
            "union all select queue, name, agent, 2, max(started_at) from agent_session where pbx = %s "
            "group by 1, 2, 3 order by rank, at",
            self._pbx, self._pbx,
        )  # fmt: skip
        return [(unescape(queue), unescape(name), unescape(agent)) for queue, name, agent, _rank, _at in found]

    async def watched_since(self) -> datetime | None:
        """When the daemon first saw this PBX with its own eyes, as far as that is still stored."""
        found = await self._ask(
            "select least((select min(heard_at) from raw_event where pbx = %s), "
            "(select min(started_at) from agent_interval where pbx = %s), "
            "(select min(started_at) from call where pbx = %s and origin = 'ami'))",
            self._pbx, self._pbx, self._pbx,
        )  # fmt: skip
        since: datetime | None = found[0][0]
        return since

    async def first_heard_at(self) -> datetime | None:
        """When the oldest raw event that is still kept was heard."""
        found = await self._ask("select min(heard_at) from raw_event where pbx = %s", self._pbx)
        first: datetime | None = found[0][0]
        return first

    async def heard(self, since: datetime, until: datetime) -> AsyncIterator[tuple[int, Heard]]:
        """The raw events of [since, until), numbered as they were, in order: each the exact message."""
        async with self._connection.cursor(name="raw_events") as cursor:
            cursor.itersize = FETCHED
            await cursor.execute(
                "select seq, heard_at, headers from raw_event where pbx = %s and heard_at >= %s "
                "and heard_at < %s order by heard_at",
                [self._pbx, since, until],
            )
            async for seq, heard_at, headers in cursor:
                yield seq, as_heard(heard_at.timestamp(), headers)

    async def _ask(self, question: LiteralString, *values: object) -> list[Any]:
        return await (await self._connection.execute(question, values)).fetchall()

    async def _rows(self, table: str, condition: LiteralString, *values: object) -> list[Row]:
        """Rows of this PBX: the condition's first value."""
        statement = sql.SQL("select {} from {} where {}").format(
            sql.SQL(", ").join(sql.Identifier(name) for name in COLUMNS[table]), sql.Identifier(table),
            sql.SQL(condition),
        )  # fmt: skip
        async with self._connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(statement, [self._pbx, *values])
            return [read_row(row) for row in await cursor.fetchall()]


def as_heard(at: float, headers: dict[str, Any]) -> Heard:
    """A raw event as it was heard, from its stored headers."""
    found: Headers = {
        unescape(name): [unescape(one) for one in value] if isinstance(value, list) else unescape(value)
        for name, value in headers.items()
    }
    return Heard(at, found)
