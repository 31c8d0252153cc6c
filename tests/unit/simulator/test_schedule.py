"""Virtual time: what waits, what wakes, and in which order."""

from __future__ import annotations

import pytest

from collector_daemon.simulator.schedule import Schedule, Story


def story(told: list[str], name: str, schedule: Schedule, *waits: float) -> Story:
    for wait in waits:
        yield wait
        told.append(f"{name} {schedule.now:g}")


def test_stories_go_on_in_order_of_time_and_of_their_beginning() -> None:
    schedule = Schedule(100.0)
    told: list[str] = []
    schedule.start(story(told, "slow", schedule, 5.0, 5.0))
    schedule.start(story(told, "quick", schedule, 1.0, 4.0))
    schedule.run_until(112.0)
    assert told == ["quick 101", "slow 105", "quick 105", "slow 110"]
    assert schedule.now == 112.0
    assert schedule.next_at() is None


def test_a_woken_story_gets_the_value_and_its_old_alarm_is_forgotten() -> None:
    schedule, got = Schedule(0.0), []

    def sleeper() -> Story:
        got.append((yield 10.0))
        got.append((yield 10.0))

    task = schedule.start(sleeper())
    schedule.run_until(3.0)
    schedule.wake(task, "up")
    schedule.run_until(12.0)
    assert got == ["up"]
    schedule.run_until(13.0)
    assert got == ["up", None]
    assert task.is_over


def test_an_exception_wakes_by_being_raised() -> None:
    schedule, got = Schedule(0.0), []

    def careful() -> Story:
        try:
            yield None
        except LookupError as problem:
            got.append(str(problem))

    task = schedule.start(careful())
    schedule.run_until(1.0)
    schedule.wake(task, LookupError("gone"))
    schedule.run_until(1.0)
    assert got == ["gone"]


def test_a_dropped_story_never_goes_on() -> None:
    schedule = Schedule(0.0)
    told: list[str] = []
    task = schedule.start(story(told, "one", schedule, 1.0))
    schedule.drop(task)
    schedule.wake(task, None)
    schedule.run_until(10.0)
    assert told == []


def test_a_step_without_stories_is_an_error() -> None:
    with pytest.raises(IndexError):
        Schedule(0.0).step()
