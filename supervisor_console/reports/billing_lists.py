"""Lists of billing: documents, payments, calls without a price, ledgers of credit, income by line and destination."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import msgspec
from sqlalchemy import Connection, text

from supervisor_console.reports.billing import Months, plain

MOST = 500
PROFITS = 20_000
"""Lines and extensions of accounts that are summed: as many as a centre has, so that no sum lacks any."""


class DocumentFound(msgspec.Struct, frozen=True, kw_only=True):
    """A document. ``open_amount``: what of it is still to be paid (negative: paid over)."""

    number: str
    kind: str
    account: str
    title: str
    issued_on: date
    due_on: date
    currency: str
    total: Decimal
    open_amount: Decimal
    answers: str | None


class PaymentFound(msgspec.Struct, frozen=True, kw_only=True):
    """Money that came (negative: went back)."""

    key: str
    account: str
    title: str
    invoice: str | None
    paid_on: date
    amount: Decimal
    currency: str
    note: str
    made_by: str


class Unpriced(msgspec.Struct, frozen=True, kw_only=True):
    """A call that nobody pays for yet, and why. ``title``: whose it is, None: nobody's."""

    pbx: str
    call_id: str
    state: str
    reason: str
    title: str | None
    direction: str
    line: str | None
    extension: str | None
    number: str | None
    answered_at: datetime
    ended_at: datetime


class Movement(msgspec.Struct, frozen=True, kw_only=True):
    """An entry of a ledger: what the account got (negative: spent), and what it had after it."""

    entry: int
    kind: str
    amount: Decimal
    balance: Decimal
    document: str | None
    call_id: str | None
    note: str
    made_at: datetime
    made_by: str


class Earned(msgspec.Struct, frozen=True, kw_only=True):
    """What calls of one line (or extension) came to. ``exact``: without VAT.

    ``purchase``: what the carrier gets of it; ``unpurchased``: calls of which that is not known, ``uncosted`` what
    those came to. Income is set against its own cost only: ``exact`` is ``purchase``, ``profit`` and ``uncosted``.
    """

    line: str | None
    currency: str
    calls: int
    exact: int
    purchase: int = 0
    unpurchased: int = 0
    uncosted: int = 0

    @property
    def profit(self) -> int:
        """What is left of the calls of which it is known what they cost, exact."""
        return self.exact - self.uncosted - self.purchase


class Income(Earned, frozen=True, kw_only=True):
    """What they came to of calls to one destination."""

    direction: str
    destination: str
    billed_ms: int


class Profit(Earned, frozen=True, kw_only=True):
    """What they came to of calls of one account."""

    account: str
    title: str


class DifferenceFound(msgspec.Struct, frozen=True, kw_only=True):
    """An invoiced call that costs something else now, exact. ``to_title``: whose it is now (None: the same account's),
    where it costs ``to_exact``; ``settled_by``: the document that corrects it, None: nothing does yet.
    """

    pbx: str
    call_id: str
    found_at: datetime
    account: str
    title: str
    currency: str
    invoice: str | None
    invoiced: int
    exact: int
    why: str
    to_account: str | None
    to_title: str | None
    to_exact: int
    settled_by: str | None


class OwedFee(msgspec.Struct, frozen=True, kw_only=True):
    """A monthly fee for which an account's credit did not reach: nothing of it was taken yet."""

    account: str
    title: str
    fee: str
    fee_title: str
    month: date
    amount: Decimal
    currency: str
    noticed_at: datetime


class Books(msgspec.Struct, frozen=True, kw_only=True):
    """All that the tab of invoices lists."""

    documents: tuple[DocumentFound, ...] = ()
    payments: tuple[PaymentFound, ...] = ()
    unpriced: tuple[Unpriced, ...] = ()
    differences: tuple[DifferenceFound, ...] = ()
    owed: tuple[OwedFee, ...] = ()


def books(connection: Connection) -> Books:
    """The latest of each. Raises what the database raises."""
    asked = {"most": MOST}
    return Books(
        documents=tuple(DocumentFound(**plain(row, "title"))
                        for row in connection.execute(_DOCUMENTS, asked).mappings()),
        payments=tuple(PaymentFound(**plain(row, "title", "note", "key"))
                       for row in connection.execute(_PAYMENTS, asked).mappings()),
        unpriced=tuple(Unpriced(**plain(row, "pbx", "call_id", "line", "extension", "number", "title"))
                       for row in connection.execute(_UNPRICED, asked).mappings()),
        differences=tuple(DifferenceFound(**plain(row, "pbx", "call_id", "title", "to_title"))
                          for row in connection.execute(_DIFFERENCES, asked).mappings()),
        owed=owed_fees(connection),
    )  # fmt: skip


def owed_fees(connection: Connection) -> tuple[OwedFee, ...]:
    """Fees that wait for credit, the oldest first. Raises what the database raises."""
    rows = connection.execute(_OWED, {"most": MOST}).mappings()
    return tuple(OwedFee(**plain(row, "title", "fee", "fee_title")) for row in rows)


def ledger(connection: Connection, account: str) -> tuple[Movement, ...]:
    """The latest first. Raises what the database raises."""
    rows = connection.execute(_LEDGER, {"account": account, "most": MOST}).mappings()
    return tuple(Movement(**plain(row, "call_id", "note")) for row in rows)


def income(connection: Connection, period: Months) -> tuple[Income, ...]:
    """Of the rated calls that ended in the period, the most first. Raises what the database raises."""
    rows = connection.execute(_INCOME, {"since": period.since, "until": period.until, "most": MOST}).mappings()
    return tuple(Income(**plain(row, "line", "destination")) for row in rows)


def profits(connection: Connection, period: Months) -> tuple[Profit, ...]:
    """By account and line, of the rated calls that ended in the period, the most first. Raises as ``income``."""
    rows = connection.execute(_PROFITS, {"since": period.since, "until": period.until, "most": PROFITS}).mappings()
    return tuple(Profit(**plain(row, "line", "title")) for row in rows)


_DOCUMENTS = text("""
select i.number, i.kind, i.account, a.title, i.issued_on, i.due_on, i.currency, i.total, i.answers,
       case when i.kind = 'receipt' or i.answers is not null then 0 else
            i.total - coalesce((select sum(amount) from payment where invoice = i.number), 0)
                    + coalesce((select sum(total) from invoice n where n.answers = i.number), 0) end as open_amount
from invoice i join billing_account a on a.account = i.account order by i.issued_on desc, i.number desc limit :most
""")
_PAYMENTS = text("""
select p.key, p.account, a.title, p.invoice, p.paid_on, p.amount, a.currency, p.note, p.made_by
from payment p join billing_account a on a.account = p.account order by p.paid_on desc, p.made_at desc limit :most
""")
_UNPRICED = text("""
select r.pbx, r.call_id, r.state, r.reason, a.title, r.direction, r.line, r.extension, r.number, r.answered_at,
       r.ended_at
from rated_call r left join billing_account a on a.account = r.account
where r.state <> 'rated' order by r.ended_at desc, r.pbx, r.call_id limit :most
""")
_LEDGER = text("""
select e.entry, e.kind, l.amount, e.document, e.call_id, e.note, e.made_at, e.made_by,
       sum(l.amount) over (order by e.entry) as balance
from ledger_entry e
join (select entry, sum(amount) as amount from ledger_leg where book = 'credit' and account = :account group by entry) l
     on l.entry = e.entry
where e.account = :account order by e.entry desc limit :most
""")
_INCOME = text("""
select r.direction, coalesce(r.line, r.extension) as line, coalesce(r.destination, '') as destination, a.currency,
       count(*) as calls, sum(r.billed_ms)::bigint as billed_ms, sum(coalesce(r.charged, r.exact))::bigint as exact,
       coalesce(sum(r.purchase), 0)::bigint as purchase, count(*) filter (where r.purchase is null) as unpurchased,
       coalesce(sum(coalesce(r.charged, r.exact)) filter (where r.purchase is null), 0)::bigint as uncosted
from rated_call r join billing_account a on a.account = r.account
where r.state = 'rated' and r.returned_by is null and r.ended_at >= :since and r.ended_at < :until
group by 1, 2, 3, 4 order by exact desc, 2, 3 limit :most
""")
_PROFITS = text("""
select r.account, a.title, coalesce(r.line, r.extension) as line, a.currency, count(*) as calls,
       sum(coalesce(r.charged, r.exact))::bigint as exact, coalesce(sum(r.purchase), 0)::bigint as purchase,
       count(*) filter (where r.purchase is null) as unpurchased,
       coalesce(sum(coalesce(r.charged, r.exact)) filter (where r.purchase is null), 0)::bigint as uncosted
from rated_call r join billing_account a on a.account = r.account
where r.state = 'rated' and r.returned_by is null and r.ended_at >= :since and r.ended_at < :until
group by 1, 2, 3, 4 order by exact desc, 1, 3 limit :most
""")
_DIFFERENCES = text("""
select d.pbx, d.call_id, d.found_at, d.account, a.title, a.currency, p.invoice, d.invoiced, d.exact, d.why,
       d.to_account, t.title as to_title, d.to_exact, d.settled_by
from rating_difference d join billing_account a on a.account = d.account
left join billing_period p on p.period = d.period left join billing_account t on t.account = d.to_account
order by (d.settled_by is null) desc, d.found_at desc, d.pbx, d.call_id limit :most
""")
_OWED = text("""
select o.account, a.title, o.fee, coalesce(f.title, o.fee) as fee_title, o.month, o.amount, a.currency, o.noticed_at
from owed_fee o join billing_account a on a.account = o.account
left join lateral (select one.said ->> 'title' as title
                   from tariff_version v cross join jsonb_array_elements(v.content -> 'fees') one (said)
                   where v.tariff = a.tariff and one.said ->> 'fee' = o.fee order by v.version desc limit 1) f on true
order by o.month, o.account, o.fee limit :most
""")
