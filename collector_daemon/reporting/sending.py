"""Reports that are due: made, sent, tried again, and written down. Nothing of the present waits for it.

A time that passed while the daemon was down is made up for, the last ``MOST_LATE`` of each schedule; older ones are
written down as skipped. The period of a report is reckoned from when it was due, so a late one says the same.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta, tzinfo
from typing import Protocol

from collector_daemon.reporting.delivery import Delivery, NotDelivered, Sheet
from collector_daemon.store.report_schedules import Due, ReportSchedules, Schedule
from shared.clock import Clock
from shared.errors import SuiteError, one_line
from shared.reports.due import Rhythm, due_between

log = logging.getLogger(__name__)

LOOK_SECONDS = 20.0
PAUSES = (timedelta(minutes=1), timedelta(minutes=5), timedelta(minutes=15), timedelta(hours=1), timedelta(hours=3))
"""Before the second, third … try; after the last one it has failed."""
MOST_LATE = 7


class Maker(Protocol):
    """Makes the files of a schedule as they were at an instant. Raises SuiteError; in a thread."""

    def __call__(self, schedule: Schedule, at: datetime) -> Sequence[Sheet]:
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
        schedules = {one.schedule: one for one in await self._schedules.all()}
        for one in schedules.values():
            await self._begin(one)
        for due in await self._schedules.open_ones():
            schedule = schedules.get(due.schedule)
            now = self._clock.now()
            if schedule is None:
                await self._schedules.tried(due, now, "skipped", "the report or its account is switched off")
            elif self._not_before.get((due.schedule, due.due_at), now) <= now:
                await self._try(schedule, due)

    async def _begin(self, schedule: Schedule) -> None:
        rhythm = Rhythm(every=schedule.every, minute=schedule.minute, day=schedule.day)
        since, now = max(schedule.changed_at, schedule.last_due_at or schedule.changed_at), self._clock.now()
        times = list(due_between(rhythm, self._zone(), since, now))
        for at in times:
            await self._schedules.begin(schedule.schedule, at)
        for at in times[:-MOST_LATE]:
            await self._schedules.tried(Due(schedule.schedule, at, 0), now, "skipped", "too long ago")

    async def _try(self, schedule: Schedule, due: Due) -> None:
        try:
            detail = await asyncio.to_thread(self._send, schedule, due.due_at)
        except (NotDelivered, SuiteError) as problem:
            await self._failed(schedule, due, problem)
            return
        self._not_before.pop((due.schedule, due.due_at), None)
        await self._schedules.tried(due, self._clock.now(), "sent", detail)

    async def _failed(self, schedule: Schedule, due: Due, problem: NotDelivered | SuiteError) -> None:
        now = self._clock.now()
        is_final = getattr(problem, "is_final", False) or due.tries >= len(self._pauses)
        if is_final:
            log.error("report %s of %s: %s", ascii(schedule.name), schedule.account, one_line(problem))
            self._not_before.pop((due.schedule, due.due_at), None)
        else:
            log.info("report %s of %s is tried again: %s", ascii(schedule.name), schedule.account, one_line(problem))
            self._not_before[due.schedule, due.due_at] = now + self._pauses[due.tries]
        await self._schedules.tried(due, now, "failed" if is_final else None, one_line(problem))

    def _send(self, schedule: Schedule, at: datetime) -> str:
        """In a thread. Raises NotDelivered, SuiteError."""
        if not schedule.may_see:
            raise NotDelivered(f"{schedule.account} may not see statistics any more", is_final=True)
        if not schedule.mail_to and not schedule.folder:
            raise NotDelivered("nobody is named to send it to, and no folder", is_final=True)
        sheets, delivery = self._make(schedule, at), self._delivery()
        if schedule.folder:
            delivery.lay(sheets, schedule.folder)
        if schedule.mail_to:
            names = "\n".join(sheet.name for sheet in sheets)
            delivery.mail(sheets, schedule.mail_to, schedule.name, names, at)
        return ", ".join(sheet.name for sheet in sheets)
