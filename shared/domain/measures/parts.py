"""What formulas are made of: each part has a letter, and a way to be counted. Pure.

A part is an integer: a count, milliseconds, or exact units of money. Parts of several spans add up, also where their
limits differ.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import msgspec

from shared.domain.measures.counts import Counts, VisitCounts
from shared.domain.measures.histogram import Histogram
from shared.domain.measures.limits import Limits

PartUnit = Literal["count", "milliseconds", "exact"]
_OfVisits = Callable[[VisitCounts, Limits], int | None]


class Part(msgspec.Struct, frozen=True, kw_only=True):
    """One part: ``letter`` as it stands in formulas, ``A_T`` for an A with a small T.

    ``amount``: of counts; None: the stored counts cannot tell it for the limits in force.
    """

    name: str
    letter: str
    amount: Callable[[Counts], int | None]
    unit: PartUnit = "count"


def _of_visits(count: _OfVisits) -> Callable[[Counts], int | None]:
    def amount(counts: Counts) -> int | None:
        found = [count(visits, limits) for limits, visits in counts.visits]
        return None if None in found else sum(one for one in found if one is not None)

    return amount


def _field(group: str, name: str) -> Callable[[Counts], int | None]:
    def amount(counts: Counts) -> int | None:
        return int(getattr(getattr(counts, group), name))

    return amount


def _visits(name: str, letter: str, count: _OfVisits | None = None, *, unit: PartUnit = "count") -> Part:
    def field(visits: VisitCounts, _limits: Limits) -> int:
        return int(getattr(visits, name))

    return Part(name=name, letter=letter, amount=_of_visits(count or field), unit=unit)


def _other(group: str, name: str, letter: str, field: str = "", *, unit: PartUnit = "count") -> Part:
    return Part(name=name, letter=letter, amount=_field(group, field or name), unit=unit)


def _spent(name: str, letter: str, *states: str) -> Part:
    def amount(counts: Counts) -> int:
        return sum(counts.agents.state_ms.get(state, 0) for state in states)

    return Part(name=name, letter=letter, amount=amount, unit="milliseconds")


def _within(which: str, limit: str) -> _OfVisits:
    def count(visits: VisitCounts, limits: Limits) -> int | None:
        waits: Histogram = getattr(visits, which)
        seconds: float = getattr(limits, limit)
        return waits.at_most(seconds)

    return count


def _of_one_currency(counts: Counts) -> int | None:
    """None: of several, which are never added."""
    amounts = counts.costs.exact
    return sum(amounts.values()) if len(amounts) <= 1 else None


def _table(*parts: Part) -> dict[str, Part]:
    return {part.name: part for part in parts}


PARTS: dict[str, Part] = _table(
    _visits("answered_in_time", "A_T", _within("answered_waits", "threshold_seconds")),
    _visits("answered", "A"),
    _visits("abandoned", "B"),
    _visits("short_abandoned", "B_s", _within("abandoned_waits", "short_abandon_seconds")),
    _visits("abandoned_in_time", "B_T", _within("abandoned_waits", "threshold_seconds")),
    _visits("flow_outs", "F"),
    _visits("settled", "N", lambda visits, _limits: visits.answered + visits.abandoned + visits.flow_outs),
    _visits("callbacks_in_time", "Z_T", _within("callback_waits", "threshold_seconds")),
    _visits("offered", "O"),
    _visits("lost", "L"),
    _visits("waiting", "Q"),
    _visits("finished", "A_e", lambda visits, _limits: visits.answered - visits.ongoing),
    _visits("visits_passed_on", "P", lambda visits, _limits: visits.passed_on),
    _visits("answered_wait_ms", "W_A", unit="milliseconds"),
    _visits("abandoned_wait_ms", "W_B", unit="milliseconds"),
    _visits("out_wait_ms", "W_F", unit="milliseconds"),
    _visits("ring_ms", "R", unit="milliseconds"),
    _visits("talk_ms", "T", unit="milliseconds"),
    _visits("hold_ms", "H", unit="milliseconds"),
    _other("agents", "handled", "A"),
    _other("agents", "passed_on", "P"),
    _other("agents", "offers", "O"),
    _other("agents", "no_answer", "O_N"),
    _other("agents", "rejected", "O_R"),
    _other("agents", "rung_ms", "R", unit="milliseconds"),
    _other("agents", "agent_talk_ms", "T", "talk_ms", unit="milliseconds"),
    _other("agents", "agent_hold_ms", "H", "hold_ms", unit="milliseconds"),
    _other("agents", "handling_ms", "C", unit="milliseconds"),
    _other("agents", "logged_in_ms", "S", unit="milliseconds"),
    Part(name="handled_finished", letter="A_e", amount=lambda counts: counts.agents.handled - counts.agents.ongoing),
    _spent("wrap_up_ms", "U", "wrapping_up"),
    _spent("ready_ms", "V", "ready"),
    _spent("ringing_ms", "G", "ringing"),
    _spent("talking_ms", "T_s", "talking"),
    _spent("on_hold_ms", "H_s", "on_hold"),
    _spent("paused_ms", "Z", "paused"),
    _spent("unreachable_ms", "X", "unreachable"),
    _other("agents", "transferred_blind", "P_b"),
    _other("agents", "transferred_attended", "P_a"),
    _other("agents", "transferred_inside", "P_i"),
    _other("agents", "transferred_outside", "P_o"),
    _other("calls", "calls", "K"),
    _other("calls", "calls_answered", "K_A", "answered"),
    _other("calls", "calls_abandoned", "K_B", "abandoned"),
    _other("calls", "calls_left_ivr", "K_I", "left_ivr"),
    _other("calls", "calls_transferred", "K_P", "transferred"),
    _other("calls", "calls_talked", "K_T", "talked"),
    _other("calls", "calls_ongoing", "K_O", "ongoing"),
    _other("calls", "call_talk_ms", "T", "talk_ms", unit="milliseconds"),
    _other("calls", "call_length_ms", "D", "length_ms", unit="milliseconds"),
    Part(name="calls_ended", letter="K_e", amount=lambda counts: counts.calls.calls - counts.calls.ongoing),
    _other("contacts", "repeated", "C_r"),
    Part(name="decided", letter="C_d", amount=lambda counts: counts.contacts.contacts - counts.contacts.undecided),
    _other("adherence", "scheduled_ms", "M", unit="milliseconds"),
    _other("adherence", "kept_ms", "M_k", unit="milliseconds"),
    _other("costs", "priced_calls", "K_p", "calls"),
    _other("costs", "priced_handled", "K_h", "handled"),
    _other("costs", "billed_ms", "D_p", unit="milliseconds"),
    Part(name="exact", letter="E", amount=_of_one_currency, unit="exact"),
)  # fmt: skip
"""Name → part."""
