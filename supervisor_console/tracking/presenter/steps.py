"""The table: every step in words, with its time of day, offset, who and how long. One line for what two lanes draw."""

from __future__ import annotations

from supervisor_console.tracking.presenter.bars import hint
from supervisor_console.tracking.presenter.happening import Happening
from supervisor_console.tracking.presenter.telling import CALLER, Telling
from supervisor_console.tracking.presenter.wording import (
    ENDINGS,
    GAPS,
    PARKINGS,
    RINGS,
    TRANSFERS,
    VISITS,
    Said,
    applications,
    said,
)
from supervisor_console.tracking.screen import StepRow, Token


def steps(telling: Telling, found: tuple[Happening, ...]) -> tuple[StepRow, ...]:
    """All lines, in order of time."""
    told = [one for one in found if not one.is_mirrored and not one.row and one.kind not in ("recording", "cut")]
    return tuple(_row(telling, one) for one in told)


def _row(telling: Telling, one: Happening) -> StepRow:
    token, icon, text = _text(telling, one)
    has_length = one.length_ms > 0 or one.kind in ("ring", "talk")
    return StepRow(
        key=one.key, starts_ms=one.starts_ms, ends_ms=one.ends_ms, clock=telling.clock(one.starts_ms),
        offset=telling.offset(one.starts_ms), who=_who(telling, one), text=text, icon=icon, token=token,
        length=telling.length(one.starts_ms, one.ends_ms) if has_length else "", lane=one.lane,
        hint=hint(telling, one),
    )  # fmt: skip


def _who(telling: Telling, one: Happening) -> str:
    match one.kind:
        case "ivr":
            return "IVR"
        case "queue":
            return telling.queue(one.who)
        case "consult":
            return f"{telling.short(one.who)} → {telling.short(one.other)}"
        case "transfer":
            return f"{telling.short(one.who) if one.who else '—'} → {_target(telling, one)}"
        case "off":
            return telling.language.text("Recording|noun")
        case "ended":
            who = {"caller": telling.customer, "agent": telling.language.text("Operator")}
            return who.get(one.result, telling.language.text("PBX"))
        case "signal" | "gap" | "conference":
            return telling.language.text("PBX")
        case "voicemail" | "digits" | "started" if not one.who:
            return telling.customer
    return telling.long(one.who) if one.who else telling.language.text("PBX")


def _target(telling: Telling, one: Happening) -> str:
    """An extension, a number, a queue's title."""
    if not one.other:
        return "?"
    is_queue = any(visit.queue == one.other for visit in telling.call.visits)
    return telling.queue(one.other) if is_queue else telling.short(one.other)


def _text(telling: Telling, one: Happening) -> Said:
    """Token, icon and the words."""
    text, language = telling.language.text, telling.language
    match one.kind:
        case "ivr":
            return "text", "", _with(text("IVR: {what}", what=applications(one.text, language)), _keys(telling, one))
        case "queue":
            return _visit(telling, one)
        case "ring" | "dial":
            return _ring(telling, one)
        case "talk":
            return "text", "", _talk(telling, one)
        case "hold":
            return "text", "", text("On hold|step")
        case "consult":
            return "text", "", text("Consultation, the caller waits")
        case "transfer":
            return _transfer(telling, one)
        case "park":
            return _parking(telling, one)
        case "voicemail":
            return "text", "", text("Voicemail")
        case "wrapup":
            return "text", "", text("Finishing after the call")
        case "off":
            return "text", "record_pause", text("Recording switched off")
        case "digits":
            return "text", "", text("Keys pressed: {keys}", keys=one.text)
        case "signal":
            return "text", "", text("Message of the dialplan: {text}", text=one.text)
        case "pickup":
            return "text", "", text("Picked up from {phone}", phone=_phone(one.text))
        case "conference":
            return "text", "", text("Conference {name}", name=one.text)
        case "started":
            return "text", "", text("Calls|verb")
        case "gap":
            return "warn", "triangle", _gap(telling, one)
    return "muted", "hang_up", _ended(telling, one)


def _gap(telling: Telling, one: Happening) -> str:
    word = telling.language.text(GAPS.get(one.result, GAPS["connection"]))
    return telling.language.text("Collection gap: {why}", why=word)


def _with(words: str, more: str) -> str:
    return f"{words}, {more}" if more else words


def _keys(telling: Telling, one: Happening) -> str:
    return telling.language.text("choice {keys}", keys=one.result) if one.result else ""


def _phone(text: str) -> str:
    """``PickupChan(PJSIP/1007)`` or ``1007`` → 1007."""
    return text.removesuffix(")").rpartition("(")[2].rpartition("/")[2]


def _visit(telling: Telling, one: Happening) -> Said:
    text = telling.language.text
    words = text("Enters the queue")
    if one.position:
        words = _with(words, text("position {number}", number=one.position))
    token, icon, word = said(VISITS, one.result, telling.language)
    if one.result in ("", "answered"):
        return "text", "", words
    return token, icon, _with(words, word)


def _ring(telling: Telling, one: Happening) -> Said:
    text = telling.language.text
    words = text("Dials the customer") if one.other == CALLER else text("Rings")
    token, icon, word = said(RINGS, one.result, telling.language)
    return (token, icon, _with(words, word)) if word else ("ringing", "bell", words)


def _talk(telling: Telling, one: Happening) -> str:
    text = telling.language.text
    words = text("Conversation")
    ending = ENDINGS.get(telling.call.ended_by or "") if one.is_last and not one.is_running else None
    if ending and one.ends_ms >= telling.call_ms - 1_000:
        at = text("at {clock}", clock=telling.clock(one.ends_ms))
        return f"{words}, {text(ending)} {at}"
    return words


def _transfer(telling: Telling, one: Happening) -> Said:
    text = telling.language.text
    words = text(TRANSFERS.get(one.text, TRANSFERS["blind"]))
    if one.result == "failed":
        return "bad", "close", _with(words, text("failed|transfer"))
    token: Token = "text"
    return token, "swap", _with(words, text("rings")) if one.length_ms > 500 and one.text == "blind" else words


def _parking(telling: Telling, one: Happening) -> Said:
    text = telling.language.text
    words = text("Parked in space {space}", space=one.text)
    token, icon, word = said(PARKINGS, one.result, telling.language, who=telling.long(one.other) or "?")
    return (token, icon, _with(words, word)) if word else ("text", "parking", words)


def _ended(telling: Telling, one: Happening) -> str:
    ending = ENDINGS.get(one.result)
    return _with(telling.language.text("End of the call"), telling.language.text(ending) if ending else "")
