"""The sums of statistics looked after: their zone, what retention leaves of them, made anew, held against the facts.

Triggers keep them in the transaction that stores a fact (revision 0012; the tables are in
``shared.database.tables.rollups``), so nothing here is needed for them to be right.
"""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Any

import msgspec
from psycopg import AsyncConnection, sql

from collector_daemon.store.rollup_questions import (
    CALLERS,
    CALLERS_QUESTIONS,
    SUMS,
    Kept,
    coarse_question,
    finest_question,
)
from collector_daemon.store.writing import SUMS_LOCK

log = logging.getLogger(__name__)

SHOWN = 1000  # differences told at most
STRADDLING = timedelta(days=1)
"""A call that the retention forgot may have gone on after the instant up to which it forgets."""


class Difference(msgspec.Struct, frozen=True):
    """A sum that is not what it should be; ``key`` names the row, ``stored`` and ``counted`` its differing counts."""

    table: str
    span: str
    starts_at: datetime
    key: tuple[str, ...]
    stored: dict[str, int]
    counted: dict[str, int]


async def check_rollups(connection: AsyncConnection[Any], days: Sequence[date]) -> list[Difference]:
    """Hold the sums of these days, and those of their months, against the facts. In autocommit. Raises psycopg.Error.

    Days are those of the stored zone. The finest sums are compared with facts where the retention has left them whole,
    coarser ones with the finest; those of closed spans only. At most ``SHOWN`` are told.
    """
    found: list[Difference] = []
    if not days:
        return found
    async with connection.transaction():
        await connection.execute("set transaction isolation level repeatable read, read only")
        bounds = await _bounds(connection, days)
        for kept in SUMS:
            whole_since = bounds["calls_since" if kept.is_of_calls else "agents_since"]
            if whole_since < bounds["until"]:
                asked = {**bounds, "since": max(bounds["since"], whole_since)}
                found += await _differing(connection, kept, finest_question(kept), asked)
            found += await _differing(connection, kept, coarse_question(kept), bounds)
        for kept, question in zip(CALLERS, CALLERS_QUESTIONS, strict=True):
            found += await _differing(connection, kept, sql.SQL(question), bounds)
    return found[:SHOWN]


async def _bounds(connection: AsyncConnection[Any], days: Sequence[date]) -> dict[str, Any]:
    asked = {"first": min(days), "last": max(days), "straddling": STRADDLING}
    row = await (await connection.execute(_BOUNDS, asked)).fetchone()
    assert row is not None
    names = ("zone", "since", "until", "month", "months_end", "calls_since", "agents_since")
    return dict(zip(names, row, strict=True))


async def _differing(
    connection: AsyncConnection[Any], kept: Kept, question: sql.SQL | sql.Composed, bounds: dict[str, Any]
) -> list[Difference]:
    rows: dict[tuple[Any, ...], dict[str, dict[str, int]]] = {}
    width = 2 + len(kept.keys)
    for side, *values in await (await connection.execute(question, bounds)).fetchall():
        rows.setdefault(tuple(values[:width]), {})[side] = dict(zip(kept.counts, values[width:], strict=True))
    nothing = dict.fromkeys(kept.counts, 0)
    return [
        Difference(kept.table, key[0], key[1], tuple(map(str, key[2:])), stored, counted)
        for key, sides in sorted(rows.items())
        for stored, counted in [_apart(sides.get("stored", nothing), sides.get("counted", nothing))] if stored
    ]  # fmt: skip


def _apart(stored: dict[str, int], counted: dict[str, int]) -> tuple[dict[str, int], dict[str, int]]:
    names = [name for name in stored if stored[name] != counted[name]]
    return {name: stored[name] for name in names}, {name: counted[name] for name in names}


async def settle_zone(connection: AsyncConnection[Any], zone: str) -> bool:
    """Let days and months be those of ``zone``; whether they were another's. Nobody stores meanwhile."""
    row = await (await connection.execute("select zone from installation")).fetchone()
    if row is None or row[0] == zone:
        return False
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock(%s)", [SUMS_LOCK])
        await connection.execute("update installation set zone = %s", [zone])
        for month in await _months(connection, None, None):
            await connection.execute(_REMAKE, month)
    log.info("figures are summed by days of %s from now on, before by those of %s", zone, row[0])
    return True


async def remake(connection: AsyncConnection[Any], since: datetime | None = None, until: datetime | None = None) -> int:
    """Make the sums of the months that the span touches anew, each by itself; how many. In autocommit."""
    months = await _months(connection, since, until)
    for month in months:
        await connection.execute(_REMAKE, month)
    return len(months)


async def _months(
    connection: AsyncConnection[Any], since: datetime | None, until: datetime | None
) -> list[tuple[datetime, datetime]]:
    found = await connection.execute(_MONTHS, {"since": since, "until": until})
    return [(begins_at, ends_at) for begins_at, ends_at in await found.fetchall()]


async def let_go(
    connection: AsyncConnection[Any], calls_before: datetime | None, agents_before: datetime | None
) -> None:
    """Note that the retention forgets what is older: sums of that time stay as they are, for good."""
    await connection.execute(_LET_GO, [calls_before, agents_before])


KEEP_SUMS = "select set_config('callcentre.is_forgetting', 'on', true)"
"""In a transaction: what it deletes stays in the sums."""

_LET_GO = (
    "update installation set calls_whole_since = greatest(calls_whole_since, %s::timestamptz), "
    "agents_whole_since = greatest(agents_whole_since, %s::timestamptz)"
)
_REMAKE = "select remake_sums(%s, %s)"
_BOUNDS = """
    select zone, %(first)s::timestamp at time zone zone, (%(last)s::date + 1)::timestamp at time zone zone,
        date_trunc('month', %(first)s::timestamp) at time zone zone,
        (date_trunc('month', %(last)s::timestamp) + interval '1 month') at time zone zone,
        day_not_before(coalesce(calls_whole_since + %(straddling)s, '1970-01-01Z'), zone),
        day_not_before(coalesce(agents_whole_since, '1970-01-01Z'), zone)
    from installation
"""
_MONTHS = """
    with told as (
        select min(at) as first, max(at) as last from (
            select min(started_at), max(started_at) from call union all
            select min(entered_at), max(entered_at) from queue_visit union all
            select min(started_at), max(started_at) from ring_attempt union all
            select min(started_at), max(ended_at) from agent_interval union all
            select min(starts_at), max(starts_at) from visit_sum union all
            select min(starts_at), max(starts_at) from call_sum union all
            select min(starts_at), max(starts_at) from agent_time_sum
        ) t (first, last) cross join lateral (values (t.first), (t.last)) v (at)
    ), bounds as (
        select i.zone, greatest(t.first, %(since)s::timestamptz) at time zone i.zone as first,
            least(t.last, %(until)s::timestamptz) at time zone i.zone as last
        from told t, installation i
    )
    select month at time zone zone, (month + interval '1 month') at time zone zone
    from bounds, generate_series(date_trunc('month', first), last, interval '1 month') month order by month
"""
