"""The log of alerts: told again it replaces itself, the database may be away, nobody reads what he may not see."""

import asyncio
import contextlib
from datetime import UTC, datetime, timedelta
from typing import Any

import msgspec
import psycopg
import pytest

from collector_daemon.settings import RetentionSettings
from collector_daemon.store.alert_log import AlertLog, Firing
from collector_daemon.store.upkeep import Upkeep
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import conninfo, parse
from shared.errors import Unavailable
from tests.helpers.waiting import wait_until
from tests.integration.database.contents import rows

pytestmark = pytest.mark.postgres
START = datetime(2026, 1, 5, 8, 0, tzinfo=UTC)
LATER = START + timedelta(days=1)


def firing(number: int = 0, queue: str | None = "support", **more) -> Firing:
    told: dict[str, Any] = {
        "alert": f"r {number}", "raised_at": START + timedelta(seconds=number), "rule": "r", "level": "warn",
        "queues": (queue,) if queue else (), "measure": "longest_wait", "value": 61.0, "threshold": 60.0,
    }
    return Firing(pbx="main", queue=queue, **(told | more))


@contextlib.asynccontextmanager
async def writing(url: str, began_at: datetime = START, **bounds):
    log = AlertLog(url, pause=0.02, **bounds)
    task = asyncio.create_task(log.run(["main"], began_at))
    try:
        yield log
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def through(proxy_to, url: str):
    address = parse(url)
    proxy = proxy_to(address.host, address.port)
    return proxy, address.set(port=proxy.port).render_as_string(hide_password=False)


async def test_a_firing_from_raising_to_clearing_is_one_row(database_url):
    async with writing(database_url) as log:
        log.note(firing())
        await log.drain()
        worse = msgspec.structs.replace(firing(), level="bad", value=121.0, threshold=120.0, worsened_at=LATER)
        log.note(worse)
        log.note(msgspec.structs.replace(worse, cleared_at=LATER, ending="cleared"))
        await log.drain()
        (row,) = await log.read(START, LATER, None)
    assert row == {
        "pbx": "main", "alert": "r 0", "rule": "r", "title": "", "queue": "support", "level": "bad",
        "measure": "longest_wait", "value": 121.0, "limit": 120.0, "raised_at": START, "worsened_at": LATER,
        "cleared_at": LATER, "ending": "cleared", "acknowledged_by": None, "acknowledged_at": None,
    }


async def test_newest_first_of_a_span_and_visible_queues_only(database_url):
    async with writing(database_url) as log:
        for number, queue in enumerate(("support", "sales", None)):
            log.note(firing(number, queue, queues=(queue,) if queue else ("support", "sales")))
        log.note(firing(3, cleared_at=START + timedelta(seconds=4), ending="cleared"))
        log.note(msgspec.structs.replace(firing(9), pbx="brno"))
        await log.drain()

        async def numbers(since=0.0, until=100.0, queues=None, pbx=None):
            span = (START + timedelta(seconds=since), START + timedelta(seconds=until))
            found = await log.read(*span, queues if queues is None else frozenset(queues), pbx)
            return [int(row["alert"].split()[1]) for row in found]

        assert await numbers() == [9, 3, 2, 1, 0]
        assert await numbers(pbx="main") == [3, 2, 1, 0]
        assert await numbers(since=5) == [9, 2, 1, 0], "3 was over"
        assert await numbers(until=1) == [0]
        assert await numbers(queues={"support"}) == [9, 3, 0], "the sum of both tells of sales"
        assert await numbers(queues={"support", "sales"}) == [9, 3, 2, 1, 0]
        assert await numbers(queues=set()) == []


async def test_at_most_so_many(database_url):
    async with writing(database_url) as log:
        for number in range(520):
            log.note(firing(number))
        await log.drain()
        found = await log.read(START, LATER, None)
    assert len(found) == 500
    assert found[0]["alert"] == "r 519"


async def test_hostile_names_are_stored_and_come_back(database_url):
    queue = "x'); drop table alert_log; --\x00\udcff" + "y" * 3000
    async with writing(database_url) as log:
        log.note(firing(0, queue, title="t\x00"))
        await log.drain()
        (row,) = await log.read(START, LATER, frozenset({queue}))
    assert row["title"] == "t\x00"
    assert row["queue"].startswith(queue[:50])


async def test_what_an_earlier_run_left_open_is_closed_as_stopped(database_url):
    async with writing(database_url) as log:
        log.note(firing())
        log.note(msgspec.structs.replace(firing(1), pbx="brno"))
        log.note(firing(2, cleared_at=LATER, ending="cleared"))
        await log.drain()
    async with writing(database_url, LATER):
        await wait_until(lambda: rows(database_url, "select from alert_log where ending = 'stopped'"))
    assert rows(database_url, "select alert, ending from alert_log where pbx = 'main' order by 1") == [
        ("r 0", "stopped"), ("r 2", "cleared")]
    assert rows(database_url, "select ending from alert_log where pbx = 'brno'") == [(None,)], "another daemon's"


async def test_while_the_database_is_away_nothing_blocks_and_order_is_kept(database_url, proxy_to):
    proxy, url = through(proxy_to, database_url)
    proxy.cut()
    async with writing(url) as log:
        for number in range(20):
            log.note(firing(number))
        with pytest.raises(Unavailable):
            await log.read(START, LATER, None)
        proxy.mend()
        await log.drain()
        found = [row["alert"] for row in await log.read(START, LATER, None)]
    assert found == [f"r {number}" for number in reversed(range(20))]


@pytest.mark.expects_log("15 alerts are missing in their log")
async def test_past_a_bound_the_oldest_goes_and_is_counted(database_url, proxy_to):
    proxy, url = through(proxy_to, database_url)
    proxy.cut()
    async with writing(url, held=5) as log:
        for number in range(20):
            log.note(firing(number))
        proxy.mend()
        await log.drain()
        found = [row["alert"] for row in await log.read(START, LATER, None)]
    assert found == [f"r {number}" for number in (19, 18, 17, 16, 15)]


async def test_retention_takes_what_is_over_and_old(database_url):
    async with writing(database_url) as log:
        log.note(firing(0, cleared_at=START, ending="cleared"))
        log.note(firing(1))
        await log.drain()
    await Upkeep(database_url, lambda: RetentionSettings(alerts_days=0), lambda: START + timedelta(days=900)).tidy()
    assert len(rows(database_url, "select from alert_log")) == 2
    await Upkeep(database_url, lambda: RetentionSettings(alerts_days=30), lambda: START + timedelta(days=40)).tidy()
    assert rows(database_url, "select alert from alert_log") == [("r 1",)]


async def test_accounts_of_the_database_read_what_they_may_see(postgres, database_url):
    async with writing(database_url) as log:
        log.note(firing(0))
        log.note(firing(1, "sales"))
        log.note(firing(2, None, queues=("support", "sales")))
        await log.drain()
    try:
        with open_book(database_url, "test") as book:
            book.add("sam", ["supervisor"], Secret("a-long-password"), queues=["support"])
            book.add("olga", ["operator"], Secret("a-long-password"))
        with psycopg.connect(conninfo(database_url, user="sam", password="a-long-password")) as connection:
            assert connection.execute("select alert from alert_log").fetchall() == [("r 0",)]
        with psycopg.connect(conninfo(database_url, user="olga", password="a-long-password")) as connection:
            assert connection.execute("select alert from alert_log").fetchall() == []
    finally:
        postgres.drop_login_roles()
