"""Amounts of money as integers of a declared scale, so that sums have no rounding in them at all.

A price is given per minute with at most six decimals, a length in whole milliseconds: their product is a whole number
of ``1 / UNIT`` of the currency. All amounts before rounding are such integers. They are rounded once, at the place that
``Place`` names: on a line of an invoice, or in an entry of a credit ledger.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from typing import Literal, NewType

PRICE_PLACES = 6
"""Decimals that a price may have."""
MINUTE_MS = 60_000
UNIT: int = 10**PRICE_PLACES * MINUTE_MS
"""How many exact units make one crown, euro …"""

Exact = NewType("Exact", int)
"""An amount in 1/UNIT of the currency. 64 bits hold 153 million of it."""
Place = Literal["line", "entry"]
"""Where amounts are rounded: a line of an invoice (post-paid), an entry of the ledger (pre-paid)."""
CENT = Decimal("0.01")
_WIDE = Context(prec=60)
"""Enough digits that nothing is cut off unseen."""


def per_minute(price: Decimal, milliseconds: int) -> Exact:
    """What so long costs. Raises ValueError for a price of more than ``PRICE_PLACES`` decimals."""
    return Exact(scaled(price) * milliseconds)


def exact(amount: Decimal) -> Exact:
    """An amount (a fee, a minimum) as exact units. Raises ValueError for more than ``PRICE_PLACES`` decimals."""
    return Exact(scaled(amount) * MINUTE_MS)


def scaled(amount: Decimal) -> int:
    """The amount times 10**PRICE_PLACES. Raises ValueError where that is no whole number."""
    if not amount.is_finite() or not has_places(amount, PRICE_PLACES):
        raise ValueError(f"{amount}: at most {PRICE_PLACES} decimals")
    return int(_WIDE.scaleb(amount, PRICE_PLACES))


def has_places(amount: Decimal, places: int) -> bool:
    """Has a finite number so many decimals at most, zeros at its end left out?"""
    _sign, digits, exponent = amount.as_tuple()
    if not isinstance(exponent, int):
        return False
    beyond = -exponent - places
    return beyond <= 0 or not any(digits[-beyond:])


def rounded(amount: int, smallest: Decimal = CENT) -> Decimal:
    """The one rounding, half away from zero, to a whole multiple of ``smallest``."""
    step = scaled(smallest) * MINUTE_MS
    steps = (2 * abs(amount) + step) // (2 * step)
    return Decimal(-steps if amount < 0 else steps) * smallest


def coins(amount: int, smallest: Decimal = CENT) -> Exact:
    """The least whole multiple of ``smallest`` that is enough for the amount."""
    step = scaled(smallest) * MINUTE_MS
    return Exact(-(-amount // step) * step)


def part(amount: int, numerator: int, denominator: int) -> Exact:
    """So many parts of an amount, whole units, half away from zero: a discount's per cent, for one."""
    twice = 2 * abs(amount) * numerator + denominator
    share = twice // (2 * denominator)
    return Exact(-share if amount < 0 else share)


def shown(amount: int, places: int = 8) -> Decimal:
    """An exact amount for people to read, cut at so many places: not for reckoning."""
    return (Decimal(amount) / UNIT).quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
