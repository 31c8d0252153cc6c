"""Files of recordings as the daemon finds them, marks that people set in them, and what was erased.

The names of files are the PBX's (``recording.file``), also of files that only lie in its folder. ``recording`` is what
the PBX said, and is written with its call; these are the disk's side of it, and stay when a call is stored again.
"""

from __future__ import annotations

from sqlalchemy import BigInteger, Boolean, Column, Identity, Index, Integer, LargeBinary, Table, text
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.tables.columns import instant, key, metadata, milliseconds, words

recording_file = Table(
    "recording_file", metadata, key("pbx"), key("file"), words("call_id"), words("linked_by"), words("recorded_as"),
    instant("recorded_at", is_needed=True), Column("bytes", BigInteger), milliseconds("length_ms"),
    words("format"), Column("channels", Integer), Column("sha256", LargeBinary),
    instant("changed_at"), instant("found_at"), instant("missing_at"),
    Column("is_held", Boolean, nullable=False, server_default=text("false")),
    words("held_by"), words("held_why"), instant("held_at"),
    instant("keep_until"), instant("moved_at"), words("trouble"),
    instant("erased_at"), words("erased_by"), words("erased_why"),
    Column("is_encrypted", Boolean, nullable=False, server_default=text("false")),
    comment="A file of sound by the PBX's name for it. call_id: null for an orphan; linked_by: name, id, sum. "
    "recorded_as: what the PBX called it where it lies under another name now. missing_at: told of, but not there. "
    "is_held: kept whatever the retention says. trouble: why it could not be read, moved or deleted.",
)  # fmt: skip
Index("recording_file_call_idx", recording_file.c.pbx, recording_file.c.call_id)
Index("recording_file_recorded_as_idx", recording_file.c.recorded_as, postgresql_using="hash")
Index("recording_file_sha256_idx", recording_file.c.sha256)
Index(
    "recording_file_unread_idx", recording_file.c.pbx, recording_file.c.file,
    postgresql_where=text("sha256 is null and missing_at is null and erased_at is null"),
)  # fmt: skip
Index(
    "recording_file_orphan_idx", recording_file.c.found_at,
    postgresql_where=text("call_id is null and missing_at is null and erased_at is null"),
)  # fmt: skip
Index(
    "recording_file_missing_idx", recording_file.c.missing_at,
    postgresql_where=text("missing_at is not null and erased_at is null"),
)  # fmt: skip

recording_marker = Table(
    "recording_marker", metadata, key("pbx"), key("file"), key("marker"), words("call_id", is_needed=True),
    words("account", is_needed=True), milliseconds("at_ms", is_needed=True), words("text", is_needed=True),
    instant("made_at", is_needed=True),
    comment="A mark that an account set in a recording, so many milliseconds from its beginning; marker is a key of "
    "the client's.",
)  # fmt: skip
Index("recording_marker_call_idx", recording_marker.c.pbx, recording_marker.c.call_id)

erasure = Table(
    "erasure", metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    instant("erased_at", is_needed=True), words("account", is_needed=True), words("kind", is_needed=True),
    words("subject", is_needed=True), words("why", is_needed=True),
    Column("calls", Integer, nullable=False), Column("files", Integer, nullable=False),
    Column("bytes", BigInteger, nullable=False), Column("rows", JSONB, nullable=False),
    Column("left_over", JSONB, nullable=False),
    comment="What was erased, by whom and why: recording, retention, subject. rows: how many of each table; left_over: "
    "what could not be erased and when it will go. Never what was erased itself.",
)  # fmt: skip
Index("erasure_erased_at_idx", erasure.c.erased_at)
