"""Credit paid in advance: what running calls may still cost, and no more. Pure rules; the ledger is the daemon's.

Available is the balance without what is reserved. Each running call has one reservation: what it costs up to the end of
the time granted to it and ``slack_ms`` longer, rounded up to a coin. A call that ends within its grant and the slack is
therefore always paid for, however many run at once, and the balance never below zero; one that outlives both takes it
below by what it outlived. Every function takes the purse as it is under the row's lock and returns the new one.
"""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from typing import Literal

import msgspec

from shared.billing.money import CENT, Exact, coins, exact, rounded
from shared.billing.tariff import SECOND_MS

Refusal = Literal["empty", "day_limit", "month_limit"]
Price = Callable[[int], Exact]
"""What a call costs when it lasts so many ms: ``rating.rate`` of that call."""
Afford = Callable[[Exact], int]
"""How many ms an amount lasts a call: ``rating.affordable`` of it."""


class Terms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How credit is given. ``quantum_ms``: granted at once. ``slack_ms``: so late a hang-up may come and be paid.

    Both are whole seconds, by which the PBX ends calls. ``warn_ms``: so long before the end a call that gets no more is
    told. ``low``: below it people are told. ``per_day``, ``per_month``: what may be spent, None: no limit. ``coin``:
    what an entry of the ledger is rounded to. Raises ValueError.
    """

    quantum_ms: int = 60_000
    slack_ms: int = 2_000
    warn_ms: int = 20_000
    low: Exact = Exact(0)
    per_day: Exact | None = None
    per_month: Exact | None = None
    coin: Decimal = CENT

    def __post_init__(self) -> None:
        if self.quantum_ms < SECOND_MS or self.slack_ms < 0 or self.quantum_ms % SECOND_MS or self.slack_ms % SECOND_MS:
            raise ValueError("a quantum is whole seconds, at least one; the slack is whole seconds")


class Reservation(msgspec.Struct, frozen=True, kw_only=True):
    """Held for a running call. ``granted_ms``: how long it may last in all, from its answer."""

    key: str
    amount: Exact
    granted_ms: int


class Purse(msgspec.Struct, frozen=True, kw_only=True):
    """An account's money: the ledger's balance, what is held, and what was spent this day and this month.

    ``held`` may have what all other calls hold in one sum, under a key that is no call's: the rules only need that.
    """

    balance: Exact = Exact(0)
    held: tuple[Reservation, ...] = ()
    spent_day: Exact = Exact(0)
    spent_month: Exact = Exact(0)

    def of(self, key: str) -> Reservation | None:
        """What a call holds."""
        return next((one for one in self.held if one.key == key), None)

    def holding(self, key: str, now: Reservation | None) -> Purse:
        """The same with that held for the call, None: nothing."""
        others = tuple(one for one in self.held if one.key != key)
        return msgspec.structs.replace(self, held=others if now is None else (*others, now))


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A call may last so long in all. ``is_last``: no money for more. ``warn_ms``: when to say so, None: not."""

    granted_ms: int
    reserved: Exact
    is_last: bool
    warn_ms: int | None


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """No (more) time; what was granted before stays."""

    reason: Refusal


def available(purse: Purse) -> Exact:
    """What is not reserved."""
    return Exact(purse.balance - sum(one.amount for one in purse.held))


def grant(purse: Purse, terms: Terms, key: str, price: Price, afford: Afford) -> tuple[Purse, Grant | Refused]:
    """A call's first time, or a quantum more; less, in whole seconds, where the money ends before.

    With nothing left only a call that costs nothing gets time.
    """
    before = purse.of(key) or Reservation(key=key, amount=Exact(0), granted_ms=0)
    spendable, reason = _spendable(purse, terms, before)
    wanted = before.granted_ms + terms.quantum_ms
    needed = coins(price(wanted + terms.slack_ms), terms.coin)
    lasts = (afford(spendable) - terms.slack_ms) // SECOND_MS * SECOND_MS
    if needed > spendable:
        if spendable <= 0 or lasts <= before.granted_ms:
            return purse, Refused(reason=reason)
        wanted, needed = lasts, coins(price(lasts + terms.slack_ms), terms.coin)
    is_last = lasts <= wanted
    warn_ms = max(wanted - terms.warn_ms, 0) if is_last else None
    now = Reservation(key=key, amount=needed, granted_ms=wanted)
    return purse.holding(key, now), Grant(granted_ms=wanted, reserved=needed, is_last=is_last, warn_ms=warn_ms)


def settle(purse: Purse, terms: Terms, key: str, spent: Exact) -> tuple[Purse, Exact]:
    """A call ended and costs that: what is taken from the balance, rounded once; its reservation is free again."""
    taken = exact(rounded(spent, terms.coin))
    settled = msgspec.structs.replace(
        purse,
        balance=Exact(purse.balance - taken),
        spent_day=Exact(purse.spent_day + taken),
        spent_month=Exact(purse.spent_month + taken),
    )
    return settled.holding(key, None), taken


def release(purse: Purse, key: str) -> Purse:
    """A call was never answered: what it held is free."""
    return purse.holding(key, None)


def withdraw(purse: Purse, amount: Exact) -> Purse | Refused:
    """Money goes to something else (a fee, back to the customer): never what running calls hold."""
    if amount > available(purse):
        return Refused(reason="empty")
    return msgspec.structs.replace(purse, balance=Exact(purse.balance - amount))


def is_low(purse: Purse, terms: Terms) -> bool:
    """Is there less left than what people want to be told of? Reservations of running calls count as spent."""
    return available(purse) < terms.low


def _spendable(purse: Purse, terms: Terms, before: Reservation) -> tuple[Exact, Refusal]:
    """Whole coins that the call may cost in all, and what they are limited by."""
    others = sum(one.amount for one in purse.held) - before.amount
    rooms: list[tuple[int, Refusal]] = [(purse.balance - others, "empty")]
    if terms.per_day is not None:
        rooms.append((terms.per_day - purse.spent_day - others, "day_limit"))
    if terms.per_month is not None:
        rooms.append((terms.per_month - purse.spent_month - others, "month_limit"))
    room, reason = min(rooms)
    coin = exact(terms.coin)
    return Exact(room // coin * coin), reason
