"""The report counts what happened and names each attempt that broke a rule, and no other."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from shared.campaigns.contact import Attempt
from shared.campaigns.ledgers import DoNotCall
from shared.campaigns.proving import ProvenDay, counts, prove
from tests.unit.shared.campaigns.made import GIVEN, NOON, NUMBER, campaign

SECOND, HOUR = timedelta(seconds=1), timedelta(hours=1)


def attempt(key: int, hours: float = 0.0, **changes: Any) -> Attempt:
    made: dict[str, Any] = {"attempt": key, "placed_at": NOON + hours * HOUR, "campaign": "spring", "contact": 1}
    made |= {"number": NUMBER, "state": "ended", "outcome": "busy"}
    return Attempt(**(made | changes))


def days(*attempts: Attempt, **given: Any) -> list[ProvenDay]:
    arguments: dict[str, Any] = {"consents": {NUMBER: [GIVEN]}, "lists": {}, "holidays": {}} | given
    return prove({"spring": campaign()}, attempts, **arguments)


def broken(*attempts: Attempt, **given: Any) -> list[tuple[str, int, str]]:
    return [(one.kind, one.attempt, one.about) for day in days(*attempts, **given) for one in day.violations]


def test_a_day_is_counted() -> None:
    others = [attempt(number, number=f"42060212345{number}", outcome="answered") for number in range(3)]
    given = {one.number: [GIVEN.__class__(number=one.number, given_at=GIVEN.given_at)] for one in others}
    (day,) = days(
        *others, attempt(7, outcome="abandoned"), attempt(8, 1, outcome="machine"), consents=given | {NUMBER: [GIVEN]}
    )  # fmt: skip
    assert (day.day, day.attempts, day.answered, day.abandoned, day.machines) == (date(2026, 11, 23), 5, 4, 1, 1)
    assert (day.share, round(day.bound, 4)) == (0.25, 0.7514)
    assert (day.locks, day.locks_kept) == (1, 0)  # called again an hour later
    assert counts([day])["locked"] == 1


def test_a_lock_that_is_over_was_kept() -> None:
    found = days(attempt(1, outcome="abandoned"), attempt(2, 72))
    assert [(one.locks, one.locks_kept, one.violations) for one in found] == [(1, 1, []), (0, 0, [])]


def test_each_rule_names_its_attempt() -> None:
    assert broken(attempt(1, -4)) == [("out_of_hours", 1, "Europe/Prague")]
    assert broken(attempt(1), consents={}) == [("no_consent", 1, "")]
    assert broken(attempt(1), lists={NUMBER: [DoNotCall(number=NUMBER, list="dnc")]}) == [("on_list", 1, "dnc")]
    later = DoNotCall(number=NUMBER, list="dnc", listed_at=NOON + HOUR)
    assert broken(attempt(1), lists={NUMBER: [later]}) == []
    assert broken(attempt(1), holidays={"CZ": {date(2026, 11, 23)}}) == [("holiday", 1, "2026-11-23")]
    assert broken(*(attempt(one, one / 10) for one in range(4))) == [("day_attempts", 3, "3")]
    assert broken(attempt(1, campaign="unknown")) == []


def test_a_call_shows_its_own_faults() -> None:
    short = attempt(1, outcome="no_answer", ringing_at=NOON, ended_at=NOON + 14 * SECOND)
    assert broken(short) == [("short_ring", 1, "14.0")]
    long = attempt(1, outcome="no_answer", ringing_at=NOON, ended_at=NOON + 20 * SECOND)
    assert broken(long) == []
    slow = attempt(1, outcome="answered", answered_at=NOON, connected_at=NOON + 2.5 * SECOND)
    assert broken(slow) == [("slow_connection", 1, "2.5")]


def test_a_call_may_break_several() -> None:
    found = broken(attempt(1, -4), consents={}, lists={NUMBER: [DoNotCall(number=NUMBER, list="dnc")]})
    assert {kind for kind, _attempt, _about in found} == {"out_of_hours", "no_consent", "on_list"}
