"""Compares what the collector derived from the messages with what the simulator knows to have happened."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta

from shared.domain.calls import Call, Conversation, Recording, Visit

TOLERANCE = timedelta(seconds=0.02)
"""Messages of one instant are microseconds apart; nothing of the truth may differ by more than this."""


ENDED_BY_SOMEBODY = ("answered", "abandoned", "left_ivr", "cancelled")
"""Outcomes with somebody who hung up; for the others (busy, refused …) it is a matter of words who ended
it.
"""


def enders(truth: Iterable[Call], derived: Iterable[Call]) -> list[str]:
    """One line for each call of which the two say differently who ended it."""
    found = {call.call_id: call for call in derived}
    return [f"{call.call_id} {line}" for call in truth if call.call_id in found and _is_ended_by_somebody(call)
            for line in _fields("", call, found[call.call_id], "ended_by")]


def _is_ended_by_somebody(call: Call) -> bool:
    """Not where it is a matter of words: refused, or talking with somebody outside whom the agent called."""
    is_outside = bool(call.conversations) and call.conversations[-1].party == "caller"
    return call.outcome in ENDED_BY_SOMEBODY and not is_outside


def differences(truth: Iterable[Call], derived: Iterable[Call]) -> list[str]:
    """One line for each thing that differs (but for who ended the call), empty if the two agree."""
    found = {call.call_id: call for call in derived}
    lines: list[str] = []
    for call in truth:
        other = found.pop(call.call_id, None)
        lines += ["missing " + call.call_id + f" {call.direction} {call.outcome}"] if other is None else [
            f"{call.call_id} {line}" for line in _call(call, other)]
    return lines + [f"invented {call.call_id} {call.direction} {call.outcome}" for call in found.values()]


def _call(truth: Call, found: Call) -> Iterator[str]:
    yield from _fields("", truth, found, "direction line caller called outcome")
    yield from _instants("", truth, found, "started_at answered_at ended_at")
    for name in ("visits", "conversations"):
        mine, theirs = _ordered(getattr(truth, name)), _ordered(getattr(found, name))
        theirs = theirs if name == "visits" else _once(theirs)
        if len(mine) != len(theirs):
            yield f"{name}: {len(mine)} happened, {len(theirs)} found: {[_short(one) for one in theirs]}"
        for number, (one, other) in enumerate(zip(mine, theirs, strict=False)):
            yield from (_visit if name == "visits" else _conversation)(f"{name}[{number}].", one, other)
    yield from _bags("transfers", _transfers(truth), _transfers(found))
    yield from _bags(
        "parkings",
        ((one.space, one.by, one.ending, one.retrieved_by) for one in truth.parkings),
        ((one.space, one.by, one.ending, one.retrieved_by) for one in found.parkings),
    )
    yield from _bags(
        "recordings", (one.file for one in truth.recordings), (one.file for one in found.recordings)
    )
    for one, other in zip(_by_start(truth.recordings), _by_start(found.recordings), strict=False):
        if len(one.pauses) != len(other.pauses):
            yield f"{one.file}: paused {len(one.pauses)} times, found {len(other.pauses)}"
        for mine, theirs in zip(one.pauses, other.pauses, strict=False):
            yield from _instants(f"{one.file} pause ", mine, theirs, "started_at ended_at")
            yield from _fields(f"{one.file} pause ", mine, theirs, "is_cut")


def _by_start(tapes: Iterable[Recording]) -> list[Recording]:
    return sorted(tapes, key=lambda tape: (tape.started_at, tape.file))


def _once(talks: Iterable[Conversation]) -> list[Conversation]:
    """Two of the house who talk with each other are one conversation to the ledger, two to the collector."""
    kept: dict[tuple[object, ...], Conversation] = {}
    for talk in talks:
        if (talk.other, talk.party, talk.started_at) not in kept:
            kept[talk.party, talk.other, talk.started_at] = talk
    return list(kept.values())


def _ordered(items):
    return sorted(items, key=lambda one: one.entered_at if isinstance(one, Visit) else one.started_at)


def _short(one: Visit | Conversation) -> str:
    if isinstance(one, Visit):
        return f"{one.queue} {one.outcome} {one.agent}"
    return f"{one.party} with {one.other} {one.kind or ''}"


def _visit(where: str, truth: Visit, found: Visit) -> Iterator[str]:
    yield from _fields(
        where, truth, found, "queue uniqueid nth position outcome agent agent_name credited ended_by"
    )
    yield from _instants(where, truth, found, "entered_at left_at answered_at ended_at")
    yield from _lengths(where, truth, found, "wait_time ring_time talk_time hold_time")
    mine = sorted(truth.attempts, key=lambda one: one.leg_id)
    theirs = sorted(found.attempts, key=lambda one: one.leg_id)
    if [one.leg_id for one in mine] != [one.leg_id for one in theirs]:
        yield f"{where}attempts: {len(mine)} happened, {len(theirs)} found"
        return
    for one, other in zip(mine, theirs, strict=True):
        yield from _fields(f"{where}attempt {one.agent} ", one, other, "agent interface result")
        yield from _instants(f"{where}attempt {one.agent} {one.result} ", one, other, "started_at ended_at")


def _conversation(where: str, truth: Conversation, found: Conversation) -> Iterator[str]:
    yield from _fields(where, truth, found, "party other kind")
    yield from _instants(where, truth, found, "started_at ended_at")
    yield from _lengths(where, truth, found, "talk_time hold_time")


def _fields(where: str, truth: object, found: object, names: str) -> Iterator[str]:
    for name in names.split():
        mine, theirs = getattr(truth, name), getattr(found, name)
        if mine != theirs:
            yield f"{where}{name}: happened {mine!r}, found {theirs!r}"


def _instants(where: str, truth: object, found: object, names: str) -> Iterator[str]:
    for name in names.split():
        mine: datetime | None = getattr(truth, name)
        theirs: datetime | None = getattr(found, name)
        if (mine is None) != (theirs is None) or (mine and theirs and abs(mine - theirs) > TOLERANCE):
            yield f"{where}{name}: happened {mine}, found {theirs}"


def _lengths(where: str, truth: object, found: object, names: str) -> Iterator[str]:
    for name in names.split():
        mine: timedelta | None = getattr(truth, name)
        theirs: timedelta | None = getattr(found, name)
        if (mine is None) != (theirs is None) or (
                mine is not None and theirs is not None and abs(mine - theirs) > TOLERANCE * 2):
            yield f"{where}{name}: happened {mine}, found {theirs}"


def _transfers(call: Call) -> Iterator[object]:
    """Parking by REFER to the parking extension is a parking to the ledger, whatever else it may be
    called.
    """
    return ((one.kind, one.by, one.to, one.is_completed) for one in call.transfers if one.to != "700")


def _bags(name: str, truth: Iterable[object], found: Iterable[object]) -> Iterator[str]:
    mine, theirs = Counter(truth), Counter(found)
    if mine != theirs:
        yield f"{name}: happened {sorted(map(str, mine - theirs))}, found instead {sorted(map(str, theirs - mine))}"
