"""Views: what subscribers with the same lens see, numbered without holes, put into bytes once for all.

Filters hide rows, and yet every client must see n, n+1, n+2 …: so numbers belong to a view, not to the
board. All wallboards share one view; a tick costs a view one pass over the changed rows, and a client one
write of bytes that are there already. A view remembers its last steps, so that a client that comes back
goes on where it stopped. Not here: who looks at a view (``subscriptions``).
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from functools import cached_property

from collector_daemon.feed.board import Board, Place, Placed, Tick
from collector_daemon.feed.board import item as item_of
from collector_daemon.feed.permissions import Lens


def change_body(rows: Iterable[bytes], events: list[bytes]) -> bytes:
    """A ``change`` made of items that are encoded already, without its beginning."""
    if not events:
        return b'"rows":[%s]}\n' % b",".join(rows)
    return b'"rows":[%s],"events":[%s]}\n' % (b",".join(rows), b",".join(events))


def change_line(seq: int, body: bytes) -> bytes:
    """A ``change`` with this number."""
    return b'{"type":"change","seq":%d,%s' % (seq, body)


class Step:
    """One numbered change of a view."""

    def __init__(self, seq: int, rows: dict[Place, bytes], events: list[bytes]) -> None:
        self.seq = seq
        self.rows = rows
        self.events = events

    @cached_property
    def line(self) -> bytes:
        """The message for clients whose numbers are the view's own."""
        return change_line(self.seq, self.body)

    @cached_property
    def body(self) -> bytes:
        """The message without its number, for the others."""
        return change_body(self.rows.values(), self.events)

    @property
    def weight(self) -> int:
        """Items in it."""
        return len(self.rows) + len(self.events)

    def drop_bytes(self) -> None:
        """Keep only what the items share with other views: history must not cost a copy."""
        self.__dict__.pop("line", None)
        self.__dict__.pop("body", None)


class View:
    """What one lens shows of the board, and how it came about lately (at most ``history`` items)."""

    def __init__(self, lens: Lens, board: Board, history: int) -> None:
        self.lens = lens
        self.seq = 0
        self._board = board
        self._limit = history
        self._steps: deque[Step] = deque()
        self._weight = 0
        self._snapshot: bytes | None = None
        self._shown: set[Place] = {placed.place for placed, _ in self._visible()}

    def absorb(self, tick: Tick) -> Step | None:
        """The tick as it looks from here; None when nothing of it can be seen."""
        rows: dict[Place, bytes] = {}
        for placed in tick.rows:
            shown = self._seen(placed)
            if shown is not None:
                rows[placed.place] = shown
        lens = self.lens
        events = [found for event in tick.events if (found := lens.event(event)) is not None]
        if not rows and not events:
            return None
        self.seq += 1
        self.forget_snapshot()
        step = Step(self.seq, rows, events)
        self._remember(step)
        return step

    def snapshot(self, missed_events: int = 0) -> bytes:
        """All rows now, as a message; made once for all clients that ask between two steps."""
        if missed_events:
            return self._snapshot_line(b',"missed_events":%d' % missed_events)
        if self._snapshot is None:
            self._snapshot = self._snapshot_line(b"")
        return self._snapshot

    def forget_snapshot(self) -> None:
        """Give back the memory of the last snapshot."""
        self._snapshot = None

    def steps_after(self, seq: int) -> list[Step] | None:
        """The steps that follow ``seq``; None when they are not remembered (or never were)."""
        if seq > self.seq or seq < self.seq - len(self._steps):
            return None
        return [step for step in self._steps if step.seq > seq]

    def _snapshot_line(self, missed: bytes) -> bytes:
        rows = b",".join(found for _, found in self._visible())
        return b'{"type":"snapshot","seq":%d%s,"rows":[%s]}\n' % (self.seq, missed, rows)

    def _visible(self) -> Iterator[tuple[Placed, bytes]]:
        for placed in self._board.rows.values():
            found = self.lens.row(placed)
            if found is not None:
                yield placed, found

    def _seen(self, placed: Placed) -> bytes | None:
        """The item of a changed row; a row that may no longer be seen is gone for those who saw it."""
        place = placed.place
        if placed.row is not None:
            found = self.lens.row(placed)
            if found is not None:
                self._shown.add(place)
                return found
        if place not in self._shown:
            return None
        self._shown.discard(place)
        return item_of(place, None) if placed.row is not None else placed.item

    def _remember(self, step: Step) -> None:
        if self._steps:
            self._steps[-1].drop_bytes()
        self._steps.append(step)
        self._weight += step.weight
        while self._weight > self._limit and self._steps:
            self._weight -= self._steps.popleft().weight
