"""Sums of days and months that are over: made once, in the daemon's own time, so that they cost the recorder nothing.

A day is closed when it has been over for a while, a month when all its days are; callers are counted by month up to the
same day. A change of a fact opens the span again (revision 0018), and the next round closes it anew; until then the
facts are read. What the retention has begun to forget is not closed any more: what was closed before stays, but for
callers, whose numbers go with their calls.
"""

from __future__ import annotations

import asyncio
from datetime import date
from typing import Any

from psycopg import AsyncConnection

from collector_daemon.store.closing import OVER


async def close_sums(connection: AsyncConnection[Any], today: date) -> int:
    """Close what is open and over; how many spans that were. On a connection in autocommit. Raises psycopg.Error."""
    closed = 0
    for question, deed in ((_DAYS, "close_day"), (_MONTHS, "close_month"), (_CALLERS, "close_callers")):
        rows = await (await connection.execute(question, {"before": today - OVER})).fetchall()
        for span in rows:
            await connection.execute(f"select {deed}(%s, %s)", span)
            await asyncio.sleep(0)  # others of the daemon have their turn; between two spans the recorder has
        closed += len(rows)
    return closed


_KNOWN = """
    with known as (
        select i.zone, %(before)s::timestamp as before, date_trunc('month', f.first at time zone i.zone) as first,
            day_not_before(coalesce(i.calls_whole_since + interval '1 day', '-infinity'), i.zone) as whole_since
        from installation i, (select min(started_at) from call) f (first)
    )
"""
_DAYS = f"""{_KNOWN}
    select day at time zone zone, (day + interval '1 day') at time zone zone
    from known, generate_series(first, before - interval '1 day', interval '1 day') day
    where day at time zone zone >= whole_since and not exists (
        select from closed_span c where c.span = 'day' and c.starts_at = day at time zone zone)
    order by 1 desc
"""  # noqa: S608
_MONTHS = f"""{_KNOWN}
    select month at time zone zone, (month + interval '1 month') at time zone zone
    from known, generate_series(first, before - interval '1 month', interval '1 month') month
    where not exists (select from closed_span c where c.span = 'month' and c.starts_at = month at time zone zone)
        and not exists (select from generate_series(
            month, month + interval '1 month' - interval '1 day', interval '1 day') day
            where not exists (
                select from closed_span c where c.span = 'day' and c.starts_at = day at time zone zone))
    order by 1 desc
"""  # noqa: S608
_CALLERS = f"""{_KNOWN}
    select month at time zone zone, least(month + interval '1 month', before) at time zone zone
    from known, generate_series(first, before - interval '1 day', interval '1 month') month
    where month at time zone zone >= whole_since and not exists (
        select from closed_span c where c.span = 'callers' and c.starts_at = month at time zone zone
            and c.ends_at = least(month + interval '1 month', before) at time zone zone)
    order by 1 desc
"""  # noqa: S608
