"""A span put together from the coarsest sums that are exact for it: months, days, and quarters of an hour. Pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

import msgspec

Span = Literal["quarter", "day", "month", "week_hour", "facts"]
"""Which sums; facts: what is kept by day only is counted from the facts for a part of a day."""


class Piece(msgspec.Struct, frozen=True):
    """[since, until) by these sums."""

    span: Span
    since: datetime
    until: datetime


def cover(since: datetime, until: datetime, zone: ZoneInfo, *, coarsest: Span, finest: Span = "quarter") -> list[Piece]:
    """Pieces in order, without a hole. ``zone`` is that of the stored days."""
    if coarsest == finest:
        return [Piece(finest, since, until)] if since < until else []
    first_day, last_day = _day_from(since, zone), _day_up_to(until, zone)
    if first_day >= last_day:
        return [Piece(finest, since, until)] if since < until else []
    pieces = [Piece(finest, since, first_day)]
    first_month, last_month = _month_from(first_day, zone), _month_up_to(last_day, zone)
    if coarsest == "day" or first_month >= last_month:
        pieces.append(Piece("day", first_day, last_day))
    else:
        pieces += [Piece("day", first_day, first_month), Piece("month", first_month, last_month),
                   Piece("day", last_month, last_day)]  # fmt: skip
    pieces.append(Piece(finest, last_day, until))
    return [piece for piece in pieces if piece.since < piece.until]


def hours_cover(since: datetime, until: datetime, zone: ZoneInfo) -> list[Piece]:
    """For hours of the week: whole months by those, the rest by quarters of an hour."""
    first, last = _month_from(_day_from(since, zone), zone), _month_up_to(_day_up_to(until, zone), zone)
    if first >= last:
        return [Piece("quarter", since, until)] if since < until else []
    pieces = [Piece("quarter", since, first), Piece("week_hour", first, last), Piece("quarter", last, until)]
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
