"""The plan of housekeeping: what is made and dropped on which day."""

from datetime import UTC, date, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from collector_daemon.settings import RetentionSettings
from collector_daemon.store.partitions import day_of, name_of
from collector_daemon.store.upkeep import DAYS_AHEAD, plan

TODAY = date(2026, 3, 1)


def test_days_ahead_are_made_and_old_ones_dropped():
    existing = {TODAY - timedelta(days=n) for n in range(40)}
    found = plan(TODAY, existing, RetentionSettings(raw_days=30))
    assert found.make == tuple(TODAY + timedelta(days=n) for n in range(1, DAYS_AHEAD + 1))
    assert found.drop == tuple(sorted(TODAY - timedelta(days=n) for n in range(31, 40)))
    assert found.calls_before is None


def test_nothing_goes_when_everything_is_kept():
    found = plan(TODAY, {date(1970, 1, 1), date(9999, 12, 31)}, RetentionSettings(raw_days=0))
    assert (found.drop, found.calls_before, found.agents_before) == ((), None, None)


def test_calls_go_by_whole_days():
    found = plan(TODAY, set(), RetentionSettings(calls_days=28, agents_days=1))
    assert found.calls_before == datetime(2026, 2, 1, tzinfo=UTC)
    assert found.agents_before == datetime(2026, 2, 28, tzinfo=UTC)


@given(st.dates(min_value=date(1, 1, 1), max_value=date(9999, 12, 20)), st.integers(0, 10**9))
def test_any_day_and_any_retention_can_be_planned(today, raw_days):
    found = plan(today, {today}, RetentionSettings(raw_days=raw_days))
    assert today not in found.drop


@given(st.dates())
def test_names_of_partitions_tell_their_day(day):
    assert day_of(name_of(day)) == day


def test_other_tables_are_none_of_ours():
    assert day_of("raw_event_default") is None
    assert day_of("raw_event_20260230") is None
