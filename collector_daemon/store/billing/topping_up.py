"""Credit that people move: top-ups, what is given back, and whom to tell that there is little left.

What calls take is in ``credit``, which is asynchronous; both lock the same row.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec
from psycopg import Connection
from psycopg.rows import class_row

from collector_daemon.store.billing.way_in import BillingMistake
from shared.billing.money import UNIT, exact
from shared.database.escapes import escape


class TopUp(msgspec.Struct, frozen=True, kw_only=True):
    """Money for credit (negative: given back). ``key``: of who says it; ``document``: its receipt."""

    account: str
    amount: Decimal
    key: str
    note: str = ""
    document: str | None = None


class Moved(msgspec.Struct, frozen=True, kw_only=True):
    """The balance after it; not ``is_new``: it had been said before, with this receipt."""

    balance: Decimal
    document: str | None
    is_new: bool


class LowCredit(msgspec.Struct, frozen=True, kw_only=True):
    """An account with less than it wants to be told of."""

    account: str
    title: str
    language: str
    currency: str
    mail_to: tuple[str, ...]
    available: Decimal
    low: Decimal


def said_before(connection: Connection[Any], wanted: TopUp) -> Moved | None:
    """Lock the account's credit; what was moved under this key already. Raises BillingMistake."""
    row = connection.execute(
        "select c.balance, c.reserved from credit c join billing_account a on a.account = c.account "
        "where c.account = %s and a.kind = 'pre' for update of c", [wanted.account]).fetchone()  # fmt: skip
    if row is None:
        raise BillingMistake("unknown_account", f"there is no pre-paid account {wanted.account}")
    balance, reserved = row
    before = connection.execute(
        "select e.account, l.amount, e.document from ledger_entry e join ledger_leg l on l.entry = e.entry "
        "where e.key = %s and l.book = 'credit'", [f"by hand {wanted.key}"]).fetchone()  # fmt: skip
    if before is None:
        if wanted.amount < 0 and exact(balance) - reserved + exact(wanted.amount) < 0:
            raise BillingMistake("no_credit", f"only {(exact(balance) - reserved) / UNIT:.2f} can be given back")
        return None
    if before[:2] != (wanted.account, wanted.amount):
        raise BillingMistake("already_there", "something else was said under this key")
    return Moved(balance=balance, document=before[2], is_new=False)


def move(connection: Connection[Any], wanted: TopUp, by: str, at: datetime) -> Moved:
    """Write it into the ledger, after ``said_before`` in the same transaction."""
    kind = "top_up" if wanted.amount > 0 else "refund"
    row = connection.execute(
        "insert into ledger_entry (key, kind, account, document, note, made_at, made_by) "
        "values (%s, %s, %s, %s, %s, %s, %s) returning entry",
        [f"by hand {wanted.key}", kind, wanted.account, wanted.document, escape(wanted.note), at, escape(by)],
    ).fetchone()
    assert row is not None
    connection.execute(
        "insert into ledger_leg (entry, nth, book, account, amount) "
        "values (%(entry)s, 0, 'credit', %(account)s, %(amount)s), (%(entry)s, 1, 'money', %(account)s, -%(amount)s)",
        {"entry": row[0], "account": wanted.account, "amount": wanted.amount})  # fmt: skip
    after = connection.execute(
        "update credit set low_told_at = null where account = %s returning balance", [wanted.account]).fetchone()
    assert after is not None
    return Moved(balance=after[0], document=wanted.document, is_new=True)


def low_ones(connection: Connection[Any]) -> list[LowCredit]:
    """Accounts with little left of which nobody was told yet."""
    with connection.cursor(row_factory=class_row(LowCredit)) as cursor:
        return cursor.execute(
            "select a.account, a.title, a.language, a.currency, a.mail_to, "
            "trunc(c.balance - c.reserved / %(unit)s::numeric, 2) as available, a.low_credit as low "
            "from credit c join billing_account a on a.account = c.account "
            "where a.kind = 'pre' and a.is_open and a.low_credit is not null and c.low_told_at is null "
            "and a.mail_to <> '{}' and c.balance - c.reserved / %(unit)s::numeric < a.low_credit",
            {"unit": UNIT}).fetchall()  # fmt: skip


def low_told(connection: Connection[Any], account: str, at: datetime) -> None:
    """It was told, until the next top-up."""
    connection.execute("update credit set low_told_at = %s where account = %s", [at, account])


def differing(connection: Connection[Any]) -> list[str]:
    """Accounts whose balance or reserved sum is not what the ledger and the reservations say; there should be none."""
    rows = connection.execute("""
        select c.account from credit c
        left join lateral (select sum(amount) as amount from ledger_leg l
            where l.account = c.account and l.book = 'credit') l on true
        left join lateral (select sum(exact) as exact from reservation r
            where r.account = c.account and r.ended_at is null) r on true
        where c.balance <> coalesce(l.amount, 0) or c.reserved <> coalesce(r.exact, 0) order by 1""").fetchall()
    return [account for (account,) in rows]
