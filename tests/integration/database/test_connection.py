"""A connection ends with what it was opened for, at whatever moment that is cancelled.

One left open is also a warning when it is collected, and every warning fails its test.
"""

import asyncio
import gc
from collections.abc import Callable
from urllib.parse import urlsplit

import psycopg
import pytest

from shared.database.connection import connect, copying
from tests.helpers.proxy import Proxy
from tests.helpers.waiting import wait_until

pytestmark = pytest.mark.postgres


async def test_cancelled_while_the_server_does_not_answer(
    database_url: str, proxy_to: Callable[[str, int], Proxy]
) -> None:
    place = urlsplit(database_url)
    host, port = place.hostname or "127.0.0.1", place.port or 5432
    proxy = proxy_to(host, port)
    proxy.stall()
    task = asyncio.create_task(connect(database_url.replace(f"{host}:{port}", f"127.0.0.1:{proxy.port}")))
    await wait_until(lambda: proxy.connections, what="a connection that gets no answer")
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task
    gc.collect()
    proxy.flow()
    await wait_until(lambda: not proxy.connections, what="its end")


@pytest.mark.parametrize("is_failing", [False, True])
async def test_cancelled_while_a_transaction_ends(database_url: str, is_failing: bool) -> None:
    opened: list[psycopg.AsyncConnection] = []

    async def write() -> None:
        async with await connect(database_url) as connection:
            opened.append(connection)
            await connection.execute("select 1")
            task = asyncio.current_task()
            assert task is not None
            asyncio.get_running_loop().call_soon(task.cancel)  # when it waits for Postgres to end the transaction
            if is_failing:
                raise LookupError

    with pytest.raises(asyncio.CancelledError):
        await asyncio.create_task(write())
    assert opened.pop().closed


async def test_cancelled_while_a_copy_begins(database_url: str) -> None:
    is_begun = asyncio.Event()

    async def write() -> None:
        async with await connect(database_url) as connection:
            await connection.execute("create temporary table taken (number integer)")
            async with connection.transaction():
                is_begun.set()  # the test goes on when COPY has been sent and its answer is waited for
                async with copying(connection, "copy taken from stdin") as copy:
                    await copy.write(b"1\n")

    task = asyncio.create_task(write())
    await is_begun.wait()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
        await task


async def test_a_copy_that_fails_leaves_the_connection_for_the_next(database_url: str) -> None:
    async with await connect(database_url) as connection:
        await connection.set_autocommit(True)
        await connection.execute("create temporary table taken (number integer)")
        with pytest.raises(LookupError):
            async with copying(connection, "copy taken from stdin") as copy:
                await copy.write(b"1\n")
                raise LookupError
        with pytest.raises(psycopg.DataError):
            async with copying(connection, "copy taken from stdin") as copy:
                await copy.write(b"one\n")
        async with copying(connection, "copy taken from stdin") as copy:
            await copy.write(b"2\n")
        assert await (await connection.execute("select number from taken")).fetchall() == [(2,)]
