"""Running calls on credit, each followed to its end: the PBX is told when to end it, and it gets quantum after quantum.

What the PBX was told last holds whatever becomes of us: the call ends then. So the money for it is reserved first.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Collection, Iterator, Mapping
from datetime import datetime, timedelta
from math import ceil

import msgspec

from collector_daemon.asterisk import actions
from collector_daemon.asterisk.requests import ActionRefused
from collector_daemon.core.trace import Leg, Trace
from collector_daemon.pipeline import Pipeline
from collector_daemon.prepaid.announcing import announce
from collector_daemon.prepaid.moments import AGAIN, Running, end_for, need
from collector_daemon.prepaid.price import Purchase
from collector_daemon.prepaid.terms import local, terms_of
from collector_daemon.settings import Settings
from collector_daemon.store.billing.credit import Asked, CreditStore, NoCredit
from shared.billing.credit import Grant
from shared.clock import Clock
from shared.domain.accounts import Account
from shared.errors import SuiteError, Unavailable, one_line

log = logging.getLogger(__name__)

TICK_SECONDS = 0.25
UNSEEN = timedelta(seconds=30)
"""So long a call that was let through may take to be heard of from the PBX."""


class Follow(msgspec.Struct, kw_only=True):
    """A call that is followed. ``channel``: who dialled. ``guarded``: the channels that the PBX will end, and when."""

    asked: Asked
    channel: str
    purchase: Purchase
    running: Running
    began_at: datetime
    is_seen: bool = False
    guarded: dict[str, datetime] = msgspec.field(default_factory=dict)


SENDER = Account(name="credit", roles=frozenset())
Warn = Callable[[Account, str, str, Collection[str]], object]
"""From whom, a key, what, to which extensions' panels."""
WARNING = {
    "cs": "Kredit dochází, hovor za {0} s skončí.", "en": "The credit runs out: this call ends in {0} s.",
}


class Following:
    """``run`` is its task; ``take`` one more call."""

    def __init__(
        self, store: CreditStore, pipelines: Mapping[str, Pipeline], settings: Callable[[], Settings], clock: Clock,
        warn: Warn,
    ) -> None:  # fmt: skip
        self._store, self._pipelines, self._settings, self._clock = store, pipelines, settings, clock
        self._warn = warn
        self._calls: dict[str, Follow] = {}

    def take(self, call: Follow) -> None:
        """Follow it from now on."""
        self._calls[call.asked.key] = call

    def knows(self, key: str) -> bool:
        """Is it followed?"""
        return key in self._calls

    def is_running(self, pbx: str, call_id: str) -> bool:
        """Does the call go on, as far as we see?"""
        return self.trace(pbx, call_id) is not None or not self.sees(pbx)

    async def run(self) -> None:
        """For ever: a look at every call each tick; none waits for another's money or answer of the PBX."""
        while True:
            looks = {key: self._look(call) for key, call in self._calls.items()}
            for key, goes_on in zip(looks, await asyncio.gather(*looks.values()), strict=True):
                if not goes_on:
                    del self._calls[key]
            await asyncio.sleep(TICK_SECONDS)

    async def _look(self, call: Follow) -> bool:
        """One look: False when it is over."""
        now = self._clock.now()
        trace = self.trace(call.asked.pbx, call.asked.call_id)
        if trace is None:
            is_coming = not call.is_seen and now - call.began_at < UNSEEN
            return is_coming or not self.sees(call.asked.pbx)
        call.is_seen = True
        running = call.running
        if running.answered_at is None and (answered_at := _answered_at(trace)) is not None:
            running.answered_at = answered_at
            call.purchase = call.purchase.answered(answered_at)
        match need(running, now):
            case "time":
                await self._extend(call, now)
            case "warning":
                running.is_warned = True
                await self._tell(call, now)
            case "ending":
                running.ends_at = end_for(running, now)
            case "nothing":
                pass
        await self._guard(call, trace, now)
        return True

    async def _tell(self, call: Follow, now: datetime) -> None:
        """It ends soon: a text to the panel, and a sound to who dialled, where the settings have one."""
        seconds = _seconds_left(call, now)
        text = WARNING.get(call.purchase.language, WARNING["en"]).format(seconds)
        self._warn(SENDER, f"credit {call.asked.key}", text, {call.purchase.call.extension})
        place = self._settings().prepaid
        if not place.announcement:
            return
        try:
            await announce(self._pipelines[call.asked.pbx].link, call.channel, place, seconds)
        except SuiteError as problem:
            log.info("nobody is told aloud that call %s ends: %s", call.asked.key, one_line(problem))

    async def _extend(self, call: Follow, now: datetime) -> None:
        settings, running, purchase = self._settings(), call.running, call.purchase
        running.again_at = now + AGAIN
        try:
            granted = await self._store.extend(
                call.asked, terms_of(settings), purchase.price, purchase.afford, local(settings, now))
        except (Unavailable, NoCredit) as problem:
            log.info("call %s gets no more time now: %s", call.asked.key, one_line(problem))
            running.is_last = True
            return
        if isinstance(granted, Grant) and granted.granted_ms > running.granted // timedelta(milliseconds=1):
            running.granted = timedelta(milliseconds=granted.granted_ms)
            running.is_last, running.is_warned = granted.is_last, running.is_warned and granted.is_last
            running.again_at = None
            running.ends_at = end_for(running, now)
        else:
            running.is_last = True

    async def _guard(self, call: Follow, trace: Trace, now: datetime) -> None:
        """Every leg that must end with the credit knows when."""
        ends_at = call.running.ends_at
        if ends_at is None:
            return
        link = self._pipelines[call.asked.pbx].link
        for leg in _guarded(trace, call):
            if call.guarded.get(leg.channel) == ends_at:
                continue
            seconds = max(1, ceil((ends_at - now).total_seconds()))
            try:
                await actions.end_in(link, leg.channel, seconds)
            except ActionRefused as problem:  # it has just ended
                log.debug("%s takes no end: %s", leg.channel, problem)
            except SuiteError as problem:
                log.info("the PBX cannot be told when call %s ends: %s", call.asked.key, one_line(problem))
                return
            call.guarded[leg.channel] = ends_at

    def trace(self, pbx: str, call_id: str) -> Trace | None:
        """What happened so far in the call; None where it is not seen."""
        pipeline = self._pipelines.get(pbx)
        if pipeline is None:
            return None
        calls = pipeline.live.centre.calls
        return calls.traces.get(calls.groups.get(call_id, call_id))

    def sees(self, pbx: str) -> bool:
        """Is that PBX connected, and its present known?"""
        pipeline = self._pipelines.get(pbx)
        return pipeline is not None and pipeline.link.is_connected and pipeline.live.centre.gap is None


def _seconds_left(call: Follow, now: datetime) -> int:
    left = (call.running.used_up_at or now) - now
    return max(0, round(left.total_seconds()))


def _outside(trace: Trace) -> Iterator[Leg]:
    return (leg for leg in trace.legs.values() if leg.is_person and not leg.is_inside)


def _answered_at(trace: Trace) -> datetime | None:
    return min((leg.up_at for leg in _outside(trace) if leg.up_at is not None), default=None)


def _guarded(trace: Trace, call: Follow) -> list[Leg]:
    """Who asked, as the dialplan gave that channel an end; and whoever outside is connected, as he may be passed on."""
    asked = [leg for leg in trace.legs.values() if leg.is_placed and leg.channel == call.channel]
    return [leg for leg in [*asked, *_outside(trace)] if leg.ended_at is None and (leg.up_at or leg in asked)]
