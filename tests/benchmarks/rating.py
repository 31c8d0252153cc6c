"""Calls rated a second on one core, and a million calls closed into invoices: the pure part, no database.

    python -m tests.benchmarks.rating [--calls 1000000] [--accounts 200] [--prefixes 2000] [--rounds 3] [--profile]

Floor: a tenth of the same calls one by one with Decimal, the longest prefix from a dictionary, from band's edge to
band's edge, each looked up on the wall clock. Beside it the unhurried reckoning of the unit tests, which looks at each
increment. Prices of all three are held against each other. CPU time of this process, the median of the rounds.
"""

from __future__ import annotations

import argparse
import cProfile
import gc
import pstats
import random
import statistics
import time
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from zoneinfo import ZoneInfo

from msgspec import json
from msgspec.structs import replace

from shared.billing.lines import Subscription
from shared.billing.money import CENT, UNIT
from shared.billing.period import Period, close
from shared.billing.rated import BillableCall, Rated
from shared.billing.rating import PriceBook, affordable, billed, rate
from shared.billing.tariff import Fee, Package, Rate, TariffVersion, VatRate
from tests.benchmarks import machine
from tests.unit.shared.billing import plain
from tests.unit.shared.billing.made import NIGHT, PEAK, version

OCTOBER = Period(begins=date(2026, 10, 1), ends=date(2026, 11, 1))
VAT = (VatRate(vat="standard", percent=Decimal(21), valid_from=date(2020, 1, 1)),)
HOLIDAYS = frozenset({date(2026, 10, 28)})
HAS = (Subscription(fee="line", pieces=8, since=date(2026, 1, 1)),)
_FIRST = datetime(2026, 9, 30, 22, tzinfo=UTC)
_DAY = 1440
_MINUTES, _MOST_PREFIX = 31 * _DAY, 7
_CLOSE = Decimal("1e-15")
"""Decimal cuts each part at 28 digits, the engine cuts nothing."""
SHARE = 10
"""The floor rates one of so many calls."""


def tariff(prefixes: int, chance: random.Random) -> TariffVersion:
    """Peak, night and the rest; prefixes of one to seven digits, of all countries one at least."""
    found = {str(digit) for digit in range(1, 10)} | {"420", "4206", "4207"}
    while len(found) < prefixes:
        found.add(
            str(chance.randrange(10 ** chance.randrange(2, _MOST_PREFIX), 10**_MOST_PREFIX))[: chance.randrange(2, 8)]
        )
    rates = tuple(
        Rate(
            prefix=prefix, destination=f"To {prefix}", group=f"Zone {prefix[0]}",
            prices={band: Decimal(chance.randrange(1, 2_000_000)).scaleb(-6) for band in ("peak", "night", "off")},
            connection_fee=Decimal(chance.choice(["0", "0.5"])), first_ms=chance.choice([1000, 30_000, 60_000]),
            next_ms=chance.choice([1000, 6000, 60_000]), grace_ms=chance.choice([0, 0, 3000]),
        )
        for prefix in sorted(found)
    )  # fmt: skip
    fees = (Fee(fee="line", title="Lines", amount=Decimal(450)),)
    return version(*rates, bands=(PEAK, NIGHT), fees=fees, valid_from=date(2026, 1, 1))


def calls_of(many: int, chance: random.Random) -> list[BillableCall]:
    """A month's calls, three minutes on the average, half of them to Czech numbers."""
    made: list[BillableCall] = []
    for number in range(many):
        begins = _FIRST + timedelta(minutes=chance.randrange(_MINUTES), milliseconds=chance.randrange(60_000))
        lasts = timedelta(milliseconds=int(chance.expovariate(1 / 180_000)))
        called = (
            f"+420{chance.randrange(10**9):09}" if chance.random() < 0.5 else f"+{chance.randrange(10**10, 10**11)}"
        )
        made.append(
            BillableCall(
                key=str(number), direction="outbound", number=called, answered_at=begins, ended_at=begins + lasts
            )
        )
    return made


class Plain:
    """The floor: Decimal, one call after another, from band's edge to band's edge on the wall clock."""

    def __init__(self, version: TariffVersion) -> None:
        self._version = version
        self._zone = ZoneInfo(version.zone)
        self._by_prefix = {one.prefix: one for one in version.rates}
        windows = [window for band in version.bands for window in band.windows]
        self._edges = sorted({edge for one in windows for edge in (one.begins, one.ends) if 0 < edge < _DAY})

    def price(self, call: BillableCall) -> Decimal | None:
        """What the call costs."""
        found = self._longest(call)
        if found is None:
            return None
        begins, ends = call.answered_at.astimezone(self._zone), call.ended_at.astimezone(self._zone)
        if begins.utcoffset() != ends.utcoffset():  # over a change of the clock: by the increment
            return plain.price(replace(self._version, rates=(found,)), call, HOLIDAYS)
        length = (ends - begins) // timedelta(milliseconds=1)
        if length <= found.grace_ms or length == 0:
            return Decimal(0)
        at, done, spent = begins, 0, Decimal(0)
        while at < ends:
            band = plain.band_at(self._version, at, HOLIDAYS)
            edge = min(self._edge_after(at), ends)
            cut = billed((edge - begins) // timedelta(milliseconds=1), found.first_ms, found.next_ms)
            spent += found.prices[band] * (cut - done) / 60_000
            at, done = edge, cut
        return max(spent + found.connection_fee, found.minimum_charge)

    def closed(self, accounts: list[list[BillableCall]]) -> list[Decimal]:
        """Totals of accounts: calls of the month summed by group, rounded, with fee and VAT."""
        begins, after = (datetime(2026, month, 1, tzinfo=self._zone) for month in (10, 11))
        totals: list[Decimal] = []
        for calls in accounts:
            sums: dict[str, Decimal] = {}
            for one in sorted(calls, key=lambda one: one.answered_at):
                if begins <= one.ended_at < after and (price := self.price(one)) is not None:
                    group = one.number[1]
                    sums[group] = sums.get(group, Decimal(0)) + price
            net = 8 * self._version.fees[0].amount + sum(one.quantize(CENT, ROUND_HALF_UP) for one in sums.values())
            totals.append((net * Decimal("1.21")).quantize(CENT, ROUND_HALF_UP))
        return totals

    def slow(self, call: BillableCall) -> Decimal | None:
        """The same, each increment's band looked up."""
        found = self._longest(call)
        return plain.price(replace(self._version, rates=(found,)), call, HOLIDAYS) if found else None

    def _longest(self, call: BillableCall) -> Rate | None:
        tried = (self._by_prefix.get(call.number[1 : length + 1]) for length in range(_MOST_PREFIX, 0, -1))
        return next((one for one in tried if one), None)

    def _edge_after(self, at: datetime) -> datetime:
        midnight = at.replace(hour=0, minute=0, second=0, microsecond=0)
        minute = at.hour * 60 + at.minute
        return midnight + timedelta(minutes=next((edge for edge in self._edges if edge > minute), _DAY))


def closed(accounts: list[list[BillableCall]], rules: TariffVersion) -> list[Decimal]:
    """All accounts' totals, one draft after another."""
    book = PriceBook([rules], HOLIDAYS)
    return [close(OCTOBER, [rules], calls, VAT, HAS, HOLIDAYS, book=book).total for calls in accounts]


def cpu(work: Callable[[], object], rounds: int) -> float:
    """Seconds of CPU, the median."""
    spent: list[float] = []
    for _ in range(rounds):
        gc.collect()
        begun = time.process_time()
        work()
        spent.append(time.process_time() - begun)
    return statistics.median(spent)


def agree(rules: TariffVersion, calls: list[BillableCall], floor: Plain) -> int:
    """How many calls have a price; AssertionError where the two do not say the same."""
    priced = 0
    for place, one in enumerate(calls):
        found, expected = rate(rules, one, HOLIDAYS), floor.price(one)
        if isinstance(found, Rated):
            assert expected is not None, one
            reckoned = [expected] if place % SHARE else [expected, floor.slow(one) or Decimal(0)]
            assert all(abs(Decimal(found.exact) / UNIT - price) < _CLOSE for price in reckoned), one
            priced += 1
        else:
            assert expected is None, one
    return priced


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--calls", type=int, default=1_000_000)
    options.add_argument("--accounts", type=int, default=200)
    options.add_argument("--prefixes", type=int, default=2000)
    options.add_argument("--rounds", type=int, default=3)
    options.add_argument("--profile", action="store_true")
    given = options.parse_args()
    print(machine.told())
    chance = random.Random(7)
    rules, calls = tariff(given.prefixes, chance), calls_of(given.calls, chance)
    few = calls[: max(len(calls) // SHARE, 1)]
    accounts = [calls[place :: given.accounts] for place in range(given.accounts)]
    if given.profile:
        profile = cProfile.Profile()
        profile.runcall(closed, accounts[: max(given.accounts // SHARE, 1)], rules)
        pstats.Stats(profile).sort_stats("tottime").print_stats(25)
        return
    floor = Plain(rules)
    print(
        f"{given.calls:,} calls, {len(rules.rates):,} prefixes, 3 bands; {agree(rules, few, floor):,} of {len(few):,}"
        " prices held against the floor's: equal"
    )
    packages = replace(rules, packages=(Package(package="free", title="Free", free_ms=6_000_000),))
    some = accounts[: max(given.accounts // SHARE, 1)]
    assert floor.closed(some) == closed(some, rules), "totals differ"
    told = [rate(rules, one, HOLIDAYS) for one in few]
    works: dict[str, tuple[int, Callable[[], object]]] = {
        "floor: Decimal, one by one": (len(few), lambda: [floor.price(one) for one in few]),
        "(increment by increment)": (len(few) // SHARE, lambda: [floor.slow(one) for one in few[::SHARE]]),
        "rate, with the trace": (
            len(calls),
            lambda: sum(isinstance(rate(rules, one, HOLIDAYS), Rated) for one in calls),
        ),
        "(a trace as JSON)": (len(told), lambda: [json.encode(one) for one in told]),
        "affordable, a day ahead": (len(few), lambda: [affordable(rules, one, UNIT * 10, HOLIDAYS) for one in few]),  # type: ignore[arg-type]
        "floor: closed with Decimal": (sum(map(len, some)), lambda: floor.closed(some)),
        f"close, {given.accounts} accounts": (len(calls), lambda: closed(accounts, rules)),
        "close, with a package": (len(calls), lambda: closed(accounts, packages)),
    }
    floor_speed = 0.0
    for name, (many, work) in works.items():
        seconds = cpu(work, given.rounds)
        floor_speed = many / seconds if name.startswith("floor") else floor_speed
        print(
            f"  {name:<30}{many / seconds:12,.0f} calls/s {seconds / many * 1e6:8.2f} µs each {seconds:8.2f} s"
            f" {many / seconds / floor_speed:8.2f} × floor"
        )


if __name__ == "__main__":
    main()
