"""One of my calls as a line of the list."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from operator_panel.presenter.seen import Seen
from operator_panel.presenter.titles import kind_words
from operator_panel.presenter.told import OwnCall
from operator_panel.presenter.who import named
from operator_panel.presenter.writing import plain
from operator_panel.screen import Action, CallLine, Wish, Words
from shared.domain import numbers
from shared.language import to_translate

_OUTCOMES = {
    "abandoned": to_translate("the caller hung up"), "timeout": to_translate("waited too long"),
    "transferred": to_translate("transferred"), "no_answer": to_translate("nobody answered"),
    "busy": to_translate("busy"), "cancelled": to_translate("the caller hung up"),
    "left_ivr": to_translate("the caller hung up"), "overflow": to_translate("left to voicemail"),
    "key": to_translate("left the queue by a key"), "lost": to_translate("not known"),
}


def day_title(seen: Seen, at: datetime, its: date) -> str:
    """The heading over the calls of another day."""
    if its == seen.today - timedelta(days=1):
        return seen.language.text("Yesterday")
    return seen.language.day(at, seen.zone)


def line(seen: Seen, one: OwnCall, heading: str) -> CallLine:
    """The call with what became of it and what can be done."""
    language = seen.language
    name, number = named(seen, one.number, one.name or seen.names.get(one.number or ""))
    is_answered = one.kind != "outgoing" or bool(one.talk_seconds)
    code = seen.draft(one.call).disposition or one.disposition or ""
    title = next((plain(known.title) for known in seen.desk.dispositions if known.code == code and known.title), "")
    result = title or plain(code) or (language.text("Missed|one call") if one.kind == "missed" else "")
    return CallLine(
        key=f"{one.pbx}/{one.call}/{one.kind}", kind=kind_words(one.kind, language, is_answered=is_answered),
        name=name, detail=_detail(seen, one, is_answered=is_answered), time=seen.clock(one.at), result=result,
        token="bad" if one.kind == "missed" and not title else "muted", heading=heading, back=_back(seen, one),
        note=_more(seen, one), number=number, wish=Wish("open_call", call=one.call),
        actions=_actions(seen, one),
    )  # fmt: skip


def _detail(seen: Seen, one: OwnCall, *, is_answered: bool) -> str:
    """Podpora · hovor 04:18; Prodej · zvonilo 00:20."""
    language = seen.language
    match one.kind:
        case "missed":
            rang = one.ring_seconds
            time = None if rang is None else language.text("rang {time}", time=seen.seconds(rang))
        case _ if not is_answered:
            time = language.text("not answered")
        case _:
            talk = one.talk_seconds
            time = None if talk is None else language.text("call {time}", time=seen.seconds(talk))
    where = seen.queue_title(one.queue)
    if one.kind in ("outgoing", "internal"):
        kind = language.text("Outgoing|one call") if one.kind == "outgoing" else language.text("Internal|one call")
        where = where or kind
    return " · ".join(part for part in (where or seen.line_title(one.line), time) if part)


def _back(seen: Seen, one: OwnCall) -> Words:
    if one.kind != "missed" or not one.number or not _is_dialable(one.number):
        return Words()
    if one.called_back_at is None:
        return Words(seen.language.text("not called back"), "warn", "history")
    return Words(seen.language.text("called back {time}", time=seen.when(one.called_back_at)), "good", "tick")


def _more(seen: Seen, one: OwnCall) -> str:
    """What became of a missed call, or of one to which nobody answered; else my note."""
    language, is_missed = seen.language, one.kind == "missed"
    if one.became is None or (not is_missed and (one.note or one.became.outcome == "answered")):
        return plain(one.note or "", 200)
    who = plain(one.became.agent_name or seen.names.get(one.became.agent or "", "") or one.became.agent or "")
    if one.became.outcome == "answered":
        return language.text("taken by {name}", name=who) if who else language.text("a colleague took it")
    said = _OUTCOMES.get(one.became.outcome)
    return language.text(said) if said else ""


def _actions(seen: Seen, one: OwnCall) -> tuple[Action, ...]:
    found = []
    language, call = seen.language, one.call
    if one.number and _is_dialable(one.number):
        can = seen.can_act and seen.may("call.own") and seen.agent is not None
        found.append(Action(Wish("dial", call=call, text=one.number), language.text("Call"), "handset",
                            is_enabled=can, hint=seen.why_not))  # fmt: skip
        found.append(Action(Wish("copy", text=one.number), language.text("Copy the number"), "copy"))
    if seen.desk.can_play_own and seen.may("recording.own"):
        for place, sound in enumerate(one.recordings, 1):
            text = language.text("Play the recording")
            if len(one.recordings) > 1:
                text = language.text("Play the recording {number}", number=place)
            found.append(Action(Wish("play", call=call, choice=sound.file), text, "play",
                                is_enabled=seen.sight == "live", hint=seen.why_not))  # fmt: skip
    return tuple(found)


def _is_dialable(number: str) -> bool:
    """Some digits, and none of them hidden from me."""
    return any(sign.isdecimal() for sign in number) and numbers.MASK not in number
