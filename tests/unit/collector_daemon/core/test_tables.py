"""The tables of calls and agents, checked in every case there is: nothing undeclared, and the order that is written."""

from __future__ import annotations

from datetime import UTC, datetime
from itertools import product
from typing import get_args

import pytest

from collector_daemon.core.agent_machine import STATES, Agent, Agents, Membership
from collector_daemon.core.call_machine import HANDLERS
from collector_daemon.core.visit_machine import EVENTS, TRANSITIONS, advance
from collector_daemon.core.visit_machine import STATES as VISIT_STATES
from shared.domain import events as ev
from shared.domain.agents import AgentState
from shared.domain.desk import WRAP_UP

NOW = datetime(2026, 11, 24, tzinfo=UTC)
ELSEWHERE = {ev.MemberPaused, ev.MemberRemoved, ev.MembersSurveyed, ev.QueueSurveyed, ev.SurveyEnded}
"""Events of memberships, queues and the survey's end, which no call's trace hears of: ``centre`` has them."""

PAUSES = ("", "lunch", WRAP_UP)
MEMBERSHIPS = [
    (pause, device) for pause in PAUSES for device in (1, 4, 5)
]  # not paused, paused, paused for the wrap-up; free, invalid, unavailable
ACTIVITIES = ("ringing", "talking", "on_hold")


def all_situations():
    """Everything that the state is decided by: phones in calls, memberships (up to two), a wrap-up that runs."""
    memberships = [(), *((one,) for one in MEMBERSHIPS), *product(MEMBERSHIPS, repeat=2)]
    activities = [tuple(a for a, is_so in zip(ACTIVITIES, flags, strict=True) if is_so)
                  for flags in product((False, True), repeat=len(ACTIVITIES))]  # fmt: skip
    return list(product(activities, memberships, (False, True)))


def agent_in(activities, memberships, is_wrapping):
    return Agent(
        "1001",
        activities={f"call {n}": activity for n, activity in enumerate(activities)},
        memberships={
            f"queue {n}": Membership(
                f"queue {n}", "PJSIP/1001", 0, NOW, True, is_paused=bool(pause), reason=pause,
                pause_at=NOW if pause else None, device_state=device,
            )
            for n, (pause, device) in enumerate(memberships)
        },
        wraps_until=NOW if is_wrapping else None,
    )  # fmt: skip


def by_the_rules(activities, memberships, is_wrapping):
    """The eight rules at the head of ``agent_machine``, once more and plainly."""
    pauses = [pause for pause, _device in memberships]
    if "on_hold" in activities and "talking" not in activities:
        return "on_hold"
    if "talking" in activities:
        return "talking"
    if "ringing" in activities:
        return "ringing"
    if not memberships:
        return "logged_out"
    if is_wrapping or ("" not in pauses and WRAP_UP in pauses):
        return "wrapping_up"
    if "" not in pauses:
        return "paused"
    if {device for _pause, device in memberships} <= {4, 5}:
        return "unreachable"
    return "ready"


def test_every_situation_of_an_agent_has_the_state_that_the_rules_say() -> None:
    found = set()
    for situation in all_situations():
        agents = Agents("main")
        agent = agent_in(*situation)
        agents.settle(agent, NOW)
        assert agent.state == by_the_rules(*situation), situation
        found.add(agent.state)
    assert found == set(get_args(AgentState))


def test_the_table_of_agents_has_every_state_once_and_an_answer_always() -> None:
    assert sorted(state for state, _holds in STATES) == sorted(get_args(AgentState))
    assert STATES[-1][1](Agent("nobody"))


def test_every_event_is_somebody_s() -> None:
    events = {one for one in vars(ev).values() if isinstance(one, type) and issubclass(one, ev.Event)}
    bases = {base for one in events for base in one.__bases__}
    assert events - bases - ELSEWHERE == set(HANDLERS)


@pytest.mark.parametrize("start", VISIT_STATES)
def test_from_every_state_of_a_visit_the_leg_s_end_leads_to_an_end(start: str) -> None:
    """Whatever was said before: when the leg is gone, or its talk finished, the visit has come to its end."""
    ended = advance(start, "leg_ended")
    if ended == "talking":  # the queue still tells how it ended
        ended = advance(ended, "finished")
    assert ended in ("over", "refused")


def test_no_road_leads_back_into_waiting_and_none_from_over_into_talking() -> None:
    reached = {state: {state} for state in VISIT_STATES}
    for _ in VISIT_STATES:
        for state, events in product(VISIT_STATES, EVENTS):
            after = TRANSITIONS.get((state, events))
            if after is not None:
                reached[state] |= reached[after]
    for state in VISIT_STATES:
        assert state == "waiting" or "waiting" not in reached[state]
    assert "talking" not in reached["over"] | reached["refused"]
