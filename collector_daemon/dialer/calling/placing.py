"""Whom a campaign dials next: its contacts in order, as far as they may be called, each written down before it is.

A contact whose number may not be called for good tries its next number, or is excluded with the reason; one that may be
called later waits until then. Nothing is dialled while the database is away.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Collection, Mapping
from datetime import date, datetime
from zoneinfo import ZoneInfo

from collector_daemon.dialer.calling.operators import Operator
from collector_daemon.store.dialer.contacts import ContactStep
from collector_daemon.store.dialer.knowledge import NumberKnown
from collector_daemon.store.dialer.shelves import DialerMistake, DialerStore
from shared.campaigns.calling_hours import is_within
from shared.campaigns.campaign import Campaign, Quota
from shared.campaigns.choosing import has_room, taken, without_room
from shared.campaigns.contact import Attempt, Contact
from shared.campaigns.may_call import FOR_GOOD, Allowed, Refused, may_call
from shared.campaigns.queue_place import asked_rules

log = logging.getLogger(__name__)

MOST_LOOKED_AT = 100
Holidays = Mapping[str, Collection[date]]
"""By country."""


class Placing:
    """Chooses contacts of campaigns and writes attempts down. Raises Unavailable throughout."""

    def __init__(self, store: DialerStore, holidays: Callable[[], Holidays]) -> None:
        self._store, self._holidays = store, holidays

    def closed_because(self, campaign: Campaign, at: datetime) -> str:
        """Why nobody of the campaign is called now whoever it is, by its own zone; empty: somebody may be."""
        zone = ZoneInfo(campaign.timezone)
        today = at.astimezone(zone).date()
        if campaign.begins is not None and today < campaign.begins:
            return "not_begun"
        if campaign.ends is not None and today > campaign.ends:
            return "over"
        is_open = is_within(campaign.hours, at, zone, self._holidays().get(campaign.country, ()))
        return "" if is_open else "hours"

    async def next(
        self, campaign: Campaign, at: datetime, most: int, accounts: Collection[str] = (),
        quota_room: Mapping[Quota, int] | None = None,
    ) -> list[tuple[Contact, str]]:
        """At most so many contacts that may be called now, each with the number; what may not is put where it belongs.

        ``accounts``: of operators who are ready; whom another has promised to call waits for him. ``quota_room``: how
        many more contacts each quota lets be called.
        """
        found: list[tuple[Contact, str]] = []
        left = dict(quota_room or {})
        candidates = await self._store.contacts.candidates(
            campaign, at, min(MOST_LOOKED_AT, most * 3 + 5), accounts, without_room(left))
        known = await self._known(campaign, candidates, at)
        for contact in candidates:
            if len(found) == most:
                break
            if not has_room(contact, left):
                continue
            number = await self._number(campaign, contact, known, at)
            if number is not None and all(number != other for _contact, other in found):
                found.append((contact, number))
                left = taken(contact, left)
        return found

    async def allowed(
        self, campaign: Campaign, number: str, at: datetime, *, is_by_person: bool
    ) -> Allowed | Refused:
        """May the number be called by this campaign now?"""
        known = await self._store.knowledge.of([number], campaign, at)
        return self._asked(campaign, number, known[number], at, is_by_person=is_by_person)

    async def place(
        self, campaign: Campaign, contact: Contact, number: str, at: datetime, operator: Operator | None = None,
        because: str = "",
    ) -> Attempt | None:
        """Write it down, so that it may be dialled; None: it is somebody else's by now, or the campaign stands."""
        account = operator.account if operator is not None else ""
        try:
            return await self._store.attempts.place(
                campaign, contact, number, at, operator=account, because=because)
        except DialerMistake as mistake:
            log.info("contact %d is not dialled: %s", contact.contact, mistake)
            return None

    async def _known(self, campaign: Campaign, contacts: list[Contact], at: datetime) -> dict[str, NumberKnown]:
        numbers = [one.number for contact in contacts for one in contact.numbers]
        if not numbers:
            return {}
        return await self._store.knowledge.of(numbers, campaign, at)

    async def _number(
        self, campaign: Campaign, contact: Contact, known: dict[str, NumberKnown], at: datetime
    ) -> str | None:
        """The number to be dialled now; where there is none the contact is put off, or excluded."""
        numbers = [one.number for one in contact.numbers]
        index = contact.number_index if contact.number_index < len(numbers) else 0
        refusals: list[Refused] = []
        for number in numbers[index:] + numbers[:index]:
            answer = self._asked(campaign, number, known[number], at, asked_at=contact.asked_at)
            if isinstance(answer, Allowed):
                return number
            refusals.append(answer)
        await self._put_off(contact, refusals, at)
        return None

    async def _put_off(self, contact: Contact, refusals: list[Refused], at: datetime) -> None:
        later = [one.not_before for one in refusals if one.not_before is not None]
        if later:
            step = ContactStep(state="waiting", next_at=min(later), next_by=contact.next_by,
                               number_index=contact.number_index, why=refusals[0].reason,
                               is_appointment=contact.is_appointment)  # fmt: skip
        elif all(one.reason in FOR_GOOD for one in refusals):
            step = ContactStep(state="excluded", why=refusals[0].reason if refusals else "bad_number")
        else:
            return  # it is called just now, or the campaign is over
        await self._change(contact, step, at)

    async def _change(self, contact: Contact, step: ContactStep, at: datetime) -> None:
        try:
            await self._store.contacts.change(contact.contact, "waiting", step, at)
        except DialerMistake as mistake:
            log.info("contact %d is not put off: %s", contact.contact, mistake)

    def _asked(
        self, campaign: Campaign, number: str, known: NumberKnown, at: datetime, *, is_by_person: bool | None = None,
        asked_at: datetime | None = None,
    ) -> Allowed | Refused:  # fmt: skip
        if asked_at is not None:
            campaign, history = asked_rules(campaign, known.history, asked_at)
            return may_call(campaign, number, at, history, (), (), self._holidays(), is_by_person=is_by_person)
        return may_call(campaign, number, at, known.history, known.consents, known.lists, self._holidays(),
                        is_by_person=is_by_person)  # fmt: skip
