"""Documents that were issued: which there are, what was paid of them, what is overdue, and where they are sent."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import msgspec
from psycopg import Connection
from psycopg.rows import class_row

from collector_daemon.store.audit import Act
from collector_daemon.store.billing.accounts import BillingAccount
from collector_daemon.store.billing.way_in import BillingMistake, enter
from shared.billing.invoice import DocumentKind, Invoice
from shared.database.escapes import escape

Way = Literal["mail", "folder"]


class Document(msgspec.Struct, frozen=True, kw_only=True):
    """A document in a list. ``paid``: what came for it; ``corrected``: the sum of what corrects it.

    ``open_amount``: what is still to be paid (negative: paid over).
    """

    number: str
    kind: DocumentKind
    account: str
    period: int | None
    answers: str | None
    issued_on: date
    due_on: date
    currency: str
    total: Decimal
    paid: Decimal
    corrected: Decimal
    open_amount: Decimal


class Payment(msgspec.Struct, frozen=True, kw_only=True):
    """Money that came (negative: went back). ``key`` is of who says it: said twice is once."""

    key: str
    account: str
    invoice: str | None
    paid_on: date
    amount: Decimal
    note: str = ""


class OnItsWay(msgspec.Struct, frozen=True, kw_only=True):
    """A document to be delivered."""

    invoice: str
    way: Way
    asked_at: datetime
    tries: int


def documents(
    connection: Connection[Any], account: str | None = None, *, since: date | None = None, until: date | None = None,
    is_open: bool = False, number: str | None = None, most: int = 1000,
) -> list[Document]:  # fmt: skip
    """The newest first. ``is_open``: only invoices of which something is still to be paid."""
    asked = {"account": account, "since": since, "until": until, "number": number, "is_open": is_open, "most": most}
    with connection.cursor(row_factory=class_row(Document)) as cursor:
        return cursor.execute(_DOCUMENTS, asked).fetchall()


def the_document(connection: Connection[Any], number: str) -> Document:
    """The one of that number. Raises BillingMistake."""
    found = documents(connection, number=number)
    if not found:
        raise BillingMistake("unknown_invoice", f"there is no document {number}")
    return found[0]


def content(connection: Connection[Any], number: str) -> tuple[Invoice, str]:
    """What the document says, and whose it is. Raises BillingMistake."""
    row = connection.execute("select content::text, account from invoice where number = %s", [number]).fetchone()
    if row is None:
        raise BillingMistake("unknown_invoice", f"there is no document {number}")
    return msgspec.json.decode(row[0], type=Invoice), row[1]


def contents(connection: Connection[Any], since: date, until: date) -> list[Invoice]:
    """What all documents say that were issued on these days (until counted), by their numbers."""
    rows = connection.execute(
        "select content::text from invoice where issued_on between %s and %s order by issued_on, number", [since, until]
    ).fetchall()
    return [msgspec.json.decode(text, type=Invoice) for (text,) in rows]


def overdue(connection: Connection[Any], today: date) -> list[Document]:
    """Invoices of which something is to be paid and whose day has passed, the oldest first."""
    found = [one for one in documents(connection, is_open=True, most=100_000) if one.due_on < today]
    return sorted((one for one in found if one.open_amount > 0), key=lambda one: (one.due_on, one.number))


def add_payment(connection: Connection[Any], paid: Payment, act: Act) -> bool:
    """Keep it; whether it is new. Raises BillingMistake: of another account's invoice; another one under its key."""
    with connection.transaction():
        if paid.invoice is not None and the_document(connection, paid.invoice).account != paid.account:
            raise BillingMistake("bad_value", f"the invoice {paid.invoice} is not of {paid.account}")
        values = msgspec.structs.asdict(paid) | {"note": escape(paid.note), "by": escape(act.account)}
        done = connection.execute(_PAY, values)
        if done.rowcount:
            enter(connection, act)
            return True
        row = connection.execute(
            "select account, invoice, amount from payment where key = %s", [paid.key]).fetchone()
        if row != (paid.account, paid.invoice, paid.amount):
            raise BillingMistake("already_there", "another payment was said under this key")
    return False


def payments(connection: Connection[Any], account: str | None = None, most: int = 1000) -> list[Payment]:
    """The newest first."""
    with connection.cursor(row_factory=class_row(Payment)) as cursor:
        return cursor.execute(
            "select key, account, invoice, paid_on, amount, note from payment "
            "where account = %(account)s or %(account)s::text is null "
            "order by paid_on desc, made_at desc limit %(most)s",
            {"account": account, "most": most}).fetchall()  # fmt: skip


def listed_calls(connection: Connection[Any], period: int) -> list[tuple[datetime, str, str, int, str, int]]:
    """Of a period's calls: answered at, number, group, billed ms, first band, exact amount; in the order of answer."""
    return connection.execute(_LISTED, [period]).fetchall()


# --- deliveries


def ways(payer: BillingAccount) -> list[Way]:
    """Where an account's documents go."""
    return [*(["mail"] if payer.mail_to else []), *(["folder"] if payer.folder else [])]  # type: ignore[list-item]


def send(connection: Connection[Any], number: str, by: Iterable[Way], at: datetime) -> None:
    """The document is to be delivered these ways."""
    for way in by:
        connection.execute(
            "insert into invoice_delivery (invoice, way, asked_at) values (%s, %s, %s) on conflict do nothing",
            [number, way, at])  # fmt: skip


def on_their_way(connection: Connection[Any], most: int = 100) -> list[OnItsWay]:
    """What is still to be delivered, the oldest first."""
    with connection.cursor(row_factory=class_row(OnItsWay)) as cursor:
        return cursor.execute(
            "select invoice, way, asked_at, tries from invoice_delivery where outcome is null "
            "order by asked_at, invoice, way limit %s", [most]).fetchall()  # fmt: skip


def tried(
    connection: Connection[Any], one: OnItsWay, at: datetime, outcome: Literal["sent", "failed"] | None, detail: str
) -> None:
    """It was tried once more; outcome None: it will be again."""
    connection.execute(
        "update invoice_delivery set tries = tries + 1, ended_at = %s, outcome = %s, detail = %s "
        "where invoice = %s and way = %s and asked_at = %s",
        [at if outcome else None, outcome, escape(detail)[:500], one.invoice, one.way, one.asked_at],
    )


_DOCUMENTS = """
    select number, kind, account, period, answers, issued_on, due_on, currency, total, paid, corrected,
        open_amount from (
        select i.number, i.kind, i.account, i.period, i.answers, i.issued_on, i.due_on, i.currency, i.total,
            coalesce(p.paid, 0) as paid, coalesce(c.corrected, 0) as corrected,
            case when i.kind = 'invoice' then i.total + coalesce(c.corrected, 0) - coalesce(p.paid, 0) else 0 end
                as open_amount, i.made_at
        from invoice i
        left join lateral (select sum(amount) as paid from payment where invoice = i.number) p on true
        left join lateral (select sum(n.total) as corrected from invoice n
            where n.answers = i.number and n.kind = 'credit_note') c on true
        where (i.account = %(account)s or %(account)s::text is null)
            and (i.number = %(number)s or %(number)s::text is null)
            and (i.issued_on >= %(since)s or %(since)s::date is null)
            and (i.issued_on <= %(until)s or %(until)s::date is null)
    ) told where not %(is_open)s or open_amount <> 0
    order by issued_on desc, made_at desc, number desc limit %(most)s"""
_PAY = """insert into payment (key, account, invoice, paid_on, amount, note, made_by)
    values (%(key)s, %(account)s, %(invoice)s, %(paid_on)s, %(amount)s, %(note)s, %(by)s)
    on conflict (key) do nothing"""
_LISTED = """
    select answered_at, number, coalesce(destination, ''), billed_ms, coalesce(trace->'parts'->0->>'band', ''),
        coalesce(charged, exact) from rated_call where period = %s order by answered_at, pbx, call_id"""
