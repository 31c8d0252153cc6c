"""Visits as we tell them against visits as app_queue logged them, and why the log is known to be wrong. Pure.

Both sides' seconds: app_queue subtracts whole seconds of the clock, so a length may be off by one. Each rule of
``LIES`` is evidence in *our* facts that explains a difference; a difference without one is a fault of somebody's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from collector_daemon.store.queue_log.log import LoggedVisit, QueueLog
from collector_daemon.store.queue_log.member_names import MemberNames
from shared.domain.agents import Gap
from shared.domain.calls import Call, Visit

TOLERANCE = timedelta(seconds=1.3)
"""Whole seconds, and a moment between the deed and app_queue's noticing it."""
NEAR = timedelta(seconds=2)
SAME_ENTRY = timedelta(seconds=5)
"""Two visits of one channel to one queue begin further apart than their two tellings."""
SILENT = ("join_empty", "full")
"""Outcomes of which app_queue writes nothing."""
NOT_TAKEN = ("no_answer", "rejected", "failed")


class Pair(msgspec.Struct, frozen=True):
    """One visit in both tellings; ``logged`` or ``visit`` is None where one side has none."""

    call: Call | None
    visit: Visit | None
    logged: LoggedVisit | None
    gaps: Sequence[Gap]


class Divergence(msgspec.Struct, frozen=True):
    """A field in which the two differ; ``reason`` says why the log is known to be wrong here, None where unknown."""

    uniqueid: str
    queue: str
    entered_at: datetime
    field: str
    ours: object
    theirs: object
    reason: str | None


class Agreement(msgspec.Struct, frozen=True):
    """What came of comparing: pairs compared, and every divergence in the order of the visits."""

    compared: int
    found: list[Divergence]


def reconcile(
    calls: Sequence[Call], log: QueueLog, gaps: Sequence[Gap], names: MemberNames, since: datetime, until: datetime
) -> Agreement:
    """Compare the visits that began in [since, until), as far as the log reaches."""
    found: list[Divergence] = []
    pairs = sorted(_pairs(calls, log, gaps, since, until), key=_entered_at)
    for pair in pairs:
        found += diverging(pair, names)
    return Agreement(len(pairs), found)


def _pairs(
    calls: Sequence[Call], log: QueueLog, gaps: Sequence[Gap], since: datetime, until: datetime
) -> Iterator[Pair]:
    """What belongs together. At both ends of the span the two tellings may lie on either side of it."""
    ours: dict[tuple[str, str], list[tuple[Call, Visit]]] = {}
    for call in calls:
        for visit in call.visits:
            ours.setdefault((visit.uniqueid, visit.queue), []).append((call, visit))
    for logged in log.visits:
        if since - SAME_ENTRY <= logged.entered_at < until + SAME_ENTRY:
            match = take_match(ours, logged)
            entered_at = match[1].entered_at if match else logged.entered_at
            if since <= entered_at < until and not _goes_on(logged, match, log):
                yield Pair(match[0] if match else None, match[1] if match else None, logged, gaps)
    for known in ours.values():
        for call, visit in known:
            is_covered = log.first_at is not None and log.last_at is not None and (
                log.first_at <= visit.entered_at <= log.last_at
            )
            if since <= visit.entered_at < until and is_covered:
                yield Pair(call, visit, None, gaps)


def _goes_on(logged: LoggedVisit, match: tuple[Call, Visit] | None, log: QueueLog) -> bool:
    """The file was copied while the visit went on: there is no end to compare with."""
    if logged.is_over or log.last_at is None:
        return False
    ended_at = match[1].ended_at if match else None
    return ended_at is None or ended_at >= log.last_at


def take_match(
    ours: dict[tuple[str, str], list[tuple[Call, Visit]]], logged: LoggedVisit
) -> tuple[Call, Visit] | None:
    """The telling of ours that means the logged visit, taken out; by channel, queue and the time of entry."""
    for uniqueid in (logged.uniqueid, logged.renamed_to):
        known = ours.get((uniqueid or "", logged.queue), [])
        near = [one for one in known if abs(one[1].entered_at - logged.entered_at) <= SAME_ENTRY]
        if near:
            best = min(near, key=lambda one: abs(one[1].entered_at - logged.entered_at))
            known.remove(best)
            return best
    return None


def _entered_at(pair: Pair) -> datetime:
    if pair.visit is not None:
        return pair.visit.entered_at
    assert pair.logged is not None
    return pair.logged.entered_at


def diverging(pair: Pair, names: MemberNames) -> list[Divergence]:
    """All fields in which a pair's two tellings differ."""
    one = pair.visit or pair.logged
    assert one is not None
    return [
        Divergence(one.uniqueid, one.queue, _entered_at(pair), field, ours, theirs, why(pair, field))
        for field, ours, theirs in _fields(pair, names)
    ]


def _fields(pair: Pair, names: MemberNames) -> Iterator[tuple[str, object, object]]:
    visit, logged = pair.visit, pair.logged
    if visit is None or logged is None:
        yield "visit", visit and visit.outcome, logged and logged.outcome
        return
    if visit.outcome != logged.outcome and (logged.outcome or visit.outcome not in (None, "lost")):
        yield "outcome", visit.outcome, logged.outcome
        return
    if not _close(visit.wait_time, logged.wait_time):
        yield "wait", visit.wait_time, logged.wait_time
    if visit.outcome == "answered":
        agent = names.extension(logged.queue, logged.member)
        if visit.agent != agent:
            yield "agent", visit.agent, agent
        talk = (visit.talk_time or timedelta(0)) + (visit.hold_time or timedelta(0))
        if not _close(talk, logged.talk_time):
            yield "talk", talk, logged.talk_time
        if visit.ended_by != logged.ended_by:
            yield "ended_by", visit.ended_by, logged.ended_by
    rung = Counter(one.agent for one in visit.attempts if one.result in NOT_TAKEN)
    written = Counter(names.extension(logged.queue, one.member) for one in logged.rings if not one.is_cut)
    if written - rung:
        yield "rung in vain", sorted(rung.elements()), sorted(written.elements())


def _close(ours: timedelta | None, theirs: timedelta | None) -> bool:
    return ours is None or theirs is None or abs(ours - theirs) <= TOLERANCE


def why(pair: Pair, field: str) -> str | None:
    """Why the log is known to be wrong in this field, None where it is not."""
    return next((reason for reason, holds in LIES if holds(pair, field)), None)


def _near(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and abs(one - other) <= NEAR


def _is_silent(pair: Pair, field: str) -> bool:
    return pair.logged is None and pair.visit is not None and pair.visit.outcome in SILENT


def _is_redirected(pair: Pair, field: str) -> bool:
    visit, logged, call = pair.visit, pair.logged, pair.call
    if visit is None or logged is None or call is None:
        return False
    if visit.outcome == "transferred":
        return logged.outcome == "abandoned"
    return visit.ended_by == "transfer" and any(
        one.kind == "redirect" and _near(one.happened_at, visit.ended_at) for one in call.transfers
    )


def _is_parked(pair: Pair, field: str) -> bool:
    visit, call = pair.visit, pair.call
    if visit is None or call is None or pair.logged is None:
        return False
    return visit.ended_by == "transfer" and any(_near(lot.started_at, visit.ended_at) for lot in call.parkings)


def _is_credited(pair: Pair, field: str) -> bool:
    visit = pair.visit
    return field == "agent" and visit is not None and visit.credited is not None


def _is_taken_over(pair: Pair, field: str) -> bool:
    """Picked up when the rung phone had just answered: the channel that app_queue watches is gone."""
    visit, logged = pair.visit, pair.logged
    if visit is None or logged is None or visit.credited is None or logged.ended_by != "caller":
        return False
    is_longer = (logged.talk_time or timedelta(0)) > (visit.talk_time or timedelta(0))
    return (
        visit.ended_by == "agent" and (field == "ended_by" or (field == "talk" and is_longer))
        and any(one.agent == visit.credited and one.result == "elsewhere" for one in visit.attempts)
    )


def _is_stopped(pair: Pair, field: str) -> bool:
    visit = pair.visit
    end = (visit.ended_at or visit.left_at) if visit else None
    return any(
        gap.cause == "pbx_stopped" and _near(gap.started_at, end) for gap in pair.gaps
    ) and pair.logged is not None


def _is_crashed(pair: Pair, field: str) -> bool:
    visit, logged = pair.visit, pair.logged
    return visit is not None and logged is not None and logged.ended_at is None and (
        visit.ended_by == "system" or visit.outcome == "lost"
    )


def _is_hidden_transfer(pair: Pair, field: str) -> bool:
    """The answering agent passed the caller on behind a Local channel: the half that the queue holds stays."""
    visit, logged, call = pair.visit, pair.logged, pair.call
    if visit is None or logged is None or call is None or visit.ended_by != "transfer":
        return False
    is_unseen = logged.ended_by in ("agent", "caller") or (logged.ended_at or visit.entered_at) > (
        visit.ended_at or visit.entered_at
    )
    return is_unseen and any(
        one.by == visit.agent and _near(one.happened_at, visit.ended_at) for one in call.transfers
    )


def _is_consulted(pair: Pair, field: str) -> bool:
    """The queued leg was a consultation's: it left when the transfer was made, the talk went on with the customer."""
    visit, call, logged = pair.visit, pair.call, pair.logged
    if visit is None or call is None or logged is None or visit.uniqueid == call.call_id:
        return False
    talk = (visit.talk_time or timedelta(0)) + (visit.hold_time or timedelta(0))
    is_shorter = talk > (logged.talk_time or timedelta(0))
    return (field == "ended_by" or (field == "talk" and is_shorter)) and any(
        one.kind == "attended" and one.by != visit.agent for one in call.transfers
    )


def _is_late(pair: Pair, field: str) -> bool:
    """The line was written in a later second than that in which the call ended, and is longer by as many."""
    visit, logged, call = pair.visit, pair.logged, pair.call
    if visit is None or logged is None or call is None or not (call.ended_at and logged.ended_at):
        return False
    late = logged.ended_at.replace(microsecond=0) - call.ended_at.replace(microsecond=0)
    talk = (visit.talk_time or timedelta(0)) + (visit.hold_time or timedelta(0))
    return field == "talk" and late > timedelta(0) and _close(talk, (logged.talk_time or timedelta(0)) - late)


def _is_in_gap(pair: Pair, field: str) -> bool:
    visit, call, logged = pair.visit, pair.call, pair.logged
    if visit is None or call is None or logged is None or not call.is_in_gap:
        return False
    last = max(at for at in (visit.entered_at, visit.left_at, visit.ended_at, logged.ended_at) if at)
    return any(
        gap.started_at - NEAR <= last and (gap.ended_at is None or visit.entered_at <= gap.ended_at + NEAR)
        for gap in pair.gaps
    )


LIES: Sequence[tuple[str, Callable[[Pair, str], bool]]] = (
    ("app_queue writes nothing of callers whom it does not let in", _is_silent),
    ("a clean stop of the PBX is logged as if the people had hung up", _is_stopped),
    ("nothing is logged of calls that a crash of the PBX ended", _is_crashed),
    ("a redirect is logged late, as the caller's end", _is_redirected),
    ("parking by a feature code is no transfer to app_queue", _is_parked),
    ("the log credits the member who was rung, another phone answered", _is_credited),
    ("picked up just after the answer: app_queue took the caller's end for the end", _is_taken_over),
    ("a member behind a Local channel passed the caller on, unseen by app_queue", _is_hidden_transfer),
    ("the caller's channel was a consultation's, replaced by the customer's", _is_consulted),
    ("on a busy machine app_queue learns late that both have hung up", _is_late),
    ("we did not look: a gap; import-queue-log completes it", _is_in_gap),
)
"""Why a log is wrong (or we are blind): the reason, and the evidence for it."""
