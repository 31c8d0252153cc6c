"""Sums of what is over: made once, opened by a change, and what reports tell is the same with them and without."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any

import msgspec
import psycopg
import pytest
from psycopg import AsyncConnection
from sqlalchemy import Connection, text

from collector_daemon.settings import RetentionSettings
from collector_daemon.store.rollup_closing import close_sums
from collector_daemon.store.rollups import check_rollups, settle_zone
from collector_daemon.store.upkeep import Upkeep
from collector_daemon.store.writing import Writer
from shared.credentials import Secret
from shared.database.accounts import open_book
from shared.database.connection import connect, engine, parse
from shared.reports.queries import Scope, dispositions, outgoing, repeated, ringing
from shared.reports.queries.callers import Repeated
from tests.integration.statistics.conftest import ZONE

pytestmark = pytest.mark.postgres
PASSWORD = Secret("correct horse battery")
AFTER = date(2026, 12, 10)
ALL = [date(2026, 3, 1), date(2026, 11, 30)]
YEAR = Scope(since=datetime(2026, 3, 12, 23, tzinfo=UTC), until=datetime(2026, 11, 17, 23, tzinfo=UTC), zone=ZONE)


async def close(url: str) -> int:
    async with await connect(url) as connection:
        await connection.set_autocommit(True)
        await settle_zone(connection, ZONE)
        return await close_sums(connection, AFTER)


async def store(url: str, items: Any) -> None:
    writer = await Writer.open(url)
    try:
        await writer.write(items, {})
    finally:
        await writer.close()


def asked(url: str) -> list[object]:
    made = engine(url)
    with made.connect() as connection:
        found: list[object] = [ask(connection, YEAR) for ask in (ringing, outgoing, dispositions, repeated)]
    made.dispose()
    return found


def count(url: str, question: str) -> int:
    with psycopg.connect(url, autocommit=True) as connection:
        return connection.execute(f"select count(*) from {question}").fetchall()[0][0]  # type: ignore[call-overload,no-any-return]


def dispose(url: str, code: str) -> None:
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute(
            "insert into call_disposition select pbx, call_id, 'eva', case when random() < 0.5 then '1001' end, 'Eva', "
            "%s, '', started_at + interval '1 hour', now(), started_at from call where outcome = 'answered' "
            "on conflict (pbx, call_id, account) do update set code = excluded.code", [code])  # fmt: skip


async def test_a_change_opens_what_it_touches_and_reports_stay_the_same(database_url, traffic):
    calls, times = traffic
    await store(database_url, [*calls, *times])
    dispose(database_url, "order")
    before = asked(database_url)
    assert before[2]
    assert await close(database_url) > 200
    assert await close(database_url) == 0
    assert asked(database_url) == before
    changed = next(call for call in calls if call.visits and call.started_at > YEAR.since)
    await store(database_url, [changed])  # the same again: opened, and nothing else
    assert asked(database_url) == before
    assert 3 <= await close(database_url) <= 8
    await store(database_url, [msgspec.structs.replace(changed, direction="outbound", caller="1777")])
    told = asked(database_url)
    assert ["1777"] in [[*row.keys] for row in told[1]]  # type: ignore[attr-defined]
    dispose(database_url, "complaint")
    assert {one.code for one in asked(database_url)[2]} == {"complaint"}  # type: ignore[attr-defined]
    told = asked(database_url)
    await close(database_url)
    assert asked(database_url) == told
    async with await connect(database_url) as connection:
        await connection.set_autocommit(True)
        assert await check_rollups(connection, ALL) == []


async def test_check_finds_sums_that_are_wrong(database_url, traffic):
    await store(database_url, traffic[0])
    dispose(database_url, "order")
    await close(database_url)
    async with await connect(database_url) as connection:
        await connection.set_autocommit(True)
        for span in ("day", "month"):
            await change(connection, span, 7)
            found = await check_rollups(connection, ALL)
            assert {(one.table, abs(one.stored[each] - one.counted[each])) for one in found
                    for each in one.stored} == {(table, 7) for table, _name in COUNTS}  # fmt: skip
            await change(connection, span, -7)


COUNTS = (("ring_sum", "bins"), ("agent_sum", "handled"), ("outgoing_sum", "calls"), ("disposition_sum", "calls"))


async def change(connection: AsyncConnection, span: str, by: int) -> None:
    """The newest sums of each table."""
    for table, name in COUNTS:
        newest = f"starts_at = (select max(starts_at) from {table} where span = '{span}')"
        await connection.execute(  # type: ignore[call-overload]
            f"update {table} set {name} = {name} + %s where span = %s and {newest}", [by, span])


async def test_check_finds_callers_that_are_wrong(database_url, traffic):
    await store(database_url, traffic[0])
    await close(database_url)
    async with await connect(database_url) as connection:
        await connection.set_autocommit(True)
        assert await check_rollups(connection, ALL) == []
        for table, change in (("caller_sum", "answered = answered + 7"), ("caller_list", "numbers[1] = '1'")):
            await connection.execute(  # type: ignore[call-overload]
                f"update {table} set {change} where starts_at = (select max(starts_at) from {table})")
            found = await check_rollups(connection, ALL)
            assert {one.table for one in found} == {table}
            await connection.execute("delete from closed_span where span = 'callers'")
            await close(database_url)


async def test_numbers_go_with_their_calls_and_other_sums_stay(database_url, traffic):
    await store(database_url, traffic[0])
    await close(database_url)
    rings = count(database_url, "ring_sum")
    with psycopg.connect(database_url, autocommit=True) as connection:
        number = connection.execute(
            "select customer_end from call where direction = 'inbound' and customer_end <> '' limit 1").fetchall()[0][0]
        assert connection.execute("select from caller_sum where customer_end = %s", [number]).rowcount
        connection.execute("update call set caller = null where customer_end = %s", [number])
        assert not connection.execute("select from caller_sum where customer_end = %s", [number]).rowcount
        assert not connection.execute("select from caller_list where %s = any (numbers)", [number]).rowcount
    await close(database_url)
    retention = RetentionSettings(calls_days=17, agents_days=17)
    await Upkeep(database_url, lambda: retention, lambda: datetime(2026, 11, 10, tzinfo=UTC)).tidy()
    assert not count(database_url, "caller_sum where starts_at < '2026-09-15'")
    assert not count(database_url, "caller_list where starts_at < '2026-09-15'")
    assert count(database_url, "ring_sum") == rings
    assert count(database_url, "closed_span where span = 'month' and starts_at < '2026-09-15'") > 5


CALLS = """
    insert into call (pbx, call_id, direction, started_at, caller, called, outcome, queues, is_in_gap, is_transferred,
        is_consulted, is_parked, recording_count, attempts, agents, rang, missed, visit_outcomes, keyed)
    select case when n % 9 = 0 then 'other' else 'main' end, n::text, 'inbound',
        '2026-01-01Z'::timestamptz + n * 3110 % 16000000 * interval '1 second',
        '4206' || lpad((n * n % (7 + n % 13 * n % 5 * 40))::text, 8, '0'), '1',
        case when n % 3 > 0 then 'answered' end, case when n % 4 = 0 then '{support}' else '{sales}' end::text[],
        false, false, false, false, 0, 0, '{}', '{}', '{}', '{}', '' from generate_series(1, 6000) n
"""


@pytest.fixture
def callers(database_url, postgres) -> Iterator[str]:
    with psycopg.connect(database_url, autocommit=True) as connection:
        connection.execute(CALLS)
        connection.execute("insert into pbx values ('main', now()), ('other', now())")
    with open_book(database_url, "tester") as book:
        book.add("chief", ["supervisor"], PASSWORD)
        book.add("eva", ["supervisor"], PASSWORD, queues=["support"])
    yield database_url
    postgres.drop_login_roles()


def counted(connection: Connection, scope: Scope, most: int) -> list[Repeated]:
    """From the calls alone."""
    rows = connection.execute(text(
        "select max(customer), count(*), count(*) filter (where outcome = 'answered'), min(started_at), "
        "max(started_at) from call where started_at >= :since and started_at < :until and direction = 'inbound' "
        "and customer_end <> '' and (cast(:pbxs as text[]) is null or pbx = any(:pbxs)) "
        "and (cast(:queues as text[]) is null or queues && cast(:queues as text[])) "
        "group by customer_end having count(*) > 1 order by 2 desc, 1 limit :most"), {
        "since": scope.since, "until": scope.until, "most": most, "pbxs": scope.pbxs and list(scope.pbxs),
        "queues": scope.queues and list(scope.queues)})  # fmt: skip
    return [Repeated(*row) for row in rows]


async def test_the_most_frequent_callers_are_found_without_counting_all(callers):
    await close(callers)
    since = datetime(2026, 1, 10, 12, tzinfo=UTC)
    for name in ("chief", "eva"):
        address = parse(callers).set(username=name, password=PASSWORD.reveal())
        made = engine(address.render_as_string(hide_password=False))
        with made.connect() as connection:
            for days in (16, 45, 140):
                for more in ({}, {"pbxs": ("other",)}, {"queues": ("support",)}):
                    scope = Scope(since=since, until=since + timedelta(days=days), zone=ZONE, **more)  # type: ignore[arg-type]
                    for most in (1, 4, 30, 5000):
                        expected = counted(connection, scope, most)
                        assert expected
                        assert repeated(connection, scope, most) == expected, (name, days, more, most)
        made.dispose()
