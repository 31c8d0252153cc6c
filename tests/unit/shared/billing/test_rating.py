"""Prices to the last digit: the field's vectors, bands and nights of clock change, traces, bad input, and laws."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared.billing.money import UNIT, Exact, exact, rounded
from shared.billing.rated import BillableCall, Free, Rated, Unrated, retold
from shared.billing.rating import PriceBook, affordable, billed, rate, version_at
from shared.billing.tariff import WEEKDAYS, Band, TariffVersion, Window
from tests.unit.shared.billing import plain
from tests.unit.shared.billing.made import (
    BEGINNINGS,
    CALLS,
    HOLIDAYS,
    MINUTE,
    PEAK,
    VERSIONS,
    call,
    flat,
    mobile,
    rates,
    version,
)


def rated(
    tariff: TariffVersion, one: BillableCall, free: Free | None = None, on: frozenset[date] = frozenset()
) -> Rated:
    """The price, which must be there."""
    found = rate(tariff, one, on, free)
    assert isinstance(found, Rated)
    assert retold(found.trace) == found.exact
    return found


def money(tariff: TariffVersion, one: BillableCall, on: frozenset[date] = frozenset()) -> Decimal:
    """The price as Decimal, nothing rounded."""
    return Decimal(rated(tariff, one, on=on).exact) / UNIT


@pytest.mark.parametrize(
    ("first", "following", "seconds", "expected"),
    [
        (60, 1, 1, 60), (60, 1, 61, 61), (60, 60, 61, 120), (60, 60, 60, 60), (30, 6, 32, 36), (30, 6, 57, 60),
        (30, 6, 75, 78), (20, 6, 21, 26), (1, 1, 0, 0), (60, 60, 0, 0), (60, 60, 0.001, 60), (1, 1, 1.001, 2),
        (60, 60, 108_000, 108_000), (60, 60, 108_000.001, 108_060),
    ],
)  # fmt: skip
def test_billed_time_of_the_fields_vectors(first: int, following: int, seconds: float, expected: int) -> None:
    assert billed(round(seconds * 1000), first * 1000, following * 1000) == expected * 1000
    assert rated(flat("0.006", first, following), call(seconds=seconds)).billed_ms == expected * 1000


@pytest.mark.parametrize(("seconds", "expected"), [(32, "0.0036"), (57, "0.006"), (75, "0.0078")])
def test_the_prices_of_cgrates_118(seconds: int, expected: str) -> None:
    assert money(flat("0.006", 30, 6), call(seconds=seconds)) == Decimal(expected)


def test_a_minute_at_five_hundredths_is_five_hundredths() -> None:
    assert money(flat("0.05"), call(seconds=60)) == Decimal("0.05")  # and not 0.0498


@pytest.mark.parametrize(("milliseconds", "expected"), [(2999, 0), (3000, 0), (3001, 60)])
def test_up_to_the_grace_nothing_is_paid_not_even_the_fee(milliseconds: int, expected: int) -> None:
    tariff = flat("1", 60, 60, grace_ms=3000, connection_fee=Decimal("0.5"), minimum_charge=Decimal("0.7"))
    found = rated(tariff, call(seconds=milliseconds / 1000))
    assert found.billed_ms == expected * 1000
    assert rounded(found.exact) == (Decimal("1.50") if expected else Decimal(0))


def test_the_screens_example_top_down() -> None:
    found = rated(version(), call(seconds=278))
    trace = found.trace
    assert (trace.shorter, trace.prefix, trace.title, trace.version) == (("420",), "4206", "Standard 2026", 3)
    assert [(one.band, (one.ends_at - one.begins_at).seconds) for one in trace.stretches] == [
        ("peak", 140),
        ("off", 138),
    ]
    assert (trace.first_ms, trace.next_ms, trace.billed_ms) == (60_000, 1000, 278_000)
    assert [rounded(part.amount) for part in trace.parts] == [Decimal("2.80"), Decimal("2.07")]
    assert rounded(found.exact) == Decimal("4.87")


def test_a_tariff_of_the_start_takes_its_price_for_the_whole_call() -> None:
    found = rated(version(split="start"), call(seconds=278))
    assert [part.band for part in found.trace.parts] == ["peak"]
    assert Decimal(found.exact) / UNIT == Decimal("5.56")


def test_an_increment_over_the_edge_costs_what_it_cost_when_it_was_begun() -> None:
    minutes = version(mobile(next_ms=MINUTE, connection_fee=Decimal(1)))
    found = rated(minutes, call("2026-10-19 17:58:30", 150))  # 18:00 lies within the second minute
    assert [(part.band, part.billed_ms) for part in found.trace.parts] == [("peak", 120_000), ("off", 60_000)]
    assert Decimal(found.exact) / UNIT == Decimal(1) + Decimal("2.40") + Decimal("0.90")


def test_increments_do_not_start_anew_at_the_edge() -> None:
    found = rated(version(mobile()), call("2026-10-19 17:59:30", 31))  # the first minute is not over at 18:00
    assert [(part.band, part.billed_ms) for part in found.trace.parts] == [("peak", 60_000)]
    assert len(found.trace.stretches) == 2


def test_the_minimum_counts_the_fee() -> None:
    tariff = flat("1", connection_fee=Decimal("0.2"), minimum_charge=Decimal("0.5"))
    found = rated(tariff, call(seconds=6))
    assert rounded(found.exact) == Decimal("0.50")
    assert rounded(found.trace.raised) == Decimal("0.20")
    assert rounded(rated(tariff, call(seconds=60)).exact) == Decimal("1.20")


HALF_PAST_TWO = Band(band="peak", windows=(Window(days=(*WEEKDAYS, "holiday"), begins=120, ends=150),))


def test_a_call_over_both_half_past_twos() -> None:
    tariff = version(mobile(first_ms=1000), bands=(HALF_PAST_TWO,))
    begins = datetime(2026, 10, 24, 23, 50, tzinfo=UTC)  # 01:50 of summer time; three o'clock is two again at 01:00 UTC
    found = rated(tariff, call(begins, 2 * 3600))
    assert [(one.band, (one.ends_at - one.begins_at).seconds // 60) for one in found.trace.stretches] == [
        ("off", 10), ("peak", 30), ("off", 30), ("peak", 30), ("off", 20),
    ]  # fmt: skip
    assert Decimal(found.exact) / UNIT == 60 * Decimal("1.20") + 60 * Decimal("0.90")


def test_a_call_over_the_hour_that_is_left_out() -> None:
    band = Band(band="peak", windows=(Window(days=WEEKDAYS, begins=150, ends=210),))  # 02:30–03:30
    tariff = version(mobile(first_ms=1000), bands=(band,), valid_from=date(2026, 1, 1))
    found = rated(tariff, call(datetime(2026, 3, 29, 0, 50, tzinfo=UTC), 3600))  # 01:50; two o'clock is three
    assert [(one.band, (one.ends_at - one.begins_at).seconds // 60) for one in found.trace.stretches] == [
        ("off", 10), ("peak", 30), ("off", 20),
    ]  # fmt: skip


@pytest.mark.parametrize(("day", "hours"), [("2026-10-25", 25), ("2026-03-29", 23), ("2026-10-26", 24)])
def test_days_are_as_long_as_they_are(day: str, hours: int) -> None:
    sunday = Band(band="peak", windows=(Window(days=("sunday",)),))
    tariff = version(mobile(first_ms=1000), bands=(sunday,), valid_from=date(2026, 1, 1))
    begun = datetime.fromisoformat(day + "T00:00:00+00:00") - timedelta(hours=30)
    found = rated(tariff, call(begun, 60 * 3600))
    sundays = sum(part.billed_ms for part in found.trace.parts if part.band == "peak")
    assert sundays == (hours if hours != 24 else 25) * 3_600_000


def test_a_holiday_is_none_of_the_weekdays() -> None:
    wednesday = call("2026-10-28 10:00:00", 60)
    assert rated(version(), wednesday).trace.parts[0].band == "peak"
    assert rated(version(), wednesday, on=HOLIDAYS).trace.parts[0].band == "off"
    feast = Band(band="peak", windows=(Window(days=("holiday",)),))
    assert rated(version(bands=(feast,)), wednesday, on=HOLIDAYS).trace.parts[0].band == "peak"


def test_midnight_before_a_holiday_ends_the_band() -> None:
    evenings = Band(band="peak", windows=(Window(days=WEEKDAYS, begins=18 * 60),))
    found = rated(version(mobile(first_ms=1000), bands=(evenings,)), call("2026-10-27 23:59:00", 120), on=HOLIDAYS)
    assert [(part.band, part.billed_ms) for part in found.trace.parts] == [("peak", 60_000), ("off", 60_000)]


def test_thirty_hours_are_a_price_and_no_overflow() -> None:
    found = rated(version(), call("2026-10-19 17:57:40", 30 * 3600))
    expected = plain.price(version(), call("2026-10-19 17:57:40", 30 * 3600))
    assert Decimal(found.exact) / UNIT == expected
    assert len(found.trace.stretches) == 4  # peak, the night, peak, the evening


@pytest.mark.parametrize(
    ("number", "reason"), [("+49301234", "no_prefix"), ("", "no_number"), ("112", "no_prefix"), ("abc", "no_prefix")]
)
def test_what_has_no_rate_is_told_and_never_free(number: str, reason: str) -> None:
    assert rate(version(), call(seconds=5, number=number)) == Unrated(reason=reason, number=number)  # type: ignore[arg-type]


def test_a_call_that_ends_before_its_answer_has_no_price() -> None:
    assert rate(version(), call(seconds=-1)) == Unrated(reason="ended_before_answered", number="+420608134572")


def test_short_numbers_have_rates_of_their_own() -> None:
    tariff = version(
        mobile(prefix="1", destination="USA"), mobile(prefix="1188", destination="Directory", is_whole=True), mobile()
    )
    assert rated(tariff, call(seconds=1, number="1188")).group == "Directory"
    assert rated(tariff, call(seconds=1, number="+15551188")).group == "USA"
    assert isinstance(rate(tariff, call(seconds=1, number="112")), Unrated)  # not America's


def test_lines_and_extensions_have_rates_by_direction() -> None:
    tariff = version(
        mobile(prefix="420800", destination="Free phone", direction="inbound"),
        mobile(prefix="", destination="Within", direction="internal"),
    )
    assert rated(tariff, call(seconds=1, number="+420800123456", direction="inbound")).group == "Free phone"
    assert rated(tariff, call(seconds=1, number="101", direction="internal")).group == "Within"
    assert isinstance(rate(tariff, call(seconds=1, number="+420800123456")), Unrated)


def test_the_latest_version_that_has_begun_and_not_ended_holds() -> None:
    second, third = version(version=2, valid_from=date(2026, 4, 1)), version()
    week = version(version=4, valid_from=date(2026, 12, 1), valid_until=date(2026, 12, 8))
    versions = [third, week, second]
    book = PriceBook(versions)
    for text, number in [
        ("2026-03-31 23:59:59", None), ("2026-04-01 00:00:00", 2), ("2026-09-30 23:59:59", 2),
        ("2026-10-01 00:00:00", 3), ("2026-12-01 00:00:00", 4), ("2026-12-08 00:00:00", 3),
    ]:  # fmt: skip
        one = call(text, 10)
        found = version_at(versions, one.answered_at)
        assert (found and found.version) == number
        priced = book.rate(one)
        if found is None:
            assert priced == Unrated(reason="no_version", number=one.number)
        else:
            assert priced == rate(found, one)


def test_free_time_is_the_calls_beginning() -> None:
    tariff = version(mobile(connection_fee=Decimal(1), minimum_charge=Decimal(5)))
    found = rated(tariff, call(seconds=278), Free(package="hundred", milliseconds=200_000))
    assert [(part.band, part.free_ms) for part in found.trace.parts] == [("peak", 140_000), ("off", 60_000)]
    assert Decimal(found.exact) / UNIT == 1 + 78 * Decimal("0.90") / 60  # the minimum is not of calls with free time
    off = rated(tariff, call(seconds=278), Free(package="nights", milliseconds=200_000, bands=("off",)))
    assert [part.free_ms for part in off.trace.parts] == [0, 138_000]
    whole = Free(package="all", milliseconds=278_000, covers_fee=True)
    assert rated(tariff, call(seconds=278), whole).exact == 0


def test_a_trace_comes_back_from_json() -> None:
    found = rate(version(), call(seconds=278))
    assert msgspec.json.decode(msgspec.json.encode(found), type=Rated | Unrated) == found


def test_a_version_comes_back_from_json() -> None:
    tariff = version()
    assert msgspec.json.decode(msgspec.json.encode(tariff), type=TariffVersion) == tariff


@given(VERSIONS, BEGINNINGS, st.integers(0, 7_200_000))
@settings(max_examples=80, deadline=None)
def test_the_engine_and_the_slow_reckoning_agree(tariff: TariffVersion, begins: datetime, milliseconds: int) -> None:
    one = call(begins, milliseconds / (1000 if tariff.rates[0].next_ms > 500 else 100_000))
    expected = plain.price(tariff, one, HOLIDAYS)
    assert expected is not None
    assert abs(money(tariff, one, HOLIDAYS) - expected) < Decimal("1e-18")


@given(VERSIONS, CALLS)
@settings(max_examples=100, deadline=None)
def test_a_trace_alone_tells_the_amount(tariff: TariffVersion, one: BillableCall) -> None:
    found = rated(tariff, one, on=HOLIDAYS)
    trace = found.trace
    assert sum(part.billed_ms for part in trace.parts) == trace.billed_ms
    assert trace.billed_ms >= trace.time_ms or trace.time_ms <= trace.grace_ms
    assert not trace.stretches or trace.stretches[-1].ends_at == one.ended_at


@given(VERSIONS, CALLS, st.integers(0, 60_000 * 10**7))
@settings(max_examples=100, deadline=None)
def test_what_an_amount_buys_costs_no_more_and_one_moment_longer_does(
    tariff: TariffVersion, one: BillableCall, amount: int
) -> None:
    longest = 40 * 3_600_000
    bought = affordable(tariff, one, Exact(amount), HOLIDAYS, longest)
    assert isinstance(bought, int)
    assert rated(tariff, call(one.answered_at, bought / 1000), on=HOLIDAYS).exact <= amount
    if bought < longest:
        assert rated(tariff, call(one.answered_at, (bought + 1) / 1000), on=HOLIDAYS).exact > amount


def test_less_than_nothing_buys_nothing_and_nothing_the_grace() -> None:
    tariff = flat("1", grace_ms=3000)
    assert affordable(tariff, call(), Exact(-1)) == 0
    assert affordable(tariff, call(), Exact(0)) == 3000
    assert affordable(tariff, call(), exact(Decimal(1))) == 60_000
    assert affordable(tariff, call(number="+1"), Exact(10)) == Unrated(reason="no_prefix", number="+1")
    assert affordable(flat("0"), call(), Exact(0), longest_ms=1000) == 1000


@given(rates(), BEGINNINGS, st.integers(1, 100_000), st.integers(1, 100_000))
@settings(max_examples=100, deadline=None)
def test_splitting_a_call_does_not_change_its_price_by_the_second(
    one: object, begins: datetime, first: int, second: int
) -> None:
    """Where the tariff is by the second and split, without fee and minimum."""
    prices = one.prices  # type: ignore[attr-defined]
    tariff = version(mobile(prices=prices, first_ms=1000, next_ms=1000), bands=(PEAK,))
    whole = rated(tariff, call(begins, first + second), on=HOLIDAYS).exact
    parts = [call(begins, first), call(begins + timedelta(seconds=first), second)]
    assert sum(rated(tariff, part, on=HOLIDAYS).exact for part in parts) == whole


@given(VERSIONS, CALLS, st.integers(0, 10_000))
@settings(max_examples=100, deadline=None)
def test_longer_never_costs_less_and_free_time_never_more(tariff: TariffVersion, one: BillableCall, more: int) -> None:
    longer = call(one.answered_at, (one.ended_at - one.answered_at + timedelta(milliseconds=more)).total_seconds())
    price = rated(tariff, one, on=HOLIDAYS).exact
    assert price <= rated(tariff, longer, on=HOLIDAYS).exact
    assert rated(tariff, one, Free(package="some", milliseconds=more * 100), HOLIDAYS).exact <= price
