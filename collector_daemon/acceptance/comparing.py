"""What was told of a test call against what was done. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta

from collector_daemon.acceptance.dialplan import CONTEXT
from collector_daemon.acceptance.scripts import Script
from collector_daemon.asterisk.findings import Finding
from collector_daemon.core.centre import Fact
from shared.domain.agents import AgentPause, AgentSession
from shared.domain.calls import Call, Visit

TOLERANCE = 0.5
"""Seconds by which a length may differ: a dialplan's steps take their time on a busy PBX."""


def compared(script: Script, call: Call | None, facts: list[Fact]) -> Finding:
    """One finding a test call: it was told as it was done, or everything in which it was not."""
    about = f"test call, {script.name}"
    wrong = list(_differences(script, call, facts))
    if wrong or call is None:
        return Finding("wrong", about, "; ".join(wrong), ("look at: collector-daemon capture, while it is done again",))
    return Finding("good", about, f"told as it was done ({_lengths(call.visits[0])})")


def _differences(script: Script, call: Call | None, facts: list[Fact]) -> Iterator[str]:
    expected = script.expected
    if call is None:
        yield "nothing was told of it"
        return
    if call.ended_at is None:
        yield "its end was not told"
    yield from _differs("the call", call.outcome, expected.call)
    yield from _differs("its direction", call.direction, "inbound")
    yield from _differs("its transfers", len(call.transfers), expected.transfers)
    yield from _differs("its visits of the queue", [visit.queue for visit in call.visits], [CONTEXT])
    for visit in call.visits[:1]:
        yield from _of_visit(script, visit)
    yield from _of_operator(script, facts)


def _of_visit(script: Script, visit: Visit) -> Iterator[str]:
    expected = script.expected
    yield from _differs("the visit", visit.outcome, expected.visit)
    yield from _differs("who ended it", visit.ended_by, expected.ended_by)
    yield from _differs("who answered", visit.agent, script.operator if expected.visit == "answered" else None)
    yield from _differs("ringing", [attempt.result for attempt in visit.attempts], list(expected.attempts))
    yield from _takes("waiting", visit.wait_time, expected.wait)
    yield from _takes("ringing before the answer", visit.ring_time, expected.ring)
    yield from _takes("talking", visit.talk_time, expected.talk)


def _of_operator(script: Script, facts: list[Fact]) -> Iterator[str]:
    sessions = {fact.started_at: fact for fact in facts if isinstance(fact, AgentSession) and fact.queue == CONTEXT}
    pauses = {fact.started_at: fact for fact in facts if isinstance(fact, AgentPause) and fact.queue == CONTEXT}
    whole = [one.agent for one in sessions.values() if one.ended_at is not None]
    yield from _differs("sessions", whole, [script.operator] if script.operator else [])
    reasons = [one.reason for one in pauses.values() if one.ended_at is not None]
    yield from _differs("pauses", reasons, [script.pause] if script.pause else [])


def _differs(what: str, told: object, done: object) -> Iterator[str]:
    if told != done:
        yield f"{what}: told as {_shown(told)}, was {_shown(done)}"


def _takes(what: str, told: timedelta | None, done: float | None) -> Iterator[str]:
    seconds = None if told is None else told.total_seconds()
    if (seconds is None) != (done is None) or (
        seconds is not None and done is not None and abs(seconds - done) > TOLERANCE
    ):
        yield f"{what}: told as {_shown(seconds)}, was {_shown(done)}"


def _shown(value: object) -> str:
    match value:
        case None:
            return "nothing"
        case float():
            return f"{value:.1f} s"
        case list():
            return ", ".join(map(str, value)) or "none"
    return str(value)


def _lengths(visit: Visit) -> str:
    named = (("waited", visit.wait_time), ("rang", visit.ring_time), ("talked", visit.talk_time))
    return ", ".join(f"{name} {time.total_seconds():.1f} s" for name, time in named if time is not None)
