"""Billing in the database: the way in, and the entry in the audit that every write has in its own transaction.

Beside: ``accounts`` (who pays, what is whose), ``tariffs``, ``rating`` (calls with prices),
``closing`` (periods, documents and their numbers), ``papers`` (payments, deliveries, what is overdue),
``credit`` (paid in advance; asynchronous, as calls wait for it). All but that wait for the database: call them in a
thread. What a call costs is reckoned by ``shared.billing``, never here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from psycopg import Connection, errors

from collector_daemon.store.audit import Act
from collector_daemon.store.writing import PATIENCE as DEAD_NETWORK
from shared.database.connection import conninfo, plain, shown
from shared.database.escapes import escape
from shared.errors import SuiteError, Unavailable

PATIENCE = "set lock_timeout = '20s'"
NETWORK = {**DEAD_NETWORK, "connect_timeout": "5"}
"""A network that is dead is noticed, so that nobody waits for it for ever."""


class BillingMistake(SuiteError):
    """What was asked for cannot be: ``code`` is for programs, the text is one line for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


@contextmanager
def opened(url: str) -> Iterator[Connection[Any]]:
    """A connection in autocommit. Raises Unavailable, BillingMistake for what the tables refuse."""
    with told(), connected(url) as connection:
        yield connection


def connected(url: str) -> Connection[Any]:
    """The same, to be closed by who asks. Raises Unavailable."""
    try:
        connection = psycopg.connect(conninfo(url, **NETWORK), autocommit=True)
        connection.execute(PATIENCE)
    except psycopg.Error as problem:
        raise Unavailable(f"cannot reach the database {shown(url)}: {plain(problem)}") from None
    return connection


@contextmanager
def told() -> Iterator[None]:
    """What the database refuses becomes Unavailable or a BillingMistake."""
    try:
        yield
    except errors.IntegrityError as problem:
        raise BillingMistake(_code(problem), plain(problem)) from None
    except psycopg.DataError as problem:
        raise BillingMistake("bad_params", plain(problem)) from None
    except psycopg.Error as problem:
        raise Unavailable(f"the database: {plain(problem)}") from None


def enter(connection: Connection[Any], act: Act) -> None:
    """Write an act into the audit: the last thing of a transaction, as all who write the audit wait for it."""
    texts = [escape(text) for text in (act.account, act.act, act.subject)]
    connection.execute(
        "insert into audit (happened_at, account, act, subject, detail, origin) "
        "values (%s, %s, %s, fit_entry(%s), fit_entry(%s), %s)",
        [act.happened_at, *texts, escape(act.detail), act.origin],
    )


def _code(problem: errors.IntegrityError) -> str:
    match problem:
        case errors.ExclusionViolation():
            return "already_there"
        case errors.ForeignKeyViolation():
            return "unknown"
        case _:
            return "bad_value"
