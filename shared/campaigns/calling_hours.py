"""When people may be called: a campaign's hours by the clock of the called place, with the nights on which it changes.

What counts is what the clock on the wall there shows. In an hour that comes twice the hours hold twice; where the clock
leaps over their beginning they begin with the leap.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo

from shared.billing.tariff import WEEKDAYS, DayKind
from shared.campaigns.campaign import CallingHours
from shared.domain.search.spans import beginning

SEARCHED_DAYS = 35
"""How far ahead the next hours are looked for."""
_DAY, _MINUTE = timedelta(days=1), timedelta(minutes=1)
_DAY_LENGTH = 1440
Open = tuple[tuple[datetime, datetime], ...]


def is_within(hours: tuple[CallingHours, ...], at: datetime, zone: ZoneInfo, holidays: Collection[date]) -> bool:
    """Tell whether the hours hold at an instant in that zone."""
    day = at.astimezone(zone).date()
    return any(since <= at < until for since, until in open_spans(hours, day, zone, day in holidays))


def opens_at(
    hours: tuple[CallingHours, ...], after: datetime, zone: ZoneInfo, holidays: Collection[date]
) -> datetime | None:
    """The first instant from ``after`` on at which they hold; None: not within ``SEARCHED_DAYS``."""
    first = after.astimezone(zone).date()
    for number in range(SEARCHED_DAYS):
        day = first + number * _DAY
        for since, until in open_spans(hours, day, zone, day in holidays):
            if until > after:
                return max(since, after)
    return None


@lru_cache(maxsize=4096)
def open_spans(hours: tuple[CallingHours, ...], day: date, zone: ZoneInfo, is_holiday: bool) -> Open:
    """The spans [since, until) in UTC of one local day in which the hours hold, in order and apart from each other."""
    kind: DayKind = "holiday" if is_holiday else WEEKDAYS[day.weekday()]
    windows = [(one.begins, one.ends) for one in hours if kind in one.days and one.begins < one.ends]
    if not windows:
        return ()
    since, until = beginning(day, zone), beginning(day + _DAY, zone)
    if until - since == _DAY:
        spans = [(since + begins * _MINUTE, since + min(ends, _DAY_LENGTH) * _MINUTE) for begins, ends in windows]
    else:
        spans = _minute_by_minute(windows, since, until, zone)
    return _joined(sorted(spans))


def _minute_by_minute(
    windows: list[tuple[int, int]], since: datetime, until: datetime, zone: ZoneInfo
) -> list[tuple[datetime, datetime]]:
    """On a day on which the clock changes: the clock is looked at in every minute."""
    found = []
    for number in range((until - since) // _MINUTE):
        at = since + number * _MINUTE
        local = at.astimezone(zone)
        if any(begins <= local.hour * 60 + local.minute < ends for begins, ends in windows):
            found.append((at, at + _MINUTE))
    return found


def _joined(spans: list[tuple[datetime, datetime]]) -> Open:
    """Spans that touch or overlap are one."""
    found: list[tuple[datetime, datetime]] = []
    for since, until in spans:
        if found and since <= found[-1][1]:
            found[-1] = (found[-1][0], max(until, found[-1][1]))
        else:
            found.append((since.astimezone(UTC), until.astimezone(UTC)))
    return tuple(found)
