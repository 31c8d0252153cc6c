"""From an event's rows to 300 subscribers: latency and cost of the feed, beside plain asyncio's.

``python -m tests.benchmarks.feed [--events 1000] [--clients 300] [--seconds 10] [--views 1]``

The feed runs in this process and is given rows at the rate of ``--events`` a second (a call's, its queue's
and an agent's each time); the subscribers are in two other processes. Every row of a call carries the
instant at which it was handed over; every 15th subscriber looks at each of them, the others only read. The
floor is a loop that knows nothing: every few milliseconds it writes the very same bytes to as many plain
asyncio connections.
"""

from __future__ import annotations

import argparse
import asyncio
import cProfile
import json
import pstats
import re
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Any

from collector_daemon.feed.board import Board, item
from collector_daemon.feed.ports import Address, Limits
from collector_daemon.feed.server import FeedServer
from shared.clock import SystemClock, monotonic
from shared.domain.accounts import Account
from shared.domain.board import TOPIC_OF, Row, key_of
from tests.helpers.feed import NOON, SECRET, MemoryAccounts, MemoryCommands, account, agent, call, queue

STAMP = re.compile(rb'"caller_name":"(\d+\.\d+)"')
PROCESSES = 2
LOOKING = 15


# --- the subscribers' processes


class Subscriber(asyncio.Protocol):
    """Subscribes, reads, and (if it is one that looks) notes how old every row of a call is."""

    def __init__(self, number: int, delays: list[float] | None) -> None:
        self.number = number
        self.delays = delays
        self.size = 0
        self._rest = b""

    def connection_made(self, transport: Any) -> None:
        name = f"user{self.number}"
        auth = {"user": name, "password": name[::-1]}
        topics = ["lines", "queues", "agents", "calls", "alerts"]
        for message in (
            {"type": "hello", "protocol": 1, "client": "bench", "auth": auth},
            {"type": "subscribe", "topics": topics},
        ):
            transport.write(json.dumps(message).encode() + b"\n")

    def data_received(self, data: bytes) -> None:
        self.size += len(data)
        if self.delays is None:
            return
        now = monotonic()
        data = self._rest + data
        self._rest = data[data.rfind(b"\n") + 1 :]
        self.delays += [now - float(stamp) for stamp in STAMP.findall(data, 0, len(data) - len(self._rest))]


async def subscribe(port: int, first: int, last: int) -> None:
    """Stay connected until the parent closes; then print what was seen as JSON."""
    loop = asyncio.get_running_loop()
    made = [Subscriber(number, [] if number % LOOKING == 0 else None) for number in range(first, last)]
    for subscriber in made:
        await loop.create_connection(lambda it=subscriber: it, "127.0.0.1", port)  # type: ignore[misc]
    print("ready", flush=True)
    started = time.process_time()
    await loop.run_in_executor(None, sys.stdin.readline)
    delays = [round(delay, 5) for subscriber in made for delay in subscriber.delays or ()]
    cpu = time.process_time() - started
    print(json.dumps({"delays": delays, "bytes": sum(it.size for it in made), "cpu": cpu}), flush=True)


# --- the two servers


class Floor(asyncio.Protocol):
    """A connection that is written to, and nothing else."""

    transports: list[asyncio.Transport] = []

    def connection_made(self, transport: Any) -> None:
        self.transports.append(transport)


class Handed:
    """Rows at a steady rate, and how many events that were."""

    def __init__(self, events: int, seconds: float) -> None:
        self.interval = 1 / events
        self.total = int(events * seconds)
        self.count = 0

    def rows(self) -> list[Row]:
        number = self.count = self.count + 1
        name = f"q{number % 40}"
        stamp = f"{monotonic():.6f}"
        return [
            call(f"1795385163.{number % 1000}", name, caller="420777000014", caller_name=stamp),
            queue(name, waiting=number % 17, offered=number, waiting_since=NOON),
            agent(str(1000 + number % 500), name, handled=number),
        ]

    async def run(self, hand: Callable[[list[Row]], None]) -> None:
        loop = asyncio.get_running_loop()
        started = loop.time()
        while self.count < self.total:
            due = (loop.time() - started) / self.interval
            while self.count < min(due, self.total):
                hand(self.rows())
            await asyncio.sleep(max(0.0, started + (self.count + 1) * self.interval - loop.time()))


async def measure(port: int, clients: int, work: Callable[[], Any]) -> dict[str, Any]:
    """Start subscribers, do the work, and say what they saw and what it cost this process."""
    step = clients // PROCESSES
    children = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.benchmarks.feed",
            "--subscribe", str(port), str(first), str(first + step),
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**28,
        )
        for first in range(0, clients, step)
    ]
    for child in children:
        assert child.stdout is not None
        await child.stdout.readline()
    await asyncio.sleep(1)
    wall, cpu = time.perf_counter(), time.process_time()
    await work()
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    await asyncio.sleep(0.5)
    seen = []
    for child in children:
        out, _ = await child.communicate(b"\n")
        seen.append(json.loads(out))
    delays = sorted(delay for found in seen for delay in found["delays"])
    return {
        "p50": delays[len(delays) // 2] * 1000, "p99": delays[int(len(delays) * 0.99)] * 1000,
        "max": delays[-1] * 1000, "seen": len(delays), "mb_s": sum(it["bytes"] for it in seen) / wall / 1e6,
        "cpu": cpu / wall * 100, "readers_cpu": sum(it["cpu"] for it in seen) / wall * 100,
    }


def people(clients: int, views: int) -> list[Account]:
    """So many accounts; with more than one view, operators with agents of their own, in ten teams."""
    queues = {f"q{number}" for number in range(40)}
    if views <= 1:
        return [account(f"user{n}") for n in range(clients)]
    return [
        account(f"user{n}", "operator", queues | {f"team{n % 10}"}, agent=str(1000 + n % views))
        for n in range(clients)
    ]


async def feed_run(options: argparse.Namespace) -> dict[str, Any]:
    """The real feed."""
    board = Board()
    server = FeedServer(
        board=board, accounts=MemoryAccounts(*people(options.clients, options.views)),
        commands=MemoryCommands(), clock=SystemClock(), address=Address(port=0), secret=SECRET,
        limits=Limits(strangers=1000, tick=timedelta(milliseconds=options.tick)), witness=lambda _: None,
    )
    async with server:
        handed = Handed(options.events, options.seconds)
        found = await measure(server.port, options.clients, lambda: handed.run(board.apply))
        found["views"] = server.views
    return found


async def floor_run(options: argparse.Namespace) -> dict[str, Any]:
    """Plain asyncio: items encoded beforehand, joined every tick, written to everybody."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(Floor, "127.0.0.1", 0, backlog=512)
    handed = Handed(options.events, options.seconds)
    handed.total = 1000
    ready = []
    while handed.count < handed.total:
        rows = handed.rows()
        ready.append([item((TOPIC_OF[type(row)], *key_of(row)), row) for row in rows])
    handed = Handed(options.events, options.seconds)
    pending: list[bytes] = []

    def hand(_: list[Row]) -> None:
        items = ready[handed.count % 1000]
        pending.append(STAMP.sub(b'"caller_name":"%.6f"' % monotonic(), items[0]))
        pending.extend(items[1:])
        if len(pending) == len(items):
            loop.call_later(options.tick / 1000, flush)

    def flush() -> None:
        line = b'{"type":"change","seq":1,"rows":[' + b",".join(pending) + b"]}\n"
        pending.clear()
        for transport in Floor.transports:
            transport.write(line)

    found = await measure(server.sockets[0].getsockname()[1], options.clients, lambda: handed.run(hand))
    server.close()
    return found


def show(name: str, found: dict[str, Any]) -> None:
    print(
        f"{name:6} p50 {found['p50']:6.1f} ms  p99 {found['p99']:6.1f} ms  max {found['max']:6.1f} ms   "
        f"server {found['cpu']:5.1f} % of a core, readers {found['readers_cpu']:5.1f} %   "
        f"{found['mb_s']:6.1f} MB/s  ({found['seen']} rows looked at)"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("--events", type=int, default=1000)
    parser.add_argument("--clients", type=int, default=300)
    parser.add_argument("--seconds", type=float, default=10)
    parser.add_argument("--views", type=int, default=1)
    parser.add_argument("--tick", type=float, default=Limits().tick.total_seconds() * 1000, help="ms")
    parser.add_argument("--profile", action="store_true", help="say where the feed's time goes")
    parser.add_argument("--subscribe", type=int, nargs=3)
    options = parser.parse_args()
    if options.subscribe:
        asyncio.run(subscribe(*options.subscribe))
        return
    floor = asyncio.run(floor_run(options))
    if options.profile:
        profile = cProfile.Profile()
        profile.runcall(asyncio.run, feed_run(options))
        pstats.Stats(profile).sort_stats("tottime").print_stats(15)
        return
    feed = asyncio.run(feed_run(options))
    print(f"{options.events} events/s (3 rows each), {options.clients} subscribers, {feed['views']} view(s)")
    show("floor", floor)
    show("feed", feed)
    print(
        f"feed : floor   p50 {feed['p50'] / floor['p50']:.2f}   p99 {feed['p99'] / floor['p99']:.2f}   "
        f"cpu {feed['cpu'] / floor['cpu']:.2f}"
    )


if __name__ == "__main__":
    main()
