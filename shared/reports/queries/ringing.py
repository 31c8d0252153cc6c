"""How long phones rang, in bins: counted from the facts, by an index over time."""

from __future__ import annotations

from sqlalchemy import Connection, text

from shared.domain.measures.histogram import Histogram
from shared.reports.queries.scope import Scope
from shared.reports.queries.summed import filters


def ringing(connection: Connection, scope: Scope) -> dict[str, Histogram]:
    """By result of the attempt ("answered", "no_answer" …): how long it rang. What still rings is left out."""
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
