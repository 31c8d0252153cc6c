"""How a database is, in a few words for people."""

from __future__ import annotations

import psycopg

from shared.database import migrations
from shared.database.connection import conninfo, plain, shown
from shared.errors import Unavailable

QUESTIONS = (
    ("server", "select current_setting('server_version')"),
    ("size", "select pg_size_pretty(pg_database_size(current_database()))"),
    ("days of raw events", "select count(*) from pg_inherits where inhparent = to_regclass('raw_event')"),
    ("calls", "select count(*) from call"),
    ("last call", "select max(started_at) from call"),
    ("accounts", "select count(*) from account"),
)
"""What to say and how to ask for it; the first two can be asked of a database without tables."""


def describe(url: str) -> list[tuple[str, str]]:
    """Words and values: address (password hidden), schema, size, contents. Raises Unavailable."""
    state = migrations.state(url)
    lines = [("address", shown(url)), ("schema", str(state))]
    try:
        with psycopg.connect(conninfo(url), autocommit=True) as connection:
            for name, question in QUESTIONS if state == "current" else QUESTIONS[:2]:
                row = connection.execute(question).fetchone()
                lines.append((name, "-" if row is None or row[0] is None else str(row[0])))
    except psycopg.Error as problem:
        raise Unavailable(f"the database does not answer: {plain(problem)}") from None
    return lines
