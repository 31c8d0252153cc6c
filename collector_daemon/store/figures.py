"""Figures out of stored facts: sums of queue visits, step by step.

A visit counts in the step in which it entered its queue, once its call is over; steps are half-open, [at, next).
The instants are the asker's: which hours or days they are, in which zone, is nobody's business here. What the daemon
did not see of that time comes along as gaps, so that a hole is not taken for a quiet hour. At most two questions are
before the database at a time: storing goes first.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import psycopg
from psycopg.rows import dict_row

from collector_daemon.store.writing import PATIENCE
from shared.database.connection import connect, plain
from shared.database.escapes import identifier
from shared.errors import Unavailable

ASKERS = 2
SLOWEST = "20s"
"""How long a question may take, in Postgres' words: less than the feed waits for an answer."""


class Asked(msgspec.Struct, frozen=True, kw_only=True):
    """The time asked for, cut into steps, on these PBXs; ``queues`` None: all."""

    since: datetime
    until: datetime
    step: timedelta
    pbxs: tuple[str, ...]
    queues: frozenset[str] | None = None

    def starts(self) -> list[datetime]:
        """When each step begins; the last one may be shorter."""
        count = -(-(self.until - self.since) // self.step)
        return [(self.since + number * self.step).astimezone(UTC) for number in range(count)]


class Figures:
    """Asks the database at ``url``. The thresholds are the service level's: in time, and short, in seconds."""

    def __init__(self, url: str, thresholds: Callable[[], tuple[float, float]]) -> None:
        self._url, self._thresholds = url, thresholds
        self._turns = asyncio.Semaphore(ASKERS)

    async def visits(self, asked: Asked) -> dict[str, Any]:
        """``steps``, all of them and in order, and ``gaps`` as pairs of instants. Raises Unavailable."""
        in_time, short = self._thresholds()
        where = {
            "threshold": timedelta(seconds=in_time), "short": timedelta(seconds=short),
            "since": asked.since, "until": asked.until, "step": asked.step,
            "pbxs": [identifier(pbx) for pbx in asked.pbxs],
            "queues": None if asked.queues is None else [identifier(queue) for queue in asked.queues],
        }
        async with self._turns:
            try:
                async with await connect(self._url, **PATIENCE) as connection:
                    await connection.execute("select set_config('statement_timeout', %s, false)", [SLOWEST])
                    cursor = connection.cursor(row_factory=dict_row)
                    sums = await (await cursor.execute(_VISITS, where)).fetchall()
                    gaps = await (await connection.execute(_GAPS, where)).fetchall()
            except (psycopg.Error, OSError) as problem:
                raise Unavailable(f"figures cannot be had: {plain(problem)}") from None
        found = {row.pop("step"): row for row in sums}
        steps = [{"at": at} | found.get(number, _NOTHING) for number, at in enumerate(asked.starts())]
        return {"steps": steps, "gaps": list(_united(gaps))}


def _united(spans: Iterable[tuple[datetime, datetime]]) -> Iterable[list[datetime]]:
    """Spans in order of their beginning, those that touch (of two PBXs) as one."""
    last: list[datetime] = []
    for start, end in spans:
        if last and start <= last[1]:
            last[1] = max(last[1], end)
            continue
        if last:
            yield last
        last = [start, end]
    if last:
        yield last


_SUMS = ("offered", "answered", "answered_in_threshold", "abandoned", "short_abandoned", "wait_seconds", "talk_seconds")
_NOTHING: dict[str, Any] = dict.fromkeys(_SUMS[:5], 0) | dict.fromkeys(_SUMS[5:], 0.0)

_VISITS = """
select floor(extract(epoch from entered_at - %(since)s) / extract(epoch from %(step)s::interval))::int as step,
    count(*) as offered,
    count(*) filter (where outcome = 'answered') as answered,
    count(*) filter (where outcome = 'answered' and answered_at - entered_at <= %(threshold)s) as answered_in_threshold,
    count(*) filter (where outcome = 'abandoned') as abandoned,
    count(*) filter (where outcome = 'abandoned' and left_at - entered_at <= %(short)s) as short_abandoned,
    coalesce(sum(wait_ms) filter (where outcome = 'answered'), 0)::float / 1000 as wait_seconds,
    coalesce(sum(talk_ms) filter (where outcome = 'answered'), 0)::float / 1000 as talk_seconds
from queue_visit
where entered_at >= %(since)s and entered_at < %(until)s and pbx = any(%(pbxs)s::text[])
    and (%(queues)s::text[] is null or queue = any(%(queues)s::text[]))
group by 1
"""
_GAPS = """
select greatest(started_at, %(since)s), least(coalesce(ended_at, %(until)s), %(until)s) from gap
where started_at < %(until)s and coalesce(ended_at, %(until)s) > %(since)s and pbx = any(%(pbxs)s::text[])
order by 1
"""
