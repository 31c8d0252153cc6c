"""Connections lent: closing while a question is just being given up is quiet."""

import asyncio

import psycopg

from collector_daemon.store.lending import Lender
from shared.database.connection import Connection
from tests.helpers.waiting import wait_until

RUNNING = "select 1 from pg_stat_activity where state = 'active' and query = 'select pg_sleep(30)'"


async def test_closing_lets_the_server_end_what_was_given_up(database_url: str) -> None:
    lender = Lender(database_url)

    async def deed(connection: Connection) -> None:
        await connection.execute("select pg_sleep(30)")

    using = asyncio.create_task(lender.use(deed, 30))
    with psycopg.connect(database_url, autocommit=True) as other:
        await wait_until(lambda: other.execute(RUNNING).fetchone())
    using.cancel()
    await asyncio.gather(using, return_exceptions=True)
    await lender.close()  # a second cancelling would be warned of
    assert not lender._late
