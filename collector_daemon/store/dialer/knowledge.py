"""What is known of numbers before they are dialled: attempts so far, consents, do-not-call lists.

Entries are only added. A number is digits of E.164 without "+"; what the entries mean, and whether a number may be
called, is ``shared.campaigns``'s to say (``ledgers``, ``may_call``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

import msgspec

from collector_daemon.store.audit import Act
from collector_daemon.store.dialer.writing import SECONDS, whole
from collector_daemon.store.lending import Lender
from shared.campaigns.campaign import Campaign
from shared.campaigns.ledgers import Consent, DoNotCall, NumberHistory
from shared.database.connection import Connection
from shared.database.escapes import escape, unescape

LIST_SECONDS = 60.0


class NumberKnown(msgspec.Struct, frozen=True, kw_only=True):
    """What ``may_call`` asks for: of consents the one that counts, of lists those that bind the campaign."""

    history: NumberHistory = NumberHistory()
    consents: tuple[Consent, ...] = ()
    lists: tuple[DoNotCall, ...] = ()


class Knowledge:
    """On connections of a lender. Everything raises Unavailable."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def of(self, numbers: Iterable[str], campaign: Campaign, at: datetime) -> dict[str, NumberKnown]:
        """What is known of each of these numbers, for this campaign: three questions, however many they are."""
        asked = list(dict.fromkeys(numbers))
        given = {"numbers": asked, "campaign": campaign.campaign, "owner": escape(campaign.owner), "at": at}

        async def read(connection: Connection) -> dict[str, NumberKnown]:
            histories = {number: _history(*row) for number, *row in await _rows(connection, _HISTORIES, given)}
            consents = {row[0]: _consent(*row) for row in await _rows(connection, _CONSENTS, given)}
            lists: dict[str, list[DoNotCall]] = {}
            for row in await _rows(connection, _LISTED, given):
                lists.setdefault(row[1], []).append(_listed(*row))
            return {
                number: NumberKnown(
                    history=histories.get(number, NumberHistory()), lists=tuple(lists.get(number, ())),
                    consents=(consents[number],) if number in consents else ())
                for number in asked
            }  # fmt: skip

        return await self._lender.use(read, SECONDS)

    async def number_history(self, number: str, at: datetime) -> NumberHistory:
        """What was dialled to one number over all campaigns."""

        async def read(connection: Connection) -> NumberHistory:
            rows = await _rows(connection, _HISTORIES, {"numbers": [number], "at": at})
            return _history(*rows[0][1:]) if rows else NumberHistory()

        return await self._lender.use(read, SECONDS)

    async def consent(self, said: Consent, by: str, act: Act | None = None) -> None:
        """Enter a consent, or its withdrawal, into the ledger."""
        given = [said.number, said.is_given, said.given_at, escape(said.how), escape(said.text), escape(said.source),
                 said.until, escape(by)]  # fmt: skip

        async def deed(connection: Connection) -> None:
            await connection.execute(_GIVE, given)

        await whole(self._lender, deed, act)

    async def put(self, listed: Sequence[DoNotCall], by: str, act: Act | None = None) -> int:
        """Put numbers on lists; how many of them were not there in the same words already."""

        async def deed(connection: Connection) -> int:
            return sum([(await connection.execute(_PUT, _entry(one, by))).rowcount for one in listed])

        return await whole(self._lender, deed, act, LIST_SECONDS)

    async def remove(self, listed_on: str, number: str, why: str, by: str, act: Act | None = None) -> int:
        """Take a number off a list, in every scope; of how many. An entry says so, the earlier ones stay."""

        async def deed(connection: Connection) -> int:
            given = {"list": escape(listed_on), "number": number, "why": escape(why), "by": escape(by)}
            return (await connection.execute(_REMOVE, given)).rowcount

        return await whole(self._lender, deed, act)


async def _rows(connection: Connection, question: bytes, given: dict[str, Any]) -> list[Any]:
    return await (await connection.execute(question, given)).fetchall()


def _entry(one: DoNotCall, by: str) -> dict[str, Any]:
    return {
        "list": escape(one.list), "scope": one.scope, "scope_of": escape(one.of), "number": one.number,
        "until": one.until, "why": escape(one.why), "by": escape(by),
    }  # fmt: skip


def _history(
    placed_at: list[datetime] | None, life: int, abandoned_at: datetime | None, is_open: bool
) -> NumberHistory:
    return NumberHistory(placed_at=tuple(placed_at or ()), life=life, abandoned_at=abandoned_at, is_open=is_open)


def _consent(
    number: str, is_given: bool, given_at: datetime, how: str, text: str, source: str, until: date | None
) -> Consent:
    return Consent(number=number, is_given=is_given, given_at=given_at, how=unescape(how), text=unescape(text),
                   source=unescape(source), until=until)  # fmt: skip


def _listed(name: str, number: str, scope: Any, scope_of: str, until: date | None, why: str) -> DoNotCall:
    return DoNotCall(list=unescape(name), number=number, scope=scope, of=unescape(scope_of), until=until,
                     why=unescape(why))  # fmt: skip


_HISTORIES = b"""select number, array_agg(placed_at) filter (where placed_at > %(at)s - interval '50 hours'), count(*),
        max(answered_at) filter (where outcome = 'abandoned'), bool_or(ended_at is null)
    from attempt where number = any(%(numbers)s) group by number"""
_CONSENTS = b"""select distinct on (number) number, is_given, given_at, how, text, source, until from consent
    where number = any(%(numbers)s) and given_at <= %(at)s order by number, given_at desc, is_given, entry desc"""
_LISTED = b"""select list, number, scope, scope_of, until, why from (
        select distinct on (list, scope, scope_of, number) * from do_not_call
        where number = any(%(numbers)s) order by list, scope, scope_of, number, entry desc) newest
    where is_on and (scope = 'centre' or scope = 'campaign' and scope_of = %(campaign)s
        or scope = 'owner' and scope_of = %(owner)s)"""
_GIVE = b"""insert into consent (number, is_given, given_at, how, text, source, until, by)
    values (%s, %s, %s, %s, %s, %s, %s, %s)"""
_SAME = b"""(select is_on, until, why from do_not_call d where d.list = %(list)s and d.scope = %(scope)s
    and d.scope_of = %(scope_of)s and d.number = %(number)s order by entry desc limit 1)"""
_PUT = b"""insert into do_not_call (list, scope, scope_of, number, is_on, until, why, by)
    select %(list)s, %(scope)s, %(scope_of)s, %(number)s, true, %(until)s::date, %(why)s, %(by)s
    where not exists (select from """ + _SAME + b""" was
        where is_on and until is not distinct from %(until)s::date and why = %(why)s)"""
_REMOVE = b"""insert into do_not_call (list, scope, scope_of, number, is_on, why, by)
    select list, scope, scope_of, number, false, %(why)s, %(by)s from (
        select distinct on (scope, scope_of) * from do_not_call where list = %(list)s and number = %(number)s
        order by scope, scope_of, entry desc) newest where is_on"""
