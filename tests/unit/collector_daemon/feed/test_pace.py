"""The pace of the past, by a clock that is moved by hand."""

from datetime import UTC, datetime, timedelta

import pytest

from collector_daemon.feed.pace import LATE, Pace
from shared.clock import HandClock

NOON = datetime(2026, 1, 4, 12, 0, tzinfo=UTC)
SECOND = timedelta(seconds=1)


@pytest.mark.parametrize("speed", [0.5, 1.0, 10.0, 60.0])
def test_a_moment_is_due_when_its_time_has_passed_so_many_times_as_fast(speed: float) -> None:
    clock = HandClock()
    pace = Pace(NOON, speed, clock.monotonic())
    assert pace.wait(NOON + 30 * SECOND, clock.monotonic()) == pytest.approx(30 / speed)
    clock.advance(SECOND * 20 / speed)
    assert pace.wait(NOON + 30 * SECOND, clock.monotonic()) == pytest.approx(10 / speed, abs=1e-3)
    assert abs(pace.moment(clock.monotonic()) - NOON - 20 * SECOND) < SECOND / 1000
    clock.advance(SECOND * 10 / speed)
    assert pace.wait(NOON + 30 * SECOND, clock.monotonic()) == pytest.approx(0, abs=1e-3)


def test_standing_still_nothing_is_due() -> None:
    pace = Pace(NOON, 0, 0.0)
    assert pace.wait(NOON + SECOND, 1000.0) == float("inf")
    assert pace.moment(1000.0) == NOON


def test_what_comes_late_stops_the_clock_of_the_past_and_skips_nothing() -> None:
    clock = HandClock()
    pace = Pace(NOON, 10, clock.monotonic())
    clock.advance(5 * SECOND)
    pace.come(NOON + 20 * SECOND, clock.monotonic())  # 3 seconds late
    assert pace.moment(clock.monotonic()) == NOON + 20 * SECOND
    assert pace.wait(NOON + 30 * SECOND, clock.monotonic()) == pytest.approx(1)


def test_a_little_late_is_made_up_for() -> None:
    clock = HandClock()
    pace = Pace(NOON, 10, clock.monotonic())
    clock.advance(SECOND + SECOND * LATE / 2)
    pace.come(NOON + 10 * SECOND, clock.monotonic())
    assert pace.wait(NOON + 20 * SECOND, clock.monotonic()) == pytest.approx(1 - LATE / 2)
