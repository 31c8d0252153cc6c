"""Agents: what they handled and were offered, their time in each state, log-ins and transfers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from shared.domain.measures.counts import AgentCounts
from shared.reports.queries.closed import closed_pieces, is_of_whole, spans_for
from shared.reports.queries.cover import Piece
from shared.reports.queries.scope import Counted, Key, Scope
from shared.reports.queries.summed import Source, filters, interval_of, key_of, pieces_for, seen, summed

HANDLED = (
    "handled", "ongoing", "passed_on", "ended_by_agent", "ended_by_caller", "wait_ms", "ring_ms", "talk_ms", "hold_ms",
)  # fmt: skip
RUNG = ("offers", "taken", "no_answer", "rejected", "elsewhere", "cancelled", "failed", "rung_ms")
_RESULTS = {name: f"(result = '{'answered' if name == 'taken' else name}')::int" for name in RUNG[1:-1]}
_HANDLED = {
    "handled": "1", "ongoing": "(ended_at is null)::int", "passed_on": "(ended_by = 'transfer')::int",
    "ended_by_agent": "(ended_by = 'agent')::int", "ended_by_caller": "(ended_by = 'caller')::int",
}  # fmt: skip
_FACTS = (
    "select 'facts' as span, entered_at as starts_at, pbx, agent, queue, "  # noqa: S608
    + ", ".join(f"{_HANDLED.get(name, name)} as {name}" for name in HANDLED)
    + ", " + ", ".join(f"0 as {name}" for name in RUNG)
    + " from queue_visit where entered_at {between} and outcome = 'answered' and agent is not null union all "
    "select 'facts', started_at, pbx, agent, queue, " + ", ".join("0" for _ in HANDLED) + ", 1, "
    + ", ".join(_RESULTS.values())
    + ", ms_between(started_at, ended_at) from ring_attempt where started_at {between}"
)  # fmt: skip
HANDLING = Source("handling_sum", ("pbx", "agent", "queue"), _FACTS)
WORK = Source("agent_sum", ("pbx", "agent"))
TIME = Source("agent_time_sum", ("pbx", "agent", "state", "reason"))
_PAUSED = "paused"


def agents(
    connection: Connection, scope: Scope, keys: Sequence[Key] = ("pbx", "agent"), now: datetime | None = None
) -> list[Counted[AgentCounts]]:
    """Rows in the order of their keys. Time knows no queue: by queue there are only visits and ringing.

    States that still last count up to ``now`` (None: the database's clock). Intervals shorter than a day, and days of
    another zone, are counted from the facts where they are about visits and ringing.
    """
    found: dict[tuple[Any, ...], dict[str, Any]] = {}
    asked = [key_of(key, scope) for key in keys]
    for row_keys, values in _work(connection, scope, keys, asked):
        row = found.setdefault(row_keys, {})
        row.update({name: row.get(name, 0) + (value or 0) for name, value in values.items()})
    if "queue" not in keys:
        _add_time(connection, scope, keys, found, now)
        _add_sessions(connection, scope, keys, found)
        _add_transfers(connection, scope, keys, found)
    rows = ((row_keys, msgspec.convert(values, AgentCounts)) for row_keys, values in found.items())
    return [Counted(row_keys, counts) for row_keys, counts in sorted(rows, key=lambda row: row[0])]


def _work(
    connection: Connection, scope: Scope, keys: Sequence[Key], asked: Sequence[str]
) -> Iterator[tuple[tuple[Any, ...], dict[str, Any]]]:
    """Handled and offered. All queues together, for who may see them all, are summed up so of closed days."""
    is_of_all = "queue" not in keys and scope.queues is None
    spans = spans_for(scope, keys) if is_of_all and is_of_whole(connection, scope) else ()
    closed = closed_pieces(connection, scope, spans) if spans else [Piece("facts", scope.since, scope.until)]
    counts = [*HANDLED, *RUNG]
    yield from summed(connection, WORK, scope, asked, counts, [one for one in closed if one.span != "facts"])
    for piece in closed:
        if piece.span == "facts":
            rest = msgspec.structs.replace(seen(connection, scope), since=piece.since, until=piece.until)
            pieces = pieces_for(connection, rest, keys, "facts")
            yield from summed(connection, HANDLING, rest, asked, counts, pieces)


def _add_time(
    connection: Connection, scope: Scope, keys: Sequence[Key], found: dict[tuple[Any, ...], dict[str, Any]],
    now: datetime | None,
) -> None:  # fmt: skip
    asked = [*(key_of(key, scope) for key in keys), "s.state", "s.reason"]
    rows = summed(connection, TIME, scope, asked, ["spells", "spent_ms"], pieces_for(connection, scope, keys))
    if scope.queues is not None:
        seen = _members(connection, scope)
        place = keys.index("agent") if "agent" in keys else None
        rows = [row for row in rows if place is None or row[0][place] in seen]
    for (*row_keys, state, reason), values in [*rows, *_still(connection, scope, keys, now)]:
        row = found.setdefault(tuple(row_keys), {})
        _add(row, "state_ms", state, values["spent_ms"])
        _add(row, "spells", state, values["spells"])
        if state == _PAUSED:
            _add(row, "pause_ms", reason, values["spent_ms"])


def _add(row: dict[str, Any], field: str, key: str, value: int) -> None:
    told = row.setdefault(field, {})
    told[key] = told.get(key, 0) + value


def _members(connection: Connection, scope: Scope) -> set[str]:
    """Agents who were ever members of the queues asked for."""
    statement = text("select agent from agent_queue where queue = any(:queues)")
    return {agent for (agent,) in connection.execute(statement, {"queues": list(scope.queues or ())})}


def _still(
    connection: Connection, scope: Scope, keys: Sequence[Key], now: datetime | None
) -> list[tuple[tuple[Any, ...], dict[str, int]]]:
    """States that are not over: stored sums have only what is.

    Of an agent the last one alone: earlier daemons did not tell the end of some.
    """
    condition, values = _of_agents(scope)
    shown = [key_of(key, scope) for key in keys]
    statement = (
        f"select {', '.join([*shown, 's.state', 's.reason'])}, sum(s.is_first::int)::bigint, sum(s.ms)::bigint from ("  # noqa: S608
        "select i.pbx, i.agent, i.state, left(i.reason, 64) as reason, 'quarter' as span, piece.at as starts_at, "
        "piece.is_first and i.started_at >= :since as is_first, piece.ms from agent_interval i "
        "cross join lateral pieces_of(greatest(i.started_at, :since), "
        "least(coalesce(cast(:now as timestamptz), now()), :until)) piece "
        "where i.ended_at is null and i.state <> 'logged_out' and i.started_at < :until and not exists ("
        "select from agent_interval n where n.pbx = i.pbx and n.agent = i.agent and n.started_at > i.started_at)) s "
        f"where {condition} group by {', '.join(str(place + 1) for place in range(len(shown) + 2))}"
    )
    rows = connection.execute(
        text(statement), {**values, "since": scope.since, "until": scope.until, "now": now, "zone": scope.zone})
    return [(tuple(row[:-2]), {"spells": row[-2], "spent_ms": row[-1]}) for row in rows]  # fmt: skip


def _of_agents(scope: Scope) -> tuple[str, dict[str, Any]]:
    condition, values = filters(("pbx", "agent"), scope)
    if scope.queues is not None:
        condition += " and s.agent in (select q.agent from agent_queue q where q.queue = any(:queues))"
        values["queues"] = list(scope.queues)
    return condition, values


def _add_sessions(
    connection: Connection, scope: Scope, keys: Sequence[Key], found: dict[tuple[Any, ...], dict[str, Any]]
) -> None:
    """The first log-in and the last log-out that happened in the span: by interval each in its own, else at one go."""
    began = "min(s.started_at) filter (where s.started_at >= :since)"
    ended = "max(s.ended_at) filter (where s.ended_at >= :since and s.ended_at < :until)"
    if "interval" not in keys:
        asked = [("started_at", {"first_login_at": began, "last_logout_at": ended})]
    else:
        asked = [("started_at", {"first_login_at": began}), ("ended_at", {"last_logout_at": ended})]
    for column, told in asked:
        for *row_keys, values in _sessions(connection, scope, keys, column, list(told.values())):
            for field, at in zip(told, values, strict=True):
                if at is not None:
                    found.setdefault(tuple(row_keys), {})[field] = at


def _sessions(
    connection: Connection, scope: Scope, keys: Sequence[Key], column: str, shown: Sequence[str]
) -> Iterator[tuple[Any, ...]]:
    """Keys, then what is shown of sessions that began in the span or in the week before; ``column``: the interval's."""
    condition, values = filters(("pbx", "agent", "queue"), scope)
    by = [interval_of(f"s.{column}", scope) if key == "interval" else f"s.{key}" for key in keys]
    group = f" group by {', '.join(str(place + 1) for place in range(len(by)))}" if by else ""
    statement = (
        f"select {', '.join([*by, *shown])} from agent_session s "  # noqa: S608
        "where s.started_at >= cast(:since as timestamptz) - interval '7 days' and s.started_at < :until "
        f"and {condition}{group}"
    )
    for row in connection.execute(
        text(statement), {**values, "since": scope.since, "until": scope.until, "zone": scope.zone}
    ):
        yield (*row[: len(by)], tuple(row[len(by) :]))


def _add_transfers(
    connection: Connection, scope: Scope, keys: Sequence[Key], found: dict[tuple[Any, ...], dict[str, Any]]
) -> None:
    """Completed transfers of any of their calls, by kind."""
    renamed = {"agent": "passed_by"}
    shown = [interval_of("s.happened_at", scope) if key == "interval" else f"s.{renamed.get(key, key)}" for key in keys]
    condition, values = filters(("pbx",), scope)
    values |= {"since": scope.since, "until": scope.until, "zone": scope.zone}
    if scope.agents is not None:
        condition, values["agents"] = f"{condition} and s.passed_by = any(:agents)", list(scope.agents)
    statement = (
        f"select {', '.join([*shown, 's.kind'])}, count(*) from transfer s where s.happened_at >= :since "  # noqa: S608
        "and s.happened_at < :until and s.is_completed and s.passed_by is not null "
        f"and s.kind in ('blind', 'attended') and {condition} "
        f"group by {', '.join(str(place + 1) for place in range(len(keys) + 1))}"
    )
    for *row_keys, kind, count in connection.execute(text(statement), values):
        if tuple(row_keys) in found:
            found[tuple(row_keys)][f"transferred_{kind}"] = count
