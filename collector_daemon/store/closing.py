"""Days of the past as bits: any combination of criteria over years is then counted and summed in a moment.

A day (UTC) is closed when it has been over for a while; a change of one of its calls opens it again (a trigger), and
the next round closes it anew. Until then its calls are counted one by one. What the bits mean is said in
``shared.database.tables.search``; who reads them is the function ``bit_sums`` of migration 0007.
"""

from __future__ import annotations

import asyncio
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from psycopg import AsyncConnection
from psycopg.rows import dict_row

MEASURES = {"wait": "wait_ms", "ring": "ring_ms", "talk": "talk_ms", "hold": "hold_ms", "length": "length_ms",
            "attempts": "attempts"}  # fmt: skip
"""Kind → column of a number."""
CHOICES = {"pbx": "pbx", "direction": "direction", "outcome": "outcome", "ended_by": "ended_by", "line": "line"}
LISTS = {"queue": "queues", "visit": "visit_outcomes"}
"""Not agents: there are many, each of few calls, to which a table of words leads as quickly."""
TRUTHS = {"transferred": "is_transferred", "consulted": "is_consulted", "parked": "is_parked",
          "recorded": "recording_count", "gap": "is_in_gap"}  # fmt: skip
OVER = timedelta(days=2)
"""So old a day is when it is closed: calls that began in it are over."""
_DAY = timedelta(days=1)

Bits = tuple[str, str, Sequence[str]]
"""Kind, value, and its slices as texts of 0 and 1."""


async def close_days(connection: AsyncConnection[Any], today: date, *, most: int = 10_000) -> int:
    """Close what is open and over, the newest first; how many days that were. On a connection in autocommit."""
    rows = await (await connection.execute(_OPEN, {"before": today - OVER, "most": most})).fetchall()
    for (day,) in rows:
        await close_day(connection, day)
        await asyncio.sleep(0)  # others of the daemon have their turn; between two days the recorder has
    return len(rows)


async def close_day(connection: AsyncConnection[Any], day: date) -> None:
    """Make its bits. Nobody writes calls meanwhile: what came then would be missing in them."""
    begins_at = datetime.combine(day, time.min, UTC)
    async with connection.transaction():
        await connection.execute("lock table call in share mode")
        async with connection.cursor(row_factory=dict_row) as cursor:
            await cursor.execute(_CALLS, [begins_at, begins_at + _DAY])
            calls = await cursor.fetchall()
            if any(call[column] is not None and call[column] < 0 for call in calls for column in MEASURES.values()):
                return  # a clock was set back: bits know no sign, such a day stays open
            await cursor.execute("delete from call_bits where day = %s", [day])
            rows = [(day, kind, value, "{" + ",".join(f'"{bits}"' for bits in slices) + "}")
                    for kind, value, slices in bits_of(calls)]  # fmt: skip
            await cursor.executemany("insert into call_bits values (%s, %s, %s, %s)", rows)


def bits_of(calls: Sequence[Mapping[str, Any]]) -> Iterator[Bits]:
    """All bits of a day's calls, in the order of the calls."""
    yield "all", "", ["1" * len(calls)]
    for kind, column in MEASURES.items():
        yield from _digits(kind, [call[column] for call in calls])
    for kind, column in CHOICES.items():
        yield from _marks(kind, [(call[column],) if call[column] is not None else () for call in calls])
    for kind, column in LISTS.items():
        yield from _marks(kind, [call[column] for call in calls])
    for kind, column in TRUTHS.items():
        yield from _marks(kind, [("",) if call[column] else () for call in calls])


def _digits(kind: str, numbers: Sequence[int | None]) -> Iterator[Bits]:
    """Which have one, then its binary digits, the lowest first."""
    known = [number or 0 for number in numbers]
    width = max(known, default=0).bit_length()
    written = "".join(format(number, f"0{width}b") for number in known) if width else ""
    slices = [written[width - 1 - place :: width] for place in range(width)]
    yield kind, "", ["".join("0" if number is None else "1" for number in numbers), *slices]


def _marks(kind: str, values: Iterable[Iterable[str]]) -> Iterator[Bits]:
    """Of each value the calls that have it."""
    places: dict[str, set[int]] = {}
    count = 0
    for place, found in enumerate(values):
        count = place + 1
        for value in found:
            places.setdefault(value, set()).add(place)
    for value, those in sorted(places.items()):
        bits = bytearray(b"0" * count)
        for place in those:
            bits[place] = 49
        yield kind, value, [bits.decode()]


_CALLS = (
    "select wait_ms, ring_ms, talk_ms, hold_ms, length_ms, attempts, pbx, direction, outcome, ended_by, line, queues, "
    "visit_outcomes, is_transferred, is_consulted, is_parked, recording_count, is_in_gap "
    "from call where started_at >= %s and started_at < %s order by started_at, pbx, call_id"
)
_OPEN = (
    "select day::date from (select min(day) as first from call_day) f, "
    "generate_series(f.first, %(before)s::date, interval '1 day') day "
    "where not exists (select from call_bits b where b.day = day::date and b.kind = 'all' and b.value = '') "
    "order by day desc limit %(most)s"
)
