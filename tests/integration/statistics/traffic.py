"""Random traffic around the days on which clocks change: calls with visits of every outcome, and agents' time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from random import Random
from typing import get_args

import msgspec

from shared.domain.agents import AgentInterval, AgentState
from shared.domain.calls import Attempt, AttemptResult, Call, CallOutcome, Direction, Transfer, Visit, VisitOutcome

QUEUES = ("support", "sales", "night")
AGENTS = tuple(str(1001 + number) for number in range(6))
DAYS = (datetime(2026, 3, 28, tzinfo=UTC), datetime(2026, 3, 29, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC),
        datetime(2026, 4, 1, tzinfo=UTC), datetime(2026, 10, 24, tzinfo=UTC), datetime(2026, 10, 25, tzinfo=UTC),
        datetime(2026, 10, 31, tzinfo=UTC))  # fmt: skip
ENDS: tuple[VisitOutcome, ...] = ("answered",) * 8 + ("abandoned",) * 3 + get_args(VisitOutcome)


def ms(rng: Random, most: int) -> timedelta:
    """A length in whole milliseconds, often short and now and then on the very edge of a second."""
    length = min(most, int(rng.expovariate(3 / most)))
    return timedelta(milliseconds=length // 1000 * 1000 if rng.random() < 0.3 else length)


def a_visit(rng: Random, key: str, at: datetime) -> Visit:
    """A visit that is over, or of which the end was never told."""
    queue, agent = rng.choice(QUEUES), rng.choice(AGENTS)
    wait = ms(rng, 900_000)
    attempts = tuple(a_ring(rng, f"{key}.{nth}", at + wait * rng.random()) for nth in range(rng.choice((0, 1, 1, 2))))
    visit = Visit(queue=queue, uniqueid=key, nth=0, entered_at=at, attempts=attempts)
    if rng.random() < 0.05:
        return visit
    left_at, outcome = at + wait, rng.choice(ENDS)
    visit = msgspec.structs.replace(visit, left_at=left_at, wait_time=wait, outcome=outcome)
    if outcome != "answered":
        return visit
    visit = msgspec.structs.replace(visit, answered_at=left_at, agent=agent, ring_time=ms(rng, 30_000))
    if rng.random() < 0.1:
        return visit
    talk, hold = ms(rng, 600_000), ms(rng, 60_000)
    return msgspec.structs.replace(
        visit, talk_time=talk, hold_time=hold, ended_at=left_at + talk + hold,
        ended_by=rng.choice(("caller", "agent", "transfer", "system", None)),
    )  # fmt: skip


def a_ring(rng: Random, key: str, at: datetime) -> Attempt:
    """A phone that rang."""
    result = rng.choice((None, *get_args(AttemptResult)))
    return Attempt(
        agent=rng.choice(AGENTS), interface="PJSIP/x", leg_id=key, started_at=at, result=result,
        ended_at=None if result is None else at + ms(rng, 30_000),
    )  # fmt: skip


def a_call(rng: Random, number: int) -> Call:
    """A call of one of the days, with up to three visits."""
    at = rng.choice(DAYS) + timedelta(milliseconds=rng.randrange(86_400_000))
    key = f"{number}.1"
    entered_at = at
    visits: list[Visit] = []
    for nth in range(rng.choice((0, 1, 1, 1, 2, 3))):
        visit = msgspec.structs.replace(a_visit(rng, key, entered_at), nth=nth)
        visits.append(visit)
        entered_at = (visit.ended_at or visit.left_at or entered_at) + timedelta(milliseconds=1)
    is_over = rng.random() < 0.95
    direction, number_outside = rng.choice(get_args(Direction)), f"60{rng.randrange(40):07}"
    return Call(
        pbx="main", call_id=key, direction=direction, started_at=at,
        line=rng.choice(("420222111000", "420222111001", None)),
        caller=rng.choice(AGENTS) if direction == "outbound" else rng.choice((number_outside, None)),
        called=number_outside if direction == "outbound" else "420222111000", transfers=some_transfers(rng, at),
        visits=tuple(visits), outcome=rng.choice(get_args(CallOutcome)) if is_over else None,
        ended_at=entered_at + ms(rng, 60_000) if is_over else None, is_in_gap=rng.random() < 0.02,
        origin="queue_log" if rng.random() < 0.05 else "ami",
    )  # fmt: skip


def some_transfers(rng: Random, at: datetime) -> tuple[Transfer, ...]:
    """Now and then one."""
    return tuple(
        Transfer(kind=rng.choice(("blind", "attended", "redirect")), by=rng.choice((*AGENTS, None)),
                 to=rng.choice(AGENTS), happened_at=at + ms(rng, 600_000), is_completed=rng.random() < 0.7)
        for _ in range(rng.choice((0, 0, 0, 1, 2)))
    )  # fmt: skip


def begun(call: Call) -> Call:
    """The same call as it was told when it had just begun."""
    visits = tuple(Visit(queue=one.queue, uniqueid=one.uniqueid, nth=one.nth, entered_at=one.entered_at)
                   for one in call.visits[:1])  # fmt: skip
    return msgspec.structs.replace(call, visits=visits, outcome=None, ended_at=None)


def agents_days(rng: Random) -> list[AgentInterval]:
    """States that follow each other without a hole, each agent's last one still open."""
    told: list[AgentInterval] = []
    for agent in AGENTS:
        at = DAYS[0]
        for day in DAYS:
            at = day + timedelta(hours=rng.randrange(6), milliseconds=rng.randrange(10_000_000))
            for _ in range(rng.randrange(4, 12)):
                state = rng.choice(get_args(AgentState))
                ended_at = at + ms(rng, 20_000_000) + timedelta(microseconds=rng.choice((0, 0, 417)))
                reason = rng.choice(("lunch", "")) if state == "paused" else ""
                told.append(AgentInterval(
                    pbx="main", agent=agent, state=state, reason=reason, started_at=at, ended_at=ended_at))
                at = max(ended_at, at + timedelta(milliseconds=1))
        told.append(AgentInterval(pbx="main", agent=agent, state="ready", started_at=at))
    return told
