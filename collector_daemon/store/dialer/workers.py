"""Who works in campaigns, and what operators can: as it is kept in the database."""

from __future__ import annotations

from datetime import datetime

import msgspec
from psycopg.rows import dict_row

from collector_daemon.store.dialer.writing import SECONDS, whole
from collector_daemon.store.lending import Lender
from shared.campaigns.working import EVERY, Person
from shared.database.connection import Connection
from shared.database.escapes import escape, unescape


class Worker(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody who works in a campaign (``EVERY``: in all that he may), at a phone, since then. ``by``: who put him
    there.
    """

    pbx: str
    extension: str
    campaign: str
    account: str
    since: datetime
    by: str


class Workers:
    """On connections of a lender. Everything raises Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def people(self) -> dict[str, Person]:
        """Accounts by name, with what they can."""

        async def read(connection: Connection) -> dict[str, Person]:
            rows = await (await connection.execute(b"select name, agent, skills, languages from account")).fetchall()
            return {
                name: Person(account=name, extension=agent or "", skills=skills, languages=tuple(languages))
                for name, agent, skills, languages in rows
            }

        return await self._lender.use(read, SECONDS)

    async def all(self) -> list[Worker]:
        """Everybody who works in a campaign."""

        async def read(connection: Connection) -> list[Worker]:
            async with connection.cursor(row_factory=dict_row) as cursor:
                await cursor.execute(b"select pbx, extension, campaign, account, since, by from campaign_worker")
                rows = await cursor.fetchall()
            texts = ("pbx", "extension", "account", "by")
            told = [row | {"campaign": row["campaign"] or EVERY} for row in rows]
            return [Worker(**row | {name: unescape(row[name]) for name in texts}) for row in told]

        return await self._lender.use(read, SECONDS)

    async def put(self, worker: Worker) -> None:
        """He works there from now on, and at that phone nobody anywhere else. Raises DialerMistake."""
        given = msgspec.structs.asdict(worker) | {
            name: escape(getattr(worker, name)) for name in ("pbx", "extension", "account", "by")}  # fmt: skip

        async def deed(connection: Connection) -> None:
            await connection.execute(_PUT, given)

        await whole(self._lender, deed)

    async def remove(self, pbx: str, extension: str) -> None:
        """He works in none."""

        async def deed(connection: Connection) -> None:
            await connection.execute(
                b"delete from campaign_worker where pbx = %s and extension = %s", [escape(pbx), escape(extension)])

        await whole(self._lender, deed)


_PUT = b"""insert into campaign_worker (pbx, extension, campaign, account, since, by)
    values (%(pbx)s, %(extension)s, nullif(%(campaign)s, '*'), %(account)s, %(since)s, %(by)s)
    on conflict (pbx, extension) do update set campaign = excluded.campaign, account = excluded.account,
        since = excluded.since, by = excluded.by"""
