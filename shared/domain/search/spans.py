"""What a period is in a zone: [since, until) in UTC. Days begin at local midnight, weeks on Monday (ISO 8601). Pure.

A day is as long as the zone makes it, 23 and 25 hours included; where midnight does not exist the day begins with its
first instant. None: open on that side.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from typing import NamedTuple

from shared.domain.search.query import Period, Preset

_HOUR, _DAY, _WEEK = timedelta(hours=1), timedelta(days=1), timedelta(days=7)


class Span(NamedTuple):
    """[since, until) in UTC."""

    since: datetime | None
    until: datetime | None


def span_of(period: Period, now: datetime, zone: tzinfo) -> Span:
    """What the period comes to now."""
    if period.preset is None:
        return Span(_utc(period.since), _utc(period.until))
    if period.preset == "last_hour":
        return Span(now.astimezone(UTC) - _HOUR, now.astimezone(UTC))
    if period.preset == "all":
        return Span(None, None)
    first, after = _DAYS[period.preset](now.astimezone(zone).date())
    return Span(beginning(first, zone), beginning(after, zone))


def beginning(day: date, zone: tzinfo) -> datetime:
    """The first instant of a day in the zone, in UTC; at the ends of the calendar the nearest instant there is."""
    try:
        return datetime.combine(day, time.min, zone).astimezone(UTC)
    except OverflowError:
        return datetime.combine(day, time.min, UTC)


def days(first: date, last: date, zone: tzinfo) -> Period:
    """The period from the beginning of one day to the end of another."""
    until = beginning(last + _DAY, zone) if last < date.max else None
    return Period(preset=None, since=beginning(first, zone), until=until)


def month_days(year: int, month: int) -> tuple[date, date]:
    """The first and last day of a month. Raises ValueError."""
    first = date(year, month, 1)
    return first, month_after(first) - _DAY if (year, month) != (date.max.year, 12) else date.max


def week_days(year: int, week: int) -> tuple[date, date]:
    """Monday and Sunday of an ISO week. Raises ValueError."""
    first = date.fromisocalendar(year, week, 1)
    return first, date.fromisocalendar(year, week, 7)


def year_days(year: int) -> tuple[date, date]:
    """The first and last day of a year. Raises ValueError."""
    return date(year, 1, 1), date(year, 12, 31)


def month_after(first: date) -> date:
    """The first day of the month after this day's."""
    return date(first.year + first.month // 12, first.month % 12 + 1, 1)


def _month_before(day: date) -> date:
    return (day.replace(day=1) - _DAY).replace(day=1)


def _monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def _utc(at: datetime | None) -> datetime | None:
    return at.astimezone(UTC) if at is not None else None


_DAYS: dict[Preset, Callable[[date], tuple[date, date]]] = {
    "today": lambda day: (day, day + _DAY),
    "yesterday": lambda day: (day - _DAY, day),
    "this_week": lambda day: (_monday(day), _monday(day) + _WEEK),
    "last_week": lambda day: (_monday(day) - _WEEK, _monday(day)),
    "this_month": lambda day: (day.replace(day=1), month_after(day)),
    "last_month": lambda day: (_month_before(day), day.replace(day=1)),
    "last_7_days": lambda day: (day - 6 * _DAY, day + _DAY),
    "last_30_days": lambda day: (day - 29 * _DAY, day + _DAY),
    "this_year": lambda day: (date(day.year, 1, 1), date(day.year + 1, 1, 1)),
}
"""Preset → its first day and the day after its last, seen from a day."""
