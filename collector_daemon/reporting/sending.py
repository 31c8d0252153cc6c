"""Reports that are due: made, sent, tried again, and written down. Nothing of the present waits for it.

A time that passed while the daemon was down is made up for, the last ``MOST_LATE`` of each schedule; older ones are
written down as skipped. The period of a report is reckoned from when it was due, so a late one says the same.

What was handed over is written down before anything else is sent, also where the database or the daemon goes away
meanwhile. Only where the daemon is killed between a mail server's taking a mail and our hearing of it is the mail sent
again, under the same Message-ID: who gets it has one mail.
"""

from __future__ import annotations

import asyncio
import contextlib
import hashlib
import logging
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Protocol

from collector_daemon.reporting.delivery import Delivery, NotDelivered, Sheet
from collector_daemon.store.report_schedules import Due, Outcome, ReportSchedules, Schedule
from shared.clock import Clock
from shared.errors import SuiteError, Unavailable, one_line
from shared.reports.due import Rhythm, due_between

log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))
"""Before the second, third … try; after the last one it has failed."""
MOST_LATE = 7


class Maker(Protocol):
    """Makes the files of a schedule as they were at an instant. Raises NotDelivered, SuiteError."""

    async def __call__(self, schedule: Schedule, at: datetime) -> Sequence[Sheet]:
        """The files, in the schedule's formats."""
        ...


class Sending:
    """``run`` is its task; ``look`` one round."""

    def __init__(
        self,
        schedules: ReportSchedules,
        make: Maker,
        delivery: Callable[[], Delivery],
        zone: Callable[[], tzinfo],
        clock: Clock,
        *,
        pauses: Sequence[timedelta] = PAUSES,
    ) -> None:
        """``delivery`` and ``zone`` are asked each time: settings change while it runs."""
        self._schedules, self._make, self._delivery, self._zone = schedules, make, delivery, zone
        self._clock, self._pauses = clock, tuple(pauses)
        self._not_before: dict[tuple[str, datetime], datetime] = {}
        self._untold: dict[tuple[str, datetime], tuple[Due, datetime, Outcome | None, str]] = {}

    async def run(self) -> None:
        """Until cancelled; while the database is away nothing is lost, as what is due stays due."""
        while True:
            try:
                await self.look()
            except SuiteError as problem:
                log.info("reports wait: %s", one_line(problem))
            await asyncio.sleep(LOOK_SECONDS)

    async def look(self) -> None:
        """Do what is due now. Raises Unavailable."""
        await self._tell()
        schedules = {one.schedule: one for one in await self._schedules.all()}
        for one in schedules.values():
            await self._begin(one)
        for due in await self._schedules.open_ones():
            schedule = schedules.get(due.schedule)
            now = self._clock.now()
            if schedule is None:
                await self._schedules.tell(due, now, "skipped", "the report or its account is switched off")
            elif self._not_before.get((due.schedule, due.due_at), now) <= now:
                await self._try(schedule, due)

    async def _begin(self, schedule: Schedule) -> None:
        rhythm = Rhythm(every=schedule.every, minute=schedule.minute, day=schedule.day)
        since, now = max(schedule.changed_at, schedule.last_due_at or schedule.changed_at), self._clock.now()
        times = list(due_between(rhythm, self._zone(), since, now))
        for at in times:
            await self._schedules.begin(schedule.schedule, at)
        for at in times[:-MOST_LATE]:
            await self._schedules.tell(Due(schedule.schedule, at, 0), now, "skipped", "too long ago")

    async def _try(self, schedule: Schedule, due: Due) -> None:
        if due.tries > len(self._pauses):
            never = NotDelivered("the daemon ended each time that it was tried", is_final=True)
            await self._failed(schedule, due, never)
            return
        await self._schedules.count_try(due)
        try:
            _refuse(schedule)
            sheets = await self._make(schedule, due.due_at)
            await self._hand_over(schedule, due, sheets)
        except (NotDelivered, SuiteError) as problem:
            await self._failed(schedule, due, problem)

    async def _hand_over(self, schedule: Schedule, due: Due, sheets: Sequence[Sheet]) -> None:
        """Once begun it is done and written down, also where the daemon is told to stop meanwhile."""
        work = asyncio.ensure_future(asyncio.to_thread(self._send, schedule, due, sheets))
        try:
            detail = await asyncio.shield(work)
        except asyncio.CancelledError:
            with contextlib.suppress(NotDelivered, SuiteError):
                await self._end(due, "sent", await work)
            raise
        with contextlib.suppress(Unavailable):  # told before anything else is sent
            await self._end(due, "sent", detail)

    async def _failed(self, schedule: Schedule, due: Due, problem: NotDelivered | SuiteError) -> None:
        is_final = getattr(problem, "is_final", False) or due.tries >= len(self._pauses)
        if is_final:
            log.error("report %s of %s: %s", ascii(schedule.name), schedule.account, one_line(problem))
        else:
            log.info("report %s of %s is tried again: %s", ascii(schedule.name), schedule.account, one_line(problem))
            self._not_before[due.schedule, due.due_at] = self._clock.now() + self._pauses[due.tries]
        await self._end(due, "failed" if is_final else None, one_line(problem))

    async def _end(self, due: Due, outcome: Outcome | None, detail: str) -> None:
        if outcome is not None:
            self._not_before.pop((due.schedule, due.due_at), None)
        self._untold[due.schedule, due.due_at] = due, self._clock.now(), outcome, detail
        await self._tell()

    async def _tell(self) -> None:
        """What came of those that were tried; kept while the database is away. Raises Unavailable."""
        while self._untold:
            key, told = next(iter(self._untold.items()))
            await self._schedules.tell(*told)
            self._untold.pop(key, None)

    def _send(self, schedule: Schedule, due: Due, sheets: Sequence[Sheet]) -> str:
        """In a thread. Raises NotDelivered, SuiteError."""
        delivery, detail = self._delivery(), ", ".join(sheet.name for sheet in sheets)
        if schedule.folder:
            delivery.lay(sheets, schedule.folder)
        if schedule.mail_to:
            refused = delivery.mail(sheets, schedule.mail_to, schedule.name, due.due_at, _name_of(due))
            if refused:
                detail += f"; not taken for {', '.join(refused)}"
                log.error("report %s of %s: not taken for %s", ascii(schedule.name), schedule.account,
                          ascii(", ".join(refused)))  # fmt: skip
        return detail


def _refuse(schedule: Schedule) -> None:
    if not schedule.may_see:
        raise NotDelivered(f"{schedule.account} may not see statistics any more", is_final=True)
    if not schedule.mail_to and not schedule.folder:
        raise NotDelivered("nobody is named to send it to, and no folder", is_final=True)


def _name_of(due: Due) -> str:
    """The left side of a Message-ID: the same for the same time of the same schedule."""
    told = f"{due.schedule} {due.due_at.astimezone(UTC).isoformat()}"
    return f"report.{hashlib.sha256(told.encode()).hexdigest()[:32]}"
