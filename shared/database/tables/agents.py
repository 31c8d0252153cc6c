"""Agents' time: memberships in queues, pauses, states. The fields are those of shared.domain.agents."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, text

from shared.database.tables.columns import instant, key, key_instant, metadata, words

agent_session = Table(
    "agent_session", metadata, key("pbx"), key("agent"), key("queue"), key_instant("started_at"),
    instant("ended_at"),
    words("interface", is_needed=True), words("name", is_needed=True),
    Column("penalty", Integer, nullable=False),
    Column("is_start_known", Boolean, nullable=False),
    comment="An agent's membership in one queue from log-in to log-out.",
)  # fmt: skip
Index("agent_session_started_at_idx", agent_session.c.started_at)

agent_pause = Table(
    "agent_pause", metadata, key("pbx"), key("agent"), key("queue"), key_instant("started_at"),
    instant("ended_at"),
    words("reason", is_needed=True),
    Column("is_start_known", Boolean, nullable=False),
    comment="An agent's pause in one queue; another reason is another pause.",
)  # fmt: skip
Index("agent_pause_started_at_idx", agent_pause.c.started_at)

agent_interval = Table(
    "agent_interval", metadata, key("pbx"), key("agent"), key_instant("started_at"),
    instant("ended_at"),
    words("state", is_needed=True), words("reason", is_needed=True),
    comment="A span in which an agent was in one state, over all queues.",
)  # fmt: skip
Index("agent_interval_started_at_idx", agent_interval.c.started_at, postgresql_using="brin")
Index("agent_interval_open_idx", agent_interval.c.started_at, postgresql_where=text("ended_at is null"))
