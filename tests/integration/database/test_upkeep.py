"""Housekeeping: partitions ahead, old days dropped whole, old calls gone with their parts."""

import asyncio
from datetime import date, timedelta

import pytest

from collector_daemon.settings import RetentionSettings
from collector_daemon.store import partitions
from collector_daemon.store.batch import Batch
from collector_daemon.store.upkeep import Upkeep, plan
from shared.database.connection import connect, parse
from tests.helpers.facts import START, a_call, agents_time, raw_event
from tests.integration.database.contents import counts, rows
from tests.integration.database.test_recorder import recording

pytestmark = pytest.mark.postgres
NOW = START + timedelta(days=40)


async def days(url: str) -> set[date]:
    async with await connect(url) as connection:
        return await partitions.existing(connection)


async def test_first_round_on_an_empty_database(database_url):
    upkeep = Upkeep(database_url, lambda: RetentionSettings(), lambda: NOW)
    assert await upkeep.tidy() == plan(NOW.date(), set(), RetentionSettings())
    assert await days(database_url) == {NOW.date() + timedelta(days=n) for n in range(4)}
    assert (await upkeep.tidy()).make == (), "the second round has nothing to do"


async def test_old_days_and_calls_go(database_url):
    recent = START + timedelta(days=39)
    batch = Batch(
        "main", "journal", 3, calls=[a_call(0), a_call(39 * 86_400)],
        raw=[raw_event(1), raw_event(2, at=recent)], facts=[*agents_time(0), *agents_time(39 * 86_400)],
    )  # fmt: skip
    async with recording(database_url) as recorder:
        await recorder.put(batch)
    retention = RetentionSettings(raw_days=30, calls_days=30, agents_days=30)
    done = await Upkeep(database_url, lambda: retention, lambda: NOW).tidy()
    assert done.drop == (START.date(),)
    left = counts(database_url)
    assert (left["raw_event"], left["call"], left["queue_visit"], left["ring_attempt"], left["step"]) == (1, 1, 1, 2, 8)
    assert (left["agent_session"], left["agent_interval"], left["gap"], left["surprise"]) == (1, 1, 1, 1)
    assert rows(database_url, "select started_at from call") == [(recent,)]


async def test_two_daemons_tidy_at_once(database_url):
    upkeeps = [Upkeep(database_url, lambda: RetentionSettings(), lambda: NOW) for _ in range(3)]
    done = await asyncio.gather(*(upkeep.tidy() for upkeep in upkeeps))
    assert sorted(len(found.make) for found in done) == [0, 0, 4]


async def test_partition_is_made_while_somebody_reads(database_url):
    async with await connect(database_url) as reader:
        await reader.execute("select count(*) from raw_event")  # holds its lock until the end of the transaction
        async with asyncio.timeout(5):
            await Upkeep(database_url, lambda: RetentionSettings(), lambda: NOW).tidy()
    assert len(await days(database_url)) == 4


async def test_database_away_puts_it_off(database_url, proxy_to):
    address = parse(database_url)
    proxy = proxy_to(address.host, address.port)
    proxy.cut()
    url = address.set(port=proxy.port).render_as_string(hide_password=False)
    running = asyncio.create_task(Upkeep(url, lambda: RetentionSettings(), lambda: NOW, pause=0.02).run())
    await asyncio.sleep(0)
    proxy.mend()
    while not await days(database_url):
        await asyncio.sleep(0.01)
    running.cancel()
    await asyncio.gather(running, return_exceptions=True)
