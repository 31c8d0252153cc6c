"""Erlang C and A against independent computation: exact fractions, textbook values, a simulated queue, and laws."""

import heapq
import math
import random
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from shared.domain.measures import VisitCounts
from shared.domain.measures.erlang import Demand, erlang_a, erlang_c, forecast, patience_of, staffing, wait_share


def demand(calls: float, handling: float, patience: float | None = None) -> Demand:
    return Demand(calls=calls, interval_seconds=1800, handling_seconds=handling, patience_seconds=patience)


def exact_wait_share(agents: int, load: Fraction) -> Fraction:
    """The formula as it is written, with factorials."""
    last = load**agents / math.factorial(agents) * agents / (agents - load)
    return last / (sum((load**k / math.factorial(k) for k in range(agents)), Fraction(0)) + last)


@pytest.mark.parametrize(("agents", "load"), [(1, "1/2"), (2, "1"), (14, "10"), (55, "50"), (120, "119"), (9, "1/9")])
def test_erlang_c_is_the_formula(agents: int, load: str):
    exact = exact_wait_share(agents, Fraction(load))
    assert wait_share(agents, float(Fraction(load))) == pytest.approx(float(exact), rel=1e-12)


def test_a_textbook_case():
    """100 calls in half an hour, 180 s each: 10 Erlangs; 14 agents answer 88.8 % within 20 s after 7.8 s on average."""
    found = erlang_c(14, demand(100, 180), 20)
    assert (round(found.wait_share, 4), round(found.service_level, 4)) == (0.1741, 0.8884)
    assert round(found.average_wait_seconds, 2) == 7.84


def test_thousands_of_agents_are_no_trouble():
    assert 0 < wait_share(10_000, 9_900.0) < 1
    assert erlang_a(5_000, demand(60_000, 180, 60), 20).is_stable
    assert erlang_a(1, demand(60_000, 180, 60), 20).abandon_share == pytest.approx(1 - 1 / 6000, rel=1e-6)
    assert erlang_a(500, demand(1, 180, 60), 20).service_level == pytest.approx(1)


def steady_state(agents: int, one: Demand, threshold: float) -> tuple[float, float, float]:
    """Wait share, abandon share, share answered in time: states by fractions, the last integrated by small steps."""
    assert one.patience_seconds is not None
    rate, ends, leaves = one.calls / one.interval_seconds, 1 / one.handling_seconds, 1 / one.patience_seconds
    states = [1.0]
    for number in range(1, agents + 120):
        states.append(states[-1] * rate / (min(number, agents) * ends + max(0, number - agents) * leaves))
    total = sum(states)
    waiting = [state / total for state in states[agents:]]
    lost = sum(k * leaves * share for k, share in enumerate(waiting)) / rate
    steps = 2000
    step, ahead, in_time = threshold / steps, waiting[:], 0.0
    for number in range(steps):  # ahead[k]: still waits with k before him; those served leave from k = 0
        served = ahead[0] * agents * ends
        in_time += served * step * (0.5 if number == 0 else 1)
        rates = [agents * ends + (k + 1) * leaves for k in range(len(ahead))]
        behind = [*ahead[1:], 0.0]
        ahead = [ahead[k] + step * (behind[k] - ahead[k]) * rates[k] for k in range(len(ahead))]
    return sum(waiting), lost, 1 - sum(waiting) + in_time


@pytest.mark.parametrize(("agents", "one"), [
    (10, demand(100, 180, 60)), (14, demand(100, 180, 120)), (4, demand(50, 300, 30)),
])  # fmt: skip
def test_erlang_a_is_the_steady_state_of_its_chain(agents: int, one: Demand):
    found = erlang_a(agents, one, 20)
    waits, lost, in_time = steady_state(agents, one, 20)
    assert found.wait_share == pytest.approx(waits, rel=1e-9)
    assert found.abandon_share == pytest.approx(lost, rel=1e-9)
    assert found.service_level == pytest.approx(in_time, abs=2e-3)


def simulated(agents: int, one: Demand, threshold: float, calls: int) -> tuple[float, float, float]:
    """Abandon share, share answered in time, average wait of the answered: calls played through one by one."""
    chance = random.Random(7)
    assert one.patience_seconds is not None
    free = [0.0] * agents
    now = waited = 0.0
    lost = in_time = 0
    for _ in range(calls):
        now += chance.expovariate(one.calls / one.interval_seconds)
        wait = max(0.0, free[0] - now)
        if wait > chance.expovariate(1 / one.patience_seconds):
            lost += 1
            continue
        heapq.heapreplace(free, now + wait + chance.expovariate(1 / one.handling_seconds))
        in_time += wait <= threshold
        waited += wait
    return lost / calls, in_time / calls, waited / (calls - lost)


def test_erlang_a_is_what_a_simulated_queue_does():
    one = demand(100, 180, 90)
    lost, in_time, waited = simulated(10, one, 20, 120_000)
    found = erlang_a(10, one, 20)
    assert found.abandon_share == pytest.approx(lost, abs=0.006)
    assert found.service_level == pytest.approx(in_time, abs=0.012)
    assert found.average_wait_seconds == pytest.approx(waited, rel=0.05)


@pytest.mark.parametrize("agents", [11, 12, 14, 20])
def test_with_endless_patience_erlang_a_is_erlang_c(agents: int):
    never, patient = erlang_c(agents, demand(100, 180), 20), erlang_a(agents, demand(100, 180, 1e9), 20)
    assert patient.service_level == pytest.approx(never.service_level, abs=1e-5)
    assert patient.wait_share == pytest.approx(never.wait_share, rel=1e-4)
    assert patient.average_wait_seconds == pytest.approx(never.average_wait_seconds, rel=1e-4)


@settings(max_examples=60, deadline=None)
@given(some.integers(1, 60), some.floats(1, 400), some.floats(10, 900), some.floats(5, 2000), some.floats(0, 120))
def test_more_agents_never_make_it_worse(agents: int, calls: float, handling: float, patience: float, threshold: float):
    one = demand(calls, handling, patience)
    few, more = erlang_a(agents, one, threshold), erlang_a(agents + 1, one, threshold)
    assert more.service_level >= few.service_level - 1e-9
    assert more.abandon_share <= few.abandon_share + 1e-9
    shares = (few.service_level, few.abandon_share, few.wait_share, few.occupancy)
    assert all(0 <= share <= 1 + 1e-12 for share in shares)
    never = demand(calls, handling)
    assert wait_share(agents + 1, never.load) <= wait_share(agents, never.load)


@settings(max_examples=40, deadline=None)
@given(
    some.floats(0.1, 300), some.floats(20, 600), some.floats(0.1, 0.99), some.one_of(some.none(), some.floats(20, 600))
)  # fmt: skip
def test_the_staffing_is_the_fewest_that_reach_the_goal(
    calls: float, handling: float, goal: float, patience: float | None
):
    one = demand(calls, handling, patience)
    needed = staffing(one, goal, 20).forecast
    assert needed.service_level >= goal
    if needed.agents > 1:
        fewer = forecast(needed.agents - 1, one, 20)
        assert not fewer.is_stable or fewer.service_level < goal


def test_shrinkage_and_occupancy_ask_for_more():
    plain = staffing(demand(100, 180), 0.8, 20)
    assert (plain.forecast.agents, plain.on_rota) == (14, 14)
    assert staffing(demand(100, 180), 0.8, 20, shrinkage=0.3).on_rota == 20
    assert staffing(demand(100, 180), 0.8, 20, most_occupied=0.6).forecast.agents == 17
    assert staffing(demand(0, 180), 0.8, 20).on_rota == 0
    assert staffing(demand(100, 180, 90), 0.8, 20).forecast.agents < 14
    with pytest.raises(ValueError, match="goal and shrinkage are shares"):
        staffing(demand(100, 180), 1.0, 20)


def test_patience_is_all_waiting_by_those_who_gave_up():
    visits = VisitCounts(answered_wait_ms=600_000, abandoned_wait_ms=250_000, out_wait_ms=50_000, abandoned=10)
    assert patience_of(visits) == 90.0
    assert patience_of(VisitCounts(answered_wait_ms=1)) is None
