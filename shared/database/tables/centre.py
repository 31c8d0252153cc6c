"""What there is in the centre, as far as calls have shown it.

PBXs, queues, agents, extensions, inbound lines.
"""

from __future__ import annotations

from sqlalchemy import Table

from shared.database.tables.columns import instant, key, metadata, words

pbx = Table(
    "pbx", metadata, key("pbx"), instant("first_seen_at", is_needed=True), comment="A telephone exchange."
)  # fmt: skip

queue = Table(
    "queue", metadata, key("pbx"), key("queue"), instant("first_seen_at", is_needed=True),
    comment="A line in which callers wait for agents.",
)  # fmt: skip

agent = Table(
    "agent", metadata, key("pbx"), key("agent"), words("name"), instant("named_at"),
    instant("first_seen_at", is_needed=True),
    comment="A person who answers queues, by extension; the name is the youngest known (named_at).",
)  # fmt: skip

extension = Table(
    "extension", metadata, key("pbx"), key("extension"), instant("first_seen_at", is_needed=True),
    comment="A phone inside.",
)  # fmt: skip

inbound_line = Table(
    "inbound_line", metadata, key("pbx"), key("line"), instant("first_seen_at", is_needed=True),
    comment="A number that callers dial.",
)  # fmt: skip
