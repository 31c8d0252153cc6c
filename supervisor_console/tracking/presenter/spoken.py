"""Who talked with whom, who held whom: conversations as spans, each told once."""

from __future__ import annotations

from collections.abc import Iterator

from shared.domain.calls import Conversation
from supervisor_console.tracking.presenter.happening import Happening, agent_lane
from supervisor_console.tracking.presenter.telling import CALLER, Telling


def conversations(telling: Telling) -> list[Happening]:
    """Talks, holds and consultations, in order of time."""
    found: list[Happening] = []
    last = max((one.ended_at or telling.now for one in telling.call.conversations), default=None)
    for number, one in enumerate(telling.call.conversations):
        who, other = _sides(telling, one)
        if not who or _is_doubled(telling, number, one):
            continue
        if other == CALLER:
            is_last = (one.ended_at or telling.now) == last
            found += _with_caller(telling, number, one, who, is_last=is_last)
        else:
            found += _among_others(telling, number, one, who, other)
    return sorted(found, key=lambda each: (each.starts_ms, each.ends_ms))


def _sides(telling: Telling, one: Conversation) -> tuple[str, str]:
    """Who talked, and with whom; the caller is never the first of them."""
    if not telling.is_caller(one.party):
        return one.party, CALLER if telling.is_caller(one.other) else one.other
    return ("" if telling.is_caller(one.other) else one.other), CALLER


def _is_doubled(telling: Telling, number: int, one: Conversation) -> bool:
    """In a call within the house the caller's talks are told by both; the other one's word is taken."""
    if not telling.is_caller(one.party):
        return False
    return any(
        other.party == one.other and telling.is_caller(other.other) and other.started_at == one.started_at
        for place, other in enumerate(telling.call.conversations) if place != number
    )  # fmt: skip


def _with_caller(telling: Telling, number: int, one: Conversation, who: str, *, is_last: bool) -> Iterator[Happening]:
    """Talk, hold, talk: one after the other."""
    start, end = telling.ms(one.started_at), telling.ms(one.ended_at)
    is_open, lane, place, first = one.ended_at is None, agent_lane(who), start, True
    for nth, hold in enumerate(one.holds):
        held, freed = max(place, telling.ms(hold.started_at)), min(end, telling.ms(hold.ended_at or one.ended_at))
        if held > place:
            yield Happening(
                key=f"talk:{number}:{nth}", kind="talk", lane=lane, who=who, other=CALLER, starts_ms=place,
                ends_ms=held, is_first=first,
            )  # fmt: skip
            first = False
        if freed > held:
            ends = freed >= end
            yield Happening(
                key=f"hold:{number}:{nth}", kind="hold", lane=lane, who=who, other=CALLER, starts_ms=held,
                ends_ms=freed, is_running=is_open and ends, is_last=is_last and ends,
            )  # fmt: skip
        place = max(place, freed)
    if place < end or (first and not one.holds):
        yield Happening(
            key=f"talk:{number}:{len(one.holds)}", kind="talk", lane=lane, who=who, other=CALLER, starts_ms=place,
            ends_ms=end, is_first=first, is_running=is_open, is_last=is_last,
        )  # fmt: skip


def _among_others(telling: Telling, number: int, one: Conversation, who: str, other: str) -> Iterator[Happening]:
    """A consultation: in both lanes, one line of the table."""
    talks = telling.call.conversations
    mirror = next(
        (
            place for place, each in enumerate(talks)
            if each.party == other and each.other == who and each.started_at == one.started_at
        ),
        None,
    )  # fmt: skip
    is_mirrored = mirror is not None and mirror < number
    told = Happening(
        key=f"consult:{number}", kind="consult", lane=agent_lane(who), who=who, other=other,
        starts_ms=telling.ms(one.started_at), ends_ms=telling.ms(one.ended_at), is_running=one.ended_at is None,
        is_mirrored=is_mirrored, row=f"consult:{mirror}" if is_mirrored else "",
    )  # fmt: skip
    yield told
    if mirror is None:
        yield Happening(
            key=f"consulted:{number}", kind="consult", lane=agent_lane(other), who=other, other=who,
            starts_ms=told.starts_ms, ends_ms=told.ends_ms, is_running=told.is_running, is_mirrored=True, row=told.key,
        )  # fmt: skip
