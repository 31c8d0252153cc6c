"""Looking at what a database holds."""

from __future__ import annotations

import hashlib

import psycopg
from psycopg import sql

TABLES = (
    "pbx", "queue", "agent", "extension", "inbound_line", "raw_event", "call", "queue_visit", "ring_attempt",
    "conversation", "hold", "transfer", "parking", "recording", "recording_pause", "step", "agent_session",
    "agent_pause", "agent_interval", "gap", "surprise", "journal_progress",
)  # fmt: skip
"""All that the recorder writes."""


def counts(url: str) -> dict[str, int]:
    """Rows by table, empty tables left out."""
    with psycopg.connect(url) as connection:
        found = {name: _one(connection, sql.SQL("select count(*) from {}"), name) for name in TABLES}
    return {name: int(str(count)) for name, count in found.items() if count}


def whole_hash(url: str) -> str:
    """A hash of every value of every row of every table."""
    question = sql.SQL("select coalesce(md5(string_agg(t::text, e'\\n' order by t::text)), '') from {} t")
    with psycopg.connect(url) as connection:
        found = "".join(str(_one(connection, question, name)) for name in TABLES)
    return hashlib.sha256(found.encode()).hexdigest()


def rows(url: str, question: str) -> list[tuple[object, ...]]:
    """The answer to a question."""
    with psycopg.connect(url) as connection:
        return connection.execute(question).fetchall()  # type: ignore[call-overload,no-any-return]


def _one(connection: psycopg.Connection, question: sql.SQL, table: str) -> object:
    return connection.execute(question.format(sql.Identifier(table))).fetchall()[0][0]
