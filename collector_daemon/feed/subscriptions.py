"""Who looks at which view: a client's subscription, and all of them.

A client's numbers are its own: they begin as those of its view and fall behind when changes that it was too
slow for are merged into one. A ``Bookmark`` says how they map to the view's, and is kept for a while after
the client has gone, so that it can come back and go on.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator

import msgspec

from collector_daemon.feed.board import Board, Place, Tick
from collector_daemon.feed.outlet import PIECE, Outlet
from collector_daemon.feed.permissions import Lens
from collector_daemon.feed.ports import Limits
from collector_daemon.feed.views import Gallery, Step, View, change_body, change_head


class Bookmark(msgspec.Struct, frozen=True):
    """The client's ``seq`` n, from ``since`` on, is the view's n + ``offset``."""

    view: View
    offset: int
    since: int


class Subscription:
    """One client's stream of a view: a snapshot or the rest of an earlier stream, then change by change."""

    def __init__(self, view: View, outlet: Outlet, pending_items: int) -> None:
        self.view = view
        self._outlet = outlet
        self._limit = pending_items
        self._seq = self._since = 0
        self._offset = 0
        self._rows: dict[Place, bytes] = {}
        self._events: list[bytes] = []
        self._missed_events = 0
        self._needs_snapshot = False

    @property
    def bookmark(self) -> Bookmark:
        """Where the client is."""
        return Bookmark(self.view, self._offset, self._since)

    @property
    def is_up_to_date(self) -> bool:
        """Has the client been sent everything?"""
        return not (self._needs_snapshot or self._rows or self._events or self._outlet.is_busy)

    def begin(self) -> None:
        """Send everything there is, now or when the client has read what is before it."""
        if self._outlet.is_busy:
            self._needs_snapshot = True
            return
        self._rows, self._events = {}, []
        self._needs_snapshot = False
        self._seq = self._since = self.view.seq
        self._offset = 0
        missed, self._missed_events = self._missed_events, 0
        self._outlet.send(self.view.snapshot(missed))

    def go_on(self, mark: Bookmark, seq: int) -> bool:
        """Send what came after the client's ``seq``; False when that is no longer known."""
        steps = self.view.steps_after(seq + mark.offset) if seq >= mark.since else None
        if steps is None or mark.view is not self.view:
            return False
        self._seq, self._since, self._offset = seq, mark.since, mark.offset
        for step in steps:
            self.deliver(step)
        return True

    def deliver(self, step: Step) -> None:
        """Send a change, or put it by while the client is too slow."""
        if self._outlet.is_busy:
            self._merge(step)
            return
        self._seq += 1
        if self._seq == step.seq and len(step.part.body) <= PIECE:
            self._outlet.send(step.line)
        else:
            self._outlet.send(step.part.body, change_head(self._seq))

    def catch_up(self) -> None:
        """The client reads again: send what was put by as one change, or a snapshot if it was too much."""
        if self._needs_snapshot:
            self.begin()
        elif self._rows or self._events:
            self._seq = self._since = self._seq + 1
            self._offset = self.view.seq - self._seq
            body = change_body(self._rows.values(), self._events, self.view.moment)
            self._rows, self._events = {}, []
            self._outlet.send(body, change_head(self._seq))

    def _merge(self, step: Step) -> None:
        if self._needs_snapshot:
            self._missed_events += len(step.part.events)
            return
        self._rows.update(step.part.rows)
        self._events += step.part.events
        if len(self._rows) + len(self._events) > self._limit:
            self._missed_events += len(self._events)
            self._rows, self._events = {}, []
            self._needs_snapshot = True


class _Left(msgspec.Struct, frozen=True):
    account: str
    mark: Bookmark
    at: float


class Subscriptions:
    """All views and who looks at them."""

    def __init__(self, board: Board, limits: Limits) -> None:
        self._limits = limits
        self._gallery = Gallery(board, limits.history_items)
        self._lookers: dict[View, set[Subscription]] = {}
        self._idle: OrderedDict[View, float] = OrderedDict()
        self._left: OrderedDict[str, _Left] = OrderedDict()

    @property
    def views(self) -> int:
        """How many different views are kept up to date."""
        return len(self._gallery.views)

    def open(self, lens: Lens, outlet: Outlet) -> Subscription:
        """A subscription to what the lens shows; it sends nothing before ``begin`` or ``go_on``."""
        view = self._gallery.view(lens)
        self._idle.pop(view, None)
        subscription = Subscription(view, outlet, self._limits.pending_items)
        self._lookers.setdefault(view, set()).add(subscription)
        return subscription

    def close(self, subscription: Subscription, now: float) -> None:
        """The client looks elsewhere or has gone; its view waits for it a while."""
        lookers = self._lookers[subscription.view]
        lookers.discard(subscription)
        if not lookers:
            self._idle[subscription.view] = now

    def remember(self, session: str, account: str, mark: Bookmark, now: float) -> None:
        """The session may come back."""
        self._left[session] = _Left(account, mark, now)
        while len(self._left) > 2 * self._limits.clients:
            self._left.popitem(last=False)

    def recall(self, session: str, account: str) -> Bookmark | None:
        """Where that session of the same account was, once; None if nobody remembers."""
        left = self._left.pop(session, None)
        return left.mark if left is not None and left.account == account else None

    def tell(self, tick: Tick) -> None:
        """Send everybody what of this tick they may see."""
        for view, step in self._gallery.absorb(tick):
            for subscription in self._lookers[view]:
                subscription.deliver(step)

    def tidy(self, now: float) -> None:
        """Forget who has been away too long, and views that nobody has looked at."""
        before = now - self._limits.resume.total_seconds()
        while self._left and next(iter(self._left.values())).at < before:
            self._left.popitem(last=False)
        for view in list(self._overdue(before)):
            del self._idle[view], self._lookers[view]
            self._gallery.remove(view)
        for view in self._gallery.views.values():
            view.forget_snapshot()

    def _overdue(self, before: float) -> Iterator[View]:
        excess = len(self._idle) - self._limits.idle_views
        for position, (view, idle_at) in enumerate(self._idle.items()):
            if position < excess or idle_at < before:
                yield view
