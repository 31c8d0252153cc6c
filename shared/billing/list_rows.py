"""Lines of a price list: text to rates, every fault with its line, and rates to text."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Literal, Self

import msgspec

from shared.billing.faults import Fault, FaultKind, rate_faults
from shared.billing.tariff import Rate, TariffVersion
from shared.domain.calls import Direction

Column = Literal[
    "direction", "prefix", "destination", "group", "band", "price", "increments", "grace", "fee", "minimum", "vat",
    "whole",
]  # fmt: skip
_DIRECTIONS: dict[str, Direction] = {
    "": "outbound", "outbound": "outbound", "odchozí": "outbound", "inbound": "inbound", "příchozí": "inbound",
    "internal": "internal", "vnitřní": "internal", "interní": "internal",
}  # fmt: skip
_YES = {"yes", "ano", "1", "x", "true"}
_NUMBER = re.compile(r"-?[0-9]{1,12}([.,][0-9]{1,12})?")
_INCREMENTS = re.compile(r"([0-9.,]+)\s*[/+]\s*([0-9.,]+)")
_SECOND = Decimal(1000)
Key = tuple[Direction, str, bool]


class Line(msgspec.Struct, frozen=True, kw_only=True):
    """A line as text, by column."""

    cells: dict[Column, str]

    @classmethod
    def of(cls, rate: Rate, band: str, price: Decimal) -> Self:
        """What one price of a rate is written as."""
        return cls(
            cells={
                "direction": rate.direction,
                "prefix": rate.prefix,
                "destination": rate.destination,
                "group": rate.group,
                "band": band,
                "price": number_text(price),
                "increments": f"{_seconds(rate.first_ms)}/{_seconds(rate.next_ms)}",
                "grace": _seconds(rate.grace_ms),
                "fee": number_text(rate.connection_fee),
                "minimum": number_text(rate.minimum_charge),
                "vat": rate.vat,
                "whole": "yes" if rate.is_whole else "",
            }
        )


class ReadLines:
    """Takes line after line; tells all rates, or all faults."""

    def __init__(self, base: TariffVersion) -> None:
        titles = base.band_titles
        self._bands = {title.casefold(): band for band, title in titles.items()} | {
            one.casefold(): one for one in titles
        }
        self._all = tuple(titles)
        self._rates: dict[Key, tuple[int, Rate]] = {}
        self._faults: list[Fault] = []

    def take(self, number: int, cells: Mapping[Column, str]) -> None:
        """A line and its number."""
        faults: list[Fault] = []
        rate, bands = self._read(_Cells(cells, number, faults))
        self._faults += faults
        if faults:
            return
        key = (rate.direction, rate.prefix, rate.is_whole)
        _first, known = self._rates.get(key, (number, None))
        if known is not None:
            for column in _differing(known, rate):
                self._fault("rows_differ", rate.prefix, column, number)
            for band in bands:
                if band in known.prices:
                    self._fault("prefix_twice", f"{rate.prefix} ({band})", "", number)
            rate = msgspec.structs.replace(known, prices=known.prices | rate.prices)
        self._rates[key] = (_first, rate)

    def rates(self) -> tuple[tuple[Rate, ...], list[Fault]]:
        """The rates, and what is wrong with any line."""
        for number, rate in self._rates.values():
            self._faults += [
                msgspec.structs.replace(one, line=number)
                for one in rate_faults(rate, self._all)
                if not self._is_told(one)
            ]
        return tuple(rate for _number, rate in self._rates.values()), list(dict.fromkeys(self._faults))

    def _is_told(self, fault: Fault) -> bool:
        """A price that is missing as its own line is faulty need not be told again."""
        return fault.kind == "no_price" and bool(self._faults)

    def _read(self, cells: _Cells) -> tuple[Rate, tuple[str, ...]]:
        first_ms, next_ms = cells.increments()
        bands = self._bands_of(cells)
        price = cells.amount("price", is_needed=True)
        rate = Rate(
            prefix="".join(cells.text("prefix").removeprefix("+").split()),
            destination=cells.text("destination"),
            direction=cells.direction(),
            group=cells.text("group"),
            is_whole=cells.text("whole").casefold() in _YES,
            prices=dict.fromkeys(bands, price),
            connection_fee=cells.amount("fee"),
            minimum_charge=cells.amount("minimum"),
            first_ms=first_ms,
            next_ms=next_ms,
            grace_ms=cells.milliseconds("grace", cells.text("grace")) if cells.text("grace") else 0,
            vat=cells.text("vat") or "standard",
        )
        return rate, bands

    def _bands_of(self, cells: _Cells) -> tuple[str, ...]:
        named = cells.text("band")
        if not named:
            return self._all
        band = self._bands.get(named.casefold())
        if band is None:
            cells.fault("unknown_band", cells.text("prefix"), named)
            return ()
        return (band,)

    def _fault(self, kind: FaultKind, where: str, what: str, line: int) -> None:
        self._faults.append(Fault(kind=kind, where=where, what=what, line=line))


class _Cells:
    """One line's cells, read as what they should be; what they are not is told."""

    def __init__(self, cells: Mapping[Column, str], number: int, faults: list[Fault]) -> None:
        self._cells = cells
        self._number = number
        self._faults = faults

    def text(self, column: Column) -> str:
        return self._cells.get(column, "")

    def fault(self, kind: FaultKind, where: str, what: str = "") -> None:
        self._faults.append(Fault(kind=kind, where=where, what=what, line=self._number))

    def direction(self) -> Direction:
        found = _DIRECTIONS.get(self.text("direction").casefold())
        if found is None:
            self.fault("unknown_direction", "", self.text("direction"))
        return found or "outbound"

    def amount(self, column: Column, *, is_needed: bool = False) -> Decimal:
        text = self.text(column)
        if not text:
            if is_needed:
                self.fault("missing", column)
            return Decimal(0)
        return self._decimal(column, text)

    def increments(self) -> tuple[int, int]:
        text = self.text("increments")
        if not text:
            return 1000, 1000
        found = _INCREMENTS.fullmatch(text)
        if found is None:
            self.fault("not_a_number", "increments", text)
            return 1000, 1000
        return self.milliseconds("increments", found[1]), self.milliseconds("increments", found[2])

    def milliseconds(self, column: Column, text: str) -> int:
        """Seconds as written, to whole milliseconds."""
        long = self._decimal(column, text) * _SECOND
        if long != long.to_integral_value():
            self.fault("not_a_number", column, text)
        return int(long)

    def _decimal(self, column: Column, text: str) -> Decimal:
        """1,20 and 1.20 alike, spaces between thousands left out; nothing else, as 1.200,50 may be a slip."""
        plain = "".join(text.split())
        if not _NUMBER.fullmatch(plain):
            self.fault("not_a_number", column, text)
            return Decimal(0)
        return Decimal(plain.replace(",", "."))


def number_text(number: Decimal) -> str:
    """A number without an exponent and without zeros at its end."""
    text = format(number, "f")
    return text.rstrip("0").rstrip(".") if "." in text else text


def _seconds(milliseconds: int) -> str:
    return number_text(Decimal(milliseconds) / _SECOND)


def _differing(known: Rate, rate: Rate) -> list[Column]:
    fields: dict[str, Column] = {
        "destination": "destination", "group": "group", "connection_fee": "fee", "minimum_charge": "minimum",
        "first_ms": "increments", "next_ms": "increments", "grace_ms": "grace", "vat": "vat",
    }  # fmt: skip
    found = (column for field, column in fields.items() if getattr(known, field) != getattr(rate, field))
    return list(dict.fromkeys(found))
