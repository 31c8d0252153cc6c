"""The live board: the present row under every key, each encoded once for however many clients.

``apply`` is called with every row that changed, as often as events come; ``take`` hands out what is different
since the last time, so that a burst costs a client one message and a row that changed five times is encoded
once. Pure of sockets and time: the server decides when to take.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Hashable, Iterable
from datetime import datetime

import msgspec

from collector_daemon.feed.happenings import happened
from shared import clock
from shared.domain.board import TOPIC_OF, AgentRow, AlertRow, CallRow, Gone, QueueRow, Row, Topic, key_of
from shared.protocol import wire
from shared.protocol.past import GrantedPast

Place = tuple[Topic, str, str]
"""Where a row is: topic, PBX, key."""

_NOBODY: frozenset[str] = frozenset()
_MOST_EVENTS = 50_000  # that nobody has taken yet


class Placed(msgspec.Struct, frozen=True, kw_only=True):
    """A row at its place (None: no more), its item of the wire, and whom it concerns.

    ``variants`` keeps what it looks like to those who may see only a part of it.
    """

    place: Place
    row: Row | None
    item: bytes
    queues: frozenset[str] = _NOBODY
    agents: frozenset[str] = _NOBODY
    variants: dict[Hashable, bytes] = msgspec.field(default_factory=dict)


class Happening(msgspec.Struct, frozen=True, kw_only=True):
    """One event for integrators, a JSON object already encoded, and whom it concerns; ``variants`` as for rows."""

    item: bytes
    queues: frozenset[str] = _NOBODY
    agents: frozenset[str] = _NOBODY
    variants: dict[Hashable, bytes] = msgspec.field(default_factory=dict)


class Tick:
    """What is different since the tick before; also by place and agent, for those who look at their own.

    In the past ``at`` is the moment of it, as part of a message; a ``beat`` is told though nothing is different.
    """

    def __init__(self, rows: list[Placed], events: list[Happening], at: bytes = b"", *, is_beat: bool = False) -> None:
        self.rows = rows
        self.events = events
        self.at = at
        self.is_beat = is_beat
        self.by_place = {placed.place: placed for placed in rows}
        self.by_agent: dict[str, list[Placed]] = {}
        for placed in rows:
            for agent in placed.agents:
                self.by_agent.setdefault(agent, []).append(placed)
        self.agents_of_events = frozenset(agent for event in events for agent in event.agents)


class Board:
    """All rows that are now (or at the moment of the ``past``), and those that changed since the last ``take``."""

    def __init__(self, now: Callable[[], datetime] = clock.now) -> None:
        """``now`` dates events that no row has a time for."""
        self._now = now
        self.past: GrantedPast | None = None
        self.rows: dict[Place, Placed] = {}
        self._latest: dict[Place, Row | None] = {}
        self._events: deque[Happening] = deque(maxlen=_MOST_EVENTS)
        self._wake: Callable[[], None] = lambda: None
        self._hear_queue: Callable[[str, str, QueueRow | None], None] = lambda _pbx, _queue, _row: None

    def on_queue(self, hear: Callable[[str, str, QueueRow | None], None]) -> None:
        """Have ``hear`` told of every queue's row that is different (None: no more); it must return at once."""
        self._hear_queue = hear

    def on_change(self, wake: Callable[[], None]) -> None:
        """Have ``wake`` called when there is something to take; it must only make a note of it."""
        self._wake = wake

    @property
    def has_changes(self) -> bool:
        """Is there anything to take?"""
        return bool(self._latest or self._events)

    def apply(self, rows: Iterable[Row | Gone]) -> None:
        """Put rows in their places and take away those that are gone."""
        for row in rows:
            if isinstance(row, Gone):
                self._put((row.topic, row.pbx, row.key), None)
            else:
                self._put((TOPIC_OF[type(row)], *key_of(row)), row)
        if self._latest:
            self._wake()

    def _put(self, place: Place, row: Row | None) -> None:
        """The row is what there is now; before rows are merged is when to see what happened."""
        before = self._latest[place] if place in self._latest else self._taken(place)
        self._latest[place] = row
        if place[0] == "queues" and row != before:
            self._hear_queue(place[1], place[2], row if isinstance(row, QueueRow) else None)
        if place[0] not in ("calls", "agents") or row == before:
            return
        queues, agents = _queues_of(row or before), _agents_of(row or before)
        for deed in happened(before, row, self._now()):
            queue = deed.get("queue")
            whose = queues if queue is None else frozenset((queue,))
            self._events.append(Happening(item=wire.encoded(deed), queues=whose, agents=agents))

    def _taken(self, place: Place) -> Row | None:
        placed = self.rows.get(place)
        return placed.row if placed else None

    def publish_event(self, event: bytes, queues: Iterable[str] = (), agents: Iterable[str] = ()) -> None:
        """Tell subscribers of ``events`` what no row tells: one JSON object, encoded, without line breaks.

        ``queues`` and ``agents`` say whom it concerns: who may not see them does not get it.
        """
        self._events.append(Happening(item=event, queues=frozenset(queues), agents=frozenset(agents)))
        self._wake()

    def take(self) -> Tick:
        """What is different since the last time, encoded; the rows are now part of ``rows``."""
        latest, self._latest = self._latest, {}
        events = list(self._events)
        self._events.clear()
        changed = []
        for place, row in latest.items():
            if row == self._taken(place):
                continue
            placed = _placed(place, row)
            changed.append(placed)
            if row is None:
                del self.rows[place]
            else:
                self.rows[place] = placed
        return Tick(changed, events, self.moment)

    @property
    def moment(self) -> bytes:
        """What a change tells of the moment that it belongs to."""
        return b'"at":"%s",' % wire.instant(self.past.at).encode() if self.past else b""

    def beat(self) -> Tick:
        """Nothing but the moment."""
        return Tick([], [], self.moment, is_beat=True)


def item(place: Place, row: Row | None) -> bytes:
    """The row as an item of ``snapshot`` and ``change``."""
    topic, pbx, key = place
    return wire.encoded({"topic": topic, "pbx": pbx, "key": key, "row": row})


def _placed(place: Place, row: Row | None) -> Placed:
    return Placed(
        place=place, row=row, item=item(place, row), queues=_queues_of(row), agents=_agents_of(row)
    )


def _queues_of(row: Row | None) -> frozenset[str]:
    match row:
        case QueueRow():
            return frozenset((row.queue,))
        case AgentRow():
            return frozenset(membership.queue for membership in row.memberships)
        case CallRow(queue=str(queue)):
            return frozenset((queue,))
        case AlertRow():
            return frozenset(row.queues if row.queue is None else (row.queue,))
        case _:
            return _NOBODY


def _agents_of(row: Row | None) -> frozenset[str]:
    match row:
        case AgentRow():
            return frozenset((row.agent,))
        case CallRow():
            parker = (row.parked_by,) if row.parked_by else ()
            return frozenset((*row.agents, *row.ringing, *parker))
        case _:
            return _NOBODY
