"""When a campaign may call next, and when it will be done: from its hours, how fast it goes and what is left. Pure.

How fast is measured where it goes on: contacts that were closed in each of the last minutes in which it dialled. Hours
in which nobody may be called, and stops, do not count. What must wait for another attempt counts like what was never
called, so the end comes a little later where retries are far away.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import msgspec

from shared.campaigns.calling_hours import SEARCHED_DAYS, open_spans
from shared.campaigns.campaign import Campaign

_DAY = timedelta(days=1)
_LEAST, _LONGEST = timedelta(minutes=2), timedelta(minutes=45)
"""Dialled for at least so long, before its pace is told, and what lies farther back is forgotten."""
_BREAK = timedelta(seconds=30)
"""Where so long nobody looked, it was not dialled in between."""
_FEWEST, _LEAP = 5, 200
"""Closed contacts that tell a pace; so many at once were not called, but put aside."""
Span = tuple[datetime, datetime]


class Pace(msgspec.Struct):
    """How many contacts are closed a second while it dials. Tell it with ``saw``, again and again."""

    parts: deque[tuple[timedelta, int]] = msgspec.field(default_factory=deque)
    at: datetime | None = None
    closed: int = 0

    def saw(self, at: datetime, closed: int, *, is_dialling: bool) -> None:
        """So many contacts are closed by now; ``is_dialling``: has it dialled since it was seen last?"""
        was, before, self.at, self.closed = self.at, self.closed, at, closed
        if was is None or not is_dialling or at - was > _BREAK or not 0 <= closed - before < _LEAP:
            return
        self.parts.append((at - was, closed - before))
        while self.dialled > _LONGEST:
            self.parts.popleft()

    @property
    def dialled(self) -> timedelta:
        """How long of what is remembered it dialled."""
        return sum((length for length, _closed in self.parts), timedelta())

    def per_second(self) -> float | None:
        """Closed contacts a second of dialling; None: too little was seen."""
        closed, dialled = sum(count for _length, count in self.parts), self.dialled
        return closed / dialled.total_seconds() if closed >= _FEWEST and dialled >= _LEAST else None


def next_span(campaign: Campaign, at: datetime, holidays: Collection[date]) -> Span | None:
    """The time for calls that is now, or the next one, by the campaign's own zone; None: none within some weeks."""
    return next(iter(_spans(campaign, at, holidays)), None)


def done_at(
    campaign: Campaign, at: datetime, left: int, per_second: float | None, holidays: Collection[date]
) -> datetime | None:
    """When the contacts that are ``left`` are done with at that pace; None: not known, or not within some weeks.

    A campaign that ends by its date before is over then.
    """
    if left <= 0 or not per_second:
        return None
    needed, end = timedelta(seconds=left / per_second), None
    for since, until in _spans(campaign, at, holidays):
        length, end = until - max(since, at), until
        if length >= needed:
            return max(since, at) + needed
        needed -= length
    return end if campaign.ends is not None and _last_day(at, campaign) > campaign.ends else None


def _last_day(at: datetime, campaign: Campaign) -> date:
    return at.astimezone(ZoneInfo(campaign.timezone)).date() + SEARCHED_DAYS * _DAY


def _spans(campaign: Campaign, at: datetime, holidays: Collection[date]) -> list[Span]:
    """Times for calls from now on, for some weeks, within the campaign's own days."""
    zone = ZoneInfo(campaign.timezone)
    today = at.astimezone(zone).date()
    found: list[Span] = []
    for number in range(SEARCHED_DAYS):
        day = today + number * _DAY
        has_begun = campaign.begins is None or day >= campaign.begins
        if has_begun and (campaign.ends is None or day <= campaign.ends):
            spans = open_spans(campaign.hours, day, zone, day in holidays)
            found += [one for one in spans if one[1] > at]
    return found
