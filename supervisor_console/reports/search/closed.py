"""What closed days know of a query, out of their bits: when the calls that it finds began, and what they come to.

The bits are the database's (functions ``bit_calls`` and ``bit_sums``, migration 0013); they are given terms as data and
apply what the account may see. Days that are not closed, of which there are few, are left to be read call by call.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time, timedelta

import msgspec
from sqlalchemy import Connection
from sqlalchemy import text as sql

from shared.domain.search.spans import Span
from supervisor_console.reports.found import Sums
from supervisor_console.reports.search.asked import Asked
from supervisor_console.reports.search.bit_terms import BitTerm, bit_term

LEAST_DAYS = 5
"""For fewer days reading their calls is as quick."""
MOST_SPANS = 60
"""Open days between closed ones; with more of them, calls are read."""
MOST_ALIKE = 20_000
_DAY = timedelta(days=1)


class Begun(msgspec.Struct, frozen=True):
    """When calls began of which the query may be true, and in which spans calls are still to be read.

    ``is_all``: there are no more of them in the span; ``per_day``: how many there were on a day.
    """

    instants: tuple[datetime, ...]
    spans: tuple[Span, ...]
    is_all: bool
    per_day: float


class ClosedDays:
    """The closed days of a span, for a query's terms.

    ``is_exact``: their bits say all that the query asks; else they say less, and each call is to be looked at.
    """

    def __init__(self, connection: Connection, asked: Asked, span: Span) -> None:
        self._connection, self._span, self._order = connection, span, asked.query.order
        found = [bit_term(term, asked) for term in asked.query.terms]
        self._terms = [said for one in found for said in one.said]
        self.is_exact = all(one.is_exact for one in found)
        self.has_terms = bool(self._terms)
        self._days = self._known(found, asked)
        self._open = spans_between(self._days, span)

    @property
    def are_enough(self) -> bool:
        """Do they know so much of the span that asking them is worth it?"""
        return len(self._days) >= LEAST_DAYS and len(self._open) <= MOST_SPANS

    def calls(self, most: int) -> Begun:
        """In the query's order of time, until there are ``most``."""
        is_oldest = self._order == "oldest"
        row = self._connection.execute(_CALLS, self._asked() | {
            "days": self._days if is_oldest else self._days[::-1], "most": most, "is_oldest": is_oldest,
        }).one()  # fmt: skip
        spans = [*self._open, *(clipped(_of_day(day), self._span) for day in row.opened)]
        is_all = row.calls < most
        if not is_all:
            edge = _of_day(row.last)
            seen = Span(None, edge.until) if is_oldest else Span(edge.since, None)
            spans = [clipped(span, seen) for span in spans if overlaps(span, seen)]
        looked = len(self._days) if is_all else abs((row.last - self._days[0 if is_oldest else -1]).days) + 1
        return Begun(tuple(row.begun), tuple(spans), is_all, row.calls / max(1, looked))

    def longest(self, kind: str, most: int, below: int | None) -> Begun | None:
        """At least so many, and those that are longer than others; none that is longer than ``below`` (ms).

        None: there are not so many, or too many of about one length.
        """
        self._terms.append({"kind": kind, "low": 0, "high": below})
        asked = self._asked() | {"days": self._days, "kind": kind, "most": most}
        least = self._connection.execute(_LEAST, asked).scalar_one()
        if least is None:
            return None
        self._terms.append({"kind": kind, "low": least, "high": None})
        begun = self.calls(MOST_ALIKE)
        return begun if begun.is_all else None

    @property
    def many(self) -> int:
        """Days."""
        return len(self._days)

    def sums(self) -> tuple[Sums, list[Span]] | None:
        """What they come to, and the spans that are to be added; None: a day was opened meanwhile."""
        row = self._connection.execute(_SUMS, self._asked() | {"days": self._days}).one()
        if row.closed != len(self._days):
            return None
        return Sums(**{name: getattr(row, name) for name in Sums.__struct_fields__}), self._open

    def _asked(self) -> dict[str, object]:
        terms = msgspec.json.encode(self._terms).decode()
        return {"terms": terms, "since": self._span.since, "until": self._span.until}

    def _known(self, found: Sequence[BitTerm], asked: Asked) -> list[date]:
        """Of times of day bits know nothing on days on which the clocks change."""
        since, until = self._span
        days: list[date] = self._connection.execute(_CLOSED, {
            "first": since.astimezone(UTC).date() if since else date.min,
            "after": (until.astimezone(UTC) - timedelta(microseconds=1)).date() + _DAY if until else date.max,
        }).scalar_one()  # fmt: skip
        if not any("times" in said for one in found for said in one.said):
            return days
        return [day for day in days if not _changes(day, asked)]


def spans_between(days: Sequence[date], span: Span) -> list[Span]:
    """What of the span is on none of the days, which are in order."""
    found: list[Span] = []
    since = span.since
    for day in map(_of_day, days):
        assert day.since is not None
        if since is None or since < day.since:
            found.append(Span(since, day.since))
        since = day.until
    if span.until is None or since is None or since < span.until:
        found.append(Span(since, span.until))
    return found


def overlaps(one: Span, other: Span) -> bool:
    """Have they an instant together?"""
    both = clipped(one, other)
    return both.since is None or both.until is None or both.since < both.until


def clipped(one: Span, other: Span) -> Span:
    """What they have together."""
    begins = [at for at in (one.since, other.since) if at is not None]
    ends = [at for at in (one.until, other.until) if at is not None]
    return Span(max(begins, default=None), min(ends, default=None))


def _of_day(day: date) -> Span:
    begins_at = datetime.combine(day, time.min, UTC)
    return Span(begins_at, begins_at + _DAY)


def _changes(day: date, asked: Asked) -> bool:
    """Do the zone's clocks change on the day (UTC)?"""
    span = _of_day(day)
    ends = [at.astimezone(asked.scope.zone).utcoffset() for at in span if at]
    return ends[0] != ends[1]


_CLOSED = sql("select closed_days(:first, :after)")
_CALLS = sql(
    "select * from bit_calls(cast(:days as date[]), cast(:terms as jsonb), cast(:since as timestamptz), "
    "cast(:until as timestamptz), :most, :is_oldest)"
)
_LEAST = sql(
    "select bit_least(cast(:days as date[]), cast(:terms as jsonb), cast(:since as timestamptz), "
    "cast(:until as timestamptz), :kind, :most)"
)
_SUMS = sql(
    "select * from bit_sums(cast(:days as date[]), cast(:terms as jsonb), cast(:since as timestamptz), "
    "cast(:until as timestamptz))"
)
