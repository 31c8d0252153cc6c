"""Sums of days and months that are over: made once by the daemon, so they cost the recorder nothing (revision 0018).

``closed_span`` says of which spans they are right: a change of a fact takes the span away, and whoever asks reads the
facts until the daemon has made it anew (``collector_daemon.store.rollup_closing``). What the retention forgets stays in
them, but for numbers of callers: those go with their calls. Who reads them is ``shared.reports.queries``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Column, Index, Integer, Numeric, SmallInteger, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY

from shared.database.tables.columns import instant, key, key_instant, metadata
from shared.database.tables.rollups import HANDLING_COUNTS, VISIT_COUNTS

OUTGOING_COUNTS = (
    "calls", "answered", "no_answer", "busy", "failed", "cancelled", "lost", "ongoing", "talked", "talk_ms", "hold_ms",
    "length_ms",
)  # fmt: skip


def _counts(names: Iterable[str]) -> list[Column[Any]]:
    return [
        Column(name, BigInteger if name.endswith("_ms") else Integer, nullable=False, server_default=text("0"))
        for name in names
    ]


def _queues() -> list[Column[Any]]:
    return [key("queues_key"), Column("queues", ARRAY(Text), nullable=False)]


closed_span = Table(
    "closed_span", metadata, key("span"), key_instant("starts_at"), instant("ends_at", is_needed=True),
    comment="Days and months whose sums by close_day and close_month are right; span callers: of a month up to ends_at "
    "those of callers. A change of a fact takes the span away.",
)  # fmt: skip
Index("closed_span_ends_at_idx", closed_span.c.ends_at)

ring_sum = Table(
    "ring_sum", metadata, key("span"), key_instant("starts_at"), key("pbx"), key("queue"), key("result"),
    Column("bins", Numeric, nullable=False, server_default=text("0")),
    comment="Ringing of phones by when it began, and how long it was: bins as in wait_sum. Of closed days and months.",
)  # fmt: skip

agent_sum = Table(
    "agent_sum", metadata, key("span"), key_instant("starts_at"), key("pbx"), key("agent"), *_counts(HANDLING_COUNTS),
    comment="The same as handling_sum, all queues together: for who may see all of them. Of closed days and months.",
)  # fmt: skip

week_sum = Table(
    "week_sum", metadata, key("span"), key_instant("starts_at"), key("pbx"),
    Column("slot", SmallInteger, primary_key=True, autoincrement=False), *_counts(VISIT_COUNTS),
    comment="The same as visit_sum, all queues together, by hour of the week (slot): for who may see all of them. Of "
    "closed days and months.",
)  # fmt: skip

outgoing_sum = Table(
    "outgoing_sum", metadata, key("span"), key_instant("starts_at"), key("pbx"), key("caller"), *_queues(),
    *_counts(OUTGOING_COUNTS),
    comment="Outbound calls by when they began and who called ('': not told). Of closed days and months.",
)  # fmt: skip

disposition_sum = Table(
    "disposition_sum", metadata, key("span"), key_instant("starts_at"), key("pbx"), key("code"), key("agent"),
    *_queues(), *_counts(("calls",)), instant("last_at", is_needed=True),
    comment="Dispositions by when their calls began: how many, and when the last was written; by the call's "
    "queues, and with queues_key '' of all together. Of closed days and months.",
)  # fmt: skip

caller_sum = Table(
    "caller_sum", metadata, Column("customer_end", Text(collation="C"), primary_key=True), key_instant("starts_at"),
    key("pbx"), Column("calls", Integer, nullable=False),
    Column("answered", Integer, nullable=False), instant("first_at", is_needed=True),
    instant("last_at", is_needed=True), Column("customer", Text(collation="C"), nullable=False),
    comment="Inbound calls of a month by the caller's number, for who may see all queues; customer, customer_end: as "
    "in call. A number goes with its call. Of closed spans of callers.",
)  # fmt: skip
Index("caller_sum_calls_idx", caller_sum.c.starts_at, caller_sum.c.calls, postgresql_include=["customer_end", "pbx"],
      postgresql_where=text("calls > 1"))  # fmt: skip
Index("caller_sum_starts_at_idx", caller_sum.c.starts_at, postgresql_using="brin")

caller_list = Table(
    "caller_list", metadata, key_instant("starts_at"), key("pbx"), key("line"), *_queues(),
    Column("numbers", ARRAY(Text), nullable=False), Column("days", ARRAY(SmallInteger), nullable=False),
    comment="The numbers (customer_end) of a month's inbound calls, one for each call, by line and queues, and on "
    "which day of the month each began. Of closed spans of callers.",
)  # fmt: skip
