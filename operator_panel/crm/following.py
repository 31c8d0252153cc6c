"""Which links are to be followed after a change of the board: each link, at each trigger, for each call once. Pure.

::

    a call waits in my queue → queued     rings at me → ringing     I have it → answered     my part is over → ended

What was missed is made up for: who is suddenly in a call that rang while the connection was away gets the links of
``ringing`` too, and a call that has gone meanwhile has ended. A board that is only away (disconnected) is no change:
do not look at it. At the first look of a program's life, calls that go on already have had their pages opened and
programs started by the one before; only look-ups are due then. Calls between colleagues have no customer.
"""

from __future__ import annotations

from collections.abc import Iterable

import msgspec

from shared.domain.board import CallRow
from shared.domain.desk import CrmLink, DeskDescription, Trigger

MOST_DONE = 3000
"""So many are remembered as done; of a busy month's, the last."""

_ORDER: tuple[Trigger, ...] = ("queued", "ringing", "answered")


class Due(msgspec.Struct, frozen=True):
    """A link to be followed for a call, as the call was last seen."""

    link: CrmLink
    trigger: Trigger
    row: CallRow


class Stage(msgspec.Struct, frozen=True):
    """How far a call that concerns me has come."""

    row: CallRow
    trigger: Trigger


class Following(msgspec.Struct, frozen=True):
    """What was seen and done up to now. ``done``: (link, trigger, call), in order."""

    stages: dict[str, Stage] = {}
    done: dict[tuple[str, Trigger, str], None] = {}
    has_looked: bool = False


def links_due(
    before: Following, rows: Iterable[CallRow], me: str | None, queues: frozenset[str], desk: DeskDescription
) -> tuple[tuple[Due, ...], Following]:
    """What is due now, in the order of triggers and links, and what to come with next time.

    ``me``: my extension, None: I sit nowhere. ``queues``: those I am a member of.
    """
    after = {row.call: stage for row in rows if (stage := _stage(row, me, queues)) is not None}
    over = [stage for call, stage in before.stages.items() if stage.trigger == "answered" and _left(call, after)]
    come = [stage for call, stage in after.items() if not _is_same(before.stages.get(call), stage)]
    if not over and not come:
        return (), Following(after, before.done, has_looked=True)
    done = dict(before.done)
    due = [one for stage in over for one in _new(done, desk, "ended", stage.row)]
    for stage in come:
        is_old = not before.has_looked and stage.trigger == "answered"
        found = [one for trigger in _reached(stage, queues) for one in _new(done, desk, trigger, stage.row)]
        due += [one for one in found if one.link.kind == "look_up" or not is_old]
    while len(done) > MOST_DONE:
        del done[next(iter(done))]
    return tuple(due), Following(after, done, has_looked=True)


def _left(call: str, after: dict[str, Stage]) -> bool:
    return call not in after or after[call].trigger != "answered"


def _is_same(before: Stage | None, now: Stage) -> bool:
    return before is not None and before.trigger == now.trigger


def _stage(row: CallRow, me: str | None, queues: frozenset[str]) -> Stage | None:
    if me is None or row.direction == "internal":
        return None
    if me in row.agents:
        return Stage(row, "answered")
    if row.direction != "inbound":
        return None
    if me in row.ringing:
        return Stage(row, "ringing")
    if row.queue in queues and row.phase in {"waiting", "ringing"}:
        return Stage(row, "queued")
    return None


def _reached(stage: Stage, queues: frozenset[str]) -> Iterable[Trigger]:
    """The triggers that such a call has passed. I am not rung at by a customer whom I called myself."""
    if stage.row.direction == "outbound":
        return ("answered",)
    passed = _ORDER[: _ORDER.index(stage.trigger) + 1]
    return [trigger for trigger in passed if trigger != "queued" or stage.row.queue in queues]


def _new(
    done: dict[tuple[str, Trigger, str], None], desk: DeskDescription, trigger: Trigger, row: CallRow
) -> list[Due]:
    """The links of this trigger that were not followed for this call yet; they count as done from now on."""
    found = []
    for link in desk.links_of(row.queue):
        key = (link.name, trigger, f"{row.pbx} {row.call}")
        if trigger in link.triggers and key not in done:
            done[key] = None
            found.append(Due(link, trigger, row))
    return found
