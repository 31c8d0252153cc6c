"""What of a queue_log the database lacks, as facts to be written: visits with the calls that carry them. Pure.

Rules:

1. What was heard over AMI stays. A visit is added only where nobody listened: before the daemon's first day, or in
   a stored gap. One that the daemon could have seen and did not is counted (``watched``), not added.
2. A visit whose end fell into a gap is completed: what we told of it ends where the gap begins.
3. Not so where the PBX itself went away: app_queue then logs people's hanging up that never was.
4. A call of which anything was imported says so (``origin``). Instants and lengths are app_queue's whole seconds.
5. A visit is known again by channel, queue and the time of entry: importing twice changes nothing. Only a member
   who was imported by name gets his extension once it is known.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta

import msgspec

from collector_daemon.store.queue_log.imported import call_of, conversation_of, steps_of, transfers_of, visit_of
from collector_daemon.store.queue_log.log import LoggedVisit
from collector_daemon.store.queue_log.member_names import MemberNames
from collector_daemon.store.queue_log.reconcile import take_match
from shared.domain.agents import Gap
from shared.domain.calls import Call, CallOutcome, Conversation, Visit

SECOND = timedelta(seconds=1)
NEAR = 2 * SECOND
BY_PBX = ("pbx_stopped", "pbx_crashed")


class Watch(msgspec.Struct, frozen=True):
    """When somebody listened to the PBX: from ``since`` (None: never) on, but for the gaps."""

    since: datetime | None
    gaps: Sequence[Gap] = ()

    def is_blind(self, at: datetime) -> bool:
        """Whether nobody listened at that moment, give or take app_queue's whole seconds."""
        return self.since is None or at + SECOND <= self.since or self.gap_at(at) is not None

    def gap_at(self, at: datetime) -> Gap | None:
        """The gap that an instant falls into."""
        for gap in self.gaps:
            if gap.started_at - NEAR <= at and (gap.ended_at is None or at <= gap.ended_at + NEAR):
                return gap
        return None


class Backfill(msgspec.Struct):
    """What came of a stretch of a log: calls to write, and visits counted by what was done with them."""

    calls: dict[str, Call] = {}
    added: int = 0
    completed: int = 0
    known: int = 0
    unfinished: int = 0
    watched: list[LoggedVisit] = []


class Site(msgspec.Struct, frozen=True):
    """What an import knows of the PBX: its name, whose names mean whom, which numbers are extensions."""

    pbx: str
    names: MemberNames
    extensions: str

    def is_inside(self, number: str) -> bool:
        """Whether a caller's number is an extension."""
        return bool(re.fullmatch(self.extensions, number))


def backfill(
    visits: Sequence[LoggedVisit], stored: Iterable[Call], site: Site, watch: Watch, is_everything: bool = False
) -> Backfill:
    """Compare logged visits with the stored calls around them. ``is_everything``: add watched ones as well."""
    found = Backfill(calls={}, watched=[])
    calls = {call.call_id: call for call in stored}
    ours: dict[tuple[str, str], list[tuple[Call, Visit]]] = {}
    for call in calls.values():
        for visit in call.visits:
            ours.setdefault((visit.uniqueid, visit.queue), []).append((call, visit))
    carriers = {visit.uniqueid: call.call_id for call in calls.values() for visit in call.visits}
    for logged in visits:
        match = take_match(ours, logged)
        if match is not None:
            _complete(found, calls, match[0].call_id, match[1], logged, site, watch)
        elif not logged.is_over:
            found.unfinished += 1
        elif not (is_everything or _is_blind(watch, logged)):
            found.watched.append(logged)
        else:
            _add(found, calls, carriers, logged, site)
    return found


def _is_blind(watch: Watch, logged: LoggedVisit) -> bool:
    return watch.is_blind(logged.entered_at) or watch.is_blind(logged.left_at or logged.entered_at)


def _add(
    found: Backfill, calls: dict[str, Call], carriers: dict[str, str], logged: LoggedVisit, site: Site
) -> None:
    found.added += 1
    call_id = carriers.get(logged.uniqueid, logged.uniqueid)
    call = calls.get(call_id)
    key = (logged.uniqueid, logged.queue)
    taken = {one.nth for one in call.visits if (one.uniqueid, one.queue) == key} if call else set()
    nth = logged.nth if logged.nth not in taken else max(taken) + 1
    visit = visit_of(logged, nth, site.names)
    if call is None:
        new = call_of(site.pbx, logged, visit, "internal" if site.is_inside(logged.caller) else "inbound")
    else:
        new = _with(call, visit, logged)
    calls[call_id] = found.calls[call_id] = new


def _with(call: Call, visit: Visit, logged: LoggedVisit, was: Visit | None = None) -> Call:
    """The call with a visit added, or in the place of ``was``; what follows from it follows."""
    visits = tuple(sorted((*(one for one in call.visits if one is not was), visit), key=lambda one: one.entered_at))
    conversations = _conversations(call, visit, was)
    ends = [at for at in (call.ended_at, visit.ended_at) if at]
    passed = transfers_of(visit, logged)
    is_told = any(abs(one.happened_at - each.happened_at) <= NEAR for one in passed for each in call.transfers)
    is_last = visit is visits[-1] and visit.ended_by in ("caller", "agent")
    return msgspec.structs.replace(
        call, visits=visits, conversations=conversations, is_in_gap=True, origin="queue_log",
        started_at=min(call.started_at, visit.entered_at), ended_at=max(ends, default=None),
        answered_at=min((at for at in (call.answered_at, visit.answered_at) if at), default=None),
        outcome=outcome_of(visits, call.outcome), ended_by=call.ended_by or (visit.ended_by if is_last else None),
        transfers=call.transfers if is_told else (*call.transfers, *passed),
        steps=tuple(sorted((*call.steps, *steps_of(visit, was)), key=lambda step: step.happened_at)),
    )


def _conversations(call: Call, visit: Visit, was: Visit | None) -> tuple[Conversation, ...]:
    """The answering agent's conversation: new, or the one whose end was not seen."""
    talk = conversation_of(visit)
    if talk is None:
        return call.conversations
    kept = list(call.conversations)
    for place, one in enumerate(kept):
        is_his = one.party == visit.agent and one.other == "caller" and one.kind is None
        if was is not None and is_his and abs(one.started_at - talk.started_at) <= NEAR:
            kept[place] = msgspec.structs.replace(
                one, ended_at=talk.ended_at, talk_time=visit.talk_time or one.talk_time
            )
            return tuple(kept)
    return tuple(sorted((*kept, talk), key=lambda one: one.started_at))


def outcome_of(visits: Sequence[Visit], was: CallOutcome | None) -> CallOutcome | None:
    """A call's outcome by its visits, where they say more than was known."""
    if any(visit.outcome == "answered" for visit in visits):
        return "answered"
    if was not in (None, "lost", "abandoned"):
        return was
    match visits[-1].outcome:
        case "abandoned":
            return "abandoned"
        case "lost" | None:
            return "lost"
    return "overflow"


def _complete(
    found: Backfill, calls: dict[str, Call], call_id: str, visit: Visit, logged: LoggedVisit, site: Site,
    watch: Watch,
) -> None:
    call = calls[call_id]
    if call.origin == "queue_log" and logged.member and visit.agent == logged.member:
        agent = site.names.extension(logged.queue, logged.member)
        if agent != logged.member:
            found.completed += 1
            calls[call_id] = found.calls[call_id] = renamed(call, logged.member, agent)
            return
    gap = watch.gap_at(logged.ended_at) if logged.ended_at else None
    is_cut = visit.outcome in (None, "lost") or (visit.outcome == "answered" and visit.ended_by is None)
    if not (is_cut and call.is_in_gap and gap is not None and gap.cause not in BY_PBX):
        found.known += 1
        return
    found.completed += 1
    calls[call_id] = found.calls[call_id] = _with(call, completed(visit, logged, site.names), logged, visit)


def completed(visit: Visit, logged: LoggedVisit, names: MemberNames) -> Visit:
    """A visit whose end was not seen, with the log's end. What was seen of it stays."""
    told = visit_of(logged, visit.nth, names)
    if visit.outcome == "answered" and visit.answered_at is not None and told.ended_at is not None:
        total = max(told.talk_time or timedelta(0), visit.hold_time or timedelta(0))
        return msgspec.structs.replace(
            visit, ended_at=max(told.ended_at, visit.answered_at), ended_by=told.ended_by,
            talk_time=total - (visit.hold_time or timedelta(0)),
        )
    seen = {attempt.agent for attempt in visit.attempts}
    attempts = (*visit.attempts, *(one for one in told.attempts if one.agent not in seen))
    left_at = max(told.left_at or visit.entered_at, visit.entered_at)
    return msgspec.structs.replace(
        told, uniqueid=visit.uniqueid, entered_at=visit.entered_at, position=visit.position or told.position,
        left_at=left_at, answered_at=left_at if told.answered_at else None,
        ended_at=max(told.ended_at, left_at) if told.ended_at else None, attempts=attempts,
    )


def renamed(call: Call, name: str, agent: str) -> Call:
    """An imported call with a member's name replaced by his extension."""
    replace = msgspec.structs.replace

    def of(text: str | None) -> str | None:
        return agent if text == name else text

    return replace(
        call,
        visits=tuple(replace(
            visit, agent=of(visit.agent), agent_name=name if visit.agent == name else visit.agent_name,
            attempts=tuple(replace(one, agent=of(one.agent)) for one in visit.attempts),
        ) for visit in call.visits),
        conversations=tuple(replace(one, party=of(one.party)) for one in call.conversations),
        transfers=tuple(replace(one, by=of(one.by)) for one in call.transfers),
        steps=tuple(
            replace(one, text=f"{agent} caller") if one.text == f"{name} caller" else one for one in call.steps
        ),
    )  # fmt: skip
