"""What a query's calls come to, exactly: out of rows, and for whole days of what ``call_day`` knows out of that."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, text

from shared.domain.search.query import Field, Query
from shared.domain.search.spans import Span
from supervisor_console.reports.found import Sums
from supervisor_console.reports.search.asked import Asked
from supervisor_console.reports.search.leads import within
from supervisor_console.reports.search.scope import SearchScope

BY_DAY: frozenset[Field] = frozenset({"queue", "direction", "outcome", "ended_by", "line", "pbx"})
"""What days are summed by."""
_DAY = timedelta(days=1)


def sums(connection: Connection, query: Query, scope: SearchScope) -> Sums:
    """Of all calls that the query finds. Raises what the database raises."""
    asked = Asked(connection, query, scope)
    known = {term.field for term in query.terms} <= BY_DAY
    statement = _of_days(asked) if known else _of_rows(asked)
    row = connection.execute(text(statement), asked.values.bound).one()
    return Sums(**{name: int(value or 0) for name, value in row._mapping.items()})


def _of_rows(asked: Asked) -> str:
    lead = asked.lead()
    said = asked.conditions()
    if lead is not None:
        said += f" and (c.pbx, c.call_id) in ({lead.keys(asked.values, asked.span)})"
    return f"select {_ROWS} from call c where {said}"  # noqa: S608


def _of_days(asked: Asked) -> str:
    """Whole days (UTC) from their sums, what hangs over at both ends from rows."""
    first, after = _whole_days(asked.span)
    said = " and ".join(asked.terms()) or "true"
    if first is not None and after is not None and first >= after:
        return f"select {_ROWS} from call c where {said} and {within('c.started_at', asked.values, asked.span)}"  # noqa: S608
    days = within("c.day", asked.values, Span(first, after))
    parts = [f"select {_DAYS} from call_day c where {said} and {days}"]  # noqa: S608
    edges = [Span(asked.span.since, first)] if first else []
    edges += [Span(after, asked.span.until)] if after else []
    for edge in edges:
        if edge.since != edge.until:
            during = within("c.started_at", asked.values, edge)
            parts.append(f"select {_ROWS} from call c where {said} and {during}")  # noqa: S608
    joined = " union all ".join(parts)
    return f"select {_TOTALS} from ({joined}) s"  # noqa: S608


def _whole_days(span: Span) -> tuple[datetime | None, datetime | None]:
    """The first whole day's beginning, and the end of the last."""
    since, until = span.since, span.until
    first = None if since is None else _midnight(since - timedelta(microseconds=1)) + _DAY
    return first, None if until is None else _midnight(until)


def _midnight(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


_NAMES = ("calls", "answered", "abandoned", "waited", "wait_ms", "talked", "talk_ms", "hold_ms", "length_ms")
_ROWS = (
    "count(*) as calls, count(*) filter (where c.outcome = 'answered') as answered, "
    "count(*) filter (where c.outcome = 'abandoned') as abandoned, count(c.wait_ms) as waited, "
    "sum(c.wait_ms) as wait_ms, count(c.talk_ms) as talked, sum(c.talk_ms) as talk_ms, sum(c.hold_ms) as hold_ms, "
    "sum(c.length_ms) as length_ms"
)
_DAYS = (
    "sum(c.calls) as calls, sum(c.calls) filter (where c.outcome = 'answered') as answered, "
    "sum(c.calls) filter (where c.outcome = 'abandoned') as abandoned, sum(c.waited) as waited, "
    "sum(c.wait_ms) as wait_ms, sum(c.talked) as talked, sum(c.talk_ms) as talk_ms, sum(c.hold_ms) as hold_ms, "
    "sum(c.length_ms) as length_ms"
)
_TOTALS = ", ".join(f"sum(s.{name}) as {name}" for name in _NAMES)
