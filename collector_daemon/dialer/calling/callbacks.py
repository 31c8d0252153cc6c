"""Campaigns fed by queues: whoever asked there to be called back, or gave up, becomes a contact; reached, he is none.

What was asked for is kept in any case; who calls it is the running campaign (of the lowest key) whose source is that
queue. Where there is none the request waits for one, and after a day it is too old.
"""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import Callable, Iterable
from datetime import timedelta
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.settings import Settings
from collector_daemon.store.dialer.callbacks import HeardRequest, QueueCaller
from collector_daemon.store.dialer.contacts import ContactStep
from collector_daemon.store.dialer.shelves import DialerStore
from collector_daemon.store.dialer.writing import DialerMistake
from collector_daemon.store.number_match import NumberMatch
from shared.campaigns.campaign import Campaign
from shared.campaigns.contact import Contact
from shared.campaigns.may_call import is_number
from shared.clock import Clock
from shared.domain.board import QueueRow
from shared.errors import Unavailable, one_line

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
SLOW_SECONDS = 10.0
"""Between two looks at who gave up, who was reached in another call, and what is too old."""
HEARD = timedelta(hours=48)
UNTAKEN = timedelta(days=1)
_NUMBER, _QUEUE = re.compile(r"\bNumber: ([^,]*)"), re.compile(r"\bQueue: ([^,]*)")
TITLES = {"cs": ("Fronta", "Čekal od", "O zavolání požádal"), "en": ("Queue", "Waited from", "Asked for the call at")}
"""What the operator sees of where somebody comes from: by the language of the campaign, or of its country."""
_CZECH = ("CZ", "SK")


class CallbackFeed:
    """``run`` is its task. ``campaigns`` tells those that run; ``done`` is told when there is somebody new to call."""

    def __init__(
        self, store: DialerStore, campaigns: Callable[[], Iterable[Campaign]], settings: Callable[[], Settings],
        clock: Clock, done: Callable[[], None],
    ) -> None:  # fmt: skip
        self._store, self._campaigns, self._settings, self._clock, self._done = store, campaigns, settings, clock, done
        self._match = NumberMatch(lambda: settings().centre.country)
        self._seen: set[tuple[str, str]] = set()
        self._slow_at = clock.monotonic() - SLOW_SECONDS
        self._is_away = False
        self.counts: dict[tuple[str, str], int] = {}
        """How many are to be called back, by PBX and queue."""
        self.show: Callable[[str, str], None] = lambda _pbx, _queue: None

    def dress(self, row: QueueRow) -> QueueRow:
        """A queue's row with those of its callers who are to be called back."""
        count = self.counts.get((row.pbx, row.queue), 0)
        return msgspec.structs.replace(row, callbacks=count) if count != row.callbacks else row

    async def run(self) -> None:
        """For ever. A database that is away is waited for: what was asked for lies in it, or in the journal."""
        while True:
            try:
                await self.look()
                self._is_away = False
            except Unavailable as problem:
                if not self._is_away:
                    log.info("nobody is taken from queues: %s", one_line(problem))
                self._is_away = True
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Once. Raises Unavailable."""
        now = self._clock.now()
        for heard in await self._store.callbacks.heard(now - HEARD):
            await self._keep(heard)
        is_slow = self._clock.monotonic() - self._slow_at >= SLOW_SECONDS
        if is_slow:
            self._slow_at = self._clock.monotonic()
        for campaign in self._campaigns():
            if campaign.source != "list":
                await self._feed(campaign, is_slow=is_slow)
        await self._store.callbacks.settle(now, now - UNTAKEN)
        before, self.counts = self.counts, await self._store.callbacks.counts()
        for pbx, queue in sorted({key for key, _count in before.items() ^ self.counts.items()}):
            self.show(pbx, queue)

    async def _keep(self, heard: HeardRequest) -> None:
        said = _NUMBER.search(heard.told)
        number = self.number_of(said[1].strip() if said else heard.caller)
        queue = heard.queue or _said_queue(heard.told)
        asked = QueueCaller(
            pbx=heard.pbx, call=heard.call, queue=queue, number=number, entered_at=heard.entered_at or heard.asked_at,
            asked_at=heard.asked_at)  # fmt: skip
        await self._store.callbacks.keep(asked, self._clock.now(), "" if number else "bad_number")
        log.info("call %s asks for a callback from queue %s%s", heard.call, queue, "" if number else ": no number")

    def number_of(self, said: str) -> str:
        """A number that can be dialled, as contacts have it; empty: it is none."""
        found = (self._match.normal(said) or "").removeprefix("+")
        return found if is_number(found) else ""

    async def _feed(self, campaign: Campaign, *, is_slow: bool) -> None:
        now, since = self._clock.now(), self._clock.now() - timedelta(hours=campaign.source_hours)
        found: list[QueueCaller] = []
        if campaign.source == "queue_callbacks":
            found = await self._store.callbacks.waiting(campaign, since)
        elif is_slow:
            callers = await self._store.callbacks.gave_up(campaign, since, self._match)
            found = [one for one in callers if (campaign.campaign, one.call) not in self._seen]
        taken = 0
        for caller in found:
            self._seen.add((campaign.campaign, caller.call))
            if is_number(caller.number):
                taken += await self._store.callbacks.take(campaign, caller, fields_of(campaign, caller), now)
        if taken:
            log.info("campaign %s: %d callers of queues are to be called", campaign.campaign, taken)
            self._done()
        if is_slow:
            await self._leave_out(campaign)

    async def _leave_out(self, campaign: Campaign) -> None:
        """Whom somebody has talked with in another call, and who has waited for too long."""
        now = self._clock.now()
        contacts = await self._store.callbacks.to_call(campaign)
        reached = await self._store.callbacks.reached(contacts, campaign.pbx, self._match)
        for contact in reached:
            await self._end(contact, ContactStep(state="done", last="reached", why="reached"))
        since = now - timedelta(hours=campaign.source_hours)
        for contact in contacts:
            begun = contact.asked_at or contact.place_at
            if contact not in reached and begun is not None and begun < since:
                await self._end(contact, ContactStep(state="excluded", why="too_old"))

    async def _end(self, contact: Contact, step: ContactStep) -> None:
        try:
            await self._store.contacts.change(contact.contact, "waiting", step, self._clock.now())
        except DialerMistake as mistake:
            log.info("contact %d goes on: %s", contact.contact, mistake)


def _said_queue(told: str) -> str:
    found = _QUEUE.search(told)
    return found[1].strip() if found else ""


def fields_of(campaign: Campaign, caller: QueueCaller) -> dict[str, str]:
    """What the operator sees of where he comes from."""
    language = campaign.language or ("cs" if campaign.country in _CZECH else "en")
    queue, waited, asked = TITLES.get(language, TITLES["en"])
    zone = ZoneInfo(campaign.timezone)
    found = {queue: caller.queue, waited: f"{caller.entered_at.astimezone(zone):%H:%M:%S}"}
    if caller.asked_at is not None:
        found[asked] = f"{caller.asked_at.astimezone(zone):%H:%M:%S}"
    return found
