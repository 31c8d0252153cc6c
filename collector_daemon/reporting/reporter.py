"""Scheduled reports made in a process of their own: what is asked of it, and what it answers."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import msgspec

from collector_daemon.reporting.delivery import NotDelivered, Sheet
from collector_daemon.reporting.making import ReportMaker
from collector_daemon.store.report_reading import ReportReading
from collector_daemon.store.report_schedules import Schedule
from collector_daemon.threads.own_process import in_own_process
from shared.clock import Clock, HandClock
from shared.domain.description import CentreDescription
from shared.errors import SuiteError, Unavailable, one_line

VERB = "reporter"
LONGEST_SECONDS = 1800.0
"""A report of 20,000 rows as PDF takes minutes; what takes longer than this is given up."""


class Order(msgspec.Struct, frozen=True):
    """A schedule that was due at ``due_at``; ``made_at`` is what the report says of itself."""

    url: str
    schedule: Schedule
    due_at: datetime
    centre: CentreDescription
    zone: str
    made_at: datetime


class Made(msgspec.Struct, frozen=True):
    """The files; or in one line why there are none, and whether trying again would not help."""

    sheets: tuple[Sheet, ...] = ()
    trouble: str = ""
    is_final: bool = False


def make(order: Order) -> Made:
    """Do it, here and now."""
    zone, clock = ZoneInfo(order.zone), HandClock(order.made_at)
    maker = ReportMaker(ReportReading(order.url), lambda: order.centre, lambda: zone, clock)
    try:
        return Made(tuple(maker(order.schedule, order.due_at)))
    except (NotDelivered, SuiteError) as problem:
        return Made(trouble=one_line(problem), is_final=getattr(problem, "is_final", False))


class Reporter:
    """The ``sending.Maker`` of the daemon. ``centre`` and ``zone`` are asked each time."""

    def __init__(
        self, url: str, centre: Callable[[], CentreDescription], zone: Callable[[], ZoneInfo], clock: Clock,
        seconds: float = LONGEST_SECONDS,
    ) -> None:  # fmt: skip
        self._url, self._centre, self._zone, self._clock, self._seconds = url, centre, zone, clock, seconds

    async def __call__(self, schedule: Schedule, at: datetime) -> Sequence[Sheet]:
        """The files. Raises NotDelivered for what cannot be made, Unavailable."""
        order = Order(self._url, schedule, at, self._centre(), self._zone().key, self._clock.now())
        try:
            told = await in_own_process(VERB, msgspec.msgpack.encode(order), self._seconds)
            made = msgspec.msgpack.decode(told, type=Made)
        except TimeoutError:
            raise NotDelivered(f"the report is not made after {self._seconds:g} s", is_final=True) from None
        except msgspec.DecodeError:
            raise Unavailable("the process that makes reports ended without a result") from None
        if made.trouble:
            raise NotDelivered(made.trouble, is_final=made.is_final)
        return made.sheets
