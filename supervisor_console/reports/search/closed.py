"""Sums of days that are over, out of their bits: any combination of what stands in a call's own columns.

The bits are the database's (function ``bit_sums``); it is given terms as data and applies what the account may see.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.database.escapes import identifier
from shared.domain.search.query import KINDS, Field, Term
from shared.domain.search.spans import Span
from supervisor_console.reports.found import Sums
from supervisor_console.reports.search.asked import Asked
from supervisor_console.reports.search.conditions import bounds

LEAST_DAYS = 5
"""For fewer days reading their calls is as quick."""
MOST_SPANS = 60
"""Open days between closed ones; with more of them, calls are read."""
_DAY = timedelta(days=1)
_VALUES: frozenset[Field] = frozenset({"queue", "direction", "outcome", "visit", "ended_by", "pbx"})
_TRUTHS: frozenset[Field] = frozenset({"transferred", "consulted", "parked", "recorded", "gap"})


def of_closed_days(connection: Connection, asked: Asked, rest: Callable[[Sequence[Span]], Sums]) -> Sums | None:
    """What closed days say together with the ``rest`` of the span; None: not to be had so."""
    terms = [_term(term, asked) for term in asked.query.terms]
    if None in terms:
        return None
    days = _closed(connection, asked.span)
    open_spans = _between(days, asked.span)
    if len(days) < LEAST_DAYS or len(open_spans) > MOST_SPANS:
        return None
    row = connection.execute(_SUMS, {"days": days, "terms": msgspec.json.encode(terms).decode()}).one()
    if row.closed != len(days):
        return None  # one was opened meanwhile
    found = Sums(**{name: getattr(row, name) for name in Sums.__struct_fields__})
    return _added(found, rest(open_spans)) if open_spans else found


def narrowed(connection: Connection, asked: Asked, span: Span, most: int) -> list[Span] | None:
    """Where in the span, in the query's order, ``most`` calls are found, or all; None: the days do not know.

    In an order of lengths ``most`` is no bound: only days without any are left out.
    """
    terms = [_term(term, asked) for term in asked.query.terms]
    if None in terms or not terms:
        return None
    order = asked.query.order
    days = _closed(connection, span)
    if len(days) < LEAST_DAYS:
        return None
    row = connection.execute(_DAYS, {
        "days": days if order == "oldest" else days[::-1], "terms": msgspec.json.encode(terms).decode(),
        "most": most if order in ("newest", "oldest") else 1,
    }).one()  # fmt: skip
    found = sorted(row.those)
    if order not in ("newest", "oldest"):
        return None if found else _merged(_between(days, span))
    if row.calls < most:
        return _merged([*_between(days, span), *map(_of_day, found)])
    if order == "oldest":
        return [Span(span.since, _of_day(found[-1]).until)]
    return [Span(_of_day(found[0]).since, span.until)]


def _of_day(day: date) -> Span:
    begins_at = datetime.combine(day, time.min, UTC)
    return Span(begins_at, begins_at + _DAY)


def _merged(spans: Sequence[Span]) -> list[Span] | None:
    """Spans that touch as one; None where they are too many."""
    found: list[Span] = []
    for span in sorted(spans, key=lambda one: one.since or datetime.min.replace(tzinfo=UTC)):
        if found and found[-1].until is not None and found[-1].until == span.since:
            found[-1] = Span(found[-1].since, span.until)
        else:
            found.append(span)
    return found if len(found) <= MOST_SPANS else None


def whole_days(span: Span) -> tuple[datetime | None, datetime | None]:
    """The first whole day's (UTC) beginning, and the end of the last; None where the span is open."""
    since, until = span.since, span.until
    first = None if since is None else _midnight(since - timedelta(microseconds=1)) + _DAY
    return first, None if until is None else _midnight(until)


def edges_of(span: Span, first: datetime | None, after: datetime | None) -> list[Span]:
    """What hangs over whole days at both ends."""
    edges = [Span(span.since, first)] if first else []
    edges += [Span(after, span.until)] if after else []
    return [edge for edge in edges if edge.since != edge.until]


def _term(term: Term, asked: Asked) -> dict[str, object] | None:
    """The term as the database's function takes it."""
    if KINDS[term.field] in ("length", "count"):
        low, high = bounds(term, 1 if term.field == "attempts" else 1000)
        return {"kind": term.field, "low": low, "high": high, "is_not": term.is_not}
    if term.field == "held":
        return {"kind": "hold", "low": 1, "high": None, "is_not": term.is_not}
    if term.field == "line":
        return {"kind": "line", "values": asked.lines_of(term), "is_not": term.is_not}
    if term.field in _TRUTHS:
        return {"kind": term.field, "values": [""], "is_not": term.is_not}
    if term.field in _VALUES:
        return {"kind": term.field, "values": list(map(identifier, term.values)), "is_not": term.is_not}
    return None


def _closed(connection: Connection, span: Span) -> list[date]:
    first, after = whole_days(span)
    found: list[date] = connection.execute(_CLOSED, {
        "first": first.date() if first else date(1, 1, 1), "after": after.date() if after else date(9999, 1, 1),
    }).scalar_one()  # fmt: skip
    return found


def _between(days: Sequence[date], span: Span) -> list[Span]:
    """What of the span is no closed day."""
    found: list[Span] = []
    since = span.since
    for day in days:
        begins_at = datetime.combine(day, time.min, UTC)
        if since is None or since < begins_at:
            found.append(Span(since, begins_at))
        since = begins_at + _DAY
    if span.until is None or since is None or since < span.until:
        found.append(Span(since, span.until))
    return found


def _added(one: Sums, other: Sums) -> Sums:
    return Sums(**{name: getattr(one, name) + getattr(other, name) for name in Sums.__struct_fields__})


def _midnight(at: datetime) -> datetime:
    return at.astimezone(UTC).replace(hour=0, minute=0, second=0, microsecond=0)


_CLOSED = sql("select closed_days(:first, :after)")
_DAYS = sql("select * from bit_days(cast(:days as date[]), cast(:terms as jsonb), :most)")
_SUMS = sql("select * from bit_sums(cast(:days as date[]), cast(:terms as jsonb))")
