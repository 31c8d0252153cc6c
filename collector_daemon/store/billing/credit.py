"""Credit paid in advance, in the database: what running calls reserve, what ended ones cost, top-ups and the balance.

For who watches pre-paid calls (``collector_daemon.prepaid``)::

    store = CreditStore(lender)                           # a Lender of its own, so that nobody else is waited for
    asked = Asked(account="eva", key="main 1795.66", pbx="main", call_id="1795.66", tariff="basic", version=3)
    await store.reserve(asked, terms, price, afford, now) -> Grant | Refused    # the first time a call is granted
    await store.extend(asked, terms, price, afford, now)  -> Grant | Refused    # a quantum more; Refused: no more
    await store.settle(asked, terms, exact, now)          -> Settled            # it ended and costs that; twice is once
    await store.release(asked, now)                       -> None               # it was never answered; twice is once
    await store.open_ones()                               -> list[OpenReservation]   # after a restart: what still runs
    await store.standing(account)                         -> Standing           # the balance, what is held, limits

``terms`` (``shared.billing.credit.Terms``) are those of the settings; limits and ``low`` are the account's own and are
put in here. ``price`` and ``afford`` are ``shared.billing.rating`` bound to the call and its version. ``now`` must have
the account's zone: days and months of limits are its. Each of these is one short transaction under the lock of the
account's row in ``credit``; with ``Grant.granted_ms`` the channel's AbsoluteTimeout is to be set *after* it returned.
Everything raises Unavailable (nothing was done, or what was done is found by asking again) and NoCredit for an account
that is unknown or pays by invoice; reserve and extend also for a closed one and for a call that has ended. Not here:
the rules (``shared.billing.credit``).
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

import msgspec

from collector_daemon.store.lending import Deed, Found, Lender
from shared.billing import credit
from shared.billing.credit import Afford, Grant, Price, Purse, Refused, Reservation, Terms
from shared.billing.money import Exact, exact, rounded
from shared.database.connection import Connection
from shared.database.escapes import escape, identifier, unescape
from shared.errors import SuiteError

SECONDS = 5.0
"""How long a call waits for its money: then it is Unavailable."""


class NoCredit(SuiteError):
    """The account has no credit to reserve of: it is unknown, closed, or pays by invoice."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """A call that wants money. ``key`` tells it from all others, for ever; ``version`` is of its tariff.

    ``number``: whom it is with, as it is rated; kept from its first grant until it ends, for who looks on.
    """

    account: str
    key: str
    pbx: str
    call_id: str
    tariff: str
    version: int
    number: str = ""


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """What a call cost, rounded, and the balance after it. ``is_low``: less than the account wants to be told of."""

    amount: Decimal
    balance: Decimal
    is_low: bool


class OpenReservation(msgspec.Struct, frozen=True, kw_only=True):
    """A call that had money when this was read, and how long it may last in all, from its answer."""

    asked: Asked
    granted_ms: int
    reserved: Exact
    opened_at: datetime
    renewed_at: datetime


class Standing(msgspec.Struct, frozen=True, kw_only=True):
    """An account's money: what the ledger says, what is held of it, what was spent today and this month, its limits."""

    balance: Decimal
    reserved: Exact
    day_spent: Decimal
    month_spent: Decimal
    low: Decimal | None
    day_limit: Decimal | None
    month_limit: Decimal | None


class CreditStore:
    """Moves money on connections of a lender."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def reserve(self, asked: Asked, terms: Terms, price: Price, afford: Afford, now: datetime) -> Grant | Refused:
        """The first grant of a call; of one that has a reservation already, one more. Raises NoCredit, Unavailable."""
        return await self._locked(lambda connection: _grant(connection, asked, terms, price, afford, now))

    async def extend(self, asked: Asked, terms: Terms, price: Price, afford: Afford, now: datetime) -> Grant | Refused:
        """A quantum more, by the price of now. Refused: what was granted stays. Raises NoCredit, Unavailable."""
        return await self.reserve(asked, terms, price, afford, now)

    async def settle(self, asked: Asked, terms: Terms, cost: Exact, now: datetime) -> Settled:
        """The call ended and costs that: out of the balance, once, whatever was reserved; the rest is free again."""
        return await self._locked(lambda connection: _settle(connection, asked, terms, cost, now))

    async def release(self, asked: Asked, now: datetime) -> None:
        """The call was never answered: what it holds is free again."""
        await self._locked(lambda connection: _release(connection, asked, now))

    async def open_ones(self) -> list[OpenReservation]:
        """Calls that hold money, the oldest first."""

        async def read(connection: Connection) -> list[OpenReservation]:
            return [_open(row) for row in await (await connection.execute(_OPEN)).fetchall()]

        return await self._lender.use(read, SECONDS)

    async def standing(self, account: str, now: datetime) -> Standing:
        """What the account has. Raises NoCredit, Unavailable."""

        async def read(connection: Connection) -> Standing:
            row = await (
                await connection.execute(_PURSE, {"account": account, "key": "", "day": now.date()})
            ).fetchone()
            if row is None:
                raise NoCredit(f"there is no pre-paid account {account}")
            return Standing(
                balance=row[0], reserved=Exact(row[1]), day_spent=row[2], month_spent=row[3], low=row[4],
                day_limit=row[5], month_limit=row[6],
            )  # fmt: skip

        return await self._lender.use(read, SECONDS)

    async def _locked(self, deed: Deed[Found]) -> Found:
        async def work(connection: Connection) -> Found:
            async with connection.transaction():
                return await deed(connection)

        return await self._lender.use(work, SECONDS)


async def _purse(
    connection: Connection, asked: Asked, terms: Terms, now: datetime, *, is_new: bool = False
) -> tuple[Purse, Terms]:
    """The account's money under its lock. What other calls hold is one sum: the rules only need that."""
    values = {"account": asked.account, "key": asked.key, "day": now.date()}
    row = await (await connection.execute(_LOCKED_PURSE, values)).fetchone()
    if row is None:
        raise NoCredit(f"there is no pre-paid account {asked.account}")
    balance, reserved, day, month, low, day_limit, month_limit, own, granted_ms, is_open = row
    if not is_open and own is None and is_new:
        raise NoCredit(f"the account {asked.account} is closed")
    held = [Reservation(key="", amount=Exact(reserved - (own or 0)), granted_ms=0)]
    if own is not None:
        held.append(Reservation(key=asked.key, amount=Exact(own), granted_ms=granted_ms))
    purse = Purse(balance=exact(balance), held=tuple(held), spent_day=exact(day), spent_month=exact(month))
    own_terms = msgspec.structs.replace(
        terms, low=terms.low if low is None else exact(low), per_day=_limit(day_limit), per_month=_limit(month_limit)
    )
    return purse, own_terms


def _limit(amount: Decimal | None) -> Exact | None:
    return None if amount is None else exact(amount)


async def _grant(
    connection: Connection, asked: Asked, terms: Terms, price: Price, afford: Afford, now: datetime
) -> Grant | Refused:
    purse, terms = await _purse(connection, asked, terms, now, is_new=True)
    after, granted = credit.grant(purse, terms, asked.key, price, afford)
    if isinstance(granted, Grant):
        done = await connection.execute(_RESERVE, {
            "account": asked.account, "key": asked.key, "pbx": identifier(asked.pbx),
            "call_id": identifier(asked.call_id), "tariff": asked.tariff, "version": asked.version, "now": now,
            "exact": _own(after, asked.key), "was": _own(purse, asked.key), "granted_ms": granted.granted_ms,
            "number": escape(asked.number) or None,
        })  # fmt: skip
        if not done.rowcount:
            raise NoCredit(f"the call {asked.key} was settled or given up already")
    return granted


def _own(purse: Purse, key: str) -> int:
    return sum(one.amount for one in purse.held if one.key == key)


async def _settle(connection: Connection, asked: Asked, terms: Terms, cost: Exact, now: datetime) -> Settled:
    purse, terms = await _purse(connection, asked, terms, now)
    after, taken = credit.settle(purse, terms, asked.key, cost)
    amount = rounded(taken, terms.coin)
    row = await (await connection.execute(_SETTLE, {
        "account": asked.account, "key": asked.key, "pbx": identifier(asked.pbx),
        "call_id": identifier(asked.call_id), "exact": cost, "amount": amount, "now": now, "day": now.date(),
    })).fetchone()  # fmt: skip
    if row is None:  # it was settled before
        found = await (await connection.execute(_SETTLED, [f"call {asked.key}"])).fetchone()
        assert found is not None
        return Settled(amount=found[0], balance=rounded(purse.balance), is_low=credit.is_low(purse, terms))
    return Settled(amount=amount, balance=rounded(after.balance), is_low=credit.is_low(after, terms))


async def _release(connection: Connection, asked: Asked, now: datetime) -> None:
    await connection.execute("select from credit where account = %s for update", [asked.account])
    await connection.execute(_RELEASE, {"account": asked.account, "key": asked.key, "now": now})


def _open(row: tuple[Any, ...]) -> OpenReservation:
    account, key, pbx, call_id, tariff, version, granted_ms, reserved, opened_at, renewed_at = row
    asked = Asked(account=account, key=key, pbx=unescape(pbx), call_id=unescape(call_id), tariff=tariff,
                  version=version)  # fmt: skip
    return OpenReservation(asked=asked, granted_ms=granted_ms, reserved=Exact(reserved), opened_at=opened_at,
                           renewed_at=renewed_at)  # fmt: skip



_PURSE = """
    select c.balance, c.reserved, case when c.day = %(day)s then c.day_spent else 0 end,
        case when date_trunc('month', c.day) = date_trunc('month', %(day)s::date) then c.month_spent else 0 end,
        a.low_credit, a.day_limit, a.month_limit, r.exact, r.granted_ms, a.is_open
    from credit c join billing_account a on a.account = c.account
    left join reservation r on r.key = %(key)s and r.account = c.account and r.ended_at is null
    where c.account = %(account)s and a.kind = 'pre'"""
_LOCKED_PURSE = _PURSE + " for update of c"
_RESERVE = """
    with held as (
        insert into reservation as h (key, account, pbx, call_id, exact, granted_ms, opened_at, renewed_at, tariff,
            version, number)
        values (%(key)s, %(account)s, %(pbx)s, %(call_id)s, %(exact)s, %(granted_ms)s, %(now)s, %(now)s,
            %(tariff)s, %(version)s, %(number)s)
        on conflict (key) do update set exact = excluded.exact, granted_ms = excluded.granted_ms,
            renewed_at = excluded.renewed_at, tariff = excluded.tariff, version = excluded.version
            where h.ended_at is null and h.account = excluded.account
        returning exact
    )
    update credit set reserved = reserved + held.exact - %(was)s from held where account = %(account)s"""
_SETTLE = """
    with entered as (
        insert into ledger_entry (key, kind, account, pbx, call_id, exact, made_at, made_by)
        values ('call ' || %(key)s, 'call', %(account)s, %(pbx)s, %(call_id)s, %(exact)s, %(now)s, 'daemon')
        on conflict (key) do nothing returning entry
    ), legs as (
        insert into ledger_leg (entry, nth, book, account, amount)
        select e.entry, l.nth, l.book, %(account)s, l.amount from entered e,
            (values (0, 'credit', -%(amount)s::numeric), (1, 'revenue', %(amount)s::numeric)) l (nth, book, amount)
    ), freed as (
        update reservation set ended_at = %(now)s, number = null
        where key = %(key)s and account = %(account)s and ended_at is null returning exact
    )
    update credit c set reserved = c.reserved - coalesce((select exact from freed), 0),
        day_spent = case when c.day = %(day)s then c.day_spent else 0 end + %(amount)s,
        month_spent = case when date_trunc('month', c.day) = date_trunc('month', %(day)s::date) then c.month_spent
            else 0 end + %(amount)s, day = %(day)s
    from entered where c.account = %(account)s returning c.balance"""
_SETTLED = "select -amount from ledger_leg join ledger_entry using (entry) where key = %s and book = 'credit'"
_RELEASE = """
    with freed as (
        update reservation set ended_at = %(now)s, number = null
        where key = %(key)s and account = %(account)s and ended_at is null returning exact
    )
    update credit set reserved = reserved - freed.exact from freed where account = %(account)s"""
_OPEN = """select account, key, pbx, call_id, coalesce(tariff, ''), coalesce(version, 0), granted_ms, exact, opened_at,
    renewed_at from reservation where ended_at is null order by opened_at, key"""
