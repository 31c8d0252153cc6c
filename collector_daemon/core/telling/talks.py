"""Who heard whom, and when: conversations from bridge membership.

Sound passes between the legs of a bridge and between the two halves of a Local channel; persons in one connected
group hear each other. The rules:

1. A conversation is a span in which a person's leg is connected to the same other parties. Spans of the same
   pair that touch (a leg swapped for another during Local optimisation) are one.
2. Employees' conversations are told from both sides; the customer's with an outsider is told as the party "caller".
3. Hold is any time inside the span in which either side held, or in which the agent's leg was away consulting
   while the customer waited: the span goes on until the customer is with somebody else, or the agent is gone.
"""

from __future__ import annotations

from datetime import datetime, timedelta

import msgspec

from collector_daemon.core.telling.whom import Whom
from collector_daemon.core.trace import Leg, Trace

TOUCH = timedelta(milliseconds=400)
"""Two spans of the same pair closer than this are one: a swap of legs takes some milliseconds."""
ZERO = timedelta(0)


class Talk(msgspec.Struct):
    """A span in which ``leg_id`` heard the legs ``with_ids``. ``ended_at`` is None while it goes on."""

    leg_id: str
    with_ids: frozenset[str]
    started_at: datetime
    ended_at: datetime | None
    away: list[tuple[datetime, datetime | None]] = msgspec.field(default_factory=list)


def hearings(trace: Trace) -> list[Talk]:
    """For each person's leg the spans in which it heard the same set of other persons, in order of time."""
    open_talks: dict[str, Talk] = {}
    done: list[Talk] = []
    for start, end in _intervals(trace):
        groups = _groups(trace, start, end)
        for leg_id in list(open_talks):
            others = groups.get(leg_id, frozenset()) - {leg_id}
            if others != open_talks[leg_id].with_ids:
                done.append(open_talks.pop(leg_id))
        for leg_id, group in groups.items():
            others = group - {leg_id}
            if not others:
                continue
            if leg_id in open_talks:
                open_talks[leg_id].ended_at = end
            else:
                open_talks[leg_id] = Talk(leg_id, others, start, end)
    done += open_talks.values()
    return sorted(done, key=lambda talk: talk.started_at)


def _intervals(trace: Trace) -> list[tuple[datetime, datetime | None]]:
    """The stretches between any two changes of who sits where; the last one is open."""
    instants = {stay.entered_at for stay in trace.stays}
    instants |= {stay.left_at for stay in trace.stays if stay.left_at}
    instants |= {leg.ended_at for leg in trace.legs.values() if leg.twin and leg.ended_at}
    ordered = sorted(instants)
    later: list[datetime | None] = [*ordered[1:], None]
    return list(zip(ordered, later, strict=False))


def _groups(trace: Trace, start: datetime, end: datetime | None) -> dict[str, frozenset[str]]:
    """Who is connected to whom all through one interval: person's leg → persons' legs in its group."""
    members: dict[str, list[str]] = {}
    for stay in trace.stays:
        if stay.entered_at <= start and (stay.left_at is None or (end is not None and stay.left_at >= end)):
            members.setdefault(stay.bridge_id, []).append(stay.leg_id)
    place = {leg_id: bridge_id for bridge_id, leg_ids in members.items() for leg_id in leg_ids}
    root = {bridge_id: bridge_id for bridge_id in members}

    def find(bridge_id: str) -> str:
        while root[bridge_id] != bridge_id:
            bridge_id = root[bridge_id]
        return bridge_id

    for leg_id, bridge_id in place.items():
        twin = trace.legs[leg_id].twin
        if twin in place:
            root[find(bridge_id)] = find(place[twin])
    found: dict[str, set[str]] = {}
    for leg_id, bridge_id in place.items():
        if trace.legs[leg_id].is_person:
            found.setdefault(find(bridge_id), set()).add(leg_id)
    return {leg_id: frozenset(group) for group in found.values() for leg_id in group}


def talks_of(trace: Trace, roles: Whom, leg: Leg, heard: list[Talk]) -> list[Talk]:
    """The conversations of one leg: hearings cut by whom it names, joined where they touch or were only held."""
    talks: list[Talk] = []
    for talk in heard:
        if talk.leg_id != leg.leg_id:
            continue
        last = talks[-1] if talks else None
        same = last is not None and other_of(trace, roles, last) == other_of(trace, roles, talk)
        if last and last.ended_at and same and talk.started_at - last.ended_at <= TOUCH:
            last.ended_at, last.with_ids = talk.ended_at, talk.with_ids
        else:
            talks.append(Talk(talk.leg_id, talk.with_ids, talk.started_at, talk.ended_at))
    return _held_through(trace, roles, leg, talks, heard)


def other_of(trace: Trace, roles: Whom, talk: Talk) -> str:
    """The name of the other side: the customer before employees before outsiders."""
    legs = sorted((trace.legs[leg_id] for leg_id in talk.with_ids), key=lambda leg: leg.started_at)
    names = [roles.name_of(leg) for leg in legs]
    if "caller" in names:
        return "caller"
    inside = [roles.name_of(leg) for leg in legs if leg.is_inside]
    return (inside or names)[0]


def _held_through(trace: Trace, roles: Whom, leg: Leg, talks: list[Talk], heard: list[Talk]) -> list[Talk]:
    """Rule 3: while the agent's same leg consults and the customer waits, his talk with the customer is on hold."""
    kept: list[Talk] = []
    for talk in talks:
        mine = next((old for old in kept if _is_customer(trace, roles, old)), None)
        if _is_customer(trace, roles, talk) and mine and mine.ended_at and not _was_taken(roles, mine, talk, heard):
            mine.away.append((mine.ended_at, talk.started_at))
            mine.ended_at = talk.ended_at
            continue
        kept.append(talk)
    for talk in kept:
        if talk.ended_at and _is_customer(trace, roles, talk):
            _extend(trace, roles, leg, talk, talks, heard)
    return kept


def _is_customer(trace: Trace, roles: Whom, talk: Talk) -> bool:
    return roles.customer is not None and other_of(trace, roles, talk) == "caller"


def _was_taken(roles: Whom, earlier: Talk, later: Talk, heard: list[Talk]) -> bool:
    """Between two of an agent's talks with the customer, was the customer with somebody else?"""
    customer_id = roles.customer.leg_id if roles.customer else ""
    return any(
        talk.leg_id == customer_id and earlier.ended_at and talk.started_at >= earlier.ended_at
        and talk.started_at < later.started_at and earlier.leg_id not in talk.with_ids
        for talk in heard
    )


def _extend(trace: Trace, roles: Whom, leg: Leg, talk: Talk, talks: list[Talk], heard: list[Talk]) -> None:
    """The agent's leg went consulting and never came back to the customer: on hold until the transfer."""
    consulted = [one for one in talks if talk.ended_at and one.started_at >= talk.ended_at and one is not talk]
    rang = [dial for dial in trace.dials if talk.ended_at and dial.source_id in _around(trace, leg)
            and talk.ended_at <= dial.started_at <= talk.ended_at + timedelta(seconds=15)]
    if talk.ended_at is None or not (consulted or rang) or roles.customer is None:
        return
    if any(abs(lot.started_at - talk.ended_at) <= TOUCH for lot in trace.lots):
        return  # parked: the agent only hears the number of the space
    until = [one.started_at for one in heard
             if one.leg_id == roles.customer.leg_id and one.started_at >= talk.ended_at]
    until += [move.happened_at for move in trace.moves if move.happened_at >= talk.ended_at]
    until += [end for end in (leg.ended_at, roles.customer.ended_at) if end and end >= talk.ended_at]
    if until and min(until) - talk.ended_at > ZERO:
        talk.away.append((talk.ended_at, min(until)))
        talk.ended_at = min(until)


def _around(trace: Trace, leg: Leg) -> set[str]:
    """The leg itself and Local halves: a feature-code consultation is rung through a Local channel."""
    return {leg.leg_id} | {one.leg_id for one in trace.legs.values() if not one.is_person}


def hold_spans(
    trace: Trace, talk: Talk, end: datetime | None
) -> list[tuple[datetime, datetime | None]]:
    """The held stretches of a talk, merged: either side's holds and the times away.

    A hold belongs to the talk in which it began: who consults by feature code holds the customer, not his colleague.
    """
    holders = {talk.leg_id, *talk.with_ids}
    spans = [
        (span.started_at, span.ended_at) for span in trace.holds
        if span.leg_id in holders and span.started_at >= talk.started_at
    ]
    clipped = [clip(span, talk.started_at, end) for span in spans + talk.away]
    merged: list[tuple[datetime, datetime | None]] = []
    for start, stop in sorted((span for span in clipped if span), key=lambda span: span[0]):
        last_stop = merged[-1][1] if merged else None
        if merged and (last_stop is None or start <= last_stop):
            longest = None if last_stop is None or stop is None else max(last_stop, stop)
            merged[-1] = (merged[-1][0], longest)
        else:
            merged.append((start, stop))
    return merged


def clip(
    span: tuple[datetime, datetime | None], start: datetime, end: datetime | None
) -> tuple[datetime, datetime | None] | None:
    """The part of a span inside [start, end), None where there is none."""
    low = max(span[0], start)
    high = span[1] if end is None else end if span[1] is None else min(span[1], end)
    return None if high is not None and high <= low else (low, high)


def length(spans: list[tuple[datetime, datetime | None]]) -> timedelta:
    """The sum of closed spans; an open one counts nothing yet."""
    return sum((stop - start for start, stop in spans if stop), ZERO)
