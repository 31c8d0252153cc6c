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
    """One version. Raises ValueError for money of too many decimals and a zone that is none: see ``faults.check``."""

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
        cuts, stretches = self._cuts(found, begins_ms, time_ms) if time_ms > found.grace_ms else ([], ())
        parts = _parts(cuts, found.prices, free)
        billed_ms = cuts[-1][0] if cuts else 0
        free_ms = sum([part.free_ms for part in parts]) if free else 0
        spent = sum([part.amount for part in parts])
        fee = found.fee if cuts and not (free and free.covers_fee and free_ms == billed_ms) else _NOTHING
        raised = max(found.minimum - fee - spent, 0) if cuts and not free_ms else 0
        trace = self._trace(
            call, found, stretches, parts, time_ms, billed_ms, fee, raised, free.package if free and free_ms else ""
        )
        return Rated(
            exact=trace.exact,
            billed_ms=billed_ms,
            free_ms=free_ms,
            group=found.group,
            vat=found.rate.vat,
            trace=trace,
        )

    def _trace(
        self,
        call: BillableCall,
        found: ReadyRate,
        stretches: tuple[Stretch, ...],
        parts: tuple[Part, ...],
        time_ms: int,
        billed_ms: int,
        fee: Exact,
        raised: int,
        package: str,
    ) -> Trace:
        rate, version = found.rate, self.version
        return Trace(
            number=call.number,
            direction=call.direction,
            shorter=found.shorter,
            prefix=rate.prefix,
            destination=rate.destination,
            group=found.group,
            tariff=version.tariff,
            title=version.title,
            version=version.version,
            valid_from=version.valid_from,
            split=version.split,
            stretches=stretches,
            time_ms=time_ms,
            grace_ms=found.grace_ms,
            first_ms=found.first_ms,
            next_ms=found.next_ms,
            billed_ms=billed_ms,
            package=package,
            parts=parts,
            fee=fee,
            minimum=found.minimum,
            raised=Exact(raised),
            exact=Exact(sum([part.amount for part in parts]) + fee + raised),
        )

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
        return (Part(band=band, billed_ms=cut, price=price, amount=Exact(price * cut)),)
    made: list[Part] = []
    done, left = 0, free.milliseconds if free else 0
    for cut, band in cuts:
        price, length = prices[band], cut - done
        given = min(left, length) if free and (not free.bands or band in free.bands) else 0
        amount = Exact(price * (length - given))
        made.append(Part(band=band, billed_ms=length, free_ms=given, price=price, amount=amount))
        done, left = cut, left - given
    return tuple(made)
