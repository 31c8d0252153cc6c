"""Whom a queue rings, and whose turn it is."""

from __future__ import annotations

import pytest

from collector_daemon.simulator.legs import Leg
from collector_daemon.simulator.queues import Member, Queue, Strategy, Waiting


def queue(strategy: Strategy) -> Queue:
    made = Queue("q", strategy)
    made.members = [Member("q", name, name, name, 0) for name in "abc"]
    return made


def waiting() -> Waiting:
    return Waiting(Leg("c", "c", "1.1", "1.1", "", "", "", "", "Ring", 0.0), 0.0, 1)


def names(members: list[Member]) -> str:
    return "".join(member.name for member in members)


@pytest.mark.parametrize(("strategy", "expected"), [
    ("ringall", "cba"), ("rrmemory", "cab"), ("leastrecent", "bca"), ("linear", "abc")])
def test_order_of_ringing(strategy: Strategy, expected: str) -> None:
    made = queue(strategy)
    made.last_rung = "b"
    for member, last_call in zip(made.members, (30, 10, 20), strict=True):
        member.last_call = last_call
    assert names(made.order(made.members, waiting())) == expected


def test_linear_goes_down_the_list_with_every_try() -> None:
    made, entry = queue("linear"), waiting()
    entry.tried = 1
    assert names(made.order(made.members, entry)) == "bca"


def test_only_the_lowest_penalty_is_rung() -> None:
    made = queue("linear")
    made.members[0].penalty = 5
    assert names(made.order(made.members, waiting())) == "bc"
    assert names(made.order(made.members[:1], waiting())) == "a"
    assert made.order([], waiting()) == []


def test_as_many_callers_have_their_turn_as_members_are_free() -> None:
    made = queue("linear")
    made.callers = [waiting(), waiting(), waiting()]
    assert [made.is_turn_of(entry, 2) for entry in made.callers] == [True, True, False]
    made.callers[0].is_ringing = True
    assert [made.is_turn_of(entry, 1) for entry in made.callers[1:]] == [True, False]


def test_ringall_serves_one_caller_at_a_time() -> None:
    made = queue("ringall")
    made.callers = [waiting(), waiting()]
    assert [made.is_turn_of(entry, 3) for entry in made.callers] == [True, False]
