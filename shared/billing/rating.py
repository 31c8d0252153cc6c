"""A call's price and why; how long an amount lasts. One function for authorising, settling, invoicing and asking.

Billed time: 0 up to the grace, then the first increment, then whole next ones, counted from the answer in milliseconds.
Where a tariff splits, an increment costs what the band says in which it *begins*: one that reaches over a band's edge
stays at the price at which it was begun, and the next does not start anew at the edge. The fee is paid once, and only
of a call longer than the grace. Nothing is rounded here.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from shared.billing.money import Exact
from shared.billing.rated import BillableCall, Free, Rated, Unrated
from shared.billing.ready import ReadyVersion, billed
from shared.billing.tariff import TariffVersion
from shared.domain.search.spans import beginning

__all__ = ["LONGEST_MS", "NO_HOLIDAYS", "PriceBook", "affordable", "billed", "rate", "ready", "version_at"]

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
    return ready(version, holidays).rate(call, free)


def affordable(
    version: TariffVersion,
    call: BillableCall,
    amount: Exact,
    holidays: Collection[date] = NO_HOLIDAYS,
    longest_ms: int = LONGEST_MS,
) -> int | Unrated:
    """The longest time in ms that the amount buys from the call's answer on (its end is not looked at).

    price(affordable) ≤ amount < price(one millisecond more), unless ``longest_ms`` was reached first. With nothing to
    spend that is the grace of the rate; with less than nothing 0.
    """
    return ready(version, holidays).affordable(call, amount, longest_ms)


def version_at(versions: Sequence[TariffVersion], at: datetime) -> TariffVersion | None:
    """The version that holds then, for the whole of a call that is answered then. None: none does.

    The latest begun of those that have not ended; of two of one day that of the higher number.
    """
    begun = [one for one in versions if _begins_at(one) <= at < _ends_at(one)]
    return max(begun, key=lambda one: (one.valid_from, one.version), default=None)


def ready(version: TariffVersion, holidays: Collection[date] = NO_HOLIDAYS) -> ReadyVersion:
    """The version made ready: kept for a while, so that calls one by one are as fast as many at once.

    It is known again as the same object with the same object of holidays, which must not change.
    """
    key = (id(version), id(holidays))
    found = _READY.get(key)
    if found is None:
        for oldest in list(_READY)[: len(_READY) - _MOST_READY + 1]:
            _READY.pop(oldest, None)
        found = _READY[key] = (ReadyVersion(version, holidays), holidays)
    return found[0]


class PriceBook:
    """All versions of a tariff, ready: each call is rated by the one that holds at its answer."""

    def __init__(self, versions: Sequence[TariffVersion], holidays: Collection[date] = NO_HOLIDAYS) -> None:
        edges = sorted({edge for one in versions for edge in (_begins_at(one), _ends_at(one))})
        holding = [version_at(versions, edge) if edge < _NEVER else None for edge in edges]
        self._edges = edges
        self._ready = [ReadyVersion(one, holidays) if one else None for one in holding]

    def rate(self, call: BillableCall, free: Free | None = None) -> Rated | Unrated:
        """As ``rate``, or ``no_version``."""
        found = self.at(call.answered_at)
        return found.rate(call, free) if found else Unrated(reason="no_version", number=call.number)

    def at(self, at: datetime) -> ReadyVersion | None:
        """The version that holds then."""
        place = bisect_right(self._edges, at)
        return self._ready[place - 1] if place else None


_READY: dict[tuple[int, int], tuple[ReadyVersion, Collection[date]]] = {}
"""Holds the objects themselves too, so that no other can have their ids."""
_MOST_READY = 32
_NEVER = datetime.max.replace(tzinfo=UTC)


def _begins_at(version: TariffVersion) -> datetime:
    return beginning(version.valid_from, ZoneInfo(version.zone))


def _ends_at(version: TariffVersion) -> datetime:
    return _NEVER if version.valid_until is None else beginning(version.valid_until, ZoneInfo(version.zone))
