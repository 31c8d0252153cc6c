"""Connections lent for a question or a few rows, and kept for the next: whoever waits has a person waiting.

What does not come in time is given up: ``Unavailable``, and the server is told to stop. The connection is not used
again then. Not here: storing what the PBX says, which has a connection of its own and all the patience (``writing``).
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import TypeVar

import psycopg

from collector_daemon.store.writing import PATIENCE
from shared.database.connection import Connection, connect, plain
from shared.errors import SuiteError, Unavailable

MOST = 4
"""Connections at once: storing goes first."""
CONNECT_SECONDS = "2"  # the least that libpq knows
CANCEL_SECONDS = 2.0
"""What the server gets for ending a question that was given up."""

Found = TypeVar("Found")
Deed = Callable[[Connection], Awaitable[Found]]


class BadText(SuiteError):
    """What Postgres can never store."""


class Lender:
    """Lends connections to the database at ``url``. ``close`` it at the end, in the loop that used it."""

    def __init__(self, url: str, *, most: int = MOST) -> None:
        self._url = url
        self._turns = asyncio.Semaphore(most)
        self._idle: list[Connection] = []
        self._late: set[asyncio.Task[object]] = set()

    async def use(self, deed: Deed[Found], seconds: float) -> Found:
        """What the deed finds, on a connection in autocommit. It may be done twice, if the first try met a dead one.

        Raises Unavailable (also after ``seconds``), BadText.
        """
        task = asyncio.ensure_future(self._used(deed))
        try:
            await asyncio.wait((task,), timeout=seconds)
        finally:
            if not task.done():  # also where we are cancelled; it may still wait for a dead network
                self._late.add(task)
                task.add_done_callback(self._forget)
                task.cancel()
        if not task.done():
            raise Unavailable("the database does not answer in time")
        return task.result()

    async def close(self) -> None:
        """Disconnect."""
        if late := set(self._late):
            _ended, stuck = await asyncio.wait(late, timeout=CANCEL_SECONDS)
            for task in stuck:  # not before: a second cancelling disturbs a query that is just being cancelled
                task.cancel()
            await asyncio.gather(*stuck, return_exceptions=True)
        while self._idle:
            await self._idle.pop().close()

    def _forget(self, task: asyncio.Task[object]) -> None:
        self._late.discard(task)
        if not task.cancelled():
            task.exception()  # nobody waits for it any more

    async def _used(self, deed: Deed[Found]) -> Found:
        try:
            async with self._turns:
                if self._idle:
                    try:
                        async with self._lent(self._idle.pop()) as connection:
                            return await deed(connection)
                    except (psycopg.OperationalError, psycopg.InterfaceError):
                        pass  # it was dead, perhaps since a restart of the server
                async with self._lent(await self._fresh()) as connection:
                    return await deed(connection)
        except psycopg.DataError as problem:
            raise BadText(plain(problem)) from None
        except (psycopg.Error, OSError) as problem:
            raise Unavailable(f"the database: {plain(problem)}") from None

    async def _fresh(self) -> Connection:
        connection = await connect(self._url, **PATIENCE, connect_timeout=CONNECT_SECONDS)
        await connection.set_autocommit(True)
        return connection

    @asynccontextmanager
    async def _lent(self, connection: Connection) -> AsyncIterator[Connection]:
        try:
            yield connection
        except psycopg.DataError:
            self._idle.append(connection)
            raise
        except BaseException:
            await connection.close()
            raise
        self._idle.append(connection)
