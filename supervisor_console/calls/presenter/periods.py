"""Periods in words: ``Dnes 19. 11. 2026``."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import get_args

from shared.domain.search.query import Period, Preset
from shared.domain.search.spans import span_of
from shared.language import to_translate
from supervisor_console.calls.presenter import words
from supervisor_console.calls.presenter.moment import Around
from supervisor_console.calls.screen import PeriodChoice

_TITLES: dict[Preset, str] = {
    "last_hour": to_translate("Last hour"), "today": to_translate("Today"), "yesterday": to_translate("Yesterday"),
    "this_week": to_translate("This week"), "last_week": to_translate("Last week"),
    "this_month": to_translate("This month"), "last_month": to_translate("Last month"),
    "last_7_days": to_translate("Last 7 days"), "last_30_days": to_translate("Last 30 days"),
    "this_year": to_translate("This year"), "all": to_translate("All time"),
}  # fmt: skip
_DAY = timedelta(days=1)


def title(period: Period, around: Around) -> str:
    """What the period's button says."""
    days = _days(period, around)
    if period.preset is None:
        return days
    word = around.language.text(_TITLES[period.preset])
    return f"{word} {days}" if days and period.preset in ("today", "yesterday") else word


def choices(period: Period, around: Around) -> tuple[PeriodChoice, ...]:
    """All presets, with the days that they are now."""
    presets: tuple[Preset, ...] = get_args(Preset)
    return tuple(
        PeriodChoice(Period(preset=one), around.language.text(_TITLES[one]), _days(Period(preset=one), around),
                     one == period.preset)
        for one in presets
    )  # fmt: skip


def has_days(period: Period, around: Around) -> bool:
    """Does it touch more than one day?"""
    first, last = whole_days(period, around)
    return first is None or last is None or first != last


def whole_days(period: Period, around: Around) -> tuple[date | None, date | None]:
    """The first and the last day that it touches; None: it is open there."""
    zone = words.zone_of(around)
    span = span_of(period, around.now, zone)
    first = span.since.astimezone(zone).date() if span.since else None
    last = (span.until - timedelta(microseconds=1)).astimezone(zone).date() if span.until else None
    return first, last


def _days(period: Period, around: Around) -> str:
    """``19. 11. 2026``, ``16. 11. 2026 – 22. 11. 2026``; with times where it does not end at midnights."""
    zone, language = words.zone_of(around), around.language
    since, until = span_of(period, around.now, zone)
    if since is None and until is None:
        return language.text("All time") if period.preset is None else ""
    first, last = whole_days(period, around)
    if _is_midnight(since, around) and _is_midnight(until, around):
        texts = [words.day(day, language) if day else "" for day in (first, last)]
        return texts[0] if first == last else f"{texts[0]} – {texts[1]}".strip()
    if period.preset == "last_hour" and since and until:
        return f"{language.clock(since, zone, seconds=False)} – {language.clock(until, zone, seconds=False)}"
    return " – ".join(_at(at, around) for at in (since, until)).strip()


def _is_midnight(at: datetime | None, around: Around) -> bool:
    zone = words.zone_of(around)
    if at is None:
        return True
    local, before = at.astimezone(zone), (at - timedelta(microseconds=1)).astimezone(zone)
    return local.date() != before.date()


def _at(at: datetime | None, around: Around) -> str:
    if at is None:
        return ""
    zone = words.zone_of(around)
    clock = around.language.clock(at, zone, seconds=bool(at.second))
    return f"{words.day(at.astimezone(zone).date(), around.language)} {clock}"
