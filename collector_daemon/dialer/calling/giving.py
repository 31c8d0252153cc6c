"""Somebody has answered for a campaign: an operator for him within two seconds, or it is abandoned.

The operator is reserved, his phone rung (it lifts by itself where it can) and bridged with who waits. Does he not lift
in time, the next one is tried as long as the two seconds last; after them the message is played by the PBX itself.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable
from datetime import datetime
from functools import partial

import msgspec

from collector_daemon.asterisk.actions import hang_up
from collector_daemon.asterisk.campaign_actions import connect
from collector_daemon.dialer.calling.following import OPERATOR, Progress
from collector_daemon.dialer.calling.job import CAMPAIGN_VARIABLE, PATIENCE, Job, Ways
from collector_daemon.dialer.calling.operators import Desk, Operator
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

PAUSING_SECONDS = 0.2
"""So long the PBX may take to agree that no queue rings the operator; then he is rung all the same."""
GLANCE_SECONDS = 0.25
"""Between two looks for a free operator, where nobody tells of one."""


class Giving:
    """Gives one attempt to an operator. ``note`` is told what was seen, and tells it on."""

    def __init__(self, job: Job, ways: Ways, note: Callable[[Progress], None]) -> None:
        self._job, self._ways, self._note = job, ways, note
        self._pipeline, self._clock = ways.pipeline, ways.clock

    async def give(self) -> None:
        """Until an operator talks with him, he is gone, or it is too late (``job.is_late``)."""
        answered_at = self._now().answered_at or self._clock.now()
        if self._job.campaign.answering_context:
            answered_at = self._clock.now()  # of the completed greeting
        until = answered_at + PATIENCE
        while (left := (until - self._clock.now()).total_seconds()) > 0:
            if self._is_settled() or self._job.is_machine:
                return
            chosen = self._ways.choose(self._job)
            if chosen is None:
                await self._pipeline.until(partial(self._is_worth_a_look, self._free()), min(left, GLANCE_SECONDS))
            elif await self._offer(*chosen, until):
                return
        if not self._is_settled():
            self._job.is_late = True
            self._ways.hear(self._job)

    def _now(self) -> Progress:
        """As it is now. Where the PBX tells nothing any more: as it was."""
        now = self._job.look(self._pipeline)
        if now is not None and now != self._job.progress:
            self._note(now)
        assert self._job.progress is not None  # who has answered was seen
        return self._job.progress

    def _is_settled(self) -> bool:
        now = self._now()
        return now.connected_at is not None or now.is_gone or now.ended_at is not None

    def _free(self) -> list[Desk]:
        return [one.desk for one in self._ways.operators.free(self._job.campaign)]

    def _is_worth_a_look(self, were_free: list[Desk]) -> bool:
        """Are others free than those who were, or is he gone?"""
        now = self._job.look(self._pipeline)
        return now is None or now.is_gone or now.ended_at is not None or self._free() != were_free

    async def _offer(self, operator: Operator, because: str, until: datetime) -> bool:
        """Ring him, and bridge him. True when they talk, or nobody is there any more."""
        job, operators = self._job, self._ways.operators
        job.turn += 1
        job.operator = operator
        job.attempt = msgspec.structs.replace(job.attempt, operator=operator.account, because=because)
        operators.held[operator.desk] = job.attempt.attempt
        self._ways.hear(job)
        try:
            is_done = await self._ring(operator, until)
        finally:
            if operators.held.get(operator.desk) == job.attempt.attempt and not self._is_connected():
                del operators.held[operator.desk]
        if not self._is_connected():
            job.operator = None
            job.attempt = msgspec.structs.replace(job.attempt, operator="", because="")
            self._ways.hear(job)
        return is_done

    async def _ring(self, operator: Operator, until: datetime) -> bool:
        operators, leg_id = self._ways.operators, f"{self._job.leg_id}{OPERATOR}{self._job.turn}"
        left = max(0.1, (until - self._clock.now()).total_seconds())
        offering = self._job.offering(
            operator, leg_id, left, {CAMPAIGN_VARIABLE: self._job.campaign.campaign})  # fmt: skip
        paused = asyncio.ensure_future(operators.pause(operator))
        await asyncio.wait((paused,), timeout=PAUSING_SECONDS)
        asked = asyncio.ensure_future(connect(self._pipeline.link, offering, self._now().channel, left))
        decided = asyncio.ensure_future(
            self._pipeline.until(lambda: self._is_decided(leg_id), left + GLANCE_SECONDS))  # fmt: skip
        try:
            await asyncio.wait((asked, decided), return_when=asyncio.FIRST_COMPLETED)
            if asked.done() and (problem := asked.exception()) is not None:
                self._complain(operator, problem)
            else:
                await decided
        finally:
            for task in (paused, asked, decided):
                task.cancel()
            await asyncio.gather(paused, asked, decided, return_exceptions=True)
            await operators.unpause(operator)
        now = self._now()
        if now.connected_at is None:
            await self._give_up(leg_id)
        return now.connected_at is not None or now.is_gone or now.ended_at is not None

    def _complain(self, operator: Operator, problem: BaseException) -> None:
        if not isinstance(problem, SuiteError):
            raise problem
        log.info("%s is not rung for attempt %d: %s", operator.extension, self._job.attempt.attempt, one_line(problem))

    def _is_connected(self) -> bool:
        now = self._job.look(self._pipeline)
        return now is not None and now.connected_at is not None

    def _is_decided(self, leg_id: str) -> bool:
        """They talk, or the operator's leg is gone, or that of whom he was to talk with."""
        now = self._job.look(self._pipeline)
        if now is None or now.connected_at is not None or now.is_gone or not now.channel:
            return True
        found = self._pipeline.live.centre.calls.seen_last(leg_id)
        return found is not None and found[1].ended_at is not None

    async def _give_up(self, leg_id: str) -> None:
        """A phone that was not lifted in time must not ring on."""
        found = self._pipeline.live.centre.calls.seen_last(leg_id)
        if found is not None and found[1].ended_at is None:
            await quietly(hang_up(self._pipeline.link, found[1].channel))


async def quietly(deed: Awaitable[None]) -> None:
    """What is gone already need not be ended."""
    try:
        await deed
    except SuiteError as problem:
        log.debug("a leg was not ended: %s", one_line(problem))
