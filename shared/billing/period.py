"""Closing a period: which calls, fees, packages, discounts and VAT come to which lines and which total. Pure.

The same call and the same things give the same draft, so that closing again changes nothing. A call belongs to the
period in which it *ended*; one that was not billed then (late, or not rated) to the first that is closed afterwards.
VAT is that of the day on which a call ended, and of each day of a month for fees; the version is that of a call's
answer. Free time goes to calls in the order of answer. Amounts are rounded once, on a line: one for each group of
calls, fee and discount, for each VAT rate.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date
from decimal import Decimal

import msgspec

from shared.billing.invoice import Business, Invoice, InvoiceLine, VatSum
from shared.billing.rated import BillableCall, Rated, Unrated
from shared.billing.rating import NO_HOLIDAYS
from shared.billing.tariff import TariffVersion, VatRate


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Days [begins, ends) of a zone."""

    begins: date
    ends: date
    zone: str = "Europe/Prague"


class Subscription(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An account has so many pieces of a monthly fee, from a day on to a day (not counted; None: open)."""

    fee: str
    pieces: int = 1
    since: date
    until: date | None = None


class Billed(msgspec.Struct, frozen=True, kw_only=True):
    """A call of the period with its price. ``is_late``: it ended before the period began."""

    call: BillableCall
    rated: Rated
    vat: Decimal
    is_late: bool


class Draft(msgspec.Struct, frozen=True, kw_only=True):
    """What an account's period comes to. ``unrated`` calls are in no line: they come late, once they have a price."""

    period: Period
    currency: str
    calls: tuple[Billed, ...]
    unrated: tuple[tuple[BillableCall, Unrated], ...]
    lines: tuple[InvoiceLine, ...]
    vat: tuple[VatSum, ...]
    total: Decimal
    rounding: Decimal = Decimal(0)


def close(
    period: Period,
    versions: Sequence[TariffVersion],
    calls: Sequence[BillableCall],
    vat_rates: Sequence[VatRate],
    subscriptions: Sequence[Subscription] = (),
    holidays: Collection[date] = NO_HOLIDAYS,
    coin: Decimal = Decimal("0.01"),
) -> Draft:
    """One account's period. ``calls``: all of the account's that are on no invoice yet; later ones are left alone.

    ``versions``: of the account's tariff. ``coin``: what the total is rounded to. Raises ValueError with one clear line
    where no VAT rate holds on a day.
    """
    raise NotImplementedError


def correction(issued: Draft, again: Draft) -> Draft | None:
    """What is to be given back (negative) or paid on top when the same period is rated again: line by line.

    ``issued`` and it come to ``again`` to the cent. None: nothing changed.
    """
    raise NotImplementedError


def invoice_of(
    draft: Draft, number: str, supplier: Business, customer: Business, issued_on: date, due_on: date, answers: str = ""
) -> Invoice:
    """The document of a draft; ``answers``: the invoice's number that a correction is of. Taxed on the last day."""
    raise NotImplementedError
