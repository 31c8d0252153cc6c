"""Contacts that operators look at before they are dialled: laid before them, dialled when they or the time say so."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime, timedelta

import msgspec

from collector_daemon.dialer.calling.desks import Desks, Offered, preview_end
from collector_daemon.dialer.calling.job import Job
from collector_daemon.dialer.calling.operators import Desk, Operator, Operators
from collector_daemon.dialer.calling.placing import Placing
from collector_daemon.dialer.calling.room import EMPTY, Room
from collector_daemon.store.dialer.contacts import ContactStep
from collector_daemon.store.dialer.shelves import DialerMistake, DialerStore

log = logging.getLogger(__name__)

BECAUSE = "preview"
"""Why this operator got it: it lay before him."""
SKIPPED_FOR = timedelta(minutes=5)
"""So long a contact that was passed over is not laid before anybody."""


class Previewing:
    """Everything asynchronous raises Unavailable. ``begin`` carries an attempt that is written down."""

    def __init__(
        self, store: DialerStore, placing: Placing, operators: Operators, desks: Desks,
        begin: Callable[[Room, Job], None], now: Callable[[], datetime],
    ) -> None:  # fmt: skip
        self._store, self._placing, self._operators, self._desks = store, placing, operators, desks
        self._begin, self._now = begin, now
        self.turn = asyncio.Lock()
        """Held while contacts are laid before operators or taken from them: one at a time."""

    async def look(self, room: Room, now: datetime) -> None:
        """Everybody who is ready has a contact before him; one that lay there long enough is dialled."""
        for operator in self._operators.free(room.campaign):
            if operator.desk not in self._desks.offered and operator.desk not in self._desks.jobs:
                await self.offer(room, operator, now)
        for desk, offered in list(self._desks.offered.items()):
            is_due = offered.dial_at is not None and offered.dial_at <= now
            his = self._operators.at(desk) if is_due and offered.campaign == room.campaign.campaign else None
            if his is not None and desk not in self._operators.held:
                shown = self._desks.shown(room.campaign, offered.contact, None)
                await self.dial_offered(room, his, offered, shown.number)

    async def offer(self, room: Room, operator: Operator, now: datetime) -> bool:
        """Lay the next contact before him; False: there is none."""
        async with self.turn:
            return operator.desk in self._desks.offered or await self._laid(room, operator, now)

    async def give_back(self, desk: Desk, why: str) -> None:
        """What lay before him goes back to the others, behind those that come first now."""
        async with self.turn:
            offered = self._desks.offered.pop(desk, None)
            if offered is None:
                return
            step = ContactStep(
                state="waiting", next_at=self._now() + SKIPPED_FOR, next_by=offered.contact.next_by, why=why,
                is_appointment=offered.contact.is_appointment,
                number_index=offered.contact.number_index)  # fmt: skip
            await self._store.contacts.change(offered.contact.contact, "offered", step, self._now())

    async def _laid(self, room: Room, operator: Operator, now: datetime) -> bool:
        found = await self._placing.next(room.campaign, now, 1, {operator.account}, room.quota_room)
        for contact, _number in found:
            try:
                taken = await self._store.contacts.offer(contact.contact, operator.account, now)
            except DialerMistake as mistake:
                log.info("%s gets no contact: %s", operator.account, mistake)
                return False
            if taken is not None:
                self._desks.offered[operator.desk] = Offered(
                    campaign=room.campaign.campaign, contact=taken, since=now,
                    dial_at=preview_end(room.campaign, now))
                self._desks.remember(taken.contact, await self._store.attempts.of_contact(taken.contact))
                self._desks.changed(operator.desk)
                return True
        if not found:
            room.trouble, room.empty_until = "no_contacts", now + EMPTY
        return False

    async def dial_offered(self, room: Room, operator: Operator, offered: Offered, number: str) -> Job | None:
        """Dial what lies before him; None: it may not be, or is not his any more."""
        async with self.turn:
            return await self._dialled(room, operator, offered, number)

    async def _dialled(self, room: Room, operator: Operator, offered: Offered, number: str) -> Job | None:
        now = self._now()
        if self._desks.offered.get(operator.desk) != offered:
            return None
        attempt = await self._placing.place(room.campaign, offered.contact, number, now, operator, BECAUSE)
        self._desks.offered.pop(operator.desk, None)
        if attempt is None:
            self._desks.changed(operator.desk)
            return None
        contact = msgspec.structs.replace(
            offered.contact, state="calling", attempts=offered.contact.attempts + 1)
        job = Job(campaign=room.campaign, contact=contact, attempt=attempt, operator=operator, is_preview=True)
        self._operators.held[operator.desk] = attempt.attempt
        self._begin(room, job)
        return job
