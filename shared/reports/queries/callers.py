"""Numbers that called more than once: found among months' sums of callers, or counted from the calls.

Who may see all queues, and asks for all: the most frequent callers of a span are among those with many calls in some of
its months. A month's sums say who had at least so many; of the others it is known that they had fewer. So a few numbers
are left that may be among the most frequent; only theirs are counted to the last call. Who sees some queues, or asks
for some: from lists of the numbers in these. What no sums are made of, and spans of some days, is counted from the
calls.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import msgspec
from sqlalchemy import Connection, text

from shared.reports.queries.cover import cover
from shared.reports.queries.scope import Scope
from shared.reports.queries.summed import filters, sees_all_queues, stored_zone

SHORTEST = timedelta(days=14)
"""Shorter spans are counted from the calls."""
TRIES = ((3, 3_000), (2, 12_000), (1, 12_000))
"""Calls in a month from which on a number is looked at, and how many numbers are then counted at most."""
NEVER, MORE_THAN_ONCE = 1 << 62, 2
"""Calls that a number must have to be told."""
A_MOMENT = timedelta(microseconds=1)
MOST_ALIKE = 4_000
"""Numbers that called equally often: of more the calls are counted."""


class Repeated(msgspec.Struct, frozen=True):
    """A number that called more than once in the span; of its calls how many were answered."""

    number: str
    calls: int
    answered: int
    first_at: datetime
    last_at: datetime


class _Months(msgspec.Struct, frozen=True):
    """Months with sums that the span touches: ``starts`` of all, ``whole`` of those that lie in it.

    ``tails``: parts of the span in no month's sums; ``edges``: parts that are in no whole one. ``closed``: from when
    until when each has sums.
    """

    closed: list[tuple[datetime, datetime]]
    starts: list[datetime]
    whole: list[datetime]
    tails: list[tuple[datetime, datetime]]
    edges: list[tuple[datetime, datetime]]


def repeated(connection: Connection, scope: Scope, most: int = 500) -> list[Repeated]:
    """Those who called most often first. Numbers are the same in all their writings; hidden ones are left out."""
    if scope.until - scope.since >= SHORTEST:
        months = _months(connection, scope)
        is_of_all = scope.queues is None and scope.lines is None and sees_all_queues(connection)
        found = _of_all(connection, scope, months, most) if is_of_all else _of_some(connection, scope, months, most)
        if found is not None:
            return found
    condition, values = filters(("pbx", "line", "queues"), scope)
    rows = connection.execute(text(_FROM_CALLS.format(condition=condition)), {
        **values, "since": scope.since, "until": scope.until, "most": most})  # fmt: skip
    return [Repeated(*row) for row in rows]


def _count_of_pbxs(connection: Connection) -> int:
    """Each has its own row of a month and number."""
    return max(1, int(connection.execute(text("select count(*) from pbx")).scalar_one()))


def _months(connection: Connection, scope: Scope) -> _Months:
    rows = connection.execute(text(_CLOSED), {"since": scope.since, "until": scope.until})
    closed = [(starts_at.astimezone(UTC), ends_at.astimezone(UTC)) for starts_at, ends_at in rows]
    inside = [span for span in closed if scope.since <= span[0] and span[1] <= scope.until]
    return _Months(
        closed=closed, starts=[starts_at for starts_at, _ends_at in closed],
        whole=[starts_at for starts_at, _ends_at in inside],
        tails=_between(closed, scope), edges=_between(inside, scope),
    )  # fmt: skip


def _between(spans: list[tuple[datetime, datetime]], scope: Scope) -> list[tuple[datetime, datetime]]:
    """What of the scope's span is in none of these."""
    reached, found = scope.since, []
    for since, until in spans:
        if since > reached:
            found.append((reached, since))
        reached = max(reached, until)
    return [*found, (reached, scope.until)] if reached < scope.until else found


def _of_all(connection: Connection, scope: Scope, months: _Months, most: int) -> list[Repeated] | None:
    """None: too many numbers might be among them."""
    if not months.starts:
        return None
    condition, values = filters(("pbx",), scope)
    places = len(months.starts) * (_count_of_pbxs(connection) if scope.pbxs is None else len(scope.pbxs))
    bound = values | _spans("tail", months.tails) | {"months": months.starts, "places": places}
    needed = NEVER
    for least, numbers in TRIES:
        unseen = places * (least - 1)
        if unseen >= needed:
            continue
        many = f"{condition} and s.calls > 1" if least > 1 else condition
        rows = connection.execute(text(_CANDIDATES.format(condition=condition, many=many)), {
            **bound, "least": least, "numbers": numbers + 1}).all()  # fmt: skip
        first = _counted(connection, scope, months, [number for number, _bound in rows[: most + most // 2]])
        needed = first[most - 1].calls if len(first) >= most else MORE_THAN_ONCE
        likely = [number for number, bound in rows if bound >= needed]
        if unseen < needed and len(likely) <= numbers:
            return _counted(connection, scope, months, likely)[:most]
    return None


def _counted(connection: Connection, scope: Scope, months: _Months, numbers: list[str]) -> list[Repeated]:
    """All of these numbers with more than one call, those who called most often first."""
    condition, values = filters(("pbx",), scope)
    rows = connection.execute(text(_OF_NUMBERS.format(condition=condition)), {
        **values, **_spans("edge", months.edges), "months": months.whole, "numbers": numbers})  # fmt: skip
    return [Repeated(*row) for row in rows]


def _of_some(connection: Connection, scope: Scope, months: _Months, most: int) -> list[Repeated] | None:
    """None: there are no lists of numbers, or too many called equally often."""
    zone = ZoneInfo(stored_zone(connection))
    days = [piece for piece in cover(scope.since, scope.until, zone, coarsest="day") if piece.span == "day"]
    if not days or not months.closed:
        return None
    listed = [(max(since, days[0].since), min(until, days[0].until)) for since, until in months.closed]
    condition, values = filters(("pbx", "line", "queues"), scope)
    asked = {
        **values, **_spans("edge", _between([span for span in listed if span[0] < span[1]], scope)), "most": most,
        "months": months.starts, "first": [since.astimezone(zone).day for since, _until in listed],
        "last": [(until.astimezone(zone) - A_MOMENT).day if since < until else 0 for since, until in listed],
    }  # fmt: skip
    rows = connection.execute(text(_OF_LISTS.format(condition=condition)), asked).all()
    if len(rows) > MOST_ALIKE:
        return None
    told = {**values, "since": scope.since, "until": scope.until, "numbers": [number for number, _calls in rows]}
    return [Repeated(*row) for row in connection.execute(text(_DETAILS.format(condition=condition)), told)][:most]


def _spans(name: str, spans: list[tuple[datetime, datetime]]) -> dict[str, Any]:
    return {f"{name}_since": [since for since, _until in spans], f"{name}_until": [until for _since, until in spans]}


_CLOSED = """
    select starts_at, ends_at from closed_span
    where span = 'callers' and starts_at < :until and ends_at > :since order by starts_at
"""
_SHOWN = """
    select max(s.customer), count(*), count(*) filter (where s.outcome = 'answered'), min(s.started_at),
        max(s.started_at)
    from call s where s.started_at >= :since and s.started_at < :until and s.direction = 'inbound'
        and {condition}
"""
_FROM_CALLS = _SHOWN + """
        and s.customer_end <> ''
    group by s.customer_end having count(*) > 1 order by count(*) desc, max(s.customer) limit :most
"""
_DETAILS = _SHOWN + """
        and s.customer_end = any(cast(:numbers as text[]))
    group by s.customer_end having count(*) > 1 order by count(*) desc, max(s.customer)
"""
_CANDIDATES = """
    with listed as (
        select s.customer_end, sum(s.calls) - count(*) * (:least - 1) as more
        from caller_sum s
        where s.starts_at = any(cast(:months as timestamptz[])) and s.calls >= :least and {many}
        group by 1
    ), late as (
        select s.customer_end, count(*) as calls
        from unnest(cast(:tail_since as timestamptz[]), cast(:tail_until as timestamptz[])) t (since, until)
        join call s on s.started_at >= t.since and s.started_at < t.until
        where s.direction = 'inbound' and s.customer_end <> '' and {condition}
        group by 1
    )
    select customer_end, coalesce(l.more, 0) + :places * (:least - 1)
        + coalesce(t.calls, 0) as bound
    from listed l full join late t using (customer_end) order by 2 desc limit :numbers
"""
_OF_NUMBERS = """
    with told as (
        select s.customer_end, s.customer, s.calls, s.answered, s.first_at, s.last_at
        from caller_sum s
        where s.customer_end = any(cast(:numbers as text[])) and s.starts_at = any(cast(:months as timestamptz[]))
            and {condition}
        union all
        select s.customer_end, s.customer, 1, (s.outcome is not distinct from 'answered')::integer, s.started_at,
            s.started_at
        from unnest(cast(:edge_since as timestamptz[]), cast(:edge_until as timestamptz[])) e (since, until)
        cross join unnest(cast(:numbers as text[])) n (number)
        join call s on s.customer_end = n.number and s.started_at >= e.since and s.started_at < e.until
        where s.direction = 'inbound' and {condition}
    )
    select max(customer), sum(calls)::bigint, sum(answered)::bigint, min(first_at), max(last_at)
    from told group by customer_end having sum(calls) > 1 order by 2 desc, 1
"""
_OF_LISTS = """
    with told as materialized (
        select n.number
        from unnest(cast(:months as timestamptz[]), cast(:first as integer[]), cast(:last as integer[]))
            m (starts_at, first, last)
        join caller_list s on s.starts_at = m.starts_at
        cross join unnest(s.numbers, s.days) n (number, day)
        where n.day between m.first and m.last and {condition}
        union all
        select s.customer_end
        from unnest(cast(:edge_since as timestamptz[]), cast(:edge_until as timestamptz[])) e (since, until)
        join call s on s.started_at >= e.since and s.started_at < e.until
        where s.direction = 'inbound' and s.customer_end <> '' and {condition}
    )
    select number, count(*) from told group by 1 having count(*) > 1
        order by 2 desc fetch first :most rows with ties
"""
