"""A call, its visits to queues, and the phones that rang for them.

The fields are those of shared.domain.calls; what a call comes to (``sums``) is for searching.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.database.tables.columns import instant, key, metadata, milliseconds, nth, number_index, text_index, words
from shared.database.tables.sums import search_indexes, sums_of_a_call

call = Table(
    "call", metadata, key("pbx"), key("call_id"),
    words("direction", is_needed=True),
    instant("started_at", is_needed=True),
    words("line"), words("caller"), words("caller_name"), words("called"),
    instant("answered_at"), instant("ended_at"),
    words("outcome"), words("ended_by"),
    Column("is_in_gap", Boolean, nullable=False),
    Column(
        "origin", Text, nullable=False, server_default=text("'ami'"),
        comment="ami: heard as it happened; queue_log: all or a part of it was imported, in whole seconds.",
    ),
    Column(
        "queues", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]"),
        comment="The queues it visited, from queue_visit: for row-level security and search.",
    ),
    *sums_of_a_call(),
    Column(
        "account_code", Text, comment="The account code of the leg that placed the call (of an inbound one: the "
        "customer's), as the PBX said it last.",
    ),
    Column("campaign", Text, comment="The dialer's campaign that made the call."),
    Column(
        "outside_legs", JSONB, comment="Answered legs to numbers outside beside the customer's own: "
        "shared.domain.calls.OutsideLeg. Null: none.",
    ),
    comment="The customer's whole stay, from the first ring to the last hang-up.",
)  # fmt: skip
Index("call_started_at_idx", call.c.started_at)
text_index("call_caller_idx", call.c.caller, call.c.started_at)
text_index("call_called_idx", call.c.called, call.c.started_at)
Index("call_line_idx", call.c.line, call.c.started_at)
number_index("call_from_idx", call.c.caller, call.c.started_at, "direction = 'inbound'")
number_index("call_to_idx", call.c.called, call.c.started_at, "direction = 'outbound'")
search_indexes(call)

queue_visit = Table(
    "queue_visit", metadata, key("pbx"), key("uniqueid"), key("queue"), nth(),
    words("call_id", is_needed=True),
    instant("entered_at", is_needed=True), instant("left_at"), instant("answered_at"), instant("ended_at"),
    Column("position", Integer),
    words("outcome"), words("agent"), words("agent_name"), words("credited"),
    milliseconds("wait_ms"), milliseconds("ring_ms"), milliseconds("talk_ms"), milliseconds("hold_ms"),
    words("ended_by"),
    comment="One stay of a call in one queue; statistics count these.",
)  # fmt: skip
Index("queue_visit_call_idx", queue_visit.c.pbx, queue_visit.c.call_id)
Index("queue_visit_entered_at_idx", queue_visit.c.entered_at)
Index("queue_visit_queue_idx", queue_visit.c.queue, queue_visit.c.entered_at)
Index("queue_visit_agent_idx", queue_visit.c.agent, queue_visit.c.entered_at)

ring_attempt = Table(
    "ring_attempt", metadata, key("pbx"), key("uniqueid"), key("queue"), nth("visit_nth"), nth(),
    words("agent", is_needed=True), words("interface", is_needed=True), words("leg_id", is_needed=True),
    instant("started_at", is_needed=True), instant("ended_at"), words("result"),
    comment="One ringing of one phone for one queue visit.",
)  # fmt: skip
Index("ring_attempt_agent_idx", ring_attempt.c.agent, ring_attempt.c.started_at)
Index("ring_attempt_started_at_idx", ring_attempt.c.started_at, postgresql_using="brin")
