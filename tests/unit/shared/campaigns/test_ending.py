"""When a campaign may call next and when it will be done."""

from __future__ import annotations

from datetime import date, timedelta

from shared.campaigns.campaign import Campaign
from shared.campaigns.ending import Pace, done_at, next_span
from tests.unit.shared.campaigns.made import NOON, campaign

HOUR, SECOND = timedelta(hours=1), timedelta(seconds=1)
OPENS, CLOSES = NOON - 3 * HOUR, NOON + 7 * HOUR


def paced(seconds: int, closed_a_minute: int) -> Pace:
    pace = Pace()
    for number in range(0, seconds + 1, 2):
        pace.saw(NOON + number * SECOND, closed_a_minute * number // 60, is_dialling=True)
    return pace


def test_the_time_for_calls_that_is_now_or_next() -> None:
    assert next_span(campaign(), NOON, ()) == (OPENS, CLOSES)
    assert next_span(campaign(), CLOSES, ()) == (OPENS + 24 * HOUR, CLOSES + 24 * HOUR)
    assert next_span(campaign(), NOON, [date(2026, 11, 23)]) == (OPENS + 24 * HOUR, CLOSES + 24 * HOUR)
    friday = NOON + 4 * 24 * HOUR + 8 * HOUR
    assert next_span(campaign(), friday, ()) == (OPENS + 7 * 24 * HOUR, CLOSES + 7 * 24 * HOUR)
    assert next_span(campaign(begins=date(2026, 12, 1)), NOON, ()) == (OPENS + 8 * 24 * HOUR, CLOSES + 8 * 24 * HOUR)
    assert next_span(campaign(ends=date(2026, 11, 22)), NOON, ()) is None
    assert next_span(campaign(hours=()), NOON, ()) is None


def test_the_end_counts_only_the_time_for_calls() -> None:
    def end(calls: Campaign, left: int) -> object:
        return done_at(calls, NOON, left, 1 / 60, ())

    assert end(campaign(), 60) == NOON + HOUR
    assert end(campaign(), 7 * 60) == CLOSES
    assert end(campaign(), 8 * 60) == OPENS + 25 * HOUR
    assert end(campaign(ends=date(2026, 11, 24)), 100_000) == CLOSES + 24 * HOUR  # its last day
    assert end(campaign(), 100_000) is None  # nobody looks so far ahead
    assert end(campaign(), 0) is None
    assert done_at(campaign(), NOON, 60, None, ()) is None


def test_the_pace_is_that_of_dialling() -> None:
    assert paced(60, 30).per_second() is None  # too short
    assert paced(600, 0).per_second() is None
    pace = paced(600, 30)
    assert pace.per_second() == 0.5
    for number in range(600, 1200, 2):  # it stands, or the hours are over
        pace.saw(NOON + number * SECOND, 300, is_dialling=False)
    assert pace.per_second() == 0.5
    pace.saw(NOON + 1202 * SECOND, 5000, is_dialling=True)  # a quota is full: thousands are put aside
    pace.saw(NOON + 9000 * SECOND, 5100, is_dialling=True)  # nobody looked
    assert pace.per_second() == 0.5
    for number in range(9002, 9002 + 3000, 2):  # slower since an hour
        pace.saw(NOON + number * SECOND, 5100 + (number - 9000) // 10, is_dialling=True)
    assert 0.09 < (pace.per_second() or 0) < 0.11
    assert pace.dialled <= timedelta(minutes=45)
