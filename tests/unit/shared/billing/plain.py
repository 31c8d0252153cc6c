"""The same price reckoned slowly: increment by increment with Decimal, each band looked up on the clock.

Written from the rules and not from the engine, so that one checks the other; the benchmark's measure too.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from shared.billing.rated import BillableCall
from shared.billing.tariff import WEEKDAYS, Rate, TariffVersion

_MINUTE = Decimal(60_000)


def longest(version: TariffVersion, call: BillableCall) -> Rate | None:
    """The rate of the longest prefix, all of them looked at."""
    digits = call.number.lstrip("+")
    fitting = [one for one in version.rates if one.direction == call.direction and digits.startswith(one.prefix)]
    return max(fitting, key=lambda one: len(one.prefix), default=None)


def band_at(version: TariffVersion, at: datetime, holidays: Collection[date]) -> str:
    """The band on the wall's clock then."""
    local = at.astimezone(ZoneInfo(version.zone))
    kind = "holiday" if local.date() in holidays else WEEKDAYS[local.weekday()]
    minute = local.hour * 60 + local.minute
    for band in version.bands:
        for window in band.windows:
            if kind in window.days and window.begins <= minute < window.ends:
                return band.band
    return version.otherwise


def price(version: TariffVersion, call: BillableCall, holidays: Collection[date] = ()) -> Decimal | None:
    """What the call costs; None: no prefix. Unrounded as far as Decimal goes."""
    rate = longest(version, call)
    if rate is None:
        return None
    length = (call.ended_at - call.answered_at) // timedelta(milliseconds=1)
    if length <= rate.grace_ms or length == 0:
        return Decimal(0)
    spent, done, step = Decimal(0), 0, rate.first_ms
    band = band_at(version, call.answered_at, holidays)
    while done < length:
        if version.split == "split" and done:
            band = band_at(version, call.answered_at + timedelta(milliseconds=done), holidays)
        spent += rate.prices[band] * step / _MINUTE
        done, step = done + step, rate.next_ms
    return max(spent + rate.connection_fee, rate.minimum_charge)
