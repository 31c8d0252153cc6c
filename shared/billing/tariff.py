"""Price lists: what a call to where, at what time, costs. Structs only, stored as JSON by msgspec; see ``faults``.

A version is never edited: a change is a new version that holds from a day on. Days and times of day are those of the
version's zone. Money is Decimal with at most six decimals, without VAT; lengths are whole milliseconds.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Literal

import msgspec

from shared.domain.calls import Direction

DayKind = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "holiday"]
"""A public holiday is ``holiday`` and nothing else: only windows that name it hold on it, whatever weekday it is."""
Split = Literal["start", "split"]
"""``start``: the whole call costs what the band of its beginning says. ``split``: each increment costs what the band
says in which the increment begins; increments are counted through from the call's beginning and never start anew.
"""
PartMonth = Literal["days", "whole", "none"]
"""What a month costs of which an account has a fee only some days: its days' share, all of it, nothing."""
DiscountOf = Literal["all", "above"]
"""A step's per cent is of all the net amount, or only of what is above the step and below the next."""

WEEKDAYS: tuple[DayKind, ...] = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
DAY_MINUTES = 1440
SECOND_MS = 1000


class Window(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A part of the day on some kinds of days: [begins, ends) in minutes by the wall clock, 0 to 1440.

    It never reaches over midnight: a night is two windows. On the night with two half past twos both are meant.
    """

    days: tuple[DayKind, ...]
    begins: int = 0
    ends: int = DAY_MINUTES


class Band(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Hours of one price. ``band`` is the key that rates name, ``title`` what people read."""

    band: str
    title: str = ""
    windows: tuple[Window, ...] = ()


class Rate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What calls to one prefix cost. Of several that match the longest holds.

    ``prefix``: digits of E.164 without "+"; of calls to a line (inbound) the line's, of internal ones the extension's;
    empty: every number. ``is_whole``: the number itself and not what begins with it, also as dialled: 112, 1188.
    ``group``: how calls are summed on an invoice, and what packages and discounts name; empty: ``destination``.
    ``prices``: per minute, by band; each band and the version's ``otherwise`` must be there. Billed time is 0 up to
    ``grace_ms`` (the call then costs nothing at all), ``first_ms`` at least, then whole steps of ``next_ms``.
    ``connection_fee``: once a call. ``minimum_charge``: what a call costs at least, its fee counted.
    ``vat``: which of the VAT rates.
    """

    prefix: str
    destination: str
    direction: Direction = "outbound"
    group: str = ""
    is_whole: bool = False
    prices: dict[str, Decimal]
    connection_fee: Decimal = Decimal(0)
    minimum_charge: Decimal = Decimal(0)
    first_ms: int = SECOND_MS
    next_ms: int = SECOND_MS
    grace_ms: int = 0
    vat: str = "standard"


class Package(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Free time in each period, taken by calls in the order in which they were answered.

    ``groups``: of rates; none: all. ``bands``: only calls' time in these; none: all. ``covers_fee``: a call whose time
    is free as a whole has no connection fee either. ``fee``: only for accounts that have this monthly fee, as often as
    they have it; empty: for all. A call takes from one package, the first that has anything for it. What is left at a
    period's end is lost.
    """

    package: str
    title: str
    free_ms: int
    groups: tuple[str, ...] = ()
    bands: tuple[str, ...] = ()
    covers_fee: bool = False
    fee: str = ""


class Fee(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """What is paid every month, whether anybody calls or not, for each piece that an account has of it."""

    fee: str
    title: str
    amount: Decimal
    part_month: PartMonth = "days"
    vat: str = "standard"


class DiscountStep(msgspec.Struct, frozen=True, kw_only=True):
    """From this net amount on (it counted), so many per cent."""

    above: Decimal
    percent: Decimal


class Discount(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Off by volume: of a period's net amount of calls in these groups (none: all), fees apart. Steps rise.

    A group has one discount at most.
    """

    discount: str
    title: str
    steps: tuple[DiscountStep, ...]
    groups: tuple[str, ...] = ()
    of: DiscountOf = "all"


class VatRate(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """Per cent of VAT under a name, from a day on until the same name's next entry. Not a tariff's: the law's."""

    vat: str
    percent: Decimal
    valid_from: date


class Tariff(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A price list through all its versions. ``currency``: ISO 4217."""

    tariff: str
    title: str
    currency: str = "CZK"
    zone: str = "Europe/Prague"


class TariffVersion(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """A price list as it holds from a day on, until the next version's. Says all that rating needs.

    ``valid_from``: from that day's first instant in ``zone``. ``valid_until``: that day's first instant ends it, None:
    open. ``otherwise``: the band of all hours that no other covers, ``otherwise_title`` what people read for it.
    ``is_purchase``: it says what we pay the carrier; nobody's calls are charged by it, and there is one a currency.
    """

    tariff: str
    version: int
    title: str
    currency: str = "CZK"
    zone: str = "Europe/Prague"
    valid_from: date
    valid_until: date | None = None
    split: Split = "split"
    bands: tuple[Band, ...] = ()
    otherwise: str = "all"
    otherwise_title: str = ""
    rates: tuple[Rate, ...] = ()
    packages: tuple[Package, ...] = ()
    fees: tuple[Fee, ...] = ()
    discounts: tuple[Discount, ...] = ()
    is_purchase: bool = False

    @property
    def band_titles(self) -> dict[str, str]:
        """What people read for each band, by its key."""
        named = {one.band: one.title or one.band for one in self.bands}
        return named | {self.otherwise: self.otherwise_title or self.otherwise}


def group_of(rate: Rate) -> str:
    """How calls of the rate are summed."""
    return rate.group or rate.destination
