"""Contacts in the database: whom a campaign could call now, whom an operator has before him, what became of them."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

import msgspec
from psycopg.rows import dict_row

from collector_daemon.store.audit import Act
from collector_daemon.store.dialer.counts import OF_QUOTA
from collector_daemon.store.dialer.writing import SECONDS, DialerMistake, whole
from collector_daemon.store.lending import Lender
from shared.campaigns.campaign import Campaign, Quota
from shared.campaigns.contact import Contact, ContactState
from shared.database.connection import Connection
from shared.database.escapes import escape, unescape

MOST_CANDIDATES = 200
MOST_LOOKED_AT = 2000
"""So many in their order are looked at for those whose quotas have room."""
MOST_PUT_ASIDE = 5000


class ContactStep(msgspec.Struct, frozen=True, kw_only=True):
    """What becomes of a contact: where it is then, after which result, and when it is called again.

    ``is_appointment``: ``next_at`` was promised; ``note`` None: as it is.
    """

    state: ContactState
    last: str = ""
    next_at: datetime | None = None
    next_by: str = ""
    is_appointment: bool = False
    number_index: int = 0
    note: str | None = None
    why: str = ""


class HeldContact(msgspec.Struct, frozen=True, kw_only=True):
    """A contact that lies before an operator, or with which he is at work, since then."""

    contact: Contact
    held_by: str
    held_at: datetime


class Contacts:
    """On connections of a lender. Everything raises Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def the(self, contact: int) -> Contact:
        """One contact. Raises DialerMistake (unknown_contact)."""

        async def read(connection: Connection) -> Contact | None:
            return await read_contact(connection, contact)

        found = await self._lender.use(read, SECONDS)
        if found is None:
            raise _unknown(contact)
        return found

    async def candidates(
        self, campaign: Campaign, at: datetime, most: int = 50, accounts: Collection[str] | None = None,
        without: Collection[Quota] = (),
    ) -> list[Contact]:  # fmt: skip
        """Whom the campaign could call, so many of each kind at most; nobody with an open attempt is among them:

        1. who was promised it, the longest due first, of equal ones those of one operator before anyone's;
        2. who is due again by a rule, the longest due first;
        3. never called ones whose operator is among the ``accounts`` (where the campaign has ``own_operator_first``);
        4. other new ones: ``as_imported`` contact ↑ · ``newest_first`` contact ↓ · ``by_priority`` priority ↓ ·
           ``by_field`` whole numbers before texts ↑ · ``random``.

        Promises of other operators than ``accounts`` are left out for the ``promise_minutes`` (None: none is); who is
        of a quota ``without`` room too, as far as some thousands are looked at.
        """
        own = [*accounts] if accounts is not None and campaign.own_operator_first else []
        statement = _CANDIDATES.format(newest=" desc" if campaign.order == "newest_first" else "").encode()
        most = min(most, MOST_CANDIDATES)
        given = {
            "campaign": campaign.campaign, "at": at, "most": most, "own": [escape(one) for one in own if one],
            "accounts": None if accounts is None else [escape(one) for one in accounts],
            "fields": [one.field for one in without], "values": [one.value for one in without],
            "waited": at - timedelta(minutes=campaign.promise_minutes), "looked": MOST_LOOKED_AT if without else most,
        }  # fmt: skip

        async def read(connection: Connection) -> list[Contact]:
            async with connection.cursor(row_factory=dict_row) as cursor:
                await cursor.execute(statement, given)
                return [contact_of(row) for row in await cursor.fetchall()]

        return await self._lender.use(read, SECONDS)

    async def offer(self, contact: int, account: str, at: datetime) -> Contact | None:
        """It lies before this operator; None: it does not wait any more. He has one at most (DialerMistake)."""

        async def deed(connection: Connection) -> Contact | None:
            await connection.execute(b"select pg_advisory_xact_lock(hashtext('dialer offer ' || %s))", [account])
            has = await (await connection.execute(
                b"select contact from contact where held_by = %s and state = 'offered' and contact <> %s",
                [escape(account), contact])).fetchone()  # fmt: skip
            if has is not None:
                raise DialerMistake("has_one", f"{account} has the contact {has[0]} before him")
            done = await connection.execute(
                b"update contact set state = 'offered', held_by = %s, held_at = %s, changed_at = %s where contact = %s "
                b"and (state = 'waiting' or state = 'offered' and held_by = %s)",
                [escape(account), at, at, contact, escape(account)])  # fmt: skip
            return await read_contact(connection, contact) if done.rowcount else None

        return await whole(self._lender, deed)

    async def change(
        self, contact: int, was: ContactState | None, step: ContactStep, at: datetime, act: Act | None = None
    ) -> Contact:
        """It is there from now on. Raises DialerMistake (unknown_contact, not_so: it was not ``was`` any more)."""

        async def deed(connection: Connection) -> Contact:
            await step_contact(connection, contact, was, step, at)
            found = await read_contact(connection, contact)
            assert found is not None
            return found

        return await whole(self._lender, deed, act)

    async def put_aside(self, campaign: str, quota: Quota, at: datetime) -> int:
        """Contacts of a full quota are not called any more: how many, ``MOST_PUT_ASIDE`` at most."""
        given = {"campaign": campaign, "field": quota.field, "value": quota.value, "at": at, "most": MOST_PUT_ASIDE}

        async def deed(connection: Connection) -> int:
            return (await connection.execute(_PUT_ASIDE, given)).rowcount

        return await whole(self._lender, deed)

    async def held(self, campaign: str | None = None) -> list[HeldContact]:
        """Contacts that are offered, called, talked to or written about: for who starts again."""

        async def read(connection: Connection) -> list[HeldContact]:
            async with connection.cursor(row_factory=dict_row) as cursor:
                await cursor.execute(_HELD, {"campaign": campaign})
                rows = await cursor.fetchall()
            return [
                HeldContact(contact=contact_of(row), held_by=unescape(row["held_by"]),
                            held_at=row["held_at"] or row["changed_at"])
                for row in rows
            ]  # fmt: skip

        return await self._lender.use(read, SECONDS)


async def read_contact(connection: Connection, contact: int) -> Contact | None:
    """The contact as it is in this transaction."""
    async with connection.cursor(row_factory=dict_row) as cursor:
        await cursor.execute(_THE, [contact])
        row = await cursor.fetchone()
    return None if row is None else contact_of(row)


async def step_contact(
    connection: Connection, contact: int, was: ContactState | None, step: ContactStep, at: datetime
) -> None:
    """Write a step, within a transaction. Raises DialerMistake."""
    given = msgspec.structs.asdict(step) | {
        "contact": contact, "was": was, "at": at, "last": escape(step.last), "next_by": escape(step.next_by),
        "note": None if step.note is None else escape(step.note), "why": escape(step.why),
        "is_over": step.state in ("waiting", "done", "excluded"),
    }  # fmt: skip
    done = await connection.execute(_STEP, given)
    if not done.rowcount:
        row = await (await connection.execute(b"select state from contact where contact = %s", [contact])).fetchone()
        if row is None:
            raise _unknown(contact)
        raise DialerMistake("not_so", f"the contact {contact} is {row[0]}, not {was}")


def contact_of(row: dict[str, Any]) -> Contact:
    """A row of ``contact`` with ``numbers`` as its struct."""
    taken = {name: row[name] for name in Contact.__struct_fields__}
    for name in ("external", "name", "owner", "last", "next_by", "why"):
        taken[name] = unescape(taken[name])
    return msgspec.convert(taken, Contact, strict=False)


def _unknown(contact: int) -> DialerMistake:
    return DialerMistake("unknown_contact", f"there is no contact {contact}")


NUMBERS = """coalesce((select jsonb_agg(jsonb_build_object('number', n.number, 'kind', n.kind) order by n.nth)
    from contact_number n where n.contact = c.contact), '[]') as numbers"""
_THE = f"select c.*, {NUMBERS} from contact c where c.contact = %s".encode()  # noqa: S608 - words of ours
_MINE = "(%(accounts)s::text[] is null or next_by = '' or next_by = any(%(accounts)s) or next_at <= %(waited)s)"
_WITH_ROOM = """not exists (select from unnest(%(fields)s::text[], %(values)s::text[]) as quota (field, value)
            where quota.field = '' or coalesce(fields ->> quota.field, '') = quota.value)"""
_CANDIDATES = f"""
    with promised as (
        select contact, 0 as part, row_number() over (order by next_at, next_by = '', contact) as place from contact
        where campaign = %(campaign)s and state = 'waiting' and is_appointment and next_at <= %(at)s and {_MINE}
            and {_WITH_ROOM}
        order by next_at, next_by = '', contact limit %(most)s
    ), due as (
        select contact, 1 as part, row_number() over (order by next_at, contact) as place from (
            select contact, next_at, fields from contact where campaign = %(campaign)s and state = 'waiting'
                and next_at is not null and next_at <= %(at)s and not is_appointment and {_MINE}
            order by next_at, contact limit %(looked)s) head
        where {_WITH_ROOM} order by next_at, contact limit %(most)s
    ), own as (
        select contact, 2 as part, row_number() over (order by turn, contact{{newest}}) as place
        from unnest(%(own)s::text[]) as of (account), lateral (
            select contact, turn, fields from contact where campaign = %(campaign)s and state = 'waiting'
                and next_at is null and owner <> '' and owner = of.account
            order by turn, contact{{newest}} limit %(looked)s) head
        where {_WITH_ROOM} order by turn, contact{{newest}} limit %(most)s
    ), new as (
        select contact, 3 as part, row_number() over (order by turn, contact{{newest}}) as place from (
            select contact, turn, fields from contact
            where campaign = %(campaign)s and state = 'waiting' and next_at is null
            order by turn{{newest}}, contact{{newest}} limit %(looked)s) head
        where {_WITH_ROOM} order by turn, contact{{newest}} limit %(most)s
    ), every as (
        select distinct on (contact) * from (
            select * from promised union all select * from due union all select * from own union all select * from new
        ) found order by contact, part
    )
    select c.*, {NUMBERS}
    from every join contact c using (contact) order by part, place"""  # noqa: S608 - words of ours
_PUT_ASIDE = f"""update contact set state = 'excluded', why = 'quota', next_at = null, next_by = '',
        is_appointment = false, changed_at = %(at)s
    where contact in (select contact from contact where campaign = %(campaign)s and state = 'waiting' and {OF_QUOTA}
        limit %(most)s) and state = 'waiting'""".encode()  # noqa: S608
_HELD = f"""select c.*, {NUMBERS} from contact c where state in ('offered', 'calling', 'talking', 'wrap_up')
    and (%(campaign)s::text is null or campaign = %(campaign)s) order by contact""".encode()  # noqa: S608
_STEP = b"""update contact set state = %(state)s, next_at = %(next_at)s, next_by = %(next_by)s,
        last = case when %(last)s = '' then last else %(last)s end,
        is_appointment = %(is_appointment)s, number_index = %(number_index)s, why = %(why)s,
        note = coalesce(%(note)s, note), changed_at = %(at)s, held_by = case when %(is_over)s then '' else held_by end,
        held_at = case when %(is_over)s then null else held_at end
    where contact = %(contact)s and (%(was)s::text is null or state = %(was)s)"""
