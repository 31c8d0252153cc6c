"""Price lists as people keep them: a heading and lines of text, from CSV or a sheet, to a tariff's rates and back.

One line says the price of one prefix in one band; a line without a band says that of all. With one fault in any line
nothing is taken. Bands, packages, fees and discounts are not in a list: they stay as in the version it is laid upon.
Headings are the words of ``COLUMNS``, in English or Czech, in any order.
"""

from __future__ import annotations

import csv
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from shared.billing.faults import Fault, check
from shared.billing.list_rows import Column, Line, ReadLines, number_text
from shared.billing.tariff import Rate, TariffVersion

COLUMNS: dict[Column, tuple[str, ...]] = {
    "direction": ("direction", "směr"),
    "prefix": ("prefix", "předvolba"),
    "destination": ("destination", "cíl", "destinace"),
    "group": ("group", "skupina"),
    "band": ("band", "pásmo"),
    "price": ("price", "cena"),
    "increments": ("increments", "přírůstky", "účtování"),
    "grace": ("grace", "tolerance"),
    "fee": ("fee", "connection fee", "spojení", "poplatek"),
    "minimum": ("minimum", "minimum charge"),
    "vat": ("vat", "dph"),
    "whole": ("whole", "whole number", "celé číslo"),
}
"""What may stand in the heading. Needed: prefix, destination, price."""
_NEEDED: tuple[Column, ...] = ("prefix", "destination", "price")
_SIGNS = (";", "\t", ",")

Table = Sequence[Sequence[str]]
"""A heading and lines; cells are text."""


class Change(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What a new version says otherwise of a prefix. ``column``: which; of what comes or goes none."""

    kind: Literal["added", "removed", "changed"]
    direction: str
    prefix: str
    destination: str
    column: str = ""
    was: str = ""
    now: str = ""


def table_of_csv(text: str) -> list[list[str]]:
    """The cells of a CSV text; semicolons, tabs or commas, whichever the heading has most of. Raises ValueError."""
    lines = text.removeprefix("\ufeff").splitlines(keepends=True)
    heading = lines[0] if lines else ""
    try:
        return list(csv.reader(lines, delimiter=max(_SIGNS, key=heading.count)))
    except csv.Error as problem:
        raise ValueError(f"this is no CSV: {problem}") from problem


def csv_of_table(table: Table) -> str:
    """CSV with semicolons, as table calculators of most of Europe read it."""
    written: list[str] = []
    csv.writer(_Written(written), delimiter=";", lineterminator="\r\n").writerows(table)
    return "".join(written)


def taken(base: TariffVersion, table: Table, version: int, valid_from: date) -> TariffVersion | list[Fault]:
    """``base`` with the list's rates as a new version; or all that is wrong, line by line, and nothing of it taken."""
    columns, faults = _heading(table[0] if table else ())
    if faults:
        return faults
    read = ReadLines(base)
    for number, cells in enumerate(table[1:], 2):
        if any(cell.strip() for cell in cells):
            read.take(number, {name: cells[at].strip() for name, at in columns.items() if at < len(cells)})
    rates, faults = read.rates()
    if faults:
        return sorted(faults, key=lambda one: one.line)
    new = msgspec.structs.replace(base, version=version, valid_from=valid_from, valid_until=None, rates=rates)
    return check(new) or new


def table_of(version: TariffVersion) -> list[list[str]]:
    """The version's rates as a list that ``taken`` takes again."""
    return [
        list(COLUMNS),
        *(_cells(rate, band, price) for rate in version.rates for band, price in rate.prices.items()),
    ]


def changes(old: TariffVersion, new: TariffVersion) -> list[Change]:
    """What differs between the rates of two versions, for a preview; in the order of direction and prefix."""
    before, after = ({(one.direction, one.prefix, one.is_whole): one for one in tariff.rates} for tariff in (old, new))
    found: list[Change] = []
    for key in sorted(before | after):
        was, now = before.get(key), after.get(key)
        if was is None or now is None:
            one = was or now
            assert one is not None
            kind: Literal["added", "removed"] = "added" if was is None else "removed"
            found.append(Change(kind=kind, direction=key[0], prefix=key[1], destination=one.destination))
        else:
            found += _changed(was, now)
    return found


def _changed(was: Rate, now: Rate) -> list[Change]:
    before, after = _told(was), _told(now)
    return [
        Change(
            kind="changed",
            direction=now.direction,
            prefix=now.prefix,
            destination=now.destination,
            column=column,
            was=before.get(column, ""),
            now=after.get(column, ""),
        )
        for column in before | after
        if before.get(column) != after.get(column)
    ]


def _told(rate: Rate) -> dict[str, str]:
    prices = {f"price {band}": number_text(price) for band, price in sorted(rate.prices.items())}
    cells = dict(zip(COLUMNS, _cells(rate, "", Decimal(0)), strict=True))
    return {name: cells[name] for name in cells if name not in {"price", "band"}} | prices


def _cells(rate: Rate, band: str, price: Decimal) -> list[str]:
    told = Line.of(rate, band, price)
    return [told.cells[column] for column in COLUMNS]


def _heading(cells: Sequence[str]) -> tuple[dict[Column, int], list[Fault]]:
    names = {word: column for column, words in COLUMNS.items() for word in words}
    columns: dict[Column, int] = {}
    faults: list[Fault] = []
    for place, cell in enumerate(cells):
        word = " ".join(cell.split()).casefold()
        if not word:
            continue
        if word not in names:
            faults.append(Fault(kind="unknown_column", what=cell.strip(), line=1))
        elif names[word] in columns:
            faults.append(Fault(kind="name_twice", where=cell.strip(), line=1))
        else:
            columns[names[word]] = place
    faults += [Fault(kind="missing", where=column, line=1) for column in _NEEDED if column not in columns]
    return columns, faults


class _Written:
    """What csv writes to: a list."""

    def __init__(self, written: list[str]) -> None:
        self.write = written.append
