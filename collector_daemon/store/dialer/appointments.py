"""Appointments of campaigns with their contacts, as who is to keep them sees them. The dialer calls them by itself."""

from __future__ import annotations

from typing import Any

from psycopg.rows import dict_row

from collector_daemon.store.callbacks import MOST_ROWS, Whose
from collector_daemon.store.lending import Lender
from collector_daemon.store.notes import SECONDS
from shared.database.connection import Connection
from shared.database.escapes import escape, identifier, unescape


class Appointments:
    """Of the database that ``lender`` lends connections to."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def open(self, whose: Whose, pbx: str | None) -> list[dict[str, Any]]:
        """Rows for ``callback.list``: one's own, and anybody's of campaigns that name the account, or nobody and have a
        queue that it sees. Raises Unavailable.
        """
        values = {
            "account": escape(whose.account), "pbx": None if pbx is None else identifier(pbx), "most": MOST_ROWS,
            "queues": None if whose.queues is None else sorted(map(escape, whose.queues)),
        }  # fmt: skip

        async def deed(connection: Connection) -> list[dict[str, Any]]:
            cursor = connection.cursor(row_factory=dict_row)
            await cursor.execute(_OPEN, values)
            return await cursor.fetchall()

        rows = await self._lender.use(deed, SECONDS)
        return [
            {name: unescape(value) if isinstance(value, str) else value for name, value in row.items()} for row in rows
        ]


_OPEN = b"""
    select 'contact-' || c.contact as callback, m.pbx, coalesce(n.number, '') as number, nullif(c.name, '') as name,
        c.next_at as due, c.note as text, m.queue, null as call, c.next_by = %(account)s as is_own,
        null as agent_name, m.campaign, m.title as campaign_title
    from campaign m join lateral (
        select * from contact c where c.campaign = m.campaign and c.state = 'waiting' and c.is_appointment
            and (c.next_by = %(account)s or c.next_by = '' and case
                when jsonb_array_length(coalesce(m.settings -> 'operators', '[]')) > 0
                then m.settings -> 'operators' ? %(account)s
                else %(queues)s::text[] is null or m.queue = any(%(queues)s::text[]) end)
        order by c.next_at limit %(most)s
    ) c on true
    left join lateral (
        select number from contact_number n where n.contact = c.contact
        order by n.nth = c.number_index desc, n.nth limit 1
    ) n on true
    where m.state in ('running', 'paused') and (%(pbx)s::text is null or m.pbx = %(pbx)s)
    order by c.next_at, c.contact limit %(most)s
"""
