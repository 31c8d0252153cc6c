"""A version made ready to rate many calls: prefixes in tables, bands on the line of time, money as integers.

The rules are told in ``rating``. A holder is for one set of holidays; another set needs another.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from shared.billing.money import Exact
from shared.billing.prefixes import Prefixes, ReadyRate
from shared.billing.rated import BillableCall, Free, Part, Rated, Stretch, Trace, Unrated
from shared.billing.tariff import TariffVersion
from shared.billing.timeline import Timeline, instant, ms_of
from shared.domain.calls import Direction

_DIRECTIONS: tuple[Direction, ...] = ("outbound", "inbound", "internal")
_NOTHING = Exact(0)
Cut = tuple[int, str]
"""How far the billed time goes, and the band of it since the cut before."""


class ReadyVersion:
    """One version, of which ``faults.check`` finds nothing wrong."""

    def __init__(self, version: TariffVersion, holidays: Collection[date]) -> None:
        self.version = version
        self._is_split = version.split == "split" and bool(version.bands)
        self._prefixes = {one: Prefixes(version.rates, one) for one in _DIRECTIONS}
        self._timeline = Timeline(version.bands, version.otherwise, version.zone, holidays)

    def rate(self, call: BillableCall, free: Free | None = None) -> Rated | Unrated:
        """See ``rating.rate``."""
        begins_ms = ms_of(call.answered_at)
        time_ms = ms_of(call.ended_at) - begins_ms
        if time_ms < 0:
            return Unrated(reason="ended_before_answered", number=call.number)
        found = self._prefixes[call.direction].find(call.number)
        if found is None:
            return Unrated(reason="no_prefix" if call.number else "no_number", number=call.number)
        return self._rated(call, found, begins_ms, time_ms, free)

    def affordable(self, call: BillableCall, amount: Exact, longest_ms: int) -> int | Unrated:
        """See ``rating.affordable``."""
        found = self._prefixes[call.direction].find(call.number)
        if found is None:
            return Unrated(reason="no_prefix" if call.number else "no_number", number=call.number)
        if amount < 0:
            return 0
        bought = 0
        if amount >= max(found.fee, found.minimum):
            bought = self._bought(found, ms_of(call.answered_at), amount - found.fee, longest_ms)
        return min(max(bought, found.grace_ms), longest_ms)

    def _rated(self, call: BillableCall, found: ReadyRate, begins_ms: int, time_ms: int, free: Free | None) -> Rated:
        if time_ms <= found.grace_ms:
            return self._traced(call, found, time_ms, (), (), _NOTHING, "")
        cuts, stretches = self._cuts(found, begins_ms, time_ms)
        parts = _parts(cuts, found.prices, free)
        if free is None:
            return self._traced(call, found, time_ms, stretches, parts, found.fee, "")
        free_ms = sum([part.free_ms for part in parts])
        is_free = free.covers_fee and free_ms == cuts[-1][0]
        return self._traced(
            call, found, time_ms, stretches, parts, _NOTHING if is_free else found.fee, free.package if free_ms else ""
        )

    def _traced(
        self,
        call: BillableCall,
        found: ReadyRate,
        time_ms: int,
        stretches: tuple[Stretch, ...],
        parts: tuple[Part, ...],
        fee: Exact,
        package: str,
    ) -> Rated:
        """The sum, and all that led to it. Structs are made by place: by name it takes ten times as long."""
        rate, version = found.rate, self.version
        billed_ms = free_ms = 0
        spent: int = fee
        for part in parts:
            billed_ms += part.billed_ms
            free_ms += part.free_ms
            spent += part.amount
        raised = max(found.minimum - spent, 0) if parts and not free_ms else 0
        exact = Exact(spent + raised)
        trace = Trace(
            call.number, call.direction, rate.prefix, rate.destination, found.group, version.tariff, version.title,
            version.version, version.valid_from, version.split, found.first_ms, found.next_ms, time_ms, billed_ms,
            exact, found.shorter, stretches, parts, found.grace_ms, fee, found.minimum, Exact(raised), package,
        )  # fmt: skip
        return Rated(exact, billed_ms, free_ms, found.group, rate.vat, trace)

    def _cuts(self, found: ReadyRate, begins_ms: int, time_ms: int) -> tuple[list[Cut], tuple[Stretch, ...]]:
        """Where the billed time passes from band to band, and the bands by the clock where there are several."""
        first_ms, next_ms = found.first_ms, found.next_ms
        whole = billed(time_ms, first_ms, next_ms)
        if not self._is_split:
            return [(whole, self._timeline.band_at(begins_ms))], ()
        stretches = self._timeline.stretches(begins_ms, begins_ms + time_ms)
        if len(stretches) == 1:
            return [(whole, stretches[0][1])], ()
        edges = [at for at, _band in stretches[1:]] + [begins_ms + time_ms]
        cuts: list[Cut] = []
        told: list[Stretch] = []
        for (at, band), edge in zip(stretches, edges, strict=True):
            told.append(Stretch(band=band, begins_at=instant(at), ends_at=instant(edge)))
            cut = billed(edge - begins_ms, first_ms, next_ms)
            if not cuts or cut > cuts[-1][0]:
                cuts.append((cut, band))
        return cuts, tuple(told)

    def _bought(self, found: ReadyRate, begins_ms: int, money: int, longest_ms: int) -> int:
        """How much billed time the money buys, the fee already paid, 0: not the first increment."""
        done = 0
        for cut, band in self._cuts(found, begins_ms, longest_ms)[0]:
            price = found.prices[band]
            if price * (cut - done) > money:
                if done == 0:
                    if price * found.first_ms > money:
                        return 0
                    done, money = found.first_ms, money - price * found.first_ms
                return done + money // (price * found.next_ms) * found.next_ms
            done, money = cut, money - price * (cut - done)
        return longest_ms


def billed(time_ms: int, first_ms: int, next_ms: int, grace_ms: int = 0) -> int:
    """The time that is billed: 0 up to the grace, else the first increment and as many whole next ones as needed."""
    if time_ms <= grace_ms or time_ms <= 0:
        return 0
    if time_ms <= first_ms:
        return first_ms
    return first_ms - (first_ms - time_ms) // next_ms * next_ms


def _parts(cuts: list[Cut], prices: dict[str, int], free: Free | None) -> tuple[Part, ...]:
    if free is None and len(cuts) == 1:
        cut, band = cuts[0]
        price = prices[band]
        return (Part(band, cut, price, Exact(price * cut)),)
    made: list[Part] = []
    done, left = 0, free.milliseconds if free else 0
    for cut, band in cuts:
        price, length = prices[band], cut - done
        given = min(left, length) if free and (not free.bands or band in free.bands) else 0
        amount = Exact(price * (length - given))
        made.append(Part(band, length, price, amount, given))
        done, left = cut, left - given
    return tuple(made)
