"""All that is stored of a person by a telephone number: found, read, and erased so that what counts stays.

Numbers are compared as numbers are (``number_match``). Erased are number and name of the calls, notes, forms, the texts
of dispositions and planned calls, comments of scores, searches kept for the number, marks in recordings, keyed digits,
numbers in steps, and the raw events of those calls; in rated calls the number is masked (``billing.persons``). Which
tables repeat any of it, triggers keep. What a colleague wrote about another call is not found.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import msgspec
from psycopg.rows import dict_row

from collector_daemon.store.billing.persons import mask
from collector_daemon.store.dialer.persons import erase_of, told_of
from collector_daemon.store.erasing import Erasure, protocol
from collector_daemon.store.lending import Lender
from collector_daemon.store.number_match import NumberMatch, calls_of
from shared.database.connection import Connection
from shared.database.escapes import escape, unescape

SECONDS = 600.0
AT_ONCE = 200
WRITTEN = ("call_note", "call_disposition", "call_form", "recording_marker", "recording_file")
PARTS = ("queue_visit", "conversation", "transfer", "recording", "step")


class PersonCall(msgspec.Struct, frozen=True):
    """A call from or to the number."""

    pbx: str
    call_id: str
    started_at: datetime
    ended_at: datetime | None
    is_held: bool


class PersonRows:
    """Asks and changes the database that ``lender`` lends connections to. Everything raises Unavailable."""

    def __init__(self, lender: Lender, country: Callable[[], str], outside_prefix: Callable[[], str] = str) -> None:
        self._lender, self._match = lender, NumberMatch(country, outside_prefix)

    def normal(self, number: str) -> str | None:
        """The one writing of the number; None: it is none."""
        return self._match.normal(number)

    async def calls(self, normal: str) -> list[PersonCall]:
        """The calls of the number, the oldest first."""
        async def deed(connection: Connection) -> list[PersonCall]:
            ends = [self._match.last_digits(normal)]
            rows = await (await connection.execute(_CALLS.encode(), {"ends": ends})).fetchall()
            return [
                PersonCall(*row) for *row, customer in rows if normal in self._match.normals(unescape(customer))
            ]

        return await self._lender.use(deed, SECONDS)

    async def callbacks(self, normal: str) -> list[str]:
        """Keys of the planned calls to the number."""
        async def deed(connection: Connection) -> list[str]:
            rows = await (await connection.execute(_CALLBACKS, [self._match.last_digits(normal)])).fetchall()
            return [key for key, number in rows if normal in self._match.normals(unescape(number))]

        return await self._lender.use(deed, SECONDS)

    async def told(
        self, calls: Sequence[PersonCall], callbacks: Sequence[str], normal: str | None = None
    ) -> dict[str, list[dict[str, Any]]]:
        """All rows of these calls and planned calls, and what campaigns know of the number, by table."""
        async def deed(connection: Connection) -> dict[str, list[dict[str, Any]]]:
            found: dict[str, list[dict[str, Any]]] = {}
            async with connection.cursor(row_factory=dict_row) as cursor:
                for table in ("call", *PARTS, *WRITTEN):
                    await cursor.execute(_OF_CALLS.format(table).encode(), _keys(calls))
                    found[table] = await cursor.fetchall()
                await cursor.execute(b"select * from callback where callback = any(%s)", [list(callbacks)])
                found["callback"] = await cursor.fetchall()
            return found if normal is None else found | await told_of(connection, normal)

        return await self._lender.use(deed, SECONDS)

    async def erase(
        self, normal: str, calls: Sequence[PersonCall], callbacks: Sequence[str], entry: Erasure
    ) -> Counter[str]:
        """Erase it all, some calls at a time, and write the protocol; how many rows of each table were changed."""
        counts: Counter[str] = Counter()
        end = self._match.digits(normal)[-9:]

        async def deed(connection: Connection) -> None:
            for first in range(0, len(calls), AT_ONCE):
                given = {**_keys(calls[first : first + AT_ONCE]), "end": end, "length": len(end)}
                async with connection.transaction():
                    for table, statement in _ERASE:
                        counts[table] += (await connection.execute(statement, given)).rowcount
            async with connection.transaction():
                counts.update(await mask(connection, normal))
            done = await connection.execute(_ERASE_CALLBACKS, [list(callbacks)])
            counts["callback"] += done.rowcount
            counts.update(await erase_of(connection, normal))
            counts["saved_search"] += await self._forget_searches(connection, normal)
            rows = {table: count for table, count in counts.items() if count}
            await protocol(connection, msgspec.structs.replace(entry, rows=rows))

        await self._lender.use(deed, SECONDS)
        return counts

    async def _forget_searches(self, connection: Connection, normal: str) -> int:
        """Searches for the number, that somebody keeps, go; how many."""
        rows = await (await connection.execute(_SEARCHES)).fetchall()
        theirs = [(account, name) for account, name, said in rows if self._is_in(normal, f"{name} {said}")]
        for one in theirs:
            await connection.execute(_FORGET_SEARCH, one)
        return len(theirs)

    def _is_in(self, normal: str, text: str) -> bool:
        """Does the number stand in the text, in any writing?"""
        return any(normal in self._match.normals(one.strip()) for one in _WRITINGS.findall(unescape(text)))

    async def files_erased(self, calls: Sequence[PersonCall], files: Sequence[str], account: str, why: str) -> None:
        """These files of the calls went."""
        async def deed(connection: Connection) -> None:
            await connection.execute(_FILES, {**_keys(calls), "files": list(files), "by": account, "why": escape(why)})

        await self._lender.use(deed, SECONDS)


def _keys(calls: Sequence[PersonCall]) -> dict[str, Any]:
    return {
        "pbxs": [one.pbx for one in calls], "ids": [one.call_id for one in calls],
        "since": min((one.started_at for one in calls), default=None),
        "until": max((one.ended_at or one.started_at for one in calls), default=None),
    }  # fmt: skip


_WRITINGS = re.compile(r"[+]?[0-9][0-9 ()./-]{4,}[0-9]")
_SEARCHES = b"select account, name, query::text from saved_search"
_FORGET_SEARCH = b"delete from saved_search where account = %s and name = %s"
_THESE = "(select * from unnest(%(pbxs)s::text[], %(ids)s::text[]))"
_DIGITS = "\"right\"(regexp_replace(coalesce({}, ''), '[^0-9]', '', 'g'), %(length)s) = %(end)s"
_CALLS = "select pbx, call_id, started_at, ended_at, is_held, customer from {} found order by started_at".format(  # noqa: S608
    calls_of(
        "c.pbx, c.call_id, c.started_at, c.ended_at, exists (select from recording_file f where f.pbx = c.pbx "
        "and f.call_id = c.call_id and f.is_held) as is_held", "true"))  # fmt: skip
_CALLBACKS = (
    b"select callback, number from callback "
    b"where \"right\"(regexp_replace(\"left\"(number, 64), '[^0-9]', '', 'g'), 6) = %s"
)
_OF_CALLS = "select * from {} where (pbx, call_id) in " + _THESE  # noqa: S608


def _of(table: str, deed: str, more: str = "") -> tuple[str, bytes]:
    return table, f"{deed} where (pbx, call_id) in {_THESE}{more}".encode()


_PARTIES = (  # noqa: S608
    "update conversation set party = case when {} then 'erased' else party end, "
    "other = case when {} then 'erased' else other end"
).format(_DIGITS.format("party"), _DIGITS.format("other"))
_PASSED = (  # noqa: S608
    "update transfer set passed_to = case when {} then null else passed_to end, "
    "passed_by = case when {} then null else passed_by end"
).format(_DIGITS.format("passed_to"), _DIGITS.format("passed_by"))
_ERASE = (
    _of("call", "update call set caller = case when direction = 'inbound' then null else caller end, "
        "called = case when direction = 'outbound' then null else called end, caller_name = null, keyed = ''"),
    _of("call_note", "delete from call_note"),
    _of("call_disposition", "update call_disposition set text = ''", " and text <> ''"),
    _of("call_form", "delete from call_form"),
    _of("recording_marker", "delete from recording_marker"),
    _of("score", "update score set comment = ''", " and comment <> ''"),
    _of("conversation", _PARTIES),
    _of("transfer", _PASSED),
    _of("step", "update step set text = case when kind in ('digits', 'digit') then '' else "
        "regexp_replace(text, '[+]?[0-9]{6,}', 'erased', 'g') end, "
        "party = case when party ~ '[0-9]{6,}' then 'erased' else party end",
        " and (kind in ('digits', 'digit') or text ~ '[0-9]{6,}')"),
    ("raw_event", b"delete from raw_event where pbx = any(%(pbxs)s) and linkedid = any(%(ids)s) "
        b"and heard_at >= %(since)s::timestamptz - interval '1 day' "
        b"and heard_at <= %(until)s::timestamptz + interval '1 day'"),
    _of("recording", "update recording r set file = 'erased ' || r.call_id || ' ' || r.nth",
        " and exists (select from recording_file f where f.pbx = r.pbx and f.call_id = r.call_id "
        "and r.file in (f.file, f.recorded_as) and f.erased_at is not null)"),
    _of("recording_file", "update recording_file f set file = 'erased ' || f.call_id || ' ' || md5(f.file), "
        "recorded_as = null, erased_why = null, trouble = null", " and f.erased_at is not null"),
)  # fmt: skip
_ERASE_CALLBACKS = b"""update callback set number = '', name = null, text = '',
    ended_at = coalesce(ended_at, now()), is_done = coalesce(is_done, false) where callback = any(%s)"""
_FILES = f"""update recording_file set erased_at = now(), erased_by = %(by)s, erased_why = %(why)s
    where (pbx, call_id) in {_THESE} and file = any(%(files)s)""".encode()  # noqa: S608
