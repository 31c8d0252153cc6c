"""Transfers between whom: from the facts; outgoing calls by agent, dispositions: by sums of closed days."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from shared.domain.measures.counts import CallCounts
from shared.reports.queries.closed import closed_pieces
from shared.reports.queries.scope import Counted, Scope
from shared.reports.queries.summed import Source, asked, filters, sees_all_queues, summed

_OUTCOMES = ("answered", "no_answer", "busy", "failed", "cancelled", "lost")
_COUNTED = ("calls", *_OUTCOMES, "ongoing", "talked", "talk_ms", "hold_ms", "length_ms")
OUTGOING = Source("outgoing_sum", ("pbx", "caller"), (
    "select 'facts' as span, started_at as starts_at, pbx, coalesce(caller, '') as caller, 1 as calls, "  # noqa: S608
    + ", ".join(f"(outcome is not distinct from '{name}')::int as {name}" for name in _OUTCOMES)
    + ", (ended_at is null)::int as ongoing, (talk_ms is not null)::int as talked, talk_ms, hold_ms, length_ms "
    "from call where direction = 'outbound' and started_at {between}"
))  # fmt: skip
_OF_DISPOSED = ("(select * from disposition_sum where queues_key <> '') of_queues",
                "(select * from disposition_sum where queues_key = '') of_all")  # fmt: skip
DISPOSED = Source("disposition_sum", ("pbx", "code", "agent"), (
    "select 'facts' as span, call_started_at as starts_at, pbx, code, coalesce(agent, '') as agent, 1 as calls, "
    "written_at as last_at from call_disposition where call_started_at {between} and code <> ''"
))  # fmt: skip


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
    narrowed = msgspec.structs.replace(scope, queues=None, lines=None)
    found = summed(connection, OUTGOING, narrowed, ["s.caller"], _COUNTED, closed_pieces(connection, scope))
    return [
        Counted(keys, msgspec.convert({name: value or 0 for name, value in values.items()}, CallCounts))
        for keys, values in sorted(found, key=lambda row: row[0])
    ]


def dispositions(connection: Connection, scope: Scope) -> list[Disposed]:
    """By code and agent, of calls that began in the span; the most frequent first."""
    shown = ["s.code", "nullif(s.agent, '')", "sum(s.calls)::bigint", "max(s.last_at)"]
    source = msgspec.structs.replace(DISPOSED, table=_OF_DISPOSED[sees_all_queues(connection)])
    rows = asked(connection, source, scope, shown, 2, ("calls", "last_at"), closed_pieces(connection, scope),
                 "order by 3 desc, 1, 2")  # fmt: skip
    return [Disposed(*row) for row in rows]


def _spanned(scope: Scope, values: dict[str, Any]) -> dict[str, Any]:
    return {**values, "since": scope.since, "until": scope.until}
