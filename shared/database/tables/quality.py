"""Score cards and what was scored: rows are only added. A change of a card is a new version, a correction a new score.

Accounts write their own rows under their own role; whose a row is, and when it came, the database says.
"""

from __future__ import annotations

from sqlalchemy import (
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Index,
    Integer,
    Numeric,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import JSONB

from shared.database.tables.columns import instant, key, metadata, words

score_card = Table(
    "score_card", metadata, key("card"),
    Column("version", Integer, primary_key=True, autoincrement=False), words("title", is_needed=True),
    Column("sections", JSONB, nullable=False),
    Column("is_retired", Boolean, nullable=False, server_default=text("false")),
    Column("made_by", Text, nullable=False, server_default=text("session_user")),
    Column("made_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    CheckConstraint("version > 0", "version"),
    CheckConstraint("length(title) between 1 and 300", "title"),
    comment="A card of questions in one of its versions, which are never changed. is_retired: nobody scores by the "
    "card from this version on.",
)  # fmt: skip

score = Table(
    "score", metadata, key("score"), words("pbx", is_needed=True), words("call_id", is_needed=True),
    instant("call_started_at", is_needed=True), words("agent", is_needed=True), words("agent_name"),
    words("card", is_needed=True), Column("version", Integer, nullable=False),
    Column("answers", JSONB, nullable=False), Column("percent", Numeric(5, 2), nullable=False), words("failed_by"),
    Column("comment", Text, nullable=False, server_default=text("''")), words("corrects"),
    Column("account", Text, nullable=False, server_default=text("session_user")),
    Column("scored_at", DateTime(timezone=True), nullable=False, server_default=text("now()")),
    ForeignKeyConstraint(
        ["card", "version"], ["score_card.card", "score_card.version"], name="score_card_version_fkey"
    ),
    ForeignKeyConstraint(
        ["corrects", "pbx", "call_id", "agent"], ["score.score", "score.pbx", "score.call_id", "score.agent"],
        name="score_corrects_fkey",
    ),
    UniqueConstraint("score", "pbx", "call_id", "agent", name="score_of_call_key"),
    UniqueConstraint("corrects", name="score_corrects_key"),
    CheckConstraint("percent between 0 and 100 and (failed_by is null or percent = 0)", "percent"),
    CheckConstraint("length(comment) <= 4000", "comment"),
    comment="How well an agent handled a call, by one version of a card; score is a key of the client's, so that "
    "storing it twice is storing it once. answers: by question: 1 and 0 for yes and no, 1 … of a scale, null: not "
    "applicable. failed_by: the question that failed it at once. corrects: the score in whose place this one is.",
)  # fmt: skip
Index("score_call_idx", score.c.pbx, score.c.call_id)
Index("score_started_idx", score.c.call_started_at)
