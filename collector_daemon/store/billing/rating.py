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

from collector_daemon.store.billing.persons import MASK
from shared.billing.rated import BillableCall
from shared.database.escapes import unescape

COLUMNS = (
    "pbx", "call_id", "state", "reason", "account", "cost_centre", "owned_by", "direction", "line", "extension",
    "number", "answered_at", "ended_at", "tariff", "version", "prefix", "destination", "vat", "billed_ms", "exact",
    "trace", "rated_at", "account_code", "campaign", "part_of", "purchase_version", "purchase",
)  # fmt: skip
Key = tuple[str, str]


class StoredCall(msgspec.Struct, frozen=True, kw_only=True):
    """What rating needs of a call. ``number``: as it was rated before; None: not yet, or it was stored anew.

    ``outside_legs``: as stored. ``part_of``: it is such a leg itself, of a call that is stored no more.
    """

    pbx: str
    call_id: str
    direction: Literal["inbound", "outbound", "internal"]
    line: str | None
    caller: str | None
    called: str | None
    number: str | None = None
    extension: str | None = None
    account_code: str | None = None
    campaign: str | None = None
    outside_legs: list[dict[str, str]] | None = None
    part_of: str | None = None
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
    account_code: str | None = None
    campaign: str | None = None
    part_of: str | None = None
    purchase_version: int | None = None
    purchase: int | None = None


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
    account_code: str | None = None
    campaign: str | None = None

    @property
    def billable(self) -> BillableCall:
        """As it is billed."""
        return BillableCall(
            key=f"{self.pbx} {self.call_id}", direction=self.direction, number=unescape(self.number),
            answered_at=self.answered_at, ended_at=self.ended_at, line=unescape(self.line or ""),
            extension=unescape(self.extension or ""), account_code=unescape(self.account_code or ""),
            campaign=unescape(self.campaign or ""),
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
        "insert into rating_due (pbx, call_id) select distinct pbx, coalesce(part_of, call_id) from rated_call "
        "where ended_at >= %(since)s and ended_at < %(until)s and (account = %(account)s or %(account)s::text is null)",
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


def parts(connection: Connection[Any], keys: Iterable[Key]) -> set[Key]:
    """Outside legs of these calls that have prices."""
    asked = sorted(set(keys))
    return set(connection.execute(_PARTS, {
        "pbxs": [pbx for pbx, _ in asked], "ids": [call_id for _, call_id in asked],
    }).fetchall())  # fmt: skip


def masked(connection: Connection[Any], keys: Iterable[Key]) -> set[Key]:
    """Those of which a person's number was erased: they keep their prices."""
    asked = sorted(set(keys))
    return set(connection.execute(_MASKED, {
        "pbxs": [pbx for pbx, _ in asked], "ids": [call_id for _, call_id in asked], "mask": f"%{MASK}",
    }).fetchall())  # fmt: skip


def write(connection: Connection[Any], prices: Sequence[Price], gone: Iterable[Key], notes: Sequence[int]) -> None:
    """Keep the prices, forget those of calls that cost nothing any more, take the notes away: in one transaction."""
    with connection.transaction():
        connection.execute(_STAGING)
        with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
            for price in prices:
                copy.write_row(msgspec.structs.astuple(price))
        connection.execute(_UPSERT)
        connection.execute(_PURCHASE)
        connection.execute(_FORGET_DIFFERENCES)
        connection.execute(_DIFFERENCES, {"why": "stored again"})
        dead = sorted(set(gone))
        if dead:
            keys = {"pbxs": [pbx for pbx, _ in dead], "ids": [call_id for _, call_id in dead]}
            connection.execute(_GONE_INVOICED, keys)
            connection.execute(_GONE, keys)
            connection.execute(_SETTLING_GONE, keys)
        connection.execute(_SETTLING)
        if notes:
            connection.execute("delete from rating_due where id = any(%s)", [list(notes)])


def unescaped(call: StoredCall) -> tuple[str, str]:
    """The PBX and the call as people name them."""
    return unescape(call.pbx), unescape(call.call_id)


_BETWEEN = """
    select pbx, call_id, account, direction, line, extension, number, answered_at, ended_at, exact, period,
        account_code, campaign
    from rated_call where returned_by is null and ended_at >= %(since)s and ended_at < %(until)s
        and (ended_at, pbx, call_id) > (%(ended_at)s, %(pbx)s, %(call_id)s)
        and (account = %(account)s or %(account)s::text is null)
    order by ended_at, pbx, call_id limit %(most)s"""
_STORED = """
    with asked as (select * from unnest(%s::text[], %s::text[]) a (pbx, call_id))
    select c.pbx, c.call_id, c.direction, c.line, c.caller, c.called,
        case when c.called is null and c.direction = 'outbound' then (
            select r.number from rated_call r where r.pbx = c.pbx and r.call_id = c.call_id order by r.nth desc limit 1
        ) end as number, null as extension, c.answered_at,
        c.ended_at, c.account_code, c.campaign, c.outside_legs, null as part_of
    from asked a join call c on c.pbx = a.pbx and c.call_id = a.call_id
    union all
    select r.pbx, r.call_id, r.direction, r.line, r.extension, r.number, r.number, r.extension, r.answered_at,
        r.ended_at, r.account_code, r.campaign, null, r.part_of
    from asked a join rated_call r on r.pbx = a.pbx and (r.call_id = a.call_id or r.part_of = a.call_id)
    where not exists (select from rated_call o where o.pbx = r.pbx and o.call_id = r.call_id and o.nth > r.nth)
        and not exists (select from call c where c.pbx = a.pbx and c.call_id = a.call_id)
        and not exists (select from absorbed_call o where o.pbx = a.pbx and o.absorbed_id = a.call_id)"""
_NAMES = ", ".join(COLUMNS)
_STAGING = (
    "create temporary table if not exists rated_call_staging (like rated_call including defaults) on commit delete rows"
)
_COPY = f"copy rated_call_staging ({_NAMES}) from stdin"
_CHANGES = ", ".join(f"{name} = excluded.{name}" for name in COLUMNS[2:])
_UPSERT = (
    f"insert into rated_call as r ({_NAMES}, nth) select {_NAMES}, (select coalesce(max(o.nth) + 1, 0) "  # noqa: S608
    "from rated_call o where o.pbx = s.pbx and o.call_id = s.call_id and o.returned_by is not null) "
    "from rated_call_staging s order by pbx, call_id on conflict (pbx, call_id) where returned_by is null "
    f"do update set {_CHANGES} where r.period is null"
)
_FORGET_DIFFERENCES = """
    delete from rating_difference d using rated_call_staging s
    where d.pbx = s.pbx and d.call_id = s.call_id and d.settled_by is null"""
_DIFFERENCES = """
    insert into rating_difference (pbx, call_id, found_at, account, period, invoiced, exact, why, trace, to_account,
        to_exact)
    select r.pbx, r.call_id, s.rated_at, r.account, r.period, r.exact,
        case when s.account = r.account then s.exact else 0 end,
        case when s.state <> 'rated' then 'has no price any more: ' || s.reason
            when s.account <> r.account then 'is of ' || s.account else %(why)s end, s.trace,
        nullif(s.account, r.account), case when s.account <> r.account then s.exact else 0 end
    from rated_call_staging s join rated_call r on r.pbx = s.pbx and r.call_id = s.call_id
    where r.period is not null and r.returned_by is null
        and (s.state <> 'rated' or s.account <> r.account or s.exact <> r.exact)
    on conflict do nothing"""
_KEYS = "(select * from unnest(%(pbxs)s::text[], %(ids)s::text[]))"
_GONE_INVOICED = f"""
    insert into rating_difference (pbx, call_id, found_at, account, period, invoiced, exact, why)
    select pbx, call_id, now(), account, period, exact, 0, 'was not answered' from rated_call
    where (pbx, call_id) in {_KEYS} and period is not null and returned_by is null on conflict do nothing"""  # noqa: S608 - a text of ours
_PARTS = f"select pbx, call_id from rated_call where part_of is not null and (pbx, part_of) in {_KEYS}"  # noqa: S608
_MASKED = f"""select pbx, call_id from rated_call where (pbx, call_id) in {_KEYS}
    and returned_by is null and number like %(mask)s"""  # noqa: S608 - a text of ours
_PURCHASE = """
    update rated_call r set purchase = s.purchase, purchase_version = s.purchase_version from rated_call_staging s
    where r.pbx = s.pbx and r.call_id = s.call_id and r.period is not null and r.returned_by is null
        and r.purchase is distinct from s.purchase"""
_SETTLING = """
    insert into settling_due (pbx, call_id) select distinct s.pbx, s.call_id from rated_call_staging s
    join ledger_entry e on e.pbx = s.pbx and e.call_id = s.call_id on conflict do nothing"""
_SETTLING_GONE = f"""
    insert into settling_due (pbx, call_id) select distinct pbx, call_id from ledger_entry
    where (pbx, call_id) in {_KEYS} on conflict do nothing"""  # noqa: S608 - a text of ours
_GONE = f"delete from rated_call where (pbx, call_id) in {_KEYS} and period is null"  # noqa: S608 - a text of ours
