"""What pre-paid calls cost is taken from the credit whenever they are stored; what was never answered is given back."""

from __future__ import annotations

from collections.abc import AsyncIterator
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

from collector_daemon.prepaid.settling import FORGOTTEN, WHOLE_LOOK, Settling
from collector_daemon.store.billing.credit import Asked, CreditStore
from collector_daemon.store.billing.credit_due import CreditDue, key_of
from collector_daemon.store.lending import Lender
from shared.billing.credit import Terms
from shared.clock import HandClock
from tests.integration.billing.ground import MIDDAY, Ground, payer
from tests.integration.billing.test_credit import afford, price, topped_up

pytestmark = pytest.mark.postgres


class Credit:
    """An account with an extension, and who settles its calls."""

    def __init__(self, ground: Ground, lender: Lender) -> None:
        self.ground, self.clock, self.running = ground, HandClock(MIDDAY), set[str]()
        self.store = CreditStore(lender)
        self.settling = Settling(
            self.store, CreditDue(lender), lambda: ground.settings, self.clock, lambda _pbx, call: call in self.running)

    def owner(self, name: str, extension: str) -> None:
        """Ten crowns, and an extension that is its own."""
        topped_up(self.ground, name, "10")
        self.ground.account(payer(name, kind="pre"), extension)

    def call(self, extension: str, seconds: float | None, at: datetime) -> str:
        """A call that is stored and rated."""
        made = self.ground.call(extension, seconds, at)
        self.ground.rate()
        return made

    async def reserved(self, name: str, call: str) -> Asked:
        """Time for a call that is dialled."""
        asked = Asked(account=name, key=key_of("main", call), pbx="main", call_id=call, tariff="basic", version=1)
        await self.store.reserve(asked, Terms(), price, afford, self.clock.now())
        return asked

    async def balance(self, name: str) -> tuple[Decimal, int]:
        """What is there, and what of it is held."""
        standing = await self.store.standing(name, self.clock.now())
        return standing.balance, standing.reserved


@pytest.fixture
async def credit(ground: Ground) -> AsyncIterator[Credit]:
    lender = Lender(ground.url)
    yield Credit(ground, lender)
    await lender.close()


async def test_a_call_that_is_stored_hours_after_its_end_is_charged(credit: Credit) -> None:
    credit.owner("late", "2101")
    await credit.settling.settle_some()
    credit.call("2101", 60, MIDDAY - timedelta(hours=5))
    await credit.settling.settle_some()
    credit.clock.advance(WHOLE_LOOK)
    assert await credit.settling.settle_some() == 1
    assert await credit.balance("late") == (Decimal("8.80"), 0)
    assert await credit.settling.settle_some() == 0, "once"


async def test_what_ended_unanswered_or_was_never_heard_of_is_given_back(credit: Credit) -> None:
    credit.owner("rung", "2102")
    call = credit.call("2102", None, MIDDAY - timedelta(minutes=1))
    for one in (call, "17.unheard", "17.running"):
        await credit.reserved("rung", one)
    credit.running = {"17.running"}
    await credit.settling.settle_some()
    assert len(await credit.store.open_ones()) == 2
    credit.clock.advance(FORGOTTEN + timedelta(seconds=1))
    await credit.settling.settle_some()
    assert [one.asked.call_id for one in await credit.store.open_ones()] == ["17.running"]
    assert (await credit.balance("rung"))[0] == Decimal("10.00")
