"""Days of the past as bits: any combination of criteria over years is then found, counted and summed in a moment.

A day (UTC) is closed when it has been over for a while; a change of one of its calls, or of what was written about it,
opens it again (a trigger), and the next round closes it anew. Until then its calls are read one by one. What the bits
mean is said in ``shared.database.tables.search``; who reads them are the functions of migration 0013.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row

from collector_daemon.store.copy_text import NULL, field
from collector_daemon.store.day_bits import MEASURES, Bits, bits_of, marked
from shared.database.connection import copying

OVER = timedelta(days=2)
"""So old a day is when it is closed: calls that began in it are over."""
_DAY, _MICROSECOND = timedelta(days=1), timedelta(microseconds=1)


async def close_days(connection: AsyncConnection[Any], today: date, *, most: int = 10_000) -> int:
    """Close what is open and over, the newest first; how many days that were. On a connection in autocommit."""
    rows = await (await connection.execute(_OPEN, {"before": today - OVER, "most": most})).fetchall()
    for (day,) in rows:
        await close_day(connection, day)
        await asyncio.sleep(0)  # others of the daemon have their turn; between two days the recorder has
    return len(rows)


async def close_day(connection: AsyncConnection[Any], day: date) -> None:
    """Make its bits. Nobody writes calls or notes meanwhile: what came then would be missing in them."""
    begins_at = datetime.combine(day, time.min, UTC)
    span = {"since": begins_at, "until": begins_at + _DAY}
    async with connection.transaction():
        await connection.execute("lock table call, call_note, call_disposition, call_form in share mode")
        async with connection.cursor(row_factory=dict_row) as cursor:
            calls = await (await cursor.execute(_CALLS, span)).fetchall()
        if any(call[column] is not None and call[column] < 0 for call in calls for column in MEASURES.values()):
            return  # a clock was set back: bits know no sign, such a day stays open
        written = await (await connection.execute(_WRITTEN, span)).fetchall()
        await connection.execute("delete from call_bits where day = %s", [day])
        async with copying(connection, _COPY) as copy:
            for row in _rows(day, calls, written):
                await copy.write(row)


def _rows(day: date, calls: Sequence[Mapping[str, Any]], written: Sequence[tuple[Any, ...]]) -> Iterator[bytes]:
    begins_at = datetime.combine(day, time.min, UTC)
    starts = ",".join(str((call["started_at"] - begins_at) // _MICROSECOND) for call in calls)
    for bits in bits_of(calls):
        yield _row(day, bits, f"{{{starts}}}" if bits.kind == "all" else NULL)
    for kind, value, places in written:
        yield _row(day, marked(kind, value, places, len(calls)), NULL)


def _row(day: date, bits: Bits, starts: str) -> bytes:
    slices = ",".join(bits.slices)
    places = NULL if bits.places is None else "{" + ",".join(map(str, bits.places)) + "}"
    return f"{day}\t{bits.kind}\t{field(bits.value)}\t{{{slices}}}\t{places}\t{starts}\n".encode()


_COPY = "copy call_bits (day, kind, value, slices, places, starts) from stdin"
_CALLS = (
    "select started_at, wait_ms, ring_ms, talk_ms, hold_ms, length_ms, attempts, pbx, direction, outcome, ended_by, "
    "line, queues, visit_outcomes, agents, rang, missed, is_transferred, is_consulted, is_parked, recording_count, "
    "is_in_gap, caller_words, keyed, customer "
    "from call where started_at >= %(since)s and started_at < %(until)s order by started_at, pbx, call_id"
)
_WRITTEN = """
    with those as materialized (
        select pbx, call_id, (row_number() over (order by started_at, pbx, call_id) - 1)::integer as place
        from call where started_at >= %(since)s and started_at < %(until)s
    ), told as (
        select w.kind, w.word, t.place from those t join call_note n using (pbx, call_id), words_of(n) w
        union all select w.kind, w.word, t.place from those t join call_form f using (pbx, call_id), words_of(f) w
        union all select 'noted', '', t.place from those t join call_note n using (pbx, call_id) where n.text <> ''
        union all select 'disposed', '', t.place from those t join call_disposition d using (pbx, call_id)
            where d.code <> ''
        union all select 'disposition', d.code, t.place from those t join call_disposition d using (pbx, call_id)
    )
    select kind, word, array_agg(place) from told group by kind, word
    union all
    select kind || ' letter', left(word, 1), array_agg(place) from told where kind in ('note', 'crm') group by 1, 2
"""
_OPEN = (
    "select day::date from (select min(day) as first from call_day) f, "
    "generate_series(f.first, %(before)s::date, interval '1 day') day "
    "where not exists (select from call_bits b where b.day = day::date and b.kind = 'all' and b.value = '' "
    "and b.starts is not null) order by day desc limit %(most)s"
)
