"""Evidence.

What was heard, what was not (gaps), what nobody expected, how far a journal has been stored, and by whom.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Column, Index, Table, text
from sqlalchemy.dialects.postgresql import JSON

from shared.database.tables.columns import instant, key, key_instant, metadata, words

raw_event = Table(
    "raw_event", metadata, key("pbx"), key_instant("heard_at"),
    Column("seq", BigInteger, nullable=False, comment="Its number in the journal it was heard into."),
    words("name", is_needed=True), words("uniqueid"), words("linkedid"), words("queue"),
    Column("headers", JSON, nullable=False, comment="In the order they were sent; jsonb would sort them."),
    comment="An AMI message with all its headers, one partition a day (UTC), dropped whole.",
    postgresql_partition_by="RANGE (heard_at)",
)  # fmt: skip
Index(
    "raw_event_linkedid_idx", raw_event.c.linkedid, postgresql_where=text("linkedid is not null")
)  # fmt: skip

gap = Table(
    "gap", metadata, key("pbx"), key_instant("started_at"), instant("ended_at"),
    words("cause", is_needed=True),
    comment="A span in which we did not see the PBX.",
)  # fmt: skip

surprise = Table(
    "surprise", metadata, key("pbx"), key_instant("happened_at"), key("kind"), key("subject"),
    words("detail", is_needed=True),
    comment="Something the tables of the core do not declare, or a fact that could not be stored.",
)  # fmt: skip

journal_progress = Table(
    "journal_progress", metadata, key("journal_id"), key("pbx"), Column("seq", BigInteger, nullable=False),
    comment="The last entry of a journal whose facts are stored; written with them.",
)  # fmt: skip

leadership = Table(
    "leadership", metadata, key("pbx"), Column("term", BigInteger, nullable=False), words("holder", is_needed=True),
    instant("since", is_needed=True), words("journal_id"),
    comment="Which daemon led the PBX last, since when; term grows with each new leader, and an older one may not "
    "write any more. journal_id: the journal that its facts come from.",
)  # fmt: skip
