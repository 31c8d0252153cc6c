"""The wallboard's memory over a day: the simulator's, as quick as it goes, with time moved by hand.

One process plays the day: simulated PBX → the daemon's core → board → the real feed. The other is the wallboard's own
window (offscreen) behind the real feed client. Both clocks are moved a step at a time; after each step the wall waits
until it has what the step brought, shows it and turns its page. Every hour it goes on to the next theme and language,
and the wall's resident memory is told. The first hour is the warm-up.
"""

from __future__ import annotations

import asyncio
import gc
import sys
import tempfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import psutil

from shared.clock import monotonic
from shared.domain.board import LineRow
from tests.helpers.feed import SECRET, MemoryAccounts, account

if TYPE_CHECKING:
    import subprocess

    from shared.feed_client.client import FeedClient
    from shared.feed_client.status import Credentials
    from shared.qt import application
    from shared.qt.ground import Ground
    from wallboard.app.wallboard import Wallboard

STEP = timedelta(seconds=60)
START = datetime(2026, 3, 2, 6, tzinfo=UTC)
"""A Monday morning."""
MARK = "+420222999999"
"""The line whose number of calls counts the steps."""
TURN = 2
"""Steps until the next page."""


class DayClock:
    """The day's time by hand; monotonic seconds are this machine's, so that connections are not given up."""

    def __init__(self) -> None:
        self.at = START

    def now(self) -> datetime:
        """The day's."""
        return self.at

    def monotonic(self) -> float:
        """The machine's."""
        return monotonic()


# --- the day


async def play_day(load: float) -> None:
    """Listen, print the port and token; every line on the input is a step."""
    from collector_daemon.feed.board import Board
    from collector_daemon.feed.ports import Address
    from collector_daemon.feed.server import FeedServer
    from collector_daemon.feed.tokens import Tokens
    from collector_daemon.simulator.stream import play, survey
    from collector_daemon.simulator.world import Scenario, World
    from tests.benchmarks.core import analysis
    from tests.benchmarks.wallboard_feed import CENTRE, Past

    clock, board, one = DayClock(), Board(), analysis()
    world = World(Scenario(load=load), START.timestamp())
    wall, day = account("wall", "wallboard"), timedelta(days=1)
    server = FeedServer(
        board=board, accounts=MemoryAccounts(wall), commands=Past(), clock=clock, address=Address(port=0),
        secret=SECRET, witness=lambda _: None, centre=CENTRE,
    )  # fmt: skip
    board.apply(one.take(list(enumerate(survey(world), 1))).rows)
    loop, step = asyncio.get_running_loop(), 0
    async with server:
        print(server.port, Tokens(SECRET, clock, 2 * day, 2 * day).issue_lasting(wall, 2 * day)[0], flush=True)
        while await loop.run_in_executor(None, sys.stdin.readline):
            step, clock.at = step + 1, clock.at + STEP
            board.apply(one.take(list(enumerate(play(world, STEP.total_seconds()), 1))).rows)
            board.apply(one.pass_time(clock.at))
            board.apply([LineRow(pbx="main", line=MARK, calls=step)])


# --- the wall


class Seat:
    """The wallboard, its feed client, and the clock that is moved by hand."""

    def __init__(self, ground: Ground, client: FeedClient, clock: DayClock, folder: Path) -> None:
        self.ground, self.client, self.clock = ground, client, clock
        self.wallboard = Wallboard(ground, client, pages_file=folder / "pages.json")

    async def run(self, hours: int) -> None:
        """All hours; tells the memory at the end of each."""
        for hour in range(1, hours + 1):
            for _ in range(timedelta(hours=1) // STEP):
                await self._step()
            gc.collect()
            memory = psutil.Process().memory_info().rss / 1e6
            print(f"{hour} {memory:.1f} {len(self.client.board.agents)}", flush=True)
            self.wallboard.do("theme")
            self.ground.set_language("en" if self.ground.language.code == "cs" else "cs")

    async def _step(self) -> None:
        before = self._steps()
        self.clock.at += STEP
        print("step", flush=True)
        while self._steps() == before:
            await asyncio.sleep(0.002)
        if before % TURN == 0:
            self.wallboard.do("next")
        self.wallboard.refresh()
        await asyncio.sleep(0.001)  # the window is painted

    def _steps(self) -> int:
        row = self.client.board.rows("lines").get(("main", MARK))
        return row.calls if isinstance(row, LineRow) else 0


def sit(port: int, token: str, hours: int) -> int:
    """Run the wall through the day."""

    async def wall(ground: Ground) -> int:
        clock = DayClock()
        ground.clock = clock
        client = FeedClient("127.0.0.1", port, Credentials(token=token), clock=clock, name="wallboard")
        ground.spawn(client.run())
        seat = Seat(ground, client, clock, folder)
        running = ground.spawn(seat.wallboard.run())
        await seat.run(hours)
        ground.stop()
        await running
        return 0

    with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as name:
        folder = Path(name)
        return application.run(wall, name="wallboard", theme="dark", file=folder / "preferences.json")


def growth(day: subprocess.Popen[str], wall: subprocess.Popen[str]) -> None:
    """Hand the wall's steps to the day; print the memory of each hour."""
    assert day.stdin
    assert wall.stdout
    hourly: list[float] = []
    begun = monotonic()
    for line in wall.stdout:
        if line == "step\n":
            day.stdin.write("\n")
            day.stdin.flush()
            continue
        memory = line.split()[1]
        hourly.append(float(memory))
        print(f"memory hour {len(hourly)}: {memory} MB", flush=True)
    half = len(hourly) // 2
    print(f"memory after the first hour {hourly[0]:.1f} MB, least and most of the second half {min(hourly[half:]):.1f}"
          f" and {max(hourly[half:]):.1f} MB; {len(hourly) * 3600 / (monotonic() - begun):,.0f} × as fast as the day",
          flush=True)  # fmt: skip


if __name__ == "__main__":
    if sys.argv[1] == "day":
        asyncio.run(play_day(float(sys.argv[2])))
    else:
        from shared.feed_client.client import FeedClient
        from shared.feed_client.status import Credentials
        from shared.qt import application
        from wallboard.app.wallboard import Wallboard

        sys.exit(sit(int(sys.argv[2]), sys.argv[3], int(sys.argv[4])))
