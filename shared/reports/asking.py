"""Counts under the limits that were in force: a span is cut where "in time" or "short" changed, and added up again."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import msgspec
from sqlalchemy import Connection, text

from shared.days import quarter_before
from shared.domain.measures.counts import Counts
from shared.domain.measures.limits import Limits, LimitsSince, spans_of_limits
from shared.reports.queries.scope import Key, Scope
from shared.reports.queries.visits import visits


def limits_of(connection: Connection) -> tuple[LimitsSince, ...]:
    """What the centre's settings said of them, the oldest first; () where nothing was ever said: the defaults hold."""
    rows = connection.execute(text(_CHANGES)).all()
    found = []
    for since, value in rows:
        known = {name: float(value[key]) for name, key in _KEYS if isinstance(value.get(key), int | float)}
        found.append(LimitsSince(since=since, limits=Limits(**known)))
    return tuple(found)


def counted(
    connection: Connection, scope: Scope, keys: Sequence[Key], changes: Sequence[LimitsSince], *,
    is_with_waits: bool = False,
) -> dict[tuple[Any, ...], Counts]:  # fmt: skip
    """Visits by their keys, in the keys' order, each under the limits of its time (to the quarter of an hour)."""
    found: dict[tuple[Any, ...], Counts] = {}
    rounded = [msgspec.structs.replace(one, since=one.since and quarter_before(one.since)) for one in changes]
    for since, until, limits in spans_of_limits(rounded, scope.since, scope.until):
        part = msgspec.structs.replace(scope, since=since, until=until)
        edges = (limits.threshold_seconds, limits.short_abandon_seconds)
        for row in visits(connection, part, keys, edges, is_with_waits=is_with_waits):
            counts = Counts.of(row.counts, limits)
            found[row.keys] = found[row.keys] + counts if row.keys in found else counts
    return dict(sorted(found.items()))




_KEYS = (("threshold_seconds", "service_level_seconds"), ("short_abandon_seconds", "short_abandon_seconds"))
_CHANGES = """
    select since, value from (
        select distinct on (since) since, value from setting where section = 'centre' order by since, made_at desc
    ) said where value is not null order by since
"""
