"""What stands in the cards and tables of the page."""

from __future__ import annotations

import msgspec

from supervisor_console.live.screen.pieces import Action, Words


class QueueCard(msgspec.Struct, frozen=True, kw_only=True):
    """A queue. ``states``: how many of its operators are in each state that anybody is in; ``nobody`` where none."""

    pbx: str
    queue: str
    title: str
    level: Words
    waiting: str
    longest: Words
    ready: str
    members: str
    states: tuple[Words, ...]
    nobody: str
    told: str
    is_chosen: bool


class WaitingLine(msgspec.Struct, frozen=True, kw_only=True):
    """A call that nobody has answered. ``order`` sorts: who waits longest is first."""

    pbx: str
    call: str
    order: float
    number: str
    caller: Words
    queue: str
    line: str
    where: Words
    time: Words


class MissedLine(msgspec.Struct, frozen=True, kw_only=True):
    """A caller of the last hour who gave up. ``dial`` None: somebody has talked with him since, as ``done`` says."""

    pbx: str
    call: str
    order: float
    at: str
    caller: Words
    queue: str
    waited: str
    dial: Action | None
    done: Words


class AgentLine(msgspec.Struct, frozen=True, kw_only=True):
    """An operator. ``about``: the queue, the other side, or a reason; what follows it is muted.

    ``order``: by extension, numbers as numbers. ``seconds``: in the state, for sorting.
    """

    pbx: str
    agent: str
    order: tuple[int, str]
    state: Words
    state_order: int
    name: str
    time: Words
    seconds: float
    about: str
    about_more: str
    today: int
    average: str
    average_seconds: float
    missed: int
    queues: str
    account: str
