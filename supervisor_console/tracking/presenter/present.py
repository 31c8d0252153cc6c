"""The whole page of one call: from what is known at a moment to the screen."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, tzinfo

from shared.domain.calls import Call
from shared.domain.description import CentreDescription
from shared.language import Language
from supervisor_console.reports.found import FoundCall
from supervisor_console.reports.tracked import Tracked
from supervisor_console.tracking.presenter.drawing import drawing
from supervisor_console.tracking.presenter.happened import happened
from supervisor_console.tracking.presenter.panel import day, sound, written
from supervisor_console.tracking.presenter.steps import steps
from supervisor_console.tracking.presenter.telling import Telling
from supervisor_console.tracking.presenter.wording import CALLS, said
from supervisor_console.tracking.screen import Chip, Heading, LinkedRow, Notice, Token, TrackingScreen

KINDS: dict[str, tuple[str, Token]] = {
    "inbound": ("arrow_down_left", "muted"), "outbound": ("arrow_up_right", "muted"), "internal": ("user", "muted"),
}  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Moment:
    """All that the page knows. ``is_asked``: the database was asked and has answered; ``away_since``: it is away.

    ``place`` and ``among``: the call is the n-th (from 1) of so many; 0: it was not opened from a list.
    """

    pbx: str
    call: str
    now: datetime
    zone: tzinfo
    language: Language
    centre: CentreDescription
    tracked: Tracked | None = None
    linked: tuple[FoundCall, ...] = ()
    is_asked: bool = False
    away_since: datetime | None = None
    refused: str = ""
    may_hear: bool = False
    number: str = ""
    dial_refusal: str = ""
    place: int = 0
    among: int = 0


def telling_of(moment: Moment, tracked: Tracked) -> Telling:
    """The call to be told in this language, now."""
    return Telling(
        call=tracked.call, now=moment.now, language=moment.language, zone=moment.zone, centre=moment.centre,
        names=tracked.names, wrap_ups=tracked.wrap_ups, gaps=tracked.gaps,
    )  # fmt: skip


def present(moment: Moment) -> TrackingScreen:
    """The screen."""
    if moment.tracked is None:
        return TrackingScreen(heading=_bare_heading(moment), notice=_notice(moment))
    telling = telling_of(moment, moment.tracked)
    found = happened(telling)
    return TrackingScreen(
        heading=_heading(moment, telling), drawing=drawing(telling, found), steps=steps(telling, found),
        sound=sound(telling, moment.tracked, may_hear=moment.may_hear), details=written(telling, moment.tracked),
        linked=tuple(_linked(telling, one) for one in moment.linked), notice=_notice(moment),
        is_old=moment.away_since is not None,
    )  # fmt: skip


def _bare_heading(moment: Moment) -> Heading:
    return Heading(
        title=moment.language.text("Call|noun"), call=moment.call, place=_place(moment),
        has_previous=moment.place > 1, has_next=0 < moment.place < moment.among,
    )  # fmt: skip


def _heading(moment: Moment, telling: Telling) -> Heading:
    name = telling.call.caller_name or ""
    return Heading(
        title=telling.customer, chips=tuple(_chips(telling)), summary=_summary(telling, name), call=moment.call,
        place=_place(moment), has_previous=moment.place > 1, has_next=0 < moment.place < moment.among,
        number=moment.number, dial_refusal=moment.dial_refusal,
    )  # fmt: skip


def _place(moment: Moment) -> str:
    number = moment.language.number
    return f"{number(moment.place)} / {number(moment.among)}" if moment.place and moment.among > 1 else ""


def _chips(telling: Telling) -> list[Chip]:
    text, call = telling.language.text, telling.call
    if telling.is_running:
        chips = [Chip("handset", text("Goes on"), "talking")]
    else:
        token, icon, word = said(CALLS, call.outcome or "lost", telling.language)
        chips = [Chip(icon, word, token)]
    if any(one.is_completed for one in call.transfers):
        chips.append(Chip("swap", text("Transferred|chip"), "accent"))
    if call.is_in_gap:
        chips.append(Chip("triangle", text("In a gap"), "warn", text("The PBX was not seen all the time.")))
    if call.origin == "queue_log":
        hint = text("Whole seconds, and only what queues know.")
        chips.append(Chip("history", text("From queue_log"), "muted", hint))
    return chips


def _summary(telling: Telling, name: str) -> str:
    """Day, from, to, total, the line; the caller's name where he showed one."""
    text, call = telling.language.text, telling.call
    end = "…" if telling.is_running else telling.clock(telling.call_ms)
    parts = [
        name if name and name != call.caller else "",
        f"{day(telling, call.started_at)} {telling.clock(0)} – {end}",
        text("total {length}", length=telling.length(0, telling.call_ms)),
        _reached(telling, call),
    ]
    return " · ".join(part for part in parts if part)


def _reached(telling: Telling, call: Call) -> str:
    text, number = telling.language.text, call.called if call.direction == "internal" else call.line or call.called
    if call.direction == "outbound":
        return text("from {number}", number=telling.long(call.caller)) if call.caller else ""
    return text("to {number}", number=telling.short(number)) if number else ""


def _notice(moment: Moment) -> Notice | None:
    text = moment.language.text
    if moment.away_since is not None:
        clock = moment.language.clock(moment.away_since, moment.zone)
        sentence = text("Database unreachable since {clock}.", clock=clock)
        return Notice(text=sentence, icon="plug", token="warn", button=text("Try now"))
    if moment.refused:
        return Notice(text=moment.refused, icon="triangle", token="bad", button=text("Try again"))
    if moment.tracked is not None:
        return None
    if moment.is_asked:
        return Notice(text=text("This call is not stored, or your account may not see it any more."), icon="eye")
    return Notice(text=text("Loading the call…"), icon="clock")


def _linked(telling: Telling, one: FoundCall) -> LinkedRow:
    token, _, word = said(CALLS, one.outcome or "", telling.language)
    icon, _ = KINDS[one.direction]
    clock = telling.language.clock(one.started_at, telling.zone)
    length = one.length_ms if one.length_ms is not None else 0
    who = ", ".join(name or extension for extension, name in one.agents) or ", ".join(map(telling.queue, one.queues))
    written = f"{length // 60_000}:{length // 1000 % 60:02}"
    day = telling.language.day_of_month(one.started_at.astimezone(telling.zone).date())
    return LinkedRow(
        pbx=one.pbx, call=one.call, when=f"{day} {clock}", icon=icon, token=token,
        who=who or telling.language.phone(one.caller, telling.centre.country),
        text=" · ".join(part for part in (word, written) if part),
    )  # fmt: skip
