"""Callers who gave up in a queue and shall be called back: of the last hour, and who has been talked with since."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, text

SPAN = timedelta(hours=1)
MOST = 200
"""So many of the newest at most."""
_SAME = 9
"""Numbers with the same last digits are one: the rest is how a country or a prefix is dialled."""

_GAVE_UP = text("""
    select c.pbx, c.call_id, c.caller, c.line, v.queue, coalesce(v.left_at, v.ended_at, c.ended_at) as at, v.wait_ms
    from call c join queue_visit v on v.pbx = c.pbx and v.call_id = c.call_id and v.outcome = 'abandoned'
    where c.started_at >= :since and c.started_at <= :until and c.direction = 'inbound' and c.outcome = 'abandoned'
    order by at desc limit :most
""")
_TALKS = text("""
    select c.answered_at, case when c.direction = 'outbound' then c.called else c.caller end as number
    from call c
    where c.started_at >= :since and c.started_at <= :until and c.direction in ('inbound', 'outbound')
        and c.outcome = 'answered' and c.answered_at is not null
        and right(regexp_replace(case when c.direction = 'outbound' then c.called else c.caller end, '\\D', '', 'g'), 9)
            = any(:numbers)
    order by c.answered_at
""")


@dataclass(frozen=True, slots=True)
class Missed:
    """A caller who gave up in a queue at ``at``; ``called_back_at``: the first talk with that number afterwards."""

    pbx: str
    call: str
    at: datetime
    caller: str | None
    queue: str
    wait_seconds: float | None
    called_back_at: datetime | None = None


def missed(connection: Connection, now: datetime) -> tuple[Missed, ...]:
    """The last hour's, newest first; one of a caller who gave up several times."""
    span = {"since": now - SPAN, "until": now}
    # a call may have begun long before its caller gave up
    rows = connection.execute(_GAVE_UP, span | {"since": now - 2 * SPAN, "most": MOST}).all()
    latest = _latest([row for row in rows if row.at is not None and row.at >= span["since"]])
    numbers = sorted({number for row in latest if (number := _tail(row.caller))})
    talks: list[tuple[datetime, str]] = []
    if numbers:
        found = connection.execute(_TALKS, span | {"numbers": numbers}).all()
        talks = [(row.answered_at, _tail(row.number)) for row in found]
    return tuple(
        Missed(
            row.pbx, row.call_id, row.at, row.caller, row.queue, None if row.wait_ms is None else row.wait_ms / 1000,
            next((at for at, number in talks if number and number == _tail(row.caller) and at > row.at), None),
        )
        for row in latest
    )  # fmt: skip


def _latest(rows: list) -> list:  # type: ignore[type-arg]  # SQLAlchemy's rows have no names of their own
    """The newest of each caller; those without a number all."""
    seen = set[str]()
    kept = []
    for row in rows:
        number = _tail(row.caller)
        if number and number in seen:
            continue
        seen.add(number)
        kept.append(row)
    return kept


def _tail(number: str | None) -> str:
    """The digits by which numbers are compared; empty where none is shown."""
    return "".join(sign for sign in number or "" if sign.isdigit())[-_SAME:]
