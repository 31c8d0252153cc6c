"""Attempts in the database: written before the PBX is asked for anything, closed once, never dialled twice."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg.rows import dict_row

from collector_daemon.store.dialer.contacts import ContactStep, step_contact
from collector_daemon.store.dialer.counts import reached
from collector_daemon.store.dialer.writing import SECONDS, DialerMistake, whole
from collector_daemon.store.lending import Lender
from shared.campaigns.campaign import Campaign, Outcome, Quota
from shared.campaigns.choosing import is_of
from shared.campaigns.contact import Attempt, AttemptState, Contact
from shared.database.connection import Connection
from shared.database.escapes import escape, unescape


class AttemptChange(msgspec.Struct, frozen=True, kw_only=True):
    """What is known of an attempt by now: None stays as it is. ``outcome`` ends it (with ``ended_at``).

    ``agent``: the extension of ``operator``; an operator with ``because`` is an assignment, kept with those before.
    """

    state: AttemptState | None = None
    ringing_at: datetime | None = None
    answered_at: datetime | None = None
    connected_at: datetime | None = None
    ended_at: datetime | None = None
    outcome: Outcome | None = None
    cause: str | None = None
    call: str | None = None
    operator: str | None = None
    agent: str = ""
    because: str | None = None
    disposition: str | None = None


class Attempts:
    """On connections of a lender. Everything raises Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def place(
        self, campaign: Campaign, contact: Contact, number: str, at: datetime, *, operator: str = "", because: str = ""
    ) -> Attempt:
        """An attempt that is to be dialled, and that nobody else dials: stored when this returns.

        Raises DialerMistake: not_running (the campaign), not_free (the contact does not wait, or lies before somebody
        else than ``operator``), already_there (the contact or the number has an open attempt), unknown_number, enough
        (of goals or of a quota, with all that go on).
        Unavailable: it may be stored all the same; then it is open without a call, and asked of the PBX like others.
        """
        given = {
            "campaign": campaign.campaign, "pbx": campaign.pbx, "mode": campaign.mode, "contact": contact.contact,
            "number": number, "at": at, "operator": escape(operator), "because": escape(because),
        }  # fmt: skip

        async def deed(connection: Connection) -> Attempt:
            await self._check(connection, campaign, contact, given)
            done = await connection.execute(_TAKE, given)
            if not done.rowcount:
                raise DialerMistake("not_free", f"the contact {contact.contact} does not wait for a call")
            async with connection.cursor(row_factory=dict_row) as cursor:
                await cursor.execute(_PLACE, given)
                row = await cursor.fetchone()
            if row is None:
                raise DialerMistake("already_there", f"the contact {contact.contact} or its number is being dialled")
            return attempt_of(row)

        return await whole(self._lender, deed)

    async def _check(
        self, connection: Connection, campaign: Campaign, contact: Contact, given: dict[str, Any]
    ) -> None:
        """Where something is counted, one after the other: nobody who goes on may reach more than is wanted."""
        quotas = [*campaign.quotas, *([Quota(most=campaign.goal)] if campaign.goal else [])]
        lock = b"for no key update" if quotas else b"for share"
        row = await (await connection.execute(_MAY_PLACE + lock, given)).fetchone()
        if row is None or row[0] != "running":
            raise DialerMistake("not_running", f"the campaign {given['campaign']} is not running")
        if not row[1]:
            raise DialerMistake("unknown_number", f"the contact {given['contact']} has no such number")
        goals = [one.code for one in campaign.dispositions if one.is_goal]
        for quota in quotas:
            if is_of(contact, quota):
                done, going = await reached(connection, campaign.campaign, quota, goals, is_with_offered=False)
                if done + going >= quota.most:
                    raise DialerMistake("enough", f"the campaign {campaign.campaign} may have what it wants by now")

    async def record(
        self, attempt: int, change: AttemptChange, step: ContactStep | None = None, at: datetime | None = None
    ) -> Attempt:
        """What became of it, and of its contact, in one transaction. Said twice it is once.

        Of an attempt that has ended only ``call`` and ``disposition`` are taken, the rest stays as it was said first.
        ``at`` is needed with ``step``. Raises DialerMistake (unknown_attempt).
        """
        given = msgspec.structs.asdict(change) | {"attempt": attempt, "at": at}
        for name in ("cause", "call", "operator", "because", "disposition"):
            given[name] = None if given[name] is None else escape(given[name])

        async def deed(connection: Connection) -> Attempt:
            async with connection.cursor(row_factory=dict_row) as cursor:
                await cursor.execute(b"select * from attempt where attempt = %s for update", [attempt])
                row = await cursor.fetchone()
                if row is None:
                    raise DialerMistake("unknown_attempt", f"there is no attempt {attempt}")
                await cursor.execute(_RECORD if row["ended_at"] is None else _RECORD_LATE, given)
                kept = await cursor.fetchone()
            assert kept is not None
            if row["ended_at"] is None and change.operator and change.because is not None:
                await connection.execute(_ASSIGN, given | {"at": change.connected_at or at or kept["placed_at"]})
            if step is not None:
                await step_contact(connection, kept["contact"], None, step, at or kept["placed_at"])
            return attempt_of(kept)

        return await whole(self._lender, deed)

    async def open(self, pbx: str | None = None) -> list[Attempt]:
        """Attempts that may still be dialled or talked about, the oldest first."""
        return await self._read("ended_at is null and (%s::text is null or pbx = %s) order by attempt", [pbx, pbx])

    async def the(self, attempt: int) -> Attempt | None:
        """One of them."""
        return next(iter(await self._read("attempt = %s", [attempt])), None)

    async def of_contact(self, contact: int, most: int = 50) -> list[Attempt]:
        """A contact's attempts, the newest first: what the operator sees."""
        return await self._read("contact = %s order by placed_at desc, attempt desc limit %s", [contact, most])

    async def since(self, campaign: str, at: datetime) -> list[Attempt]:
        """Attempts of a campaign placed since then, the oldest first: what chances are measured by."""
        return await self._read("campaign = %s and placed_at >= %s order by placed_at, attempt", [campaign, at])

    async def _read(self, condition: str, given: Sequence[Any]) -> list[Attempt]:
        async def read(connection: Connection) -> list[Attempt]:
            async with connection.cursor(row_factory=dict_row) as cursor:
                await cursor.execute(f"select * from attempt where {condition}".encode(), given)  # noqa: S608
                return [attempt_of(row) for row in await cursor.fetchall()]

        return await self._lender.use(read, SECONDS)


def attempt_of(row: dict[str, Any]) -> Attempt:
    """A row of ``attempt`` as its struct."""
    taken = {name: row["call_id" if name == "call" else name] for name in Attempt.__struct_fields__}
    for name in ("cause", "call", "operator", "because", "disposition"):
        taken[name] = unescape(taken[name])
    return Attempt(**taken)


_MAY_PLACE = b"""select c.state, exists (select from contact_number n where n.contact = %(contact)s
    and n.campaign = c.campaign and n.number = %(number)s) from campaign c where c.campaign = %(campaign)s """
_TAKE = b"""update contact set state = 'calling', attempts = attempts + 1, changed_at = %(at)s, held_by = %(operator)s,
        held_at = case when %(operator)s = '' then null else %(at)s end
    where contact = %(contact)s and campaign = %(campaign)s
        and (state = 'waiting' or state = 'offered' and held_by = %(operator)s)"""
_PLACE = b"""insert into attempt (pbx, campaign, contact, list, number, mode, placed_at, operator, because)
    select %(pbx)s, %(campaign)s, c.contact, c.list, %(number)s, %(mode)s, %(at)s, %(operator)s, %(because)s
    from contact c where c.contact = %(contact)s on conflict do nothing returning *"""
_RECORD = b"""update attempt set
        state = case when %(outcome)s::text is not null then 'ended' else coalesce(%(state)s, state) end,
        ringing_at = coalesce(%(ringing_at)s, ringing_at), answered_at = coalesce(%(answered_at)s, answered_at),
        connected_at = coalesce(%(connected_at)s, connected_at),
        ended_at = case when %(outcome)s::text is not null
            then coalesce(%(ended_at)s, %(at)s, placed_at) end,
        outcome = %(outcome)s, cause = coalesce(%(cause)s, cause), call_id = coalesce(%(call)s, call_id),
        operator = coalesce(%(operator)s, operator), because = coalesce(%(because)s, because),
        disposition = coalesce(%(disposition)s, disposition)
    where attempt = %(attempt)s returning *"""
_RECORD_LATE = b"""update attempt set call_id = case when call_id = '' then coalesce(%(call)s, '') else call_id end,
    disposition = coalesce(%(disposition)s, disposition) where attempt = %(attempt)s returning *"""
_ASSIGN = b"""insert into assignment (attempt, nth, assigned_at, operator, agent, because)
    select %(attempt)s, coalesce(max(nth) + 1, 0), %(at)s, %(operator)s, %(agent)s, %(because)s
    from assignment where attempt = %(attempt)s"""
