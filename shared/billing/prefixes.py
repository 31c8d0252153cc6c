"""The longest prefix that matches a number: tables by length, asked from the longest down."""

from __future__ import annotations

from collections.abc import Iterable

from shared.billing.money import Exact, exact, scaled
from shared.billing.tariff import Rate, group_of
from shared.domain.calls import Direction


class ReadyRate:
    """A rate with its money as integers. ``shorter``: the prefixes that match wherever this one does."""

    __slots__ = ("fee", "first_ms", "grace_ms", "group", "minimum", "next_ms", "prices", "rate", "shorter")

    def __init__(self, rate: Rate, shorter: tuple[str, ...]) -> None:
        self.rate = rate
        self.shorter = shorter
        self.group = group_of(rate)
        self.prices = {band: scaled(price) for band, price in rate.prices.items()}
        self.fee: Exact = exact(rate.connection_fee)
        self.minimum: Exact = exact(rate.minimum_charge)
        self.first_ms, self.next_ms, self.grace_ms = rate.first_ms, rate.next_ms, rate.grace_ms


class Prefixes:
    """All rates of one direction."""

    def __init__(self, rates: Iterable[Rate], direction: Direction) -> None:
        ours = [one for one in rates if one.direction == direction]
        beginnings = {one.prefix for one in ours if not one.is_whole}
        self._needs_plus = direction == "outbound"
        self._whole = {
            one.prefix: ReadyRate(one, _shorter(one.prefix + "?", beginnings)) for one in ours if one.is_whole
        }
        self._prefixes = {
            one.prefix: ReadyRate(one, _shorter(one.prefix, beginnings)) for one in ours if not one.is_whole
        }
        self._lengths = sorted({len(prefix) for prefix in beginnings}, reverse=True)

    def find(self, number: str) -> ReadyRate | None:
        """The rate of a number; outbound ones without "+" are short numbers, of which only whole ones have a rate."""
        digits = number.removeprefix("+")
        if self._whole and (found := self._whole.get(digits)):
            return found
        if self._needs_plus and digits is number:
            return None
        prefixes = self._prefixes
        for length in self._lengths:
            if found := prefixes.get(digits[:length]):
                return found
        return None


def _shorter(prefix: str, beginnings: set[str]) -> tuple[str, ...]:
    return tuple(prefix[:length] for length in range(len(prefix)) if prefix[:length] in beginnings)
