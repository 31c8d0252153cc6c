"""What statistics are made of: counts and sums that can be added, and nothing else can be done with them. Pure.

Counts are integers, lengths are milliseconds. Fields are named as the columns of the stored sums. Nothing counted is
the neutral element: ``VisitCounts() + some == some``.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any, Self

import msgspec

from shared.domain.measures.histogram import Histogram
from shared.domain.measures.limits import Limits

FLOW_OUTS = ("timeout", "key", "join_empty", "leave_empty", "full", "transferred")
"""Outcomes of visits that left the queue neither answered nor abandoned; each has a field ``out_…``."""
HANDLING_STATES = ("talking", "on_hold", "wrapping_up")
EXACT = 10**6 * 60_000
"""Parts of a currency that amounts are counted in: those of ``shared.billing.money.UNIT``."""


class Additive(msgspec.Struct, frozen=True, kw_only=True):
    """Sums: fields are added one by one, of ``first_…_at`` the earliest, of ``last_…_at`` the latest is kept."""

    def __add__(self, other: Self) -> Self:
        pairs = ((name, getattr(self, name), getattr(other, name)) for name in self.__struct_fields__)
        return type(self)(**{name: _together(name, one, two) for name, one, two in pairs})


class VisitCounts(Additive, frozen=True, kw_only=True):
    """Visits to queues by when they entered.

    ``offered`` = answered + abandoned + flow-outs + lost + waiting. ``ongoing``: answered and the agent still talks;
    its talk and hold are not yet in the sums. ``callback_waits``: those who asked to be called back.
    """

    offered: int = 0
    answered: int = 0
    abandoned: int = 0
    out_timeout: int = 0
    out_key: int = 0
    out_join_empty: int = 0
    out_leave_empty: int = 0
    out_full: int = 0
    out_transferred: int = 0
    lost: int = 0
    waiting: int = 0
    ongoing: int = 0
    passed_on: int = 0
    ended_by_agent: int = 0
    ended_by_caller: int = 0
    answered_wait_ms: int = 0
    abandoned_wait_ms: int = 0
    out_wait_ms: int = 0
    ring_ms: int = 0
    talk_ms: int = 0
    hold_ms: int = 0
    answered_waits: Histogram = Histogram()
    abandoned_waits: Histogram = Histogram()
    callback_waits: Histogram = Histogram()

    @property
    def flow_outs(self) -> int:
        """Left the queue neither answered nor abandoned."""
        return sum(int(getattr(self, f"out_{outcome}")) for outcome in FLOW_OUTS)


class AgentCounts(Additive, frozen=True, kw_only=True):
    """What agents did: visits they answered by when those entered, ringing by when it began, time as it passed.

    ``passed_on``: visits that ended with a transfer; of all their calls ``transferred_…``. ``state_ms``: time in each
    state, ``spells``: how often it began, ``pause_ms``: paused time by reason.
    """

    handled: int = 0
    ongoing: int = 0
    passed_on: int = 0
    ended_by_agent: int = 0
    ended_by_caller: int = 0
    wait_ms: int = 0
    ring_ms: int = 0
    talk_ms: int = 0
    hold_ms: int = 0
    offers: int = 0
    taken: int = 0
    no_answer: int = 0
    rejected: int = 0
    elsewhere: int = 0
    cancelled: int = 0
    failed: int = 0
    rung_ms: int = 0
    transferred_blind: int = 0
    transferred_attended: int = 0
    transferred_inside: int = 0
    transferred_outside: int = 0
    state_ms: dict[str, int] = {}
    spells: dict[str, int] = {}
    pause_ms: dict[str, int] = {}
    first_login_at: datetime | None = None
    last_logout_at: datetime | None = None

    @property
    def handling_ms(self) -> int:
        """Time in conversations, on hold and wrapping up, as it passed."""
        return sum(self.state_ms.get(state, 0) for state in HANDLING_STATES)

    @property
    def logged_in_ms(self) -> int:
        """Time in any state but logged out."""
        return sum(spent for state, spent in self.state_ms.items() if state != "logged_out")


class CallCounts(Additive, frozen=True, kw_only=True):
    """Calls by when they began, also by line or direction. ``waited``, ``talked``: how many have such a time at all."""

    calls: int = 0
    answered: int = 0
    abandoned: int = 0
    left_ivr: int = 0
    overflow: int = 0
    no_answer: int = 0
    busy: int = 0
    failed: int = 0
    cancelled: int = 0
    lost: int = 0
    ongoing: int = 0
    transferred: int = 0
    in_gap: int = 0
    imported: int = 0
    waited: int = 0
    talked: int = 0
    wait_ms: int = 0
    talk_ms: int = 0
    hold_ms: int = 0
    length_ms: int = 0


class ContactCounts(Additive, frozen=True, kw_only=True):
    """Contacts by whether the same number came again within the window; ``undecided``: it is not over yet."""

    contacts: int = 0
    repeated: int = 0
    undecided: int = 0
    hidden: int = 0


class AdherenceCounts(Additive, frozen=True, kw_only=True):
    """Scheduled time, how much of it was kept, and time in scheduled states outside the schedule."""

    scheduled_ms: int = 0
    kept_ms: int = 0
    outside_ms: int = 0


class CostCounts(Additive, frozen=True, kw_only=True):
    """Calls with a price by when they ended. ``exact``: what they cost, by currency, in 1/``EXACT`` of it.

    ``handled``: in which somebody talked to the caller, or was called; ``billed_ms``: the length that is paid for.
    """

    calls: int = 0
    handled: int = 0
    billed_ms: int = 0
    exact: dict[str, int] = {}


_NO_AGENTS, _NO_CALLS, _NO_CONTACTS, _NO_ADHERENCE = AgentCounts(), CallCounts(), ContactCounts(), AdherenceCounts()
_NO_COSTS = CostCounts()
"""Most rows are of one thing: the others are not added for nothing."""


class Counts(msgspec.Struct, frozen=True, kw_only=True):
    """Everything that a row of a report counted. Visits are kept apart by the limits that hold for them."""

    visits: tuple[tuple[Limits, VisitCounts], ...] = ()
    agents: AgentCounts = _NO_AGENTS
    calls: CallCounts = _NO_CALLS
    contacts: ContactCounts = _NO_CONTACTS
    adherence: AdherenceCounts = _NO_ADHERENCE
    costs: CostCounts = _NO_COSTS

    @staticmethod
    def of(visits: VisitCounts, limits: Limits | None = None) -> Counts:
        """Counts of visits alone, under these limits."""
        return Counts(visits=((limits or Limits(), visits),))

    def __add__(self, other: Counts) -> Counts:
        visits = dict(self.visits)
        for limits, counted in other.visits:
            visits[limits] = visits[limits] + counted if limits in visits else counted
        return Counts(
            visits=tuple(sorted(visits.items(), key=lambda one: one[0])),
            agents=self.agents if other.agents is _NO_AGENTS else self.agents + other.agents,
            calls=self.calls if other.calls is _NO_CALLS else self.calls + other.calls,
            contacts=self.contacts if other.contacts is _NO_CONTACTS else self.contacts + other.contacts,
            adherence=self.adherence if other.adherence is _NO_ADHERENCE else self.adherence + other.adherence,
            costs=self.costs if other.costs is _NO_COSTS else self.costs + other.costs,
        )  # fmt: skip

    @property
    def all_visits(self) -> VisitCounts:
        """Visits under whatever limits, together."""
        found = VisitCounts()
        for _limits, visits in self.visits:
            found += visits
        return found

    def under(self, limits: Limits) -> Counts:
        """The same with these limits for all of it."""
        return msgspec.structs.replace(self, visits=((limits, self.all_visits),) if self.visits else ())


def total(many: Iterable[Counts]) -> Counts:
    """All together."""
    found = Counts()
    for one in many:
        found += one
    return found


def _together(name: str, one: Any, two: Any) -> Any:
    if isinstance(one, dict):
        return {key: one.get(key, 0) + two.get(key, 0) for key in sorted({*one, *two})}
    if name.endswith("_at"):
        known = [at for at in (one, two) if at is not None]
        return (min(known) if name.startswith("first_") else max(known)) if known else None
    return one + two
