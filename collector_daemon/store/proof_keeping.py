"""The connection on which figures are proved, and the question whether they are."""

from __future__ import annotations

from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import date

import psycopg

from collector_daemon.store.lending import Lender
from collector_daemon.store.proof import is_proved
from shared.database.connection import Connection, connect, plain
from shared.errors import Unavailable

SECONDS = 30.0
_MILD = (
    "select set_config('max_parallel_workers_per_gather', '0', false), set_config('lock_timeout', '10s', false)"
)
"""One processor is enough for what is in no hurry."""


@asynccontextmanager
async def open_for_proof(url: str) -> AsyncIterator[Connection]:
    """Connected for a while, in autocommit. Raises Unavailable, also for what goes wrong later."""
    connection = await connect(url)
    try:
        await connection.set_autocommit(True)
        await connection.execute(_MILD)
        yield connection
    except psycopg.Error as problem:
        raise Unavailable(f"the database: {plain(problem)}") from problem
    finally:
        await connection.close()


class ProofBook:
    """Which days are proved already."""

    def __init__(self, lender: Lender) -> None:
        self._lender = lender

    async def has(self, day: date, pbxs: Sequence[str]) -> bool:
        """Was it proved for each of these PBXs? Raises Unavailable."""

        async def ask(connection: Connection) -> bool:
            return await is_proved(connection, day, pbxs)

        return await self._lender.use(ask, SECONDS)
