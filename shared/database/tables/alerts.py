"""What alert rules have found: one row from raising to clearing."""

from __future__ import annotations

from sqlalchemy import Column, Float, Index, Table, Text, text
from sqlalchemy.dialects.postgresql import ARRAY

from shared.database.tables.columns import instant, key, key_instant, metadata, words

alert_log = Table(
    "alert_log", metadata, key("pbx"), key("alert"), key_instant("raised_at"),
    words("rule", is_needed=True), words("title", is_needed=True), words("queue"),
    Column(
        "queues", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]"),
        comment="The queues it is about: who may not see all of them does not see the row.",
    ),
    words("level", is_needed=True), words("measure", is_needed=True),
    Column("value", Float), Column("threshold", Float),
    instant("worsened_at"), instant("cleared_at"), words("ending"),
    words("acknowledged_by"), instant("acknowledged_at"),
    comment="A firing of an alert rule; level is the worst it had, value and threshold are those of that moment. "
    "ending: cleared, or stopped (the daemon was, while it lasted). acknowledged_by: the account that looked after it.",
)  # fmt: skip
Index("alert_log_raised_at_idx", alert_log.c.raised_at)
