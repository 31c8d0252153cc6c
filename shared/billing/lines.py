"""From sums to lines, VAT and a total. Each line is rounded once; VAT once a rate, on the sum of its lines.

A fee is told day by day: each day of a month has its share of what the version of that day says, and that day's VAT.
The shares of a month are cut so that together they are the month to the last unit, in however many periods.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal

import msgspec

from shared.billing.invoice import InvoiceLine, VatSum
from shared.billing.money import CENT, MINUTE_MS, Exact, exact, part, rounded
from shared.billing.tariff import Discount, Fee, TariffVersion, group_of
from shared.billing.vat import VatDays

DAY = timedelta(days=1)
_HUNDRED = Decimal(100)
_PERCENT_UNIT = 1_000_000
"""A per cent has at most four decimals: of this many parts it is a whole number of them."""
Days = tuple[date, date]
"""[first, after the last)."""


class Subscription(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """An account has so many pieces of a monthly fee, from a day on to a day (not counted; None: open)."""

    fee: str
    pieces: int = 1
    since: date
    until: date | None = None

    def holds_on(self, day: date) -> bool:
        """Is it the account's on that day?"""
        return self.since <= day and (self.until is None or day < self.until)


class CallSum(msgspec.Struct, frozen=True, kw_only=True):
    """What a period's calls of one group and one VAT rate (per cent) come to; may be summed anywhere."""

    group: str
    vat: Decimal
    exact: int
    billed_ms: int
    calls: int


def lines_of(
    days: Days,
    versions: Sequence[TariffVersion],
    sums: Sequence[CallSum],
    subscriptions: Sequence[Subscription],
    vat: VatDays,
) -> tuple[InvoiceLine, ...]:
    """Fees, then calls in the order of the tariff's groups, then discounts. Raises ValueError with one clear line."""
    last = version_on(versions, days[1] - DAY)
    order = {group: place for place, group in enumerate(dict.fromkeys(map(group_of, last.rates if last else ())))}
    placed = sorted(sums, key=lambda one: (order.get(one.group, len(order)), one.group, one.vat))
    return (
        *_fee_lines(days, versions, subscriptions, vat),
        *map(_call_line, placed),
        *(line for one in (last.discounts if last else ()) for line in _discount_lines(one, placed)),
    )


def total_of(lines: Iterable[InvoiceLine], coin: Decimal = CENT) -> tuple[tuple[VatSum, ...], Decimal, Decimal]:
    """VAT sums, the total, and what it was rounded by."""
    nets: dict[Decimal, Decimal] = {}
    for line in lines:
        nets[line.vat_rate] = nets.get(line.vat_rate, Decimal(0)) + line.amount
    sums = tuple(
        VatSum(rate=rate, net=net, vat=(net * rate / _HUNDRED).quantize(CENT, ROUND_HALF_UP))
        for rate, net in sorted(nets.items())
    )
    whole = sum((one.net + one.vat for one in sums), Decimal(0))
    total = rounded(exact(whole), coin)
    return sums, total, total - whole


def version_on(versions: Sequence[TariffVersion], day: date) -> TariffVersion | None:
    """The version that holds on a day, as ``rating.version_at`` has it for instants."""
    begun = [one for one in versions if one.valid_from <= day and (one.valid_until is None or day < one.valid_until)]
    return max(begun, key=lambda one: (one.valid_from, one.version), default=None)


def month_fee(versions: Sequence[TariffVersion], has: Subscription, month: date) -> Exact:
    """What a subscription comes to in the month that begins then, without VAT. Raises ValueError."""
    spent, day = 0, max(month, has.since)
    after = month + monthrange(month.year, month.month)[1] * DAY
    while day < after and has.holds_on(day):
        fee = _fee_on(versions, has.fee, day)
        number, of = _place(fee, has, day)
        if of:
            amount = exact(fee.amount) * has.pieces
            spent += amount * (number + 1) // of - amount * number // of
        day += DAY
    return Exact(spent)


def pieces_on(subscriptions: Iterable[Subscription], fee: str, days: Days) -> int:
    """How many pieces of a fee an account has on any day of these."""
    return sum(
        one.pieces
        for one in subscriptions
        if one.fee == fee and one.since < days[1] and (one.until is None or one.until > days[0])
    )


def _call_line(one: CallSum) -> InvoiceLine:
    minutes = (Decimal(one.billed_ms) / MINUTE_MS).quantize(CENT, ROUND_HALF_UP)
    return InvoiceLine(
        text=one.group, quantity=minutes, unit="minute", amount=rounded(one.exact), vat_rate=one.vat, exact=one.exact
    )


def _fee_lines(
    days: Days, versions: Sequence[TariffVersion], subscriptions: Sequence[Subscription], vat: VatDays
) -> Iterator[InvoiceLine]:
    spent: dict[tuple[str, Decimal], int] = {}
    months: dict[tuple[str, Decimal], Decimal] = {}
    for subscription in sorted(subscriptions, key=lambda one: (one.fee, one.since)):
        day = max(days[0], subscription.since)
        while day < days[1] and subscription.holds_on(day):
            fee = _fee_on(versions, subscription.fee, day)
            number, of = _place(fee, subscription, day)
            if of:
                key = (fee.title, vat.on(fee.vat, day))
                amount = exact(fee.amount) * subscription.pieces
                spent[key] = spent.get(key, 0) + amount * (number + 1) // of - amount * number // of
                months[key] = months.get(key, Decimal(0)) + Decimal(subscription.pieces) / of
            day += DAY
    for (title, percent), amount in spent.items():
        pieces = months[title, percent].quantize(CENT, ROUND_HALF_UP)
        is_whole = pieces == pieces.to_integral_value()
        yield InvoiceLine(
            text=title,
            quantity=pieces.quantize(Decimal(1)) if is_whole else pieces,
            unit="piece" if is_whole else "month",
            amount=rounded(amount),
            vat_rate=percent,
            exact=amount,
        )


def _fee_on(versions: Sequence[TariffVersion], fee: str, day: date) -> Fee:
    version = version_on(versions, day)
    if version is None:
        raise ValueError(f"no version of the tariff holds on {day}")
    found = next((one for one in version.fees if one.fee == fee), None)
    if found is None:
        raise ValueError(f"there is no fee {fee} in version {version.version}, which holds on {day}")
    return found


def _place(fee: Fee, subscription: Subscription, day: date) -> tuple[int, int]:
    """The how manieth of how many days that share the month's amount the day is; of none where nothing is paid."""
    length = monthrange(day.year, day.month)[1]
    if fee.part_month == "days":
        return day.day - 1, length
    first = max(day.replace(day=1), subscription.since)
    after = day.replace(day=1) + length * DAY
    if subscription.until is not None:
        after = min(after, subscription.until)
    held = (after - first).days
    if fee.part_month == "none" and held < length:
        return 0, 0
    return (day - first).days, held


def _discount_lines(discount: Discount, sums: Sequence[CallSum]) -> Iterator[InvoiceLine]:
    nets: dict[Decimal, int] = {}
    for one in sums:
        if not discount.groups or one.group in discount.groups:
            nets[one.vat] = nets.get(one.vat, 0) + one.exact
    whole = sum(nets.values())
    off = discounted(discount, whole)
    if not off:
        return
    done = 0
    for percent, net in sorted(nets.items()):
        share = part(off, done + net, whole) - part(off, done, whole)
        done += net
        if share:
            yield InvoiceLine(
                text=discount.title,
                quantity=Decimal(1),
                unit="piece",
                amount=rounded(-share),
                vat_rate=percent,
                exact=-share,
            )


def discounted(discount: Discount, net: int) -> Exact:
    """What is off a net amount in exact units, as one whole number of them."""
    reached = [one for one in discount.steps if exact(one.above) <= net]
    if not reached or net <= 0:
        return Exact(0)
    if discount.of == "all":
        return part(net, _millionths(reached[-1].percent), _PERCENT_UNIT)
    edges = [*(exact(one.above) for one in reached[1:]), net]
    parts = [(edge - exact(one.above)) * _millionths(one.percent) for one, edge in zip(reached, edges, strict=True)]
    return part(sum(parts), 1, _PERCENT_UNIT)


def _millionths(percent: Decimal) -> int:
    return int(percent.scaleb(4))
