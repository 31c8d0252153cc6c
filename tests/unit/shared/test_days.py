"""Days of 23, 24 and 25 hours, the doubled and the missing hour, weeks, months, periods before, holidays."""

import itertools
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from shared.days import (  # fmt: skip
    Interval,
    Slot,
    Span,
    before,
    day_span,
    holidays_in,
    slots,
    weeks_before,
    zone_of,
)

PRAGUE = zone_of("Europe/Prague")
ZONES = ("Europe/Prague", "UTC", "America/Sao_Paulo", "Australia/Lord_Howe", "Asia/Kathmandu", "Africa/Cairo")
HOUR = timedelta(hours=1)


def labels(day: date, interval: Interval, zone: ZoneInfo = PRAGUE) -> list[str]:
    return [one.label(interval) for one in slots(day_span(day, zone), interval, zone)]


def whole(first: date, last: date) -> Span:
    return Span(day_span(first, PRAGUE).since, day_span(last, PRAGUE).until)


@pytest.mark.parametrize(("day", "hours"), [
    (date(2026, 3, 29), 23), (date(2026, 11, 23), 24), (date(2026, 10, 25), 25),
])  # fmt: skip
def test_a_day_is_as_long_as_the_zone_makes_it(day: date, hours: int):
    since, until = day_span(day, PRAGUE)
    assert until - since == hours * HOUR
    assert len(labels(day, "hour")) == hours
    assert len(labels(day, "quarter")) == 4 * hours


def test_the_doubled_hour_is_two_intervals_and_the_missing_one_is_none():
    assert labels(date(2026, 10, 25), "hour")[1:5] == ["01:00", "02:00+02:00", "02:00+01:00", "03:00"]
    assert labels(date(2026, 10, 25), "half_hour")[4:8] == ["02:00+02:00", "02:30+02:00", "02:00+01:00", "02:30+01:00"]
    assert labels(date(2026, 3, 29), "hour")[:3] == ["00:00", "01:00", "03:00"]


def test_where_the_clock_moves_by_half_an_hour_intervals_keep_to_the_local_clock():
    found = labels(date(2026, 4, 5), "hour", zone_of("Australia/Lord_Howe"))
    assert found[:4] == ["00:00", "01:00", "01:30+10:30", "02:00"]


@pytest.mark.parametrize(("interval", "wanted"), [
    ("day", ["2026-12-31", "2027-01-01"]), ("week", ["2026-W53"]), ("month", ["2026-12", "2027-01"]),
    ("year", ["2026", "2027"]),
])  # fmt: skip
def test_longer_intervals_are_named_by_the_calendar(interval: Interval, wanted: list[str]):
    found = slots(whole(date(2026, 12, 31), date(2027, 1, 1)), interval, PRAGUE)
    assert [one.label(interval) for one in found] == wanted


@settings(max_examples=60, deadline=None)
@given(
    some.integers(0, 15 * 365 * 24), some.integers(1, 9 * 96),
    some.sampled_from(["quarter", "half_hour", "hour", "day", "week", "month"]), some.sampled_from(ZONES),
)  # fmt: skip
def test_intervals_fill_a_span_without_hole_or_overlap(hours: int, quarters: int, interval: Interval, name: str):
    since = datetime(2015, 1, 1, tzinfo=UTC) + hours * HOUR
    span = Span(since, since + quarters * timedelta(minutes=15))
    found = slots(span, interval, zone_of(name))
    assert (found[0].since, found[-1].until) == span
    assert all(one.until == two.since for one, two in itertools.pairwise(found))
    assert all(one.since < one.until for one in found)
    assert len({one.local.isoformat() for one in found}) == len(found)


@pytest.mark.parametrize(("first", "last", "wanted"), [
    (date(2026, 11, 1), date(2026, 11, 30), (date(2026, 10, 1), date(2026, 10, 31))),
    (date(2026, 1, 1), date(2026, 12, 31), (date(2025, 1, 1), date(2025, 12, 31))),
    (date(2026, 11, 9), date(2026, 11, 13), (date(2026, 11, 4), date(2026, 11, 8))),
    (date(2026, 10, 25), date(2026, 10, 25), (date(2026, 10, 24), date(2026, 10, 24))),
])  # fmt: skip
def test_the_period_before(first: date, last: date, wanted: tuple[date, date]):
    assert before(whole(first, last), PRAGUE) == whole(*wanted)


def test_the_week_before_has_the_same_weekdays_and_times_also_over_a_change_of_the_clock():
    week = whole(date(2026, 10, 26), date(2026, 10, 30))
    assert weeks_before(week, PRAGUE) == whole(date(2026, 10, 19), date(2026, 10, 23))


def test_holidays_of_the_country_and_own_ones():
    span = whole(date(2026, 11, 16), date(2026, 11, 18))
    found = holidays_in(span, PRAGUE, "cz", {date(2026, 11, 18): "Inventura"}, "cs")
    assert found == {date(2026, 11, 17): "Den boje za svobodu a demokracii a Mezinárodní den studentstva",
                     date(2026, 11, 18): "Inventura"}  # fmt: skip
    assert "Freedom" in holidays_in(span, PRAGUE, "CZ")[date(2026, 11, 17)]
    assert holidays_in(span, PRAGUE, "XX") == holidays_in(span, PRAGUE, "") == {}


def test_a_zone_that_there_is_not_gets_one_clear_line():
    with pytest.raises(ValueError, match="there is no time zone 'Mars/Olympus'"):
        zone_of("Mars/Olympus")


def test_a_slot_is_cut_where_the_span_is():
    since = datetime(2026, 11, 23, 8, 15, tzinfo=UTC)
    assert next(one.since for one in slots(Span(since, since + HOUR), "hour", PRAGUE)) == since
    assert isinstance(slots(Span(since, since + HOUR), "hour", PRAGUE)[0], Slot)
