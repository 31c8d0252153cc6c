"""Visits to queues: by queue, interval, hour of the week, or all together."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection

from shared.domain.measures.counts import VisitCounts
from shared.domain.measures.histogram import LADDER, Histogram
from shared.reports.queries.bins import histogram_of
from shared.reports.queries.scope import Counted, Key, Scope
from shared.reports.queries.summed import PACKED, Source, key_of, pieces_for, summed

NOTHING = Histogram()
WAITS = ("answered_waits", "abandoned_waits", "callback_waits")
PLAIN = tuple(name for name in VisitCounts.__struct_fields__ if name not in WAITS)
VISITS = Source("visit_sum", ("pbx", "queue", "slot"))
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
    found = summed(connection, VISITS, scope, asked, columns, pieces_for(connection, scope, keys))
    waits = _waits(connection, scope, keys) if is_fine else {}
    return [
        Counted(row_keys, _counts(values, ladder) if not is_fine else _with(values, waits.get(row_keys, {})))
        for row_keys, values in sorted(found, key=lambda row: row[0])
    ]


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
