"""One account that pays: its price list with all versions, rated calls with their traces, its document, its credit."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import msgspec
from sqlalchemy import Connection, text

from shared.billing.invoice import Invoice
from shared.billing.rated import Trace
from shared.billing.tariff import TariffVersion
from shared.invoicing.pdf import pdf
from supervisor_console.reports.billing import Months, plain

MOST_CALLS = 200


class RatedFound(msgspec.Struct, frozen=True, kw_only=True):
    """A rated call; ``trace`` says why it costs what it costs. ``period``: the one it was invoiced in."""

    pbx: str
    call_id: str
    number: str | None
    direction: str
    answered_at: datetime
    ended_at: datetime
    exact: int
    trace: Trace | None
    period: int | None


class Running(msgspec.Struct, frozen=True, kw_only=True):
    """A call that goes on and has money reserved: so much (exact) for so long from its answer, by that version.

    ``number``: whom it is with; None: not known, or erased. ``is_masked``: its account, or who asks, may not see it.
    """

    account: str
    pbx: str
    call_id: str
    exact: int
    granted_ms: int
    opened_at: datetime
    tariff: str | None
    version: int | None
    number: str | None = None
    is_masked: bool = False


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document as issued and as it is printed."""

    invoice: Invoice
    paper: bytes
    ways: tuple[str, ...] = ()
    delivered: str = ""


class Detail(msgspec.Struct, frozen=True, kw_only=True):
    """Of the account: ``versions`` of its price list (the latest first), ``calls`` of the period (the latest first)."""

    account: str
    versions: tuple[TariffVersion, ...] = ()
    calls: tuple[RatedFound, ...] = ()
    document: Document | None = None
    running: tuple[Running, ...] = ()


def detail(connection: Connection, account: str, period: Months) -> Detail:
    """Raises what the database raises."""
    asked = {"account": account, "since": period.since, "until": period.until, "first": period.first,
             "last": period.last, "most": MOST_CALLS}  # fmt: skip
    tariff = connection.execute(text("select tariff from billing_account where account = :account"), asked).scalar()
    found = connection.execute(_CALLS, asked).mappings()
    number = connection.execute(_NUMBER, asked).scalar()
    return Detail(
        account=account, versions=versions(connection, tariff) if tariff else (),
        calls=tuple(_call(plain(row, "pbx", "call_id", "number")) for row in found),
        document=document(connection, number) if number else None, running=running(connection, account),
    )  # fmt: skip


def versions(connection: Connection, tariff: str) -> tuple[TariffVersion, ...]:
    """All versions of a price list, the latest first."""
    rows = connection.execute(_VERSIONS, {"tariff": tariff})
    return tuple(msgspec.json.decode(content, type=TariffVersion) for (content,) in rows)


def document(connection: Connection, number: str) -> Document | None:
    """The document of that number with its paper; None: there is none."""
    row = connection.execute(_DOCUMENT, {"number": number}).one_or_none()
    if row is None:
        return None
    invoice = msgspec.json.decode(row.content, type=Invoice)
    ways = tuple(way for way, has in (("mail", row.has_mail), ("folder", row.has_folder)) if has)
    return Document(invoice=invoice, paper=pdf(invoice), ways=ways, delivered=row.delivered or "")


def running(connection: Connection, account: str | None) -> tuple[Running, ...]:
    """Calls that go on with money reserved."""
    rows = connection.execute(_RUNNING, {"account": account}).mappings()
    return tuple(Running(**plain(row, "pbx", "call_id", "number")) for row in rows)


def _call(row: dict[str, object]) -> RatedFound:
    trace = row.pop("trace")
    read = msgspec.json.decode(str(trace), type=Trace) if trace is not None else None
    return RatedFound(**row, trace=read)  # type: ignore[arg-type]  # as the columns are


def exact_price(price: int) -> Decimal:
    """A price per minute of a trace."""
    return Decimal(price) / 10**6


_CALLS = text("""
select pbx, call_id, number, direction, answered_at, ended_at, exact, trace::text as trace, period from rated_call
where account = :account and state = 'rated' and returned_by is null and ended_at >= :since and ended_at < :until
order by ended_at desc, pbx, call_id limit :most
""")
_NUMBER = text("""
select invoice from billing_period where account = :account and first_day <= :last and last_day >= :first
and invoice is not null order by first_day desc limit 1
""")
_VERSIONS = text("select content::text from tariff_version where tariff = :tariff order by version desc")
_DOCUMENT = text("""
select i.content::text as content, cardinality(a.mail_to) > 0 as has_mail, a.folder <> '' as has_folder,
       (select coalesce(d.outcome, 'waits') from invoice_delivery d where d.invoice = i.number
        order by d.asked_at desc limit 1) as delivered
from invoice i join billing_account a on a.account = i.account where i.number = :number
""")
_RUNNING = text("""
select r.account, coalesce(r.pbx, '') as pbx, coalesce(r.call_id, '') as call_id, r.exact, r.granted_ms, r.opened_at,
       r.tariff, r.version, r.number, a.is_masked or not (select may('callers.see')) as is_masked
from reservation r join billing_account a on a.account = r.account
where r.ended_at is null and (r.account = :account or cast(:account as text) is null) order by r.opened_at
""")
