"""Calls and their prices in the database: what is due to be rated, what came of it, and what differs from invoices.

Whoever stores a call notes it as due in the same transaction (a trigger); who rates takes those notes away together
with writing the prices. A call that was invoiced keeps its price: what it would cost now is listed as a difference.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any, Literal

import msgspec
from psycopg import Connection
from psycopg.rows import class_row

from shared.billing.rated import BillableCall
from shared.database.escapes import unescape

COLUMNS = (
    "pbx", "call_id", "state", "reason", "account", "cost_centre", "owned_by", "direction", "line", "extension",
    "number", "answered_at", "ended_at", "tariff", "version", "prefix", "destination", "vat", "billed_ms", "exact",
    "trace", "rated_at",
)  # fmt: skip
Key = tuple[str, str]


class StoredCall(msgspec.Struct, frozen=True, kw_only=True):
    """What rating needs of a call. ``number``: as it was rated before; None: not yet, or it was stored anew."""

    pbx: str
    call_id: str
    direction: Literal["inbound", "outbound", "internal"]
    line: str | None
    caller: str | None
    called: str | None
    number: str | None = None
    extension: str | None = None
    answered_at: datetime | None
    ended_at: datetime | None


class Price(msgspec.Struct, frozen=True, kw_only=True):
    """A row of ``rated_call``; ``trace`` as JSON."""

    pbx: str
    call_id: str
    state: Literal["rated", "unrated", "unowned"]
    reason: str = ""
    account: str | None = None
    cost_centre: str = ""
    owned_by: str | None = None
    direction: str
    line: str | None = None
    extension: str | None = None
    number: str
    answered_at: datetime
    ended_at: datetime
    tariff: str | None = None
    version: int | None = None
    prefix: str | None = None
    destination: str | None = None
    vat: str | None = None
    billed_ms: int = 0
    exact: int = 0
    trace: str | None = None
    rated_at: datetime


class RatedCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call as it was rated, to be rated again."""

    pbx: str
    call_id: str
    account: str | None
    direction: Literal["inbound", "outbound", "internal"]
    line: str | None
    extension: str | None
    number: str
    answered_at: datetime
    ended_at: datetime
    exact: int
    period: int | None

    @property
    def billable(self) -> BillableCall:
        """As it is billed."""
        return BillableCall(
            key=f"{self.pbx} {self.call_id}", direction=self.direction, number=unescape(self.number),
            answered_at=self.answered_at, ended_at=self.ended_at, line=unescape(self.line or ""),
            extension=unescape(self.extension or ""),
        )  # fmt: skip


def rated_between(
    connection: Connection[Any], account: str | None, since: datetime, until: datetime,
    after: tuple[datetime, str, str] | None, most: int,
) -> list[RatedCall]:  # fmt: skip
    """Calls that ended in [since, until), in that order, after the one named."""
    ended_at, pbx, call_id = after or (since, "", "")
    with connection.cursor(row_factory=class_row(RatedCall)) as cursor:
        return cursor.execute(_BETWEEN, {
            "account": account, "since": since, "until": until, "ended_at": ended_at, "pbx": pbx, "call_id": call_id,
            "most": most,
        }).fetchall()  # fmt: skip


def make_due_between(connection: Connection[Any], account: str | None, since: datetime, until: datetime) -> int:
    """Calls that ended in [since, until) are to be rated again; how many."""
    return connection.execute(
        "insert into rating_due (pbx, call_id) select pbx, call_id from rated_call where ended_at >= %(since)s "
        "and ended_at < %(until)s and (account = %(account)s or %(account)s::text is null)",
        {"account": account, "since": since, "until": until}).rowcount  # fmt: skip


def due(connection: Connection[Any], most: int) -> list[tuple[int, str, str]]:
    """Notes of calls to be rated, the oldest first: number, PBX, call."""
    return connection.execute("select id, pbx, call_id from rating_due order by id limit %s", [most]).fetchall()


def due_count(connection: Connection[Any]) -> int:
    """How many notes wait."""
    row = connection.execute("select count(*) from rating_due").fetchone()
    return int(row[0]) if row else 0


def stored(connection: Connection[Any], keys: Iterable[Key]) -> list[StoredCall]:
    """These calls as they are stored; one that retention has forgotten, as it was rated."""
    asked = sorted(set(keys))
    columns = [[key[place] for key in asked] for place in (0, 1)]
    with connection.cursor(row_factory=class_row(StoredCall)) as cursor:
        return cursor.execute(_STORED, columns).fetchall()


def write(connection: Connection[Any], prices: Sequence[Price], gone: Iterable[Key], notes: Sequence[int]) -> None:
    """Keep the prices, forget those of calls that cost nothing any more, take the notes away: in one transaction."""
    with connection.transaction():
        connection.execute(_STAGING)
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for price in prices:
                copy.write_row(msgspec.structs.astuple(price))
        connection.execute(_UPSERT)
        connection.execute(_FORGET_DIFFERENCES)
        connection.execute(_DIFFERENCES, {"why": "stored again"})
        dead = sorted(set(gone))
        if dead:
            keys = {"pbxs": [pbx for pbx, _ in dead], "ids": [call_id for _, call_id in dead]}
            connection.execute(_GONE_INVOICED, keys)
            connection.execute(_GONE, keys)
        if notes:
            connection.execute("delete from rating_due where id = any(%s)", [list(notes)])


def unescaped(call: StoredCall) -> tuple[str, str]:
    """The PBX and the call as people name them."""
    return unescape(call.pbx), unescape(call.call_id)


_BETWEEN = """
    select pbx, call_id, account, direction, line, extension, number, answered_at, ended_at, exact, period
    from rated_call where ended_at >= %(since)s and ended_at < %(until)s
        and (ended_at, pbx, call_id) > (%(ended_at)s, %(pbx)s, %(call_id)s)
        and (account = %(account)s or %(account)s::text is null)
    order by ended_at, pbx, call_id limit %(most)s"""
_STORED = """
    with asked as (select * from unnest(%s::text[], %s::text[]) a (pbx, call_id))
    select c.pbx, c.call_id, c.direction, c.line, c.caller, c.called, null as number, null as extension, c.answered_at,
        c.ended_at from asked a join call c on c.pbx = a.pbx and c.call_id = a.call_id
    union all
    select r.pbx, r.call_id, r.direction, r.line, r.extension, r.number, r.number, r.extension, r.answered_at,
        r.ended_at
    from asked a join rated_call r on r.pbx = a.pbx and r.call_id = a.call_id
    where not exists (select from call c where c.pbx = a.pbx and c.call_id = a.call_id)
        and not exists (select from absorbed_call o where o.pbx = a.pbx and o.absorbed_id = a.call_id)"""
_NAMES = ", ".join(COLUMNS)
_STAGING = (
    "create temporary table if not exists rated_call_staging (like rated_call including defaults) on commit delete rows"
)
_COPY = f"copy rated_call_staging ({_NAMES}) from stdin"
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[2:])
_UPSERT = (
    f"insert into rated_call as r ({_NAMES}) select {_NAMES} from rated_call_staging "  # noqa: S608 - names of ours
    f"order by pbx, call_id on conflict (pbx, call_id) do update set {_CHANGES} where r.period is null"
)
_FORGET_DIFFERENCES = """
    delete from rating_difference d using rated_call_staging s
    where d.pbx = s.pbx and d.call_id = s.call_id and d.settled_by is null"""
_DIFFERENCES = """
    insert into rating_difference (pbx, call_id, found_at, account, period, invoiced, exact, why, trace)
    select r.pbx, r.call_id, s.rated_at, r.account, r.period, r.exact,
        case when s.account = r.account then s.exact else 0 end,
        case when s.state <> 'rated' then 'has no price any more: ' || s.reason
            when s.account <> r.account then 'is of ' || s.account else %(why)s end, s.trace
    from rated_call_staging s join rated_call r on r.pbx = s.pbx and r.call_id = s.call_id
    where r.period is not null and (s.state <> 'rated' or s.account <> r.account or s.exact <> r.exact)
    on conflict do nothing"""
_KEYS = "(select * from unnest(%(pbxs)s::text[], %(ids)s::text[]))"
_GONE_INVOICED = f"""
    insert into rating_difference (pbx, call_id, found_at, account, period, invoiced, exact, why)
    select pbx, call_id, now(), account, period, exact, 0, 'was not answered' from rated_call
    where (pbx, call_id) in {_KEYS} and period is not null on conflict do nothing"""  # noqa: S608 - a text of ours
_GONE = f"delete from rated_call where (pbx, call_id) in {_KEYS} and period is null"  # noqa: S608 - a text of ours
