"""Every fault of a version in one line, all at once; and amounts that are no whole units are refused."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest
from msgspec.structs import replace

from shared.billing.faults import check, check_vat
from shared.billing.money import UNIT, coins, exact, part, rounded, scaled, shown
from shared.billing.tariff import (
    WEEKDAYS,
    Band,
    Discount,
    DiscountStep,
    Fee,
    Package,
    TariffVersion,
    VatRate,
    Window,
)
from tests.unit.shared.billing.made import PEAK, mobile, version

EVENING = Band(band="evening", windows=(Window(days=("monday",), begins=1020, ends=1200),))
PRICES = {"peak": Decimal(1), "off": Decimal(1)}
STEP = DiscountStep(above=Decimal(0), percent=Decimal(5))


def test_a_good_version_has_none() -> None:
    assert check(version()) == []
    night = Band(band="night", windows=(Window(days=("monday",), ends=480), Window(days=("monday",), begins=1080)))
    assert check(version(mobile(prices=PRICES | {"night": Decimal(0)}), bands=(PEAK, night))) == []


@pytest.mark.parametrize(
    ("faulty", "told"),
    [
        (version(zone="Europe/Atlantis"), "there is no time zone Europe/Atlantis"),
        (version(zone="../etc"), "there is no time zone ../etc"),
        (version(currency="Kč"), "Kč is no currency: three capital letters are needed"),
        (version(version=0), "0 is no number of a version: it counts from 1"),
        (version(valid_until=date(2026, 10, 1)), "it ends on 2026-10-01, before it begins"),
        (
            version(mobile(prices=PRICES | {"evening": Decimal(1)}), bands=(PEAK, EVENING)),
            "bands peak, evening overlap: monday 17:00–18:00",
        ),
        (version(bands=(PEAK, replace(PEAK, windows=(Window(days=("sunday",)),)))), "band peak is there twice"),
        (version(mobile(prices={"peak": Decimal(1)}), otherwise="peak"), "band peak is there twice"),
        (version(bands=(replace(PEAK, windows=()),)), "band peak covers no time"),
        (version(bands=(replace(PEAK, windows=(Window(days=()),)),)), "band peak covers no time"),
        (
            version(bands=(replace(PEAK, windows=(Window(days=WEEKDAYS, begins=1320, ends=360),)),)),
            "band peak: 22:00–06:00 is no part of a day",
        ),
        (replace(version(), rates=()), "it has no rates"),
        (version(mobile(), mobile()), "prefix 4206 is there twice"),
        (version(mobile(prefix="+420")), "prefix +420: only digits, at most 15"),
        (version(mobile(prefix="1" * 16)), "prefix 1111111111111111: only digits, at most 15"),
        (version(mobile(destination=" ")), "prefix 4206 has no destination"),
        (version(mobile(prices={"off": Decimal(1)})), "prefix 4206 has no price for band peak"),
        (version(mobile(prices=PRICES | {"x": Decimal(1)})), "4206: there is no band x"),
        (version(mobile(connection_fee=Decimal(-1))), "4206: -1 is less than nothing"),
        (version(mobile(minimum_charge=Decimal(10**6))), "4206: 1000000 is more than can be meant"),
        (version(mobile(minimum_charge=Decimal("NaN"))), "4206: NaN is no number"),
        (version(mobile(minimum_charge=Decimal("Infinity"))), "4206: Infinity is no number"),
        (version(mobile(connection_fee=Decimal("0.0000001"))), "4206: 1E-7 has more than six decimals"),
        (version(mobile(first_ms=0)), "4206: 0 ms is no increment: 1 ms to a day"),
        (version(mobile(next_ms=-5)), "4206: -5 ms is no increment: 1 ms to a day"),
        (version(mobile(grace_ms=-1)), "4206: -1 is less than nothing"),
        (version(mobile(grace_ms=10**9)), "4206: 1000000000 is more than can be meant"),
        (version(packages=(Package(package="p", title="P", free_ms=-1),)), "P: -1 is less than nothing"),
        (
            version(packages=(Package(package="p", title="P", free_ms=10**16),)),
            f"P: {10**16} is more than can be meant",
        ),
        (
            version(packages=(Package(package="p", title="P", free_ms=1, groups=("Moon",)),)),
            "P: no rate is of the group Moon",
        ),
        (version(packages=(Package(package="p", title="P", free_ms=1, bands=("x",)),)), "P: there is no band x"),
        (version(packages=(Package(package="p", title="P", free_ms=1, fee="x"),)), "P: there is no fee x"),
        (version(packages=(Package(package="p", title="P", free_ms=1),) * 2), "p is there twice"),
        (version(fees=(Fee(fee="f", title="F", amount=Decimal(-1)),)), "F: -1 is less than nothing"),
        (
            version(discounts=(Discount(discount="d", title="D", steps=()),)),
            "D: steps must rise, and there must be one",
        ),
        (
            version(discounts=(Discount(discount="d", title="D", steps=(STEP, STEP)),)),
            "D: steps must rise, and there must be one",
        ),
        (
            version(discounts=(Discount(discount="d", title="D", steps=(replace(STEP, percent=Decimal(101)),)),)),
            "D: 101 is no per cent between 0 and 100 of at most four decimals",
        ),
        (
            version(
                discounts=(
                    Discount(discount="d", title="D", steps=(STEP,)),
                    Discount(discount="e", title="E", steps=(STEP,), groups=("Mobile CZ",)),
                )
            ),
            "group Mobile CZ has more than one discount",
        ),
    ],
)
def test_one_clear_line_for_each_fault(faulty: TariffVersion, told: str) -> None:
    assert [str(one) for one in check(faulty)] == [told]


def test_all_faults_are_told_at_once() -> None:
    faulty = version(mobile(prefix="x", destination=""), zone="Mars", version=-1)
    assert len(check(faulty)) == 4


def test_a_version_comes_after_those_before_and_is_of_their_tariff() -> None:
    assert check(version(), [version(version=1), version(version=2, valid_from=date(2027, 1, 1))]) == []
    assert [str(one) for one in check(version(), [version(), version(version=1, currency="EUR")])] == [
        "version 3 is not above all versions before",
        "version 1 is of another tariff, currency or zone: standard EUR Europe/Prague",
    ]


def test_a_step_that_is_no_number_is_told() -> None:
    steps = (replace(STEP, above=Decimal("NaN")), STEP)
    faulty = version(discounts=(Discount(discount="d", title="D", steps=steps),))
    assert [str(one) for one in check(faulty)] == ["D: NaN is no number"]


def test_vat_rates() -> None:
    one = VatRate(vat="standard", percent=Decimal(21), valid_from=date(2024, 1, 1))
    assert check_vat([one]) == []
    assert [str(fault) for fault in check_vat([one, replace(one, percent=Decimal(-1))])] == [
        "VAT standard: 2024-01-01 is there twice",
        "VAT standard: -1 is no per cent between 0 and 100 of at most four decimals",
    ]


@pytest.mark.parametrize("amount", ["0.0000001", "1.00000000000000000000000000000000001", "NaN", "-Infinity"])
def test_no_money_is_cut_off_unseen(amount: str) -> None:
    with pytest.raises(ValueError, match="at most 6 decimals"):
        scaled(Decimal(amount))


def test_money_is_rounded_half_away_from_zero_and_kept_whole() -> None:
    assert scaled(Decimal("1.2000000000000000000000000000000000000")) == 1_200_000
    assert exact(Decimal("123456789.123456")) == 123_456_789_123_456 * 60_000
    half = UNIT // 200
    assert [rounded(one) for one in (half, -half, half - 1)] == [Decimal("0.01"), Decimal("-0.01"), Decimal(0)]
    assert [coins(one) // (UNIT // 100) for one in (0, 1, UNIT // 100, UNIT // 100 + 1)] == [0, 1, 1, 2]
    assert [part(one, 1, 2) for one in (3, -3, 4)] == [2, -2, 2]
    assert shown(exact(Decimal("0.465"))) == Decimal("0.46500000")
