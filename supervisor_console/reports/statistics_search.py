"""Statistics over the result of a search: the visits of its calls, counted out of rows.

At most ``MOST_CALLS`` calls, the newest ones; whether that cut any off is said. Limits are those of each visit's time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import UTC, datetime
from typing import Any

import msgspec
from sqlalchemy import Connection, Row
from sqlalchemy import text as sql

from shared.database.escapes import escape, unescape
from shared.domain.measures.counts import FLOW_OUTS, Counts, VisitCounts
from shared.domain.measures.histogram import Histogram
from shared.domain.measures.limits import LimitsSince, limits_at
from shared.domain.search.query import Query
from shared.reports.asking import limits_of
from shared.reports.queries.notes import notes
from shared.reports.queries.scope import Scope
from shared.reports.queries.summed import interval_of
from supervisor_console.reports.overview import Overview
from supervisor_console.reports.search import SearchScope
from supervisor_console.reports.search.asked import Asked

MOST_CALLS = 200_000
_LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


class OfSearch(msgspec.Struct, frozen=True, kw_only=True):
    """The overview of these calls; how many they are, and whether there are more that are not in it."""

    overview: Overview
    calls: int
    is_cut: bool


def overview_of(connection: Connection, query: Query, search: SearchScope, scope: Scope) -> OfSearch:
    """All visits of the found calls, whenever they entered; of ``scope`` the queues, the interval and the zone."""
    changes = limits_of(connection)
    chosen, values = chosen_calls(connection, query, search)
    count = int(connection.execute(sql(f"select count(*) from ({chosen}) found"), values).scalar_one())  # noqa: S608
    rows = _rows(connection, chosen, values, scope, changes)
    levels = [[row for row in rows if row.level == level] for level in range(3)]
    queues = _counted(levels[0], lambda row: unescape(row.queue), changes)
    return OfSearch(
        calls=min(count, MOST_CALLS), is_cut=count > MOST_CALLS,
        overview=Overview(
            queues=queues, week_hours=_counted(levels[1], lambda row: row.hour, changes),
            intervals=_counted(levels[2], lambda row: row.slot, changes),
            whole=sum(queues.values(), Counts()), before=None, notes=notes(connection, scope),
        ),
    )  # fmt: skip


def chosen_calls(connection: Connection, query: Query, search: SearchScope) -> tuple[str, dict[str, Any]]:
    """SQL that gives the keys of the found calls, one more than are counted; and its values."""
    asked = Asked(connection, query, search)
    said, lead = asked.conditions(), asked.lead()
    if lead is not None:
        said += f" and (c.pbx, c.call_id) in ({lead.keys(asked.values, asked.span)})"
    statement = (
        f"select c.pbx, c.call_id from call c where {said} "  # noqa: S608
        f"order by c.started_at desc, c.pbx desc, c.call_id desc limit {MOST_CALLS + 1}"
    )
    return statement, dict(asked.values.bound)


def _rows(
    connection: Connection, chosen: str, values: dict[str, Any], scope: Scope, changes: tuple[LimitsSince, ...]
) -> list[Row[Any]]:
    sinces = sorted(one.since for one in changes if one.since is not None)
    of_limits = "width_bucket(s.entered_at, cast(:sinces as timestamptz[]))" if sinces else "0"
    queues = "and s.queue = any(:queues)" if scope.queues else ""
    statement = f"""
        with chosen as materialized ({chosen} offset 0), visits as materialized (
            select s.queue, week_hour(s.entered_at, :zone) as hour, {interval_of("s.entered_at", scope)} as slot,
                {of_limits} as limits, s.outcome, s.ended_at, s.ended_by, s.ring_ms, s.talk_ms, s.hold_ms, s.wait_ms,
                case when s.outcome in ('answered', 'abandoned') and s.wait_ms is not null
                    then wait_edge(s.wait_ms) end as edge
            from queue_visit s join chosen using (pbx, call_id) where true {queues})
        select case when grouping(queue) = 0 then 0 when grouping(hour) = 0 then 1 else 2 end as level,
            queue, hour, slot, limits, outcome, edge, count(*) as visits,
            count(*) filter (where outcome = 'answered' and ended_at is null) as ongoing,
            count(*) filter (where outcome = 'answered' and ended_by = 'transfer') as passed_on,
            count(*) filter (where outcome = 'answered' and ended_by = 'agent') as ended_by_agent,
            count(*) filter (where outcome = 'answered' and ended_by = 'caller') as ended_by_caller,
            sum(wait_ms) as wait_ms, sum(ring_ms) as ring_ms, sum(talk_ms) as talk_ms, sum(hold_ms) as hold_ms
        from visits group by grouping sets (
            (queue, limits, outcome, edge), (hour, limits, outcome, edge), (slot, limits, outcome, edge))
        order by queue, hour, slot
    """  # noqa: S608
    more: dict[str, Any] = {"sinces": sinces} if sinces else {}
    more |= {"queues": [escape(one) for one in scope.queues]} if scope.queues else {}
    return list(connection.execute(sql(statement), {**values, **more, "zone": scope.zone}))


def _counted(
    rows: Iterable[Row[Any]], key: Callable[[Row[Any]], Any], changes: tuple[LimitsSince, ...]
) -> dict[Any, Counts]:
    """By key, each visit under the limits of its time."""
    sinces = sorted(one.since for one in changes if one.since is not None)
    grouped: dict[tuple[Any, int], list[Row[Any]]] = {}
    for row in rows:
        grouped.setdefault((key(row), row.limits), []).append(row)
    found: dict[Any, Counts] = {}
    for (name, place), some in grouped.items():
        limits = limits_at(changes, sinces[place - 1] if place else _LONG_AGO)
        counts = Counts.of(_visits(some), limits)
        found[name] = found[name] + counts if name in found else counts
    return dict(sorted(found.items()))


def _visits(rows: Iterable[Row[Any]]) -> VisitCounts:
    sums: dict[str, int] = {}
    waits: dict[str, dict[int, int]] = {"answered": {}, "abandoned": {}}

    def add(name: str, number: Any) -> None:
        sums[name] = sums.get(name, 0) + int(number or 0)

    for row in rows:
        add("offered", row.visits)
        add(_field(row.outcome), row.visits)
        if row.outcome in waits and row.edge is not None:
            of_outcome = waits[row.outcome]
            of_outcome[row.edge] = of_outcome.get(row.edge, 0) + row.visits
        if row.outcome == "answered":
            for name in ("ongoing", "passed_on", "ended_by_agent", "ended_by_caller", "ring_ms", "talk_ms", "hold_ms"):
                add(name, getattr(row, name))
        if row.outcome in (*waits, *FLOW_OUTS):
            add(f"{row.outcome if row.outcome in waits else 'out'}_wait_ms", row.wait_ms)
    return msgspec.structs.replace(
        msgspec.convert(sums, VisitCounts), answered_waits=Histogram.of(waits["answered"]),
        abandoned_waits=Histogram.of(waits["abandoned"]),
    )  # fmt: skip


def _field(outcome: str | None) -> str:
    if outcome is None:
        return "waiting"
    return f"out_{outcome}" if outcome in FLOW_OUTS else outcome
