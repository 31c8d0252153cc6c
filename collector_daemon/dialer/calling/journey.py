"""One attempt from the order to dial until it is over: followed by what the PBX tells, given to an operator, ended.

The attempt is written down before this begins (``placing``), so whatever dies here, nobody is dialled for it again.
What is seen is told to ``hear`` at once. Where the PBX's answer or the call itself is not seen, the PBX is asked which
legs it has; where that has none of ours, what was stored of the call decides, and at last the outcome is ``unknown``.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial

import msgspec

from collector_daemon.asterisk.actions import hang_up
from collector_daemon.asterisk.campaign_actions import Dialling, dial_for, dial_out, legs_there
from collector_daemon.asterisk.requests import ActionRefused, UnsafeAction
from collector_daemon.dialer.calling.following import Progress
from collector_daemon.dialer.calling.giving import Giving, quietly
from collector_daemon.dialer.calling.job import ATTEMPT_VARIABLE, CAMPAIGN_VARIABLE, PATIENCE, Job, Ways
from shared.campaigns.campaign import Outcome
from shared.campaigns.outcomes import Told, outcome_of
from shared.errors import SuiteError, one_line

log = logging.getLogger(__name__)

APPEARS_SECONDS = 5.0
"""So long the PBX may take to tell of a leg that it has agreed to make."""
LATE_SECONDS = 10.0
"""So long after its ringing is over a call may still ring, before the PBX is asked."""
DETECTING_SECONDS = 8.0
"""So long machine detection may take."""
UNSEEN_SECONDS = 1.0
LOOK_SECONDS = 120.0
"""So often the PBX is asked about a call of which it tells nothing new."""


class Vanished(Exception):
    """The PBX has no leg of the attempt, and never told its end. ``outcome``: as far as it is known."""

    def __init__(self, outcome: Outcome, cause: str) -> None:
        super().__init__(cause)
        self.outcome, self.cause = outcome, cause


class Journey:
    """``await go()``: to the attempt's end, which ``job.attempt`` tells then."""

    def __init__(self, job: Job, ways: Ways) -> None:
        self._job, self._ways = job, ways
        self._pipeline, self._clock = ways.pipeline, ways.clock

    async def go(self) -> None:
        """Until it is over. Raises nothing that a PBX does."""
        try:
            if not self._job.is_taken_up:
                await self._begin()
            await self._follow()
        except Vanished as end:
            self._end(end.outcome, end.cause)
        except (ActionRefused, UnsafeAction) as refusal:
            self._end("failed", one_line(refusal))

    # --- asking

    async def _begin(self) -> None:
        """Until the PBX has agreed, or its leg is seen: a lost answer keeps nobody waiting. Raises as ``_ask``."""
        loop = asyncio.get_running_loop()
        asked = loop.create_task(self._ask())
        seen = loop.create_task(self._pipeline.until(self._is_seen, APPEARS_SECONDS))
        try:
            await asyncio.wait((asked, seen), return_when=asyncio.FIRST_COMPLETED)
            if self._job.look(self._pipeline) is None:
                await asked
        finally:
            for task in (asked, seen):
                task.cancel()
            await asyncio.gather(asked, seen, return_exceptions=True)

    async def _ask(self) -> None:
        """Raises ActionRefused, UnsafeAction: nothing was dialled. Without an answer it may have been."""
        campaign, attempt = self._job.campaign, self._job.attempt
        channel = campaign.channel.replace("{number}", attempt.number)
        seconds = campaign.limits.ring_seconds
        variables = {CAMPAIGN_VARIABLE: campaign.campaign, ATTEMPT_VARIABLE: str(attempt.attempt)}
        try:
            if self._job.is_preview and self._job.operator is not None:
                offering = self._job.offering(self._job.operator, self._job.leg_id, float(seconds), variables)
                await dial_for(self._pipeline.link, offering, channel, seconds)
                return
            await dial_out(self._pipeline.link, Dialling(
                leg_id=self._job.leg_id, channel=channel, caller_id=campaign.caller_id, ring_seconds=seconds,
                variables=variables, context=campaign.answering_context, sound=campaign.abandoned_sound))
        except (ActionRefused, UnsafeAction):
            raise
        except SuiteError as problem:
            log.info("attempt %d: the PBX has not answered: %s", attempt.attempt, one_line(problem))

    # --- following

    async def _follow(self) -> None:
        rings = self._job.campaign.limits.ring_seconds * (2 if self._job.is_preview else 1)
        await self._until(lambda now: now.answered_at is not None, rings + LATE_SECONDS)
        if self._is_to_be_given():
            if self._job.campaign.answering_context:
                await self._until(lambda now: bool(now.detected), DETECTING_SECONDS, is_hung_up=False)
            if self._now().answered_at is not None and not self._job.is_machine:
                await Giving(self._job, self._ways, self._note).give()
        await self._until(lambda _now: False, None)
        now = self._now()
        self._end(self._outcome(now), _cause(now.told), now.ended_at)

    def _is_to_be_given(self) -> bool:
        """Answered, and nobody has got it: where we were away in between, it is too late."""
        now = self._now()
        is_open = now.answered_at is not None and now.ended_at is None and now.connected_at is None
        if is_open and now.answered_at is not None and self._job.is_taken_up:
            self._job.is_late = self._clock.now() - now.answered_at > PATIENCE
        return is_open and not self._job.is_preview and not self._job.is_late

    async def _until(
        self, is_so: Callable[[Progress], bool], seconds: float | None, *, is_hung_up: bool = True
    ) -> None:
        """Until it is so, or over. After so many seconds it is hung up, where that is wanted; then waited for again."""
        limit = self._clock.monotonic() + seconds if seconds is not None else None
        while True:
            now = await self._looked()
            if now.ended_at is not None or is_so(now):
                return
            left = LOOK_SECONDS if limit is None else limit - self._clock.monotonic()
            if limit is not None and left <= 0:
                if not is_hung_up:
                    return
                await self._hang_up()
                limit = self._clock.monotonic() + LATE_SECONDS
                continue
            await self._pipeline.until(partial(self._is_news, now), left)
            if limit is None and not self._is_news(now):
                await self._must_be_there()

    async def _looked(self) -> Progress:
        """How far it is. Raises Vanished."""
        if (now := self._job.look(self._pipeline)) is None:
            await self._pipeline.until(self._is_seen, APPEARS_SECONDS)
        while (now := self._job.look(self._pipeline)) is None:
            await self._must_be_there()
            await self._pipeline.until(self._is_seen, UNSEEN_SECONDS)
        if now != self._job.progress:
            self._note(now)
        return now

    def _is_seen(self) -> bool:
        return self._job.look(self._pipeline) is not None

    def _is_news(self, seen: Progress) -> bool:
        return self._job.look(self._pipeline) != seen

    def _now(self) -> Progress:
        assert self._job.progress is not None  # looked at before
        return self._job.progress

    def _note(self, now: Progress) -> None:
        """Something is different: the attempt goes on, and who listens is told."""
        job, attempt = self._job, self._job.attempt
        job.progress = now
        state = attempt.state
        if now.connected_at is not None:
            state = "connected"
        elif now.answered_at is not None and state in ("placed", "ringing"):
            state = "answered"
        elif now.has_rung and state == "placed":
            state = "ringing"
        rung_at = attempt.ringing_at or (self._clock.now() if now.has_rung else None)
        job.attempt = msgspec.structs.replace(
            attempt, state=state, ringing_at=rung_at, answered_at=attempt.answered_at or now.answered_at,
            connected_at=attempt.connected_at or now.connected_at, call=now.call,
        )  # fmt: skip
        job.has_operator_left = now.connected_at is not None and now.operator_ended_at is not None
        self._ways.hear(job)

    async def _must_be_there(self) -> None:
        """Ask the PBX whether it has a leg of ours; what nobody has any more is over. Raises Vanished."""
        if not self._sees():
            await self._pipeline.until(self._sees, LATE_SECONDS)
            return
        try:
            there = await legs_there(self._pipeline.link)
        except SuiteError as problem:
            log.info("attempt %d: the PBX cannot be asked: %s", self._job.attempt.attempt, one_line(problem))
            return
        if any(leg.startswith(self._job.leg_id) and _is_of(leg, self._job.leg_id) for leg in there):
            return
        trace = self._pipeline.live.centre.calls.trace_of(self._job.leg_id)
        if trace is not None and any(leg.leg_id in there for leg in trace.legs.values() if leg.ended_at is None):
            return  # only the persons' own legs are left
        if (now := self._job.look(self._pipeline)) is not None and now.ended_at is not None:
            return
        if self._job.attempt.state == "connected":
            raise Vanished("answered", "lost from sight")
        stored = await self._ways.stored(self._job.attempt)
        raise Vanished(stored or "unknown", "lost from sight")

    def _sees(self) -> bool:
        return self._pipeline.link.is_connected and self._pipeline.live.centre.gap is None

    async def _hang_up(self) -> None:
        """It rings for too long: the PBX was to end that itself."""
        await self._must_be_there()
        now = self._job.look(self._pipeline)
        if now is not None and now.channel:
            await quietly(hang_up(self._pipeline.link, now.channel))

    # --- the end

    def _outcome(self, now: Progress) -> Outcome:
        state = self._job.attempt.state
        is_quick = state == "answered" and now.is_refused and not self._job.is_late
        if is_quick and not self._job.is_machine:
            return "answered"  # hung up by himself before two seconds were over: nobody kept him waiting
        return outcome_of(state, now.told)

    def _end(self, outcome: Outcome, cause: str, at: datetime | None = None) -> None:
        job = self._job
        job.attempt = msgspec.structs.replace(
            job.attempt, state="ended", ended_at=at or self._clock.now(), outcome=outcome, cause=cause)
        job.has_operator_left = True
        self._ways.hear(job)


def _is_of(leg_id: str, first: str) -> bool:
    """``dial-12`` is no leg of ``dial-1``."""
    return leg_id == first or leg_id[len(first)] == "-"


def _cause(told: Told) -> str:
    parts = [str(told.cause) if told.cause else "", str(told.sip) if told.sip else "", told.result, told.detected]
    return " ".join(part for part in parts if part)
