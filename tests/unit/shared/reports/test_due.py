"""When reports are due: clock changes, short months, weeks."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared.reports.due import Rhythm, due_between

PRAGUE = ZoneInfo("Europe/Prague")


def local(rhythm: Rhythm, since: str, until: str) -> list[str]:
    found = due_between(rhythm, PRAGUE, datetime.fromisoformat(since), datetime.fromisoformat(until))
    return [at.astimezone(PRAGUE).isoformat(timespec="minutes") for at in found]


@pytest.mark.parametrize(("minute", "expected"), [
    (90, ["2026-03-28T01:30+01:00", "2026-03-29T01:30+01:00", "2026-03-30T01:30+02:00"]),
    (150, ["2026-03-28T02:30+01:00", "2026-03-29T03:00+02:00", "2026-03-30T02:30+02:00"]),
    (180, ["2026-03-28T03:00+01:00", "2026-03-29T03:00+02:00", "2026-03-30T03:00+02:00"]),
])  # fmt: skip
def test_a_minute_that_the_clock_jumps_over_is_due_right_after(minute: int, expected: list[str]) -> None:
    rhythm = Rhythm(every="day", minute=minute)
    assert local(rhythm, "2026-03-27T12:00Z", "2026-03-30T12:00Z") == expected


def test_a_minute_that_comes_twice_is_due_once() -> None:
    found = local(Rhythm(every="day", minute=150), "2026-10-24T12:00Z", "2026-10-26T12:00Z")
    assert found == ["2026-10-25T02:30+02:00", "2026-10-26T02:30+01:00"]


def test_a_day_that_a_month_has_not_is_its_last_one() -> None:
    found = local(Rhythm(every="month", minute=420, day=31), "2026-01-01T12:00Z", "2026-05-01T12:00Z")
    assert [at[:10] for at in found] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]


def test_weeks_begin_on_monday() -> None:
    found = local(Rhythm(every="week", minute=0, day=1), "2026-11-01T12:00Z", "2026-11-20T12:00Z")
    assert [at[:10] for at in found] == ["2026-11-02", "2026-11-09", "2026-11-16"]


@given(
    st.sampled_from(["day", "week", "month"]), st.integers(0, 1439), st.integers(1, 7),
    st.integers(0, 500), st.integers(0, 90), st.integers(0, 90),
)  # fmt: skip
def test_looking_in_two_steps_finds_what_looking_once_finds(every, minute, day, start, first, second) -> None:
    rhythm = Rhythm(every=every, minute=minute, day=day)
    begin = datetime(2026, 1, 1, 5, 17, tzinfo=UTC) + timedelta(days=start)
    middle = begin + timedelta(days=first, hours=3)
    end = middle + timedelta(days=second)
    halves = [*due_between(rhythm, PRAGUE, begin, middle), *due_between(rhythm, PRAGUE, middle, end)]
    whole = list(due_between(rhythm, PRAGUE, begin, end))
    assert halves == whole
    assert whole == sorted(set(whole))
