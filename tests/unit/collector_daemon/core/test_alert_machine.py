"""The alert machine: its whole table, delays, margins, clocks that jump, and laws that hold for every history."""

from datetime import UTC, datetime, timedelta
from functools import partial
from itertools import product
from random import Random

import pytest

from collector_daemon.core.alert_machine import CHANGES, QUIET, AlertState, frozen, step
from collector_daemon.core.alert_rules import AlertRule
from shared.domain.conditions import NO_MARGIN, Margin, condition

START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)


def second(number: float) -> datetime:
    return START + timedelta(seconds=number)


def rule(warn="longest_wait > 60", bad="longest_wait > 120", margin=NO_MARGIN, after=0.0) -> AlertRule:
    told = {"warn": warn, "bad": bad}
    conditions = {level: condition(text, margin) for level, text in told.items() if text}
    return AlertRule(name="r", conditions=conditions, margin=margin, after_time=timedelta(seconds=after))  # type: ignore[arg-type]


def walk(of: AlertRule, values, state=QUIET):
    """(level, change) after each value of ``longest_wait``, one a second; dicts name the measures."""
    told = []
    for number, value in enumerate(values):
        measures = value if isinstance(value, dict) else {"longest_wait": value}
        state, change = step(of, state, partial(_at, measures), second(number))
        told.append((state.level, change))
    return told


def _at(measures, measure):
    return measures.get(measure)


LEVELS = (None, "warn", "bad")
# (present level, is bad's test passed, is warn's test passed) -> level. Nothing else decides.
TABLE = {
    (now, is_bad, is_warn): "bad" if is_bad else "warn" if is_warn else None
    for now, is_bad, is_warn in product(LEVELS, (False, True), (False, True))
}


@pytest.mark.parametrize(("now", "is_bad", "is_warn"), list(TABLE))
@pytest.mark.parametrize("case", ["raising", "keeping"])
def test_the_whole_table(now, is_bad, is_warn, case):
    """``raising``: limits passed for long. ``keeping``: within the margin only, which reached levels alone have."""
    of = rule(warn="waiting > 10", bad="talking > 10", margin=Margin(5))
    much = 20.0 if case == "raising" else 8.0
    values = {"waiting": much * is_warn, "talking": much * is_bad}
    before = AlertState(level=now, raised_at=START if now else None)
    after, change = step(of, before, lambda measure: values.get(measure), second(1))
    if case == "keeping":
        is_bad, is_warn = is_bad and now == "bad", is_warn and now is not None
    assert after.level == TABLE[now, is_bad, is_warn]
    assert change == CHANGES.get((now, after.level))
    assert (after.raised_at is None) == (after.level is None)


def test_up_and_down():
    assert walk(rule(), [None, 60, 61, 121, 120, 61, 60, None]) == [
        (None, None), (None, None), ("warn", "raised"), ("bad", "worsened"), ("warn", "eased"), ("warn", None),
        (None, "cleared"), (None, None),
    ]


def test_straight_to_bad_and_away():
    assert walk(rule(), [200, None]) == [("bad", "raised"), (None, "cleared")]


def test_one_level():
    assert walk(rule(warn=None), [100, 121, 100]) == [(None, None), ("bad", "raised"), (None, "cleared")]
    assert walk(rule(bad=None), [100, 121, 60]) == [("warn", "raised"), ("warn", None), (None, "cleared")]


def test_a_margin_keeps_it_from_coming_and_going():
    values = [61, 59, 61, 51, 50, 55, 61]
    assert [change for _level, change in walk(rule(margin=Margin(10)), values)] == [
        "raised", None, None, None, "cleared", None, "raised",
    ]


def test_what_is_eased_has_the_margin_of_its_new_level():
    assert walk(rule(margin=Margin(10)), [121, 111, 110, 51, 50]) == [
        ("bad", "raised"), ("bad", None), ("warn", "eased"), ("warn", None), (None, "cleared"),
    ]


def test_a_delay_must_be_fulfilled_without_a_break():
    values = [61, 62, 59, 61, 62, 63, 64]
    assert [change for _level, change in walk(rule(bad=None, after=3), values)] == [None] * 6 + ["raised"]


def test_worsening_has_its_own_delay():
    values = [61, 62, 63, 121, 122, 123, 124, 119]
    assert walk(rule(after=2), values) == [
        (None, None), (None, None), ("warn", "raised"), ("warn", None), ("warn", None), ("bad", "worsened"),
        ("bad", None), ("warn", "eased"),
    ]


def test_pending():
    of = rule(bad=None, after=10)
    state, change = step(of, QUIET, lambda _measure: 61.0, START)
    assert (state.is_pending, change) == (True, None)
    state, _change = step(of, state, lambda _measure: 61.0, second(10))
    assert (state.is_pending, state.level, state.raised_at) == (False, "warn", second(10))


def test_nothing_to_measure_raises_nothing_and_ends_what_there_is():
    for text in ("longest_wait > 60", "longest_wait < 60", "service_level == 0", "average_wait != 5"):
        assert walk(rule(warn=text, bad=None), [{}, {}]) == [(None, None)] * 2
    assert walk(rule(margin=Margin(50)), [61, None])[-1] == (None, "cleared")


def test_what_is_known_of_a_raised_alert():
    state, _change = step(rule(), QUIET, lambda _measure: 61.0, second(5))
    assert (state.raised_at, state.worsened_at) == (second(5), None)
    state, _change = step(rule(), state, lambda _measure: 121.0, second(9))
    assert (state.raised_at, state.worsened_at) == (second(5), second(9))
    state, _change = step(rule(), state, lambda _measure: 100.0, second(10))
    assert (state.raised_at, state.worsened_at) == (second(5), second(9))
    assert step(rule(), state, lambda _measure: None, second(11)) == (QUIET, "cleared")


def test_frozen_what_is_raised_stays_and_a_delay_begins_anew():
    of = rule(after=5)
    pending, _change = step(of, QUIET, lambda _measure: 61.0, START)
    assert frozen(pending) == QUIET
    seen_again, change = step(of, frozen(pending), lambda _measure: 61.0, second(6))
    assert (seen_again.level, change) == (None, None)
    raised, _change = step(of, seen_again, lambda _measure: 61.0, second(11))
    assert raised.level == "warn"
    assert frozen(raised) == raised


def test_a_clock_that_is_set_back_delays_once_more_but_not_for_ever():
    of = rule(bad=None, after=5)
    state, _change = step(of, QUIET, lambda _measure: 61.0, second(3600))
    state, _change = step(of, state, lambda _measure: 61.0, second(0))
    state, change = step(of, state, lambda _measure: 61.0, second(5))
    assert change == "raised"


@pytest.mark.parametrize("seed", range(20))
def test_laws_of_every_history(seed):
    """Raised before cleared, worsened only from warn, never a level without its condition, calm with nothing there."""
    chance = Random(seed)
    of = rule(margin=Margin(chance.choice((0.0, 10.0, 50.0))), after=chance.choice((0.0, 1.0, 4.0)))
    state = QUIET
    for number in range(500):
        value = chance.choice((None, 0.0, *(float(chance.randint(0, 160)) for _ in range(8))))
        before = state
        state, change = step(of, before, partial(_at, {"longest_wait": value}), second(number))
        assert CHANGES.get((before.level, state.level)) == change
        assert (state.raised_at is None) == (state.level is None)
        if value is None:
            assert state == QUIET
        if change in ("raised", "worsened"):
            assert value is not None
            assert value > {"warn": 60, "bad": 120}[state.level or "bad"]
        if state.level is not None:
            assert value is not None
            assert value > {"warn": 60, "bad": 120}[state.level] - of.margin.amount
