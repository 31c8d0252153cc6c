"""Keeps the books of credit: monthly fees at the beginning of a month, and calls that cost something else now.

A fee is taken once, whole, from what running calls have not reserved. Where that does not reach nothing is taken: it is
owed (listed, and in the audit), the account's calls go on by what credit there is, and it is taken as soon as there is
enough, the oldest first. The first month is that in which the subscription is first seen; months in which the daemon
did not run are made up for. What ends in mid-month after it was taken is given back by hand. It waits for the database:
in a thread.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any
from zoneinfo import ZoneInfo

from collector_daemon.settings import Settings
from collector_daemon.store.billing import ledger
from collector_daemon.store.billing.accounts import BillingAccount, accounts, subscriptions
from collector_daemon.store.billing.ledger import OwedFee
from collector_daemon.store.billing.tariffs import versions
from collector_daemon.store.billing.way_in import opened
from shared.billing.lines import Subscription, month_fee
from shared.billing.money import rounded
from shared.billing.tariff import TariffVersion
from shared.clock import Clock
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

LOOK_SECONDS = 5.0
FEES_EVERY = timedelta(minutes=1)
AT_ONCE = 500


class CreditBook:
    """``run`` is its task; ``settle_again`` and ``take_fees`` one round each, in a thread."""

    def __init__(self, url: str, settings: Callable[[], Settings], clock: Clock) -> None:
        self._url, self._settings, self._clock = url, settings, clock
        self._fees_at: datetime | None = None
        self._told: str | None = None
        self._faults: set[str] = set()

    async def run(self) -> None:
        """Until cancelled; a database that is away is waited for."""
        while True:
            try:
                await asyncio.to_thread(self._round)
                self._told = None
            except SuiteError as problem:
                if self._told is None:
                    log.info("the books of credit are kept later: %s", one_line(problem))
                self._told = one_line(problem)
            await asyncio.sleep(LOOK_SECONDS)

    def _round(self) -> None:
        self.settle_again()
        now = self._clock.now()
        if self._fees_at is None or now >= self._fees_at:
            self.take_fees()
            self._fees_at = now + FEES_EVERY

    def settle_again(self) -> int:
        """Correct what calls took whose price changed; how many entries that were. Raises Unavailable."""
        done = 0
        with opened(self._url) as connection:
            while keys := ledger.settling_due(connection, AT_ONCE):
                done += sum(len(ledger.settle_again(connection, key, self._clock.now())) for key in keys)
        return done

    def take_fees(self) -> int:
        """Take what is due of fees; how many were taken. Raises Unavailable."""
        with opened(self._url) as connection:
            return sum(self._taken(connection, one) for one in accounts(connection) if one.kind == "pre")

    def _taken(self, connection: Any, payer: BillingAccount) -> int:
        held = subscriptions(connection, payer.account)
        for one in ledger.owed(connection, payer.account):
            if not any(_is_of(has, one) for has in held):
                ledger.not_owed(connection, one)
        due = ledger.owed(connection, payer.account)
        if payer.is_open:
            due += self._begun(connection, payer, held)
        taken, is_short = 0, False
        for one in sorted(due, key=lambda one: (one.month, one.fee, one.since)):
            outcome = ledger.take_fee(connection, one, self._clock.now(), may_take=not is_short)
            is_short = is_short or outcome == "owed"  # what is owed longer comes first
            taken += outcome == "taken"
        return taken

    def _begun(self, connection: Any, payer: BillingAccount, held: list[Subscription]) -> list[OwedFee]:
        """Fees of months that have begun and were neither taken nor noted yet."""
        today = self._clock.now().astimezone(ZoneInfo(self._settings().centre.timezone)).date()
        known, lists = ledger.months_taken(connection, payer.account), versions(connection, payer.tariff or "")
        found = []
        for has in held:
            last = known.get((has.fee, has.since))
            month = today.replace(day=1) if last is None else _next(last)
            while month <= today:
                begins = max(month, has.since)
                if begins <= today and has.holds_on(begins):
                    found.append(self._fee(payer, has, month, lists))
                month = _next(month)
        return [one for one in found if one.amount]

    def _fee(self, payer: BillingAccount, has: Subscription, month: date, lists: list[TariffVersion]) -> OwedFee:
        amount = Decimal(0)
        try:
            amount = rounded(month_fee(lists, has, month), self._settings().billing.terms.coin)
        except ValueError as problem:
            told = f"{payer.account}: a monthly fee cannot be taken: {problem}"
            if told not in self._faults:
                log.warning("%s", told)
            self._faults.add(told)
        return OwedFee(account=payer.account, fee=has.fee, since=has.since, month=month, amount=amount)


def _next(month: date) -> date:
    return (month + timedelta(days=31)).replace(day=1)


def _is_of(has: Subscription, one: OwedFee) -> bool:
    return (has.fee, has.since) == (one.fee, one.since) and has.holds_on(max(one.month, has.since))
