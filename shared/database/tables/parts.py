"""The other parts of a call: conversations with their holds, transfers, parkings, recordings, steps."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Table, Text, text

from shared.database.tables.columns import instant, key, metadata, milliseconds, nth, words

conversation = Table(
    "conversation", metadata, key("pbx"), key("call_id"), nth(),
    words("party", is_needed=True), words("other", is_needed=True), words("leg_id", is_needed=True),
    instant("started_at", is_needed=True), instant("ended_at"),
    milliseconds("talk_ms", is_needed=True), milliseconds("hold_ms", is_needed=True),
    words("kind"),
    comment="A span in which two parties could hear each other, holds included; talk excludes hold.",
)  # fmt: skip
Index("conversation_party_idx", conversation.c.party, conversation.c.started_at)

hold = Table(
    "hold", metadata, key("pbx"), key("call_id"), nth("conversation_nth"), nth(),
    instant("started_at", is_needed=True), instant("ended_at"),
    comment="A span of a conversation in which the other party had to wait.",
)  # fmt: skip

transfer = Table(
    "transfer", metadata, key("pbx"), key("call_id"), nth(),
    words("kind", is_needed=True), words("passed_by"), words("passed_to"),
    instant("happened_at", is_needed=True), Column("is_completed", Boolean, nullable=False),
    comment="The customer was passed on: by whom, to what, and did it work.",
)  # fmt: skip
Index("transfer_happened_at_idx", transfer.c.happened_at, postgresql_using="brin")

parking = Table(
    "parking", metadata, key("pbx"), key("call_id"), nth(),
    words("space", is_needed=True), words("parked_by"),
    instant("started_at", is_needed=True), instant("ended_at"),
    words("ending"), words("retrieved_by"),
    comment="A stay in the parking lot and how it ended.",
)  # fmt: skip

recording = Table(
    "recording", metadata, key("pbx"), key("call_id"), nth(),
    words("file", is_needed=True), words("leg_id", is_needed=True),
    instant("started_at", is_needed=True), instant("ended_at"),
    comment="A file with the sound of a call, as the PBX named it.",
)  # fmt: skip

Index("recording_file_name_idx", recording.c.file, postgresql_using="hash")

recording_pause = Table(
    "recording_pause", metadata, key("pbx"), key("call_id"), nth("recording_nth"), nth(),
    instant("started_at", is_needed=True), instant("ended_at"),
    Column("is_cut", Boolean, nullable=False, server_default="false",
           comment="The file stands still meanwhile; else silence is written."),
    comment="A span of a recording without sound: muted on purpose, or not written.",
)  # fmt: skip

step = Table(
    "step", metadata, key("pbx"), key("call_id"), nth(),
    instant("happened_at", is_needed=True), words("kind", is_needed=True), words("text", is_needed=True),
    Column("party", Text, comment="Who pressed the key, where it was not the caller: an extension or number."),
    comment="One line of a call's tracking: IVR, digits, queues, rings, answers … in order.",
)  # fmt: skip
Index("step_callback_idx", step.c.happened_at,
      postgresql_where=text("kind = 'signal' and text like 'CallbackRequest:%'"))  # fmt: skip
