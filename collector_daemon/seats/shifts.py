"""All that the daemon does for operators at work, put together: their seats, their wrap-ups, their way home."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from functools import partial

from collector_daemon.pipeline import Pipeline
from collector_daemon.seats.closing import Closing
from collector_daemon.seats.seating import Seating
from collector_daemon.seats.showing import Showing
from collector_daemon.seats.wrap_ups import WrapUps
from collector_daemon.store.audit import Act
from collector_daemon.store.seats import SeatStore
from shared.clock import Clock
from shared.domain.desk import DeskDescription


class Shifts:
    """The seats at the phones of these PBXs, whose clocks' ``zone`` says when it is closing time.

    ``desk`` tells the rules of now, ``note`` takes an act for the audit; ``can_store`` says whether the database takes
    what is said of calls.
    """

    def __init__(
        self, pipelines: Mapping[str, Pipeline], desk: Callable[[], DeskDescription], zone: Callable[[], str],
        store: SeatStore, clock: Clock, *, note: Callable[[Act], None], can_store: Callable[[], bool],
    ) -> None:  # fmt: skip
        self.seating = Seating(pipelines, desk, store, clock, note)
        self.wrap_ups = WrapUps(pipelines, desk, self.seating, clock, can_store)
        self._closing = Closing(lambda: (desk().closing_at, zone()), pipelines, self.seating, self.wrap_ups, clock)
        self._pipelines, self._store = pipelines, store

    async def start(self) -> None:
        """Take part in what the PBXs tell; know who sits where, if the database is there."""
        dressed = Showing(self.seating, self.wrap_ups).dressed
        for pipeline in self._pipelines.values():
            pipeline.dress = dressed
            pipeline.hear_partings = partial(self.wrap_ups.parted, pipeline)
        await self.seating.start()

    async def close(self) -> None:
        """After ``run``: disconnect from the database."""
        await self._store.close()

    async def run(self) -> None:
        """Until cancelled."""
        async with asyncio.TaskGroup() as group:
            group.create_task(self.seating.run())
            group.create_task(self.wrap_ups.run())
            group.create_task(self._closing.run())
