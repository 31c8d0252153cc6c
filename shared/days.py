"""Time as a centre reckons it: local days of 23, 24 and 25 hours, ISO weeks, months, intervals, holidays. Pure.

Spans are [since, until) in UTC. An interval never reaches over a change of the clock: the doubled hour is two intervals
of one local time, told apart by their offset; where the clock leaps the missing time has no interval. What presets like
"last week" come to: ``shared.domain.search.spans``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, timedelta
from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

import holidays

from shared.domain.search.spans import beginning, month_after

Interval = Literal["quarter", "half_hour", "hour", "day", "week", "month", "year"]
QUARTER = timedelta(minutes=15)
"""All zones are whole quarters of an hour off UTC, so nothing finer need be summed."""
_DAY, _EPOCH = timedelta(days=1), datetime(2000, 1, 1, tzinfo=UTC)
_STEPS: dict[Interval, int] = {"quarter": 15, "half_hour": 30, "hour": 60}  # minutes


class Span(NamedTuple):
    """[since, until) in UTC."""

    since: datetime
    until: datetime


class Slot(NamedTuple):
    """An interval: its span, when it began by the local clock, and whether that time of day comes twice that day."""

    since: datetime
    until: datetime
    local: datetime
    is_doubled: bool = False

    def label(self, interval: Interval) -> str:
        """``09:15``, of the doubled hour ``02:15+02:00``; ``2026-11-23``, ``2026-W48``, ``2026-11``, ``2026``."""
        match interval:
            case "day":
                return f"{self.local:%Y-%m-%d}"
            case "week":
                year, week, _day = self.local.isocalendar()
                return f"{year:04}-W{week:02}"
            case "month":
                return f"{self.local:%Y-%m}"
            case "year":
                return f"{self.local:%Y}"
            case _:
                text = f"{self.local:%H:%M}"
                return text + self.local.isoformat()[-6:] if self.is_doubled else text


def quarter_before(at: datetime) -> datetime:
    """The last whole quarter of an hour up to then, in UTC."""
    return at.astimezone(UTC) - (at - _EPOCH) % QUARTER


def quarter_after(at: datetime) -> datetime:
    """The first whole quarter of an hour from then on, in UTC."""
    return at.astimezone(UTC) + (_EPOCH - at) % QUARTER


def zone_of(name: str) -> ZoneInfo:
    """The zone of that name ("Europe/Prague"). Raises ValueError with one clear line."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValueError(f"there is no time zone {name!r}") from problem


def day_span(day: date, zone: ZoneInfo) -> Span:
    """From the day's first instant to the next day's."""
    return Span(beginning(day, zone), beginning(day + _DAY, zone))


def days_of(span: Span, zone: ZoneInfo) -> Iterator[date]:
    """The local days that the span touches."""
    day = span.since.astimezone(zone).date()
    while beginning(day, zone) < span.until:
        yield day
        day += _DAY


def slots(span: Span, interval: Interval, zone: ZoneInfo) -> tuple[Slot, ...]:
    """The intervals of a span, without holes; the first and the last are cut where the span is."""
    found = (_days_slots if interval in _STEPS else _longer_slots)(span, interval, zone)
    return tuple(
        one._replace(since=max(one.since, span.since), until=min(one.until, span.until))
        for one in found
        if one.since < span.until and one.until > span.since
    )


def before(span: Span, zone: ZoneInfo) -> Span:
    """The period before, for comparison: as many whole months where it is such, else as many days or as long."""
    first, after = span.since.astimezone(zone), span.until.astimezone(zone)
    if not (_is_midnight(span.since, zone) and _is_midnight(span.until, zone)):
        return Span(span.since - (span.until - span.since), span.since)
    if first.day == after.day == 1:
        months = (after.year - first.year) * 12 + after.month - first.month
        return Span(beginning(_months_before(first.date(), months), zone), span.since)
    return Span(beginning(first.date() - (after.date() - first.date()), zone), span.since)


def weeks_before(span: Span, zone: ZoneInfo, weeks: int = 1) -> Span:
    """The same weekdays and times of day some weeks earlier (52: the year before)."""
    since, until = (at.astimezone(zone).replace(tzinfo=None) - 7 * weeks * _DAY for at in span)
    return Span(since.replace(tzinfo=zone).astimezone(UTC), until.replace(tzinfo=zone).astimezone(UTC))


def holidays_in(
    span: Span, zone: ZoneInfo, country: str, own: Mapping[date, str] | None = None, code: str = "en"
) -> dict[date, str]:
    """Public holidays of a country (ISO 3166) in the span and the centre's own ones, which come first: day → name.

    Names are in Czech or English where the library has them so. A country it does not know has none.
    """
    named = own or {}
    found = {
        day: named.get(day) or _public_of_year(country.upper(), day.year, code).get(day) for day in days_of(span, zone)
    }
    return {day: name for day, name in found.items() if name}


def _days_slots(span: Span, interval: Interval, zone: ZoneInfo) -> Iterator[Slot]:
    for day in days_of(span, zone):
        since, until = day_span(day, zone)
        if until - since == _DAY and since.astimezone(zone).utcoffset() == until.astimezone(zone).utcoffset():
            step = timedelta(minutes=_STEPS[interval])
            for number in range(_DAY // step):
                yield Slot(since + number * step, since + (number + 1) * step, (since + number * step).astimezone(zone))
        else:
            yield from _changed_day(since, until, _STEPS[interval], zone)


def _changed_day(since: datetime, until: datetime, minutes: int, zone: ZoneInfo) -> Iterator[Slot]:
    """A day on which the clock changes: quarters are gathered while the local interval and the offset are the same."""
    begun: list[tuple[datetime, tuple[int, int, timedelta | None]]] = []
    at = since
    while at < until:
        local = at.astimezone(zone)
        key = (local.hour, local.minute // minutes, local.utcoffset())
        if not begun or key != begun[-1][1]:
            begun.append((at, key))
        at += QUARTER
    edges = [*(one for one, _key in begun), until]
    for one, end in pairwise(edges):
        local = one.astimezone(zone)
        yield Slot(one, end, local, local.replace(fold=0).utcoffset() != local.replace(fold=1).utcoffset())


def _longer_slots(span: Span, interval: Interval, zone: ZoneInfo) -> Iterator[Slot]:
    day = _first_day(span.since.astimezone(zone).date(), interval)
    while (since := beginning(day, zone)) < span.until:
        after = _first_after(day, interval)
        yield Slot(since, beginning(after, zone), since.astimezone(zone))
        day = after


def _first_day(day: date, interval: Interval) -> date:
    match interval:
        case "week":
            return day - timedelta(days=day.weekday())
        case "month":
            return day.replace(day=1)
        case "year":
            return day.replace(month=1, day=1)
        case _:
            return day


def _first_after(day: date, interval: Interval) -> date:
    match interval:
        case "week":
            return day + 7 * _DAY
        case "month":
            return month_after(day)
        case "year":
            return date(day.year + 1, 1, 1)
        case _:
            return day + _DAY


def _months_before(first: date, months: int) -> date:
    number = first.year * 12 + first.month - 1 - months
    return date(number // 12, number % 12 + 1, 1)


def _is_midnight(at: datetime, zone: ZoneInfo) -> bool:
    return beginning(at.astimezone(zone).date(), zone) == at


@lru_cache(maxsize=64)
def _public_of_year(country: str, year: int, code: str) -> dict[date, str]:
    for language in ({"cs": "cs", "en": "en_US"}.get(code), None):
        try:
            return dict(holidays.country_holidays(country, years=year, language=language))
        except NotImplementedError:
            return {}
        except (ValueError, KeyError):
            continue
    return {}
