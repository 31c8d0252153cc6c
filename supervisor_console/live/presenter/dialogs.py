"""What is asked in windows of their own: to which queues, to whom, what message."""

from __future__ import annotations

from shared.domain.board import AgentRow, CallRow
from supervisor_console.live.presenter.moment import Moment
from supervisor_console.live.presenter.seen import Seen, plain
from supervisor_console.live.presenter.titles import ORDER, state_words
from supervisor_console.live.screen import Message, Move, Place, Redirect, Wish


def move(moment: Moment, wish: Wish) -> Move | None:
    """The queues of the operator's PBX, with those he is in; None: he is not there any more."""
    seen = Seen(moment)
    row = seen.agent_of((wish.pbx, wish.agent))
    if row is None:
        return None
    members = {one.queue: one for one in row.memberships}
    paused = seen.language.text("paused")
    places = tuple(
        Place(queue, seen.queue_title(queue), detail=paused if queue in members and members[queue].is_paused else "",
              is_chosen=queue in members)
        for queue in _queues(seen, row.pbx)
    )  # fmt: skip
    title = seen.language.text("Queues of {name}", name=plain(row.name or row.agent))
    return Move(pbx=row.pbx, agent=row.agent, title=title, places=places)


def moved(move: Move, chosen: frozenset[str]) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """(queues to be signed in to, queues to be signed out of)."""
    before = {one.value for one in move.places if one.is_chosen}
    order = [one.value for one in move.places]
    return (
        tuple(queue for queue in order if queue in chosen - before),
        tuple(queue for queue in order if queue in before - chosen),
    )


def redirect(moment: Moment, wish: Wish) -> Redirect | None:
    """Operators who are there, the ready ones first, and queues; None: the call is over."""
    seen = Seen(moment)
    call = moment.board.rows("calls").get((wish.pbx, wish.call))
    if not isinstance(call, CallRow):
        return None
    agents = sorted(
        (row for row in seen.agents if row.pbx == wish.pbx and row.state != "logged_out"),
        key=lambda row: (ORDER[row.state], row.name, row.agent),
    )
    queues = tuple(
        Place(queue, seen.queue_title(queue), detail=_load(seen, wish.pbx, queue))
        for queue in _queues(seen, wish.pbx) if queue != call.queue
    )  # fmt: skip
    title = seen.language.text("Redirect {caller}", caller=seen.phone(call.caller))
    return Redirect(
        pbx=wish.pbx, call=wish.call, title=title,
        places=(("extension", tuple(_operator(seen, row) for row in agents)), ("queue", queues), ("number", ())),
    )  # fmt: skip


def message(moment: Moment, wish: Wish) -> Message:
    """To one operator, or to who is in a queue."""
    seen = Seen(moment)
    if wish.choice:
        title = seen.language.text("Message to operators of {queue}", queue=seen.queue_title(wish.choice))
        return Message(pbx=wish.pbx, title=title, queues=(wish.choice,))
    row = seen.agent_of((wish.pbx, wish.agent))
    name = plain(row.name or row.agent) if row else wish.agent
    title = seen.language.text("Message to {name}", name=name)
    return Message(pbx=wish.pbx, title=title, agents=(wish.agent,))


def _operator(seen: Seen, row: AgentRow) -> Place:
    return Place(row.agent, plain(row.name or row.agent), state_words(row.state, seen.language), row.agent)


def _load(seen: Seen, pbx: str, queue: str) -> str:
    row = seen.moment.board.rows("queues").get((pbx, queue))
    waiting, ready = getattr(row, "waiting", 0), getattr(row, "ready", 0)
    return seen.language.text("{ready} ready, {waiting} waiting", ready=ready, waiting=waiting)


def _queues(seen: Seen, pbx: str) -> list[str]:
    last = len(seen.order)
    names = [row.queue for row in seen.moment.board.queues if row.pbx == pbx]
    return sorted(names, key=lambda queue: (seen.order.get(queue, last), seen.queue_title(queue)))
