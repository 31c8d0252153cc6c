"""What is asked to hold sums against facts, and coarser sums against finer ones. Pure."""

from __future__ import annotations

from typing import Final

import msgspec
from psycopg import sql

from shared.database.tables import rollups


class Kept(msgspec.Struct, frozen=True):
    """A table of sums: its keys besides span and start, its counts, and the function that counts the finest anew."""

    table: str
    keys: tuple[str, ...]
    counts: tuple[str, ...]
    parts: str
    finest: str = "quarter"
    is_of_calls: bool = True


SUMS: Final = (
    Kept("visit_sum", ("pbx", "queue", "slot"), rollups.VISIT_COUNTS, "visit_parts(%(since)s, %(until)s)"),
    Kept("wait_sum", ("pbx", "queue", "outcome", "wait_edge"), ("visits",),
         "wait_parts(%(since)s, %(until)s, %(zone)s)", "day"),
    Kept("handling_sum", ("pbx", "agent", "queue"), rollups.HANDLING_COUNTS,
         "handling_parts(%(since)s, %(until)s, %(zone)s)", "day"),
    Kept("agent_time_sum", ("pbx", "agent", "state", "reason"), ("spells", "spent_ms"),
         "agent_time_parts(%(since)s, %(until)s)", is_of_calls=False),
    Kept("call_sum", ("pbx", "direction", "line", "queues_key"), rollups.CALL_COUNTS,
         "call_parts(%(since)s, %(until)s)"),
)  # fmt: skip


def finest_question(kept: Kept) -> sql.Composed:
    """Rows of the finest sums of [since, until) that facts do not bear out, and what facts say instead."""
    more = ["queues"] if kept.table == "call_sum" else []
    told = ["span", "starts_at", *kept.keys, *more, *kept.counts]
    counted = f"select * from {kept.parts} c ({', '.join(told)})"  # noqa: S608
    return _both(kept, counted, "span = {finest} and starts_at >= %(since)s and starts_at < %(until)s")


def coarse_question(kept: Kept) -> sql.Composed:
    """Rows of the coarser sums of [month, months_end) that the finest do not bear out."""
    keys = [f"t.{name}" if name == "slot" else f"s.{name}" for name in kept.keys]
    sums = [f"sum(s.{name})::bigint as {name}" for name in kept.counts]
    spans = [
        f"('{span}', date_trunc('{length}', s.starts_at, %(zone)s), {slot})"
        for span, length, slot in _coarser(kept)
    ]
    counted = (
        f"select t.span, t.starts_at, {', '.join([*keys, *sums])} from {kept.table} s "  # noqa: S608
        f"cross join lateral (values {', '.join(spans)}) t (span, starts_at, slot) "
        "where s.span = {finest} and s.starts_at >= %(month)s and s.starts_at < %(months_end)s "
        f"group by {', '.join(['t.span', 't.starts_at', *keys])}"
    )
    return _both(kept, counted, "span <> {finest} and starts_at >= %(month)s and starts_at < %(months_end)s")


def _coarser(kept: Kept) -> list[tuple[str, str, str]]:
    days = [("day", "day", "0")] if kept.finest == "quarter" else []
    hours = [("week_hour", "month", "week_hour(s.starts_at, %(zone)s)")] if "slot" in kept.keys else []
    return [*days, ("month", "month", "0"), *hours]


def _both(kept: Kept, counted: str, stored_where: str) -> sql.Composed:
    """Stored and not counted, counted and not stored; rows of nothing but zeros do not matter, but may come along."""
    columns = ", ".join(["span", "starts_at", *kept.keys, *kept.counts])
    question = (
        f"with stored as (select {columns} from {kept.table} where {stored_where}), "  # noqa: S608
        f"counted ({columns}) as (select {columns} from ({counted}) c) "
        "(select 'stored', * from (table stored except all table counted) s) union all "
        "(select 'counted', * from (table counted except all table stored) c)"
    )
    return sql.SQL(question).format(finest=sql.Literal(kept.finest))

