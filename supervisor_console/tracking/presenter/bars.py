"""What happened as bars: colour, the words inside from long to short, what stands beside, the tooltip."""

from __future__ import annotations

from supervisor_console.tracking.presenter.caller import Stay
from supervisor_console.tracking.presenter.happening import Happening
from supervisor_console.tracking.presenter.telling import CALLER, Telling
from supervisor_console.tracking.presenter.wording import ENDINGS, GAPS, PARKINGS, RINGS, VISITS, applications, said
from supervisor_console.tracking.screen import Bar, Token

_STAY_TOKENS: dict[str, Token] = {
    "talk": "talking", "hold": "held", "park": "held", "queue": "warn", "voicemail": "muted", "dial": "ringing",
    "ivr": "muted", "connecting": "muted", "after": "muted",
}  # fmt: skip
_TOKENS: dict[str, Token] = {
    "ivr": "muted", "queue": "warn", "ring": "ringing", "dial": "ringing", "talk": "talking", "hold": "held",
    "consult": "talking", "park": "held", "voicemail": "muted", "wrapup": "wrapup", "recording": "accent",
    "off": "muted",
}  # fmt: skip


def stay_bar(telling: Telling, stay: Stay) -> Bar:
    """A span of the caller's time, as he saw it."""
    length = telling.length(stay.starts_ms, stay.ends_ms)
    texts = (*(f"{text} {length}" for text in _stay_texts(telling, stay)), length)
    one = stay.of
    return Bar(
        starts_ms=stay.starts_ms, ends_ms=stay.ends_ms, token=_STAY_TOKENS[stay.lot], style="pale", texts=texts,
        is_running=telling.is_running and stay.ends_ms >= telling.call_ms, step=(one.row or one.key) if one else "",
        hint=f"{texts[0]}\n{telling.span(stay.starts_ms, stay.ends_ms)}",
    )  # fmt: skip


def _stay_texts(telling: Telling, stay: Stay) -> tuple[str, ...]:
    text, one = telling.language.text, stay.of
    who = telling.short(one.who) if one is not None else ""
    match stay.lot:
        case "talk":
            return text("talks with {who} ·", who=who), text("talks ·")
        case "hold":
            return (text("held|caller"),)
        case "park":
            return (text("parked|caller"),)
        case "queue":
            return (text("waits"),)
        case "voicemail":
            return (text("voicemail"),)
        case "ivr":
            return ("IVR",)
        case "dial":
            return (text("hears ringing"), text("rings"))
        case "after":
            return (text("after the talk"),)
    return (text("connecting"),)


def bar(telling: Telling, one: Happening, starts_ms: int, ends_ms: int) -> Bar:
    """A piece of what happened, in the lane of whom it happened to."""
    length = telling.length(starts_ms, ends_ms)
    texts = tuple(dict.fromkeys((*_texts(telling, one, length), length)))
    token, icon, after = _after(telling, one, length)
    style = {"wrapup": "pale", "recording": "sound", "off": "off"}.get(one.kind, "solid")
    return Bar(
        starts_ms=starts_ms, ends_ms=ends_ms, token=_TOKENS[one.kind], style=style,  # type: ignore[arg-type]
        is_running=one.is_running and ends_ms >= one.ends_ms, step=one.row or one.key, icon=_icon(one), texts=texts,
        after=after, after_icon=icon, after_token=token, hint=hint(telling, one),
    )  # fmt: skip


def _icon(one: Happening) -> str:
    return "tick" if one.kind == "talk" and one.is_first else ""


def _texts(telling: Telling, one: Happening, length: str) -> tuple[str, ...]:
    """What may stand in the bar, the longest first."""
    text = telling.language.text
    match one.kind:
        case "ivr":
            keys = text("choice {keys}", keys=one.result) if one.result else applications(one.text, telling.language)
            return keys, "IVR"
        case "queue":
            return (text("waits {length}", length=length),)
        case "ring":
            return text("rings {length}", length=length), text("rings")
        case "dial":
            return _dial_texts(telling, one, length)
        case "talk":
            return _talk_texts(telling, one, length)
        case "hold":
            return (text("holds {length}", length=length),)
        case "consult":
            who = telling.short(one.other)
            return text("consults {who} · {length}", who=who, length=length), text("consults {length}", length=length)
        case "park":
            return text("space {space} · {length}", space=one.text, length=length), one.text
        case "voicemail":
            return (text("leaves a message {length}", length=length),)
        case "wrapup":
            return (text("finishes {length}", length=length),)
        case "off":
            return text("off {length}", length=length), text("off|recording")
    return ()


def _dial_texts(telling: Telling, one: Happening, length: str) -> tuple[str, ...]:
    text = telling.language.text
    if one.other == CALLER:
        return text("dials {length}", length=length), text("dials")
    short = (text("rings {length}", length=length), text("rings"))
    return (text("transferred blindly, rings {length}", length=length), *short) if one.text == "blind" else short


def _talk_texts(telling: Telling, one: Happening, length: str) -> tuple[str, ...]:
    text = telling.language.text
    talks = text("talks {length}", length=length)
    ending = ENDINGS.get(telling.call.ended_by or "", "") if one.is_last and not one.is_running else ""
    ended = f"{talks}, {text(ending)}" if ending and one.ends_ms >= telling.call_ms - 1_000 else talks
    if not one.is_first:
        return ended, talks
    answered = text("answered {clock}", clock=telling.clock(one.starts_ms))
    return f"{answered} · {ended}", f"{answered} · {talks}", ended, talks


def _after(telling: Telling, one: Happening, length: str) -> tuple[Token, str, str]:
    """What stands beside the bar, whatever its width: how it ended where that was not the usual."""
    if one.kind in ("ring", "dial") and one.result not in ("answered", ""):
        token, icon, word = said(RINGS, one.result, telling.language)
        return token, icon, f"{word}, {length}" if word else ""
    if one.kind == "queue" and one.result not in ("answered", ""):
        return said(VISITS, one.result, telling.language)
    if one.kind == "park" and one.result not in ("retrieved", ""):
        return said(PARKINGS, one.result, telling.language)
    return "muted", "", ""


def hint(telling: Telling, one: Happening) -> str:
    """The tooltip: who, what, how it ended, exact times."""
    who = telling.queue(one.who) if one.kind == "queue" else telling.long(one.who) if one.who else ""
    length = telling.length(one.starts_ms, one.ends_ms)
    texts = _texts(telling, one, length)
    _, _, after = _after(telling, one, length)
    what = texts[0] if texts else one.text
    if one.kind == "gap":
        what = telling.language.text(GAPS.get(one.result, GAPS["connection"]))
    lines = (who, ", ".join(part for part in (what, after) if part), telling.span(one.starts_ms, one.ends_ms))
    return "\n".join(line for line in lines if line)
