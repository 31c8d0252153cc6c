"""Times, sizes and the words of roles, as everything on the page writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.domain.accounts import Role
from shared.language import Language, formats, to_translate

NOTHING = "—"
NBSP = "\u00a0"
ROLE_WORDS: dict[Role, str] = {
    "operator": to_translate("Operator"), "supervisor": to_translate("Supervisor"),
    "quality": to_translate("Quality"), "billing": to_translate("Billing"),
    "administrator": to_translate("Administrator"), "wallboard": to_translate("Wallboard"),
}  # fmt: skip
ROLE_HEADS: dict[Role, str] = ROLE_WORDS | {
    "administrator": to_translate("Admin|short"), "wallboard": to_translate("Wall|short"),
}  # fmt: skip
"""The same where there is little room."""
_SIZES = ("B", "kB", "MB", "GB", "TB")


def named_zone(name: str) -> tzinfo:
    """The zone of this name; UTC where it is not known here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def day(at: date, language: Language) -> str:
    """``19. 11. 2026``, with spaces that do not break."""
    return language.text("{day}/{month}/{year}", day=at.day, month=at.month, year=at.year).replace(" ", NBSP)


def moment_of(at: datetime | None, now: datetime, zone: tzinfo, language: Language) -> str:
    """``today 7:52``, ``yesterday 15:20``, else the day."""
    if at is None:
        return NOTHING
    local, today = at.astimezone(zone).date(), now.astimezone(zone).date()
    clock = language.clock(at, zone, seconds=False)
    if local == today:
        return language.text("today {time}", time=clock)
    if local == today - timedelta(days=1):
        return language.text("yesterday {time}", time=clock)
    return day(local, language)


def day_and_time(at: datetime, zone: tzinfo, language: Language) -> str:
    """``19. 11. 2026 13:52:40``."""
    return f"{day(at.astimezone(zone).date(), language)} {language.clock(at, zone)}"


def length(milliseconds: int | None) -> str:
    """``1:48``, from an hour ``1:02:03``; what is not known is a dash."""
    return NOTHING if milliseconds is None else formats.length(round(milliseconds / 1000))


def size(number: int | None, language: Language) -> str:
    """``1,4 MB``; a thousand is a thousand."""
    if number is None:
        return NOTHING
    value, unit = float(number), 0
    while value >= 1000 and unit < len(_SIZES) - 1:
        value, unit = value / 1000, unit + 1
    return f"{language.number(value, 0 if unit == 0 or value >= 100 else 1)}{NBSP}{_SIZES[unit]}"


def roles(names: tuple[Role, ...], language: Language) -> str:
    """``Supervisor, Quality``."""
    return ", ".join(language.text(ROLE_WORDS[role]) for role in names)
