"""Sums are what plain counting gives, however often and in whatever order facts were told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any

import psycopg
import pytest

from collector_daemon.settings import RetentionSettings
from collector_daemon.store.batch import Item
from collector_daemon.store.rollups import check_rollups, remake, settle_zone
from collector_daemon.store.upkeep import Upkeep
from collector_daemon.store.writing import Writer
from shared.database.connection import connect
from tests.integration.statistics import counting
from tests.integration.statistics.conftest import ZONE

pytestmark = pytest.mark.postgres
DAYS = [date(2026, 3, 1) + timedelta(days=number) for number in range(250)]


async def store(url: str, items: Sequence[Item]) -> None:
    writer = await Writer.open(url)
    try:
        await writer.write(items, {})
    finally:
        await writer.close()


def stored(url: str, table: str, keys: str, names: Sequence[str]) -> counting.Sums:
    with psycopg.connect(url) as connection:
        connection.execute("set timezone = 'UTC'")
        question = f"select {keys}, {', '.join(names)} from {table}"
        rows = connection.execute(question).fetchall()  # type: ignore[call-overload]
    width = len(keys.split(", "))
    return counting.without_nothing(
        {tuple(tuple(part) if isinstance(part, list) else part for part in row[:width]):
         Counter(dict(zip(names, row[width:], strict=True))) for row in rows})  # fmt: skip


def names_in(sums: counting.Sums) -> list[str]:
    return sorted({name for counts in sums.values() for name in counts})


@pytest.mark.parametrize(("table", "keys", "count"), [
    ("visit_sum", "span, starts_at, queue, slot", counting.visits_counted),
    ("(select w.*, b.* from wait_sum w, bins_of(w.bins) b) t", "span, starts_at, queue, outcome, wait_edge",
     counting.waits_counted),
    ("handling_sum", "span, starts_at, agent, queue", counting.handling_counted),
    ("call_sum", "span, starts_at, direction, line, queues", counting.calls_counted),
])  # fmt: skip
def test_sums_of_calls_are_what_counting_gives(url, traffic, table, keys, count):
    expected = counting.without_nothing(count(traffic[0]))
    assert stored(url, table, keys, names_in(expected)) == expected


def test_agents_time_is_what_counting_gives(url, traffic):
    expected = counting.without_nothing(counting.time_counted(traffic[1]))
    keys = "span, starts_at, agent, state, reason"
    assert stored(url, "agent_time_sum", keys, ["spells", "spent_ms"]) == expected


def test_days_of_23_and_25_hours_have_that_many(url, traffic):
    for day, hours in (("2026-03-29", 23), ("2026-10-25", 25)):
        with psycopg.connect(url) as connection:
            found = connection.execute(
                "with day as (select %s::timestamp at time zone %s as at) select "
                "(select sum(offered) from visit_sum where span = 'day' and starts_at = day.at), "
                "(select sum(offered) from visit_sum where span = 'quarter' and starts_at >= day.at "
                "and starts_at < day.at + make_interval(hours => %s)) from day", [day, ZONE, hours]).fetchone()
        assert found is not None
        assert found[0] == found[1] > 0


async def snapshot(connection: psycopg.AsyncConnection[Any]) -> list[list[Any]]:
    tables = ("visit_sum", "wait_sum", "handling_sum", "call_sum", "agent_time_sum")
    return [await (await connection.execute(  # type: ignore[call-overload]
        f"select t::text from {table} t order by 1")).fetchall() for table in tables]


async def test_check_finds_nothing_and_then_any_difference(url):
    async with await connect(url) as connection:
        await connection.set_autocommit(True)
        assert await check_rollups(connection, DAYS) == []
        for span in ("day", "month"):
            await _change(connection, span, "+")
            found = await check_rollups(connection, DAYS)
            apart = [(one.table, abs(one.stored[name] - one.counted[name])) for one in found for name in one.stored
                     if one.table != "agent_sum"]  # of closed days it is made of handling_sum
            assert set(apart) == {(table, 7) for table, _count in COUNTS}
            assert {one.table for one in found if one.span == span} >= {table for table, _count in COUNTS}
            await _change(connection, span, "-")
        assert await check_rollups(connection, DAYS) == []


COUNTS = (("visit_sum", "talk_ms"), ("wait_sum", "bins"), ("handling_sum", "no_answer"), ("agent_time_sum", "spent_ms"),
          ("call_sum", "answered"))  # fmt: skip
_CHANGED = (
    "update {0} set {1} = {1} {2} 7 where span = %s and starts_at = (select max(starts_at) from {0} where span = %s)"
)


async def _change(connection, span, sign):
    for table, count in COUNTS:
        await connection.execute(_CHANGED.format(table, count, sign), [span, span])


async def test_made_anew_they_are_the_same(url):
    async with await connect(url) as connection:
        await connection.set_autocommit(True)
        await remake(connection)  # rows of nothing but zeros go
        before = await snapshot(connection)
        for table in ("visit_sum", "wait_sum", "handling_sum", "call_sum", "agent_time_sum"):
            await connection.execute(f"delete from {table}")  # type: ignore[call-overload]
        assert await check_rollups(connection, DAYS) != []
        assert await remake(connection) > 5
        assert await snapshot(connection) == before
        assert await settle_zone(connection, "America/New_York")
        assert await check_rollups(connection, DAYS) == []
        assert await settle_zone(connection, ZONE)
        assert await snapshot(connection) == before


async def test_retention_takes_nothing_from_sums(database_url, traffic):
    calls, times = traffic
    await store(database_url, [*calls, *times])
    now = datetime(2026, 11, 10, tzinfo=UTC)
    async with await connect(database_url) as connection:
        await connection.set_autocommit(True)
        before = await snapshot(connection)
        retention = RetentionSettings(calls_days=17, agents_days=17)
        await Upkeep(database_url, lambda: retention, lambda: now).tidy()
        left = await (await connection.execute("select count(*), min(started_at) from call")).fetchone()
        assert left is not None
        assert 0 < left[0] < len(calls)
        assert left[1] > datetime(2026, 10, 23, tzinfo=UTC)
        assert await snapshot(connection) == before
        assert await check_rollups(connection, DAYS) == []
        await remake(connection)
        assert await check_rollups(connection, DAYS) == []
        assert await snapshot(connection) == before
        await store(database_url, [*calls, *times])  # told again after they were forgotten: counted already
        assert await snapshot(connection) == before


async def test_zone_of_the_centre_is_noticed(database_url, traffic):
    await store(database_url, traffic[0][:50])
    upkeep = Upkeep(database_url, RetentionSettings, lambda: datetime(2026, 11, 10, tzinfo=UTC), zone=lambda: ZONE)
    await upkeep.tidy()
    expected = counting.without_nothing(counting.visits_counted(traffic[0][:50]))
    assert stored(database_url, "visit_sum", "span, starts_at, queue, slot", names_in(expected)) == expected


async def test_what_is_emptied_has_no_sums(database_url, traffic):
    await store(database_url, [*traffic[0][:50], *traffic[1][:50]])
    with psycopg.connect(database_url) as connection:
        for table in ("call", "agent_interval"):
            connection.execute(f"truncate {table}")  # type: ignore[call-overload]
    async with await connect(database_url) as connection:
        assert await snapshot(connection) == [[], [], [], [], []]
