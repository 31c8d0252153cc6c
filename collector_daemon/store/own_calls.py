"""An account's own calls, newest first, out of all that are stored.

Found by the phones where it sat (indexes by phone and time), a stretch at a time: what happened at a phone in a
stretch names calls, these are read whole, and ``own_rows`` says what they were to the account. Calls that have ended
but are not stored yet come from the caller (``recent``). Not here: who may ask (``questions``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from collector_daemon.store.folding import folded
from collector_daemon.store.lending import Lender
from collector_daemon.store.number_match import NumberMatch
from collector_daemon.store.own_rows import Part, part_of, row_of
from collector_daemon.store.reading import History
from collector_daemon.store.sittings import BEGINNING, Sitting, Sittings, read_sittings
from collector_daemon.store.written import Written, written_about
from shared.clock import monotonic
from shared.database.connection import Connection
from shared.database.escapes import escape, identifier, unescape
from shared.domain import numbers
from shared.domain.calls import Call
from shared.domain.commands.asking import HistoryOwn

SECONDS, LOOKING_SECONDS = 18.0, 15.0
"""So long a question may take, and so long something is looked for: less than the feed waits."""
STRETCH, LONG_STRETCH = 40, 1_500
"""Things that happened at phones, looked at together; the longer where only few calls will be read whole."""
AT_ONCE = 50
"""Calls read whole at once: some milliseconds of the daemon's one core, then others have their turn."""
WINDOW, LONGEST_WINDOW = timedelta(days=2), timedelta(days=50_000)
"""The time looked at first, from the newest back; each time four times as much."""
MICROSECOND = timedelta(microseconds=1)
PLACES = {
    "handled": ("talks", "rings"), "missed": ("rings", "called"), "outgoing": ("dialled",),
    "all": ("talks", "rings", "called", "dialled"),
}  # fmt: skip
"""Where calls of a kind can be found: at least where the account's part in them began."""
UNREAD = frozenset({"step", "transfer", "parking", "recording_pause", "hold"})
"""Parts of a call that no row tells of."""

Key = tuple[str, str]


class OwnAsked(msgspec.Struct, frozen=True, kw_only=True):
    """Whose calls, which, on which PBXs, and how they are shown. Nothing is looked for at ``until`` and after."""

    account: str
    agent: str | None
    wished: HistoryOwn
    pbxs: tuple[str, ...]
    until: datetime
    has_callers: bool = True
    has_recordings: bool = False


class OwnCalls:
    """Asks the database that ``lender`` lends connections to. ``country``: how numbers are understood."""

    def __init__(self, lender: Lender, country: Callable[[], str], outside_prefix: Callable[[], str] = str) -> None:
        self._lender, self._country = lender, country
        self._numbers = NumberMatch(country, outside_prefix)

    async def rows(self, asked: OwnAsked, recent: Sequence[Call] = ()) -> list[dict[str, Any]]:
        """The rows of ``history.own``. Raises Unavailable."""
        return await self._lender.use(lambda connection: self._rows(connection, asked, recent), SECONDS)

    async def _rows(self, connection: Connection, asked: OwnAsked, recent: Sequence[Call]) -> list[dict[str, Any]]:
        sittings = await read_sittings(connection, asked.account, asked.agent, asked.pbxs)
        until, ends_at = asked.until, monotonic() + LOOKING_SECONDS
        found = [pair for call in recent if (pair := _fitting(call, sittings, asked, until))]
        rows = await self._told(connection, found, asked)
        known = {(call.pbx, call.call_id) for call, _part in found}
        first = max(min((one.since for one in sittings), default=until), asked.wished.since or BEGINNING)
        window = WINDOW
        while len(rows) < asked.wished.limit and first < until and monotonic() < ends_at:
            pairs, until = await _stretch(connection, sittings, asked, max(first, until - window), until)
            new = [pair for pair in pairs if (pair[0].pbx, pair[0].call_id) not in known]
            rows += await self._told(connection, new, asked)
            window = min(window * 4, LONGEST_WINDOW)
        rows.sort(key=lambda row: row["at"], reverse=True)
        last = rows[asked.wished.limit - 1 :][:1]  # those of its very instant are of its page
        rows = rows[: asked.wished.limit] + [row for row in rows[asked.wished.limit :] if row["at"] == last[0]["at"]]
        await self._add_returned(connection, rows, asked)
        return rows

    async def _told(
        self, connection: Connection, pairs: Iterable[tuple[Call, Part]], asked: OwnAsked
    ) -> list[dict[str, Any]]:
        """Rows as they are shown, those that the text asked for is found in."""
        found = list(pairs)
        notes = await written_about(connection, [(call.pbx, call.call_id) for call, _part in found], asked.account)
        rows = []
        for call, part in found:
            row = row_of(call, part)
            written = notes.get((call.pbx, call.call_id), Written())
            row |= {"disposition": written.disposition, "note": written.note, "called_back_at": None}
            if not asked.has_callers:
                row |= {"number": row["number"] and numbers.masked(row["number"], self._country()), "name": None}
            if not asked.has_recordings:
                row["recordings"] = []
            if self._has_text(row, asked.wished.text):
                rows.append(row)
        return rows

    def _has_text(self, row: dict[str, Any], text: str) -> bool:
        wanted = folded(text).strip()
        if not wanted:
            return True
        shown = (row[name] for name in ("number", "name", "note", "disposition"))
        if any(wanted in folded(value) for value in shown if value):
            return True
        digits = "".join(sign for sign in wanted if sign.isdigit())
        is_number = len(digits) >= 3 and not any(sign.isalpha() for sign in wanted)
        return is_number and digits in self._numbers.digits(row["number"] or "")

    async def _add_returned(self, connection: Connection, rows: list[dict[str, Any]], asked: OwnAsked) -> None:
        """When those whom the account missed were called, or called again and were answered."""
        if not asked.has_callers:
            return
        missed = [row for row in rows if row["kind"] == "missed"]
        answers = await self._numbers.answered_later(
            connection, [(row["number"] or "", row["at"], row["call"]) for row in missed], asked.pbxs
        )
        for row, at in zip(missed, answers, strict=True):
            row["called_back_at"] = at


async def _stretch(
    connection: Connection, sittings: Sittings, asked: OwnAsked, since: datetime, until: datetime
) -> tuple[list[tuple[Call, Part]], datetime]:
    """The calls in which the account's part began in [X, until), and X: ``since``, or later where that is too much."""
    spans, begins_at = _spans(sittings, asked, since, until), since
    size = LONG_STRETCH if asked.wished.text else STRETCH + asked.wished.limit
    while True:
        happened = await _happened(connection, spans, PLACES[asked.wished.kind], size) if spans else []
        if len(happened) == size:  # what else happened at the instant of the last one is not among them
            begins_at = happened[-1][2] + MICROSECOND
        if begins_at < until:
            break
        size *= 4  # all of it at one and the same instant
    keys = {(pbx, call_id) for pbx, call_id, _at in happened}
    if asked.wished.text:
        keys = await _with_text(connection, keys, asked)
    calls = await _whole(connection, keys)
    pairs = [pair for call in calls if (pair := _fitting(call, sittings, asked, until))]
    return [pair for pair in pairs if pair[1].at >= begins_at], begins_at


def _fitting(call: Call, sittings: Sittings, asked: OwnAsked, until: datetime) -> tuple[Call, Part] | None:
    part = part_of(call, sittings)
    if part is None or part.kind is None or call.pbx not in asked.pbxs or part.at >= until:
        return None
    wished = asked.wished
    is_wished = wished.kind in ("all", part.kind) and (wished.since is None or part.at >= wished.since)
    return (call, part) if is_wished else None


def _spans(sittings: Sittings, asked: OwnAsked, since: datetime, until: datetime) -> list[Sitting]:
    """The sittings in [since, until), on the PBXs asked for."""
    cut = (
        Sitting(one.pbx, one.extension, max(one.since, since), min(one.until, until))
        for one in sittings if one.pbx in asked.pbxs
    )  # fmt: skip
    return [one for one in cut if one.since < one.until]


async def _happened(
    connection: Connection, spans: Sequence[Sitting], places: Iterable[str], size: int
) -> list[tuple[str, str, datetime]]:
    """(pbx, call id, when) of what happened at these phones then, newest first, at most ``size``."""
    statement = _HAPPENED.format(" union all ".join(f"({_PLACE[place]})" for place in places))
    found = await connection.execute(statement.encode(), {
        "pbxs": [identifier(span.pbx) for span in spans],
        "phones": [identifier(span.extension) for span in spans],
        "sinces": [span.since for span in spans], "untils": [span.until for span in spans], "size": size,
    })  # fmt: skip
    return await found.fetchall()


async def _with_text(connection: Connection, keys: set[Key], asked: OwnAsked) -> set[Key]:
    """Those whose rows may have the text: far fewer, so that not all must be read whole."""
    wanted = folded(asked.wished.text).strip()
    digits = "".join(sign for sign in wanted if sign.isdigit())
    rows = await connection.execute(_TEXTS, {
        "pbxs": [pbx for pbx, _call_id in keys], "ids": [call_id for _pbx, call_id in keys],
        "account": escape(asked.account),
    })  # fmt: skip
    return {
        (pbx, call_id) for pbx, call_id, text in await rows.fetchall()
        if wanted in (found := folded(unescape(text))) or (digits and digits in found)
    }  # fmt: skip


async def _whole(connection: Connection, keys: set[Key]) -> list[Call]:
    """Calls with their parts, by their stored keys."""
    calls: list[Call] = []
    for pbx in sorted({pbx for pbx, _call_id in keys}):
        ids, history = sorted(call_id for of, call_id in keys if of == pbx), History(connection, unescape(pbx))
        for start in range(0, len(ids), AT_ONCE):
            calls += (await history.calls(ids[start : start + AT_ONCE], without=UNREAD)).values()
    return calls


_HAPPENED = (
    "select pbx, call_id, at from (select found.* from unnest(%(pbxs)s::text[], %(phones)s::text[], "
    "%(sinces)s::timestamptz[], %(untils)s::timestamptz[]) as m (pbx, phone, since, until) "
    "cross join lateral ({}) found) every order by at desc, pbx, call_id limit %(size)s"
)
_TEXTS = (
    "with these as (select * from unnest(%(pbxs)s::text[], %(ids)s::text[]) t (pbx, call_id)) "
    "select pbx, call_id, concat_ws(e'\n', caller, called, caller_name) from call join these using (pbx, call_id) "
    "union all select pbx, call_id, other from conversation join these using (pbx, call_id) where kind is not null "
    "union all select pbx, call_id, text from call_note join these using (pbx, call_id) where account = %(account)s "
    "union all select pbx, call_id, code from call_disposition join these using (pbx, call_id) "
    "where account = %(account)s"
)
_PLACE = {
    "talks": "select t.pbx, t.call_id, t.started_at as at from conversation t where t.pbx = m.pbx "
    "and t.party = m.phone and t.started_at >= m.since and t.started_at < m.until "
    "order by t.started_at desc limit %(size)s",
    "rings": "select v.pbx, v.call_id, r.started_at as at from ring_attempt r join queue_visit v "
    "on v.pbx = r.pbx and v.uniqueid = r.uniqueid and v.queue = r.queue and v.nth = r.visit_nth "
    "where r.pbx = m.pbx and r.agent = m.phone and r.started_at >= m.since and r.started_at < m.until "
    "order by r.started_at desc limit %(size)s",
    "called": "select c.pbx, c.call_id, c.started_at as at from call c where c.pbx = m.pbx "
    "and left(c.called, 64) = left(m.phone, 64) and c.direction = 'internal' "
    "and c.started_at >= m.since and c.started_at < m.until order by c.started_at desc limit %(size)s",
    "dialled": "select c.pbx, c.call_id, c.started_at as at from call c where c.pbx = m.pbx "
    "and left(c.caller, 64) = left(m.phone, 64) and c.direction <> 'inbound' "
    "and c.started_at >= m.since and c.started_at < m.until order by c.started_at desc limit %(size)s",
}
