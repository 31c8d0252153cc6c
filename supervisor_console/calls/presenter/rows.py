"""Calls as rows of the table, and the columns that there are."""

from __future__ import annotations

import msgspec

from shared.domain import numbers
from supervisor_console.calls.presenter import words
from supervisor_console.calls.presenter.moment import Around
from supervisor_console.calls.presenter.words import NONE
from supervisor_console.calls.screen import Cell, ColumnHead, ColumnName, Row
from supervisor_console.reports.found import FoundCall

MISSED = ("abandoned", "left_ivr", "no_answer", "overflow")
_HIDDEN = frozenset(("line", "name", "hold", "ring", "length", "ended_by", "disposition", "note"))


def columns(around: Around, *, has_days: bool) -> tuple[ColumnHead, ...]:
    """All columns in their first order; ``has_days``: the time needs its day too."""
    text = around.language.text
    found = (
        ColumnHead(name="time", title=text("Time"), word=text("Time"), order="newest", width=164 if has_days else 92),
        ColumnHead(name="direction", title="", word=text("Direction"), width=36),
        ColumnHead(name="caller", title=text("Caller"), word=text("Caller"), width=152),
        ColumnHead(name="queue", title=text("Queue"), word=text("Queue"), width=88),
        ColumnHead(name="agent", title=text("Oper."), word=text("Operator"), width=68),
        ColumnHead(name="wait", title=text("Wait"), word=text("Wait"), is_number=True, order="longest_wait", width=64),
        ColumnHead(name="talk", title=text("Talk"), word=text("Talk"), is_number=True, order="longest_talk", width=64),
        ColumnHead(name="outcome", title=text("Outcome"), word=text("Outcome"), width=144),
        ColumnHead(name="called_back", title=text("Call back|done?"), word=text("Call back|done?"), width=124),
        ColumnHead(name="recording", title="●", word=text("Recording|noun"), width=36),
        ColumnHead(name="line", title=text("Called number"), word=text("Called number"), width=148),
        ColumnHead(name="name", title=text("Name"), word=text("Name"), width=140),
        ColumnHead(name="hold", title=text("Hold|how long"), word=text("Hold|how long"), is_number=True, width=72),
        ColumnHead(
            name="ring", title=text("Ringing|how long"), word=text("Ringing|how long"), is_number=True, width=72
        ),
        ColumnHead(name="length", title=text("Length"), word=text("Length"), is_number=True, order="longest", width=72),
        ColumnHead(name="ended_by", title=text("Ended by"), word=text("Ended by"), width=96),
        ColumnHead(name="disposition", title=text("Result code"), word=text("Result code"), width=120),
        ColumnHead(name="note", title=text("Note"), word=text("Note"), width=180),
    )
    return tuple(msgspec.structs.replace(one, is_shown=one.name not in _HIDDEN) for one in found)


def row(call: FoundCall, around: Around, *, has_days: bool) -> Row:
    """A call as a row."""
    at = words.day_and_time(call.started_at, around) if has_days else words.clock(call.started_at, around)
    cells: dict[ColumnName, Cell] = {
        "time": Cell(at, hint=words.day_and_time(call.started_at, around)),
        "direction": words.direction(call, around), "caller": _caller(call, around), "queue": _queues(call, around),
        "agent": _agents(call), "wait": _length(call.wait_ms), "talk": _length(call.talk_ms),
        "outcome": words.outcome(call, around), "called_back": called_back(call, around),
        "recording": _recording(call, around), "line": _line(call, around), "name": _name(call, around),
        "hold": _length(call.hold_ms), "ring": _length(call.ring_ms), "length": _length(call.length_ms),
        "ended_by": words.ended_by(call, around), "disposition": _joined(call.dispositions),
        "note": _joined(call.notes),
    }  # fmt: skip
    return Row((call.pbx, call.call), cells)


def called_back(call: FoundCall, around: Around) -> Cell:
    """Has a customer who was missed been called back?"""
    if call.called_back_at is not None:
        zone = words.zone_of(around)
        is_same_day = call.called_back_at.astimezone(zone).date() == call.started_at.astimezone(zone).date()
        clock = around.language.clock(call.called_back_at, zone, seconds=False)
        if not is_same_day:
            clock = around.language.short_day(call.called_back_at, zone)
        hint = words.day_and_time(call.called_back_at, around)
        return Cell(around.language.text("back {time}", time=clock), "text", "tick", hint)
    if call.direction == "inbound" and call.outcome in MISSED and words.customers_number(call):
        return Cell(around.language.text("to be called"), "warn", "handset")
    return NONE


def _caller(call: FoundCall, around: Around) -> Cell:
    number = words.customers_number(call)
    shown = words.phone(number, around)
    is_hidden = number is None or numbers.is_hidden(number)
    return Cell(shown, "muted" if is_hidden else "text", hint=call.caller_name or "" if not around.is_masked else "")


def _line(call: FoundCall, around: Around) -> Cell:
    number = call.line or (call.called if call.direction != "outbound" else None)
    title = next((one.title for one in around.centre.lines if one.line == number and one.title), "")
    if not number:
        return NONE
    shown = around.language.phone(number, around.centre.country)
    return Cell(title or shown, hint=shown)


def _name(call: FoundCall, around: Around) -> Cell:
    return Cell(call.caller_name) if call.caller_name and not around.is_masked else NONE


def _queues(call: FoundCall, around: Around) -> Cell:
    titles = [around.centre.queue_title(queue) for queue in call.queues]
    return Cell(" → ".join(titles), hint=" → ".join(titles)) if titles else NONE


def _agents(call: FoundCall) -> Cell:
    if not call.agents:
        return NONE
    hint = " → ".join(words.agent(extension, name) for extension, name in call.agents)
    return Cell(" → ".join(extension for extension, _ in call.agents), hint=hint)


def _recording(call: FoundCall, around: Around) -> Cell:
    if not call.recordings:
        return Cell("")
    hint = around.language.plural("{number} recording", "{number} recordings", call.recordings)
    return Cell("●", "bad", hint=hint)


def _length(milliseconds: int | None) -> Cell:
    return Cell(words.length(milliseconds)) if milliseconds is not None else NONE


def _joined(texts: tuple[str, ...]) -> Cell:
    return Cell(" · ".join(texts), hint="\n".join(texts)) if texts else NONE
