"""Everything that a picture of the wallboard is made of; nothing else is looked at."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta, tzinfo
from functools import cached_property
from zoneinfo import ZoneInfo

from shared.domain.board import AgentRow, AlertRow, QueueRow
from shared.domain.description import CentreDescription
from shared.domain.measures import QueueSums
from shared.feed_client.live_board import LiveBoard
from shared.feed_client.status import Status
from shared.language import Language
from shared.protocol.past import GrantedPast
from wallboard.pages import Format, Page, Tile
from wallboard.presenter.asked import Answers
from wallboard.screen import Level, Room

AWAY = "pbx_away"
"""The kind of alert that says that a PBX is not seen."""
TURN = timedelta(seconds=10)
"""Alerts and parts of long tables take turns after so long."""


@dataclass(frozen=True)
class Moment:
    """What is known now. ``now``: the moment the board shows; ``clock_at``: the present, for the clock.

    ``lost_at``: when the connection was seen to be gone. ``turn`` counts the turns of what is shown in parts.
    """

    board: LiveBoard
    status: Status
    centre: CentreDescription
    now: datetime
    clock_at: datetime
    language: Language
    page: Page
    form: Format
    rooms: Sequence[Room]
    page_number: int = 1
    pages: int = 1
    is_rotating: bool = True
    turn: int = 0
    answers: Answers = field(default_factory=Answers)
    is_masked: bool = True
    past: GrantedPast | None = None
    lost_at: datetime | None = None
    has_rows: bool = True

    @cached_property
    def zone(self) -> tzinfo:
        """The centre's time zone; UTC where this machine does not know it."""
        try:
            return ZoneInfo(self.centre.timezone)
        except (LookupError, ValueError, OSError):
            return ZoneInfo("UTC")

    # --- what is seen

    @cached_property
    def away(self) -> tuple[AlertRow, ...]:
        """Alerts that say that a PBX is not seen."""
        return tuple(row for row in self.board.alerts if row.kind == AWAY)

    @cached_property
    def away_since(self) -> datetime | None:
        """Since when none of the board's PBXs is seen: then all figures are old."""
        rows: list[QueueRow | AgentRow] = [*self.board.queues, *self.board.agents]
        seen = {row.pbx for row in rows} or {row.pbx for row in self.away}
        missing = {row.pbx: row.since for row in self.away}
        return max(missing.values()) if seen and seen <= set(missing) else None

    @cached_property
    def running_at(self) -> datetime:
        """The moment to which running times run: they stop at the last news."""
        if self.past is not None:
            return self.now
        if self.status.state == "stale":
            return self.status.since
        return self.away_since or self.now

    @cached_property
    def queues(self) -> tuple[QueueRow, ...]:
        """All queues, in the description's order, then by title."""
        order = {one.queue: number for number, one in enumerate(self.centre.queues)}
        return tuple(sorted(self.board.queues, key=lambda row: (
            order.get(row.queue, len(order)), self.queue_title(row).casefold(), row.pbx)))

    @cached_property
    def has_many_pbxs(self) -> bool:
        """Does the board show more than one PBX?"""
        return len({row.pbx for row in self.board.queues}) > 1

    def queue_title(self, row: QueueRow) -> str:
        """What people call the queue; with its PBX where there are several."""
        title = self.centre.queue_title(row.queue)
        return f"{title} · {row.pbx}" if self.has_many_pbxs else title

    def queues_of(self, tile: Tile) -> tuple[QueueRow, ...]:
        """The queues that a tile is about."""
        return tuple(row for row in self.queues if not tile.queues or row.queue in tile.queues)

    def sums_of(self, tile: Tile) -> QueueSums:
        """The same taken together."""
        return QueueSums(self.queues_of(tile))

    @cached_property
    def signed_in(self) -> tuple[AgentRow, ...]:
        """Operators who are there."""
        return tuple(row for row in self.board.agents if row.state != "logged_out")

    # --- alarms

    @cached_property
    def rules(self) -> tuple[AlertRow, ...]:
        """What the customer's rules have found."""
        return tuple(row for row in self.board.alerts if row.kind == "rule")

    def alarm_of(self, queue: QueueRow, *measures: str) -> Level | None:
        """The worst alarm of a queue's own (of these measures; none named: of any)."""
        return worst(
            row for row in self.rules
            if (row.pbx, row.queue) == (queue.pbx, queue.queue) and (not measures or row.measure in measures)
        )

    def alarm_over(self, tile: Tile, *measures: str) -> AlertRow | None:
        """The worst alarm about a figure of this tile: of a queue in it, or of several together."""
        names = {row.queue for row in self.queues_of(tile)}
        found = [row for row in self.rules if row.measure in measures and (row.queue is None or row.queue in names)]
        return min(found, key=lambda row: (row.level != "bad", row.since), default=None)

    # --- lengths

    def since(self, at: datetime | None) -> timedelta:
        """How long it has been going on."""
        return max(timedelta(), self.running_at - at) if at is not None else timedelta()

    def running(self, at: datetime | None) -> str:
        """The same as a running clock; "–" where the beginning is not known."""
        return self.language.running(self.since(at)) if at is not None else "–"

    def part(self, total: int, room: int) -> slice:
        """Which of so many are shown now, if only ``room`` fit: the parts take turns."""
        if total <= room:
            return slice(0, total)
        parts = -(-total // room)
        first = self.turn % parts * room
        return slice(first, min(total, first + room))

    def part_note(self, total: int, shown: slice) -> str:
        """Which part is shown, "" for all."""
        if shown.stop - shown.start >= total:
            return ""
        return self.language.text("{first}–{last} of {total}", first=shown.start + 1, last=shown.stop, total=total)


def worst(alerts: Iterable[AlertRow]) -> Level | None:
    """The worst level among alerts."""
    levels = {row.level for row in alerts}
    return "bad" if "bad" in levels else "warn" if levels else None
