"""Credit that time and second thoughts move: monthly fees, and calls whose price changed after they were taken.

Each is one short transaction under the lock of the account's row in ``credit``, and entered under a key, so that doing
it twice is doing it once. What people move is in ``topping_up``, what calls take first in ``credit``.
"""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any, Literal

import msgspec
from psycopg import Connection
from psycopg.rows import class_row

from collector_daemon.store.audit import Act
from collector_daemon.store.billing.way_in import enter
from shared.billing.credit import Purse, Refused, Reservation, withdraw
from shared.billing.money import Exact, exact, rounded
from shared.database.escapes import unescape

Key = tuple[str, str]
BY = "daemon"


class OwedFee(msgspec.Struct, frozen=True, kw_only=True):
    """A subscription's fee of the month that begins then. ``since``: the subscription's first day."""

    account: str
    fee: str
    since: date
    month: date
    amount: Decimal

    @property
    def key(self) -> str:
        """In the ledger."""
        return f"fee {self.account} {self.fee} {self.since} {self.month:%Y-%m}"


def months_taken(connection: Connection[Any], account: str) -> dict[tuple[str, date], date]:
    """The last month that was taken or is owed, by fee and the subscription's first day."""
    rows = connection.execute(_MONTHS, {"account": account}).fetchall()
    return {(fee, since): month for fee, since, month in rows}


def owed(connection: Connection[Any], account: str) -> list[OwedFee]:
    """The oldest first."""
    with connection.cursor(row_factory=class_row(OwedFee)) as cursor:
        return cursor.execute(
            "select account, fee, since, month, amount from owed_fee where account = %s order by month, fee, since",
            [account]).fetchall()  # fmt: skip


def not_owed(connection: Connection[Any], one: OwedFee) -> None:
    """The subscription had ended before."""
    connection.execute(_NOT_OWED, [one.account, one.fee, one.since, one.month])


def take_fee(
    connection: Connection[Any], one: OwedFee, now: datetime, *, may_take: bool = True
) -> Literal["taken", "before", "owed"]:
    """Take it whole, or, where what is not reserved does not reach, note it as owed: nothing of it is taken then.

    Not ``may_take``: only note it. That it is owed is in the audit once.
    """
    with connection.transaction():
        balance, reserved = connection.execute(
            "select balance, reserved from credit where account = %s for update", [one.account]
        ).fetchone() or (Decimal(0), 0)
        if connection.execute("select from ledger_entry where key = %s", [one.key]).fetchone():
            not_owed(connection, one)
            return "before"
        held = (Reservation(key="", amount=Exact(reserved), granted_ms=0),)
        if not may_take or isinstance(withdraw(Purse(balance=exact(balance), held=held), exact(one.amount)), Refused):
            if connection.execute(_OWED, {**msgspec.structs.asdict(one), "now": now}).rowcount:
                _enter(connection, now, one.account, "fee owed", f"{one.fee} {one.month:%Y-%m}: {one.amount}")
            return "owed"
        _move(connection, one.account, "fee", one.key, -one.amount, now, note=f"{one.fee} {one.month:%Y-%m}")
        not_owed(connection, one)
    return "taken"


def settling_due(connection: Connection[Any], most: int) -> list[Key]:
    """Calls that were taken from a credit and were rated again since."""
    return connection.execute("select pbx, call_id from settling_due limit %s", [most]).fetchall()


def settle_again(connection: Connection[Any], key: Key, now: datetime) -> list[tuple[str, Decimal]]:
    """Enter by how much the call was taken wrong from whom; nothing where it was not.

    A call that is another account's now is given back to the first; one that has no price any more stays as it was. One
    of a closed period stays in it as it was, given back by the ledger, and is rated as a new one; then this is asked
    again.
    """
    moved = []
    with connection.transaction():
        connection.execute("delete from settling_due where pbx = %s and call_id = %s", key)
        if connection.execute(_REOPEN, {"pbx": key[0], "call_id": key[1]}).fetchone():
            return []
        accounts = [name for (name,) in connection.execute(_CONCERNED, [*key, *key]).fetchall()]
        connection.execute(
            "select from credit where account = any(%s) order by account for update", [accounts])
        price = connection.execute(_PRICE, key).fetchone()
        for account in accounts:
            taken, entries = connection.execute(_TAKEN, [account, *key]).fetchone() or (Decimal(0), 0)
            state, owner, cost = price or ("gone", None, 0)
            if state == "unrated" and owner == account:
                continue
            due = rounded(Exact(cost)) if state == "rated" and owner == account else Decimal(0)
            if due != taken:
                entered = f"again {entries} {key[0]} {key[1]} {account}"
                _move(connection, account, "correction", entered, taken - due, now, key, cost if due else 0)
                _enter(connection, now, account, "credit corrected",
                       f"{unescape(key[0])} {unescape(key[1])}: {taken} was taken, {due} it costs")  # fmt: skip
                moved.append((account, taken - due))
    return moved


def _move(
    connection: Connection[Any], account: str, kind: str, key: str, amount: Decimal, now: datetime,
    call: tuple[str | None, str | None] = (None, None), cost: int | None = None, note: str = "",
) -> None:  # fmt: skip
    """``amount``: what the account gets (negative: what is taken)."""
    row = connection.execute(
        "insert into ledger_entry (key, kind, account, pbx, call_id, exact, note, made_at, made_by) "
        "values (%s, %s, %s, %s, %s, %s, %s, %s, %s) returning entry",
        [key, kind, account, *call, cost, note, now, BY]).fetchone()  # fmt: skip
    assert row is not None
    connection.execute(
        "insert into ledger_leg (entry, nth, book, account, amount) "
        "values (%(entry)s, 0, 'credit', %(account)s, %(amount)s), (%(entry)s, 1, 'revenue', %(account)s, -%(amount)s)",
        {"entry": row[0], "account": account, "amount": amount})  # fmt: skip


def _enter(connection: Connection[Any], now: datetime, account: str, act: str, detail: str) -> None:
    enter(connection, Act(happened_at=now, account=BY, act=act, subject=account, detail=detail, origin=BY))


_MONTHS = """
    select fee, since, max(month) from (
        select s.fee, s.since, to_date(right(e.key, 7), 'YYYY-MM') from billing_subscription s
        join ledger_entry e on e.account = s.account and e.kind = 'fee'
            and e.key like 'fee ' || s.account || ' ' || s.fee || ' ' || s.since || ' %%'
        where s.account = %(account)s
        union all select fee, since, month from owed_fee where account = %(account)s
    ) m (fee, since, month) group by 1, 2"""
_OWED = """
    insert into owed_fee (account, fee, since, month, amount, noticed_at)
    values (%(account)s, %(fee)s, %(since)s, %(month)s, %(amount)s, %(now)s) on conflict do nothing"""
_NOT_OWED = "delete from owed_fee where account = %s and fee = %s and since = %s and month = %s"
_REOPEN = """
    with returned as (
        update rated_call r set returned_by = 'ledger' from billing_account a
        where r.pbx = %(pbx)s and r.call_id = %(call_id)s and r.period is not null and r.returned_by is null
            and a.account = r.account and a.kind = 'pre' and exists (select from rating_difference d
                where d.pbx = r.pbx and d.call_id = r.call_id and d.settled_by is null)
        returning r.pbx, r.call_id, r.part_of
    ), settled as (
        update rating_difference d set settled_by = 'ledger' from returned r
        where d.pbx = r.pbx and d.call_id = r.call_id and d.settled_by is null
    )
    insert into rating_due (pbx, call_id) select pbx, coalesce(part_of, call_id) from returned returning id"""
_CONCERNED = """
    select account from ledger_entry where pbx = %s and call_id = %s
    union select r.account from rated_call r join billing_account a on a.account = r.account and a.kind = 'pre'
        where r.pbx = %s and r.call_id = %s and r.returned_by is null
    order by 1"""
_PRICE = "select state, account, exact from rated_call where pbx = %s and call_id = %s and returned_by is null"
_TAKEN = """
    select coalesce(-sum(l.amount), 0), count(*) from ledger_entry e
    join ledger_leg l on l.entry = e.entry and l.book = 'credit'
    where e.account = %s and e.pbx = %s and e.call_id = %s"""
