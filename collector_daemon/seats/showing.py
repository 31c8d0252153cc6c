"""What the board tells of an agent beside what the PBX says: who sits there, and until when he finishes his work."""

from __future__ import annotations

import msgspec

from collector_daemon.seats.seating import Seating
from collector_daemon.seats.wrap_ups import WrapUps
from shared.domain.board import AgentRow
from shared.domain.desk import WRAP_UP


class Showing:
    """Dresses rows of agents."""

    def __init__(self, seating: Seating, wrap_ups: WrapUps) -> None:
        self._seating, self._wrap_ups = seating, wrap_ups

    def dressed(self, row: AgentRow) -> AgentRow:
        """The row with what is known here."""
        if any(one.reason == WRAP_UP for one in row.memberships):  # not while only the queue's own wrapuptime runs
            self._wrap_ups.seen(row.pbx, row.agent)
        elif row.state == "ready" and self._wrap_ups.is_beginning(row.pbx, row.agent):
            row = msgspec.structs.replace(row, state="wrapping_up")  # the moment until the PBX has paused him
        if row.state == "wrapping_up":
            until = self._wrap_ups.until(row.pbx, row.agent)
            row = row if until is None else msgspec.structs.replace(row, wraps_until=until)
        seat = self._seating.at(row.pbx, row.agent)
        if seat is None:
            return row
        return msgspec.structs.replace(
            row, account=seat.account, name=seat.called(row.name),
            interface=row.interface or f"PJSIP/{row.agent}", since=row.since or seat.taken_at,
        )
