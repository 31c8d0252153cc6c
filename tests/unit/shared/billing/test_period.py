"""Invoices reckoned by hand, to the cent; what belongs to a period; laws of sums and order; corrections."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from shared.billing.invoice import Business
from shared.billing.lines import Subscription, discounted, total_of
from shared.billing.money import UNIT, exact, rounded
from shared.billing.period import Draft, Period, close, invoice_of, sums_of
from shared.billing.rated import BillableCall
from shared.billing.rerating import correction, differences
from shared.billing.tariff import (
    Discount,
    DiscountStep,
    Fee,
    Package,
    PartMonth,
    Rate,
    TariffVersion,
    VatRate,
    Window,
)
from tests.unit.shared.billing.made import PEAK, call, mobile, version

OCTOBER = Period(begins=date(2026, 10, 1), ends=date(2026, 11, 1))
NOVEMBER = Period(begins=date(2026, 11, 1), ends=date(2026, 12, 1))
VAT = (
    VatRate(vat="standard", percent=Decimal(21), valid_from=date(2020, 1, 1)),
    VatRate(vat="reduced", percent=Decimal(12), valid_from=date(2020, 1, 1)),
)
LINE = Fee(fee="line", title="Lines", amount=Decimal(450))


def tariff(**changes: object) -> TariffVersion:
    """Mobile 1.20 / 0.90, fixed 0.60 / 0.45, abroad 8.00; by the second after the first minute."""
    rates = (
        mobile(),
        mobile(prefix="420", destination="Fixed CZ", prices={"peak": Decimal("0.60"), "off": Decimal("0.45")}),
        mobile(prefix="49", destination="Germany", group="Abroad", prices={"peak": Decimal(8), "off": Decimal(8)}),
    )
    return replace(version(*rates), **changes)  # type: ignore[arg-type]


def calls(*given: tuple[str, float, str]) -> list[BillableCall]:
    """Calls by beginning, seconds and number, with keys."""
    return [call(begins, seconds, number, key=str(place)) for place, (begins, seconds, number) in enumerate(given)]


SOME = calls(
    ("2026-10-19 17:57:40", 278, "+420608134572"),  # 140 s at 1.20 and 138 s at 0.90: 2.80 + 2.07 = 4.87
    ("2026-10-19 12:00:00", 30, "+420608134572"),  # the first minute: 1.20
    ("2026-10-24 12:00:00", 61.5, "+420222333444"),  # Saturday, 62 s at 0.45: 0.465
    ("2026-10-05 09:00:00", 100, "+493012345"),  # 13.333 333 …
    ("2026-10-06 09:00:00", 0, "+420608134572"),  # nothing
)
EIGHT = (Subscription(fee="line", pieces=8, since=date(2026, 1, 1)),)


def told(draft: Draft) -> list[tuple[str, Decimal, Decimal]]:
    """Lines: text, quantity, amount."""
    return [(one.text, one.quantity, one.amount) for one in draft.lines]


def closed(
    versions: Sequence[TariffVersion], given: Sequence[BillableCall], period: Period = OCTOBER, **more: object
) -> Draft:
    """The period's draft, whose parts are the total."""
    draft = close(period, versions, given, more.pop("vat", VAT), **more)  # type: ignore[arg-type]
    assert sum((one.net + one.vat for one in draft.vat), draft.rounding) == draft.total
    for one in draft.vat:
        assert one.net == sum(line.amount for line in draft.lines if line.vat_rate == one.rate)
    return draft


def test_an_invoice_reckoned_by_hand() -> None:
    draft = closed([tariff(fees=(LINE,))], SOME, subscriptions=EIGHT)
    assert told(draft) == [
        ("Lines", Decimal(8), Decimal("3600.00")),
        ("Mobile CZ", Decimal("5.63"), Decimal("6.07")),  # 278 + 60 s
        ("Fixed CZ", Decimal("1.03"), Decimal("0.47")),
        ("Abroad", Decimal("1.67"), Decimal("13.33")),
    ]
    assert [line.exact for line in draft.lines][2] == exact(Decimal("0.465"))
    net = Decimal("3619.87")
    assert [(int(one.rate), one.net, one.vat) for one in draft.vat] == [(21, net, Decimal("760.17"))]  # 760.1727
    assert draft.total == Decimal("4380.04")
    assert len(draft.calls) == 5


def test_the_total_may_be_whole_coins() -> None:
    draft = closed([tariff(fees=(LINE,))], SOME, subscriptions=EIGHT, coin=Decimal(1))
    assert (draft.total, draft.rounding) == (Decimal(4380), Decimal("-0.04"))


def test_closing_again_gives_the_same_in_whatever_order_calls_come() -> None:
    first = closed([tariff(fees=(LINE,))], SOME, subscriptions=EIGHT)
    assert closed([tariff(fees=(LINE,))], SOME[::-1], subscriptions=EIGHT) == first


def test_a_call_belongs_to_the_period_in_which_it_ended() -> None:
    over = calls(
        ("2026-10-31 23:59:00", 60, "+420222333444"),  # ends with the month: the next one's
        ("2026-10-31 23:59:00", 59.999, "+420222333444"),
        ("2026-09-30 23:59:00", 60, "+420222333444"),  # ends with October's first instant
    )
    both = [tariff(valid_from=date(2026, 1, 1))]
    october = closed(both, over)
    assert [(one.call.key, one.is_late) for one in october.calls] == [("2", False), ("1", False)]
    november = closed(both, [over[0]], NOVEMBER)
    assert [(one.call.key, one.is_late) for one in november.calls] == [("0", False)]


def test_late_calls_and_those_that_have_a_price_at_last_come_in_the_next_period() -> None:
    late = calls(("2026-10-19 12:00:00", 30, "+420608134572"), ("2026-10-19 13:00:00", 60, "+33123456"))
    october = closed([tariff()], late[1:])
    assert october.lines == ()
    assert [(one.key, why.reason) for one, why in october.unrated] == [("1", "no_prefix")]
    with_france = replace(tariff(), rates=(*tariff().rates, mobile(prefix="33", destination="France")))
    november = closed([with_france], late, NOVEMBER)
    assert [(one.call.key, one.is_late) for one in november.calls] == [("0", True), ("1", True)]
    assert told(november) == [("Mobile CZ", Decimal(1), Decimal("1.20")), ("France", Decimal(1), Decimal("1.20"))]


def test_a_call_over_the_change_of_version_costs_what_it_began_with() -> None:
    new = replace(
        tariff(),
        version=4,
        valid_from=date(2026, 11, 1),
        rates=(mobile(prices={"peak": Decimal(9), "off": Decimal(9)}),),
    )
    over = calls(("2026-10-31 23:59:30", 60, "+420608134572"), ("2026-11-01 00:00:00", 60, "+420608134572"))
    november = closed([tariff(), new], over, NOVEMBER)
    assert told(november) == [("Mobile CZ", Decimal(2), Decimal("9.90"))]


@pytest.mark.parametrize(
    ("part_month", "since", "until", "quantity", "amount"),
    [
        ("days", date(2026, 1, 1), None, "8", "3600.00"),
        ("days", date(2026, 10, 17), None, "3.87", "1741.94"),  # 15 of 31 days: 1741.935…
        ("days", date(2026, 1, 1), date(2026, 10, 2), "0.26", "116.13"),  # one day: 116.129
        ("whole", date(2026, 10, 31), None, "8", "3600.00"),
        ("none", date(2026, 10, 2), None, None, None),
        ("none", date(2026, 10, 1), date(2026, 11, 1), "8", "3600.00"),
        ("days", date(2026, 11, 1), None, None, None),
    ],
)
def test_fees_of_parts_of_a_month(
    part_month: PartMonth, since: date, until: date | None, quantity: str | None, amount: str | None
) -> None:
    fees = (replace(LINE, part_month=part_month),)
    has = (Subscription(fee="line", pieces=8, since=since, until=until),)
    draft = closed([tariff(fees=fees)], (), subscriptions=has)
    assert told(draft) == ([] if quantity is None else [("Lines", Decimal(quantity), Decimal(amount or 0))])


def test_a_months_days_are_the_month_in_however_many_periods() -> None:
    fees = (replace(LINE, amount=Decimal("100.000001")),)
    has = (Subscription(fee="line", pieces=7, since=date(2026, 1, 1)),)
    edges = [date(2026, 10, day) for day in (1, 8, 15, 22, 29)] + [date(2026, 11, 1)]
    parts = [
        closed([tariff(fees=fees)], (), Period(begins=first, ends=after), subscriptions=has)
        for first, after in pairwise(edges)
    ]
    assert sum(part.lines[0].exact or 0 for part in parts) == 7 * exact(Decimal("100.000001"))


def test_a_fee_that_changes_within_the_month_and_one_that_is_not_there() -> None:
    new = replace(tariff(), version=4, valid_from=date(2026, 10, 11), fees=(replace(LINE, amount=Decimal(900)),))
    has = (Subscription(fee="line", since=date(2026, 1, 1)),)
    draft = closed([tariff(fees=(LINE,)), new], (), subscriptions=has)
    assert [one.amount for one in draft.lines] == [Decimal("754.84")]  # 450·10/31 + 900·21/31
    with pytest.raises(ValueError, match="there is no fee line in version 3, which holds on 2026-10-01"):
        closed([tariff()], (), subscriptions=has)
    with pytest.raises(ValueError, match="no version of the tariff holds on 2026-10-01"):
        closed([new], (), subscriptions=has)


def test_vat_changes_within_the_period() -> None:
    rates = (*VAT, VatRate(vat="standard", percent=Decimal(23), valid_from=date(2026, 10, 20)))
    over = calls(
        ("2026-10-19 12:00:00", 60, "+420608134572"),
        ("2026-10-19 23:59:30", 60, "+420608134572"),  # ends on the 20th
    )
    draft = closed([tariff(fees=(LINE,))], over, vat=rates, subscriptions=EIGHT)
    assert [(one.text, one.amount, int(one.vat_rate)) for one in draft.lines] == [
        ("Lines", Decimal("2206.45"), 21),  # 19 of 31 days
        ("Lines", Decimal("1393.55"), 23),
        ("Mobile CZ", Decimal("1.20"), 21),
        ("Mobile CZ", Decimal("0.90"), 23),
    ]
    assert [(int(one.rate), one.net, one.vat) for one in draft.vat] == [
        (21, Decimal("2207.65"), Decimal("463.61")),  # 463.6065
        (23, Decimal("1394.45"), Decimal("320.72")),  # 320.7235
    ]
    with pytest.raises(ValueError, match="no VAT rate standard holds on 2026-10-19"):
        closed([tariff()], over, vat=rates[1:])


def test_two_vat_rates_stand_side_by_side() -> None:
    rates = tuple(replace(one, vat="reduced") if one.prefix == "420" else one for one in tariff().rates)
    draft = closed([tariff(rates=rates)], SOME)
    assert [(int(one.rate), one.net) for one in draft.vat] == [(12, Decimal("0.47")), (21, Decimal("19.40"))]


def test_packages_are_taken_in_the_order_of_answer() -> None:
    package = Package(package="five", title="5 minutes", free_ms=300_000, groups=("Mobile CZ",))
    draft = closed([tariff(packages=(package,))], SOME)
    free = {one.call.key: one.rated.free_ms for one in draft.calls}
    assert free == {"4": 0, "3": 0, "1": 60_000, "0": 240_000, "2": 0}  # noon first, then 240 of 278 s
    mobile_line = next(one for one in draft.lines if one.text == "Mobile CZ")
    assert (mobile_line.amount, mobile_line.quantity) == (Decimal("0.57"), Decimal("5.63"))  # 38 s at 0.90
    later = [
        replace(
            SOME[1],
            answered_at=SOME[0].answered_at + timedelta(hours=1),
            ended_at=SOME[0].ended_at + timedelta(hours=1),
        )
    ]
    assert closed([tariff(packages=(package,))], [SOME[0], *later]).calls[0].rated.free_ms == 278_000


def test_a_package_that_is_bought_is_there_as_often_as_it_is() -> None:
    fee = Fee(fee="five", title="Five minutes", amount=Decimal(9))
    package = Package(package="five", title="5 minutes", free_ms=60_000, fee="five", bands=("peak",))
    rules = tariff(packages=(package,), fees=(fee,))
    assert sum(one.rated.free_ms for one in closed([rules], SOME).calls) == 0
    has = (Subscription(fee="five", pieces=2, since=date(2026, 1, 1)),)
    draft = closed([rules], SOME, subscriptions=has)
    assert {one.call.key: one.rated.free_ms for one in draft.calls if one.rated.free_ms} == {"3": 100_000, "1": 20_000}


STEPS = (DiscountStep(above=Decimal(100), percent=Decimal(5)), DiscountStep(above=Decimal(1000), percent=Decimal(10)))


@pytest.mark.parametrize(
    ("of", "net", "off"),
    [
        ("all", "99.99", "0"), ("all", "100", "5"), ("all", "1000", "100"), ("above", "100", "0"),
        ("above", "1000", "45"), ("above", "1500.50", "95.05"), ("all", "0", "0"), ("all", "-5", "0"),
    ],
)  # fmt: skip
def test_discounts_by_volume(of: str, net: str, off: str) -> None:
    one = Discount(discount="volume", title="Volume", steps=STEPS, of=of)  # type: ignore[arg-type]
    assert Decimal(discounted(one, exact(Decimal(net)))) / UNIT == Decimal(off)


def test_a_discount_is_a_line_of_each_vat_rate() -> None:
    long = calls(("2026-10-05 09:00:00", 6000, "+493012345"), ("2026-10-05 09:00:00", 6000, "+420222333444"))  # 800, 60
    rates = tuple(replace(one, vat="reduced") if one.prefix == "420" else one for one in tariff().rates)
    discount = Discount(discount="volume", title="Volume", steps=STEPS)
    draft = closed([tariff(rates=rates, discounts=(discount,))], long)
    assert [(one.text, one.amount, int(one.vat_rate)) for one in draft.lines[2:]] == [
        ("Volume", Decimal("-3.00"), 12), ("Volume", Decimal("-40.00"), 21),
    ]  # fmt: skip


def test_a_call_given_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="call 1 is given twice"):
        closed([tariff()], [*SOME, SOME[1]])
    with pytest.raises(ValueError, match="a tariff in one currency is needed, not in CZK, EUR"):
        closed([tariff(), tariff(currency="EUR")], SOME)


def test_a_correction_and_the_invoice_come_to_the_period_rated_again() -> None:
    issued = closed([tariff(fees=(LINE,))], SOME, subscriptions=EIGHT)
    cheaper = (mobile(prices={"peak": Decimal("1.00"), "off": Decimal("0.90")}), *tariff().rates[1:])
    again = closed([tariff(version=4, fees=(LINE,), rates=cheaper)], SOME, subscriptions=EIGHT)
    back = correction(issued, again)
    assert back is not None
    assert told(back) == [("Mobile CZ", Decimal(1), Decimal("-0.67"))]  # 140 s and 60 s, 0.20 a minute: 0.6667
    assert back.total == again.total - issued.total
    assert [(one.net, one.vat) for one in back.vat] == [(Decimal("-0.67"), Decimal("-0.14"))]
    assert correction(issued, issued) is None
    found = differences(issued.calls, again.calls)
    assert [(one.key, one.why) for one in found] == [("1", "version"), ("0", "version")]
    assert sum((one.now or 0) - (one.was or 0) for one in found) == back.lines[0].exact


def test_why_a_call_costs_something_else() -> None:
    issued = closed([tariff()], SOME)
    holiday = closed([tariff()], SOME, holidays=frozenset({date(2026, 10, 19)}))
    assert {one.key: one.why for one in differences(issued.calls, holiday.calls)} == {"0": "bands", "1": "bands"}
    longer = [replace(SOME[0], ended_at=SOME[0].ended_at + timedelta(seconds=1)), *SOME[2:]]
    assert {one.key: one.why for one in differences(issued.calls, closed([tariff()], longer).calls)} == {
        "0": "time", "1": "gone",
    }  # fmt: skip
    dearer = replace(tariff(), rates=(replace(tariff().rates[0], connection_fee=Decimal(1)), *tariff().rates[1:]))
    assert {one.why for one in differences(issued.calls, closed([dearer], SOME).calls)} == {"price"}


SUPPLIER, CUSTOMER = Business(name="Hovorna s.r.o."), Business(name="Autoservis Novák s.r.o.")


def test_a_document_of_a_draft() -> None:
    draft = closed([tariff()], SOME)
    made = invoice_of(draft, "2026110042", SUPPLIER, CUSTOMER, date(2026, 11, 2), date(2026, 11, 16))
    assert (made.kind, made.taxed_on, made.period_to) == ("invoice", date(2026, 10, 31), date(2026, 10, 31))
    assert made.total == draft.total
    back = correction(draft, closed([tariff()], SOME[1:]))
    assert back is not None
    note = invoice_of(back, "2026110043", SUPPLIER, CUSTOMER, date(2026, 11, 5), date(2026, 11, 16), "2026110042")
    assert (note.kind, note.answers, note.taxed_on) == ("credit_note", "2026110042", date(2026, 11, 5))


RATES = st.lists(
    st.builds(
        lambda prefix, peak, off, fee, vat: Rate(
            prefix=prefix, destination=prefix[:4], vat=vat, connection_fee=Decimal(fee).scaleb(-6),
            prices={"peak": Decimal(peak).scaleb(-6), "off": Decimal(off).scaleb(-6)},
        ),
        st.sampled_from(["420", "4206", "42077", "49"]), st.integers(0, 10**7), st.integers(0, 10**7),
        st.integers(0, 10**6), st.sampled_from(["standard", "reduced"]),
    ),
    min_size=1, max_size=4, unique_by=lambda one: one.prefix,
)  # fmt: skip
FIRST = datetime(2026, 10, 1, tzinfo=UTC)
MONTHS_CALLS = st.lists(
    st.builds(
        lambda minute, seconds, number: call(FIRST + timedelta(minutes=minute), seconds, number),
        st.integers(0, 45_000), st.integers(0, 5000), st.sampled_from(["+420608134572", "+420222333444", "+4930123"]),
    ),
    max_size=12,
)  # fmt: skip


@given(RATES, MONTHS_CALLS, st.randoms(use_true_random=False))
@settings(max_examples=40, deadline=None)
def test_parts_are_the_total_and_without_packages_the_order_does_not_matter(
    rates: list[Rate], given_calls: list[BillableCall], shuffle: object
) -> None:
    rules = [version(*rates, bands=(PEAK,), valid_from=date(2026, 9, 1))]
    keyed = [replace(one, key=str(place)) for place, one in enumerate(given_calls)]
    draft = closed(rules, keyed)
    assert sum(one.exact or 0 for one in draft.lines) == sum(one.rated.exact for one in draft.calls)
    assert all(one.amount == rounded(one.exact or 0) for one in draft.lines)
    shuffle.shuffle(keyed)  # type: ignore[attr-defined]
    assert closed(rules, keyed) == draft
    ended = datetime(2026, 10, 31, 23, tzinfo=UTC)
    assert len(draft.calls) + len(draft.unrated) == sum(one.ended_at < ended for one in keyed)
    november = closed(rules, [one for one in keyed if one.ended_at >= ended], NOVEMBER)
    assert len(november.calls) + len(november.unrated) + len(draft.calls) + len(draft.unrated) == len(keyed)


@given(RATES, MONTHS_CALLS, st.integers(0, 10**7), st.integers(0, 10**7))
@settings(max_examples=40, deadline=None)
def test_packages_give_what_they_have_and_never_make_anything_dearer(
    rates: list[Rate], given_calls: list[BillableCall], first: int, second: int
) -> None:
    packages = (
        Package(package="peak", title="Peak", free_ms=first, bands=("peak",), covers_fee=True),
        Package(package="all", title="All", free_ms=second),
    )
    rules = version(*rates, bands=(PEAK,), valid_from=date(2026, 9, 1))
    without, within = closed([rules], given_calls), closed([replace(rules, packages=packages)], given_calls)
    for package in packages:
        taken = sum(one.rated.free_ms for one in within.calls if one.rated.trace.package == package.package)
        assert taken <= package.free_ms
    for before, after in zip(without.calls, within.calls, strict=True):
        assert after.rated.exact <= before.rated.exact
        assert after.rated.billed_ms == before.rated.billed_ms >= after.rated.free_ms


@given(RATES, RATES, MONTHS_CALLS)
@settings(max_examples=40, deadline=None)
def test_any_correction_evens_out_to_the_cent(
    before: list[Rate], after: list[Rate], given_calls: list[BillableCall]
) -> None:
    keyed = [replace(one, key=str(place)) for place, one in enumerate(given_calls)]
    issued, again = (
        closed([version(*rates, bands=(PEAK,), valid_from=date(2026, 9, 1))], keyed) for rates in (before, after)
    )
    back = correction(issued, again)
    if back is None:
        assert issued.total == again.total
        return
    assert issued.total + back.total == again.total
    assert sum(line.amount for line in back.lines) == sum(one.net for one in back.vat)
    assert sum((one.net + one.vat for one in back.vat), back.rounding) == back.total


def test_sums_may_be_made_anywhere() -> None:
    draft = closed([tariff()], SOME)
    found = {one.group: (one.billed_ms, one.calls) for one in sums_of(draft.calls)}
    assert found == {"Mobile CZ": (338_000, 3), "Fixed CZ": (62_000, 1), "Abroad": (100_000, 1)}


def test_a_period_without_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="a period has one day at least, not 2026-10-01 to 2026-10-01"):
        Period(begins=date(2026, 10, 1), ends=date(2026, 10, 1))


def test_nothing_comes_to_nothing() -> None:
    assert total_of(()) == ((), Decimal(0), Decimal(0))


def test_a_window_of_every_day_is_a_band() -> None:
    whole = replace(PEAK, windows=(Window(days=("monday", "saturday")),))
    assert closed([tariff(bands=(whole,))], SOME[2:3]).calls[0].rated.trace.parts[0].band == "peak"
