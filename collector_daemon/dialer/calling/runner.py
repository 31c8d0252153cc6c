"""Campaigns at work: a round whenever an operator or a call has changed, once a second otherwise.

In a round every running campaign is asked how many calls it wants (``room``), the one of highest priority first, as
several may have the same operators (``sharing``); its next contacts are written down (``placing``) and dialled
(``carrying``). What went on when the daemon died is taken up
first: an attempt that is open is followed or closed, and never dialled again.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

import msgspec

from collector_daemon.dialer.calling.assigning import assigned
from collector_daemon.dialer.calling.calling_back import CallingBack
from collector_daemon.dialer.calling.carrying import Carrying
from collector_daemon.dialer.calling.desks import Desks
from collector_daemon.dialer.calling.inflow import Inflow
from collector_daemon.dialer.calling.job import Job
from collector_daemon.dialer.calling.joining import Joining
from collector_daemon.dialer.calling.operators import Operator, Operators
from collector_daemon.dialer.calling.placing import Placing
from collector_daemon.dialer.calling.previewing import Previewing
from collector_daemon.dialer.calling.room import EMPTY, Room, is_other
from collector_daemon.dialer.calling.rooms import Rooms
from collector_daemon.dialer.calling.sharing import Sharing
from collector_daemon.dialer.calling.taking_up import TakingUp
from collector_daemon.feed.board import Board
from collector_daemon.pipeline import Pipeline
from collector_daemon.seats.shifts import Shifts
from collector_daemon.store.dialer.shelves import DialerStore
from collector_daemon.store.lending import Lender
from shared.campaigns.queue_place import place_of
from shared.clock import Clock
from shared.domain.campaigns import PacingRow
from shared.errors import Unavailable, one_line

log = logging.getLogger(__name__)

ROUND_SECONDS = 1.0
LOG_SECONDS = 1.0
"""No more decisions of one campaign are kept than one in so long, but those that place calls."""


class Runner:
    """``run`` until cancelled, then ``close``. ``changed`` is set by whoever knows of a reason for a round."""

    def __init__(
        self, url: str, pipelines: Mapping[str, Pipeline], shifts: Shifts, board: Board, clock: Clock
    ) -> None:
        self.pipelines, self._shifts, self._board, self._clock = pipelines, shifts, board, clock
        self._lender = Lender(url)
        self.store = DialerStore.of(self._lender)
        self.operators = Operators(pipelines, shifts.seating)
        self.rooms = Rooms(self.store, self.operators, board, clock)
        self.desks = Desks(self.rooms.all, self.operators, clock)
        self.placing = Placing(self.store, self.rooms.holidays)
        self.carrying = Carrying(
            pipelines, self.operators, shifts.wrap_ups, self.store, self._lender, clock, self._choose, self._hear)
        self.previewing = Previewing(self.store, self.placing, self.operators, self.desks, self.begin, clock.now)
        self.joining = Joining(self.store, self.operators, self.desks, clock, self.previewing.give_back)
        self._inflow = Inflow(pipelines)
        self.calling_back = CallingBack(
            pipelines, self.operators, self.placing, clock, self.begin, self.carrying.spawn)
        self.changed = asyncio.Event()
        self._logged: dict[str, float] = {}
        self._is_away = False

    async def run(self) -> None:
        """For ever. A database that is away is waited for: nothing is dialled without it."""
        await TakingUp(self.store, self.rooms, self.operators, self.begin, self._clock).take_up()
        async with asyncio.TaskGroup() as group:
            for pipeline in self.pipelines.values():
                group.create_task(self._watch(pipeline))
            group.create_task(self._conduct())

    async def close(self) -> None:
        """What goes on is left to the next start."""
        await self.carrying.close()
        await self._lender.close()

    def now(self) -> datetime:
        """The time."""
        return self._clock.now()

    def wake(self, *, is_stale: bool = False) -> None:
        """Have a round soon; ``is_stale``: what was read of campaigns is old."""
        if is_stale:
            self.rooms.expire()
        self.changed.set()

    async def _watch(self, pipeline: Pipeline) -> None:
        """Operators come and go: a round."""
        while True:
            if await pipeline.until(partial(_is_other_than, pipeline, _states(pipeline)), 10.0):
                self.changed.set()

    async def _conduct(self) -> None:
        while True:
            self.changed.clear()
            try:
                await self.round()
                self._is_away = False
            except Unavailable as problem:
                if not self._is_away:
                    log.info("no campaign dials: %s", one_line(problem))
                self._is_away = True
            with contextlib.suppress(TimeoutError):
                async with asyncio.timeout(ROUND_SECONDS):
                    await self.changed.wait()

    # --- a round

    async def round(self) -> None:
        """One. Raises Unavailable."""
        await self.rooms.read()
        await self.operators.free_reserved()
        await self.joining.tidy()
        self.desks.tidy()
        self.calling_back.stop(self.rooms.all)
        self._inflow.look(self._clock.now())
        self.operators.looking = {desk: one.campaign for desk, one in self.desks.offered.items()}
        sharing = Sharing(self.rooms.all.values(), self.operators)
        for room in sharing.rooms():
            if room.is_running:
                await self._dial(room, sharing)
            self._board.apply([room.row()])

    async def _dial(self, room: Room, sharing: Sharing) -> None:
        now, campaign = self._clock.now(), room.campaign
        room.trouble = self._trouble(room, now)
        if room.trouble:
            return
        if campaign.source == "queue_callbacks":
            await self.calling_back.look(room, now)
            return
        if campaign.mode == "preview":
            await self.previewing.look(room, now)
            return
        rate = self._inflow.rate(campaign.pbx, [agent for _operator, agent in self.operators.of(campaign)])
        others, among = sharing.calls_for(room), sharing.free_for(room)
        found = room.decide(now, others, rate, among)
        is_held_up = found.place == 0 and bool(others) and bool(found.free)
        decision = sharing.decide(room, found, room.decide(now, (), rate, among) if is_held_up else None)
        if decision.place > 0:
            await self._place(room, decision.place, now)
        self._decided(room, msgspec.structs.replace(decision.row(now), others=len(others)), decision.place)

    def _trouble(self, room: Room, now: datetime) -> str:
        pipeline = self.pipelines.get(room.campaign.pbx)
        if pipeline is None or not pipeline.link.is_connected or pipeline.live.centre.gap is not None:
            return "pbx_away"
        if closed := self.placing.closed_because(room.campaign, now):
            return closed
        if room.goal_left <= 0:
            return "goal_near"
        return "no_contacts" if room.empty_until is not None and now < room.empty_until else ""

    async def _place(self, room: Room, most: int, now: datetime) -> None:
        ready = {one.account for one in self.operators.free(room.campaign)}
        found = await self.placing.next(room.campaign, now, most, ready, room.quota_room)
        if not found:
            room.trouble, room.empty_until = "no_contacts", now + EMPTY
        for contact, number in found:
            attempt = await self.placing.place(room.campaign, contact, number, self._clock.now())
            if attempt is not None:
                room.placed_at = self._clock.monotonic()
                taken = msgspec.structs.replace(contact, state="calling", attempts=contact.attempts + 1)
                self.begin(room, Job(campaign=room.campaign, contact=taken, attempt=attempt))

    def begin(self, room: Room, job: Job) -> None:
        """Carry an attempt that is written down."""
        room.jobs[job.attempt.attempt] = job
        self.carrying.begin(job)

    def _decided(self, room: Room, row: PacingRow, placed: int) -> None:
        if not is_other(room.decision, row):
            return
        room.decision = row
        key, at = room.campaign.campaign, self._clock.monotonic()
        if placed > 0 or at - self._logged.get(key, at - LOG_SECONDS) >= LOG_SECONDS:
            self._logged[key] = at
            self.carrying.spawn(self._keep(key, room))

    async def _keep(self, campaign: str, room: Room) -> None:
        if room.decision is not None:
            with contextlib.suppress(Unavailable):
                await self.store.outbox.decided(campaign, room.decision)

    # --- what attempts tell

    def _choose(self, job: Job) -> tuple[Operator, str] | None:
        found = self.calling_back.reserved(job) or assigned(
            job.campaign, job.contact, self.operators.free(job.campaign, _before(job)), self._clock.now())
        if found is not None:
            self.operators.count(job.campaign.campaign, found[0], self._clock.now())
            self.carrying.spawn(self._remember(job))
        return found

    async def _remember(self, job: Job) -> None:
        """Its earlier attempts, for who gets it."""
        with contextlib.suppress(Unavailable):
            self.desks.remember(job.contact.contact, await self.store.attempts.of_contact(job.contact.contact))
            if job.operator is not None:
                self.desks.changed(job.operator.desk)

    def _hear(self, job: Job) -> None:
        self.desks.hear(job, self._clock.now() + timedelta(seconds=job.campaign.wrapup_seconds))
        room = self.rooms.all.get(job.campaign.campaign)
        if job.attempt.state == "ended":
            self.calling_back.release(job)
        if room is not None and job.attempt.state == "ended" and room.jobs.pop(job.attempt.attempt, None) is not None:
            room.learn(job.attempt)
            self.desks.history.pop(job.contact.contact, None)
        self.changed.set()



def _before(job: Job) -> datetime | None:
    """His place among the callers of queues, where he has one: who asked to be called back."""
    return place_of(job.contact) if job.contact.asked_at is not None else None


def _states(pipeline: Pipeline) -> list[tuple[str, str]]:
    return [(agent.agent, agent.state) for agent in pipeline.live.centre.agents.agents.values()]


def _is_other_than(pipeline: Pipeline, were: list[tuple[str, str]]) -> bool:
    return _states(pipeline) != were
