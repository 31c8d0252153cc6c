"""My calls from their first ring to the end of what is written about them. Pure: ``follow`` after each change.

The board drops a call when it is over; the card of the wrap-up still needs it.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

import msgspec

from shared.domain.board import AgentRow, CallRow
from shared.feed_client.live_board import LiveBoard

KEPT = 10
"""So many answered calls that are over are remembered."""
ORDERED = ("pickup-", "retrieve-")
"""Ids of calls that somebody was about to take: where another was quicker, there was no call."""


class MyCall(msgspec.Struct, frozen=True):
    """A call that rings or rang at me, or in which I am or was. All instants are the server's.

    ``row`` as it is now, with what it told before where it tells no more of that: the queue it came from, how long the
    customer waited there. ``consulting_at``: when the consultation began that goes on.
    """

    row: CallRow
    rang_at: datetime | None = None
    answered_at: datetime | None = None
    ended_at: datetime | None = None
    consulting_at: datetime | None = None

    @property
    def call(self) -> str:
        """Its id."""
        return self.row.call


class Followed(msgspec.Struct, frozen=True):
    """``going_on`` in the order of their beginning; ``ended``: answered ones that are over, the last first."""

    going_on: tuple[MyCall, ...] = ()
    ended: tuple[MyCall, ...] = ()

    def of(self, call: str) -> MyCall | None:
        """The call of this id, if it is mine."""
        return next((one for one in (*self.going_on, *self.ended) if one.call == call), None)


def my_row(rows: Iterable[AgentRow], agent: str | None, account: str) -> AgentRow | None:
    """The row of my phone: where several PBXs have such an extension, of the one at which the account sits."""
    mine = [row for row in rows if row.agent == agent]
    return min(mine, key=lambda row: (row.account != account, row.account != "", row.pbx), default=None)


def follow(before: Followed, board: LiveBoard, agent: str | None, now: datetime, account: str = "") -> Followed:
    """What is mine after a change of the board. ``agent`` None: I sit nowhere."""
    known = {one.call: one for one in before.going_on}
    me = my_row(board.agents, agent, account)
    rows = [
        row for row in board.calls
        if agent and (agent in row.agents or agent in row.ringing) and (me is None or me.pbx == row.pbx)
    ]  # fmt: skip
    rows.sort(key=lambda row: (row.started, row.call))
    going_on = tuple(_gone_on(known.get(row.call), row, agent or "", now) for row in rows)
    present = {row.call for row in rows}
    over = [
        msgspec.structs.replace(one, ended_at=now)
        for one in before.going_on
        if one.call not in present and one.answered_at and not one.call.startswith(ORDERED)
    ]  # fmt: skip
    older = [one for one in before.ended if one.call not in present]
    after = Followed(going_on, tuple([*reversed(over), *older][:KEPT]))
    return before if after == before else after


def _gone_on(before: MyCall | None, row: CallRow, agent: str, now: datetime) -> MyCall:
    known = before or MyCall(row)
    rings, talks = agent in row.ringing, agent in row.agents
    return MyCall(
        remembering(row, known.row),
        known.rang_at or (now if rings else None),
        known.answered_at or ((row.talking_since or now) if talks else None),
        consulting_at=(known.consulting_at or now) if row.consulting else None,
    )


def remembering(row: CallRow, before: CallRow) -> CallRow:
    """The row with what its predecessor told; a later word always goes before an earlier one."""
    lost = {
        name: getattr(before, name)
        for name in ("queue", "line", "caller_name", "waited_seconds", "talking_since")
        if getattr(row, name) is None and getattr(before, name) is not None
    }
    if not row.held_seconds and row.talking_since is None and before.held_seconds:
        lost["held_seconds"] = before.held_seconds
    return msgspec.structs.replace(row, **lost) if lost else row
