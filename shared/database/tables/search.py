"""By what calls are found, what was of them by day, and searches under a name.

``call_word``, ``note_word``, ``call_day`` and ``call_bits`` repeat what other tables tell, for speed; triggers keep
them (revision 0007), so that whoever changes a call or a note need not think of them.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Date,
    DateTime,
    ForeignKeyConstraint,
    Integer,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, BIT, JSONB

from shared.database.tables.columns import key, key_instant, metadata, milliseconds
from shared.database.tables.sums import BYTEWISE

call_word = Table(
    "call_word", metadata, key("kind"), Column("word", BYTEWISE, primary_key=True), key_instant("started_at"),
    key("pbx"), key("call_id"),
    Column("queues", ARRAY(Text), nullable=False, comment="The call's: for row-level security."),
    comment="What calls are found by where they have several of a kind. agent: who talked or was rung; name: a word of "
    "the caller's name; visit: an outcome of a visit that is neither answered nor abandoned; keyed: digits keyed in.",
)  # fmt: skip

note_word = Table(
    "note_word", metadata, key("kind"), Column("word", BYTEWISE, primary_key=True), key_instant("call_started_at"),
    key("pbx"), key("call_id"), key("account"), key("form"),
    comment="A word of a note (kind note) or of an answer in a form (kind crm; form: which).",
)  # fmt: skip

call_day = Table(
    "call_day", metadata, Column("day", Date, primary_key=True), key("pbx"),
    Column("queues_key", Text, primary_key=True,
           comment="A hash of queues: those of a call may be too many for an index."),
    key("direction"), key("outcome"), key("ended_by"), key("line"),
    Column("queues", ARRAY(Text), nullable=False),
    *(milliseconds(name, is_needed=True) for name in (
        "calls", "waited", "wait_ms", "talked", "talk_ms", "hold_ms", "length_ms")),
    comment="Exact sums of the calls that began on a day (UTC), of those alike; '' where there is nothing. Kept by "
    "triggers.",
)  # fmt: skip

call_bits = Table(
    "call_bits", metadata, Column("day", Date, primary_key=True), key("kind"),
    Column("value", BYTEWISE, primary_key=True),
    Column("slices", ARRAY(BIT(varying=True)), nullable=False),
    Column("places", ARRAY(Integer), comment="Instead of slices, where it is so of few calls: which, from 0."),
    Column("starts", ARRAY(BigInteger), comment="Of kind all: when each call began, in microseconds of the day, in the "
           "order of the bits. None: the day is not closed."),
    comment="The calls of a closed day (UTC), a bit each, in one order. Kind all: every call (zeros at the end fill up "
    "bytes); kinds with values (outcome, queue, words of names and notes …): those of which it is so; lengths: the "
    "first slice those that have one, then the binary digits, the lowest first; number: by digit those that have it "
    "last, last but one …, without a digit those that have so many; six digits: not of calls, see the migration. "
    "Nobody but the owner reads it.",
)  # fmt: skip

saved_search = Table(
    "saved_search", metadata, key("account"), key("name"),
    Column("query", JSONB, nullable=False),
    Column("columns", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("is_shared", Boolean, nullable=False, server_default=text("false")),
    Column("shared_with", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    Column("changed_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    ForeignKeyConstraint(["account"], ["account.name"], ondelete="CASCADE"),
    comment="A search under a name. Each account writes its own; shared ones are read by whoever has one of the roles "
    "(none named: by everybody who may search).",
)  # fmt: skip
