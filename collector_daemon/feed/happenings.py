"""What happened, for integrators: read off a row and the one before it.

The topic ``events`` tells deeds where the other topics tell states. Every deed here is a difference of two rows, so
that the two can never disagree. PROTOCOL.md lists them.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from shared.domain.board import AgentRow, CallPhase, CallRow, Row

Deed = dict[str, Any]

_BEGUN: dict[CallPhase, str] = {
    "ringing": "call_ringing", "talking": "call_answered", "on_hold": "call_held", "parked": "call_parked",
}


def happened(before: Row | None, after: Row | None, now: datetime) -> Iterator[Deed]:
    """The deeds that lead from one row to the next (None: there is none); ``now`` is for those without a time."""
    row = after or before
    if isinstance(row, CallRow):
        old = before if isinstance(before, CallRow) else None
        yield from _call(old, after if isinstance(after, CallRow) else None, row, now)
    elif isinstance(row, AgentRow):
        old_agent = before if isinstance(before, AgentRow) else None
        yield from _agent(old_agent, after if isinstance(after, AgentRow) else None, row, now)


def _call(before: CallRow | None, after: CallRow | None, row: CallRow, now: datetime) -> Iterator[Deed]:
    if after is None:
        yield _about(row, "call_ended", now)
        return
    if before is None:
        yield _about(row, "call_started", row.started)
    if row.queue is not None and row.queue != (before.queue if before else None):
        yield _about(row, "caller_entered", row.queue_entered or row.since)
    if before is None or before.phase != row.phase:
        is_resumed = before is not None and before.phase == "on_hold" and row.phase == "talking"
        name = "call_resumed" if is_resumed else _BEGUN.get(row.phase)
        if name is not None:
            yield _about(row, name, row.since)


def _about(row: CallRow, event: str, at: datetime) -> Deed:
    return {
        "event": event, "at": at, "pbx": row.pbx, "call": row.call, "direction": row.direction, "queue": row.queue,
        "line": row.line, "caller": row.caller, "caller_name": row.caller_name, "called": row.called,
        "agents": row.ringing if event == "call_ringing" else row.agents,
    }


def _agent(before: AgentRow | None, after: AgentRow | None, row: AgentRow, now: datetime) -> Iterator[Deed]:
    old = {membership.queue for membership in before.memberships} if before else set()
    new = {membership.queue: membership.since for membership in after.memberships} if after else {}
    for queue, since in new.items():
        if queue not in old:
            yield _of(row, "agent_logged_in", since or now) | {"queue": queue}
    for queue in sorted(old - new.keys()):
        yield _of(row, "agent_logged_out", now) | {"queue": queue}
    if after is not None and (before is None or (before.state, before.reason) != (row.state, row.reason)):
        yield _of(row, "agent_state", row.since or now) | {"state": row.state, "reason": row.reason}


def _of(row: AgentRow, event: str, at: datetime) -> Deed:
    return {"event": event, "at": at, "pbx": row.pbx, "agent": row.agent, "name": row.name}
