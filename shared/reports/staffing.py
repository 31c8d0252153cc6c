"""How many agents each weekday and time of day needs, from what weeks past were like. Pure; asked by ``ready``.

The same half hours of many weeks are taken together (``gathered``): their mean is what to expect, their spread says how
far to trust it. With the handling time, patience and shrinkage of the same weeks (``Work``) it becomes a need by
``shared.domain.measures.erlang``: Erlang A where enough callers gave up to know their patience, else Erlang C. The goal
is a share of all calls, those who give up soon included, so it asks for a little more than SL4 does.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from fractions import Fraction
from statistics import stdev
from typing import Literal

import msgspec

from shared.days import Slot
from shared.domain.agents import Gap
from shared.domain.measures.counts import AgentCounts, Counts, VisitCounts
from shared.domain.measures.erlang import Demand, Staffing, patience_of, staffing

ENOUGH_WEEKS, ENOUGH_HANDLED, ENOUGH_ABANDONS = 3, 30, 10
"""Fewer tell nothing of: a time of day, its own handling time (all times' is taken then), patience (Erlang C then)."""
HIGHEST_GOAL = 0.999
"""A goal of 100 % is out of everybody's reach."""
Basis = Literal["erlang_a", "erlang_c", "too_few_weeks", "no_handling"]
"""What a need rests on, or why there is none."""


class Work(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for all times of day. ``talk_seconds``: talk and hold of a call, None: none was handled.

    ``shrinkage``: share of logged-in time in which agents cannot take calls. ``goal``: share answered in time.
    """

    interval_seconds: int
    goal: float
    threshold_seconds: float
    talk_seconds: Fraction | None = None
    wrap_up_seconds: Fraction = Fraction(0)
    patience_seconds: float | None = None
    shrinkage: float = 0.0


class Past(msgspec.Struct, frozen=True, kw_only=True):
    """One weekday (1: Monday) and time of day in all weeks: ``arrivals`` and logged-in time of each; nothing is 0."""

    weekday: int
    begins: str
    days: frozenset[date] = frozenset()
    arrivals: tuple[int, ...] = ()
    logged_in_ms: int = 0
    counts: Counts = Counts()


class Need(msgspec.Struct, frozen=True, kw_only=True):
    """What a time of day needs. None: cannot be told, see ``basis``; without any call there is no forecast.

    ``expected``: calls of the interval, ``spread``: their standard deviation between weeks, ``logged_in``: agents.
    """

    past: Past
    basis: Basis
    expected: float | None = None
    spread: float | None = None
    logged_in: float | None = None
    handling_seconds: float | None = None
    by_default: Staffing | None = None
    by_erlang_c: Staffing | None = None


def gathered(
    slots: Sequence[Slot], visits: Mapping[datetime, Counts], logged_in_ms: Mapping[datetime, int], *,
    left_out: Collection[date] = (), gaps: Iterable[Gap] = (),
) -> tuple[Past, ...]:  # fmt: skip
    """Slots of equal weekday and time together; those of days left out and in which the collector was blind are none.

    An hour that comes twice is two of one day. Times of day before the first and after the last in which there ever
    was a call or an agent are not told, nor are such weekdays.
    """
    blind = _blind(slots, gaps)
    found: dict[tuple[int, str], Past] = {}
    for place, slot in enumerate(slots):
        key = (slot.local.isoweekday(), f"{slot.local:%H:%M}")
        past = found.setdefault(key, Past(weekday=key[0], begins=key[1]))
        if place in blind or slot.local.date() in left_out:
            continue
        counts = visits.get(slot.since, Counts())
        found[key] = msgspec.structs.replace(
            past, days=past.days | {slot.local.date()}, arrivals=(*past.arrivals, counts.all_visits.offered),
            logged_in_ms=past.logged_in_ms + logged_in_ms.get(slot.since, 0), counts=past.counts + counts,
        )  # fmt: skip
    return _worked(found.values())


def need(past: Past, work: Work) -> Need:
    """What the time of day needs."""
    if len(past.days) < ENOUGH_WEEKS:
        return Need(past=past, basis="too_few_weeks")
    expected = Fraction(sum(past.arrivals), len(past.arrivals))
    logged_in = Fraction(past.logged_in_ms, 1000 * work.interval_seconds * len(past.arrivals))
    found = Need(
        past=past, basis="no_handling", expected=float(expected), spread=float(stdev(past.arrivals)),
        logged_in=float(logged_in),
    )  # fmt: skip
    handling = _handling(past.counts.all_visits, work)
    if not handling:
        return found
    demand = Demand(
        calls=float(expected), interval_seconds=work.interval_seconds, handling_seconds=float(handling),
        patience_seconds=work.patience_seconds,
    )  # fmt: skip
    return msgspec.structs.replace(
        found, basis="erlang_c" if work.patience_seconds is None else "erlang_a", handling_seconds=float(handling),
        by_default=_staffed(demand, work),
        by_erlang_c=_staffed(msgspec.structs.replace(demand, patience_seconds=None), work),
    )  # fmt: skip


def patience(visits: VisitCounts) -> float | None:
    """Seconds; None: too few gave up to know it."""
    found = patience_of(visits) if visits.abandoned >= ENOUGH_ABANDONS else None
    return found or None


def talk(visits: VisitCounts) -> Fraction | None:
    """Seconds of talk and hold of a call; None: none was handled to its end."""
    handled = visits.answered - visits.ongoing
    return Fraction(visits.talk_ms + visits.hold_ms, 1000 * handled) if handled else None


def wrap_up(handled: Mapping[tuple[str, str], int], agents: Mapping[tuple[str, str], AgentCounts]) -> Fraction:
    """Seconds after a call of these queues. An agent's wrap-up time knows no queue, so each one's own average is used.

    ``handled``: by agent, in these queues; ``agents``: in all queues, with time.
    """
    spent, calls = Fraction(0), 0
    for agent, number in handled.items():
        whole = agents.get(agent, AgentCounts())
        if number and whole.handled:
            spent += Fraction(whole.state_ms.get("wrapping_up", 0) * number, 1000 * whole.handled)
            calls += number
    return spent / calls if calls else Fraction(0)


def shrinkage(agents: Iterable[AgentCounts]) -> float:
    """The share of logged-in time in which agents were paused or out of reach. Days off are not known here."""
    away = whole = 0
    for one in agents:
        away += one.state_ms.get("paused", 0) + one.state_ms.get("unreachable", 0)
        whole += one.logged_in_ms
    return away / whole if whole and away < whole else 0.0


def whole_of(pasts: Iterable[Past]) -> VisitCounts:
    """All visits that the needs rest on."""
    found = Counts()
    for past in pasts:
        found += past.counts
    return found.all_visits


def _staffed(demand: Demand, work: Work) -> Staffing:
    return staffing(demand, min(work.goal, HIGHEST_GOAL), work.threshold_seconds, work.shrinkage)


def _handling(visits: VisitCounts, work: Work) -> Fraction | None:
    own = talk(visits) if visits.answered - visits.ongoing >= ENOUGH_HANDLED else None
    known = own if own is not None else work.talk_seconds
    return None if known is None else known + work.wrap_up_seconds


def _blind(slots: Sequence[Slot], gaps: Iterable[Gap]) -> set[int]:
    """Places of the slots that a gap touches."""
    begins, ends = [slot.since for slot in slots], [slot.until for slot in slots]
    found: set[int] = set()
    for gap in gaps:
        last = len(slots) if gap.ended_at is None else bisect_left(begins, gap.ended_at)
        found.update(range(bisect_right(ends, gap.started_at), last))
    return found


def _worked(pasts: Collection[Past]) -> tuple[Past, ...]:
    busy = [past for past in pasts if past.logged_in_ms or any(past.arrivals)]
    if not busy:
        return ()
    first, last = min(past.begins for past in busy), max(past.begins for past in busy)
    days = {past.weekday for past in busy}
    kept = (past for past in pasts if past.weekday in days and first <= past.begins <= last)
    return tuple(sorted(kept, key=lambda past: (past.weekday, past.begins)))
