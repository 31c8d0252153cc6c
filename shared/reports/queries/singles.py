"""Single calls out of the facts: abandoned ones and what came of them."""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec
from sqlalchemy import Connection, text

from shared.reports.queries.scope import Scope
from shared.reports.queries.summed import filters

MOST = 5_000
WINDOW = timedelta(days=7)


class Abandoned(msgspec.Struct, frozen=True):
    """A visit that was given up.

    ``called_back_at``: the first call of ours to that number afterwards, ``called_back_by``: who then talked with him;
    ``came_again_at``: the first answered call from it. Each within the window, None where there was none.
    """

    pbx: str
    call_id: str
    queue: str
    entered_at: datetime
    wait_ms: int | None
    number: str
    called_back_at: datetime | None
    called_back_by: tuple[str, ...]
    is_reached: bool
    came_again_at: datetime | None


def abandoned(connection: Connection, scope: Scope, window: timedelta = WINDOW, most: int = MOST) -> list[Abandoned]:
    """The newest first, at most ``most``."""
    condition, values = filters(("pbx", "queue"), scope)
    rows = connection.execute(text(_ABANDONED.format(condition=condition)), {
        **values, "since": scope.since, "until": scope.until, "window": window, "most": most})  # fmt: skip
    return [
        Abandoned(pbx, call_id, queue, at, wait, number, back_at, tuple(back_by or ()), bool(is_reached), again_at)
        for pbx, call_id, queue, at, wait, number, back_at, back_by, is_reached, again_at in rows
    ]


_ABANDONED = """
    select s.pbx, s.call_id, s.queue, s.entered_at, s.wait_ms, coalesce(c.customer, ''), back.started_at, back.agents,
        back.outcome = 'answered', again.started_at
    from (
        select s.* from queue_visit s where s.entered_at >= :since and s.entered_at < :until and s.outcome = 'abandoned'
            and {condition} order by s.entered_at desc limit :most
    ) s
    join call c on c.pbx = s.pbx and c.call_id = s.call_id
    left join lateral (
        select b.started_at, b.agents, b.outcome from call b
        where c.customer_end <> '' and b.customer_end = c.customer_end and b.direction = 'outbound'
            and b.started_at > s.left_at and b.started_at <= s.left_at + :window
        order by b.started_at limit 1
    ) back on true
    left join lateral (
        select b.started_at from call b where c.customer_end <> '' and b.customer_end = c.customer_end
            and b.direction = 'inbound' and b.outcome = 'answered'
            and b.started_at > s.left_at and b.started_at <= s.left_at + :window
        order by b.started_at limit 1
    ) again on true
    order by s.entered_at desc
"""
