"""How long phones rang, in bins: by sums of closed days and months, else counted from the facts."""

from __future__ import annotations

from sqlalchemy import Connection, text

from shared.domain.measures.histogram import Histogram
from shared.reports.queries.bins import histogram_of
from shared.reports.queries.closed import closed_pieces
from shared.reports.queries.scope import Scope
from shared.reports.queries.summed import PACKED, Source, filters, summed

RINGS = Source("ring_sum", ("pbx", "queue", "result"), (
    "select 'facts' as span, started_at as starts_at, pbx, queue, result, one_in_bin(ms) as bins from ("
    "select started_at, pbx, queue, result, ms_between(started_at, ended_at) as ms from ring_attempt "
    "where started_at {between} and result is not null and ended_at is not null offset 0) rung"
))  # fmt: skip


def ringing(connection: Connection, scope: Scope) -> dict[str, Histogram]:
    """By result of the attempt ("answered", "no_answer" …): how long it rang. What still rings is left out.

    Of some agents: from the facts, by an index over theirs.
    """
    if scope.agents is not None:
        return _of_agents(connection, scope)
    pieces = closed_pieces(connection, scope)
    found = summed(connection, RINGS, scope, ["s.result"], [PACKED], pieces)
    return {result: histogram_of(values[PACKED]) for (result,), values in sorted(found, key=lambda row: row[0])}


def _of_agents(connection: Connection, scope: Scope) -> dict[str, Histogram]:
    condition, values = filters(("pbx", "queue", "agent"), scope)
    statement = (
        "select s.result, wait_edge(ms_between(s.started_at, s.ended_at)), count(*) from ring_attempt s "  # noqa: S608
        "where s.started_at >= :since and s.started_at < :until and s.result is not null and s.ended_at is not null "
        f"and {condition} group by 1, 2"
    )
    bins: dict[str, dict[int, int]] = {}
    for result, edge, count in connection.execute(
        text(statement), {**values, "since": scope.since, "until": scope.until}
    ):
        bins.setdefault(result, {})[edge] = count
    return {result: Histogram.of(counts) for result, counts in sorted(bins.items())}
