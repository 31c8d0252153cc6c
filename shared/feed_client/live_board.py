"""The live board as a client holds it: rows by topic and key, replaced as a whole. No I/O.

A snapshot is compared with what is there, so that listeners hear only of rows that really differ, also
after a reconnection.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any, get_args

import msgspec

from shared.domain.board import AgentRow, AlertRow, CallRow, LineRow, QueueRow, Row, Topic
from shared.domain.campaigns import CampaignRow, CampaignWork
from shared.feed_client.listeners import call_all
from shared.protocol.messages import (
    AgentItem,
    AlertItem,
    CallItem,
    CampaignItem,
    Change,
    Item,
    LineItem,
    QueueItem,
    Snapshot,
)

Key = tuple[str, str]
"""(pbx, name within the topic)."""
Event = dict[str, Any]

_TOPIC: dict[type, Topic] = {
    QueueItem: "queues", AgentItem: "agents", CallItem: "calls", LineItem: "lines", AlertItem: "alerts",
    CampaignItem: "campaigns",
}


class Replaced(msgspec.Struct, frozen=True, gc=False):
    """A row is new, different, or (None) no more."""

    topic: Topic
    key: Key
    row: Row | None


RowsListener = Callable[[list[Replaced]], None]
EventsListener = Callable[[list[Event]], None]


class LiveBoard:
    """What the server last said; ``seq`` numbers its last message (None: no snapshot yet)."""

    def __init__(self) -> None:
        self.seq: int | None = None
        self.missed_events = 0
        self._rows: dict[Topic, dict[Key, Row]] = {topic: {} for topic in get_args(Topic)}
        self._row_listeners: list[RowsListener] = []
        self._event_listeners: list[EventsListener] = []
        self._work_listeners: list[Callable[[], None]] = []
        self.work: CampaignWork | None = None
        """What lies before the account's operator in a campaign."""

    def clear(self) -> None:
        """Nothing is shown any more: the account may not watch."""
        self.apply_snapshot(Snapshot(seq=0, rows=()))
        self.seq = None

    def rows(self, topic: Topic) -> Mapping[Key, Row]:
        """The rows of a topic by key; do not keep it, it changes."""
        return self._rows[topic]

    @property
    def queues(self) -> list[QueueRow]:
        """All queues."""
        return [row for row in self._rows["queues"].values() if isinstance(row, QueueRow)]

    @property
    def agents(self) -> list[AgentRow]:
        """All agents."""
        return [row for row in self._rows["agents"].values() if isinstance(row, AgentRow)]

    @property
    def calls(self) -> list[CallRow]:
        """All calls."""
        return [row for row in self._rows["calls"].values() if isinstance(row, CallRow)]

    @property
    def lines(self) -> list[LineRow]:
        """All inbound lines."""
        return [row for row in self._rows["lines"].values() if isinstance(row, LineRow)]

    @property
    def alerts(self) -> list[AlertRow]:
        """All alerts."""
        return [row for row in self._rows["alerts"].values() if isinstance(row, AlertRow)]

    @property
    def campaigns(self) -> list[CampaignRow]:
        """All outgoing campaigns."""
        return [row for row in self._rows["campaigns"].values() if isinstance(row, CampaignRow)]

    def listen(self, listener: RowsListener) -> Callable[[], None]:
        """Hear of every change of rows; the answer is how to stop."""
        self._row_listeners.append(listener)
        return lambda: self._row_listeners.remove(listener)

    def listen_to_events(self, listener: EventsListener) -> Callable[[], None]:
        """Hear of everything that happens (topic ``events``); the answer is how to stop."""
        self._event_listeners.append(listener)
        return lambda: self._event_listeners.remove(listener)

    def listen_to_work(self, listener: Callable[[], None]) -> None:
        """Hear whenever ``work`` is different."""
        self._work_listeners.append(listener)

    def lay(self, work: CampaignWork | None) -> None:
        """The server has said what ``work`` is now."""
        if work != self.work:
            self.work = work
            call_all(self._work_listeners)

    def apply_snapshot(self, snapshot: Snapshot) -> None:
        """Replace everything."""
        self.seq = snapshot.seq
        self.missed_events += snapshot.missed_events
        present = {(_TOPIC[type(item)], (item.pbx, item.key)) for item in snapshot.rows}
        gone = [
            Replaced(topic, key, None)
            for topic, rows in self._rows.items() for key in rows if (topic, key) not in present
        ]
        for replaced in gone:
            del self._rows[replaced.topic][replaced.key]
        self._tell(gone + self._put(snapshot.rows))

    def apply_change(self, change: Change) -> bool:
        """Replace what is different. False (and nothing done) when a number is missing before it."""
        if self.seq is None or change.seq != self.seq + 1:
            return False
        self.seq = change.seq
        self._tell(self._put(change.rows))
        if change.events:
            call_all(self._event_listeners, list(change.events))
        return True

    def _put(self, items: Iterable[Item]) -> list[Replaced]:
        changed = []
        for item in items:
            topic, key = _TOPIC[type(item)], (item.pbx, item.key)
            rows = self._rows[topic]
            if item.row == rows.get(key):
                continue
            if item.row is None:
                del rows[key]
            else:
                rows[key] = item.row
            changed.append(Replaced(topic, key, item.row))
        return changed

    def _tell(self, changed: list[Replaced]) -> None:
        if changed:
            call_all(self._row_listeners, changed)
