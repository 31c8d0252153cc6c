"""Calls that operators plan: for themselves, or for anybody of a queue. Not here: who may plan what (``questions``)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Literal

import msgspec
from psycopg.rows import dict_row

from collector_daemon.store.lending import Lender
from collector_daemon.store.notes import SECONDS
from shared.database.connection import Connection
from shared.database.escapes import escape, identifier, unescape

MOST_ROWS = 500
"""Of a list; nobody may have more open plans of his own."""
Ending = Literal["ended", "unknown", "not_yours"]


class Plan(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody shall call ``number`` at ``due_at``: the account itself (``is_own``) or anybody of the queue."""

    callback: str
    pbx: str
    account: str
    agent: str | None = None
    agent_name: str | None = None
    number: str
    name: str | None = None
    due_at: datetime
    text: str = ""
    queue: str | None = None
    call_id: str | None = None
    is_own: bool = True
    planned_at: datetime


class Whose(msgspec.Struct, frozen=True, kw_only=True):
    """Whose plans: the account's own, and those of the queues that it may see (None: all)."""

    account: str
    queues: frozenset[str] | None
    has_others: bool = False


class Callbacks:
    """Keeps plans in the database that ``lender`` lends connections to. All raise Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def plan(self, plan: Plan) -> bool:
        """Keep it, once; False: there are too many, or the key is somebody else's."""
        values = {
            name: escape(value) if isinstance(value, str) else value
            for name, value in msgspec.structs.asdict(plan).items()
        } | {"most": MOST_ROWS, "pbx": identifier(plan.pbx)}  # fmt: skip
        values["call_id"] = None if plan.call_id is None else identifier(plan.call_id)
        values["queue"] = None if plan.queue is None else identifier(plan.queue)

        async def deed(connection: Connection) -> bool:
            await connection.execute(_PLAN.encode(), values)
            found = await connection.execute(
                "select from callback where callback = %(callback)s and account = %(account)s", values
            )
            return found.rowcount == 1

        return await self._lender.use(deed, SECONDS)

    async def end(self, callback: str, whose: Whose, at: datetime, *, is_done: bool) -> Ending:
        """It is done or will not be made; what has ended stays as it was said first."""
        values = _values(whose) | {"callback": callback, "at": at, "is_done": is_done, "others": whose.has_others}

        async def deed(connection: Connection) -> Ending:
            async with connection.transaction():
                found = await (await connection.execute(_LOOK, values)).fetchone()
                if found is None:
                    return "unknown"
                if not found[0]:
                    return "not_yours"
                await connection.execute(_END, values)
                return "ended"

        return await self._lender.use(deed, SECONDS)

    async def open(self, whose: Whose, pbx: str | None) -> list[dict[str, Any]]:
        """The rows of ``callback.list``, the first to be made first."""
        values = _values(whose) | {"pbx": None if pbx is None else identifier(pbx), "most": MOST_ROWS}

        async def deed(connection: Connection) -> list[dict[str, Any]]:
            cursor = connection.cursor(row_factory=dict_row)
            await cursor.execute(_OPEN, values)
            return await cursor.fetchall()

        rows = await self._lender.use(deed, SECONDS)
        return [
            {name: unescape(value) if isinstance(value, str) else value for name, value in row.items()} for row in rows
        ]


def _values(whose: Whose) -> dict[str, Any]:
    queues = None if whose.queues is None else sorted(map(identifier, whose.queues))
    return {"account": escape(whose.account), "queues": queues}


_PLAN = (
    "insert into callback (callback, pbx, account, agent, agent_name, number, name, due_at, text, queue, call_id, "
    "is_own, planned_at) select %(callback)s, %(pbx)s, %(account)s, %(agent)s, %(agent_name)s, %(number)s, %(name)s, "
    "%(due_at)s, %(text)s, %(queue)s, %(call_id)s, %(is_own)s, %(planned_at)s where %(most)s > (select count(*) "
    "from callback o where o.ended_at is null and o.account = %(account)s) on conflict (callback) do nothing"
)
_LOOK = (
    "select account = %(account)s or %(others)s or (not is_own and (%(queues)s::text[] is null "
    "or queue = any(%(queues)s::text[]))) from callback where callback = %(callback)s for update"
)
_END = (
    "update callback set ended_at = %(at)s, ended_by = %(account)s, is_done = %(is_done)s "
    "where callback = %(callback)s and ended_at is null"
)
_OPEN = (
    "select callback, pbx, number, name, due_at as due, text, queue, call_id as call, is_own, agent_name from callback "
    "where ended_at is null and (%(pbx)s::text is null or pbx = %(pbx)s) and case when is_own "
    "then account = %(account)s else %(queues)s::text[] is null or queue = any(%(queues)s::text[]) "
    "or account = %(account)s end order by due_at, callback limit %(most)s"
)
