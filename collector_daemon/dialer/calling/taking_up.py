"""What went on when the daemon died: open attempts are followed again, or closed; contacts that lay somewhere go back.

Nobody is dialled for it: an attempt is dialled by who has written it down, right after that, or never.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable

from collector_daemon.dialer.calling.job import Job
from collector_daemon.dialer.calling.operators import Operators
from collector_daemon.dialer.calling.previewing import BECAUSE
from collector_daemon.dialer.calling.room import Room
from collector_daemon.dialer.calling.rooms import Rooms
from collector_daemon.store.dialer.contacts import ContactStep, HeldContact
from collector_daemon.store.dialer.shelves import DialerMistake, DialerStore
from shared.campaigns.contact import Attempt
from shared.clock import Clock
from shared.errors import Unavailable, one_line

log = logging.getLogger(__name__)

AGAIN_SECONDS = 1.0


class TakingUp:
    """Once at a start."""

    def __init__(
        self, store: DialerStore, rooms: Rooms, operators: Operators, begin: Callable[[Room, Job], None], clock: Clock
    ) -> None:
        self._store, self._rooms, self._operators, self._begin, self._clock = store, rooms, operators, begin, clock

    async def take_up(self) -> None:
        """Until the database has told what was open."""
        attempts, held = await self._read()
        for attempt in attempts:
            await self._follow(attempt)
        calling = {attempt.contact for attempt in attempts}
        for one in held:
            if one.contact.contact not in calling:
                await self._give_back(one)

    async def _read(self) -> tuple[list[Attempt], list[HeldContact]]:
        while True:
            try:
                await self._rooms.read()
                workers = await self._store.workers.all()
                self._operators.joined.update({(one.pbx, one.extension): one for one in workers})
                return await self._store.attempts.open(), await self._store.contacts.held()
            except Unavailable as problem:
                log.info("campaigns are taken up later: %s", one_line(problem))
                await asyncio.sleep(AGAIN_SECONDS)

    async def _follow(self, attempt: Attempt) -> None:
        room = self._rooms.all.get(attempt.campaign)
        if room is None or not self._operators.has(room.campaign.pbx):
            log.warning("attempt %d is at a PBX that is none of ours: left as it is", attempt.attempt)
            return
        contact = await self._store.contacts.the(attempt.contact)
        mine = self._operators.who(room.campaign.pbx, attempt.operator) if attempt.operator else None
        job = Job(
            campaign=room.campaign, contact=contact, attempt=attempt, operator=mine, is_taken_up=True,
            is_preview=attempt.because == BECAUSE)  # fmt: skip
        if mine is not None:
            self._operators.held[mine.desk] = attempt.attempt
        self._begin(room, job)

    async def _give_back(self, one: HeldContact) -> None:
        contact, now = one.contact, self._clock.now()
        step = ContactStep(state="done", number_index=contact.number_index)
        if contact.state != "wrap_up":
            step = ContactStep(
                state="waiting", number_index=contact.number_index, next_at=contact.next_at, next_by=contact.next_by,
                is_appointment=contact.is_appointment)  # fmt: skip
        try:
            await self._store.contacts.change(contact.contact, contact.state, step, now)
        except (DialerMistake, Unavailable) as problem:
            log.warning("contact %d stays %s: %s", contact.contact, contact.state, one_line(problem))
