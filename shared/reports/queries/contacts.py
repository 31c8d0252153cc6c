"""Visits one by one, as first contacts and expected waits are made of them: read by an index, no more than so many."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, text

from shared.reports.queries.scope import Scope
from shared.reports.queries.summed import filters

MOST_CONTACTS, MOST_WAITS = 200_000, 20_000


class Entry(msgspec.Struct, frozen=True):
    """A customer entered a queue. ``number``: the same for all writings of it, "" where it is hidden."""

    pbx: str
    call_id: str
    queue: str
    entered_at: datetime
    is_answered: bool
    number: str


class Waited(msgspec.Struct, frozen=True):
    """An answered visit: where in the queue it began to wait, and how long."""

    queue: str
    position: int
    wait_ms: int


def entries(
    connection: Connection, scope: Scope, after: timedelta, most: int = MOST_CONTACTS
) -> tuple[list[Entry], datetime | None]:
    """Visits of inbound calls in the span and so long after it, the earliest first, at most ``most``.

    Beside them until when all were read; None: there were no more.
    """
    condition, values = filters(("pbx", "queue"), scope)
    rows = connection.execute(text(_ENTRIES.format(condition=condition)), {
        **values, "since": scope.since, "until": scope.until + after, "most": most})  # fmt: skip
    read = rows.all()
    return [Entry(*row[:-1]) for row in read if row[-1]], read[-1][3] if len(read) >= most else None


def waited(connection: Connection, scope: Scope, most: int = MOST_WAITS) -> list[Waited]:
    """Answered visits of the span whose position is known, the newest first, at most ``most``."""
    condition, values = filters(("pbx", "queue"), scope)
    rows = connection.execute(text(_WAITED.format(condition=condition)), {
        **values, "since": scope.since, "until": scope.until, "most": most})  # fmt: skip
    return [Waited(*row) for row in rows]


_ENTRIES = """
    select s.pbx, s.call_id, s.queue, s.entered_at, s.outcome is not distinct from 'answered',
        coalesce(c.customer_end, ''), c.direction = 'inbound'
    from (
        select s.pbx, s.call_id, s.queue, s.entered_at, s.outcome from queue_visit s
        where s.entered_at >= :since and s.entered_at < :until and {condition}
        order by s.entered_at limit :most
    ) s
    join call c on c.pbx = s.pbx and c.call_id = s.call_id
    order by s.entered_at
"""
_WAITED = """
    select s.queue, s.position, s.wait_ms from queue_visit s
    where s.entered_at >= :since and s.entered_at < :until and s.outcome = 'answered' and s.position >= 1
        and s.wait_ms is not null and {condition}
    order by s.entered_at desc limit :most
"""
