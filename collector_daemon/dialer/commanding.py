"""Commands of who runs campaigns (start, stop, finish) and of operators who work in them, carried out."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping
from datetime import datetime
from typing import Any, cast

from collector_daemon.dialer.calling.closing import after_result
from collector_daemon.dialer.calling.desks import Offered
from collector_daemon.dialer.calling.joining import nobody_can, refuse
from collector_daemon.dialer.calling.operators import Operator
from collector_daemon.dialer.calling.room import Room
from collector_daemon.dialer.calling.runner import Runner
from collector_daemon.dialer.checking import check_start
from collector_daemon.dialer.crm.results import result_of
from collector_daemon.feed.origin import origin
from collector_daemon.store.dialer.attempts import AttemptChange
from collector_daemon.store.dialer.contacts import ContactStep
from collector_daemon.store.dialer.shelves import Act, DialerMistake
from shared.campaigns.campaign import Campaign, CampaignDisposition, CampaignLife
from shared.campaigns.contact import Attempt, Contact
from shared.campaigns.ledgers import DoNotCall
from shared.campaigns.machine import CampaignEvent, Surprise, campaign_after
from shared.campaigns.may_call import Refused as NotAllowed
from shared.campaigns.working import EVERY
from shared.domain.accounts import Account
from shared.domain.commands import Refused
from shared.errors import Unavailable, one_line

REFUSALS = "refused"
"""The do-not-call list on which those come who said no."""
Params = Mapping[str, object]
Deed = Callable[[Account, Params], Awaitable[dict[str, Any]]]


class Commanding:
    """``deeds`` by the command's name. Raise Refused: unknown_campaign, unknown_contact, not_so, unavailable …"""

    def __init__(self, runner: Runner) -> None:
        self._runner = runner
        self.deeds: dict[str, Deed] = {
            "dialer.start": self._moved("started"), "dialer.stop": self._moved("paused"),
            "dialer.finish": self._moved("finished"), "dialer.work": self._told(self._work),
            "dialer.next": self._told(self._next), "dialer.dial": self._told(self._dial),
            "dialer.skip": self._told(self._skip), "dialer.dispose": self._told(self._dispose),
        }  # fmt: skip

    # --- who runs them

    def _moved(self, event: CampaignEvent) -> Deed:
        async def deed(account: Account, params: Params) -> dict[str, Any]:
            stored = await self._runner.store.campaigns.the(str(params["campaign"]))
            state = campaign_after(stored.life.state, event)
            if isinstance(state, Surprise):
                raise Refused("not_so", f"The campaign is {stored.life.state}.")
            if event == "started":
                check_start(stored.campaign)
                await self._check_people(stored.campaign)
            now = self._runner.now()
            life = CampaignLife(state=state, since=now, by=account.name)
            act = Act(happened_at=now, account=account.name, act=f"dialer {event}",
                      subject=stored.campaign.campaign, origin=origin())  # fmt: skip
            if state != stored.life.state:
                await self._runner.store.campaigns.move(stored.campaign.campaign, stored.life.state, life, act)
            self._runner.wake(is_stale=True)
            await self._runner.rooms.read()  # whoever works in it may say so at once
            return {"campaign": stored.campaign.campaign, "state": state}

        return self._told(deed)

    async def _check_people(self, campaign: Campaign) -> None:
        """Raises Refused where no account could ever work in it."""
        self._runner.operators.people = await self._runner.store.workers.people()
        if why := nobody_can(campaign, self._runner.operators):
            raise Refused("nobody_can", f"{why[0].upper()}{why[1:]}.")

    def _told(self, deed: Deed) -> Deed:
        """With mistakes told as refusals."""

        async def told(account: Account, params: Params) -> dict[str, Any]:
            try:
                return await deed(account, params)
            except DialerMistake as mistake:
                raise Refused(mistake.code, f"{mistake}."[:300]) from None
            except Unavailable as problem:
                raise Refused("unavailable", one_line(problem)) from None

        return told

    # --- operators

    async def _work(self, account: Account, params: Params) -> dict[str, Any]:
        operator = self._operator(params, account)
        campaign = params.get("campaign")
        if campaign is None:
            await self._runner.joining.leave(operator.desk)
        elif campaign == EVERY:
            await self._runner.joining.join(None, operator, account)
        else:
            stored = await self._runner.store.campaigns.the(str(campaign))
            await self._runner.joining.join(stored.campaign, operator, account)
        self._runner.desks.changed(operator.desk)
        self._runner.wake()
        return {}

    async def _next(self, _account: Account, params: Params) -> dict[str, Any]:
        operator = self._operator(params)
        mine = self._runner.desks.offered.get(operator.desk)
        if mine is None:
            worker = self._runner.operators.joined.get(operator.desk)
            named = params.get("campaign") or (worker.campaign if worker is not None else None)
            if named == EVERY:
                named = self._runner.desks.first_for(operator.desk, is_preview=True)
            if named is None:
                raise Refused("bad_params", "Of which campaign?")
            room = self._room(str(named))
            if worker is None or worker.campaign not in (EVERY, room.campaign.campaign):
                raise Refused("not_joined", "You do not work in that campaign: join it first.")
            refuse(self._runner.operators.why_not(room.campaign, operator))
            if not room.is_running:
                raise Refused("not_running", "The campaign does not run now.")
            closed = self._runner.placing.closed_because(room.campaign, self._runner.now())
            if closed or not await self._runner.previewing.offer(room, operator, self._runner.now()):
                return {"contact": None, "why": closed or "no_contacts"}
            mine = self._runner.desks.offered[operator.desk]
        return {"contact": mine.contact.contact, "why": ""}

    async def _dial(self, _account: Account, params: Params) -> dict[str, Any]:
        operator, offered = self._mine(params)
        room, number = self._room(offered.campaign), str(params["number"])
        if all(one.number != number for one in offered.contact.numbers):
            raise Refused("unknown_number", "The contact has no such number.")
        allowed = await self._runner.placing.allowed(room.campaign, number, self._runner.now(), is_by_person=True)
        if isinstance(allowed, NotAllowed):
            raise Refused("may_not_call", f"The number may not be called now: {allowed.reason} {allowed.about}".strip())
        job = await self._runner.previewing.dial_offered(room, operator, offered, number)
        if job is None:
            raise Refused("not_free", "The contact is not free any more.")
        return {"call": job.leg_id, "attempt": job.attempt.attempt}

    async def _skip(self, _account: Account, params: Params) -> dict[str, Any]:
        operator, _offered = self._mine(params)
        await self._runner.previewing.give_back(operator.desk, str(params["reason"]))
        self._runner.desks.changed(operator.desk)
        self._runner.wake()
        return {}

    async def _dispose(self, account: Account, params: Params) -> dict[str, Any]:
        contact = await self._runner.store.contacts.the(int(cast("int", params["contact"])))
        room = self._room(contact.campaign)
        given = next((one for one in room.campaign.dispositions if one.code == params["disposition"]), None)
        if given is None:
            raise Refused("unknown_disposition", "The campaign has no such disposition.")
        if params.get("key") and await self._runner.store.outbox.has(str(params["key"])):
            return {"contact": contact.contact, "state": contact.state}  # said again, as its answer was lost
        note = str(params.get("text") or "")
        if given.needs_note and not note:
            raise Refused("note_required", "This disposition needs a note.")
        now, next_at = self._runner.now(), cast("datetime | None", params.get("next_at"))
        step = after_result(
            room.campaign, contact, given.code, now, await self._runner.store.attempts.of_contact(contact.contact),
            note=note or None, next_at=next_at, next_by=account.name if params.get("is_own") else "",
            number=str(params.get("number") or ""))  # fmt: skip
        attempt = await self._said(account, room.campaign, contact, given, step)
        content = result_of(
            contact, attempt, step, now, disposition=given.code, note=note, operator=account.name,
            fields=cast("dict[str, str]", params.get("fields") or {}))  # fmt: skip
        key = str(params.get("key") or f"{contact.contact}-{given.code}-{now.isoformat()}")
        await self._runner.store.outbox.put(contact.campaign, contact.contact, key, content, now)
        self._runner.wake()
        return {"contact": contact.contact, "state": step.state}

    # --- means

    async def _said(
        self, account: Account, campaign: Campaign, contact: Contact, given: CampaignDisposition, step: ContactStep
    ) -> Attempt | None:
        """The contact, its newest attempt, and the do-not-call list know what came of it."""
        store, now = self._runner.store, self._runner.now()
        job = next((one for one in self._runner.desks.jobs.values() if one.contact.contact == contact.contact), None)
        if job is not None:
            job.said = step
        attempts = await store.attempts.of_contact(contact.contact, 1)
        if attempts:
            await store.attempts.record(attempts[0].attempt, AttemptChange(disposition=given.code), None, now)
        await store.contacts.change(contact.contact, None, step, now)
        if given.is_refusal:
            numbers = [one.number for one in contact.numbers]
            await store.knowledge.put(
                [DoNotCall(number=number, list=REFUSALS, scope="owner" if campaign.owner else "campaign",
                           of=campaign.owner or campaign.campaign, why=given.code) for number in numbers],
                account.name)  # fmt: skip
        if job is not None and job.has_operator_left:
            self._runner.desks.forget(job)
        return attempts[0] if attempts else None

    def _mine(self, params: Params) -> tuple[Operator, Offered]:
        operator = self._operator(params)
        offered = self._runner.desks.offered.get(operator.desk)
        if offered is None or offered.contact.contact != params["contact"]:
            raise Refused("not_free", "That contact does not lie before you.")
        return operator, offered

    def _room(self, campaign: str) -> Room:
        room = self._runner.rooms.all.get(campaign)
        if room is None:
            raise Refused("unknown_campaign", "There is no such campaign.")
        return room

    def _operator(self, params: Params, by: Account | None = None) -> Operator:
        """Whoever it is for: at the named PBX, or at the only one where there is such an agent."""
        agent, pbx = str(params.get("agent") or ""), params.get("pbx")
        found = [one for one in self._runner.pipelines if pbx in (None, one)]
        operators = [one for name in found if (one := self._runner.operators.at((name, agent))) is not None]
        if len(operators) != 1:
            raise Refused("unknown_agent", f"Which phone is {agent or 'meant'}?")
        is_own = by is not None and by.agent == agent and operators[0].account == agent
        return self._runner.operators.named(operators[0], by.name) if by is not None and is_own else operators[0]

