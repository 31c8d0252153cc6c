"""What a call comes to: what is stored with it, so that searching need not read its parts. Pure.

The same in SQL is ``fill_sums()`` of migration 0016, for calls that were stored before; a test holds them together.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta

from collector_daemon.store.copy_text import MILLISECOND, Value
from shared.database.escapes import escape, identifier
from shared.domain.calls import Call, Conversation

MICROSECOND = timedelta(microseconds=1)
COLUMNS = (
    "wait_ms", "ring_ms", "talk_ms", "hold_ms", "attempts", "is_transferred", "is_consulted", "is_parked",
    "recording_count", "agents", "rang", "missed", "visit_outcomes", "keyed",
)  # fmt: skip
"""Columns of ``call``, in the order of ``sums_of``."""


def sums_of(call: Call) -> tuple[Value, ...]:
    """The values of ``COLUMNS``."""
    rings = [ring for visit in call.visits for ring in visit.attempts]
    took = {ring.agent for ring in rings if ring.result == "answered"}
    talks = with_customer(call)
    return (
        _sum(visit.wait_time for visit in call.visits),
        max((between_ms(ring.started_at, ring.ended_at) for ring in rings if ring.ended_at), default=None),
        _sum(talk.talk_time for talk in talks),
        _sum(talk.hold_time for talk in talks),
        len(rings),
        any(one.is_completed for one in call.transfers),
        any(talk.kind == "consultation" for talk in call.conversations),
        bool(call.parkings),
        len(call.recordings),
        _names(talk.party for talk in call.conversations if talk.kind is None and talk.party != "caller"),
        _names(ring.agent for ring in rings),
        sorted(_names(ring.agent for ring in rings if ring.agent not in took)),
        sorted({str(visit.outcome) for visit in call.visits if visit.outcome}),
        escape("".join(step.text for step in call.steps if step.kind == "digit" and step.party is None)),
    )


def with_customer(call: Call) -> list[Conversation]:
    """The conversations that count as talk: with the customer; of a call without one, those of who talked first."""
    plain = [talk for talk in call.conversations if talk.kind is None]
    found = [talk for talk in plain if talk.other == "caller"]
    return found or [talk for talk in plain if talk.party == plain[0].party]


def between_ms(start: datetime, end: datetime) -> int:
    """Milliseconds from one instant to another, halves upwards: as Postgres rounds."""
    return ((end - start) // MICROSECOND + 500) // 1000


def _sum(lengths: Iterable[timedelta | None]) -> int | None:
    """Their milliseconds, each as it is stored for itself; None where there is none."""
    known = [_ms(length) for length in lengths if length is not None]
    return sum(known) if known else None


def _ms(length: timedelta) -> int:
    return round(length / MILLISECOND)


def _names(texts: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(map(identifier, texts)))
