"""Which VAT rate holds when. The rates are settings: the law changes them."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from datetime import date, datetime, tzinfo
from decimal import Decimal

from shared.billing.tariff import VatRate
from shared.domain.search.spans import beginning


class VatDays:
    """The VAT rates by day, days being those of a zone."""

    def __init__(self, rates: Iterable[VatRate], zone: tzinfo) -> None:
        self._begins: dict[str, list[datetime]] = {}
        self._percents: dict[str, list[Decimal]] = {}
        self._zone = zone
        for one in sorted(rates, key=lambda one: one.valid_from):
            self._begins.setdefault(one.vat, []).append(beginning(one.valid_from, zone))
            self._percents.setdefault(one.vat, []).append(one.percent)

    def on(self, vat: str, day: date) -> Decimal:
        """Per cent on a day. Raises ValueError where none holds."""
        return self.at(vat, beginning(day, self._zone))

    def at(self, vat: str, at: datetime) -> Decimal:
        """Per cent at an instant. Raises ValueError where none holds."""
        place = bisect_right(self._begins.get(vat, []), at)
        if not place:
            raise ValueError(f"no VAT rate {vat} holds on {at.astimezone(self._zone).date()}")
        return self._percents[vat][place - 1]
