"""Sums that are kept with the facts: what statistics read instead of calls, so that years take a moment.

Triggers keep them (revision 0012) in the transaction that stores a fact, so that whoever changes one need not think of
them, and what is told again changes nothing twice. A row sums up what began in a span, named by ``span`` and
``starts_at``: a quarter of an hour, a day, a month, and of visits an hour of the week in a month. Days and months are
those of ``installation.zone``; the function ``remake_sums`` makes a month's sums anew. What the retention forgets stays
in them. Which visits count as what is said in ``shared.domain.measures``; who reads them is ``shared.reports.queries``.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from sqlalchemy import BigInteger, Column, Integer, Numeric, SmallInteger, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY

from shared.database.tables.columns import key, key_instant, metadata
from shared.domain.measures.counts import FLOW_OUTS
from shared.domain.measures.histogram import LADDER

CALL_OUTCOMES = (
    "answered", "abandoned", "left_ivr", "overflow", "no_answer", "busy", "failed", "cancelled", "lost",
)  # fmt: skip
RING_RESULTS = ("no_answer", "rejected", "elsewhere", "cancelled", "failed")

VISIT_COUNTS = (
    "offered", "answered", "abandoned", *(f"out_{outcome}" for outcome in FLOW_OUTS), "lost", "waiting", "ongoing",
    "passed_on", "ended_by_agent", "ended_by_caller", "answered_wait_ms", "abandoned_wait_ms", "out_wait_ms", "ring_ms",
    "talk_ms", "hold_ms", *(f"answered_in_{limit}" for limit in LADDER), *(f"abandoned_in_{limit}" for limit in LADDER),
)  # fmt: skip
HANDLING_COUNTS = (
    "handled", "ongoing", "passed_on", "ended_by_agent", "ended_by_caller", "wait_ms", "ring_ms", "talk_ms", "hold_ms",
    "offers", "taken", *RING_RESULTS, "rung_ms",
)  # fmt: skip
CALL_COUNTS = (
    "calls", *CALL_OUTCOMES, "ongoing", "transferred", "in_gap", "imported", "waited", "talked", "wait_ms", "talk_ms",
    "hold_ms", "length_ms",
)  # fmt: skip


def _counts(names: Iterable[str]) -> list[Column[Any]]:
    return [
        Column(name, BigInteger if name.endswith("_ms") else Integer, nullable=False, server_default=text("0"))
        for name in names
    ]


def _bins() -> Column[Any]:
    return Column("bins", Numeric, nullable=False, server_default=text("0"))


visit_sum = Table(
    "visit_sum", metadata, key("span"), key_instant("starts_at"), key("pbx"), key("queue"),
    Column("slot", SmallInteger, primary_key=True, autoincrement=False), *_counts(VISIT_COUNTS),
    comment="Queue visits by when they entered: of a quarter of an hour, a day, a month, or (week_hour) of an hour of "
    "the week in a month. slot: of week_hour the hour from Monday 0:00 on, else 0. out_: flow-outs by outcome; "
    "answered_in_20, abandoned_in_20: after at most 20 s. Kept by triggers.",
)  # fmt: skip

wait_sum = Table(
    "wait_sum", metadata, key("span"), key_instant("starts_at"), key("pbx"), key("queue"), key("outcome"),
    _bins(),
    comment="Answered and abandoned visits of a day or month by how long they waited. bins: a number of eight decimal "
    "digits a bin, from the right: 0 s, each second up to 120, each five up to 600, each minute up to 7200, longer "
    "ones. See bins_of. Kept by triggers.",
)  # fmt: skip

handling_sum = Table(
    "handling_sum", metadata, key("span"), key_instant("starts_at"), key("pbx"), key("agent"), key("queue"),
    *_counts(HANDLING_COUNTS),
    comment="What agents did in queues: visits they answered by when those entered (handled … hold_ms), and ringing of "
    "their phones by when it began (offers … rung_ms). Kept by triggers.",
)  # fmt: skip

agent_time_sum = Table(
    "agent_time_sum", metadata, key("span"), key_instant("starts_at"), key("pbx"), key("agent"), key("state"),
    key("reason"), *_counts(("spells", "spent_ms")),
    comment="Agents' time in each state but logged_out, cut at quarters of an hour; spells: how many began in it. Only "
    "spans that are over. Kept by triggers.",
)  # fmt: skip

call_sum = Table(
    "call_sum", metadata, key("span"), key_instant("starts_at"), key("pbx"), key("direction"), key("line"),
    key("queues_key"), Column("queues", ARRAY(Text), nullable=False), *_counts(CALL_COUNTS),
    comment="Calls by when they began; line is '' where there is none, queues_key a hash of queues. Kept by triggers.",
)  # fmt: skip

agent_queue = Table(
    "agent_queue", metadata, key("pbx"), key("agent"), key("queue"),
    comment="The queues that an agent was ever a member of: who may see him, also when his sessions are forgotten.",
)  # fmt: skip
