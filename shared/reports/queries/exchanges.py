"""Transfers between whom, outgoing calls by agent, dispositions: counted from the facts."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from shared.domain.measures.counts import CallCounts
from shared.reports.queries.scope import Counted, Scope
from shared.reports.queries.summed import filters

_OUTCOMES = ("answered", "no_answer", "busy", "failed", "cancelled", "lost")


class Passing(msgspec.Struct, frozen=True):
    """How often ``passed_by`` passed somebody on to ``passed_to``, and how often it worked."""

    passed_by: str | None
    passed_to: str | None
    kind: str
    attempts: int
    completed: int


class Disposed(msgspec.Struct, frozen=True):
    """How often an agent gave a code to a call."""

    code: str
    agent: str | None
    calls: int
    last_at: datetime


def transfers(connection: Connection, scope: Scope) -> list[Passing]:
    """The most frequent first; ``agents``: who passed on, ``queues``: calls that visited one of them."""
    condition, values = filters(("pbx",), scope)
    if scope.agents is not None:
        condition, values = f"{condition} and s.passed_by = any(:agents)", {**values, "agents": list(scope.agents)}
    joined = ""
    if scope.queues is not None:
        joined = "join call c on c.pbx = s.pbx and c.call_id = s.call_id and c.queues && cast(:queues as text[])"
        values = {**values, "queues": list(scope.queues)}
    statement = (
        "select s.passed_by, s.passed_to, s.kind, count(*), count(*) filter (where s.is_completed) "  # noqa: S608
        f"from transfer s {joined} where s.happened_at >= :since and s.happened_at < :until and {condition} "
        "group by 1, 2, 3 order by 4 desc, 1, 2, 3"
    )
    return [Passing(*row) for row in connection.execute(text(statement), _spanned(scope, values))]


def outgoing(connection: Connection, scope: Scope) -> list[Counted[CallCounts]]:
    """By who called: the extension, or "" where it is not told."""
    condition, values = filters(("pbx",), scope)
    if scope.agents is not None:
        condition, values = f"{condition} and s.caller = any(:agents)", {**values, "agents": list(scope.agents)}
    counted = ", ".join(f"count(*) filter (where s.outcome = '{name}') as {name}" for name in _OUTCOMES)
    statement = (
        f"select coalesce(s.caller, '') as who, count(*) as calls, {counted}, "  # noqa: S608
        "count(*) filter (where s.ended_at is null) as ongoing, count(s.talk_ms) as talked, "
        "coalesce(sum(s.talk_ms), 0)::bigint as talk_ms, coalesce(sum(s.hold_ms), 0)::bigint as hold_ms, "
        "coalesce(sum(s.length_ms), 0)::bigint as length_ms from call s where s.direction = 'outbound' "
        f"and s.started_at >= :since and s.started_at < :until and {condition} group by 1 order by 1"
    )
    rows = connection.execute(text(statement), _spanned(scope, values)).mappings()
    return [
        Counted((row["who"],), msgspec.convert({name: row[name] for name in row if name != "who"}, CallCounts))
        for row in rows
    ]


def dispositions(connection: Connection, scope: Scope) -> list[Disposed]:
    """By code and agent, of calls that began in the span; the most frequent first."""
    condition, values = filters(("pbx", "agent"), scope)
    statement = (
        "select s.code, s.agent, count(*), max(s.written_at) from call_disposition s "  # noqa: S608
        f"where s.call_started_at >= :since and s.call_started_at < :until and s.code <> '' and {condition} "
        "group by 1, 2 order by 3 desc, 1, 2"
    )
    return [Disposed(*row) for row in connection.execute(text(statement), _spanned(scope, values))]


def _spanned(scope: Scope, values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "since": scope.since, "until": scope.until}
