"""When a report is due: by the day, week or month at a minute of the day in the centre's zone. Pure.

Where the clock jumps over the minute it is due at the first instant after; a minute that comes twice, the first time.
"""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import Literal

import msgspec

Every = Literal["day", "week", "month"]
DAY = timedelta(days=1)


class Rhythm(msgspec.Struct, frozen=True, kw_only=True):
    """``day`` of the week (1: Monday) or month (the last where it is shorter); ``minute`` of the local day."""

    every: Every
    minute: int
    day: int = 1


def due_between(rhythm: Rhythm, zone: tzinfo, after: datetime, until: datetime) -> Iterator[datetime]:
    """All instants in (after, until], in UTC and in order."""
    day, last = after.astimezone(zone).date() - DAY, until.astimezone(zone).date()
    while day <= last:
        if _is_its_day(rhythm, day):
            at = _instant(day, rhythm.minute, zone)
            if after < at <= until:
                yield at
        day += DAY


def _is_its_day(rhythm: Rhythm, day: date) -> bool:
    match rhythm.every:
        case "day":
            return True
        case "week":
            return day.isoweekday() == rhythm.day
        case _:
            return day.day == min(rhythm.day, monthrange(day.year, day.month)[1])


def _instant(day: date, minute: int, zone: tzinfo) -> datetime:
    local = datetime.combine(day, time(minute // 60, minute % 60))
    while not _exists(local, zone):
        local += timedelta(minutes=1)
    return local.replace(tzinfo=zone).astimezone(UTC)


def _exists(local: datetime, zone: tzinfo) -> bool:
    """Do clocks of the zone ever show this?"""
    return local.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) == local
