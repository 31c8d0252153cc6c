"""Wrap-ups that the daemon runs: a pause with a reason of its own after a queue's call, which it ends itself.

The PBX's pause is the only truth: a wrap-up that is not (or no more) paused on the board is none, one that was begun
by an earlier run of the daemon is gone on with, so nobody stays paused for ever. Where the queue requires a disposition
the wrap-up goes on until one is given, as long as somebody sits there who could give it and the database could take it.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections import OrderedDict
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta

import msgspec

from collector_daemon.asterisk import actions
from collector_daemon.core.agent_machine import Membership
from collector_daemon.core.parting import Parting
from collector_daemon.pipeline import Pipeline
from collector_daemon.seats import phones
from collector_daemon.seats.seating import Seating
from shared.clock import Clock
from shared.domain.commands import Refused
from shared.domain.desk import WRAP_UP, DeskDescription
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

LOOK_SECONDS = 1.0
"""Between two looks at what nobody tells: pauses of an earlier run, pauses that did not come or did not end."""
PATIENCE = timedelta(seconds=10)
"""How long a pause may take to be seen, and its end, before it is given up or asked for again."""
MOMENT = timedelta(seconds=2)
MOST_GIVEN = 1000
Phone = tuple[str, str]


class WrapUp(msgspec.Struct):
    """One agent's. ``asked_at``: when its end was asked for.

    ``owed``: calls for which ``account`` must give a disposition, each with all of its ids. What is owed is owed also
    while he pauses himself or is in no queue, so that none of that is a way around it.
    """

    phone: Phone
    began_at: datetime
    until: datetime
    owed: tuple[frozenset[str], ...] = ()
    account: str = ""
    is_seen: bool = False
    asked_at: datetime | None = None


class WrapUps:
    """All of them. ``run`` ends them; ``desk`` tells the rules of now.

    ``can_store`` says whether a disposition could be stored.
    """

    def __init__(
        self, pipelines: Mapping[str, Pipeline], desk: Callable[[], DeskDescription], seating: Seating, clock: Clock,
        can_store: Callable[[], bool],
    ) -> None:
        self._pipelines, self._desk, self._seating, self._clock = pipelines, desk, seating, clock
        self._can_store = can_store
        self._open: dict[Phone, WrapUp] = {}
        self._given: OrderedDict[tuple[str, str], None] = OrderedDict()
        self._changed = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    def until(self, pbx: str, agent: str) -> datetime | None:
        """When the agent's wrap-up is over, or should have been; None: the daemon runs none."""
        found = self._open.get((pbx, agent))
        return found.until if found is not None else None

    def is_beginning(self, pbx: str, agent: str) -> bool:
        """Has the agent's pause just been asked for, and is not seen yet?"""
        found = self._open.get((pbx, agent))
        return found is not None and not found.is_seen and self._clock.now() - found.began_at < MOMENT

    def seen(self, pbx: str, agent: str) -> None:
        """The PBX has paused him."""
        found = self._open.get((pbx, agent))
        if found is not None and not found.is_seen:
            found.is_seen = True
            self._changed.set()

    def released(self, pbx: str, agent: str) -> None:
        """He was unpaused by a command: what is left of it on the board is old."""
        found = self._open.get((pbx, agent))
        if found is not None:
            found.is_seen, found.until, found.asked_at = True, min(found.until, self._clock.now()), self._clock.now()
            self._changed.set()

    def parted(self, pipeline: Pipeline, partings: list[Parting]) -> None:
        """Agents' parts in queue calls are over: their wrap-ups begin."""
        now = self._clock.now()
        for one in partings:
            seconds = self._desk().queue_desk(one.queue).wrapup_seconds
            if seconds is None:
                continue
            phone = pipeline.pbx.name, one.agent
            wrap_up = self._opened(phone, now, now + timedelta(seconds=seconds))
            self._owe(wrap_up, one)
            if seconds or wrap_up.owed:
                self._spawn(pipeline, wrap_up)
            else:
                del self._open[phone]

    def disposed(self, pbx: str, account: str, call: str) -> None:
        """The account has given the call a disposition, during it or afterwards, once or again."""
        self._given[account, call] = None
        while len(self._given) > MOST_GIVEN:
            self._given.popitem(last=False)
        seat = self._seating.occupancy.by_account.get(account)
        found = self._open.get(seat.phone) if seat is not None and seat.pbx == pbx else None
        if found is not None and found.account == account:
            found.owed = tuple(calls for calls in found.owed if call not in calls)
            self._changed.set()

    async def prolong(self, pipeline: Pipeline, agent: str, seconds: float) -> datetime:
        """Begin a wrap-up, or let it end so many seconds from now. Raises Refused, LinkDown, ActionRefused …"""
        memberships = _memberships(pipeline, agent)
        if not memberships:
            raise Refused("unknown_agent", f"Agent {agent} belongs to no queue.")
        phone, now = (pipeline.pbx.name, agent), self._clock.now()
        if all(one.is_paused and one.reason != WRAP_UP for one in memberships):
            raise Refused("paused_already", "The agent is paused already.")
        wrap_up = self._opened(phone, now, now + timedelta(seconds=seconds))
        wrap_up.until = now + timedelta(seconds=seconds)
        wrap_up.asked_at = None
        await self._pause(pipeline, wrap_up)
        pipeline.show_agent(agent)
        self._changed.set()
        return wrap_up.until

    async def end(self, pipeline: Pipeline, agent: str, *, is_own: bool) -> None:
        """End it at once. Raises Refused: disposition_required (to the agent himself), not_supported (the queue's)."""
        found = self._open.get((pipeline.pbx.name, agent))
        if found is None:
            known = phones.agent_at(pipeline, agent)
            if known is not None and known.wraps_until is not None:
                raise Refused("not_supported", "This wrap-up is the queue's own (wrapuptime): only the PBX can end it.")
            return
        self.check_end(pipeline, agent, is_own=is_own)
        found.owed, found.until = (), min(found.until, self._clock.now())
        await self._unpause(pipeline, found)

    def check_end(self, pipeline: Pipeline, agent: str, *, is_own: bool) -> None:
        """Raises Refused (disposition_required) where the agent may not be ready himself yet."""
        found = self._open.get((pipeline.pbx.name, agent))
        if found is not None and is_own and self._is_due(found):
            raise Refused("disposition_required", "Give the call a disposition first.")

    async def run(self) -> None:
        """Until cancelled."""
        try:
            while True:
                self._changed.clear()
                self._look()
                with contextlib.suppress(TimeoutError):
                    async with asyncio.timeout(self._next_end()):
                        await self._changed.wait()
        finally:
            for task in self._tasks:
                task.cancel()
            await asyncio.gather(*self._tasks, return_exceptions=True)

    # --- beginning

    def _opened(self, phone: Phone, began_at: datetime, until: datetime) -> WrapUp:
        found = self._open.setdefault(phone, WrapUp(phone, began_at, until))
        found.began_at, found.until = began_at, max(found.until, until)
        found.asked_at = None
        self._changed.set()
        return found

    def _owe(self, wrap_up: WrapUp, parting: Parting) -> None:
        """Beside what is owed already; who has sat down there since owes nothing of that."""
        seat = self._seating.at(*wrap_up.phone)
        account = seat.account if seat is not None else ""
        if account != wrap_up.account:
            wrap_up.account, wrap_up.owed = account, ()
        is_given = any((account, call) in self._given for call in parting.calls)
        if account and not is_given and self._desk().queue_desk(parting.queue).is_disposition_required:
            wrap_up.owed += (frozenset(parting.calls),)

    def _spawn(self, pipeline: Pipeline, wrap_up: WrapUp) -> None:
        task = asyncio.get_running_loop().create_task(self._begin(pipeline, wrap_up))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _begin(self, pipeline: Pipeline, wrap_up: WrapUp) -> None:
        try:
            await self._pause(pipeline, wrap_up)
        except SuiteError as problem:
            log.info("no wrap-up for %s: %s", wrap_up.phone[1], one_line(problem))
            self._drop(pipeline, wrap_up)

    async def _pause(self, pipeline: Pipeline, wrap_up: WrapUp) -> None:
        """Where he is not paused by himself: such a pause goes on, and through the wrap-up."""
        open_ones = [one for one in _memberships(pipeline, wrap_up.phone[1]) if not one.is_paused]
        await asyncio.gather(
            *(actions.pause_agent(pipeline.link, one.interface, WRAP_UP, one.queue) for one in open_ones)
        )

    # --- ending

    def _look(self) -> None:
        now = self._clock.now()
        seen = [one for one in self._pipelines.values() if one.link.is_connected and one.live.centre.gap is None]
        for pipeline in seen:
            self._adopt(pipeline, now)
        for wrap_up in [one for one in self._open.values() if self._pipelines[one.phone[0]] in seen]:
            self._follow(wrap_up, now)

    def _adopt(self, pipeline: Pipeline, now: datetime) -> None:
        """Pauses of an earlier run go on as long as they should have; whatever was owed is forgotten."""
        for agent in pipeline.live.centre.agents.agents.values():
            phone = pipeline.pbx.name, agent.agent
            paused = [one for one in agent.memberships.values() if one.is_paused and one.reason == WRAP_UP]
            if paused and phone not in self._open:
                began_at = min([now, *(one.pause_at for one in paused if one.pause_at is not None)])
                lengths = [self._desk().queue_desk(queue).wrapup_seconds or 0.0 for queue in agent.memberships]
                self._opened(phone, began_at, began_at + timedelta(seconds=max(lengths)))
                pipeline.show_agent(agent.agent)

    def _follow(self, wrap_up: WrapUp, now: datetime) -> None:
        pipeline = self._pipelines[wrap_up.phone[0]]
        memberships = _memberships(pipeline, wrap_up.phone[1])
        is_paused = any(one.reason == WRAP_UP for one in memberships)
        if is_paused:
            wrap_up.is_seen = True
        elif self._is_kept(wrap_up, memberships):
            return
        elif wrap_up.is_seen or now - wrap_up.began_at > PATIENCE:
            self._drop(pipeline, wrap_up)  # ended, or never begun: he was paused by himself, or has gone
            return
        is_asked = wrap_up.asked_at is not None and now - wrap_up.asked_at < PATIENCE
        if wrap_up.until <= now and is_paused and not is_asked and not self._is_due(wrap_up):
            wrap_up.asked_at = now
            task = asyncio.get_running_loop().create_task(self._finish(pipeline, wrap_up))
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    def _is_kept(self, wrap_up: WrapUp, memberships: list[Membership]) -> bool:
        """Is something owed still, by somebody who cannot be called now?"""
        seat = self._seating.at(*wrap_up.phone)
        is_his = seat is not None and seat.account == wrap_up.account
        return bool(wrap_up.owed) and is_his and all(one.is_paused for one in memberships)

    def _drop(self, pipeline: Pipeline, wrap_up: WrapUp) -> None:
        if self._open.get(wrap_up.phone) is wrap_up:
            del self._open[wrap_up.phone]
            pipeline.show_agent(wrap_up.phone[1])

    def _is_due(self, wrap_up: WrapUp) -> bool:
        """Must a disposition be given, and can it?"""
        seat = self._seating.at(*wrap_up.phone)
        is_his = seat is not None and seat.account == wrap_up.account and self._seating.is_attended(seat)
        return bool(wrap_up.owed) and is_his and self._can_store()

    async def _finish(self, pipeline: Pipeline, wrap_up: WrapUp) -> None:
        try:
            await self._unpause(pipeline, wrap_up)
        except SuiteError as problem:
            log.info("the wrap-up of %s goes on: %s", wrap_up.phone[1], one_line(problem))
            wrap_up.asked_at = None

    async def _unpause(self, pipeline: Pipeline, wrap_up: WrapUp) -> None:
        wrap_up.asked_at = self._clock.now()
        paused = [one for one in _memberships(pipeline, wrap_up.phone[1]) if one.reason == WRAP_UP]
        await asyncio.gather(*(actions.unpause_agent(pipeline.link, one.interface, one.queue) for one in paused))
        if not paused:
            wrap_up.asked_at = None  # it is just beginning: as soon as it is seen

    def _next_end(self) -> float:
        now = self._clock.now()
        ends = [(one.until - now).total_seconds() for one in self._open.values() if one.until > now]
        return min([LOOK_SECONDS, *ends])


def _memberships(pipeline: Pipeline, agent: str) -> list[Membership]:
    known = phones.agent_at(pipeline, agent)
    return list(known.memberships.values()) if known is not None else []
