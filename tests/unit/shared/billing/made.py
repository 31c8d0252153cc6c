"""Tariffs and calls of the tests, and hypothesis' own ones."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from hypothesis import strategies as st
from msgspec.structs import replace

from shared.billing.credit import Afford, Price
from shared.billing.money import Exact
from shared.billing.rated import BillableCall, Rated
from shared.billing.rating import affordable, rate
from shared.billing.tariff import WEEKDAYS, Band, Rate, Split, TariffVersion, Window
from shared.domain.calls import Direction

PRAGUE = ZoneInfo("Europe/Prague")
WORKDAYS = WEEKDAYS[:5]
PEAK = Band(band="peak", title="Peak", windows=(Window(days=WORKDAYS, begins=8 * 60, ends=18 * 60),))
NIGHT = Band(
    band="night",
    title="Night",
    windows=(Window(days=(*WEEKDAYS, "holiday"), begins=0, ends=150), Window(days=WEEKDAYS, begins=1320, ends=1440)),
)
MINUTE, SECOND = 60_000, 1000


def mobile(**changes: object) -> Rate:
    """Czech mobile numbers: 1.20 and 0.90 a minute, 60 + 1."""
    fields: dict[str, object] = {
        "prefix": "4206",
        "destination": "Mobile CZ",
        "prices": {"peak": Decimal("1.20"), "off": Decimal("0.90")},
        "first_ms": MINUTE,
        "next_ms": SECOND,
    }
    return Rate(**(fields | changes))  # type: ignore[arg-type]


def version(
    *rates: Rate, split: Split = "split", bands: tuple[Band, ...] = (PEAK,), **changes: object
) -> TariffVersion:
    """Standard 2026 in its third version, unless told otherwise."""
    fields: dict[str, object] = {
        "tariff": "standard", "version": 3, "title": "Standard 2026", "valid_from": date(2026, 10, 1),
        "otherwise": "off", "otherwise_title": "Off-peak",
    }  # fmt: skip
    fixed = mobile(prefix="420", destination="Fixed CZ")
    return TariffVersion(split=split, bands=bands, rates=rates or (fixed, mobile()), **(fields | changes))  # type: ignore[arg-type]


def flat(price: str, first: int = 1, following: int = 1, **changes: object) -> TariffVersion:
    """One price at all hours; increments in seconds."""
    prices = {"off": Decimal(price)}
    return version(mobile(prices=prices, first_ms=first * SECOND, next_ms=following * SECOND, **changes), bands=())


def call(
    begins: datetime | str = "2026-10-19 17:57:40",
    seconds: float = 0,
    number: str = "+420608134572",
    direction: Direction = "outbound",
    **changes: object,
) -> BillableCall:
    """A call of so many seconds; its beginning as read on a clock in Prague."""
    at = datetime.fromisoformat(begins).replace(tzinfo=PRAGUE) if isinstance(begins, str) else begins
    ends_at = at.astimezone(UTC) + timedelta(milliseconds=round(seconds * 1000))
    return BillableCall(direction=direction, number=number, answered_at=at.astimezone(UTC), ended_at=ends_at, **changes)  # type: ignore[arg-type]


def priced(tariff: TariffVersion, one: BillableCall, holidays: frozenset[date] = frozenset()) -> tuple[Price, Afford]:
    """What the call costs when it lasts so long, and how long an amount lasts it."""

    def price(time_ms: int) -> Exact:
        found = rate(tariff, replace(one, ended_at=one.answered_at + timedelta(milliseconds=time_ms)), holidays)
        assert isinstance(found, Rated)
        return found.exact

    def afford(amount: Exact) -> int:
        found = affordable(tariff, one, amount, holidays)
        assert isinstance(found, int)
        return found

    return price, afford


PRICES = st.integers(0, 5_000_000).map(lambda one: Decimal(one).scaleb(-6))
INCREMENTS = st.sampled_from([1, 100, 500, 1000, 6000, 30_000, 60_000, 7_001])


@st.composite
def rates(draw: st.DrawFn) -> Rate:
    """Rates that a price list may have, and some that none has."""
    return mobile(
        prices={"peak": draw(PRICES), "night": draw(PRICES), "off": draw(PRICES)},
        first_ms=draw(INCREMENTS),
        next_ms=draw(INCREMENTS),
        grace_ms=draw(st.sampled_from([0, 0, 3000, 90_000])),
        connection_fee=draw(PRICES),
        minimum_charge=draw(st.one_of(st.just(Decimal(0)), PRICES)),
    )


VERSIONS = st.builds(
    lambda rate, split: version(rate, split=split, bands=(PEAK, NIGHT)), rates(), st.sampled_from(["split", "start"])
)
_FIRST = datetime(2026, 10, 23, tzinfo=UTC)  # the clock goes back on the 25th, the 28th is a holiday
BEGINNINGS = st.integers(0, 8 * 86_400_000).map(lambda one: _FIRST + timedelta(milliseconds=one))
LENGTHS = st.one_of(st.integers(0, 200_000), st.integers(0, 110_000_000)).map(lambda one: one / 1000)
CALLS = st.builds(call, BEGINNINGS, LENGTHS)
HOLIDAYS = frozenset({date(2026, 10, 28)})
