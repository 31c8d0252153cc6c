"""The sums as plain Python counts them from the facts: nothing of SQL, nothing shared with what is tested."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from shared.domain.agents import AgentInterval
from shared.domain.calls import Call, Visit

PRAGUE = ZoneInfo("Europe/Prague")
QUARTER = timedelta(minutes=15)
MILLISECOND = timedelta(milliseconds=1)
Sums = dict[tuple[object, ...], Counter[str]]


def quarter_of(at: datetime) -> datetime:
    """Where its quarter of an hour begins."""
    return datetime.fromtimestamp(at.timestamp() // 900 * 900, UTC)


def day_of(at: datetime) -> datetime:
    """Where its day in Prague begins."""
    local = at.astimezone(PRAGUE)
    return datetime(local.year, local.month, local.day, tzinfo=PRAGUE).astimezone(UTC)


def month_of(at: datetime) -> datetime:
    """Where its month in Prague begins."""
    local = at.astimezone(PRAGUE)
    return datetime(local.year, local.month, 1, tzinfo=PRAGUE).astimezone(UTC)


def slot_of(at: datetime) -> int:
    """Its hour of the week on the wall's clock."""
    local = at.astimezone(PRAGUE)
    return local.weekday() * 24 + local.hour


def whole_ms(length: timedelta | None) -> int:
    """Milliseconds; nothing counts as none."""
    return 0 if length is None else round(length / MILLISECOND)


def spans(at: datetime) -> Iterator[tuple[str, datetime]]:
    """What an instant counts in."""
    yield "quarter", quarter_of(at)
    yield "day", day_of(at)
    yield "month", month_of(at)


def visits_counted(calls: Iterable[Call]) -> Sums:
    """visit_sum: by span, start, queue and slot."""
    found: Sums = defaultdict(Counter)
    for call in calls:
        for visit in call.visits:
            at = visit.entered_at
            keys = [(span, start, visit.queue, 0) for span, start in spans(at)]
            for key in [*keys, ("week_hour", month_of(at), visit.queue, slot_of(at))]:
                found[key].update(of_visit(visit))
    return found


def of_visit(visit: Visit) -> Counter[str]:
    """One visit's counts."""
    wait = whole_ms(visit.wait_time)
    told: Counter[str] = Counter({"offered": 1})
    match visit.outcome:
        case None:
            told["waiting"] += 1
        case "lost":
            told["lost"] += 1
        case "answered" | "abandoned":
            told[visit.outcome] += 1
            told[f"{visit.outcome}_wait_ms"] += wait
            for limit in (3, 20, 60, 300):
                told[f"{visit.outcome}_in_{limit}"] += visit.wait_time is not None and wait <= limit * 1000
        case other:
            told[f"out_{other}"] += 1
            told["out_wait_ms"] += wait
    if visit.outcome == "answered":
        told.update(ring_ms=whole_ms(visit.ring_time), talk_ms=whole_ms(visit.talk_time),
                    hold_ms=whole_ms(visit.hold_time), ongoing=int(visit.ended_at is None),
                    passed_on=int(visit.ended_by == "transfer"))  # fmt: skip
    return told


def edge_of(wait: int) -> int:
    """Up to which edge so many milliseconds of waiting are counted: a second, five, a minute, or none."""
    for last, step in ((120, 1), (600, 5), (7200, 60)):
        if wait <= last * 1000:
            return -(-wait // (step * 1000)) * step
    return -1


def waits_counted(calls: Iterable[Call]) -> Sums:
    """wait_sum: by span, start, queue, outcome and edge."""
    found: Sums = defaultdict(Counter)
    for visit in (visit for call in calls for visit in call.visits):
        if visit.outcome in ("answered", "abandoned") and visit.wait_time is not None:
            for span, start in list(spans(visit.entered_at))[1:]:
                found[span, start, visit.queue, visit.outcome, edge_of(whole_ms(visit.wait_time))]["visits"] += 1
    return found


def handling_counted(calls: Iterable[Call]) -> Sums:
    """handling_sum: by span, start, agent and queue."""
    found: Sums = defaultdict(Counter)
    for visit in (visit for call in calls for visit in call.visits):
        if visit.outcome == "answered" and visit.agent is not None:
            for span, start in list(spans(visit.entered_at))[1:]:
                found[span, start, visit.agent, visit.queue].update(
                    handled=1, talk_ms=whole_ms(visit.talk_time), passed_on=int(visit.ended_by == "transfer"),
                    wait_ms=whole_ms(visit.wait_time))  # fmt: skip
        for ring in visit.attempts:
            for span, start in list(spans(ring.started_at))[1:]:
                told = found[span, start, ring.agent, visit.queue]
                told["offers"] += 1
                if ring.result:
                    told["taken" if ring.result == "answered" else ring.result] += 1
                if ring.ended_at:
                    told["rung_ms"] += since_1970(ring.ended_at) - since_1970(ring.started_at)
    return found


def since_1970(at: datetime) -> int:
    """Whole milliseconds, downwards."""
    return (at - datetime(1970, 1, 1, tzinfo=UTC)) // MILLISECOND


def time_counted(intervals: Iterable[AgentInterval]) -> Sums:
    """agent_time_sum: by span, start, agent, state and reason; walked through quarter by quarter."""
    found: Sums = defaultdict(Counter)
    for one in intervals:
        if one.ended_at is None or one.state == "logged_out" or one.ended_at <= one.started_at:
            continue
        at = one.started_at
        while at < one.ended_at:
            until = min(quarter_of(at) + QUARTER, one.ended_at)
            for span, start in spans(at):
                told = found[span, start, one.agent, one.state, one.reason]
                told["spells"] += at == one.started_at
                told["spent_ms"] += since_1970(until) - since_1970(at)
            at = until
    return found


def calls_counted(calls: Iterable[Call]) -> Sums:
    """call_sum: by span, start, direction, line and queues."""
    found: Sums = defaultdict(Counter)
    for call in calls:
        queues = tuple(dict.fromkeys(visit.queue for visit in call.visits))
        for span, start in spans(call.started_at):
            told = found[span, start, call.direction, call.line or "", queues]
            told["calls"] += 1
            told["ongoing"] += call.ended_at is None
            told["in_gap"] += call.is_in_gap
            told["imported"] += call.origin == "queue_log"
            if call.outcome:
                told[call.outcome] += 1
    return found


def without_nothing(sums: Sums) -> Sums:
    """Only what is not zero."""
    kept = {key: +counts for key, counts in sums.items()}
    return {key: counts for key, counts in kept.items() if counts}

