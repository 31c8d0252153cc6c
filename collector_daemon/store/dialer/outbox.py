"""Results on their way to the customer system, and why so many calls were placed: what is written beside calls."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

import msgspec
from psycopg.types.json import Jsonb

from collector_daemon.store.dialer.writing import SECONDS
from collector_daemon.store.lending import Lender
from shared.database.connection import Connection
from shared.database.escapes import escape
from shared.domain.campaigns import PacingRow


class Parcel(msgspec.Struct, frozen=True, kw_only=True):
    """A result to be sent under its ``key``; tried so many times so far."""

    entry: int
    campaign: str
    contact: int
    key: str
    content: dict[str, Any]
    tries: int = 0
    trouble: str = ""


class Outbox:
    """On connections of a lender. Everything raises Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def put(self, campaign: str, contact: int, key: str, content: Mapping[str, Any], at: datetime) -> bool:
        """To be sent, once under its key. False: it had been put before."""
        given = [campaign, contact, escape(key), Jsonb(dict(content)), at, at]
        return bool(await self._write(_PUT, given))

    async def has(self, key: str) -> bool:
        """Was something put under this key?"""

        async def read(connection: Connection) -> bool:
            asked = await connection.execute(b"select from crm_outbox where key = %s", [escape(key)])
            return await asked.fetchone() is not None

        return await self._lender.use(read, SECONDS)

    async def fill(self, campaign: str, since: datetime, at: datetime) -> int:
        """Put in what became of attempts placed ``since`` about which no operator says anything; how many were new.

        What operators say is put in when they say it.
        """
        return await self._write(_FILL, {"campaign": campaign, "since": since, "at": at})

    async def due(self, at: datetime, most: int = 50, campaign: str | None = None) -> list[Parcel]:
        """What is to be sent now, the oldest first."""

        async def read(connection: Connection) -> list[Parcel]:
            given = {"at": at, "most": most, "campaign": campaign}
            rows = await (await connection.execute(_DUE, given)).fetchall()
            return [
                Parcel(entry=entry, campaign=of, contact=contact, key=key, content=content, tries=tries,
                       trouble=trouble)
                for entry, of, contact, key, content, tries, trouble in rows
            ]  # fmt: skip

        return await self._lender.use(read, SECONDS)

    async def sent(self, entry: int, at: datetime) -> None:
        """The customer system has it."""
        await self._write(_SENT, [at, entry])

    async def failed(self, entry: int, trouble: str, at: datetime, next_at: datetime | None) -> None:
        """It could not be sent; again at ``next_at``, None: given up."""
        await self._write(_FAILED, {
            "entry": entry, "trouble": escape(trouble)[:500], "at": at, "next_at": next_at})  # fmt: skip

    async def decided(self, campaign: str, row: PacingRow) -> None:
        """Keep a decision of the pacing with its inputs."""
        await self._write(_DECIDED, [campaign, row.decided_at, row.chosen, msgspec.json.encode(row).decode()])

    async def decisions(self, campaign: str, since: datetime, most: int = 1000) -> list[PacingRow]:
        """Decisions since then, the newest first."""

        async def read(connection: Connection) -> list[PacingRow]:
            rows = await (await connection.execute(_DECISIONS, [campaign, since, most])).fetchall()
            return [msgspec.json.decode(content, type=PacingRow) for (content,) in rows]

        return await self._lender.use(read, SECONDS)

    async def _write(self, statement: bytes, given: Any) -> int:
        async def deed(connection: Connection) -> int:
            return (await connection.execute(statement, given)).rowcount

        return await self._lender.use(deed, SECONDS)


_PUT = b"""insert into crm_outbox (campaign, contact, key, content, next_at, made_at) values (%s, %s, %s, %s, %s, %s)
    on conflict (key) do nothing"""
_FILL = b"""insert into crm_outbox (campaign, contact, key, content, next_at, made_at)
    select a.campaign, a.contact, 'attempt-' || a.attempt, jsonb_build_object(
        'contact', a.contact, 'external', c.external, 'name', c.name, 'number', a.number, 'outcome', a.outcome,
        'attempts', c.attempts, 'at', to_char(a.ended_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"'),
        'call', a.call_id, 'fields', c.fields), %(at)s, %(at)s
    from attempt a join contact c using (contact)
    where a.campaign = %(campaign)s and a.placed_at >= %(since)s and a.ended_at is not null
        and (a.connected_at is null or a.disposition = '' and c.state = 'done')
    order by a.ended_at, a.attempt on conflict (key) do nothing"""
_DUE = b"""select entry, campaign, contact, key, content, tries, trouble from crm_outbox
    where state = 'waiting' and next_at <= %(at)s and (%(campaign)s::text is null or campaign = %(campaign)s)
    order by entry limit %(most)s"""
_SENT = b"""update crm_outbox set state = 'sent', tries = tries + 1, trouble = '', ended_at = %s
    where entry = %s and state = 'waiting'"""
_FAILED = b"""update crm_outbox set tries = tries + 1, trouble = %(trouble)s,
    next_at = coalesce(%(next_at)s, next_at),
    state = case when %(next_at)s::timestamptz is null then 'given_up' else state end,
    ended_at = case when %(next_at)s::timestamptz is null then %(at)s end
    where entry = %(entry)s and state = 'waiting'"""
_DECIDED = b"insert into pacing_decision (campaign, decided_at, chosen, content) values (%s, %s, %s, %s)"
_DECISIONS = b"""select content::text from pacing_decision where campaign = %s and decided_at >= %s
    order by decided_at desc, decision desc limit %s"""
