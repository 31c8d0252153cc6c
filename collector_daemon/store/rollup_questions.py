"""What is asked to hold sums against facts, and coarser sums against finer ones. Pure."""

from __future__ import annotations

from typing import Final

import msgspec
from psycopg import sql

from shared.database.tables import closed_sums, rollups


class Kept(msgspec.Struct, frozen=True):
    """A table of sums: its keys besides span and start, its counts, and the function that counts the finest anew.

    ``more``, ``rest``: columns of that function between keys and counts, and after them. ``has_bins``: one column has
    all counts by edge. ``is_closed``: only of closed spans.
    """

    table: str
    keys: tuple[str, ...]
    counts: tuple[str, ...]
    parts: str
    finest: str = "quarter"
    is_of_calls: bool = True
    more: tuple[str, ...] = ()
    rest: tuple[str, ...] = ()
    has_bins: bool = False
    is_closed: bool = False

    @property
    def has_hours(self) -> bool:
        """Whether hours of the week are made of its finest sums."""
        return self.finest == "quarter" and "slot" in self.keys

    @property
    def name(self) -> str:
        """What rows are read from."""
        return f"bins_of_{self.table}" if self.has_bins else self.table


SUMS: Final = (
    Kept("visit_sum", ("pbx", "queue", "slot"), rollups.VISIT_COUNTS, "visit_parts(%(since)s, %(until)s)"),
    Kept("wait_sum", ("pbx", "queue", "outcome", "wait_edge"), ("visits",),
         "wait_parts(%(since)s, %(until)s, %(zone)s)", "day", has_bins=True),
    Kept("handling_sum", ("pbx", "agent", "queue"), rollups.HANDLING_COUNTS,
         "handling_parts(%(since)s, %(until)s, %(zone)s)", "day"),
    Kept("agent_time_sum", ("pbx", "agent", "state", "reason"), ("spells", "spent_ms"),
         "agent_time_parts(%(since)s, %(until)s)", is_of_calls=False),
    Kept("call_sum", ("pbx", "direction", "line", "queues_key"), rollups.CALL_COUNTS,
         "call_parts(%(since)s, %(until)s)", more=("queues",)),
    Kept("ring_sum", ("pbx", "queue", "result", "wait_edge"), ("visits",),
         "ring_parts(%(since)s, %(until)s, %(zone)s)", "day", has_bins=True, is_closed=True),
    Kept("agent_sum", ("pbx", "agent"), rollups.HANDLING_COUNTS,
         "agent_parts(%(since)s, %(until)s, %(zone)s)", "day", is_closed=True),
    Kept("week_sum", ("pbx", "slot"), rollups.VISIT_COUNTS,
         "week_parts(%(since)s, %(until)s, %(zone)s)", "day", is_closed=True),
    Kept("outgoing_sum", ("pbx", "caller", "queues_key"), closed_sums.OUTGOING_COUNTS,
         "outgoing_parts(%(since)s, %(until)s, %(zone)s)", "day", more=("queues",), is_closed=True),
    Kept("disposition_sum", ("pbx", "code", "agent", "queues_key"), ("calls",),
         "disposition_parts(%(since)s, %(until)s, %(zone)s)", "day", more=("queues",), rest=("last_at",),
         is_closed=True),
)  # fmt: skip


def finest_question(kept: Kept) -> sql.Composed:
    """Rows of the finest sums of [since, until) that facts do not bear out, and what facts say instead."""
    told = ["span", "starts_at", *kept.keys, *kept.more, *kept.counts]
    if kept.has_bins:
        told = ["span", "starts_at", *kept.keys[:-1], "bins"]
    counted = f"select * from {kept.parts} c ({', '.join([*told, *kept.rest])})"  # noqa: S608
    if kept.has_bins:
        counted = f"select {', '.join(f'c.{name}' for name in told[:-1])}, b.* from ({counted}) c, bins_of(c.bins) b"  # noqa: S608
    return _both(kept, counted, "span = {finest} and starts_at >= %(since)s and starts_at < %(until)s")


def coarse_question(kept: Kept) -> sql.Composed:
    """Rows of the coarser sums of [month, months_end) that the finest do not bear out."""
    keys = [f"t.{name}" if name == "slot" and kept.has_hours else f"s.{name}" for name in kept.keys]
    sums = [f"sum(s.{name})::bigint as {name}" for name in kept.counts]
    spans = [
        f"('{span}', date_trunc('{length}', s.starts_at, %(zone)s), {slot})"
        for span, length, slot in _coarser(kept)
    ]
    counted = (
        f"select t.span, t.starts_at, {', '.join([*keys, *sums])} from {kept.name} s "  # noqa: S608
        f"cross join lateral (values {', '.join(spans)}) t (span, starts_at, slot) "
        "where s.span = {finest} and s.starts_at >= %(month)s and s.starts_at < %(months_end)s "
        f"group by {', '.join(['t.span', 't.starts_at', *keys])}"
    )
    return _both(kept, counted, "span <> {finest} and starts_at >= %(month)s and starts_at < %(months_end)s")


def _coarser(kept: Kept) -> list[tuple[str, str, str]]:
    days = [("day", "day", "0")] if kept.finest == "quarter" else []
    hours = [("week_hour", "month", "week_hour(s.starts_at, %(zone)s)")] if kept.has_hours else []
    return [*days, ("month", "month", "0"), *hours]


def _both(kept: Kept, counted: str, stored_where: str) -> sql.Composed:
    """Stored and not counted, counted and not stored; rows of nothing but zeros do not matter, but may come along."""
    columns = ", ".join(["span", "starts_at", *kept.keys, *kept.counts])
    bins = ""
    if kept.has_bins:
        bins = (
            f"{kept.name} as (select s.span, s.starts_at, {', '.join(f's.{name}' for name in kept.keys[:-1])}, b.* "  # noqa: S608
            f"from {kept.table} s, bins_of(s.bins) b where s.starts_at >= %(month)s and s.starts_at < %(months_end)s), "
        )
    closed = "where (span, starts_at) in (select span, starts_at from closed_span)" if kept.is_closed else ""
    question = (
        f"with {bins} stored as (select {columns} from {kept.name} where {stored_where}), "  # noqa: S608
        f"counted ({columns}) as (select {columns} from ({counted}) c) "
        f"(select 'stored', * from (table stored except all table counted) s {closed}) union all "
        f"(select 'counted', * from (table counted except all table stored) c {closed})"
    )
    return sql.SQL(question).format(finest=sql.Literal(kept.finest))


CALLERS: Final = (
    Kept("caller_sum", ("pbx",), ("calls", "answered"), "", "callers", is_closed=True),
    Kept("caller_list", ("pbx", "line", "queues_key"), ("calls", "mixed"), "", "callers", is_closed=True),
)  # fmt: skip
"""By month, told without the numbers themselves; mixed: a number made of those of the list in order."""
_CLOSED = """
    with closed as (select starts_at, ends_at from closed_span
        where span = 'callers' and starts_at >= %(month)s and starts_at < %(months_end)s),
"""
CALLERS_QUESTIONS: Final = (f"""{_CLOSED} stored as (
        select s.starts_at, s.customer_end, s.pbx, s.calls, s.answered, s.first_at, s.last_at, s.customer
        from caller_sum s join closed using (starts_at)
    ), counted as (
        select p.starts_at, p.customer_end, p.pbx, p.calls, p.answered, p.first_at, p.last_at, p.customer
        from closed c, caller_parts(c.starts_at, c.ends_at, %(zone)s) p
    )
    select 'stored', 'callers', s.starts_at, s.pbx, sum(s.calls)::bigint, sum(s.answered)::bigint
    from (table stored except all table counted) s group by 3, 4
    union all select 'counted', 'callers', c.starts_at, c.pbx, sum(c.calls)::bigint, sum(c.answered)::bigint
    from (table counted except all table stored) c group by 3, 4
""", f"""{_CLOSED} stored as (
        select s.starts_at, s.pbx, s.line, s.queues_key, cardinality(s.numbers),
            (select hashtext(string_agg(n || ' ' || day, ' ' order by n, day))
                from unnest(s.numbers, s.days) t (n, day))
        from caller_list s join closed using (starts_at)
    ), counted as (
        select k.starts_at, c.pbx, coalesce(c.line, ''), queues_key(c.queues), count(*)::integer,
            hashtext(string_agg(c.customer_end || ' ' || d.day, ' ' order by c.customer_end, d.day))
        from closed k join call c on c.started_at >= k.starts_at and c.started_at < k.ends_at
        cross join lateral (select extract(day from c.started_at at time zone %(zone)s)::smallint) d (day)
        where c.direction = 'inbound' and c.customer_end <> '' group by 1, 2, 3, 4
    )
    select 'stored', 'callers', s.* from (table stored except all table counted) s
    union all select 'counted', 'callers', c.* from (table counted except all table stored) c
""")  # noqa: S608  # fmt: skip
