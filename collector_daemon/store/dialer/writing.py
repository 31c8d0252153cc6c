"""What all writing about campaigns has in common: one transaction with its entry in the audit, mistakes in words."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from psycopg import errors

from collector_daemon.store.audit import Act
from collector_daemon.store.lending import Lender
from shared.database.connection import Connection, plain
from shared.database.escapes import escape
from shared.errors import SuiteError

SECONDS = 5.0
"""How long who dials waits for the database: then it is Unavailable."""
Found = TypeVar("Found")


class DialerMistake(SuiteError):
    """What was asked for cannot be: ``code`` is for programs, the text is one line for people."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


async def noted(connection: Connection, act: Act | None) -> None:
    """Write an act into the audit: the last thing of a transaction, as all who write the audit wait for it."""
    if act is None:
        return
    texts = [escape(text) for text in (act.account, act.act, act.subject)]
    await connection.execute(
        b"insert into audit (happened_at, account, act, subject, detail, origin) "
        b"values (%s, %s, %s, fit_entry(%s), fit_entry(%s), %s)",
        [act.happened_at, *texts, escape(act.detail), act.origin],
    )


async def whole(
    lender: Lender, deed: Callable[[Connection], Awaitable[Found]], act: Act | None = None, seconds: float = SECONDS
) -> Found:
    """Do it in one transaction, the audit last. Raises DialerMistake for what the tables refuse, Unavailable."""

    async def work(connection: Connection) -> Found:
        async with connection.transaction():
            found = await deed(connection)
            await noted(connection, act)
            return found

    async def told(connection: Connection) -> Found | DialerMistake:
        try:
            return await work(connection)
        except errors.IntegrityError as problem:  # the connection is as good as before
            return DialerMistake(_code(problem), plain(problem))
        except DialerMistake as problem:
            return problem

    found = await lender.use(told, seconds)
    if isinstance(found, DialerMistake):
        raise found
    return found


def _code(problem: errors.IntegrityError) -> str:
    match problem:
        case errors.UniqueViolation():
            return "already_there"
        case errors.ForeignKeyViolation():
            return "unknown"
        case _:
            return "bad_value"
