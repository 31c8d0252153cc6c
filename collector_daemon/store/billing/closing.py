"""Periods, documents and their numbers in the database. Every function belongs to a transaction of whoever closes.

Order in a transaction: lock the account; ``mark`` its calls with the number of the period to be; reckon; ``add_period``
and, last, ``add_document``: it holds the series of numbers until the transaction ends, and a transaction that is undone
gives the number back.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import msgspec
from psycopg import Connection
from psycopg.rows import class_row

from collector_daemon.store.billing.rating import Price
from collector_daemon.store.billing.way_in import BillingMistake
from shared.billing.invoice import Invoice
from shared.billing.lines import CallSum
from shared.billing.money import Exact
from shared.billing.period import Draft
from shared.database.escapes import escape


class MarkedCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call on its way to an invoice, as it was rated."""

    pbx: str
    call_id: str
    direction: str
    line: str | None
    extension: str | None
    number: str
    answered_at: datetime
    ended_at: datetime
    exact: int
    account_code: str | None = None
    campaign: str | None = None


class MovedCall(msgspec.Struct, frozen=True, kw_only=True):
    """A call of a closed period that is another account's now (None: nobody's), and what it costs there (exact)."""

    pbx: str
    call_id: str
    account: str | None
    was: int
    exact: int


class VatSpan(msgspec.Struct, frozen=True, kw_only=True):
    """Per cent of VAT under a name, [begins_at, ends_at)."""

    vat: str
    begins_at: datetime
    ends_at: datetime
    percent: Decimal


class ClosedPeriod(msgspec.Struct, frozen=True, kw_only=True):
    """A row of ``billing_period``."""

    period: int
    account: str
    first_day: date
    last_day: date
    calls: int
    exact: int
    invoice: str | None


class Numbering(msgspec.Struct, frozen=True, kw_only=True):
    """A series of documents: what their numbers begin with, and how many digits are counted."""

    series: str
    digits: int


_CALL = "pbx, call_id, direction, line, extension, number, answered_at, ended_at, exact, account_code, campaign"
_OPEN = "account = %(account)s and period is null and state = 'rated' and ended_at < %(until)s"


def lock(connection: Connection[Any], account: str) -> None:
    """Whoever else closes the account waits until this transaction ends. Raises BillingMistake."""
    row = connection.execute("select from billing_account where account = %s for update", [account]).fetchone()
    if row is None:
        raise BillingMistake("unknown_account", f"there is no account {account}")


def closed(connection: Connection[Any], account: str, first_day: date, last_day: date) -> ClosedPeriod | None:
    """The period of these days, if it was closed. Raises BillingMistake where others are in their way."""
    with connection.cursor(row_factory=class_row(ClosedPeriod)) as cursor:
        found = cursor.execute(
            "select period, account, first_day, last_day, calls, exact, invoice from billing_period "
            "where account = %s and last_day >= %s order by first_day", [account, first_day]).fetchall()  # fmt: skip
    same = [one for one in found if (one.first_day, one.last_day) == (first_day, last_day)]
    if same or not found:
        return same[0] if same else None
    other = found[0]
    raise BillingMistake("already_closed", f"{account} is closed from {other.first_day} to {other.last_day}")


def last_closed(connection: Connection[Any], account: str) -> date | None:
    """The last day that was closed."""
    row = connection.execute("select max(last_day) from billing_period where account = %s", [account]).fetchone()
    return row[0] if row else None


def open_calls(connection: Connection[Any], account: str, until: datetime) -> list[MarkedCall]:
    """Rated calls of the account that ended before then and are on no invoice."""
    with connection.cursor(row_factory=class_row(MarkedCall)) as cursor:
        asked = f"select {_CALL} from rated_call where {_OPEN}"  # noqa: S608 - ours
        return cursor.execute(asked, {"account": account, "until": until}).fetchall()


def unrated_count(connection: Connection[Any], account: str, until: datetime) -> int:
    """Calls of the account that ended before then and have no price."""
    row = connection.execute(
        "select count(*) from rated_call where account = %s and period is null and state = 'unrated' and ended_at < %s",
        [account, until]).fetchone()  # fmt: skip
    return int(row[0]) if row else 0


def mark(connection: Connection[Any], account: str, until: datetime) -> int:
    """Take the account's open calls into a new period; its number."""
    row = connection.execute("select nextval(pg_get_serial_sequence('billing_period', 'period'))").fetchone()
    assert row is not None
    connection.execute(f"update rated_call set period = {int(row[0])} where {_OPEN}",  # noqa: S608 - ours
                       {"account": account, "until": until})  # fmt: skip
    return int(row[0])


def sums(
    connection: Connection[Any], account: str, since: datetime, until: datetime, period: int | None,
    vat: Sequence[VatSpan],
) -> tuple[list[CallSum], int]:
    """What the calls of a period (None: the account's open ones) come to, by group and VAT; how many are late.

    Raises BillingMistake for a call that ended when no VAT rate of its name held.
    """
    asked = {"account": account, "since": since, "until": until, "period": period,
             "names": [one.vat for one in vat], "begins": [one.begins_at for one in vat],
             "ends": [one.ends_at for one in vat], "percents": [one.percent for one in vat]}  # fmt: skip
    found, late = [], 0
    for group, name, percent, exact, billed_ms, calls, lately, ended_at in connection.execute(
        _SUMS.format(which=_OPEN if period is None else "period = %(period)s"), asked
    ):
        if percent is None:
            raise BillingMistake("bad_value", f"{account}: no VAT rate {name} holds on {ended_at:%Y-%m-%d}")
        found.append(CallSum(group=group, vat=percent, exact=int(exact), billed_ms=int(billed_ms), calls=calls))
        late += lately
    return found, late


def calls_of(connection: Connection[Any], period: int) -> list[MarkedCall]:
    """The calls of a period that was closed, without those that a correction gave back."""
    with connection.cursor(row_factory=class_row(MarkedCall)) as cursor:
        asked = f"select {_CALL} from rated_call where period = %s and returned_by is null"  # noqa: S608 - ours
        return cursor.execute(asked, [period]).fetchall()


def change(connection: Connection[Any], prices: Iterable[Price], charged: Iterable[tuple[str, str, int, int]]) -> None:
    """Of calls just marked: other prices than they had; what was charged with free time (key, exact, ms)."""
    with connection.cursor() as cursor:
        cursor.executemany(_CHANGE, [msgspec.structs.asdict(price) for price in prices])
        cursor.executemany(
            "update rated_call set charged = %s, free_ms = %s where pbx = %s and call_id = %s",
            [(exact, ms, pbx, call_id) for pbx, call_id, exact, ms in charged])  # fmt: skip


def leave(connection: Connection[Any], keys: Sequence[tuple[str, str, str]]) -> None:
    """Of calls just marked: those (with the reason) that have no price after all stay open."""
    with connection.cursor() as cursor:
        cursor.executemany(
            "update rated_call set period = null, state = 'unrated', exact = 0, reason = %s "
            "where pbx = %s and call_id = %s", [(reason, pbx, call_id) for pbx, call_id, reason in keys])  # fmt: skip


def add_period(
    connection: Connection[Any], period: int, account: str, days: tuple[date, date], until: datetime, draft: Draft,
    at: datetime, by: str, calls: int, exact: Exact, invoice: str | None,
) -> None:  # fmt: skip
    """The period is closed."""
    connection.execute(
        "insert into billing_period (period, account, first_day, last_day, until, closed_at, closed_by, calls, exact, "
        "draft, invoice) overriding system value values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [period, account, *days, until, at, escape(by), calls, exact, kept_draft(draft), invoice],
    )


def next_number(connection: Connection[Any], numbering: Numbering) -> tuple[str, int]:
    """The next number of a series; who asks after waits until this transaction ends."""
    row = connection.execute(
        "insert into number_series as n (series, last) values (%s, 1) "
        "on conflict (series) do update set last = n.last + 1 returning last", [numbering.series],
    ).fetchone()  # fmt: skip
    assert row is not None
    return f"{numbering.series}{row[0]:0{numbering.digits}}", int(row[0])


def add_document(
    connection: Connection[Any], document: Invoice, numbering: Numbering, serial: int, account: str, by: str,
    period: int | None = None, draft: Draft | None = None,
) -> None:  # fmt: skip
    """A document, for good."""
    connection.execute(
        "insert into invoice (number, series, serial, kind, account, period, answers, issued_on, due_on, currency, "
        "total, content, draft, made_by) values (%s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s, %s)",
        [document.number, numbering.series, serial, document.kind, account, period, document.answers or None,
         document.issued_on, document.due_on, document.currency, document.total,
         msgspec.json.encode(document).decode(), draft and kept_draft(draft), escape(by)],
    )  # fmt: skip


def kept_draft(draft: Draft) -> str:
    """A draft as JSON, without its calls: those are rows."""
    return msgspec.json.encode(msgspec.structs.replace(draft, calls=(), unrated=())).decode()


def issued_draft(connection: Connection[Any], period: int) -> tuple[ClosedPeriod, Draft]:
    """A closed period and what it comes to with all that has corrected it. Raises BillingMistake."""
    row = connection.execute(
        "select p.account, p.first_day, p.last_day, p.calls, p.exact, p.invoice, coalesce((select i.draft::text from "
        "invoice i where i.period = p.period and i.draft is not null order by i.made_at desc, i.serial desc limit 1), "
        "p.draft::text) from billing_period p where p.period = %s", [period]).fetchone()  # fmt: skip
    if row is None:
        raise BillingMistake("unknown_period", f"there is no period {period}")
    *told, draft = row
    names = ("account", "first_day", "last_day", "calls", "exact", "invoice")
    return ClosedPeriod(period=period, **dict(zip(names, told, strict=True))), msgspec.json.decode(draft, type=Draft)


def give_back(connection: Connection[Any], moved: Sequence[MovedCall], number: str, at: datetime) -> None:
    """Calls that this document gives back are due to be rated for whoever has them now; told as differences.

    In the transaction that issues the document, before ``settle_differences``: so each is given back once.
    """
    with connection.cursor() as cursor:
        cursor.executemany(_GIVE_BACK, [
            {"pbx": one.pbx, "call_id": one.call_id, "number": number, "at": at, "to_account": one.account,
             "to_exact": one.exact, "why": f"is of {one.account or 'nobody'}"}
            for one in moved
        ])  # fmt: skip


def settle_differences(connection: Connection[Any], period: int, number: str) -> None:
    """What differed in a period is corrected by this document."""
    connection.execute(
        "update rating_difference set settled_by = %s where period = %s and settled_by is null", [number, period])


_GIVE_BACK = """
    with returned as (
        update rated_call set returned_by = %(number)s
        where pbx = %(pbx)s and call_id = %(call_id)s and period is not null and returned_by is null
        returning pbx, call_id, part_of, account, period, exact
    ), told as (
        insert into rating_difference (pbx, call_id, found_at, account, period, invoiced, exact, why, to_account,
            to_exact)
        select pbx, call_id, %(at)s, account, period, exact, 0, %(why)s, %(to_account)s, %(to_exact)s from returned r
        where not exists (select from rating_difference d where d.pbx = r.pbx and d.call_id = r.call_id
            and d.settled_by is null)
        on conflict do nothing
    )
    insert into rating_due (pbx, call_id) select pbx, coalesce(part_of, call_id) from returned"""
_SUMS = """
    select coalesce(r.destination, ''), r.vat, v.percent, sum(coalesce(r.charged, r.exact)), sum(r.billed_ms), count(*),
        count(*) filter (where r.ended_at < %(since)s), min(r.ended_at)
    from rated_call r
    left join unnest(%(names)s::text[], %(begins)s::timestamptz[], %(ends)s::timestamptz[], %(percents)s::numeric[])
        v (vat, begins_at, ends_at, percent)
        on v.vat = r.vat and r.ended_at >= v.begins_at and r.ended_at < v.ends_at
    where {which} group by 1, 2, 3"""
_CHANGE = """
    update rated_call set tariff = %(tariff)s, version = %(version)s, prefix = %(prefix)s,
        destination = %(destination)s, vat = %(vat)s,
        billed_ms = %(billed_ms)s, exact = %(exact)s, trace = %(trace)s, rated_at = %(rated_at)s
    where pbx = %(pbx)s and call_id = %(call_id)s"""
