"""Receive times never repeat and never go back, unless the clock was really set back."""

from datetime import timedelta

import pytest

from collector_daemon.asterisk.stamps import Stamps
from shared.clock import HandClock


def test_a_clock_that_stands_still_gives_the_next_microsecond():
    stamps, clock = Stamps("main"), HandClock()
    first = stamps.one(clock.now())
    assert [round((stamps.one(clock.now()) - first) * 1e6) for _ in range(3)] == [1, 2, 3]


def test_a_clock_set_back_a_little_is_noise():
    stamps, clock = Stamps("main"), HandClock()
    first = stamps.one(clock.now())
    clock.set_to(clock.now() - timedelta(seconds=4.9))
    assert stamps.one(clock.now()) > first


@pytest.mark.expects_log(r"pbx main: the clock was set back by 60.0 s")
def test_a_clock_set_back_a_lot_is_followed_and_said():
    stamps, clock = Stamps("main"), HandClock()
    stamps.one(clock.now())
    clock.set_to(clock.now() - timedelta(seconds=60))
    assert stamps.one(clock.now()) == clock.now().timestamp()


def test_a_read_of_many_leaves_room_for_all():
    stamps, clock = Stamps("main"), HandClock()
    begun = stamps.first(clock.now())
    stamps.used(begun + 999)
    assert stamps.first(clock.now()) == begun + 1000
