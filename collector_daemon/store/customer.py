"""What is known of who calls from a number: earlier calls and what colleagues noted, of visible queues only.

Found by the number's last digits (an index), compared as numbers are (``number_match``). Of a call that visited several
queues nothing is told of those that may not be seen.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from collector_daemon.store.lending import Lender
from collector_daemon.store.number_match import NumberMatch, calls_of
from collector_daemon.store.own_calls import UNREAD
from collector_daemon.store.reading import History
from collector_daemon.store.sittings import read_sittings, sat
from shared.database.connection import Connection
from shared.database.escapes import identifier, unescape
from shared.domain.calls import Call

SECONDS = 5.0
KEPT = timedelta(days=90)
MOST_CALLS, MOST_NOTES = 20, 10
LOOKED_AT = 1_000
"""Calls that are looked at, the newest first: a machine may call all day."""
NOTHING: dict[str, Any] = {"calls_today": 0, "abandoned_today": 0, "last": [], "notes": []}
Key = tuple[str, str]


class CustomerAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Who asks about which number; ``queues`` None: all. ``without``: a call; the day began at ``midnight``."""

    account: str
    agent: str | None
    queues: frozenset[str] | None
    number: str
    without: str | None
    pbxs: tuple[str, ...]
    now: datetime
    midnight: datetime


class _Found(msgspec.Struct, frozen=True):
    """A call of the customer's, as the index gives it."""

    pbx: str
    call_id: str
    started_at: datetime
    direction: str
    outcome: str | None
    number: str
    queues: list[str]


class Customers:
    """Asks the database that ``lender`` lends connections to."""

    def __init__(self, lender: Lender, country: Callable[[], str], outside_prefix: Callable[[], str] = str) -> None:
        self._lender, self._match = lender, NumberMatch(country, outside_prefix)

    async def find(self, asked: CustomerAsked) -> dict[str, Any]:
        """The answer to ``customer.find``. Raises Unavailable."""
        normal = self._match.normal(asked.number)
        if normal is None:
            return NOTHING
        return await self._lender.use(lambda connection: self._find(connection, asked, normal), SECONDS)

    async def _find(self, connection: Connection, asked: CustomerAsked, normal: str) -> dict[str, Any]:
        rows = await connection.execute(_CALLS.encode(), {
            "ends": [self._match.last_digits(normal)], "since": asked.now - KEPT, "most": LOOKED_AT,
            "pbxs": [identifier(pbx) for pbx in asked.pbxs],
        })  # fmt: skip
        same = [
            one for row in await rows.fetchall()
            if normal in self._match.normals(unescape((one := _Found(*row)).number))
            and (asked.without is None or one.call_id != identifier(asked.without))
        ]  # fmt: skip
        found = await _visible(connection, asked, same)
        today = [one for one in found if one.direction == "inbound" and one.started_at >= asked.midnight]
        last, keys = found[:MOST_CALLS], [(one.pbx, one.call_id) for one in found]
        return {
            "calls_today": len(today),
            "abandoned_today": sum(one.outcome == "abandoned" for one in today),
            "last": await _told(connection, asked, [(one.pbx, one.call_id) for one in last]),
            "notes": await _notes(connection, keys),
        }


async def _visible(connection: Connection, asked: CustomerAsked, found: Sequence[_Found]) -> list[_Found]:
    """Those of visible queues, and the account's own."""
    if asked.queues is None:
        return list(found)
    seen = set(map(identifier, asked.queues))
    hidden = [(one.pbx, one.call_id) for one in found if seen.isdisjoint(one.queues)]
    own: set[Key] = set()
    if hidden:
        sittings = await read_sittings(connection, asked.account, asked.agent, asked.pbxs)
        rows = await connection.execute(_TALKERS, _keys(hidden))
        own = {
            (pbx, call_id) for pbx, call_id, party, at in await rows.fetchall()
            if sat(sittings, unescape(pbx), unescape(party), at)
        }  # fmt: skip
    return [one for one in found if not seen.isdisjoint(one.queues) or (one.pbx, one.call_id) in own]


async def _told(connection: Connection, asked: CustomerAsked, keys: Sequence[Key]) -> list[dict[str, Any]]:
    """The rows of these calls, in their order."""
    calls: dict[Key, Call] = {}
    for pbx in sorted({pbx for pbx, _call_id in keys}):
        ids = [call_id for of, call_id in keys if of == pbx]
        whole = await History(connection, unescape(pbx)).calls(ids, without=UNREAD | {"recording"})
        calls |= {(pbx, identifier(call_id)): call for call_id, call in whole.items()}
    codes = {(pbx, call_id): code for pbx, call_id, code in await _ask(connection, _CODES, keys)} if keys else {}
    names = {(pbx, agent): name for pbx, agent, name in await _ask(connection, _NAMES, keys)} if keys else {}
    rows = []
    for key in keys:
        if key in calls:  # else it went just now
            row = _row(calls[key], asked.queues)
            named = names.get((key[0], identifier(row["agent"] or "")))
            row["agent_name"] = row["agent_name"] or (unescape(named) if named else None)
            row["disposition"] = unescape(codes[key]) if key in codes else None
            rows.append(row)
    return rows


def _row(call: Call, queues: frozenset[str] | None) -> dict[str, Any]:
    visits = [visit for visit in call.visits if queues is None or visit.queue in queues]
    visit = next((one for one in reversed(visits) if one.answered_at), visits[-1] if visits else None)
    talks = [talk for talk in call.conversations if talk.other == "caller"]
    is_told = len(visits) == len(call.visits)  # else who talked may belong to a queue that is not seen
    agent = visit.agent if visit else None
    if agent is None and is_told and talks:
        agent = talks[-1].party
    elif agent is None and call.direction == "outbound":
        agent = call.caller
    length = sum((talk.talk_time for talk in talks if is_told or talk.party == agent), timedelta(0))
    return {
        "at": call.started_at, "direction": call.direction, "outcome": call.outcome,
        "queue": visit.queue if visit else None, "agent": agent, "agent_name": visit.agent_name if visit else None,
        "talk_seconds": round(length.total_seconds(), 3) if talks else None, "disposition": None,
    }  # fmt: skip


async def _notes(connection: Connection, keys: Sequence[Key]) -> list[dict[str, Any]]:
    """The newest notes about these calls, by whomever."""
    if not keys:
        return []
    return [
        {"at": at, "agent_name": unescape(name), "text": unescape(text), "call": unescape(call_id)}
        for at, name, text, call_id in await _ask(connection, _NOTES, keys)
    ]


async def _ask(connection: Connection, question: str, keys: Iterable[Key]) -> list[Any]:
    return await (await connection.execute(question.encode(), _keys(keys))).fetchall()


def _keys(keys: Iterable[Key]) -> dict[str, Any]:
    found = list(keys)
    return {"pbxs": [pbx for pbx, _call_id in found], "ids": [call_id for _pbx, call_id in found], "most": MOST_NOTES}


_CALLS = (  # noqa: S608
    "select pbx, call_id, started_at, direction, outcome, customer, queues from {} found "
    "order by started_at desc limit %(most)s"
).format(calls_of(
    "c.pbx, c.call_id, c.started_at, c.direction, c.outcome, c.queues",
    "c.started_at >= %(since)s and c.pbx = any(%(pbxs)s::text[])",
))  # fmt: skip
_TALKERS = (
    "select pbx, call_id, party, started_at from conversation "
    "where (pbx, call_id) in (select * from unnest(%(pbxs)s::text[], %(ids)s::text[]))"
)
_CODES = (
    "select distinct on (pbx, call_id) pbx, call_id, code from call_disposition "
    "where (pbx, call_id) in (select * from unnest(%(pbxs)s::text[], %(ids)s::text[])) "
    "order by pbx, call_id, written_at desc"
)
_NAMES = (
    "with these as (select * from unnest(%(pbxs)s::text[], %(ids)s::text[]) t (pbx, call_id)) "
    "select a.pbx, a.agent, a.name from agent a where a.name is not null and (a.pbx, a.agent) in ("
    "select pbx, party from conversation join these using (pbx, call_id) "
    "union select pbx, caller from call join these using (pbx, call_id))"
)
_NOTES = (
    "select n.written_at, coalesce(nullif(a.title, ''), n.agent_name, n.account), n.text, n.call_id from call_note n "
    "left join account a on a.name = n.account where n.text <> '' and (n.pbx, n.call_id) in "
    "(select * from unnest(%(pbxs)s::text[], %(ids)s::text[])) order by n.written_at desc, n.account limit %(most)s"
)
