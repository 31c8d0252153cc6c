"""The chosen call: what became of it, its facts, its steps in a few words, and other calls of the customer."""

from __future__ import annotations

from datetime import datetime
from typing import NamedTuple

from shared.domain.calls import AttemptResult, Call, Conversation, Visit, VisitOutcome
from shared.language import to_translate
from supervisor_console.calls.presenter import rows, words
from supervisor_console.calls.presenter.moment import Around, ChosenCall
from supervisor_console.calls.screen import Cell, Detail, LinkedLine, StepLine
from supervisor_console.reports.found import FoundCall

_RINGS: dict[AttemptResult, str] = {
    "no_answer": to_translate("Rings {agent}, not answered"), "rejected": to_translate("Rings {agent}, declined"),
    "elsewhere": to_translate("Rings {agent}, another took it"), "cancelled": to_translate("Rings {agent}, ended"),
    "failed": to_translate("Rings {agent}, unreachable"), "answered": to_translate("Rings {agent}"),
}  # fmt: skip
_LEFT: dict[VisitOutcome, str] = {
    "timeout": to_translate("Waited too long in {queue}"), "key": to_translate("Left {queue} by a key"),
    "join_empty": to_translate("{queue} was empty, refused"), "leave_empty": to_translate("Sent from {queue}: empty"),
    "full": to_translate("{queue} was full, refused"), "transferred": to_translate("Redirected from {queue}"),
}  # fmt: skip


class _Step(NamedTuple):
    at: datetime
    text: str
    milliseconds: int | None


def detail(chosen: ChosenCall, around: Around) -> Detail:
    """All of the panel on the right."""
    call, tracked = chosen.found, chosen.tracked
    return Detail(
        key=(call.pbx, call.call),
        title=words.phone(words.customers_number(call), around),
        states=_states(call, around),
        facts=_facts(call, around),
        steps=tuple(_line(one, around) for one in steps(tracked.call, around)) if tracked else (),
        linked=tuple(_linked(one, around) for one in chosen.linked),
        notes=call.notes,
        recording=_why_silent(call, around),
        is_loading=chosen.is_loading,
        failure=chosen.failure,
    )


def _states(call: FoundCall, around: Around) -> tuple[Cell, ...]:
    text = around.language.text
    found = [words.outcome(call, around)]
    if call.called_back_at is not None:
        found.append(Cell(text("Called back"), "good", "tick"))
    if call.is_transferred:
        found.append(Cell(text("Transferred|of one call"), "accent", "swap"))
    if call.is_held:
        found.append(Cell(text("Held|of one call"), "held", "pause"))
    if call.is_in_gap:
        found.append(Cell(text("Collection gap"), "warn", "triangle"))
    return tuple(found)


def _facts(call: FoundCall, around: Around) -> tuple[tuple[str, Cell], ...]:
    text, shown = around.language.text, rows.row(call, around, has_days=False).cells
    agents = " → ".join(words.agent(extension, name) for extension, name in call.agents)
    found = [
        (text("Start"), Cell(words.day_and_time(call.started_at, around))),
        (text("Customer"), shown["name"]),
        (text("Called number"), shown["line"]),
        (text("Queue"), shown["queue"]),
        (text("Waited"), _waited(call, around)),
        (text("Operators") if len(call.agents) > 1 else text("Operator"), Cell(agents)),
        (text("Talk"), shown["talk"]),
        (text("Result code"), shown["disposition"]),
    ]
    kept = [(label, cell) for label, cell in found if cell.text not in ("", words.NOTHING)]
    return (*kept, (text("Recording|noun"), _recording(call, around)))


def _waited(call: FoundCall, around: Around) -> Cell:
    if call.wait_ms is None:
        return words.NONE
    if call.outcome == "abandoned" and call.ended_by == "caller":
        return Cell(around.language.text("{length}, the caller hung up", length=words.length(call.wait_ms)))
    return Cell(words.length(call.wait_ms))


def _recording(call: FoundCall, around: Around) -> Cell:
    if call.recordings:
        said = around.language.plural("{number} recording", "{number} recordings", call.recordings)
        return Cell(said, "bad", "record")
    return Cell(_why_silent(call, around), "muted")


def _why_silent(call: FoundCall, around: Around) -> str:
    if call.recordings:
        return ""
    if call.outcome != "answered":
        return around.language.text("None, the call was not connected.")
    return around.language.text("None, the call was not recorded.")


def _linked(call: FoundCall, around: Around) -> LinkedLine:
    shown = words.direction(call, around)
    who = words.agent(*call.agents[-1]) if call.agents else words.outcome(call, around).text
    at = words.clock(call.started_at, around)
    if call.started_at.date() != around.now.date():
        at = words.day_and_time(call.started_at, around)
    return LinkedLine((call.pbx, call.call), shown.icon, shown.token, f"{at} · {who}", words.length(call.talk_ms))


def _line(one: _Step, around: Around) -> StepLine:
    took = words.length(one.milliseconds) if one.milliseconds is not None else ""
    return StepLine(words.clock(one.at, around), one.text, took)


# --- steps


def steps(call: Call, around: Around) -> list[_Step]:
    """What happened, in the order of time."""
    found = _menu(call, around)
    for visit in call.visits:
        found += _visit(visit, around)
    found += [_conversation(one, around) for one in call.conversations]
    text = around.language.text
    for one in call.transfers:
        said = text("Transferred to {target}") if one.is_completed else text("Transfer to {target} failed")
        found.append(_Step(one.happened_at, said.replace("{target}", _place(one.to, around)), None))
    for lot in call.parkings:
        said = text("Parked at {space}|step", space=lot.space)
        found.append(_Step(lot.started_at, said, words.between(lot.started_at, lot.ended_at)))
    found.sort(key=lambda one: one.at)
    if call.ended_at is not None:
        found.append(_Step(call.ended_at, _ending(call, around), None))
    return found


def _menu(call: Call, around: Around) -> list[_Step]:
    """What came before the first queue or talk: the menu, and which keys were pressed there."""
    after = [one.entered_at for one in call.visits] + [one.started_at for one in call.conversations]
    first = min(after, default=call.ended_at)
    took = words.between(call.started_at, first)
    if call.direction != "inbound" or first is None or not took:
        return []
    pressed = (one for one in call.steps if one.kind == "digit" and one.party is None)
    keys = "".join(one.text[:1] for one in pressed if one.happened_at <= first)
    text = around.language.text
    return [_Step(call.started_at, text("Menu, key {keys}", keys=keys) if keys else text("Menu"), took)]


def _visit(visit: Visit, around: Around) -> list[_Step]:
    text, queue = around.language.text, around.centre.queue_title(visit.queue)
    wait = words.milliseconds(visit.wait_time)
    found = [_Step(visit.entered_at, text("Joins queue {queue}", queue=queue), wait)]
    for ring in visit.attempts:
        said = text(_RINGS[ring.result or "answered"], agent=ring.agent)
        if ring.result != "answered":
            found.append(_Step(ring.started_at, said, words.between(ring.started_at, ring.ended_at)))
    if visit.outcome in _LEFT and visit.left_at is not None:
        found.append(_Step(visit.left_at, text(_LEFT[visit.outcome], queue=queue), None))
    return found


def _conversation(one: Conversation, around: Around) -> _Step:
    text = around.language.text
    if one.kind == "consultation":
        said = text("{agent} consults {other}", agent=one.party, other=one.other)
    else:
        said = text("Answered by {agent}", agent=one.party)
    return _Step(one.started_at, said, words.between(one.started_at, one.ended_at))


def _place(target: str | None, around: Around) -> str:
    if not target:
        return words.NOTHING
    queue = around.centre.queue_title(target)
    return queue if queue != target else words.phone(target, around)


def _ending(call: Call, around: Around) -> str:
    text = around.language.text
    return {
        "caller": text("The caller hung up"), "agent": text("The operator hung up"),
        "transfer": text("Passed on"), "system": text("Ended by the system"), None: text("Ended"),
    }[call.ended_by]  # fmt: skip
