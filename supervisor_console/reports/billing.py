"""Accounts that pay, with what a period comes to, as who has the right ``billing`` sees them; others see nothing."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import msgspec
from sqlalchemy import Connection, text

from shared.billing.money import UNIT
from shared.database.escapes import unescape

Kind = Literal["post", "pre"]


class Months(msgspec.Struct, frozen=True):
    """The days of a period, both counted, and the instants between which they lie."""

    first: date
    last: date
    since: datetime
    until: datetime


class Payer(msgspec.Struct, frozen=True, kw_only=True):
    """An account. ``exact``, ``calls``: its rated calls of the period; ``invoice`` and what follows: the last document
    of the period, None where it is not closed; ``open_amount``: what of it is to be paid. ``balance``, ``reserved``
    (exact), ``running``: of credit. ``is_closed``: the period is, also where nothing was to be paid.
    """

    account: str
    title: str
    kind: Kind
    tariff: str | None
    tariff_title: str
    currency: str
    is_open: bool
    is_masked: bool
    low_credit: Decimal | None
    day_limit: Decimal | None
    month_limit: Decimal | None
    calls: int
    exact: int
    is_closed: bool
    invoice: str | None
    due_on: date | None
    total: Decimal | None
    open_amount: Decimal | None
    balance: Decimal
    reserved: int
    day_spent: Decimal
    month_spent: Decimal
    running: int


class Overview(msgspec.Struct, frozen=True, kw_only=True):
    """All accounts; ``unpriced``: calls that have no price or no owner; ``tariffs``: (key, title) of all lists.

    ``purchases``: key by currency of the lists that say what the carrier gets; nobody's calls are charged by those.
    """

    payers: tuple[Payer, ...] = ()
    unpriced: int = 0
    tariffs: tuple[tuple[str, str], ...] = ()
    purchases: dict[str, str] = {}
    first_day: date | None = None


def overview(connection: Connection, period: Months) -> Overview:
    """Raises what the database raises."""
    rows = connection.execute(_PAYERS, {"first": period.first, "last": period.last, "since": period.since,
                                        "until": period.until}).mappings()  # fmt: skip
    payers = tuple(Payer(**{**row, "title": unescape(row["title"])}) for row in rows)
    unpriced, first = connection.execute(_UNPRICED).one()
    lists = connection.execute(_TARIFFS).all()
    return Overview(
        payers=payers, unpriced=unpriced, tariffs=tuple((row.tariff, row.title) for row in lists), first_day=first,
        purchases={row.currency: row.tariff for row in lists if row.is_purchase})  # fmt: skip


def amount_of(exact: int) -> Decimal:
    """Exact units as an amount to be shown, to the cent; not for reckoning."""
    return (Decimal(exact) / UNIT).quantize(Decimal("0.01"))


def plain(row: Any, *names: str) -> dict[str, Any]:
    """A row's values by name, those named read back as text."""
    found = dict(row)
    return found | {name: unescape(found[name]) for name in names if found[name] is not None}


_PAYERS = text("""
select a.account, a.title, a.kind, a.tariff, coalesce(t.title, '') as tariff_title, a.currency, a.is_open, a.is_masked,
       a.low_credit, a.day_limit, a.month_limit, coalesce(c.calls, 0) as calls, coalesce(c.exact, 0)::bigint as exact,
       exists (select from billing_period p where p.account = a.account and p.first_day <= :last
               and p.last_day >= :first) as is_closed,
       i.number as invoice, i.due_on, i.total,
       i.total - coalesce((select sum(amount) from payment where invoice = i.number), 0)
               + coalesce((select sum(total) from invoice n where n.answers = i.number), 0) as open_amount,
       coalesce(m.balance, 0) as balance, coalesce(m.reserved, 0) as reserved,
       coalesce(m.day_spent, 0) as day_spent, coalesce(m.month_spent, 0) as month_spent,
       coalesce((select count(*) from reservation r where r.account = a.account and r.ended_at is null), 0) as running
from billing_account a
left join tariff t on t.tariff = a.tariff
left join credit m on m.account = a.account
left join (select account, count(*) as calls, sum(exact) as exact from rated_call
           where state = 'rated' and returned_by is null and ended_at >= :since and ended_at < :until
           group by account) c
       on c.account = a.account
left join lateral (select n.number, n.due_on, n.total from billing_period p join invoice n on n.number = p.invoice
                   where p.account = a.account and p.first_day <= :last and p.last_day >= :first
                   order by p.first_day desc limit 1) i on true
order by a.is_open desc, a.title, a.account
""")
_UNPRICED = text("""
select count(*) filter (where state <> 'rated'), min(ended_at)::date from rated_call
""")
_TARIFFS = text("select tariff, title, currency, is_purchase from tariff order by is_purchase, title, tariff")
