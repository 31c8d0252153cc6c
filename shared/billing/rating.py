"""A call's price and why; how long an amount lasts. One function for authorising, settling, invoicing and asking.

Billed time: 0 up to the grace, then the first increment, then whole next ones, counted from the answer in milliseconds.
Where a tariff splits, an increment costs what the band says in which it *begins*: one that reaches over a band's edge
stays at the price at which it was begun, and the next does not start anew at the edge. The fee is paid once, and only
of a call longer than the grace. Nothing is rounded here.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date, datetime

from shared.billing.money import Exact
from shared.billing.rated import BillableCall, Free, Rated, Unrated
from shared.billing.tariff import TariffVersion

NO_HOLIDAYS: frozenset[date] = frozenset()
LONGEST_MS = 86_400_000
"""How long is looked ahead for what an amount buys: a day. A free call may last so long before it is asked again."""


def rate(
    version: TariffVersion, call: BillableCall, holidays: Collection[date] = NO_HOLIDAYS, free: Free | None = None
) -> Rated | Unrated:
    """What the call costs by that version, with the trace of why; or the reason why there is no price.

    ``free`` is what a package has left for it: taken from the call's beginning on. Whether the version is the right one
    is not asked: see ``version_at``.
    """
    raise NotImplementedError


def affordable(
    version: TariffVersion,
    call: BillableCall,
    amount: Exact,
    holidays: Collection[date] = NO_HOLIDAYS,
    longest_ms: int = LONGEST_MS,
) -> int | Unrated:
    """The longest time in ms that the amount buys from the call's answer on (its end is not looked at).

    price(affordable) ≤ amount < price(one millisecond more), unless ``longest_ms`` was reached first. With nothing to
    spend that is the grace of the rate.
    """
    raise NotImplementedError


def version_at(versions: Sequence[TariffVersion], at: datetime) -> TariffVersion | None:
    """The version that holds then, for the whole of a call that is answered then: the latest begun; None: none does."""
    raise NotImplementedError


def billed(time_ms: int, first_ms: int, next_ms: int, grace_ms: int = 0) -> int:
    """The time that is billed: 0 up to the grace, else the first increment and as many whole next ones as needed."""
    if time_ms <= grace_ms or time_ms <= 0:
        return 0
    if time_ms <= first_ms:
        return first_ms
    return first_ms + -(-(time_ms - first_ms) // next_ms) * next_ms
