"""Credit paid in advance: what running calls may still cost, and no more. Pure rules; the ledger is the daemon's.

Available is the balance without what is reserved. Each running call has one reservation: what it costs up to the end of
the time granted to it and ``slack_ms`` longer, rounded up to a coin. A call that ends within its grant and the slack is
therefore always paid for, however many run at once; one that outlives them goes below zero by what it outlived. Every
function takes the purse under the row's lock and returns the new one.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Literal

import msgspec

from shared.billing.money import CENT, Exact

Refusal = Literal["empty", "day_limit", "month_limit"]
Price = Callable[[int], Exact]
"""What a call costs when it lasts so many ms (``rating.rate`` of that call)."""
Afford = Callable[[Exact], int]
"""How many ms an amount lasts (``rating.affordable`` of that call)."""


class Terms(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """How credit is given. ``quantum_ms``: granted at once. ``slack_ms``: so late a hang-up may come and be paid.

    ``warn_ms``: before the end of a call that gets no more. ``low``: below it people are told. ``per_day``,
    ``per_month``: what may be spent, None: no limit. ``coin``: what an entry of the ledger is rounded to.
    """

    quantum_ms: int = 60_000
    slack_ms: int = 2_000
    warn_ms: int = 20_000
    low: Exact = Exact(0)
    per_day: Exact | None = None
    per_month: Exact | None = None
    coin: Decimal = CENT


class Reservation(msgspec.Struct, frozen=True, kw_only=True):
    """Held for a running call. ``granted_ms``: how long it may last in all, from its answer."""

    key: str
    amount: Exact
    granted_ms: int


class Purse(msgspec.Struct, frozen=True, kw_only=True):
    """An account's money: the ledger's balance, what is held, and what was settled this day and this month."""

    balance: Exact = Exact(0)
    held: tuple[Reservation, ...] = ()
    spent_day: Exact = Exact(0)
    spent_month: Exact = Exact(0)


class Grant(msgspec.Struct, frozen=True, kw_only=True):
    """A call may last so long in all. ``is_last``: no money for more. ``warn_ms``: when to say so, None: not."""

    granted_ms: int
    reserved: Exact
    is_last: bool
    warn_ms: int | None


class Refused(msgspec.Struct, frozen=True, kw_only=True):
    """A call gets no (more) time; what was granted before stays."""

    reason: Refusal


def available(purse: Purse) -> Exact:
    """What is not reserved."""
    return Exact(purse.balance - sum(one.amount for one in purse.held))


def grant(purse: Purse, terms: Terms, key: str, price: Price, afford: Afford) -> tuple[Purse, Grant | Refused]:
    """A call's first time, or a quantum more; less where the money ends before."""
    raise NotImplementedError


def settle(purse: Purse, terms: Terms, key: str, exact: Exact) -> tuple[Purse, Exact]:
    """A call ended and costs that: what is taken from the balance, rounded; the rest of its reservation is free."""
    raise NotImplementedError


def release(purse: Purse, key: str) -> Purse:
    """A call was never answered: its reservation is free."""
    raise NotImplementedError


def is_low(purse: Purse, terms: Terms) -> bool:
    """Is there less than people want to be told of?"""
    raise NotImplementedError


def lasts_ms(purse: Purse, running: Sequence[tuple[Price, int]], longest_ms: int) -> int | None:
    """When all running calls (price, time until now) have eaten the balance up; None: not within ``longest_ms``."""
    raise NotImplementedError
