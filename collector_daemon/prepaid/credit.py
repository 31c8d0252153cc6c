"""Calls on credit put together: listens for the dialplan, follows calls, settles them, reads prices anew."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from datetime import datetime, timedelta
from math import ceil

from collector_daemon.asterisk.fast_agi import FastAgi, Question
from collector_daemon.billing.pricing import Pricing
from collector_daemon.pipeline import Pipeline
from collector_daemon.prepaid.asking import ENDS, MAY_DIAL, REASON, Reason, Wish, purchase, wish_of
from collector_daemon.prepaid.following import Follow, Following, Warn
from collector_daemon.prepaid.moments import Running
from collector_daemon.prepaid.price import Purchase
from collector_daemon.prepaid.settling import Settling
from collector_daemon.prepaid.terms import local, terms_of
from collector_daemon.settings import Settings
from collector_daemon.store.billing.credit import Asked, CreditStore, NoCredit, OpenReservation
from collector_daemon.store.billing.credit_due import CreditDue, key_of
from collector_daemon.store.billing.way_in import connected, told
from collector_daemon.store.lending import Lender
from shared.billing.credit import Refused, Terms
from shared.clock import Clock
from shared.database.escapes import identifier
from shared.errors import SuiteError, Unavailable, one_line

log = logging.getLogger(__name__)

PRICES_SECONDS = 1.0
"""How soon a change of accounts and prices counts."""


class Credit:
    """Calls on credit of all PBXs. ``opened`` makes one that listens; who has it runs its ``works``."""

    def __init__(
        self, url: str, pipelines: Mapping[str, Pipeline], settings: Callable[[], Settings], clock: Clock,
        warn: Warn,
    ) -> None:  # fmt: skip
        self._url, self._pipelines, self._settings, self._clock = url, pipelines, settings, clock
        self._lender = Lender(url)
        self._store = CreditStore(self._lender)
        self._pricing = Pricing(settings)
        self._has_prices = False
        self.following = Following(self._store, pipelines, settings, clock, warn)
        self.settling = Settling(
            self._store, CreditDue(self._lender), settings, clock, self.following.is_running)
        self.agi: FastAgi | None = None

    @classmethod
    @asynccontextmanager
    async def opened(
        cls, url: str, pipelines: Mapping[str, Pipeline], settings: Callable[[], Settings], clock: Clock,
        warn: Warn,
    ) -> AsyncIterator[Credit]:  # fmt: skip
        """Listens until the block ends. Raises Unavailable where the port for the dialplan cannot be had."""
        credit = cls(url, pipelines, settings, clock, warn)
        async with AsyncExitStack() as stack:
            stack.push_async_callback(credit._lender.close)
            place = settings().prepaid
            if place.port is not None:
                credit.agi = FastAgi(place.host, place.port, credit.answer)
                stack.push_async_callback(credit.agi.close)
                await credit.agi.open()
            yield credit

    def works(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """Its tasks by name, each until it is cancelled."""
        return {
            "prices of credit": self._read_prices, "calls on credit": self.following.run,
            "credit settled": self.settling.run, "credit taken up": self._take_up,
        }  # fmt: skip

    async def answer(self, question: Question) -> dict[str, str]:
        """What the dialplan is to know."""
        wish = wish_of(question)
        if wish is None:
            return _no("bad_question")
        if wish.pbx not in self._pipelines:
            return _no("unknown_pbx")
        if not self._has_prices:
            return _no("unavailable")
        now = self._clock.now()
        bought = purchase(wish, self._pricing, self._settings, now)
        if isinstance(bought, Purchase):
            if not self.following.sees(wish.pbx):
                return _no("unavailable")  # a call that nobody sees could never be charged
            return await self._reserve(wish, bought, now)
        return {REASON: bought, MAY_DIAL: "yes"} if bought == "not_on_credit" else _no(bought)

    async def _reserve(self, wish: Wish, bought: Purchase, now: datetime) -> dict[str, str]:
        settings = self._settings()
        terms, asked = terms_of(settings), _asked(wish, bought)
        try:
            granted = await self._store.reserve(asked, terms, bought.price, bought.afford, local(settings, now))
        except NoCredit:
            return _no("closed")
        except Unavailable as problem:
            log.warning("a call on credit is refused: %s", one_line(problem))
            return _no("unavailable")
        if isinstance(granted, Refused):
            return _no(granted.reason)
        running = _running(terms, granted.granted_ms)
        running.is_last = granted.is_last
        self.following.take(Follow(
            asked=asked, channel=wish.channel, purchase=bought, running=running, began_at=now))
        seconds = ceil(running.granted.total_seconds())
        return {ENDS: str(max(1, seconds)), REASON: "granted", MAY_DIAL: "yes"}

    async def _read_prices(self) -> None:
        """Who pays and what it costs, every now and then."""
        while True:
            try:
                await asyncio.to_thread(self._read)
                self._has_prices = True
            except SuiteError as problem:
                log.info("prices of calls on credit cannot be read now: %s", one_line(problem))
            await asyncio.sleep(PRICES_SECONDS)

    def _read(self) -> None:
        with told():
            connection = connected(self._url)
            try:
                self._pricing.look(connection, self._clock.now())
            finally:
                connection.close()

    async def _take_up(self) -> None:
        """Calls that held credit when we were started, and still go on, are followed again."""
        while True:
            if self._has_prices:
                try:
                    for one in await self._store.open_ones():
                        self._adopt(one)
                except Unavailable as problem:
                    log.info("which calls run on credit cannot be read now: %s", one_line(problem))
            await asyncio.sleep(PRICES_SECONDS)

    def _adopt(self, one: OpenReservation) -> None:
        trace = self.following.trace(one.asked.pbx, one.asked.call_id)
        if trace is None or self.following.knows(one.asked.key):
            return
        dialled = next((leg for leg in trace.legs.values() if leg.is_placed and leg.is_inside and leg.exten), None)
        if dialled is None:
            return
        wish = Wish(
            pbx=one.asked.pbx, call_id=one.asked.call_id, leg_id=dialled.leg_id, channel=dialled.channel,
            number=dialled.exten, extension=dialled.party,
        )  # fmt: skip
        bought = purchase(wish, self._pricing, self._settings, one.opened_at)
        if isinstance(bought, Purchase):
            running = _running(terms_of(self._settings()), one.granted_ms)
            self.following.take(Follow(
                asked=one.asked, channel=dialled.channel, purchase=bought, running=running, began_at=one.opened_at))


def _running(terms: Terms, granted_ms: int) -> Running:
    return Running(
        granted=timedelta(milliseconds=granted_ms), quantum=timedelta(milliseconds=terms.quantum_ms),
        warn_before=timedelta(milliseconds=terms.warn_ms),
    )  # fmt: skip


def _asked(wish: Wish, bought: Purchase) -> Asked:
    version = bought.prices.version
    return Asked(
        account=bought.account, key=key_of(identifier(wish.pbx), identifier(wish.call_id)), pbx=wish.pbx,
        call_id=wish.call_id, tariff=version.tariff, version=version.version, number=bought.call.number,
    )  # fmt: skip


def _no(reason: Reason) -> dict[str, str]:
    return {REASON: reason, MAY_DIAL: "no"}
