"""Which band holds when: windows by the wall clock laid on the line of real time, changes of the clock included.

Time is whole milliseconds since 1970 in UTC, where each comes once. An edge at 02:30 is therefore passed twice in the
night in which the clock goes back, and in the night in which it leaps over 02:30 the edge is the leap.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from shared.billing.tariff import DAY_MINUTES, WEEKDAYS, Band, DayKind

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
DAY_MS = 86_400_000
_DAY_SECONDS, _SECOND_MS = 86_400, 1000
_MOST_DAYS = 2000
"""Days kept; then all are forgotten, so that a daemon of years does not grow."""


def ms_of(at: datetime) -> int:
    """An instant in whole milliseconds, what is finer cut off. Raises TypeError for one without a zone."""
    since = at - EPOCH
    return (since.days * _DAY_SECONDS + since.seconds) * _SECOND_MS + since.microseconds // 1000


def instant(milliseconds: int) -> datetime:
    """The other way round."""
    return EPOCH + timedelta(milliseconds=milliseconds)


class Timeline:
    """The bands of a version, day after day. What no band covers is ``otherwise``."""

    def __init__(self, bands: Sequence[Band], otherwise: str, zone: str, holidays: Collection[date]) -> None:
        self._windows = [(one.band, window) for one in bands for window in one.windows]
        self._otherwise = otherwise
        self._zone = ZoneInfo(zone)
        self._holidays = holidays
        self._minutes = sorted({0, *(edge for _, one in self._windows for edge in (one.begins, one.ends))})
        self._days: dict[int, tuple[list[int], list[str]]] = {}

    def band_at(self, at_ms: int) -> str:
        """The band that holds then."""
        begins, bands = self._day(at_ms // DAY_MS)
        return bands[bisect_right(begins, at_ms) - 1]

    def stretches(self, begins_ms: int, ends_ms: int) -> list[tuple[int, str]]:
        """When each band begins in [begins, ends), the first at ``begins_ms``; neighbours differ."""
        begins, bands = self._day(begins_ms // DAY_MS)
        place = bisect_right(begins, begins_ms)
        found = [(begins_ms, bands[place - 1])]
        if ends_ms <= (begins[place] if place < len(begins) else (begins_ms // DAY_MS + 1) * DAY_MS):
            return found
        for day in range(begins_ms // DAY_MS, (ends_ms - 1) // DAY_MS + 1):
            for at, band in zip(*self._day(day), strict=True):
                if begins_ms < at < ends_ms and band != found[-1][1]:
                    found.append((at, band))
        return found

    def _day(self, number: int) -> tuple[list[int], list[str]]:
        """Bands of one day of UTC: when each begins, and which."""
        if (known := self._days.get(number)) is not None:
            return known
        if len(self._days) >= _MOST_DAYS:
            self._days.clear()
        begins, bands = [number * DAY_MS], [self._looked_up(number * DAY_MS)]
        for at in sorted(set(self._edges(number))):
            if number * DAY_MS < at < (number + 1) * DAY_MS and (band := self._looked_up(at)) != bands[-1]:
                begins.append(at)
                bands.append(band)
        self._days[number] = begins, bands
        return begins, bands

    def _edges(self, number: int) -> Iterator[int]:
        """All instants of a day of UTC at which another band may begin; some are none."""
        since, until = number * DAY_MS, (number + 1) * DAY_MS
        for day in {instant(at).astimezone(self._zone).date() for at in (since, until)}:
            midnight = datetime.combine(day, time.min, self._zone)
            for minute in self._minutes:
                local = midnight + timedelta(minutes=minute)
                yield from (ms_of(local.replace(fold=fold)) for fold in (0, 1))
        hours = range(since, until + 1, DAY_MS // 24)
        for earlier, later in pairwise(hours):
            if self._offset(earlier) != self._offset(later):
                yield self._change(earlier, later)

    def _change(self, earlier: int, later: int) -> int:
        """The first instant of the new offset."""
        while later - earlier > 1:
            middle = (earlier + later) // 2
            if self._offset(middle) == self._offset(earlier):
                earlier = middle
            else:
                later = middle
        return later

    def _offset(self, at_ms: int) -> timedelta | None:
        return instant(at_ms).astimezone(self._zone).utcoffset()

    def _looked_up(self, at_ms: int) -> str:
        local = instant(at_ms).astimezone(self._zone)
        kind: DayKind = "holiday" if local.date() in self._holidays else WEEKDAYS[local.weekday()]
        minute = local.hour * 60 + local.minute
        for band, window in self._windows:
            if kind in window.days and window.begins <= minute < min(window.ends, DAY_MINUTES):
                return band
        return self._otherwise
