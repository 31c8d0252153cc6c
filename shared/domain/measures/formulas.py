"""The one table of all measures: name, unit, formula as parts, source. What a report shows and explains is this. Pure.

A measure is (sum of parts) / (sum of parts), or a sum of parts alone, or a percentile of waits. Where there is nothing
to divide by, there is no value, which is not nought. Shares are in per cent, times in seconds.
"""

from __future__ import annotations

from typing import Literal

import msgspec

from shared.domain.measures.parts import PARTS, Part

MeasureUnit = Literal["count", "percent", "duration", "money"]
Better = Literal["higher", "lower"]
MeasureName = Literal[
    "sl1", "sl2", "sl3", "sl4", "sl5", "sl6", "sl7",
    "offered", "answered", "abandoned", "abandoned_uncounted_short", "short_abandoned", "flow_outs", "lost", "waiting",
    "answered_share", "abandon_rate", "short_abandon_share", "asa", "average_abandoned_wait", "average_wait_of_all",
    "wait_p50", "wait_p80", "wait_p90", "wait_p95", "wait_p99", "longest_wait",
    "average_ring", "average_talk", "average_hold", "talk_time", "visit_transfer_rate",
    "handled", "aht", "acw", "occupancy", "utilisation", "transfer_rate", "transferred_blind", "transferred_attended",
    "transferred_inside", "transferred_outside", "offers", "missed", "rejected", "rna_rate", "ring_per_offer",
    "agent_talk", "agent_hold", "agent_average_talk", "wrap_up_time", "ready_time", "ringing_time", "talking_time",
    "on_hold_time", "paused_time", "unreachable_time", "logged_in_time",
    "calls", "calls_answered", "calls_abandoned", "calls_left_ivr", "calls_transferred", "calls_ongoing",
    "calls_answered_share", "average_call_talk", "average_call_length", "fcr", "adherence",
    "priced_calls", "priced_handled", "billed_time", "call_amount", "amount_per_handled",
]  # fmt: skip
SERVICE_LEVELS: tuple[MeasureName, ...] = ("sl1", "sl2", "sl3", "sl4", "sl5", "sl6", "sl7")


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """A part with its sign in a sum."""

    part: Part
    is_minus: bool = False


class Formula(msgspec.Struct, frozen=True, kw_only=True):
    """How a measure is made. ``denominator`` (): it is the numerator alone.

    ``complement``: what is said is 100 % less the quotient. ``percentile``: not a quotient but that percentile of
    ``waits``, fields of ``VisitCounts``. ``better`` None: neither more nor less of it is better for certain.
    """

    name: MeasureName
    unit: MeasureUnit
    source: str
    numerator: tuple[Term, ...] = ()
    denominator: tuple[Term, ...] = ()
    complement: bool = False
    percentile: float | None = None
    waits: tuple[str, ...] = ()
    better: Better | None = None


def _sum(text: str) -> tuple[Term, ...]:
    """``"answered + abandoned - short_abandoned"`` as terms. Raises KeyError for an unknown part."""
    words = ["+", *text.split()] if text else []
    pairs = zip(words[::2], words[1::2], strict=True)
    return tuple(Term(part=PARTS[name], is_minus=sign == "-") for sign, name in pairs)


def _quotient(name: MeasureName, unit: MeasureUnit, top: str, below: str, source: str, better: str = "") -> Formula:
    return Formula(
        name=name, unit=unit, numerator=_sum(top), denominator=_sum(below), source=source, better=_better(better)
    )


def _alone(name: MeasureName, top: str, better: str = "", unit: MeasureUnit = "count", source: str = "") -> Formula:
    return Formula(name=name, unit=unit, numerator=_sum(top), source=source or "counted", better=_better(better))


def _spent(name: MeasureName, part: str) -> Formula:
    return _alone(name, part, unit="duration", source="time as it passed, cut at the borders of intervals")


def _waited(name: MeasureName, share: float, *waits: str) -> Formula:
    source = "nearest rank, from the stored histogram: upper edge of its bin"
    return Formula(name=name, unit="duration", source=source, percentile=share, waits=waits, better="lower")


def _better(text: str) -> Better | None:
    return "higher" if text == "+" else "lower" if text == "-" else None


_GENESYS = "Genesys base formula"
FORMULAS: dict[MeasureName, Formula] = {one.name: one for one in (
    _quotient("sl1", "percent", "answered_in_time", "answered", "app_queue ServiceLevelPerf; Wazo QoS; XiVO", "+"),
    _quotient("sl2", "percent", "answered_in_time", "settled", "strict share of offered; Genesys with flow-outs", "+"),
    _quotient("sl3", "percent", "answered_in_time", "answered + abandoned", _GENESYS, "+"),
    _quotient("sl4", "percent", "answered_in_time", "answered + abandoned - short_abandoned",
              "Genesys without short abandons; RingCentral", "+"),
    _quotient("sl5", "percent", "answered_in_time", "answered + abandoned - abandoned_in_time", "Bright Pattern", "+"),
    _quotient("sl6", "percent", "answered_in_time + abandoned_in_time", "answered + abandoned",
              "app_queue ServiceLevelPerf2", "+"),
    _quotient("sl7", "percent", "answered_in_time + abandoned_in_time + callbacks_in_time", "settled",
              "Amazon Connect", "+"),
    _alone("offered", "offered"),
    _alone("answered", "answered", "+"),
    _alone("abandoned", "abandoned", "-"),
    _alone("abandoned_uncounted_short", "abandoned - short_abandoned", "-"),
    _alone("short_abandoned", "short_abandoned"),
    _alone("flow_outs", "flow_outs"),
    _alone("lost", "lost"),
    _alone("waiting", "waiting"),
    _quotient("answered_share", "percent", "answered", "settled", "share of offered", "+"),
    _quotient("abandon_rate", "percent", "abandoned", "settled", "Amazon Connect: abandoned / queued", "-"),
    _quotient("short_abandon_share", "percent", "short_abandoned", "settled", "apart from other abandons"),
    _quotient("asa", "duration", "answered_wait_ms", "answered", "QueueMetrics, industry", "-"),
    _quotient("average_abandoned_wait", "duration", "abandoned_wait_ms", "abandoned", "patience of those who gave up"),
    _quotient("average_wait_of_all", "duration", "answered_wait_ms + abandoned_wait_ms + out_wait_ms", "settled",
              "Wazo average_waiting_time; not ASA", "-"),
    _waited("wait_p50", 50, "answered_waits"),
    _waited("wait_p80", 80, "answered_waits"),
    _waited("wait_p90", 90, "answered_waits"),
    _waited("wait_p95", 95, "answered_waits"),
    _waited("wait_p99", 99, "answered_waits"),
    _waited("longest_wait", 100, "answered_waits", "abandoned_waits"),
    _quotient("average_ring", "duration", "ring_ms", "answered", "ringing of the phone that answered", "-"),
    _quotient("average_talk", "duration", "talk_ms", "finished", "conversation without hold"),
    _quotient("average_hold", "duration", "hold_ms", "finished", "hold inside conversations", "-"),
    _alone("talk_time", "talk_ms", unit="duration", source="conversation without hold"),
    _quotient("visit_transfer_rate", "percent", "visits_passed_on", "finished", "transferred out / handled"),
    _alone("handled", "handled"),
    _quotient("aht", "duration", "agent_talk_ms + agent_hold_ms + wrap_up_ms", "handled_finished",
              "(talk + hold + ACW) / handled"),
    _quotient("acw", "duration", "wrap_up_ms", "handled_finished",
              "end of conversation to ready or disposition saved / handled"),
    _quotient("occupancy", "percent", "handling_ms", "handling_ms + ready_ms",
              "Amazon Connect: handle / (handle + idle)"),
    _quotient("utilisation", "percent", "handling_ms", "logged_in_ms", "handle / logged in"),
    _quotient("transfer_rate", "percent", "passed_on", "handled_finished", "transferred out / handled"),
    _alone("transferred_blind", "transferred_blind"),
    _alone("transferred_attended", "transferred_attended"),
    _alone("transferred_inside", "transferred_inside"),
    _alone("transferred_outside", "transferred_outside"),
    _alone("offers", "offers"),
    _alone("missed", "no_answer", "-"),
    _alone("rejected", "rejected", "-"),
    _quotient("rna_rate", "percent", "no_answer", "offers", "ring-no-answer offers / offers", "-"),
    _quotient("ring_per_offer", "duration", "rung_ms", "offers", "ring time per offer", "-"),
    _alone("agent_talk", "agent_talk_ms", unit="duration", source="conversation without hold, of visits"),
    _alone("agent_hold", "agent_hold_ms", unit="duration", source="hold inside conversations, of visits"),
    _quotient("agent_average_talk", "duration", "agent_talk_ms", "handled_finished", "conversation without hold"),
    _spent("wrap_up_time", "wrap_up_ms"),
    _spent("ready_time", "ready_ms"),
    _spent("ringing_time", "ringing_ms"),
    _spent("talking_time", "talking_ms"),
    _spent("on_hold_time", "on_hold_ms"),
    _spent("paused_time", "paused_ms"),
    _spent("unreachable_time", "unreachable_ms"),
    _spent("logged_in_time", "logged_in_ms"),
    _alone("calls", "calls"),
    _alone("calls_answered", "calls_answered", "+"),
    _alone("calls_abandoned", "calls_abandoned", "-"),
    _alone("calls_left_ivr", "calls_left_ivr"),
    _alone("calls_transferred", "calls_transferred"),
    _alone("calls_ongoing", "calls_ongoing"),
    _quotient("calls_answered_share", "percent", "calls_answered", "calls_ended", "answered / ended calls", "+"),
    _quotient("average_call_talk", "duration", "call_talk_ms", "calls_talked", "calls in which somebody talked"),
    _quotient("average_call_length", "duration", "call_length_ms", "calls_ended", "first ring to last hang-up"),
    Formula(name="fcr", unit="percent", numerator=_sum("repeated"), denominator=_sum("decided"), complement=True,
            source="proxy: no repeat contact of the same number within the window", better="higher"),
    _quotient("adherence", "percent", "kept_ms", "scheduled_ms", "minutes in the scheduled state / scheduled", "+"),
    _alone("priced_calls", "priced_calls", source="calls that have a price, by when they ended"),
    _alone("priced_handled", "priced_handled", source="calls in which somebody talked"),
    _alone("billed_time", "billed_ms", unit="duration", source="lengths as they are billed, by increments"),
    _alone("call_amount", "exact", unit="money", source="prices of calls without VAT, added exactly, rounded once"),
    _quotient("amount_per_handled", "money", "exact", "priced_handled", "amount / handled calls, rounded once"),
)}  # fmt: skip
"""Name → formula."""
