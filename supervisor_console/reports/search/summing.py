"""What a query's calls come to, exactly: out of rows, and for whole days out of what is kept of them.

``call_day`` has the sums of calls that are alike, for the criteria of which there are few; for others days that are
over have bits (``closed``). Whatever no day knows is counted call by call.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.domain.search.query import Field, Query
from shared.domain.search.spans import Span
from supervisor_console.reports.found import Sums
from supervisor_console.reports.search.asked import Asked
from supervisor_console.reports.search.closed import ClosedDays
from supervisor_console.reports.search.leads import FEW, Lead, at_instants, within
from supervisor_console.reports.search.scope import SearchScope

BY_DAY: frozenset[Field] = frozenset({"queue", "direction", "outcome", "ended_by", "line", "pbx"})
"""What days are summed by."""


def sums(connection: Connection, query: Query, scope: SearchScope) -> Sums:
    """Of all calls that the query finds. Raises what the database raises."""
    asked = Asked(connection, query, scope)
    if {term.field for term in query.terms} <= BY_DAY:
        return _summed(connection, _of_days(asked), asked)
    if asked.has_narrow_term:
        return _summed(connection, _of_rows(asked, None), asked)
    days = ClosedDays(connection, asked, asked.span)
    found = _of_bits(connection, asked, days) if days.are_enough else None
    return found or _summed(connection, _of_rows(asked, asked.lead()), asked)


def _of_bits(connection: Connection, asked: Asked, days: ClosedDays) -> Sums | None:
    """None: reading all calls is as quick."""
    if days.is_exact:
        found = days.sums()
        if found is None:
            return None
        closed, spans = found
        return _added(closed, _summed(connection, _of_spans(asked, spans), asked)) if spans else closed
    if not days.has_terms:
        return None
    begun = days.calls(FEW + 1)
    return _summed(connection, _of_spans(asked, begun.spans, begun.instants), asked) if begun.is_all else None


def _added(one: Sums, other: Sums) -> Sums:
    return Sums(**{name: getattr(one, name) + getattr(other, name) for name in Sums.__struct_fields__})


def _summed(connection: Connection, statement: str, asked: Asked) -> Sums:
    row = connection.execute(sql(statement), asked.values.bound).one()
    return Sums(**{name: int(value or 0) for name, value in row._mapping.items()})


def _of_rows(asked: Asked, lead: Lead | None) -> str:
    said = asked.conditions()
    if lead is not None:
        said += f" and (c.pbx, c.call_id) in ({lead.keys(asked.values, asked.span)})"
    return f"select {_ROWS} from call c where {said}"  # noqa: S608


def _of_spans(asked: Asked, spans: Sequence[Span], instants: Sequence[datetime] = ()) -> str:
    """Out of rows, in several spans and of those that began then."""
    said = " and ".join(asked.terms()) or "true"
    where = [within("c.started_at", asked.values, span) for span in spans]
    where += [at_instants("c.started_at", asked.values, instants)] if instants else []
    parts = [f"select {_ROWS} from call c where {said} and {during}" for during in where]  # noqa: S608
    return f"select {_TOTALS} from ({' union all '.join(parts or [_of_nothing()])}) s"  # noqa: S608


def _of_nothing() -> str:
    return f"select {_ROWS} from call c where false"  # noqa: S608


def _of_days(asked: Asked) -> str:
    """Whole days (UTC) from their sums, what hangs over at both ends from rows."""
    first, after = whole_days(asked.span)
    if first is not None and after is not None and first >= after:
        return _of_rows(asked, None)
    said = " and ".join(asked.terms()) or "true"
    days = within("c.day", asked.values, Span(first, after))
    parts = [f"select {_DAYS} from call_day c where {said} and {days}"]  # noqa: S608
    for edge in edges_of(asked.span, first, after):
        during = within("c.started_at", asked.values, edge)
        parts.append(f"select {_ROWS} from call c where {said} and {during}")  # noqa: S608
    joined = " union all ".join(parts)
    return f"select {_TOTALS} from ({joined}) s"  # noqa: S608


def whole_days(span: Span) -> tuple[datetime | None, datetime | None]:
    """The first whole day's (UTC) beginning, and the end of the last; None where the span is open."""
    since, until = span.since, span.until
    first = None if since is None else _midnight(since - timedelta(microseconds=1)) + timedelta(days=1)
    return first, None if until is None else _midnight(until)


def edges_of(span: Span, first: datetime | None, after: datetime | None) -> list[Span]:
    """What hangs over whole days at both ends."""
    edges = [Span(span.since, first)] if first else []
    edges += [Span(after, span.until)] if after else []
    return [edge for edge in edges if edge.since != edge.until]


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
