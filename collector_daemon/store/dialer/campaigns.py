"""Campaigns in the database: as they are set up, and where they stand. Every change is in ``campaign_change``."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec

from collector_daemon.store.audit import Act
from collector_daemon.store.dialer.writing import SECONDS, DialerMistake, whole
from collector_daemon.store.lending import Lender
from shared.campaigns.campaign import Campaign, CampaignLife, CampaignState
from shared.database.connection import Connection
from shared.database.escapes import escape, unescape

REORDER_SECONDS = 300.0
"""A campaign of a million contacts gets another order."""
TURN = """case %(order)s
    when 'by_priority' then lpad((1000000 - least(greatest(priority, -999999), 999999))::text, 7, '0')
    when 'by_field' then case when fields ->> %(order_field)s ~ '^[0-9]{1,12}$'
        then lpad(fields ->> %(order_field)s, 12, '0') else left(coalesce(fields ->> %(order_field)s, ''), 64) end
    when 'random' then left(md5(random()::text), 8) else '' end"""
"""A contact's place in the campaign's order, as a text; contacts with the same go by their key."""


class StoredCampaign(msgspec.Struct, frozen=True, kw_only=True):
    """A campaign with where it stands. ``version``: so many times it was set up."""

    campaign: Campaign
    life: CampaignLife
    version: int = 1


class Campaigns:
    """On connections of a lender. Everything raises Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def all(self) -> list[StoredCampaign]:
        """All campaigns, those that are over too, by their keys."""

        async def read(connection: Connection) -> list[StoredCampaign]:
            rows = await (await connection.execute(_READ.format("true").encode())).fetchall()
            return [_stored(*row) for row in rows]

        return await self._lender.use(read, SECONDS)

    async def the(self, campaign: str) -> StoredCampaign:
        """One campaign. Raises DialerMistake (unknown_campaign)."""

        async def read(connection: Connection) -> StoredCampaign | None:
            row = await (await connection.execute(_READ.format("campaign = %s").encode(), [campaign])).fetchone()
            return None if row is None else _stored(*row)

        found = await self._lender.use(read, SECONDS)
        if found is None:
            raise DialerMistake("unknown_campaign", f"there is no campaign {campaign}")
        return found

    async def put(self, wanted: Campaign, by: str, at: datetime, act: Act | None = None) -> StoredCampaign:
        """Make it, or set it up anew; a campaign that is over stays as it is (finished)."""
        given = {
            "campaign": wanted.campaign, "pbx": wanted.pbx, "title": escape(wanted.title), "queue": wanted.queue,
            "settings": escape(msgspec.json.encode(wanted).decode()), "at": at, "by": escape(by),
            "order": wanted.order, "order_field": wanted.order_field,
        }  # fmt: skip

        async def deed(connection: Connection) -> StoredCampaign:
            row = await (await connection.execute(
                b"select state, settings ->> 'order', settings ->> 'order_field' from campaign where campaign = %s "
                b"for update", [wanted.campaign])).fetchone()  # fmt: skip
            if row is not None and row[0] == "finished":
                raise DialerMistake("finished", f"the campaign {wanted.campaign} is over")
            await connection.execute(_PUT, given)
            if row is not None and (row[1] or "as_imported", row[2] or "") != (wanted.order, wanted.order_field):
                await connection.execute(_REORDER, given)
            stored = await (
                await connection.execute(_READ.format("campaign = %s").encode(), [wanted.campaign])
            ).fetchone()
            assert stored is not None
            return _stored(*stored)

        return await whole(self._lender, deed, act, REORDER_SECONDS)

    async def move(
        self, campaign: str, was: CampaignState, life: CampaignLife, act: Act | None = None
    ) -> CampaignLife | None:
        """It stands there from now on. None: it stood elsewhere than ``was`` already, and stays there."""

        async def deed(connection: Connection) -> CampaignLife | None:
            done = await connection.execute(
                b"update campaign set state = %s, since = %s, state_by = %s, why = %s "
                b"where campaign = %s and state = %s",
                [life.state, life.since, escape(life.by), escape(life.why), campaign, was],
            )
            return life if done.rowcount else None

        return await whole(self._lender, deed, act)


def _stored(settings: str, state: CampaignState, since: datetime, by: str, why: str, version: int) -> StoredCampaign:
    life = CampaignLife(state=state, since=since, by=unescape(by), why=unescape(why))
    return StoredCampaign(campaign=msgspec.json.decode(settings, type=Campaign), life=life, version=version)


def order_of(campaign: Campaign) -> dict[str, Any]:
    """What ``TURN`` is given."""
    return {"order": campaign.order, "order_field": campaign.order_field}


_READ = "select settings::text, state, since, state_by, why, version from campaign where {} order by campaign"
_PUT = b"""insert into campaign as c
        (campaign, pbx, title, queue, settings, state, since, state_by, changed_at, changed_by)
    values (%(campaign)s, %(pbx)s, %(title)s, %(queue)s, %(settings)s, 'draft', %(at)s, %(by)s, %(at)s, %(by)s)
    on conflict (campaign) do update set pbx = excluded.pbx, title = excluded.title, queue = excluded.queue,
        settings = excluded.settings, version = c.version + 1, changed_at = excluded.changed_at,
        changed_by = excluded.changed_by
    where c.settings <> excluded.settings"""
_REORDER = f"""update contact set turn = {TURN}
    where campaign = %(campaign)s and state not in ('done', 'excluded')""".encode()  # noqa: S608 - words of ours
