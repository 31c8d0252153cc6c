"""Whose part in a queue's call is over: when a wrap-up begins, whatever becomes of the call afterwards. Pure."""

from __future__ import annotations

from datetime import datetime

import msgspec

from collector_daemon.core.site import party_of
from collector_daemon.core.trace import Trace, VisitTrace


class Parting(msgspec.Struct, frozen=True):
    """An agent's phone has left a call that he had answered for a queue. ``calls``: all ids that the call has had."""

    agent: str
    calls: tuple[str, ...]
    queue: str
    at: datetime


def parting(trace: Trace, agent: str, at: datetime) -> Parting | None:
    """His phone has left the call; None where he had not answered it for a queue."""
    served = [visit for visit in trace.visits if visit.connected_at is not None and agent in _served_by(trace, visit)]
    return Parting(agent, tuple(trace.groups), served[-1].queue, at) if served else None


def _served_by(trace: Trace, visit: VisitTrace) -> tuple[str, ...]:
    leg = trace.legs.get(visit.target_id or "")
    return (leg.party if leg else "", party_of(visit.interface))
