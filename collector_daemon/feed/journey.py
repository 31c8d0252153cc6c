"""One client's way through the past: asked for, granted, played at its pace, left.

The past has a board and views of its own, made of the very classes that show the present, so that rights, filters and
numbers are the same. Until a moment is granted, what was shown before goes on; a refusal changes nothing.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import msgspec

from collector_daemon.feed.board import Board
from collector_daemon.feed.house import House
from collector_daemon.feed.outlet import Outlet
from collector_daemon.feed.pace import Pace
from collector_daemon.feed.permissions import Lens
from collector_daemon.feed.ports import PastFrame, PastStream, Seat
from collector_daemon.feed.subscriptions import Subscription, Subscriptions
from shared.domain.commands import Refused
from shared.protocol.past import GrantedPast, Past

log = logging.getLogger(__name__)

BEAT = 2.0
"""Seconds without news after which the client is told which moment is reached."""
PRESENT = timedelta(seconds=3)
"""So near to now what is played faster than it was has caught up with the present."""


class Scene:
    """A board of the past and the one who looks at it."""

    def __init__(self, house: House, lens: Lens, outlet: Outlet, past: Past, first: PastFrame) -> None:
        self.past, self.lens = past, lens
        self.at = first.at
        self._board = Board(now=lambda: self.at)
        self._board.apply(first.rows)
        self._board.take()  # what was there already has not happened now
        self._is_complete = first.is_complete
        self._mark()
        limits = msgspec.structs.replace(house.limits, history_items=0)  # another connection asks anew
        self._subscriptions = Subscriptions(self._board, limits)
        self.subscription = self._subscriptions.open(lens, outlet)

    def show(self, frame: PastFrame) -> bool:
        """The frame's moment is reached; tells whether anything was different."""
        self.at = frame.at
        self._mark()
        self._board.apply(frame.rows)
        if not self._board.has_changes:
            return False
        self._subscriptions.tell(self._board.take())
        return True

    def beat(self, at: datetime) -> None:
        """Nothing was different until now: tell which moment is reached."""
        self.at = at
        self._mark()
        self._subscriptions.tell(self._board.beat())

    def _mark(self) -> None:
        self._board.past = GrantedPast(self.at, self.past.speed, self._is_complete)


class Journey:
    """Of one session. ``refuse`` says why not, ``arrive`` is called when the past is about to be shown,
    ``come_home`` when it has caught up with the present or cannot go on.
    """

    def __init__(
        self, house: House, outlet: Outlet, refuse: Callable[[Refused], None], arrive: Callable[[], None],
        come_home: Callable[[Lens], None],
    ) -> None:
        self._house, self._outlet = house, outlet
        self._refuse, self._arrive, self._come_home = refuse, arrive, come_home
        self._seat: Seat | None = None
        self._scene: Scene | None = None
        self._travelling: asyncio.Task[None] | None = None

    @property
    def subscription(self) -> Subscription | None:
        """What the client looks at, if it is the past."""
        return self._scene.subscription if self._scene else None

    def go(self, past: Past, lens: Lens) -> None:
        """To another moment."""
        self._halt()
        at = past.at.astimezone(UTC)
        asked = Past(at, past.speed)
        self._travelling = asyncio.get_running_loop().create_task(self._travel(asked, lens))

    def end(self) -> None:
        """The client looks at the present, or has gone."""
        self._halt()
        self._scene = None
        seat, self._seat = self._seat, None
        if seat is not None:
            seat.leave()

    def _halt(self) -> None:
        task, self._travelling = self._travelling, None
        if task is not None and task is not asyncio.current_task():
            task.cancel()

    async def _travel(self, past: Past, lens: Lens) -> None:
        """To a moment, and on from there; the present follows when that ends."""
        try:
            if await self._visit(past, lens):
                return
        except Refused as refusal:
            self._refuse(refusal)
        except Exception:
            log.exception("a look at the past failed")
            self._refuse(Refused("past_unavailable", "The past cannot be shown; the server's log says why."))
        was_shown = self._scene is not None
        self.end()
        if was_shown:
            self._come_home(lens)

    async def _visit(self, past: Past, lens: Lens) -> bool:
        """Show a moment and play it on; a refusal leaves us where we were. Tells whether it stands still for good."""
        try:
            stream = await self._granted(past)
        except Refused as refusal:
            shown = self._scene
            if shown is None:
                raise
            self._refuse(refusal)
            past, lens = Past(shown.at, shown.past.speed), shown.lens
            stream = await self._granted(past)
        self._scene = scene = Scene(self._house, lens, self._outlet, past, stream.first)
        self._arrive()
        scene.subscription.begin()
        if past.speed:
            await self._play(stream, scene)
        return not past.speed

    async def _granted(self, past: Past) -> PastStream:
        if self._seat is None:
            self._seat = self._house.pasts.enter()
        return await self._seat.go(past.at, past.speed)

    async def _play(self, stream: PastStream, scene: Scene) -> None:
        """Frame by frame at its moment, until the present is caught up with. Raises Refused when nothing can follow."""
        clock = self._house.clock
        pace = Pace(scene.at, scene.past.speed, clock.monotonic())
        told_at = clock.monotonic()
        while True:
            frame = await stream.next()
            while (wait := pace.wait(frame.at, clock.monotonic())) > 0:
                until_beat = told_at + BEAT - clock.monotonic()
                await asyncio.sleep(max(0.0, min(wait, until_beat)))
                if wait >= until_beat:
                    scene.beat(pace.moment(clock.monotonic()))
                    told_at = clock.monotonic()
            pace.come(frame.at, clock.monotonic())
            if scene.show(frame):
                told_at = clock.monotonic()
            if scene.past.speed > 1 and frame.at > clock.now() - PRESENT:
                return
