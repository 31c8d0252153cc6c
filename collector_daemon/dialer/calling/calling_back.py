"""Callers who left a queue by a key, called back when it is their turn: an operator is kept for each before it rings.

His turn comes when nobody waits in the queue who joined it before him (``queue_place``). Then an operator is kept from
the queue by a pause, so that nobody who joined later takes him; where all are talking and callers wait, one of those
who talk is kept for when he is done, and has the campaign's time to write down. Only when the PBX has told that he is
paused is the attempt written down and dialled, as any attempt of a campaign. Who goes on the line himself meanwhile is
not dialled; somebody whose operator was lost with the daemon gets another.
"""

from __future__ import annotations

from collections.abc import Callable, Coroutine, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from collector_daemon.core.agent_machine import Agent
from collector_daemon.dialer.calling.assigning import assigned
from collector_daemon.dialer.calling.job import Job
from collector_daemon.dialer.calling.operators import Desk, Operator, Operators
from collector_daemon.dialer.calling.placing import Placing
from collector_daemon.dialer.calling.room import EMPTY, Room
from collector_daemon.pipeline import Pipeline
from collector_daemon.store.number_match import NumberMatch
from shared.campaigns.contact import Contact
from shared.campaigns.queue_place import in_turn, place_of
from shared.clock import Clock

MOST = 20
"""Of a campaign looked at in a round: those with the earliest places."""
SLOW = timedelta(seconds=3)
"""So long the PBX may take to tell that somebody is paused."""


class Kept(msgspec.Struct, kw_only=True):
    """An operator who is kept for a callback of the campaign. ``is_busy``: he talked when that began."""

    campaign: str
    operator: Operator
    since: datetime
    is_busy: bool


class CallingBack:
    """``look`` in each round; ``reserved`` when somebody has answered; ``release`` when an attempt is over."""

    def __init__(
        self, pipelines: Mapping[str, Pipeline], operators: Operators, placing: Placing, clock: Clock,
        begin: Callable[[Room, Job], None], spawn: Callable[[Coroutine[Any, Any, None]], None],
    ) -> None:  # fmt: skip
        self._pipelines, self._operators, self._placing, self._clock = pipelines, operators, placing, clock
        self._begin, self._spawn = begin, spawn
        self._kept: dict[Desk, Kept] = {}

    async def look(self, room: Room, now: datetime) -> None:
        """Call whose turn it is, as far as operators are there. Raises Unavailable."""
        campaign = room.campaign
        waiting = self._operators.waiting_since(campaign.pbx, campaign.fed_by)
        ready = {one.account for one in self._operators.free(campaign)}
        found = await self._placing.next(campaign, now, MOST, ready, room.quota_room)
        numbers = {contact.contact: number for contact, number in found if not self._is_on_line(room, number)}
        contacts = [contact for contact, _number in found if contact.contact in numbers]
        due = in_turn(contacts, waiting)
        await self._serve(room, due, numbers, now)
        room.trouble = _trouble(room, found, due)
        if not found:
            room.empty_until = now + EMPTY

    def reserved(self, job: Job) -> tuple[Operator, str] | None:
        """The operator who was kept for it, once; None: there is none, or he is at something else after all."""
        kept, job.reserved = job.reserved, None
        if kept is None:
            return None
        agent = self._operators.agent_at(kept[0].desk)
        if agent is not None and agent.state in ("ready", "paused"):
            return kept
        self._let_go(kept[0], job.attempt.attempt)
        return None

    def release(self, job: Job) -> None:
        """It is over: who was kept for it and was not needed is the queue's again."""
        kept, job.reserved = job.reserved, None
        if kept is not None:
            self._let_go(kept[0], job.attempt.attempt)

    def stop(self, campaigns: Mapping[str, Room]) -> None:
        """Nobody is kept for a campaign that does not call now."""
        for desk, kept in list(self._kept.items()):
            room = campaigns.get(kept.campaign)
            if room is None or not room.is_running or room.trouble in ("hours", "pbx_away", "not_begun", "over"):
                self._drop(desk)

    # --- operators

    async def _serve(self, room: Room, due: Sequence[Contact], numbers: Mapping[int, str], now: datetime) -> None:
        """Each with an operator who is kept for him; who has none yet makes one be kept."""
        orphans = [job for job in room.jobs.values() if _is_orphan(job)]
        left = list(due)
        for job in list(orphans):
            if (given := self._chosen(room, job.contact, now)) is not None:
                self._keep_for(job, given)
                orphans.remove(job)
        while left and (given := self._chosen(room, left[0], now)) is not None:
            contact = left.pop(0)
            await self._place(room, contact, numbers[contact.contact], given)
        self._keep(room, [*(job.contact for job in orphans), *left], now)

    def _chosen(self, room: Room, contact: Contact, now: datetime) -> tuple[Operator, str] | None:
        """Who of those that are kept, and paused by now, gets it: by the campaign's own rules."""
        ready = [kept.operator for desk, kept in self._kept.items() if kept.campaign == room.campaign.campaign
                 and self._is_ready(room, kept, self._operators.agent_at(desk), now)]  # fmt: skip
        return assigned(room.campaign, contact, ready, now)

    def _is_ready(self, room: Room, kept: Kept, agent: Agent | None, now: datetime) -> bool:
        is_there = agent is not None and agent.state == "paused" and self._operators.is_reserved(kept.operator.desk)
        if agent is None or not is_there or agent.state_at is None:
            return False
        writes = timedelta(seconds=room.campaign.wrapup_seconds if kept.is_busy else 0)
        return now - agent.state_at >= writes

    async def _place(self, room: Room, contact: Contact, number: str, given: tuple[Operator, str]) -> None:
        attempt = await self._placing.place(room.campaign, contact, number, self._clock.now())
        if attempt is not None:
            taken = msgspec.structs.replace(contact, state="calling", attempts=contact.attempts + 1)
            job = Job(campaign=room.campaign, contact=taken, attempt=attempt)
            self._keep_for(job, given)
            self._begin(room, job)

    def _keep_for(self, job: Job, given: tuple[Operator, str]) -> None:
        operator, because = given
        job.reserved = operator, f"queue_place {because}"
        self._operators.held[operator.desk] = job.attempt.attempt
        del self._kept[operator.desk]

    def _keep(self, room: Room, contacts: Sequence[Contact], now: datetime) -> None:
        """As many as are to be called: no more, and no fewer where somebody can be had."""
        mine = [desk for desk, kept in self._kept.items() if kept.campaign == room.campaign.campaign]
        for desk in mine:
            if self._is_lost(self._kept[desk], now):
                self._drop(desk)
        mine = [desk for desk in mine if desk in self._kept]
        for desk in mine[len(contacts) :]:
            self._drop(desk)
        for contact in contacts[len(mine) :]:
            free = self._operators.free(room.campaign, place_of(contact))
            found = assigned(room.campaign, contact, free, now)
            operator = found[0] if found is not None else self._soonest(room)
            if operator is None:
                return
            kept = Kept(campaign=room.campaign.campaign, operator=operator, since=now, is_busy=found is None)
            self._kept[operator.desk] = kept
            self._operators.held[operator.desk] = 0
            self._spawn(self._operators.pause(operator))

    def _is_lost(self, kept: Kept, now: datetime) -> bool:
        """He went elsewhere, has paused himself, or the PBX never paused him."""
        agent = self._operators.agent_at(kept.operator.desk)
        if agent is None or agent.state in ("logged_out", "unreachable"):
            return True
        return not self._operators.is_reserved(kept.operator.desk) and now - kept.since > SLOW

    def _soonest(self, room: Room) -> Operator | None:
        """Of those who talk who has done so for longest: where callers wait, nobody is free for a moment otherwise."""
        campaign = room.campaign
        if not self._operators.waiting_since(campaign.pbx, campaign.fed_by):
            return None
        busy = [(agent.state_at, operator) for operator, agent in self._operators.of(campaign)
                if agent.state in ("talking", "on_hold", "wrapping_up") and agent.state_at is not None
                and operator.desk not in self._operators.held and not self._is_away(agent, campaign.queue)]  # fmt: skip
        return min(busy, key=lambda one: one[0])[1] if busy else None

    @staticmethod
    def _is_away(agent: Agent, queue: str) -> bool:
        """Has he paused himself, for after his call?"""
        mine = agent.memberships.get(queue)
        return mine is None or mine.is_paused

    def _drop(self, desk: Desk) -> None:
        self._let_go(self._kept.pop(desk).operator, 0)

    def _let_go(self, operator: Operator, attempt: int) -> None:
        if self._operators.held.get(operator.desk) == attempt:
            del self._operators.held[operator.desk]
            if self._operators.is_reserved(operator.desk) or not self._operators.is_paused(operator.desk):
                self._spawn(self._operators.unpause(operator))

    def _is_on_line(self, room: Room, number: str) -> bool:
        """Does he call us just now?"""
        match = NumberMatch(lambda: room.campaign.country)
        rows = self._pipelines[room.campaign.pbx].live.centre.rows.values()
        return any(row.direction == "inbound" and match.normal(row.caller) == f"+{number}" for row in rows)


def _is_orphan(job: Job) -> bool:
    """Taken up by this daemon, and nobody is kept for it."""
    is_open = job.attempt.state in ("placed", "ringing")
    return is_open and job.is_taken_up and job.reserved is None and job.operator is None


def _trouble(room: Room, found: Sequence[tuple[Contact, str]], due: Sequence[Contact]) -> str:
    if room.jobs:
        return ""
    if not found:
        return "no_contacts"
    return "no_free" if due else "queue_place"
