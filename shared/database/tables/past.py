"""What brings the past back: the core's state now and then, and the connection's marks between raw events."""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Integer, LargeBinary, Table

from shared.database.tables.columns import key, key_instant, metadata, words

core_state = Table(
    "core_state", metadata, key("pbx"), key_instant("taken_at"), Column("version", Integer, nullable=False),
    words("journal_id", is_needed=True), Column("seq", BigInteger, nullable=False),
    Column("state", LargeBinary, nullable=False),
    comment="All that the daemon knew of a PBX after everything heard up to taken_at (entry seq of the journal); "
    "zstd-compressed, readable by programs of the same version of it. Kept as long as raw events.",
)  # fmt: skip

link_mark = Table(
    "link_mark", metadata, key("pbx"), key_instant("happened_at"), Column("is_made", Boolean, primary_key=True),
    words("banner"),
    comment="A connection to the PBX was made (banner: how it introduced itself) or lost; with the raw "
    "events it is all that the daemon heard. Kept as long as they.",
)  # fmt: skip
