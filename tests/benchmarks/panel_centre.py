"""The other side of the panel's benchmarks: the demo's call centre, with an eye on who is rung when.

``python -m tests.benchmarks.panel_centre FOLDER SPEED [idle]`` prints the feed's port and the file with the operator's
token. For every line on its input it prints as JSON: ``rung``, the instants (monotonic seconds, the same for all
processes of a machine) at which the PBX said that the operator's phone is called, by call; ``heard``, those at which a
bare client of the feed knew it; ``calls``, how many calls there have been. ``idle``: the PBX's time stands
still.
"""

from __future__ import annotations

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from collector_daemon.capture import Headers
from collector_daemon.commands import demo
from collector_daemon.simulator.server import Server
from shared.clock import SystemClock, monotonic
from shared.credentials import read_secret
from shared.domain.board import AgentRow
from shared.feed_client.client import FeedClient
from shared.feed_client.live_board import Replaced
from shared.feed_client.status import Credentials

PHONE = f"PJSIP/{demo.PHONE}"


class Watched(Server):
    """The simulated PBX; ``rung`` is when it told of each ringing of the operator's phone, by call."""

    latest: Watched

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.rung: dict[str, float] = {}
        Watched.latest = self

    def _tell(self, at: float, headers: Headers) -> None:
        if headers.get("Event") == "AgentCalled" and headers.get("Interface") == PHONE:
            self.rung.setdefault(str(headers["Linkedid"]), monotonic())
        super()._tell(at, headers)


async def play(folder: Path, speed: float, *, is_idle: bool) -> None:
    """Until the end of the input."""
    vars(demo)["Server"] = Watched  # the same PBX, seen from outside
    async with demo.demonstrated(folder, speed, seed=1) as (daemon, tokens):
        assert daemon.feed is not None
        if is_idle:
            Watched.latest.set_speed(0.001)  # next to nothing happens
        client = FeedClient(
            "127.0.0.1", daemon.feed.port, Credentials(token=read_secret(tokens[demo.OPERATOR]).reveal()),
            clock=SystemClock(), name="floor",
        )  # fmt: skip
        heard: dict[str, float] = {}

        def hear(changed: list[Replaced]) -> None:
            for one in changed:
                row = one.row
                if isinstance(row, AgentRow) and row.agent == demo.PHONE and row.state == "ringing" and row.call:
                    heard.setdefault(row.call, monotonic())

        client.board.listen(hear)
        following = asyncio.create_task(client.run())
        print(daemon.feed.port, tokens[demo.OPERATOR], flush=True)
        loop = asyncio.get_running_loop()
        while await loop.run_in_executor(None, sys.stdin.readline):
            told = {"rung": Watched.latest.rung, "heard": heard, "calls": len(Watched.latest.world.truth())}
            print(json.dumps(told), flush=True)
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


if __name__ == "__main__":
    asyncio.run(play(Path(sys.argv[1]), float(sys.argv[2]), is_idle="idle" in sys.argv[3:]))
