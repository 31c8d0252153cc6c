"""Credit on a real database: any number of calls at once never reserve more than there is; the ledger only grows."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

import msgspec
import psycopg
import pytest

from collector_daemon.billing.closing import Who
from collector_daemon.billing.crediting import Crediting
from collector_daemon.store.billing import topping_up as book
from collector_daemon.store.billing.credit import Asked, CreditStore, NoCredit
from collector_daemon.store.billing.way_in import opened
from collector_daemon.store.lending import Lender
from shared.billing.credit import Grant, Refused, Terms
from shared.billing.money import UNIT, Exact
from shared.clock import SystemClock
from tests.integration.billing.ground import Ground, payer

pytestmark = pytest.mark.postgres
NOW = datetime(2026, 1, 12, 12, tzinfo=UTC)
TERMS = Terms()
PER_SECOND = UNIT // 50
"""0.02 a second."""


def price(ms: int) -> Exact:
    return Exact(PER_SECOND * -(-ms // 1000))


def afford(amount: Exact) -> int:
    return max(amount, 0) // PER_SECOND * 1000


def asked(account: str, number: int) -> Asked:
    return Asked(account=account, key=f"main {account}.{number}", pbx="main", call_id=f"{account}.{number}",
                 tariff="basic", version=1)  # fmt: skip


@pytest.fixture
async def store(ground: Ground) -> AsyncIterator[CreditStore]:
    lender = Lender(ground.url, most=4)
    yield CreditStore(lender)
    await lender.close()


def topped_up(ground: Ground, name: str, amount: str, **more: Any) -> None:
    ground.account(payer(name, kind="pre", **more))
    crediting = Crediting(ground.url, lambda: ground.settings, SystemClock())
    crediting.top_up(book.TopUp(account=name, amount=Decimal(amount), key=f"first {name}"), Who("eva", "here"))


def differing(ground: Ground) -> list[str]:
    with opened(ground.url) as connection:
        return book.differing(connection)


async def test_a_call_is_granted_extended_settled_and_costs_what_it_cost(ground, store):
    topped_up(ground, "one", "10")
    call = asked("one", 1)
    first = await store.reserve(call, TERMS, price, afford, NOW)
    more = await store.extend(call, TERMS, price, afford, NOW)
    assert isinstance(first, Grant)
    assert isinstance(more, Grant)
    assert (first.granted_ms, more.granted_ms) == (60_000, 120_000)
    assert (await store.standing("one", NOW)).reserved == more.reserved == 122 * PER_SECOND
    [held] = [one for one in await store.open_ones() if one.asked.account == "one"]
    assert (held.asked, held.granted_ms) == (call, 120_000)
    done = await store.settle(call, TERMS, price(61_000), NOW)
    assert (done.amount, done.balance) == (Decimal("1.22"), Decimal("8.78"))
    again = await store.settle(call, TERMS, price(61_000), NOW)
    assert (again.amount, again.balance) == (done.amount, done.balance)
    standing = await store.standing("one", NOW)
    assert (standing.balance, standing.reserved, standing.day_spent) == (Decimal("8.78"), 0, Decimal("1.22"))
    assert (await store.standing("one", NOW + timedelta(days=1))).day_spent == 0
    with pytest.raises(NoCredit, match="settled or given up"):
        await store.extend(call, TERMS, price, afford, NOW)
    never = asked("one", 2)
    await store.reserve(never, TERMS, price, afford, NOW)
    await store.release(never, NOW)
    await store.release(never, NOW)
    assert (await store.standing("one", NOW)).reserved == 0
    assert differing(ground) == []


async def test_a_number_is_kept_as_long_as_its_call_runs(ground, store):
    topped_up(ground, "heard", "10")
    dialled = [msgspec.structs.replace(asked("heard", nth), number=f"+42077712300{nth}") for nth in range(2)]
    for call in dialled:
        await store.reserve(call, TERMS, price, afford, NOW)
        await store.extend(msgspec.structs.replace(call, number=""), TERMS, price, afford, NOW)
    kept = "select number from reservation where account = 'heard' order by key"
    assert ground.rows(kept) == [("+420777123000",), ("+420777123001",)]
    await store.settle(dialled[0], TERMS, price(1000), NOW)
    await store.release(dialled[1], NOW)
    assert ground.rows(kept) == [(None,), (None,)]


async def test_many_calls_at_once_never_hold_more_than_there_is(ground, store):
    topped_up(ground, "many", "10")
    calls = [asked("many", number) for number in range(30)]
    granted = await asyncio.gather(*(store.reserve(one, TERMS, price, afford, NOW) for one in calls))
    assert 0 < sum(isinstance(one, Grant) for one in granted) < 30
    assert all(one.reason == "empty" for one in granted if isinstance(one, Refused))
    held = sum(one.reserved for one in granted if isinstance(one, Grant))
    assert (await store.standing("many", NOW)).reserved == held <= 10 * UNIT
    await asyncio.gather(*(
        store.settle(call, TERMS, price(grant.granted_ms + TERMS.slack_ms), NOW)
        for call, grant in zip(calls, granted, strict=True) if isinstance(grant, Grant)
    ))  # fmt: skip
    standing = await store.standing("many", NOW)
    assert (0 <= standing.balance < Decimal("0.10"), standing.reserved) == (True, 0)
    assert differing(ground) == []


async def test_limits_closed_accounts_and_who_pays_by_invoice(ground, store):
    topped_up(ground, "limited", "100", day_limit=Decimal(1))
    refused = [await store.reserve(asked("limited", number), TERMS, price, afford, NOW) for number in range(2)]
    assert isinstance(refused[1], Refused)
    assert refused[1].reason == "day_limit"
    ground.account(payer("limited", kind="pre", is_open=False))
    with pytest.raises(NoCredit, match="is closed"):
        await store.reserve(asked("limited", 3), TERMS, price, afford, NOW)
    await store.settle(asked("limited", 0), TERMS, price(1000), NOW)  # what runs is settled all the same
    ground.account(payer("posted"))
    for name in ("posted", "nobody"):
        with pytest.raises(NoCredit, match="no pre-paid account"):
            await store.reserve(asked(name, 1), TERMS, price, afford, NOW)


async def test_the_ledger_only_grows_and_comes_to_zero(ground, store):
    topped_up(ground, "ledger", "5")
    for statement in (
        "update ledger_entry set note = 'x'", "delete from ledger_leg", "update ledger_leg set amount = 0",
        "truncate ledger_entry cascade",
    ):  # fmt: skip
        with pytest.raises(psycopg.Error, match="only grows"):
            ground.write(statement)
    entry = "insert into ledger_entry (key, kind, account, made_by) values ('bad', 'correction', 'ledger', 'x')"
    with pytest.raises(psycopg.Error, match="do not come to zero"):
        ground.write(f"{entry}; insert into ledger_leg select entry, 0, 'credit', 'ledger', 5 from ledger_entry "
                     "where key = 'bad'")  # fmt: skip
    assert ground.rows("select sum(amount) from ledger_leg") == [(0,)]
    assert differing(ground) == []
