"""How long the survey takes at a PBX with so many channels: from the login until the gap is closed.

    python -m tests.benchmarks.survey [--channels 500] [--rounds 5]

The PBX is the simulated one, in a process of its own, in the middle of so many channels' calls. The floor is a bare
client that asks the same questions and reads up to the same last answer, understanding nothing.
"""

from __future__ import annotations

import argparse
import asyncio
import multiprocessing
import statistics
import time
from multiprocessing.connection import Connection

from collector_daemon.asterisk.link import Link
from collector_daemon.asterisk.survey_actions import SURVEY_ACTIONS, survey_id
from collector_daemon.settings import PbxSettings
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.world import Scenario, World
from shared.clock import SystemClock
from shared.credentials import Secret
from tests.benchmarks import machine
from tests.benchmarks.core import analysis
from tests.benchmarks.storm import SECRET

LONGEST_DAY = 48 * 3600.0


def busy_world(channels: int) -> World:
    """A PBX as soon as it has so many channels."""
    start = SystemClock().now().timestamp()
    world = World(Scenario(load=100.0, is_always_open=True, talk_seconds=600.0, patience_seconds=900.0), start)
    while len(world.pbx.switch.legs) < channels and world.pbx.now < start + LONGEST_DAY:
        world.pbx.schedule.step()
    return world


def serve(line: Connection, channels: int) -> None:
    """The PBX's process."""
    asyncio.run(_serve(line, channels))


async def _serve(line: Connection, channels: int) -> None:
    world = busy_world(channels)
    users = {"collector": AmiUser(SECRET, writetimeout=20.0)}
    async with Server(world, speed=0.001, users=users) as server:
        line.send((server.port, len(world.pbx.switch.legs)))
        await asyncio.to_thread(line.recv)


async def floor(port: int) -> tuple[float, float]:
    """Seconds by the clock and of CPU to ask and read."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 22)
    await reader.readline()
    writer.write(f"Action: Login\r\nUsername: collector\r\nSecret: {SECRET}\r\nEvents: on\r\n\r\n".encode())
    for _ in range(2):  # the answer, FullyBooted
        await reader.readuntil(b"\r\n\r\n")
    wall, cpu = time.perf_counter(), time.process_time()
    for action in SURVEY_ACTIONS:
        writer.write(f"Action: {action}\r\nActionID: {survey_id(1, action)}\r\n\r\n".encode())
    while b"-Ping" not in await reader.readuntil(b"\r\n\r\n"):
        pass
    cost = time.perf_counter() - wall, time.process_time() - cpu
    writer.close()
    return cost


async def survey(port: int) -> tuple[float, float, int, int]:
    """Seconds by the clock and of CPU from the start of connecting to the closed gap; messages, calls found."""
    one = analysis()
    link = Link(PbxSettings(name="main", user="collector", port=port), Secret(SECRET), SystemClock())
    wall, cpu = time.perf_counter(), time.process_time()
    running = asyncio.ensure_future(link.run())
    seq, is_over = 0, False
    while not is_over:
        entries = list(enumerate(await link.inbox.take(500), seq + 1))
        seq += len(entries)
        one.take(entries)
        is_over = any("Ping" in getattr(entry, "headers", {}) for _, entry in entries)
    cost = time.perf_counter() - wall, time.process_time() - cpu
    link.close()
    await running
    return *cost, seq, len(one.centre.calls.traces)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--channels", type=int, default=500)
    options.add_argument("--rounds", type=int, default=5)
    given = options.parse_args()
    print(machine.told())
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe()
    process = context.Process(target=serve, args=(far, given.channels), daemon=True)
    process.start()
    port, channels = near.recv()
    least, found = [], []
    for _ in range(given.rounds):
        least.append(asyncio.run(floor(port)))
        found.append(asyncio.run(survey(port)))
    near.send("enough")
    wall, cpu = (statistics.median(one[place] for one in found) for place in (0, 1))
    bare = statistics.median(one[0] for one in least)
    print(f"{channels} channels, {found[-1][2]:,} messages, {found[-1][3]} calls found:"
          f" {wall * 1000:.0f} ms from connecting to the last answer understood, {cpu * 1000:.0f} ms of CPU;"
          f" asking and reading alone {bare * 1000:.0f} ms; ratio {wall / bare:.2f}")
    process.join(10)


if __name__ == "__main__":
    main()
