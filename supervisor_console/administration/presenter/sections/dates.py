"""From when on a change is in force: read from what somebody typed, in the centre's zone."""

from __future__ import annotations

import re
from datetime import datetime, timedelta, tzinfo

from supervisor_console.administration.presenter.moment import Around
from supervisor_console.administration.presenter.sections.fields import Section
from supervisor_console.administration.presenter.words import NBSP

_ISO = re.compile(r"(?P<y>\d{4})-(?P<m>\d\d?)-(?P<d>\d\d?)")
_DOTS = re.compile(r"(?P<d>\d\d?)\.\s*(?P<m>\d\d?)\.\s*(?P<y>\d{4})")
_SLASHES = re.compile(r"(?P<d>\d\d?)/(?P<m>\d\d?)/(?P<y>\d{4})")
_CLOCK = re.compile(r"(\d\d?):(\d\d)")


def instant(text: str, zone: tzinfo) -> datetime | None:
    """``1. 12. 2026 8:00``, ``2026-12-01``, ``01/12/2026 08:00`` (day first); without a time the day's beginning."""
    plain = text.replace(NBSP, " ").strip().replace("T", " ")
    for form in (_ISO, _DOTS, _SLASHES):
        found = form.match(plain)
        if found is not None:
            rest = plain[found.end() :].strip(" ,")
            clock = _CLOCK.fullmatch(rest) if rest else None
            if rest and clock is None:
                return None
            hour, minute = (int(clock[1]), int(clock[2])) if clock else (0, 0)
            try:
                return datetime(int(found["y"]), int(found["m"]), int(found["d"]), hour, minute, tzinfo=zone)
            except ValueError:
                return None
    return None


def proposed(around: Around) -> str:
    """The beginning of tomorrow, as the reader writes it."""
    local = around.now.astimezone(around.zone) + timedelta(days=1)
    if around.language.code == "cs":
        return f"{local.day}. {local.month}. {local.year} 0:00"
    return f"{local:%d/%m/%Y} 00:00"


def mistake(text: str, section: Section, around: Around) -> str:
    """What is wrong with it as a date of effect; "": nothing."""
    at = instant(text, around.zone)
    if at is None:
        return around.language.text("A date is written like {example}.", example=proposed(around))
    if at < around.now and not section.has_past:
        return around.language.text("This cannot be changed for the past.")
    return ""
