"""One daemon leads: two on one database by mistake, a leader that was stopped, a lost session."""

import asyncio
import contextlib
import signal
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest

from collector_daemon.store.lease import Deposed, Lease
from collector_daemon.store.recorder import Recorder
from shared.errors import Unavailable
from tests.helpers.facts import a_batch
from tests.helpers.waiting import wait_until
from tests.integration.daemon.running import RunningDaemon, simulated_pbx, until

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(120)]
SHORT = timedelta(seconds=1)


@contextlib.asynccontextmanager
async def lease(url: str, holder: str, silence: timedelta = SHORT):
    made = Lease(url, ["main"], silence, holder)
    try:
        yield made
    finally:
        await made.close()


def count(url: str, table: str) -> int:
    with psycopg.connect(url) as connection:
        row = connection.execute(f"select count(*) from {table}").fetchone()
    assert row is not None
    return int(row[0])


async def test_two_daemons_on_one_database_by_mistake(tmp_path: Path, database_url: str) -> None:
    one, two = tmp_path / "one", tmp_path / "two"
    for folder in (one, two):
        folder.mkdir()
    async with simulated_pbx() as pbx:
        first, second = RunningDaemon(one, pbx.port, database_url), RunningDaemon(two, pbx.port, database_url)
        first.start()
        await until(lambda: first.stored() > 100, "the first daemon's facts")
        second.start()
        assert first.process is not None
        assert second.process is not None
        assert await asyncio.to_thread(second.process.wait, 30) == 1
        assert "another daemon stores into this database already: main by " in second.said()
        assert f"(process {first.process.pid}) since 20" in second.said()
        assert "Traceback" not in second.said()
        assert first.process.poll() is None
        first.process.send_signal(signal.SIGTERM)
        assert await asyncio.to_thread(first.process.wait, 30) == 0


@pytest.mark.expects_log("led by another daemon now")
async def test_who_was_silent_for_too_long_does_not_lead_and_writes_nothing(database_url: str) -> None:
    async with lease(database_url, "one") as one, lease(database_url, "two") as two:
        assert await one.take()
        assert not await two.take()
        recorder = Recorder(database_url, fence=one.check, first_pause=0.02, longest_pause=0.1)
        recording = asyncio.create_task(recorder.run())
        await recorder.put(a_batch(0, calls=2))
        await recorder.drain()
        await wait_until(two.take, timeout=5, what="the lead of the silent one")  # nobody says a word for it
        before = count(database_url, "call"), count(database_url, "raw_event")
        await recorder.put(a_batch(10, calls=2))
        await wait_until(lambda: recorder.state.trouble, what="the refusal")
        assert "led by another daemon now (two since " in (recorder.state.trouble or "")
        assert (count(database_url, "call"), count(database_url, "raw_event")) == before
        with pytest.raises(Deposed):
            await one.keep()
        assert one.is_deposed
        recording.cancel()
        await asyncio.gather(recording, return_exceptions=True)


async def test_a_transaction_that_hangs_under_the_older_term_is_ended(database_url: str) -> None:
    async with lease(database_url, "one") as one, lease(database_url, "two") as two:
        assert await one.take()
        async with await psycopg.AsyncConnection.connect(database_url) as hanging:
            await one.check(hanging, ["main"])
            await hanging.execute("insert into gap values ('main', now(), null, 'connection')")
            await wait_until(two.take, timeout=5, what="the lead")
            with pytest.raises(psycopg.OperationalError):
                await hanging.commit()
        assert count(database_url, "gap") == 0


async def test_a_lost_session_is_made_again_under_the_same_term(database_url: str) -> None:
    async with lease(database_url, "one") as one, lease(database_url, "two") as two:
        assert await one.take()
        keeping = asyncio.create_task(one.keep())
        with psycopg.connect(database_url, autocommit=True) as connection:
            connection.execute("select pg_terminate_backend(pid) from pg_locks where locktype = 'advisory'")
            locks = "select 1 from pg_locks where locktype = 'advisory'"
            await wait_until(lambda: connection.execute(locks).fetchone(), what="the lock taken again")
        assert not await two.take()
        assert (await one.leads())["main"].term == 1
        keeping.cancel()
        await asyncio.gather(keeping, return_exceptions=True)


async def test_before_the_lead_is_known_nothing_is_written(database_url: str) -> None:
    async with lease(database_url, "one") as one, await psycopg.AsyncConnection.connect(database_url) as connection:
        with pytest.raises(Unavailable):
            await one.check(connection, ["main"])
