"""Who waits in my queues, and what is parked."""

from __future__ import annotations

import math
from collections import defaultdict

from operator_panel.presenter.seen import Seen
from operator_panel.presenter.shift import allowed
from operator_panel.presenter.who import marks, shown_as
from operator_panel.screen import Action, Empty, Token, Waiting, WaitingLine, Wish
from shared.domain.board import CallRow


def waiting(seen: Seen) -> Waiting:
    """Waiting calls of the queues where I am (else of those where I may be), longest first; then parked ones."""
    language = seen.language
    mine = {one.queue for one in seen.me.memberships} if seen.me and seen.me.memberships else set(allowed(seen))
    here = [
        row for row in seen.calls
        if row.queue in mine and row.phase in ("waiting", "ringing") and row.queue_entered
    ]  # fmt: skip
    here.sort(key=lambda row: (row.queue_entered or row.since, row.pbx, row.call))
    parked = sorted((row for row in seen.calls if row.phase == "parked"), key=lambda row: (row.since, row.call))
    places, late = _places(here), _limits(seen)
    lines = [_waits(seen, row, places[row.pbx, row.call], late) for row in here]
    lines += [_parked(seen, row) for row in parked]
    empty = Empty() if lines or seen.sight == "connecting" else Empty(language.text("Nobody is waiting"), "", "tick")
    note = language.plural("{number} waiting", "{number} waiting", len(here)) if here else ""
    return Waiting(language.text("Waiting in my queues"), note, tuple(lines), empty)


def _places(waiting: list[CallRow]) -> dict[tuple[str, str], int]:
    """Places now: the PBX tells a caller's place once, as he joins, and who left since is not counted any more."""
    queues: defaultdict[tuple[str, str | None], list[CallRow]] = defaultdict(list)
    for row in waiting:
        queue = queues[row.pbx, row.queue]
        queue.insert((row.position or len(queue) + 1) - 1, row)
    return {(row.pbx, row.call): place for queue in queues.values() for place, row in enumerate(queue, 1)}


def _limits(seen: Seen) -> dict[tuple[str, str], tuple[float, Token]]:
    return {
        (one.pbx, one.queue): (one.limit, one.level)
        for one in seen.moment.board.alerts
        if one.kind == "rule" and one.measure == "longest_wait" and one.queue and one.limit is not None
    }


def _waits(seen: Seen, row: CallRow, place: int, late: dict[tuple[str, str], tuple[float, Token]]) -> WaitingLine:
    wait = seen.length(row.pbx, row.queue_entered)
    limit, level = late.get((row.pbx, row.queue or ""), (math.inf, "text"))
    where = seen.queue_title(row.queue)
    if seen.agent in row.ringing:
        where = f"{where} · {seen.language.text('rings at you')}"
    elif row.ringing:
        name = ", ".join(seen.name_of(agent) for agent in row.ringing)
        where = f"{where} · {seen.language.text('rings at {name}', name=name)}"
    name, number = shown_as(seen, row)
    return WaitingLine(
        f"{row.pbx}/{row.call}", f"{place}.", name, number, where, seen.language.running(wait),
        level if wait.total_seconds() > limit else "text", marks(seen, row.call, row.queue),
        _pickup(seen, row),
    )  # fmt: skip


def _pickup(seen: Seen, row: CallRow) -> tuple[Action, ...]:
    """A call that rings at a colleague may be taken over; one that only waits comes when it is its turn."""
    if not row.ringing or seen.agent in row.ringing or not seen.may("call.own") or seen.agent is None:
        return ()
    return (Action(Wish("pickup", call=row.call), seen.language.text("Pick up"), "handset", is_enabled=seen.can_act,
                   is_pending=seen.is_pending("pickup", row.call), hint=seen.why_not),)  # fmt: skip


def _parked(seen: Seen, row: CallRow) -> WaitingLine:
    language = seen.language
    name, number = shown_as(seen, row)
    where = language.text("parked at {space}", space=row.space) if row.space else language.text("parked")
    actions: tuple[Action, ...] = ()
    if seen.may("call.own") and seen.agent is not None:
        actions = (Action(Wish("retrieve", call=row.call), language.text("Take"), "parking", is_enabled=seen.can_act,
                          is_pending=seen.is_pending("retrieve", row.call), hint=seen.why_not),)  # fmt: skip
    return WaitingLine(
        f"{row.pbx}/{row.call}", "P", name, number, where, seen.running(row.pbx, row.since), "held",
        marks(seen, row.call, row.queue), actions,
    )  # fmt: skip
