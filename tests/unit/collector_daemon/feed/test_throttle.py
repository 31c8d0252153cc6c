"""Wrong passwords cost time; nobody can be kept out for long by somebody else; memory is bounded."""

from datetime import timedelta

from collector_daemon.feed import throttle
from collector_daemon.feed.throttle import Throttle
from shared.clock import HandClock


def _try(door: Throttle, user: str, address: str) -> float:
    """A wrong password, if it may be tried; the seconds to wait if not."""
    wait = door.wait(user, address)
    if not wait:
        door.failed(user, address)
    return wait


def test_the_first_few_are_free_and_then_the_wait_doubles() -> None:
    clock = HandClock()
    door = Throttle(clock)
    assert [_try(door, "eva", "10.0.0.1") for _ in range(5)] == [0.0] * 5
    waits = []
    for _ in range(7):
        waits.append(_try(door, "eva", "10.0.0.1"))
        clock.advance(timedelta(seconds=waits[-1]))
        assert _try(door, "eva", "10.0.0.1") == 0.0
    assert waits == [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0]


def test_many_users_from_one_address_wait_too() -> None:
    door = Throttle(HandClock())
    waits = [_try(door, f"user{number}", "10.0.0.1") for number in range(25)]
    assert waits[:20] == [0.0] * 20
    assert waits[20] > 0
    assert door.wait("user30", "10.0.0.2") == 0.0


def test_one_network_of_ipv6_is_one_address() -> None:
    door = Throttle(HandClock())
    waits = [_try(door, f"user{number}", f"2001:db8::{number:x}") for number in range(21)]
    assert waits[20] > 0
    assert door.wait("user30", "2001:db8:1::1") == 0.0


def test_the_right_password_forgets_the_user_and_not_the_address() -> None:
    door = Throttle(HandClock())
    for _ in range(20):
        assert _try(door, "eva", "10.0.0.1") == 0.0
        door.succeeded("eva", "10.0.0.1")
    assert door.wait("eva", "10.0.0.2") == 0.0
    assert door.wait("eva", "10.0.0.1") > 0


def test_upper_case_is_the_same_user() -> None:
    door = Throttle(HandClock())
    assert max(_try(door, name, "a") for name in ("eva", "Eva", "EVA", "eVa", "evA", "EvA")) > 0


def test_it_is_forgotten_in_the_end() -> None:
    clock = HandClock()
    door = Throttle(clock)
    while not _try(door, "eva", "10.0.0.1"):
        pass
    clock.advance(timedelta(hours=1))
    assert _try(door, "eva", "10.0.0.1") == 0.0
    assert door._records["user", "eva"].failures == 1


def test_memory_is_bounded() -> None:
    door = Throttle(HandClock())
    for number in range(throttle._MOST_KEYS + 100):
        door.failed(f"user{number}", f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    assert len(door._records) <= throttle._MOST_KEYS
