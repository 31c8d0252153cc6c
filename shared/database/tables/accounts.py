"""Accounts: each is a Postgres role; here is what Postgres does not keep about it. And the audit.

Whether an account may log in and which group roles it has, Postgres knows (pg_roles, pg_auth_members) and
nobody repeats. Group roles are named ``<prefix>_operator`` and so on; several installations on one server
have different prefixes (the database's name when it was made), kept in ``installation``.

What a role may do is in ``role_right``; the function ``may`` asks it for whoever is logged in, and every policy of
row-level security asks ``may``. The audit is a chain of hashes, which ``audit_check`` follows.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    CheckConstraint,
    Column,
    DateTime,
    ForeignKeyConstraint,
    Identity,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    func,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB

from shared.database.tables.columns import instant, key, metadata, words

installation = Table(
    "installation", metadata,
    Column("is_only", Boolean, primary_key=True, server_default=text("true")),
    words("role_prefix", is_needed=True),
    Column("zone", Text, nullable=False, server_default=text("'UTC'::text"),
           comment="Sums by day and month are of this zone's days."),
    Column("calls_whole_since", DateTime(timezone=True),
           comment="Older calls may have been forgotten; what sums know of them stays as it is."),
    Column("agents_whole_since", DateTime(timezone=True), comment="The same of agents' time."),
    CheckConstraint("is_only", name="one_row"),
    comment="This installation; one row.",
)  # fmt: skip

account = Table(
    "account", metadata, key("name"),
    words("agent"),
    Column("sees_all_queues", Boolean, nullable=False),
    instant("created_at", is_needed=True),
    Column("version", Integer, nullable=False),
    words("title"),
    Column("failed_attempts", Integer, nullable=False, server_default=text("0"),
           comment="Wrong passwords at the feed since the last right one, or since it was locked."),
    Column("locked_until", DateTime(timezone=True), comment="Until then the feed lets it in by no password."),
    Column("must_change_password", Boolean, nullable=False, server_default=text("false"),
           comment="Until it has, it has no rights at all: see may()."),
    instant("last_login_at"),
    Column("skills", JSONB, nullable=False, server_default=text("'{}'::jsonb")),
    Column("languages", ARRAY(Text), nullable=False, server_default=text("'{}'::text[]")),
    comment="A person or program that logs in: the role of this name. agent is its extension, title what the "
    "person is called; skills (name: level 1 to 10) and languages are for who gets whose call; "
    "version grows with every change that must end older sessions.",
)  # fmt: skip

visible_queue = Table(
    "visible_queue", metadata, key("account"), key("queue"),
    ForeignKeyConstraint(["account"], ["account.name"], ondelete="CASCADE"),
    comment="A queue that an account which does not see all may see.",
)  # fmt: skip

role_right = Table(
    "role_right", metadata, key("role"), key("right"),
    comment="What each role may do; an account may do what any of its roles may.",
)  # fmt: skip

audit = Table(
    "audit", metadata,
    Column("id", BigInteger, Identity(always=True), primary_key=True),
    Column("happened_at", DateTime(timezone=True), nullable=False, server_default=func.now()),
    words("account", is_needed=True), words("act", is_needed=True), words("subject", is_needed=True),
    words("detail", is_needed=True), words("origin", is_needed=True),
    Column("prev_hash", LargeBinary, nullable=False), Column("hash", LargeBinary, nullable=False),
    comment="Log-ins and administrative acts: who, what, to whom, from where. Only grows, for everybody; hash is of "
    "the entry and of prev_hash, that of the entry before it.",
)  # fmt: skip
Index("audit_happened_at_idx", audit.c.happened_at)

audit_head = Table(
    "audit_head", metadata,
    Column("is_only", Boolean, primary_key=True, server_default=text("true")),
    Column("id", BigInteger, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    CheckConstraint("is_only", name="one_row"),
    comment="The last entry of the audit; one row.",
)  # fmt: skip
