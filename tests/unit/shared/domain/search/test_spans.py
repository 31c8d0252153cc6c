"""Periods come to [since, until) in the centre's zone, on days of 23 and 25 hours too."""

from datetime import UTC, date, datetime, timedelta
from typing import get_args
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.domain.search.query import Period, Preset
from shared.domain.search.spans import Span, beginning, days, month_days, span_of, week_days

PRAGUE = ZoneInfo("Europe/Prague")
HAVANA, CAIRO, APIA = ZoneInfo("America/Havana"), ZoneInfo("Africa/Cairo"), ZoneInfo("Pacific/Apia")


def local(preset: Preset, now: datetime) -> tuple[str, str]:
    span = span_of(Period(preset=preset), now, PRAGUE)
    since, until = (f"{at.astimezone(PRAGUE):%Y-%m-%d %H:%M}" for at in span if at is not None)
    return since, until


@pytest.mark.parametrize(
    ("preset", "since", "until"),
    [
        ("last_hour", "2026-11-19 13:36", "2026-11-19 14:36"),
        ("today", "2026-11-19 00:00", "2026-11-20 00:00"),
        ("yesterday", "2026-11-18 00:00", "2026-11-19 00:00"),
        ("this_week", "2026-11-16 00:00", "2026-11-23 00:00"),
        ("last_week", "2026-11-09 00:00", "2026-11-16 00:00"),
        ("this_month", "2026-11-01 00:00", "2026-12-01 00:00"),
        ("last_month", "2026-10-01 00:00", "2026-11-01 00:00"),
        ("last_7_days", "2026-11-13 00:00", "2026-11-20 00:00"),
        ("last_30_days", "2026-10-21 00:00", "2026-11-20 00:00"),
        ("this_year", "2026-01-01 00:00", "2027-01-01 00:00"),
    ],
)
def test_presets_are_counted_from_now_in_the_zone(preset: Preset, since: str, until: str):
    assert local(preset, datetime(2026, 11, 19, 13, 36, tzinfo=UTC)) == (since, until)


def test_the_day_of_now_is_the_zones():
    assert local("today", datetime(2026, 11, 18, 23, 30, tzinfo=UTC))[0] == "2026-11-19 00:00"


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 5, 1), 24)])
def test_a_day_is_as_long_as_the_zone_makes_it(day: date, hours: int):
    span = span_of(Period(), datetime(day.year, day.month, day.day, 11, tzinfo=UTC), PRAGUE)
    assert span.since is not None
    assert span.until == span.since + timedelta(hours=hours)


def test_where_midnight_is_missing_or_twice_the_day_begins_with_its_first_instant():
    assert beginning(date(2024, 4, 26), CAIRO).astimezone(CAIRO).hour == 1  # 00:00 became 01:00
    assert beginning(date(2025, 11, 2), HAVANA) == datetime(2025, 11, 2, 4, tzinfo=UTC)  # 01:00 became 00:00
    assert beginning(date(2011, 12, 30), APIA) == beginning(date(2011, 12, 31), APIA)  # the day that was left out


def test_all_is_open_and_given_instants_are_themselves():
    now, at = datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, 1, tzinfo=PRAGUE)
    assert span_of(Period(preset="all"), now, PRAGUE) == Span(None, None)
    assert span_of(Period(preset=None, since=at), now, PRAGUE) == Span(now, None)


def test_weeks_are_those_of_iso():
    assert week_days(2026, 53) == (date(2026, 12, 28), date(2027, 1, 3))
    with pytest.raises(ValueError, match="Invalid week"):
        week_days(2025, 53)


def test_months_end_where_the_calendar_does():
    assert month_days(2028, 2) == (date(2028, 2, 1), date(2028, 2, 29))
    assert month_days(9999, 12) == (date(9999, 12, 1), date.max)
    assert days(date(9999, 12, 1), date.max, PRAGUE).until is None


@given(st.sampled_from(get_args(Preset)), st.integers(0, 2**31))
def test_presets_hold_now_or_end_before_it(preset: Preset, seconds: int):
    now = datetime.fromtimestamp(seconds, UTC)
    since, until = span_of(Period(preset=preset), now, PRAGUE)
    assert since is None or since <= now
    assert since is None or until is None or since < until
