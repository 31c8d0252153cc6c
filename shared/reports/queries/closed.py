"""A span put together from days and months of which sums are made, and from the facts where none are.

Which spans those are is in ``closed_span``: a change of a fact takes its day and month away until the daemon has made
their sums anew.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, text

from shared.reports.queries.cover import Piece, Span
from shared.reports.queries.scope import Key, Scope
from shared.reports.queries.summed import sees_all_queues, stored_zone

_CLOSED = """
    select c.span, c.starts_at, c.ends_at from closed_span c
    where c.span = any(:spans) and c.starts_at >= :since and c.starts_at < :until and c.ends_at <= :until
    order by c.starts_at, c.ends_at desc
"""


def closed_pieces(connection: Connection, scope: Scope, spans: Sequence[Span] = ("month", "day")) -> list[Piece]:
    """Pieces in order, without a hole: the longest closed spans, "facts" between them."""
    rows = connection.execute(text(_CLOSED), {"spans": list(spans), "since": scope.since, "until": scope.until})
    return list(_joined(_filled(rows, scope.since, scope.until)))


def spans_for(scope: Scope, keys: Sequence[Key]) -> Sequence[Span]:
    """Closed spans that can answer with these keys; the zone is that of the closed days."""
    if "interval" not in keys:
        return ("month", "day")
    return {"month": ("month", "day"), "year": ("month", "day"), "day": ("day",), "week": ("day",)}.get(
        scope.interval, ())  # type: ignore[return-value]  # fmt: skip


def is_of_whole(connection: Connection, scope: Scope) -> bool:
    """Whether the account may see all queues, and the days asked for are those of the sums."""
    return sees_all_queues(connection) and stored_zone(connection) == scope.zone


def _filled(rows: Iterable[Any], since: datetime, until: datetime) -> Iterator[Piece]:
    reached = since
    for span, starts_at, ends_at in rows:
        begins = starts_at.astimezone(UTC)
        if begins >= reached:
            if begins > reached:
                yield Piece("facts", reached, begins)
            yield Piece(span, begins, reached := ends_at.astimezone(UTC))
    if reached < until:
        yield Piece("facts", reached, until)


def _joined(pieces: Iterable[Piece]) -> Iterator[Piece]:
    last: Piece | None = None
    for piece in pieces:
        if last is not None and last.span == piece.span and last.until == piece.since:
            last = Piece(last.span, last.since, piece.until)
            continue
        if last is not None:
            yield last
        last = piece
    if last is not None:
        yield last
