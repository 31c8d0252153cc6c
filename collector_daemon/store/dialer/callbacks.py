"""Callers who asked to be called back, and those who gave up in a queue: found among stored calls, put into campaigns.

The dialplan's word lies among the steps of the stored call, so it survives whatever the call itself survives. A call
asks once, however often it is told. Somebody is one contact of a campaign: asking again while it is open leaves him the
earlier place, asking when it is over opens it anew. Which call asked for what is in ``queue_callback``.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg.rows import dict_row

from collector_daemon.store.dialer.contacts import NUMBERS, contact_of
from collector_daemon.store.dialer.writing import SECONDS, whole
from collector_daemon.store.lending import Lender
from collector_daemon.store.number_match import NumberMatch
from shared.campaigns.campaign import Campaign
from shared.campaigns.contact import Contact
from shared.campaigns.queue_place import turn_text
from shared.database.connection import Connection
from shared.database.escapes import escape, identifier, unescape

SIGNAL = "CallbackRequest: "
"""How the step begins that the dialplan's ``UserEvent(CallbackRequest,…)`` leaves."""


class HeardRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What the dialplan said in a stored call: ``told`` its words; ``queue`` and ``entered_at`` of the visit that was
    left by a key (or whose end nobody saw), empty and None where there was none.
    """

    pbx: str
    call: str
    told: str
    asked_at: datetime
    caller: str = ""
    queue: str = ""
    entered_at: datetime | None = None


class QueueCaller(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody to be called: ``number`` digits of E.164 without "+". ``asked_at`` None: he did not ask, he gave up."""

    pbx: str
    call: str
    queue: str
    number: str
    entered_at: datetime
    asked_at: datetime | None = None
    name: str = ""


class Callbacks:
    """On connections of a lender. Everything raises Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def heard(self, since: datetime) -> list[HeardRequest]:
        """What was asked for since then and is not kept yet, the oldest first."""

        async def read(connection: Connection) -> list[HeardRequest]:
            rows = await (await connection.execute(_HEARD, {"since": since})).fetchall()
            return [HeardRequest(
                pbx=unescape(pbx), call=unescape(call), told=unescape(told), asked_at=asked_at,
                caller=unescape(caller or ""), queue=unescape(queue or ""), entered_at=entered_at)
                for pbx, call, told, asked_at, caller, queue, entered_at in rows]  # fmt: skip

        return await self._lender.use(read, SECONDS)

    async def keep(self, asked: QueueCaller, at: datetime, why: str = "") -> None:
        """Once for each call. With ``why`` it is over at once."""
        given = _given(asked) | {"why": why, "at": at if why else None, "state": "ended" if why else "waiting"}

        async def deed(connection: Connection) -> None:
            await connection.execute(_KEEP, given)

        await whole(self._lender, deed)

    async def waiting(self, campaign: Campaign, since: datetime) -> list[QueueCaller]:
        """Who asked since then in a queue of the campaign, and is nobody's contact yet: by their places."""

        async def read(connection: Connection) -> list[QueueCaller]:
            rows = await (await connection.execute(_WAITING, _queues(campaign) | {"since": since})).fetchall()
            return [_caller(*row) for row in rows]

        return await self._lender.use(read, SECONDS)

    async def gave_up(self, campaign: Campaign, since: datetime, match: NumberMatch) -> list[QueueCaller]:
        """Who gave up since then in a queue of the campaign after its seconds, was not talked with since, and is not
        known for that call: the newest of a number.
        """
        given = _queues(campaign) | {
            "since": since, "campaign": campaign.campaign, "wait_ms": 1000 * campaign.abandoned_seconds}  # fmt: skip

        async def read(connection: Connection) -> list[QueueCaller]:
            rows = await (await connection.execute(_GAVE_UP, given)).fetchall()
            found = {normal: _caller(*row) for row in rows if (normal := match.normal(unescape(row[3] or "")))}
            missed = [(normal, one.entered_at, one.call) for normal, one in found.items()]
            talks = await match.answered_later(connection, missed, [campaign.pbx])
            return [msgspec.structs.replace(one, number=normal.removeprefix("+"))
                    for (normal, one), talk in zip(found.items(), talks, strict=True) if talk is None]  # fmt: skip

        return await self._lender.use(read, SECONDS)

    async def take(self, campaign: Campaign, caller: QueueCaller, fields: dict[str, str], at: datetime) -> bool:
        """Make him a contact of the campaign; False: he is one that is open, or is left out (not who asked)."""
        given = _given(caller) | {
            "campaign": campaign.campaign, "name": escape(caller.name), "at": at, "turn": turn_text(caller.entered_at),
            "fields": escape(msgspec.json.encode(fields).decode()), "is_asked": caller.asked_at is not None,
            "external": f"queue {identifier(caller.pbx)} {identifier(caller.call)}",
        }  # fmt: skip

        async def deed(connection: Connection) -> bool:
            await connection.execute(b"select pg_advisory_xact_lock(hashtext('dialer list ' || %(campaign)s))", given)
            row = await (await connection.execute(_KNOWN, given)).fetchone()
            if row is None:
                contact, is_open = await _made(connection, given), False
            else:
                contact, is_open = row[0], row[1] not in ("done", "excluded")
                if caller.asked_at is not None or not is_open:
                    await connection.execute(_EARLIER if is_open else _AGAIN, given | {"contact": contact})
            if caller.asked_at is not None:
                await connection.execute(_DOUBLE if is_open else _TAKEN, given | {"contact": contact})
            return not is_open

        return await whole(self._lender, deed)

    async def settle(self, at: datetime, too_old: datetime) -> int:
        """Requests whose contacts are done with are over, and those from before ``too_old`` that nobody took."""

        async def deed(connection: Connection) -> int:
            done = await connection.execute(_SETTLE, {"at": at})
            return done.rowcount + (await connection.execute(_TOO_OLD, {"at": at, "before": too_old})).rowcount

        return await whole(self._lender, deed)

    async def counts(self) -> dict[tuple[str, str], int]:
        """How many of each PBX and queue asked and are neither called back nor given up."""

        async def read(connection: Connection) -> dict[tuple[str, str], int]:
            rows = await (await connection.execute(_COUNTS)).fetchall()
            return {(unescape(pbx), unescape(queue)): count for pbx, queue, count in rows}

        return await self._lender.use(read, SECONDS)

    async def to_call(self, campaign: Campaign, most: int = 500) -> list[Contact]:
        """Who came from a queue, waits to be called, and was not talked with: by place."""

        async def read(connection: Connection) -> list[Contact]:
            async with connection.cursor(row_factory=dict_row) as cursor:
                await cursor.execute(_TO_CALL, {"campaign": campaign.campaign, "most": most})
                return [contact_of(row) for row in await cursor.fetchall()]

        return await self._lender.use(read, SECONDS)

    async def reached(self, contacts: Sequence[Contact], pbx: str, match: NumberMatch) -> list[Contact]:
        """Those of them with whom somebody has talked since they asked, or gave up: in a call that is over."""

        async def read(connection: Connection) -> list[Contact]:
            missed = [(f"+{one.numbers[0].number}", at, "") for one in contacts
                      if one.numbers and (at := one.asked_at or one.place_at) is not None]  # fmt: skip
            talks = await match.answered_later(connection, missed, [pbx])
            return [one for one, talk in zip(contacts, talks, strict=True) if talk is not None]

        return await self._lender.use(read, SECONDS)


async def _made(connection: Connection, given: dict[str, Any]) -> int:
    row = await (await connection.execute(_NEW, given)).fetchone()
    assert row is not None
    await connection.execute(_NUMBER, given | {"contact": row[0]})
    return int(row[0])


def _queues(campaign: Campaign) -> dict[str, Any]:
    return {"pbx": identifier(campaign.pbx), "queues": [identifier(queue) for queue in campaign.fed_by]}


def _given(one: QueueCaller) -> dict[str, Any]:
    return {"pbx": identifier(one.pbx), "call": identifier(one.call), "queue": identifier(one.queue),
            "number": one.number, "entered_at": one.entered_at, "asked_at": one.asked_at}  # fmt: skip


def _caller(
    pbx: str, call: str, queue: str, number: str | None, entered_at: datetime, asked_at: datetime | None,
    name: str | None,
) -> QueueCaller:  # fmt: skip
    return QueueCaller(
        pbx=unescape(pbx), call=unescape(call), queue=unescape(queue), number=unescape(number or ""),
        entered_at=entered_at, asked_at=asked_at, name=unescape(name or ""))  # fmt: skip


_HEARD = b"""select distinct on (s.pbx, s.call_id)
        s.pbx, s.call_id, s.text, s.happened_at, c.caller, v.queue, v.entered_at
    from step s join call c using (pbx, call_id) left join lateral (
        select queue, entered_at from queue_visit v where v.pbx = s.pbx and v.call_id = s.call_id
            and v.entered_at <= s.happened_at and v.outcome is distinct from 'answered'
        order by v.outcome = 'key' desc, v.entered_at desc limit 1) v on true
    where s.kind = 'signal' and s.text like 'CallbackRequest:%%' and s.happened_at > %(since)s
        and not exists (select from queue_callback q where q.pbx = s.pbx and q.call_id = s.call_id)
    order by s.pbx, s.call_id, s.happened_at"""
_KEEP = b"""insert into queue_callback (pbx, call_id, queue, number, entered_at, asked_at, state, ended_at, why)
    values (%(pbx)s, %(call)s, %(queue)s, %(number)s, %(entered_at)s, %(asked_at)s, %(state)s, %(at)s, %(why)s)
    on conflict do nothing"""
_WAITING = b"""select q.pbx, q.call_id, q.queue, q.number, q.entered_at, q.asked_at, c.caller_name
    from queue_callback q left join call c using (pbx, call_id)
    where q.state = 'waiting' and q.pbx = %(pbx)s and q.queue = any(%(queues)s) and q.asked_at > %(since)s
    order by q.entered_at, q.call_id"""
_GAVE_UP = b"""select v.pbx, v.call_id, v.queue, c.caller, v.entered_at, null::timestamptz, c.caller_name
    from queue_visit v join call c using (pbx, call_id)
    where v.queue = any(%(queues)s) and v.entered_at > %(since)s and v.pbx = %(pbx)s and v.outcome = 'abandoned'
        and v.wait_ms >= %(wait_ms)s and c.direction = 'inbound' and c.outcome <> 'answered'
        and not exists (select from contact k where k.campaign = %(campaign)s
            and k.external = 'queue ' || v.pbx || ' ' || v.call_id)
    order by v.entered_at, v.call_id"""
_KNOWN = b"""select c.contact, c.state from contact c join contact_number n using (contact)
    where n.campaign = %(campaign)s and n.number = %(number)s for update of c"""
_NEW = b"""insert into contact (campaign, external, name, fields, turn, asked_at, place_at, changed_at)
    values (%(campaign)s, %(external)s, %(name)s, %(fields)s, %(turn)s, %(asked_at)s, %(entered_at)s, %(at)s)
    returning contact"""
_NUMBER = b"""insert into contact_number (contact, nth, campaign, number, kind)
    values (%(contact)s, 0, %(campaign)s, %(number)s, '')"""
_EARLIER = b"""update contact set asked_at = greatest(asked_at, %(asked_at)s),
        place_at = least(place_at, %(entered_at)s), turn = case when state = 'waiting' and place_at > %(entered_at)s
            then %(turn)s else turn end
    where contact = %(contact)s"""
_AGAIN = b"""update contact set state = 'waiting', attempts = 0, last = '', next_at = null, next_by = '', why = '',
        is_appointment = false, number_index = 0, held_by = '', held_at = null, external = %(external)s,
        name = %(name)s, fields = %(fields)s, turn = %(turn)s, asked_at = %(asked_at)s, place_at = %(entered_at)s,
        changed_at = %(at)s
    where contact = %(contact)s and (state = 'done' and %(entered_at)s > changed_at or %(is_asked)s)"""
_TAKEN = b"""update queue_callback set state = 'taken', campaign = %(campaign)s, contact = %(contact)s
    where pbx = %(pbx)s and call_id = %(call)s and state = 'waiting'"""
_DOUBLE = b"""update queue_callback set state = 'ended', ended_at = %(at)s, why = 'double', campaign = %(campaign)s,
    contact = %(contact)s where pbx = %(pbx)s and call_id = %(call)s and state = 'waiting'"""
_SETTLE = b"""update queue_callback q set state = 'ended', ended_at = %(at)s, why = case
        when c.contact is null then 'excluded' when c.why in ('reached', 'too_old') then c.why
        when c.state = 'excluded' then case c.why when 'life_attempts' then 'given_up' else 'excluded' end
        when c.last in ('busy', 'no_answer', 'failed', 'machine', 'abandoned', 'unknown') then 'given_up'
        else 'answered' end
    from queue_callback mine left join contact c using (contact)
    where q.state = 'taken' and mine.pbx = q.pbx and mine.call_id = q.call_id
        and (c.contact is null or c.state in ('done', 'excluded'))"""
_TOO_OLD = b"""update queue_callback set state = 'ended', ended_at = %(at)s, why = 'too_old'
    where state = 'waiting' and asked_at < %(before)s"""
_COUNTS = b"select pbx, queue, count(*) from queue_callback where state <> 'ended' group by pbx, queue"
_TO_CALL = f"""select c.*, {NUMBERS} from contact c
    where campaign = %(campaign)s and state = 'waiting' and place_at is not null and not is_appointment
        and last in ('', 'busy', 'no_answer', 'failed', 'machine', 'abandoned', 'unknown')
    order by place_at, contact limit %(most)s""".encode()  # noqa: S608 - words of ours
