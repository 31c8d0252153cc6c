"""The table of visits: complete in states, and what it does not declare changes nothing."""

from itertools import product

import pytest

from collector_daemon.core.visit_machine import EVENTS, STATES, TRANSITIONS, advance


def test_table_speaks_only_declared_words() -> None:
    assert {state for state, _event in TRANSITIONS} | set(TRANSITIONS.values()) == set(STATES)
    assert {event for _state, event in TRANSITIONS} == set(EVENTS)


@pytest.mark.parametrize(("state", "event"), list(product(STATES, EVENTS)))
def test_every_pair_is_declared_or_a_surprise(state: str, event: str) -> None:
    assert advance(state, event) == TRANSITIONS.get((state, event))


def test_what_is_over_stays_over() -> None:
    assert {TRANSITIONS[pair] for pair in TRANSITIONS if pair[0] == "over"} == {"over"}


def test_only_waiting_or_leaving_can_be_answered() -> None:
    assert {state for (state, event), after in TRANSITIONS.items() if after == "talking" and event == "connected"} == {
        "waiting", "leaving"}
