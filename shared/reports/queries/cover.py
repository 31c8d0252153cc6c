"""A span put together from the coarsest sums that are exact for it: months, days, and quarters of an hour. Pure.

Of a month that is cut, the shorter part is read: its days in the span are added up, or those outside taken away.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

Span = Literal["quarter", "day", "month", "week_hour", "facts"]
"""Which sums; facts: what is kept by day only is counted from the facts for a part of a day."""


class Piece(msgspec.Struct, frozen=True):
    """[since, until) by these sums, added or taken away."""

    span: Span
    since: datetime
    until: datetime
    is_taken_away: bool = False


def cover(since: datetime, until: datetime, zone: ZoneInfo, *, coarsest: Span, finest: Span = "quarter") -> list[Piece]:
    """Pieces in order, all together without a hole. ``zone`` is that of the stored days."""
    if coarsest == finest:
        return [Piece(finest, since, until)] if since < until else []
    first, last = _day_from(since, zone), _day_up_to(until, zone)
    if first >= last:
        return [Piece(finest, since, until)] if since < until else []
    days = [Piece("day", first, last)] if coarsest == "day" else _months(first, last, zone, "month", "day")
    return _told([Piece(finest, since, first), *days, Piece(finest, last, until)])


def hours_cover(since: datetime, until: datetime, zone: ZoneInfo) -> list[Piece]:
    """For hours of the week: months by those, the rest by quarters of an hour."""
    return _told(_months(since, until, zone, "week_hour", "quarter"))


def _months(first: datetime, last: datetime, zone: ZoneInfo, coarse: Span, fine: Span) -> list[Piece]:
    """Months, and at both ends the finer sums of what is in, or taken away of what is not."""
    since, until = _nearest_month(first, zone), _nearest_month(last, zone)
    if since >= until:
        return [Piece(fine, first, last)]
    return [
        Piece(fine, min(first, since), max(first, since), since < first), Piece(coarse, since, until),
        Piece(fine, min(last, until), max(last, until), last < until),
    ]  # fmt: skip


def _nearest_month(at: datetime, zone: ZoneInfo) -> datetime:
    before, after = _month_up_to(at, zone), _month_from(at, zone)
    return before if at - before < after - at else after


def _told(pieces: list[Piece]) -> list[Piece]:
    return [piece for piece in pieces if piece.since < piece.until]


def _midnight(year: int, month: int, day: int, zone: ZoneInfo) -> datetime:
    return datetime(year, month, day, tzinfo=zone).astimezone(UTC)


def _day_up_to(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    return _midnight(local.year, local.month, local.day, zone)


def _day_from(at: datetime, zone: ZoneInfo) -> datetime:
    begins_at = _day_up_to(at, zone)
    if begins_at == at:
        return begins_at
    after = at.astimezone(zone).date() + timedelta(days=1)
    return _midnight(after.year, after.month, after.day, zone)


def _month_up_to(at: datetime, zone: ZoneInfo) -> datetime:
    local = at.astimezone(zone)
    return _midnight(local.year, local.month, 1, zone)


def _month_from(at: datetime, zone: ZoneInfo) -> datetime:
    begins_at = _month_up_to(at, zone)
    if begins_at == at:
        return begins_at
    local = at.astimezone(zone)
    return _midnight(local.year + local.month // 12, local.month % 12 + 1, 1, zone)
