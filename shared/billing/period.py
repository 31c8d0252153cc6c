"""Closing a period: which calls, fees, packages, discounts and VAT come to which lines and which total. Pure.

The same calls and rules give the same draft, so that closing again changes nothing. A call belongs to the period in
which it *ended*; one that was not billed then (late, or without a price) to the first that is closed afterwards. VAT is
that of the day on which a call ended, and of each day of a month for fees; the version is that of a call's answer. Free
time goes to calls in the order of answer. Amounts are rounded once, on a line: one for each fee, group of calls and
discount, for each VAT rate.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal
from operator import attrgetter
from zoneinfo import ZoneInfo

import msgspec

from shared.billing.invoice import Business, Invoice, InvoiceLine, VatSum
from shared.billing.lines import DAY, CallSum, Subscription, lines_of, pieces_on, total_of, version_on
from shared.billing.money import CENT
from shared.billing.rated import BillableCall, Free, Rated, Unrated
from shared.billing.rating import NO_HOLIDAYS, PriceBook
from shared.billing.ready import ReadyVersion
from shared.billing.tariff import TariffVersion, VatRate
from shared.billing.vat import VatDays
from shared.domain.search.spans import beginning

_ORDER = attrgetter("answered_at", "ended_at", "key", "number")


class Period(msgspec.Struct, frozen=True, kw_only=True):
    """Days [begins, ends) of a zone, at least one. Raises ValueError."""

    begins: date
    ends: date
    zone: str = "Europe/Prague"

    def __post_init__(self) -> None:
        if self.ends <= self.begins:
            raise ValueError(f"a period has one day at least, not {self.begins} to {self.ends}")


class Billed(msgspec.Struct, frozen=True, gc=False):
    """A call of the period with its price. ``vat``: per cent. ``is_late``: it ended before the period began."""

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
    coin: Decimal = CENT,
    book: PriceBook | None = None,
) -> Draft:
    """One account's period. ``calls``: all of the account's that are on no invoice yet; later ones are left alone.

    ``versions``: of the account's tariff; ``book``: the same ready, for who closes many accounts. ``coin``: what the
    total is rounded to. Raises ValueError with one clear line: a call given twice, a day without a version or VAT rate.
    """
    currencies = {one.currency for one in versions}
    if len(currencies) != 1:
        raise ValueError(f"a tariff in one currency is needed, not in {', '.join(sorted(currencies)) or 'none'}")
    zone = ZoneInfo(period.zone)
    vat = VatDays(vat_rates, zone)
    billed, unrated = _rated(period, versions, calls, subscriptions, book or PriceBook(versions, holidays), vat)
    days = (period.begins, period.ends)
    lines = lines_of(days, versions, sums_of(billed), subscriptions, vat)
    sums, total, rounding = total_of(lines, coin)
    return Draft(
        period=period,
        currency=currencies.pop(),
        calls=tuple(billed),
        unrated=tuple(unrated),
        lines=lines,
        vat=sums,
        total=total,
        rounding=rounding,
    )


def sums_of(calls: Iterable[Billed]) -> list[CallSum]:
    """What calls of one group and one VAT rate come to together."""
    found: dict[tuple[str, Decimal], list[int]] = {}
    for one in calls:
        rated = one.rated
        key = (rated.group, one.vat)
        if (known := found.get(key)) is None:
            known = found[key] = [0, 0, 0]
        known[0] += rated.exact
        known[1] += rated.billed_ms
        known[2] += 1
    return [
        CallSum(group=group, vat=vat, exact=exact, billed_ms=billed_ms, calls=calls)
        for (group, vat), (exact, billed_ms, calls) in found.items()
    ]


def invoice_of(
    draft: Draft,
    number: str,
    supplier: Business,
    customer: Business,
    issued_on: date,
    due_on: date,
    answers: str = "",
    note: str = "",
    language: str = "cs",
) -> Invoice:
    """The document of a draft, taxed on the period's last day; ``answers``: the invoice's number that it corrects.

    A correction is taxed when it is issued; where something is to be paid on top of it, it is an invoice.
    """
    last = draft.period.ends - DAY
    return Invoice(
        kind="credit_note" if answers and draft.total < 0 else "invoice",
        number=number,
        supplier=supplier,
        customer=customer,
        issued_on=issued_on,
        taxed_on=issued_on if answers else last,
        due_on=due_on,
        period_from=draft.period.begins,
        period_to=last,
        currency=draft.currency,
        lines=draft.lines,
        vat=draft.vat,
        total=draft.total,
        rounding=draft.rounding,
        answers=answers,
        note=note,
        language=language,
    )


def _rated(
    period: Period,
    versions: Sequence[TariffVersion],
    calls: Sequence[BillableCall],
    subscriptions: Sequence[Subscription],
    book: PriceBook,
    vat: VatDays,
) -> tuple[list[Billed], list[tuple[BillableCall, Unrated]]]:
    """The calls that ended before the period did, in the order of answer, each with its price."""
    zone = ZoneInfo(period.zone)
    begins_at, ends_at = beginning(period.begins, zone), beginning(period.ends, zone)
    ours = sorted((one for one in calls if one.ended_at < ends_at), key=_ORDER)
    _once(ours)
    given = _Packages(version_on(versions, period.ends - DAY), subscriptions, period)
    billed: list[Billed] = []
    unrated: list[tuple[BillableCall, Unrated]] = []
    for one in ours:
        found = given.rated(book.at(one.answered_at), one)
        if isinstance(found, Unrated):
            unrated.append((one, found))
        else:
            billed.append(Billed(one, found, vat.at(found.vat, one.ended_at), one.ended_at < begins_at))
    return billed, unrated


def _once(calls: Iterable[BillableCall]) -> None:
    keys = [one.key for one in calls if one.key]
    if len(set(keys)) < len(keys):
        twice = next(key for key, times in Counter(keys).items() if times > 1)
        raise ValueError(f"call {twice} is given twice")


class _Packages:
    """Free time as calls take it. What there is is said by the version that holds on the period's last day."""

    def __init__(self, version: TariffVersion | None, subscriptions: Sequence[Subscription], period: Period) -> None:
        self._left: list[tuple[Free, tuple[str, ...]]] = []
        for one in version.packages if version else ():
            pieces = pieces_on(subscriptions, one.fee, (period.begins, period.ends)) if one.fee else 1
            free = Free(
                package=one.package, milliseconds=one.free_ms * pieces, bands=one.bands, covers_fee=one.covers_fee
            )
            self._left.append((free, one.groups))

    def rated(self, ready: ReadyVersion | None, call: BillableCall) -> Rated | Unrated:
        """The call's price, with what the first package has for it."""
        if ready is None:
            return Unrated(reason="no_version", number=call.number)
        found = ready.rate(call)
        if not self._left or isinstance(found, Unrated) or not found.billed_ms:
            return found
        for place, (free, groups) in enumerate(self._left):
            if not free.milliseconds or (groups and found.group not in groups):
                continue
            again = ready.rate(call, free)
            if isinstance(again, Rated) and again.free_ms:
                left = msgspec.structs.replace(free, milliseconds=free.milliseconds - again.free_ms)
                self._left[place] = (left, groups)
                return again
        return found
