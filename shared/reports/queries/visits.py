"""Visits to queues: by queue, interval, hour of the week, or all together."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from shared.domain.measures.counts import VisitCounts
from shared.domain.measures.histogram import LADDER, Histogram
from shared.reports.queries.bins import histogram_of
from shared.reports.queries.closed import closed_pieces, is_of_whole
from shared.reports.queries.scope import Counted, Key, Scope
from shared.reports.queries.summed import PACKED, Source, key_of, pieces_for, seen, summed

NOTHING = Histogram()
WAITS = ("answered_waits", "abandoned_waits", "callback_waits")
PLAIN = tuple(name for name in VisitCounts.__struct_fields__ if name not in WAITS)
VISITS = Source("visit_sum", ("pbx", "queue", "slot"))
WEEK = Source("week_sum", ("pbx", "slot"))
BINS = Source("wait_sum", ("pbx", "queue", "outcome"), (
    "select 'facts' as span, entered_at as starts_at, pbx, queue, outcome, one_in_bin(wait_ms) as bins "
    "from queue_visit where entered_at {between} "
    "and outcome in ('answered', 'abandoned') and wait_ms is not null"
))  # fmt: skip


def visits(
    connection: Connection, scope: Scope, keys: Sequence[Key], edges: Collection[float] = (5, 20), *,
    is_with_waits: bool = False,
) -> list[Counted[VisitCounts]]:  # fmt: skip
    """Rows in the order of their keys. ``edges``: seconds at which waits must be exact.

    ``is_with_waits``: waits in the finest bins, for percentiles; an edge off the ladder asks for them too. That is
    quick for whole days; parts of days, intervals shorter than one, hours of the week and days of another zone are
    counted from the facts.
    """
    is_fine = is_with_waits or not set(edges) <= set(LADDER)
    ladder = () if is_fine else tuple(sorted({int(edge) for edge in edges}))
    columns = [*PLAIN, *(f"{outcome}_in_{edge}" for outcome in ("answered", "abandoned") for edge in ladder)]
    asked = [key_of(key, scope, has_slots=True) for key in keys]
    scope = seen(connection, scope)
    found = _found(connection, scope, keys, asked, columns)
    waits = _waits(connection, scope, keys) if is_fine else {}
    return [
        Counted(row_keys, _counts(values, ladder) if not is_fine else _with(values, waits.get(row_keys, {})))
        for row_keys, values in sorted(found, key=lambda row: row[0])
    ]


def _found(
    connection: Connection, scope: Scope, keys: Sequence[Key], asked: Sequence[str], columns: Sequence[str]
) -> list[tuple[tuple[Any, ...], dict[str, int]]]:
    """Hours of the week of all queues are summed up so of closed days."""
    is_of_week = tuple(keys) == ("week_hour",) and scope.queues is None
    if not is_of_week or not is_of_whole(connection, scope):
        return summed(connection, VISITS, scope, asked, columns, pieces_for(connection, scope, keys))
    found: dict[tuple[Any, ...], Counter[str]] = {}
    for piece in closed_pieces(connection, scope):
        rest = msgspec.structs.replace(scope, since=piece.since, until=piece.until)
        if piece.span == "facts":
            rows = summed(connection, VISITS, rest, asked, columns, pieces_for(connection, rest, keys))
        else:
            rows = summed(connection, WEEK, rest, ["s.slot"], columns, [piece])
        for row_keys, values in rows:
            found.setdefault(row_keys, Counter()).update(values)
    return list(found.items())


def _counts(values: dict[str, int], ladder: Sequence[int]) -> VisitCounts:
    waits = {
        f"{outcome}_waits": Histogram.of_ladder(
            {edge: values[f"{outcome}_in_{edge}"] for edge in ladder}, values[outcome])
        for outcome in ("answered", "abandoned")
    }  # fmt: skip
    return msgspec.convert({name: values[name] for name in PLAIN} | waits, VisitCounts)


def _with(values: dict[str, int], waits: dict[str, Histogram]) -> VisitCounts:
    counted = msgspec.convert({name: values[name] for name in PLAIN}, VisitCounts)
    return msgspec.structs.replace(
        counted, answered_waits=waits.get("answered", NOTHING), abandoned_waits=waits.get("abandoned", NOTHING))


def _waits(connection: Connection, scope: Scope, keys: Sequence[Key]) -> dict[tuple[Any, ...], dict[str, Histogram]]:
    asked = [*(key_of(key, scope) for key in keys), "s.outcome"]
    found: dict[tuple[Any, ...], dict[str, Histogram]] = {}
    pieces = pieces_for(connection, scope, keys, "facts")
    for (*row_keys, outcome), values in summed(connection, BINS, scope, asked, [PACKED], pieces):
        found.setdefault(tuple(row_keys), {})[outcome] = histogram_of(values[PACKED])
    return found
