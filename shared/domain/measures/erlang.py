"""How many agents are needed: Erlang C, and Erlang A with callers who give up (Garnett, Mandelbaum, Reiman 2002). Pure.

Erlang C holds only while the load is less than the agents and asks for too many, because nobody hangs up in it. Erlang
A is stable under any load; use it wherever patience is known, and we measure it: all waiting / abandons, the estimate
of greatest likelihood when patience is exponential and answered calls are censored observations.

Times are seconds, shares from 0 to 1, load is in Erlangs (calls a second × handling time). All goes by recurrences, in
logarithms where numbers would not fit: no factorials, and thousands of agents are no trouble.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from functools import cache
from itertools import accumulate

import msgspec

from shared.domain.measures.counts import VisitCounts

_NEGLIGIBLE = 40.0  # natural logarithm: a queue so long is e⁻⁴⁰ times as likely as the likeliest
_MOST_WAITING = 1_000_000


class Demand(msgspec.Struct, frozen=True, kw_only=True):
    """Calls of an interval, how long the interval is and how long one is handled, and how patient callers are.

    ``patience_seconds`` None: it is not known, nobody is taken to hang up.
    """

    calls: float
    interval_seconds: float
    handling_seconds: float
    patience_seconds: float | None = None

    @property
    def load(self) -> float:
        """Erlangs."""
        return self.calls * self.handling_seconds / self.interval_seconds


class Forecast(msgspec.Struct, frozen=True, kw_only=True):
    """What comes of so many agents. ``wait_share``: who must wait at all; ``average_wait_seconds``: of the answered.

    ``service_level``: of all calls, answered within the threshold. ``is_stable``: otherwise the queue grows for ever.
    """

    agents: int
    wait_share: float
    service_level: float
    average_wait_seconds: float
    abandon_share: float
    occupancy: float
    is_stable: bool = True


class Staffing(msgspec.Struct, frozen=True, kw_only=True):
    """Agents needed at the phones for a goal, and on the rota when a part of their time is otherwise taken."""

    demand: Demand
    forecast: Forecast
    on_rota: int


def patience_of(visits: VisitCounts) -> float | None:
    """Seconds that callers wait before they give up, on average; None: nobody did, so it cannot be told."""
    waited = visits.answered_wait_ms + visits.abandoned_wait_ms + visits.out_wait_ms
    return waited / visits.abandoned / 1000 if visits.abandoned else None


def wait_share(agents: int, load: float) -> float:
    """Erlang C: the share of calls that must wait; 1 where the load is not less than the agents."""
    if load >= agents:
        return 1.0
    if load <= 0:
        return 0.0
    return 1 / (1 + (1 - load / agents) * (_inverse_blocking(agents, load) - 1))


def erlang_c(agents: int, demand: Demand, threshold_seconds: float) -> Forecast:
    """What comes of so many agents when nobody hangs up."""
    load, waiting = demand.load, wait_share(agents, demand.load)
    if load >= agents and load > 0:
        return Forecast(agents=agents, wait_share=1.0, service_level=0.0, average_wait_seconds=math.inf,
                        abandon_share=0.0, occupancy=1.0, is_stable=False)  # fmt: skip
    spare = agents - load
    late = waiting * math.exp(-spare * threshold_seconds / demand.handling_seconds)
    return Forecast(
        agents=agents, wait_share=waiting, service_level=1 - late,
        average_wait_seconds=waiting * demand.handling_seconds / spare if spare else 0.0,
        abandon_share=0.0, occupancy=load / agents if agents else 0.0,
    )  # fmt: skip


def erlang_a(agents: int, demand: Demand, threshold_seconds: float) -> Forecast:
    """What comes of so many agents when callers give up after ``patience_seconds`` on average. Raises ValueError."""
    if demand.patience_seconds is None or demand.patience_seconds <= 0:
        raise ValueError("Erlang A needs a patience above nought")
    if demand.load <= 0:
        return Forecast(agents=agents, wait_share=0.0, service_level=1.0, average_wait_seconds=0.0,
                        abandon_share=0.0, occupancy=0.0)  # fmt: skip
    if agents <= 0:
        return Forecast(agents=0, wait_share=1.0, service_level=0.0, average_wait_seconds=0.0, abandon_share=1.0,
                        occupancy=0.0)  # fmt: skip
    return _with_patience(agents, demand, demand.patience_seconds, threshold_seconds)


def _with_patience(agents: int, demand: Demand, patience: float, threshold: float) -> Forecast:
    """The steady state: k callers wait, whom a new one finds before him; he is next after k + 1 agents or leavers."""
    service, giving_up = agents / demand.handling_seconds, 1 / patience
    found = _queue_lengths(demand.calls / demand.interval_seconds, service, giving_up)
    top = max(found)
    weights = [math.exp(one - top) for one in found]
    total = math.fsum(weights)
    # (1/B - 1) are all states with an agent free, in the same scale as the waiting ones.
    idle = math.exp(min(700.0, math.log(max(_inverse_blocking(agents, demand.load) - 1, 5e-324)) - top))
    shares = [one / (total + idle) for one in weights]
    ratio = service / giving_up
    served = [ratio / (ratio + k + 1) for k in range(len(shares))]
    waits = accumulate(1 / (ratio + 1 + i) for i in range(len(shares)))  # of who is served, in units of patience
    late = _late_shares(ratio + 1, threshold * giving_up, len(shares))
    answered_waiting = math.fsum(share * one for share, one in zip(shares, served, strict=True))
    in_time_waiting = math.fsum(
        share * one * (1 - after) for share, one, after in zip(shares, served, late, strict=True)
    )
    waited = patience * math.fsum(share * one * wait for share, one, wait in zip(shares, served, waits, strict=True))
    waiting = math.fsum(shares)
    answered = 1 - waiting + answered_waiting
    return Forecast(
        agents=agents, wait_share=waiting, service_level=1 - waiting + in_time_waiting,
        average_wait_seconds=waited / answered if answered else 0.0, abandon_share=max(0.0, 1 - answered),
        occupancy=min(1.0, demand.load * answered / agents),
    )  # fmt: skip


def _queue_lengths(arrivals: float, service: float, giving_up: float) -> list[float]:
    """Logarithms of how likely it is that all agents are busy and k callers wait, k = 0 being nought."""
    found, now, top = [0.0], 0.0, 0.0
    for waiting in range(1, _MOST_WAITING):
        now += math.log(arrivals / (service + waiting * giving_up))
        top = max(top, now)
        found.append(now)
        if now < top - _NEGLIGIBLE and arrivals < service + waiting * giving_up:
            break
    return found


def _late_shares(power: float, time: float, count: int) -> list[float]:
    """For k = 0, 1 …: how likely e⁻ᵗⁱᵐᵉ is above a Beta(power, k + 1): who is served with k before him waits longer.

    The incomplete beta function with a whole second parameter is a sum of positive terms.
    """
    if time <= 0:
        return [1.0] * count
    rest = -math.expm1(-time)
    term, reached, found = -power * time, 0.0, []
    for k in range(count):
        if k:
            term += math.log((power + k - 1) / k * rest)
        reached += math.exp(term)
        found.append(min(1.0, reached))
    return found


def _inverse_blocking(agents: int, load: float) -> float:
    """1 / Erlang B, which is the sum of all states over that of all agents busy; infinite where that is too large."""
    found = 1.0
    for number in range(1, agents + 1):
        found = 1 + found * number / load
    return found


def forecast(agents: int, demand: Demand, threshold_seconds: float) -> Forecast:
    """By Erlang A where patience is known, else by Erlang C."""
    model = erlang_c if demand.patience_seconds is None else erlang_a
    return model(agents, demand, threshold_seconds)


def staffing(
    demand: Demand, goal: float, threshold_seconds: float, shrinkage: float = 0.0, most_occupied: float = 1.0
) -> Staffing:
    """The fewest agents who reach the goal (share answered in time) and are not busier than ``most_occupied``.

    Raises ValueError for what no number of agents can do.
    """
    if not (0 <= goal < 1 and 0 <= shrinkage < 1 and 0 < most_occupied <= 1):
        raise ValueError("goal and shrinkage are shares from 0 to below 1, the highest occupancy is above 0")
    if demand.interval_seconds <= 0 or demand.handling_seconds <= 0 or demand.calls < 0:
        raise ValueError("an interval and a handling time are above nought, calls not below it")

    @cache
    def forecast_of(agents: int) -> Forecast:
        return forecast(agents, demand, threshold_seconds)

    def is_enough(agents: int) -> bool:
        found = forecast_of(agents)
        return found.is_stable and found.service_level >= goal and found.occupancy <= most_occupied

    agents = _fewest(is_enough, math.ceil(demand.load)) if demand.calls else 0
    return Staffing(demand=demand, forecast=forecast_of(agents), on_rota=math.ceil(round(agents / (1 - shrinkage), 9)))


def _fewest(is_enough: Callable[[int], bool], guess: int) -> int:
    """The smallest number from which on it is enough: more agents never make it worse. Looked for around a guess."""
    least, most, step = max(0, guess - 1), max(1, guess), 1
    while not is_enough(most):
        least, most, step = most, most + step, 2 * step
    while least > 0 and is_enough(least):
        least, most, step = max(0, least - step), least, 2 * step
    while most - least > 1:
        middle = (least + most) // 2
        least, most = (least, middle) if is_enough(middle) else (middle, most)
    return most
