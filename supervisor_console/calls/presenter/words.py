"""Times, lengths, numbers and the words for outcomes, as everything on the page writes them."""

from __future__ import annotations

from datetime import date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from shared.domain.calls import Direction, EndedBy
from shared.language import Language, formats, to_translate
from supervisor_console.calls.presenter.moment import Around
from supervisor_console.calls.screen import Cell, Token
from supervisor_console.reports.found import FoundCall

NOTHING = "—"
NONE = Cell(NOTHING, "muted")

_OUTCOMES: dict[str, tuple[str, str, Token]] = {
    "answered": (to_translate("Answered|of one call"), "circle_tick", "good"),
    "abandoned": (to_translate("Missed|of one call"), "handset_cross", "bad"),
    "left_ivr": (to_translate("Left in the menu"), "swap", "held"),
    "overflow": (to_translate("Overflowed"), "bent_arrow", "warn"),
    "no_answer": (to_translate("No answer"), "clock", "warn"),
    "busy": (to_translate("Busy|of one call"), "handset_cross", "warn"),
    "failed": (to_translate("Failed|of one call"), "triangle", "bad"),
    "cancelled": (to_translate("Cancelled|of one call"), "close", "muted"),
    "lost": (to_translate("Not known"), "circle_dashed", "offline"),
}
_DIRECTIONS: dict[Direction, tuple[str, str, Token]] = {
    "inbound": (to_translate("Inbound"), "arrow_down_left", "muted"),
    "outbound": (to_translate("Outbound"), "arrow_up_right", "accent"),
    "internal": (to_translate("Internal"), "swap", "muted"),
}
_ENDED: dict[EndedBy, str] = {
    "caller": to_translate("the caller"),
    "agent": to_translate("the operator"),
    "transfer": to_translate("a transfer"),
    "system": to_translate("the system"),
}


def zone_of(around: Around) -> tzinfo:
    """The centre's zone; UTC where its name is not known here."""
    return named_zone(around.centre.timezone)


def named_zone(name: str) -> tzinfo:
    """The zone of this name; UTC where it is not known here."""
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError):
        return ZoneInfo("UTC")


def outcome(call: FoundCall, around: Around) -> Cell:
    """What became of a call."""
    text = around.language.text
    if call.outcome is None:
        return Cell(text("Going on"), "talking", "handset")
    if call.outcome == "answered" and call.direction == "outbound":
        return Cell(text("Connected|of one call"), "accent", "circle_tick")
    short = around.centre.short_abandon_seconds * 1000
    if call.outcome == "abandoned" and call.wait_ms is not None and call.wait_ms < short:
        return Cell(text("Short|of one call"), "muted", "close")
    word, icon, token = _OUTCOMES[call.outcome]
    return Cell(text(word), token, icon)


def direction(call: FoundCall, around: Around) -> Cell:
    """Where a call went, as an arrow with a word for who asks."""
    word, icon, token = _DIRECTIONS[call.direction]
    return Cell("", token, icon, around.language.text(word))


def ended_by(call: FoundCall, around: Around) -> Cell:
    """Who ended it."""
    return Cell(around.language.text(_ENDED[call.ended_by])) if call.ended_by else NONE


def customers_number(call: FoundCall) -> str | None:
    """The number of the customer."""
    return call.called if call.direction == "outbound" else call.caller


def phone(number: str | None, around: Around) -> str:
    """A number as people write it, masked where the account may not see it."""
    return around.language.phone(number, around.centre.country, around.is_masked)


def length(milliseconds: float | None) -> str:
    """``1:48``, from an hour ``1:02:03``; zero is printed, what is not there is a dash."""
    return NOTHING if milliseconds is None else formats.length(round(milliseconds / 1000))


def milliseconds(span: timedelta | None) -> int | None:
    """A length as the list counts it."""
    return round(span.total_seconds() * 1000) if span is not None else None


def between(since: datetime | None, until: datetime | None) -> int | None:
    """Milliseconds from one to the other."""
    return milliseconds(until - since) if since is not None and until is not None else None


def day(at: date, language: Language) -> str:
    """``19. 11. 2026``, with spaces that do not break."""
    return language.text("{day}/{month}/{year}", day=at.day, month=at.month, year=at.year).replace(" ", "\u00a0")


def day_and_time(at: datetime, around: Around) -> str:
    """``19. 11. 2026 13:52:40``."""
    zone = zone_of(around)
    return f"{day(at.astimezone(zone).date(), around.language)} {around.language.clock(at, zone)}"


def clock(at: datetime, around: Around) -> str:
    """``13:52:40``."""
    return around.language.clock(at, zone_of(around))


def agent(extension: str, name: str | None) -> str:
    """``1006 Eva Veselá``."""
    return f"{extension} {name}" if name and name != extension else extension
