"""How a locale writes numbers, shares, times and days.

Babel knows; it is asked once for each locale, and once for each day, because its own formatting takes tens of
microseconds a piece and a wallboard writes hundreds of pieces each second.
"""

from __future__ import annotations

import functools
import math
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from babel import Locale
from babel.dates import format_date, get_day_names

NO_VALUE = "–"
_MINUS = "−"
_DATES = {
    "cs": {"date": "d.\u00a0M.\u00a0y", "day": "d.\u00a0M.", "month": "LLLL\u00a0y"},
    "en_GB": {"date": "d\u00a0MMM\u00a0y", "day": "d\u00a0MMM", "month": "LLL\u00a0y"},
}
_DAY_NAMES = {"cs": ("EEEE d.\u00a0MMMM", "E d.\u00a0M."), "en_GB": ("EEEE d\u00a0MMMM", "E d\u00a0MMM")}


@dataclass(frozen=True)
class Formats:
    """What differs between locales: signs, and whether an hour of one digit gets a zero."""

    locale: str
    marks: dict[int, str]
    percent_sign: str
    has_two_digit_hours: bool

    def number(self, value: float, decimals: int) -> str:
        """Write a number with its thousands apart; what is no number becomes a dash."""
        if not math.isfinite(value):
            return NO_VALUE
        text = f"{value:,.{decimals}f}".translate(self.marks)
        return text if not text.startswith(_MINUS) or text.strip(_MINUS + "0" + self.marks[46]) else text[1:]

    def percent(self, value: float, decimals: int) -> str:
        """Write per cent of a hundred: 84.2 → "84,2 %"."""
        text = self.number(value, decimals)
        return text if text == NO_VALUE else text + self.percent_sign

    def clock(self, at: datetime, zone: tzinfo, *, has_seconds: bool) -> str:
        """Write the time of day in the zone; a clock that runs has two digits always, so that it stands still."""
        local = at.astimezone(zone)
        hour = f"{local.hour:02}" if has_seconds or self.has_two_digit_hours else str(local.hour)
        return f"{hour}:{local.minute:02}:{local.second:02}" if has_seconds else f"{hour}:{local.minute:02}"

    def day(self, at: datetime, zone: tzinfo, *, is_short: bool) -> str:
        """Write the weekday, day and month in the zone."""
        return _day(at.astimezone(zone).date(), self.locale, is_short)

    def calendar_day(self, day: date, part: str = "date") -> str:
        """Write a date in figures; ``part``: "date", "day" (without the year), "month" (of the year)."""
        return _date(day, self.locale, part)

    def weekday(self, number: int) -> str:
        """Write a day of the week, short; 0 is Monday."""
        return str(get_day_names("abbreviated", "format", self.locale)[number])

    def country(self, code: str) -> str:
        """Name a country by its two letters (ISO 3166-1); what is none stays as it is."""
        return _countries(self.locale).get(code, code)


@functools.lru_cache(maxsize=8)
def formats_of(locale: str) -> Formats:
    """Ask Babel how the locale ("cs", "en_GB") writes."""
    known = Locale.parse(locale)
    signs = known.number_symbols["latn"]
    return Formats(
        locale=locale,
        marks={ord(","): signs["group"], ord("."): signs["decimal"], ord("-"): _MINUS},
        percent_sign=known.percent_formats[None].suffix[0],
        has_two_digit_hours="HH" in known.time_formats["medium"].pattern,
    )


@functools.lru_cache(maxsize=256)
def _day(day: date, locale: str, is_short: bool) -> str:
    return format_date(day, _DAY_NAMES[locale][is_short], locale=locale)


@functools.lru_cache(maxsize=2048)
def _date(day: date, locale: str, part: str) -> str:
    return format_date(day, _DATES[locale][part], locale=locale)


@functools.lru_cache(maxsize=4)
def _countries(locale: str) -> dict[str, str]:
    return dict(Locale.parse(locale).territories)


def running(length: timedelta) -> str:
    """Write a length as a running clock: "02:47", from one hour "1:02:03"; less than nothing is "00:00"."""
    seconds = max(0, length.days * 86_400 + length.seconds)
    minutes, second = divmod(seconds, 60)
    if minutes < 60:
        return f"{minutes:02}:{second:02}"
    return f"{minutes // 60}:{minutes % 60:02}:{second:02}"


def length(seconds: float) -> str:
    """Write a length that is over: "2:47", from one hour "1:02:03", whole seconds; less than nothing is "0:00"."""
    minutes, second = divmod(int(max(0.0, seconds)), 60)
    return f"{minutes}:{second:02}" if minutes < 60 else f"{minutes // 60}:{minutes % 60:02}:{second:02}"
