"""What the daemon does for campaigns, put together: running them, and the commands about what they are."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from collector_daemon.dialer.calling.callbacks import CallbackFeed
from collector_daemon.dialer.crm.systems import CustomerSystems
from collector_daemon.dialer.orders import DialerOrders
from collector_daemon.dialer.running import Running, ShowWork
from collector_daemon.feed.board import Board
from collector_daemon.pipeline import Pipeline
from collector_daemon.seats.shifts import Shifts
from collector_daemon.settings.standing import Standing
from shared.clock import Clock


class DialerAtWork:
    """``works`` are its tasks by name, ``deeds`` its commands."""

    def __init__(
        self, standing: Standing, url: str, pipelines: Mapping[str, Pipeline], shifts: Shifts, board: Board,
        clock: Clock,
    ) -> None:  # fmt: skip
        self.running = Running(url, pipelines, shifts, board, clock)
        runner = self.running.runner
        self._orders = DialerOrders(
            runner.store, url, lambda: standing.now, clock, lambda: runner.wake(is_stale=True))  # fmt: skip
        self._callbacks = CallbackFeed(runner.store, runner.rooms.running, lambda: standing.now, clock, runner.wake)
        self._pipelines = pipelines
        self._callbacks.show = self._show_queue
        self._systems = CustomerSystems(standing.now, url, runner.store, clock)
        self.deeds = {**self.running.deeds, **self._orders.deeds}

    def show(self, show_work: ShowWork) -> None:
        """Panels are told what lies before their operators."""
        self.running.show(show_work)

    def _show_queue(self, pbx: str, queue: str) -> None:
        if (pipeline := self._pipelines.get(pbx)) is not None:
            pipeline.dress_queue = self._callbacks.dress
            pipeline.show_queue(queue)

    def works(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """Each until it is cancelled."""
        return {**self.running.works(), **self._systems.works(), "callbacks from queues": self._callbacks.run}

    async def close(self) -> None:
        """What is under way is given up; nothing is half taken."""
        await self._systems.close()
        await self._orders.close()
        await self.running.close()
