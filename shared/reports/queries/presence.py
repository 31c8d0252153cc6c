"""How long agents were logged in, by interval; and since when there are sums of a scope at all."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, text

from shared.reports.queries.agents import TIME
from shared.reports.queries.scope import Scope
from shared.reports.queries.summed import filters, key_of, pieces_for, summed


def presence(connection: Connection, scope: Scope) -> dict[datetime, int]:
    """Milliseconds in any state but logged out by where the interval begins; states that still last are not in it.

    The scope's agents; its queues are not looked at, for time knows none.
    """
    pieces = pieces_for(connection, scope, ("interval",))
    rows = summed(connection, TIME, scope, [key_of("interval", scope)], ["spent_ms"], pieces)
    return {at: values["spent_ms"] for (at,), values in rows}


def first_summed_at(connection: Connection, scope: Scope) -> datetime | None:
    """The quarter of an hour with the first visit ever in the scope's queues and PBXs; None: there was none."""
    condition, values = filters(("pbx", "queue"), scope)
    statement = f"select min(s.starts_at) from visit_sum s where s.span = 'quarter' and {condition}"  # noqa: S608
    found: datetime | None = connection.execute(text(statement), values).scalar()
    return found
