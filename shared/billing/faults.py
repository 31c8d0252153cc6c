"""What is wrong with a tariff's version: each fault in one clear line, all of them at once. Nothing is let in with any.

``kind`` is for a console that tells it in the reader's language: the same words with ``where`` and ``what`` in them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from itertools import combinations
from typing import Literal, get_args
from zoneinfo import ZoneInfo

import msgspec

from shared.billing.money import PRICE_PLACES, has_places
from shared.billing.tariff import (
    DAY_MINUTES,
    Band,
    DayKind,
    Discount,
    Fee,
    Package,
    Rate,
    TariffVersion,
    VatRate,
    Window,
    group_of,
)

FaultKind = Literal[
    "number_order", "other_tariff",
    "unknown_zone", "bad_currency", "bad_number", "ends_before", "band_twice", "band_empty", "bands_overlap",
    "bad_window", "no_rates", "prefix_twice", "bad_prefix", "no_destination", "no_price", "unknown_band", "negative",
    "absurd", "bad_decimals", "bad_increment", "unknown_group", "unknown_fee", "name_twice",
    "bad_percent", "steps_order", "two_discounts", "no_vat", "vat_unknown",
    "not_a_number", "missing", "unknown_column", "rows_differ", "unknown_direction",
]  # fmt: skip
_TOLD: dict[FaultKind, str] = {
    "number_order": "version {what} is not above all versions before",
    "other_tariff": "{where} is of another tariff, currency or zone: {what}",
    "unknown_zone": "there is no time zone {what}",
    "bad_currency": "{what} is no currency: three capital letters are needed",
    "bad_number": "{what} is no number of a version: it counts from 1",
    "ends_before": "it ends on {what}, before it begins",
    "band_twice": "band {where} is there twice",
    "band_empty": "band {where} covers no time",
    "bands_overlap": "bands {where} overlap: {what}",
    "bad_window": "band {where}: {what} is no part of a day",
    "no_rates": "it has no rates",
    "prefix_twice": "prefix {where} is there twice",
    "bad_prefix": "prefix {where}: only digits, at most 15",
    "no_destination": "prefix {where} has no destination",
    "no_price": "prefix {where} has no price for band {what}",
    "unknown_band": "{where}: there is no band {what}",
    "negative": "{where}: {what} is less than nothing",
    "absurd": "{where}: {what} is more than can be meant",
    "bad_decimals": "{where}: {what} has more than six decimals",
    "bad_increment": "{where}: {what} ms is no increment: 1 ms to a day",
    "unknown_group": "{where}: no rate is of the group {what}",
    "unknown_fee": "{where}: there is no fee {what}",
    "name_twice": "{where} is there twice",
    "bad_percent": "{where}: {what} is no per cent between 0 and 100 of at most four decimals",
    "steps_order": "{where}: steps must rise, and there must be one",
    "two_discounts": "group {where} has more than one discount",
    "no_vat": "VAT {where}: {what} is there twice",
    "vat_unknown": "the settings say no VAT rate {where} for {what}",
    "not_a_number": "{where}: {what} is no number",
    "missing": "{where} is missing",
    "unknown_column": "there is no column {what}",
    "rows_differ": "prefix {where}: {what} differs from a line above",
    "unknown_direction": "{what} is no direction: outbound, inbound or internal",
}
MOST_PRICE = Decimal(10_000)
"""A minute, a fee or a minimum above this is a slip of the pen."""
MOST_AMOUNT = Decimal(100_000_000)
_LONGEST_PREFIX, _DAY_MS, _PERCENT_PLACES = 15, 86_400_000, 4
_HUNDRED = Decimal(100)


class Fault(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong. ``line``: of a price list, counted from 1 with its heading; 0: of none."""

    kind: FaultKind
    where: str = ""
    what: str = ""
    line: int = 0

    def __str__(self) -> str:
        told = _TOLD[self.kind].format(where=self.where, what=self.what)
        return f"line {self.line}: {told}" if self.line else told


def check(version: TariffVersion, before: Sequence[TariffVersion] = ()) -> list[Fault]:
    """All that is wrong; nothing: it may be let in. ``before``: all other versions of its tariff."""
    return [
        *_head(version),
        *_order(version, before),
        *_bands(version),
        *_rates(version),
        *_packages(version),
        *_fees(version.fees),
        *_discounts(version),
    ]


def check_vat(rates: Iterable[VatRate]) -> list[Fault]:
    """What is wrong with the VAT rates."""
    given = list(rates)
    named = Counter((one.vat, one.valid_from) for one in given)
    found = [Fault(kind="no_vat", where=vat, what=str(day)) for (vat, day), times in named.items() if times > 1]
    return found + [one for rate in given for one in _percent(f"VAT {rate.vat}", rate.percent)]


def amount_faults(where: str, amount: Decimal, most: Decimal = MOST_PRICE) -> Iterator[Fault]:
    """What is wrong with an amount of money."""
    if not amount.is_finite():
        yield Fault(kind="not_a_number", where=where, what=str(amount))
    elif amount < 0:
        yield Fault(kind="negative", where=where, what=str(amount))
    elif amount > most:
        yield Fault(kind="absurd", where=where, what=str(amount))
    elif not has_places(amount, PRICE_PLACES):
        yield Fault(kind="bad_decimals", where=where, what=str(amount))


def _head(version: TariffVersion) -> Iterator[Fault]:
    try:
        ZoneInfo(version.zone)
    except (KeyError, ValueError, OSError):
        yield Fault(kind="unknown_zone", what=version.zone)
    if not (len(version.currency) == len("CZK") and version.currency.isascii() and version.currency.isupper()):
        yield Fault(kind="bad_currency", what=version.currency)
    if version.version < 1:
        yield Fault(kind="bad_number", what=str(version.version))
    if version.valid_until is not None and version.valid_until <= version.valid_from:
        yield Fault(kind="ends_before", what=str(version.valid_until))


def _order(version: TariffVersion, before: Sequence[TariffVersion]) -> Iterator[Fault]:
    """A version may begin before one that is planned; it must only not be taken for another."""
    if any(one.version >= version.version for one in before):
        yield Fault(kind="number_order", what=str(version.version))
    for one in before:
        if (one.tariff, one.currency, one.zone) != (version.tariff, version.currency, version.zone):
            yield Fault(
                kind="other_tariff", where=f"version {one.version}", what=f"{one.tariff} {one.currency} {one.zone}"
            )


def _bands(version: TariffVersion) -> Iterator[Fault]:
    for band, times in Counter([*(one.band for one in version.bands), version.otherwise]).items():
        if times > 1:
            yield Fault(kind="band_twice", where=band)
    for one in version.bands:
        if not any(window.days for window in one.windows):
            yield Fault(kind="band_empty", where=one.band)
        for window in one.windows:
            if not 0 <= window.begins < window.ends <= DAY_MINUTES:
                yield Fault(kind="bad_window", where=one.band, what=_span(window.begins, window.ends))
    yield from _overlaps(version.bands)


def _overlaps(bands: Iterable[Band]) -> Iterator[Fault]:
    """Also of a band with itself: the same hour written twice is a slip of the pen."""
    windows = [(one.band, window) for one in bands for window in one.windows]
    for (one, window), (other, another) in combinations(windows, 2):
        if days := _both(window, another):
            common = _span(max(window.begins, another.begins), min(window.ends, another.ends))
            yield Fault(kind="bands_overlap", where=f"{one}, {other}", what=f"{', '.join(days)} {common}")


def _both(one: Window, other: Window) -> list[DayKind]:
    if max(one.begins, other.begins) >= min(one.ends, other.ends):
        return []
    return [day for day in get_args(DayKind) if day in one.days and day in other.days]


def _span(begins: int, ends: int) -> str:
    return f"{begins // 60:02}:{begins % 60:02}–{ends // 60:02}:{ends % 60:02}"


def _rates(version: TariffVersion) -> Iterator[Fault]:
    if not version.rates:
        yield Fault(kind="no_rates")
    seen = Counter((one.direction, one.is_whole, one.prefix) for one in version.rates)
    for (_direction, _is_whole, prefix), times in seen.items():
        if times > 1:
            yield Fault(kind="prefix_twice", where=prefix)
    bands = version.band_titles
    for rate in version.rates:
        yield from rate_faults(rate, bands)


def rate_faults(rate: Rate, bands: Iterable[str]) -> Iterator[Fault]:
    """What is wrong with one rate, all others left aside."""
    where = rate.prefix
    is_digits = rate.prefix.isascii() and rate.prefix.isdigit()
    short = rate.is_whole and rate.prefix and not rate.prefix.strip("0123456789*#")
    if (rate.prefix and not is_digits and not short) or len(rate.prefix) > _LONGEST_PREFIX:
        yield Fault(kind="bad_prefix", where=where)
    if not rate.destination.strip():
        yield Fault(kind="no_destination", where=where)
    known = list(bands)
    yield from (Fault(kind="no_price", where=where, what=band) for band in known if band not in rate.prices)
    yield from (Fault(kind="unknown_band", where=where, what=band) for band in rate.prices if band not in known)
    for amount in (*rate.prices.values(), rate.connection_fee, rate.minimum_charge):
        yield from amount_faults(where, amount)
    for length in (rate.first_ms, rate.next_ms):
        if not 1 <= length <= _DAY_MS:
            yield Fault(kind="bad_increment", where=where, what=str(length))
    if rate.grace_ms < 0:
        yield Fault(kind="negative", where=where, what=str(rate.grace_ms))
    elif rate.grace_ms > _DAY_MS:
        yield Fault(kind="absurd", where=where, what=str(rate.grace_ms))


def _packages(version: TariffVersion) -> Iterator[Fault]:
    groups, bands = {group_of(one) for one in version.rates}, version.band_titles
    yield from _twice(one.package for one in version.packages)
    fees = {one.fee for one in version.fees}
    for package in version.packages:
        yield from _free_time(package)
        if package.fee and package.fee not in fees:
            yield Fault(kind="unknown_fee", where=package.title, what=package.fee)
        yield from _unknown_groups(package.title, package.groups, groups)
        yield from (
            Fault(kind="unknown_band", where=package.title, what=band) for band in package.bands if band not in bands
        )


def _free_time(package: Package) -> Iterator[Fault]:
    if package.free_ms < 0:
        yield Fault(kind="negative", where=package.title, what=str(package.free_ms))
    elif package.free_ms > _DAY_MS * 366 * 100:
        yield Fault(kind="absurd", where=package.title, what=str(package.free_ms))


def _fees(fees: Iterable[Fee]) -> Iterator[Fault]:
    given = list(fees)
    yield from _twice(one.fee for one in given)
    for one in given:
        yield from amount_faults(one.title, one.amount, MOST_AMOUNT)


def _discounts(version: TariffVersion) -> Iterator[Fault]:
    groups = {group_of(one) for one in version.rates}
    yield from _twice(one.discount for one in version.discounts)
    for discount in version.discounts:
        yield from _unknown_groups(discount.title, discount.groups, groups)
        yield from _steps(discount)
    named = Counter(group for one in version.discounts for group in one.groups or groups)
    yield from (Fault(kind="two_discounts", where=group) for group, times in named.items() if times > 1)


def _steps(discount: Discount) -> Iterator[Fault]:
    edges = [one.above for one in discount.steps]
    if not edges or (all(edge.is_finite() for edge in edges) and edges != sorted(set(edges))):
        yield Fault(kind="steps_order", where=discount.title)
    for step in discount.steps:
        yield from amount_faults(discount.title, step.above, MOST_AMOUNT)
        yield from _percent(discount.title, step.percent)


def _percent(where: str, percent: Decimal) -> Iterator[Fault]:
    if not percent.is_finite() or not 0 <= percent <= _HUNDRED or not has_places(percent, _PERCENT_PLACES):
        yield Fault(kind="bad_percent", where=where, what=str(percent))


def _unknown_groups(where: str, named: Iterable[str], groups: set[str]) -> Iterator[Fault]:
    yield from (Fault(kind="unknown_group", where=where, what=group) for group in named if group not in groups)


def _twice(names: Iterable[str]) -> Iterator[Fault]:
    yield from (Fault(kind="name_twice", where=name) for name, times in Counter(names).items() if times > 1)
