"""A transaction for a whole list, on a connection of its own: kept by its own commit, else as if it had not been.

Waits for the database: call it in a thread, or in a process.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection, errors

from collector_daemon.store.dialer.writing import DialerMistake
from collector_daemon.store.writing import PATIENCE
from shared.database.connection import conninfo, plain
from shared.errors import Unavailable

_NETWORK = {**PATIENCE, "connect_timeout": "5"}
_SETTINGS = ("set local work_mem = '64MB'", "set local synchronous_commit = on")


@contextmanager
def taking(url: str, turn: str, tables: Sequence[str]) -> Iterator[Connection[Any]]:
    """One after the other of the same ``turn``; ``tables`` are its own. Raises Unavailable, DialerMistake."""
    try:
        with psycopg.connect(conninfo(url, **_NETWORK)) as connection:
            connection.execute("select pg_advisory_xact_lock(hashtext(%s))", [turn])
            for statement in (*_SETTINGS, *tables):
                connection.execute(statement.encode())
            yield connection
            connection.rollback()  # what was taken is committed already
    except errors.IntegrityError as problem:
        raise DialerMistake("already_there", plain(problem)) from None
    except psycopg.DataError as problem:
        raise DialerMistake("bad_value", plain(problem)) from None
    except psycopg.Error as problem:
        raise Unavailable(f"the database: {plain(problem)}") from None
