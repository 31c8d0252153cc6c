"""Periods as people write them: ``dnes``, ``19.11.2026``, ``2026-W47``, ``2026-11``, ``1.11.2026..``, instants. Pure.

A range holds its last day; an instant at its end is not in it. Times are the zone's; where one is there twice or never,
or beyond what the calendar holds, it is written in UTC with ``Z``.
"""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, tzinfo

from shared.domain.search.query import Period
from shared.domain.search.spans import beginning, days, month_days, week_days, year_days

_DAY = re.compile(r"(\d{4})-(\d\d?)-(\d\d?)")
_CZECH_DAY = re.compile(r"(\d\d?)\.\s*(\d\d?)\.\s*(\d{4})")
_MONTH = re.compile(r"(\d{4})-(\d\d?)")
_CZECH_MONTH = re.compile(r"(\d\d?)[/.](\d{4})")
_WEEK = re.compile(r"(\d{4})-?[Ww](\d\d?)")
_CZECH_WEEK = re.compile(r"[TtWw](\d\d?)/(\d{4})")
_YEAR = re.compile(r"(\d{4})")
_INSTANT = re.compile(
    r"(?:(\d{4})-(\d\d?)-(\d\d?)|(\d\d?)\.\s*(\d\d?)\.\s*(\d{4}))[T ](\d\d?):(\d\d)(?::(\d\d)(?:\.(\d{1,6}))?)?([Zz]?)"
)
_RANGE = re.compile(r"\s*(.*?)\s*(?:\.\.|–)\s*(.*?)\s*", re.DOTALL)
_MOST = 80  # letters; no period is longer


def period(text: str, zone: tzinfo) -> Period | None:
    """The period of a text that is no preset; None: it is none. May end before it begins."""
    if len(text) > _MOST:
        return None
    if found := _RANGE.fullmatch(text):
        since, until = _begins(found[1], zone), _ends(found[2], zone)
        if (since is None) != (not found[1]) or (until is None) != (not found[2] or _is_last(found[2])):
            return None
        return Period(preset=None, since=since, until=until)
    span = _days(text)
    return days(*span, zone) if span else None


def is_date(text: str) -> bool:
    """Is it one day, written so that it can be nothing else?"""
    return _days(text) is not None and bool(_DAY.fullmatch(text) or _CZECH_DAY.fullmatch(text))


def written(asked: Period, zone: tzinfo, code: str) -> str:
    """A period without preset, to be read again: days where it ends at midnights."""
    first = _first_day(asked.since, zone)
    last = _last_day(asked.until, zone)
    if first is not None and first == last:
        return _written_day(first, code)
    since = _written_day(first, code) if first else _instant(asked.since, zone)
    return f"{since}..{_written_day(last, code) if last else _instant(asked.until, zone)}"


def _begins(text: str, zone: tzinfo) -> datetime | None:
    span = _days(text)
    return beginning(span[0], zone) if span else _read_instant(text, zone)


def _ends(text: str, zone: tzinfo) -> datetime | None:
    span = _days(text)
    return days(*span, zone).until if span else _read_instant(text, zone)


def _is_last(text: str) -> bool:
    """Is it the last day of the calendar, which has no end?"""
    span = _days(text)
    return span is not None and span[1] == date.max


def _days(text: str) -> tuple[date, date] | None:
    """First and last day of a day, week, month or year."""
    try:
        if found := _DAY.fullmatch(text):
            day = date(int(found[1]), int(found[2]), int(found[3]))
            return day, day
        if found := _CZECH_DAY.fullmatch(text):
            day = date(int(found[3]), int(found[2]), int(found[1]))
            return day, day
        return _longer(text)
    except (ValueError, OverflowError):
        return None


def _longer(text: str) -> tuple[date, date] | None:
    if found := _MONTH.fullmatch(text):
        return month_days(int(found[1]), int(found[2]))
    if found := _CZECH_MONTH.fullmatch(text):
        return month_days(int(found[2]), int(found[1]))
    if found := _WEEK.fullmatch(text):
        return week_days(int(found[1]), int(found[2]))
    if found := _CZECH_WEEK.fullmatch(text):
        return week_days(int(found[2]), int(found[1]))
    found = _YEAR.fullmatch(text)
    return year_days(int(found[1])) if found else None


def _read_instant(text: str, zone: tzinfo) -> datetime | None:
    found = _INSTANT.fullmatch(text)
    if found is None:
        return None
    year, month, day = (found[1], found[2], found[3]) if found[1] else (found[6], found[5], found[4])
    parts = [int(one) for one in (year, month, day, found[7], found[8], found[9] or "0")]
    try:
        at = datetime(*parts, int((found[10] or "").ljust(6, "0")), tzinfo=UTC if found[11] else zone)  # type: ignore[misc, arg-type]
        return at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _first_day(at: datetime | None, zone: tzinfo) -> date | None:
    """The day that begins with this instant."""
    local = _local(at, zone)
    return local.date() if local is not None and beginning(local.date(), zone) == at else None


def _last_day(at: datetime | None, zone: tzinfo) -> date | None:
    """The day that ends with this instant."""
    local = _local(at, zone)
    if local is None or local.date() == date.min:
        return None
    day = local.date() - timedelta(days=1)
    return day if days(day, day, zone).until == at else None


def _local(at: datetime | None, zone: tzinfo) -> datetime | None:
    try:
        return at.astimezone(zone) if at is not None else None
    except OverflowError:
        return None


def _written_day(day: date, code: str) -> str:
    return f"{day.day}.{day.month}.{day.year:04}" if code == "cs" else day.isoformat()


def _instant(at: datetime | None, zone: tzinfo) -> str:
    if at is None:
        return ""
    local = _local(at, zone)
    if local is not None:
        text = _iso(local)
        if _read_instant(text, zone) == at:
            return text
    return f"{_iso(at.astimezone(UTC))}Z"


def _iso(at: datetime) -> str:
    text = at.replace(tzinfo=None).isoformat()
    return text.removesuffix(":00") if at.second == 0 and not at.microsecond else text
