"""Views: what subscribers with the same lens see, numbered without holes, put into bytes once for all.

Filters hide rows, and yet every client must see n, n+1, n+2 …: so numbers belong to a view, not to the
board. All wallboards share one view; a client costs one write of bytes that are there already. Operators of
one team see the same but for what is their own: they share a *sight*, which looks at every changed row once
for all of them, and a view adds to it only what concerns its agent.

A view remembers its last steps, so that a client that comes back goes on where it stopped. Not here: who
looks at a view (``subscriptions``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from functools import cached_property

import msgspec

from collector_daemon.feed.board import Board, Happening, Place, Placed, Tick
from collector_daemon.feed.board import item as item_of
from collector_daemon.feed.permissions import Lens
from shared.protocol import wire


def change_body(rows: Iterable[bytes], events: list[bytes], at: bytes = b"") -> bytes:
    """A ``change`` made of items that are encoded already, without its beginning; ``at`` is the past's."""
    if not events:
        return b'%s"rows":[%s]}\n' % (at, b",".join(rows))
    return b'%s"rows":[%s],"events":[%s]}\n' % (at, b",".join(rows), b",".join(events))


def change_head(seq: int) -> bytes:
    """The beginning of a ``change`` with this number."""
    return b'{"type":"change","seq":%d,' % seq


class Part:
    """Items of a tick that go together, and their bytes."""

    def __init__(self, rows: dict[Place, bytes], events: list[bytes], at: bytes = b"") -> None:
        self.rows = rows
        self.events = events
        self.at = at

    @cached_property
    def body(self) -> bytes:
        """The message without its number."""
        return change_body(self.rows.values(), self.events, self.at)

    def drop_bytes(self) -> None:
        """Keep only the items, which others share: history must not cost a copy."""
        self.__dict__.pop("body", None)


class Step:
    """One numbered change of a view."""

    def __init__(self, seq: int, part: Part) -> None:
        self.seq = seq
        self.part = part

    @cached_property
    def line(self) -> bytes:
        """The whole message, for clients whose numbers are the view's own."""
        return change_head(self.seq) + self.part.body

    @property
    def weight(self) -> int:
        """Items in it."""
        return len(self.part.rows) + len(self.part.events)

    def drop_bytes(self) -> None:
        """Keep only the items."""
        self.__dict__.pop("line", None)
        self.part.drop_bytes()


class Sight:
    """What a lens shows that has no agent of its own."""

    def __init__(self, lens: Lens, board: Board) -> None:
        self.lens = lens
        self.shown = {placed.place for placed in board.rows.values() if lens.row(placed) is not None}

    def absorb(self, tick: Tick) -> Part:
        """The tick as it looks from here."""
        if self.lens.is_open:  # nothing ever has to be taken back
            topics = self.lens.topics
            item = self.lens.item
            open_rows = {placed.place: item(placed) for placed in tick.rows if placed.place[0] in topics}
            return Part(open_rows, events_for(self.lens, tick.events), tick.at)
        rows: dict[Place, bytes] = {}
        for placed in tick.rows:
            found = self._seen(placed)
            if found is not None:
                rows[placed.place] = found
        return Part(rows, events_for(self.lens, tick.events), tick.at)

    def _seen(self, placed: Placed) -> bytes | None:
        """The item of a changed row; a row that may no longer be seen is gone for those who saw it."""
        place = placed.place
        if placed.row is not None:
            found = self.lens.row(placed)
            if found is not None:
                self.shown.add(place)
                return found
        if place not in self.shown:
            return None
        self.shown.discard(place)
        return _gone(placed)


class View:
    """What one lens shows of the board, and how it came about lately (at most ``history`` items)."""

    def __init__(self, lens: Lens, sight: Sight, board: Board, history: int) -> None:
        self.lens = lens
        self.sight = sight
        self.seq = 0
        self._board = board
        self._limit = history
        self._steps: deque[Step] = deque()
        self._weight = 0
        self._snapshot: bytes | None = None
        self._own = {
            placed.place for placed in board.rows.values()
            if lens.agent in placed.agents and lens.row(placed) is not None
        }

    def absorb(self, tick: Tick, part: Part) -> Step | None:
        """What the sight makes of the tick, and what is our own; None when nothing of it can be seen."""
        part = self._with_own(tick, part)
        if not part.rows and not part.events and not tick.is_beat:
            return None
        self.seq += 1
        self.forget_snapshot()
        step = Step(self.seq, part)
        self._remember(step)
        return step

    def snapshot(self, missed_events: int = 0) -> bytes:
        """All rows now, as a message; made once for all clients that ask between two steps."""
        told = b',"missed_events":%d' % missed_events if missed_events else b""
        if self._board.past is not None:
            told += b',"past":%s' % wire.encoded(self._board.past)
        if told:
            return self._snapshot_line(told)
        if self._snapshot is None:
            self._snapshot = self._snapshot_line(b"")
        return self._snapshot

    @property
    def moment(self) -> bytes:
        """What a change of now tells of its moment."""
        return self._board.moment

    def forget_snapshot(self) -> None:
        """Give back the memory of the last snapshot."""
        self._snapshot = None

    def steps_after(self, seq: int) -> list[Step] | None:
        """The steps that follow ``seq``; None when they are not remembered (or never were)."""
        if seq > self.seq or seq < self.seq - len(self._steps):
            return None
        return [step for step in self._steps if step.seq > seq]

    def _with_own(self, tick: Tick, part: Part) -> Part:
        if self.lens.agent is None:
            return part
        own = self._own_items(tick, part)
        is_same = all(part.rows.get(place) is item for place, item in own.items())
        events = part.events
        if "events" in self.lens.topics and self.lens.agent in tick.agents_of_events:
            events = events_for(self.lens, tick.events)
        return part if is_same and events == part.events else Part(part.rows | own, events, part.at)

    def _own_items(self, tick: Tick, part: Part) -> dict[Place, bytes]:
        """Rows of our agent; those that were his and that the sight does not show are gone."""
        own: dict[Place, bytes] = {}
        for placed in tick.by_agent.get(self.lens.agent or "", ()):
            found = self.lens.row(placed)
            if found is not None:
                own[placed.place] = found
        formerly = [place for place in self._own if place in tick.by_place and place not in own]
        self._own.difference_update(formerly)
        self._own.update(own)
        return own | {place: _gone(tick.by_place[place]) for place in formerly if place not in part.rows}

    def _snapshot_line(self, told: bytes) -> bytes:
        items = (self.lens.row(placed) for placed in self._board.rows.values())
        rows = b",".join([found for found in items if found is not None])
        return b'{"type":"snapshot","seq":%d%s,"rows":[%s]}\n' % (self.seq, told, rows)

    def _remember(self, step: Step) -> None:
        if self._steps:
            self._steps[-1].drop_bytes()
        self._steps.append(step)
        self._weight += step.weight
        while self._weight > self._limit and self._steps:
            self._weight -= self._steps.popleft().weight


class Gallery:
    """All views, and the sights that they share."""

    def __init__(self, board: Board, history: int) -> None:
        self._board = board
        self._history = history
        self._sights: dict[Lens, Sight] = {}
        self.views: dict[Lens, View] = {}

    def view(self, lens: Lens) -> View:
        """The view of this lens; a new one knows the board as it was last taken."""
        if lens not in self.views:
            common = msgspec.structs.replace(lens, agent=None)
            if common not in self._sights:
                self._sights[common] = Sight(common, self._board)
            self.views[lens] = View(lens, self._sights[common], self._board, self._history)
        return self.views[lens]

    def remove(self, view: View) -> None:
        """Nobody needs the view any more."""
        del self.views[view.lens]
        if all(other.sight is not view.sight for other in self.views.values()):
            del self._sights[view.sight.lens]

    def absorb(self, tick: Tick) -> list[tuple[View, Step]]:
        """What the tick means to each view to which it means anything."""
        parts = {sight: sight.absorb(tick) for sight in self._sights.values()}
        steps = ((view, view.absorb(tick, parts[view.sight])) for view in self.views.values())
        return [(view, step) for view, step in steps if step is not None]


def events_for(lens: Lens, events: Iterable[Happening]) -> list[bytes]:
    """Those events that may leave through this lens."""
    return [found for event in events if (found := lens.event(event)) is not None]


def _gone(placed: Placed) -> bytes:
    """The item that says that a row is no more, whether it is or may only not be seen."""
    return placed.item if placed.row is None else item_of(placed.place, None)
