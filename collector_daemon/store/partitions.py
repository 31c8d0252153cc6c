"""Partitions of ``raw_event``: one a day in UTC, named ``raw_event_20260105``; made ahead or when needed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import Any

from psycopg import AsyncConnection, sql

NAME = re.compile(r"raw_event_(\d{4})(\d\d)(\d\d)")
_CREATE = sql.SQL("create table {} (like raw_event including all)")
_ATTACH = sql.SQL("alter table raw_event attach partition {} for values from ({}) to ({})")
LOCK = 0x72617765  # "rawe": two daemons that make the same day's partition wait for each other


def name_of(day: date) -> str:
    """The partition of a day."""
    return f"raw_event_{day:%Y%m%d}" if day.year > 999 else f"raw_event_{day.isoformat().replace('-', '')}"


def day_of(partition: str) -> date | None:
    """The day of a partition, None for a table that is none of ours."""
    found = NAME.fullmatch(partition)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None


async def existing(connection: AsyncConnection[Any]) -> set[date]:
    """The days that have a partition."""
    rows = await connection.execute(
        "select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid "
        "where i.inhparent = 'raw_event'::regclass"
    )
    return {day for (name,) in await rows.fetchall() if (day := day_of(name)) is not None}


async def make(connection: AsyncConnection[Any], days: Iterable[date]) -> None:
    """Make the partitions of ``days`` that are missing. Raises OverflowError for the end of the calendar.

    They are made apart and then attached: that does not wait for whoever reads raw events just now.
    """
    async with connection.transaction():
        await connection.execute("select pg_advisory_xact_lock(%s)", [LOCK])
        for day in sorted(set(days) - await existing(connection)):
            table = sql.Identifier(name_of(day))
            first = datetime(day.year, day.month, day.day, tzinfo=UTC)
            bounds = [sql.Literal(at.isoformat()) for at in (first, first + timedelta(days=1))]
            await connection.execute(_CREATE.format(table))
            await connection.execute(_ATTACH.format(table, *bounds))


async def drop(connection: AsyncConnection[Any], day: date) -> None:
    """Drop a day's raw events whole; nothing happens if there are none."""
    await connection.execute(sql.SQL("drop table if exists {}").format(sql.Identifier(name_of(day))))
