"""Campaigns at work put together, for who runs the daemon: tasks, commands, what lies before operators."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Mapping

from collector_daemon.dialer.calling.runner import Runner
from collector_daemon.dialer.commanding import Commanding, Deed
from collector_daemon.feed.board import Board
from collector_daemon.pipeline import Pipeline
from collector_daemon.seats.shifts import Shifts
from shared.clock import Clock
from shared.domain.campaigns import CampaignWork

ShowWork = Callable[[Callable[[str], "CampaignWork | None"]], Callable[[str], None]]
"""Takes what tells an agent's work, gives what to call when that is different."""


class Running:
    """``works`` are its tasks by name, ``deeds`` its commands."""

    def __init__(
        self, url: str, pipelines: Mapping[str, Pipeline], shifts: Shifts, board: Board, clock: Clock
    ) -> None:
        self.runner = Runner(url, pipelines, shifts, board, clock)
        self.deeds: Mapping[str, Deed] = Commanding(self.runner).deeds

    def show(self, show_work: ShowWork) -> None:
        """Panels are told what lies before their operators."""
        self.runner.desks.tell = show_work(self.runner.desks.work_of)

    def works(self) -> Mapping[str, Callable[[], Awaitable[None]]]:
        """Each until it is cancelled."""
        return {"campaigns": self.runner.run}

    async def close(self) -> None:
        """After the tasks were cancelled: what goes on is left to the next start."""
        await self.runner.close()
