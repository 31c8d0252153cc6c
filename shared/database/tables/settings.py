"""The centre's settings that administrators change: what was said of each section, and from when on it holds.

Only the daemon writes here, after it has checked the value, and each change is in the audit. What is in force at an
instant the function ``setting_at`` tells; null: the database does not know, as nothing was ever said.
"""

from __future__ import annotations

from sqlalchemy import Column, Table
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.tables.columns import key, key_instant, metadata, words

setting = Table(
    "setting", metadata, key("section"), key_instant("since"), key_instant("made_at"),
    Column("value", JSONB(none_as_null=True)), words("account"),
    comment="What was said of a section of the settings: its value from since on; null: what was said for that instant "
    "is taken back. In force is the latest since, of several the one made last. account null: what the settings file "
    "said, since ever. Rows are only added.",
)  # fmt: skip
