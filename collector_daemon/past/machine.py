"""The time machine: a few seats, each with a reader of its own. ``Pasts`` of the feed."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Sequence
from datetime import datetime

from collector_daemon.feed.ports import PastFrame, PastStream
from collector_daemon.past.frames import Frame
from collector_daemon.past.reader_process import ReaderProcess
from shared.clock import Clock
from shared.domain.commands import Refused
from shared.errors import Unavailable, one_line

log = logging.getLogger(__name__)

SEATS = 4
"""How many may look at the past at once."""
GRAIN_SECONDS = 0.01
"""Real time whose changes may go together."""


class TimeMachine:
    """Gives seats. ``centres`` tells empty cores of the PBXs (``Centre.state``), ``url`` is where the past is kept."""

    def __init__(self, url: str, centres: Callable[[], Sequence[bytes]], clock: Clock, seats: int = SEATS) -> None:
        self._url, self._centres, self._clock, self._seats = url, centres, clock, seats
        self._taken: set[Seat] = set()
        self._leaving: set[asyncio.Task[None]] = set()

    def enter(self) -> Seat:
        """A seat for one viewer. Raises Refused: past_busy."""
        if len(self._taken) >= self._seats:
            raise Refused("past_busy", f"{self._seats} others look at the past already; try again later.")
        seat = Seat(self)
        self._taken.add(seat)
        return seat

    def leave(self, seat: Seat) -> None:
        """The seat is free; its reader ends."""
        self._taken.discard(seat)
        reader, seat.reader = seat.reader, None
        if reader is not None:
            reader.close()
            task = asyncio.get_running_loop().create_task(reader.ended())
            self._leaving.add(task)
            task.add_done_callback(self._leaving.discard)

    async def close(self) -> None:
        """Everybody leaves; returns when no process of ours is left."""
        for seat in list(self._taken):
            self.leave(seat)
        await asyncio.gather(*self._leaving)

    def ask(self, seat: Seat, at: datetime, speed: float) -> int:
        """Have the seat's reader begin at a moment. Raises Refused (the future), Unavailable."""
        if at > self._clock.now():
            raise Refused("past_unavailable", "That moment lies in the future.")
        if seat.reader is None:
            seat.reader = ReaderProcess()
        return seat.reader.ask(self._url, list(self._centres()), at, GRAIN_SECONDS * max(1.0, speed))


class Seat:
    """One viewer's place, for as many moments as he likes, one after the other."""

    def __init__(self, machine: TimeMachine) -> None:
        self._machine = machine
        self.reader: ReaderProcess | None = None

    async def go(self, at: datetime, speed: float) -> PastStream:
        """The board at a moment, and what follows. Raises Refused: past_unavailable."""
        try:
            number = self._machine.ask(self, at, speed)
            assert self.reader is not None
            frame = await self.reader.next(number)
        except Unavailable as problem:
            self._forget_reader()
            raise Refused("past_unavailable", one_line(problem)) from None
        return Stream(self, number, _checked(frame))

    async def next(self, number: int) -> PastFrame:
        """What follows in a stream. Raises Refused: past_unavailable."""
        if self.reader is None:
            raise Refused("past_unavailable", "The past was left.")
        try:
            frame = await self.reader.next(number)
        except Unavailable as problem:
            self._forget_reader()
            raise Refused("past_unavailable", one_line(problem)) from None
        return _checked(frame)

    def leave(self) -> None:
        """Give the seat back."""
        self._machine.leave(self)

    def _forget_reader(self) -> None:
        """A reader that has ended is of no use any more; the next moment gets another."""
        reader, self.reader = self.reader, None
        if reader is not None:
            reader.close()


class Stream:
    """The board at a moment (``first``), and frame by frame what follows."""

    def __init__(self, seat: Seat, number: int, first: PastFrame) -> None:
        self._seat, self._number = seat, number
        self.first = first

    async def next(self) -> PastFrame:
        """What is different next; waits for it. Raises Refused: past_unavailable."""
        return await self._seat.next(self._number)


def _checked(frame: Frame) -> PastFrame:
    if frame.refusal:
        raise Refused("past_unavailable", frame.refusal)
    return PastFrame(at=frame.at, rows=frame.rows.all(), is_complete=frame.is_complete)
