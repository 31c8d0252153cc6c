"""The clocks: aware, in UTC, and movable only by hand where they should be."""

from datetime import UTC, datetime, timedelta, timezone

import pytest

from shared.clock import Clock, HandClock, SystemClock


def test_the_systems_clock_is_aware_and_goes_on():
    clock: Clock = SystemClock()
    first = clock.now()
    assert first.tzinfo is UTC
    assert clock.now() >= first
    assert clock.monotonic() <= clock.monotonic()


def test_a_hand_clock_stands_still_until_moved():
    clock = HandClock(datetime(2026, 3, 29, 0, 30, tzinfo=UTC))
    clock.advance(timedelta(hours=1, milliseconds=5))
    assert clock.now() == datetime(2026, 3, 29, 1, 30, 0, 5000, tzinfo=UTC)
    assert clock.monotonic() == 3600.005


def test_setting_the_clock_back_does_not_turn_measured_time_back():
    clock = HandClock()
    clock.advance(timedelta(seconds=10))
    clock.set_to(clock.now() - timedelta(days=1))
    assert clock.monotonic() == 10.0


def test_other_zones_become_utc():
    prague = timezone(timedelta(hours=2))
    assert HandClock(datetime(2026, 7, 1, 12, tzinfo=prague)).now() == datetime(2026, 7, 1, 10, tzinfo=UTC)


def test_impossible_moves_are_refused():
    clock = HandClock()
    with pytest.raises(ValueError, match="backwards"):
        clock.advance(timedelta(seconds=-1))
    with pytest.raises(ValueError, match="time zone"):
        clock.set_to(datetime(2026, 1, 1))  # noqa: DTZ001 - the point of the test
