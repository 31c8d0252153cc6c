"""Attempts that go on, each in a task: followed to its end, kept in the database, its operator's wrap-up begun.

What the PBX tells is never waited for by the database nor the other way round: a journey goes on while the database is
away, and what became of it is written when that is back, once.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Coroutine, Mapping
from datetime import timedelta
from typing import Any

import msgspec

from collector_daemon.dialer.calling.closing import after_attempt
from collector_daemon.dialer.calling.following import leg_of
from collector_daemon.dialer.calling.job import Choice, Job, Ways
from collector_daemon.dialer.calling.journey import Journey
from collector_daemon.dialer.calling.operators import Desk, Operators
from collector_daemon.pipeline import Pipeline
from collector_daemon.seats.wrap_ups import WrapUps
from collector_daemon.store.dialer.attempts import AttemptChange
from collector_daemon.store.dialer.contacts import ContactStep
from collector_daemon.store.dialer.shelves import DialerMistake, DialerStore
from collector_daemon.store.lending import Lender
from collector_daemon.store.stored_call import stored_call
from shared.campaigns.campaign import Outcome
from shared.campaigns.contact import Attempt
from shared.clock import Clock
from shared.errors import SuiteError, Unavailable, one_line

log = logging.getLogger(__name__)

AGAIN_SECONDS = 1.0
"""Between two tries to write what became of an attempt."""
UNSAID_SECONDS = 5.0
STORED_SECONDS = 3.0
NEAR = timedelta(minutes=1)
OUTCOMES: dict[str, Outcome] = {
    "busy": "busy", "no_answer": "no_answer", "cancelled": "no_answer", "failed": "failed", "abandoned": "abandoned",
}
"""What a stored call says → outcome; others say nothing."""
Hear = Callable[[Job], None]


class Carrying:
    """``begin`` one more; ``close`` leaves them as they are: the next start takes them up."""

    def __init__(
        self, pipelines: Mapping[str, Pipeline], operators: Operators, wrap_ups: WrapUps, store: DialerStore,
        lender: Lender, clock: Clock, choose: Choice, hear: Hear,
    ) -> None:  # fmt: skip
        self._lender = lender
        self._pipelines, self._operators, self._wrap_ups = pipelines, operators, wrap_ups
        self._store, self._clock, self._choose, self._hear = store, clock, choose, hear
        self._tasks: set[asyncio.Task[None]] = set()
        self._news: dict[int, asyncio.Event] = {}

    def begin(self, job: Job) -> None:
        """Carry it to its end."""
        self._news[job.attempt.attempt] = asyncio.Event()
        self.spawn(self._carry(job))

    def spawn(self, work: Coroutine[Any, Any, None]) -> None:
        """Something beside. A fault in it is said in the log, and nothing else suffers from it."""
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    async def close(self) -> None:
        """Leave them."""
        tasks = list(self._tasks)
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        if not task.cancelled() and (fault := task.exception()) is not None:
            log.error("a fault in an attempt of a campaign", exc_info=fault)

    # --- one

    async def _carry(self, job: Job) -> None:
        key = job.attempt.attempt
        ways = Ways(self._pipelines[job.campaign.pbx], self._operators, self._clock, self._choose, self._told,
                    self._stored)  # fmt: skip
        journey = asyncio.get_running_loop().create_task(Journey(job, ways).go())
        try:
            await self._keep(job, journey)
        finally:
            journey.cancel()
            await asyncio.gather(journey, return_exceptions=True)
            del self._news[key]
        self._hear(job)

    def _told(self, job: Job) -> None:
        self._news[job.attempt.attempt].set()
        if job.has_operator_left and job.operator is not None and job.attempt.connected_at is not None:
            operator, job.operator = job.operator, None
            self.spawn(self._wrap_up(job, operator.desk))
        elif job.attempt.state == "ended" and job.operator is not None:
            self._operators.held.pop(job.operator.desk, None)
        self._hear(job)

    async def _keep(self, job: Job, journey: asyncio.Task[None]) -> None:
        """Write down what is worth it as it comes, and the end in any case."""
        news, kept = self._news[job.attempt.attempt], job.attempt
        while True:
            waiting = asyncio.ensure_future(news.wait())
            await asyncio.wait({waiting, journey}, return_when=asyncio.FIRST_COMPLETED)
            waiting.cancel()
            news.clear()
            if journey.done():
                journey.result()
            attempt = job.attempt
            if _is_worth(kept, attempt):
                await self._write(job, kept, attempt)
                kept = attempt
            if attempt.state == "ended":
                return

    async def _write(self, job: Job, kept: Attempt, attempt: Attempt) -> None:
        """Until the database has it."""
        change = _change(kept, attempt)
        while True:
            try:
                step = await self._step(job, kept, attempt)
                stored = await self._store.attempts.record(attempt.attempt, change, step, self._clock.now())
            except Unavailable as problem:
                log.info("attempt %d is not written down yet: %s", attempt.attempt, one_line(problem))
                await asyncio.sleep(AGAIN_SECONDS)
                continue
            except DialerMistake as mistake:
                log.warning("attempt %d cannot be written down: %s", attempt.attempt, mistake)
                return
            if attempt.state == "ended":
                job.attempt = msgspec.structs.replace(attempt, disposition=stored.disposition)
            return

    async def _step(self, job: Job, kept: Attempt, attempt: Attempt) -> ContactStep | None:
        if attempt.state == "ended":
            if job.said is not None:
                return job.said
            earlier = await self._store.attempts.of_contact(attempt.contact)
            return after_attempt(job.campaign, job.contact, attempt, earlier)
        if attempt.state == "connected" and kept.state != "connected":
            return ContactStep(state="talking", number_index=job.contact.number_index)
        return None

    async def _wrap_up(self, job: Job, desk: Desk) -> None:
        """His part is over: time to write it down, in which nobody rings him."""
        seconds = float(job.campaign.wrapup_seconds)
        try:
            if seconds > 0:
                await self._wrap_ups.prolong(self._pipelines[desk[0]], desk[1], seconds)
        except SuiteError as problem:
            log.info("no wrap-up for %s: %s", desk[1], one_line(problem))
        finally:
            if self._operators.held.get(desk) == job.attempt.attempt:
                del self._operators.held[desk]
            self.close_later(job, seconds)
            self._hear(job)

    def close_later(self, job: Job, seconds: float) -> None:
        """Where nobody says what came of it, the contact is done with when its wrap-up is long over."""
        self.spawn(self._close(job, seconds + UNSAID_SECONDS))

    async def _close(self, job: Job, seconds: float) -> None:
        await asyncio.sleep(seconds)
        step = ContactStep(state="done", last=job.attempt.outcome or "", number_index=job.contact.number_index)
        while job.said is None:
            try:
                await self._store.contacts.change(job.contact.contact, "wrap_up", step, self._clock.now())
                break
            except Unavailable:
                await asyncio.sleep(AGAIN_SECONDS)
            except DialerMistake:
                break  # it was said, or is not ours any more
        self._hear(job)

    async def _stored(self, attempt: Attempt) -> Outcome | None:
        """What the stored call says, where there is one. A database that is away says nothing."""
        call = attempt.call or leg_of(attempt.attempt)
        try:
            pbx = (await self._store.campaigns.the(attempt.campaign)).campaign.pbx
            found = await self._lender.use(lambda connection: stored_call(connection, [pbx], call), STORED_SECONDS)
        except SuiteError as problem:
            log.info("attempt %d: its call cannot be read: %s", attempt.attempt, one_line(problem))
            return None
        if found is None or found.outcome is None or found.started_at < attempt.placed_at - NEAR:
            return None
        if found.outcome == "answered":
            return "answered" if any(one.other == "caller" for one in found.conversations) else "abandoned"
        return OUTCOMES.get(found.outcome)


def _is_worth(kept: Attempt, attempt: Attempt) -> bool:
    is_given = bool(attempt.operator) and attempt.operator != kept.operator
    return is_given or (attempt.state in ("connected", "ended") and attempt.state != kept.state)


def _change(kept: Attempt, attempt: Attempt) -> AttemptChange:
    is_given = bool(attempt.operator) and attempt.operator != kept.operator
    return AttemptChange(
        state=attempt.state if attempt.state != "ended" else None, ringing_at=attempt.ringing_at,
        answered_at=attempt.answered_at, connected_at=attempt.connected_at, ended_at=attempt.ended_at,
        outcome=attempt.outcome, cause=attempt.cause or None, call=attempt.call or None,
        operator=attempt.operator or None, because=attempt.because if is_given else None,
    )  # fmt: skip
