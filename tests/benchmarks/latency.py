"""From a PBX's socket to subscribers, through the real daemon process with Postgres: how old a call is when first seen.

    python -m tests.benchmarks.latency [--events 1000] [--clients 300] [--seconds 20]

The sender names each new caller by the instant at which it sends him. Subscribers are in two processes of their own;
every 15th of them looks. The floor is the way of the same bytes to one bare reader, who looks at each.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import os
import re
import sys
import tempfile
from pathlib import Path
from typing import Any

from collector_daemon.commands.watch import own_credentials
from shared.clock import monotonic
from shared.database import migrations
from shared.database.bundled import BundledPostgres
from tests.benchmarks import machine
from tests.benchmarks.storm import Sender
from tests.helpers.waiting import wait_until
from tests.integration.daemon.running import RunningDaemon

SHOWN = re.compile(rb'"caller_name":"(\d+\.\d{6})"')
SENT = re.compile(rb"\nCallerIDName: (\d+\.\d{6})\r")
PROCESSES = 2
LOOKING = 15


class Subscriber(asyncio.Protocol):
    """Reads the board; one that looks notes how old every caller is whom he sees for the first time."""

    def __init__(self, token: str, is_looking: bool) -> None:
        self.token, self.is_looking = token, is_looking
        self.delays: dict[bytes, float] = {}
        self.greeted = asyncio.Event()
        self._rest = b""

    def connection_made(self, transport: Any) -> None:
        for message in (
            {"type": "hello", "protocol": 1, "client": "bench", "auth": {"token": self.token}},
            {"type": "subscribe", "topics": ["lines", "queues", "agents", "calls", "alerts"]},
        ):
            transport.write(json.dumps(message).encode() + b"\n")

    def data_received(self, data: bytes) -> None:
        self.greeted.set()
        if not self.is_looking:
            return
        now = monotonic()
        data = self._rest + data
        self._rest = data[data.rfind(b"\n") + 1 :]
        for stamp in SHOWN.findall(data, 0, len(data) - len(self._rest)):
            self.delays.setdefault(stamp, now - float(stamp))


async def subscribe(port: int, clients: int, token: str) -> None:
    """Stay connected until the parent says so; then print what was seen."""
    loop = asyncio.get_running_loop()
    made = [Subscriber(token, number % LOOKING == 0) for number in range(clients)]
    for subscriber in made:
        await loop.create_connection(lambda it=subscriber: it, "127.0.0.1", port)  # type: ignore[misc]
        await subscriber.greeted.wait()  # one after the other: many strangers at once are turned away
    print("ready", flush=True)
    await loop.run_in_executor(None, sys.stdin.readline)
    print(json.dumps([round(delay, 5) for one in made for delay in one.delays.values()]), flush=True)


async def floor(sender: Sender, rate: int, events: int) -> list[float]:
    """One bare reader."""
    reader, writer = await asyncio.open_connection("127.0.0.1", sender.port, limit=1 << 20)
    await reader.readline()
    writer.write(b"Action: Login\r\nUsername: floor\r\nSecret: simulated\r\nEvents: on\r\n\r\n")
    for _ in range(2):
        await reader.readuntil(b"\r\n\r\n")
    sender.pace(rate, "floor")
    delays = []
    for _ in range(events):
        if found := SENT.search(await reader.readuntil(b"\r\n\r\n")):
            delays.append(monotonic() - float(found[1]))
    await asyncio.to_thread(sender.sent)
    writer.close()
    return sorted(delays)


async def through_daemon(sender: Sender, rate: int, clients: int, daemon: RunningDaemon) -> list[float]:
    """All subscribers, while the sender sends."""
    token = own_credentials(daemon.folder / "data").token or ""
    children = [
        await asyncio.create_subprocess_exec(
            sys.executable, "-m", "tests.benchmarks.latency", "--subscribe",
            str(daemon.status()["feed"]["port"]), str(clients // PROCESSES), token,
            stdin=asyncio.subprocess.PIPE, stdout=asyncio.subprocess.PIPE, limit=2**28,
        )
        for _ in range(PROCESSES)
    ]
    for child in children:
        assert child.stdout is not None
        await child.stdout.readline()
    await asyncio.sleep(1)
    sender.pace(rate)
    await asyncio.to_thread(sender.sent)
    await asyncio.sleep(1)
    delays: list[float] = []
    for child in children:
        out, _ = await child.communicate(b"\n")
        delays += json.loads(out)
    return sorted(delays)


async def measure(given: argparse.Namespace, folder: Path) -> None:
    """Measure and print."""
    sender = Sender()
    with BundledPostgres(folder / "postgres") as server:
        migrations.upgrade(server.url())
        daemon = RunningDaemon(folder, sender.port, server.url())
        daemon.config.write_text(daemon.config.read_text() + "trunks = ['PJSIP/trunk']\n")
        daemon.start()
        await wait_until(lambda: daemon.pbx().get("connected") and not daemon.pbx()["in_gap"], timeout=60)
        events, _ = sender.prepare(int(given.events * given.seconds / 107), "collector")
        show("floor", await floor(sender, given.events, events))
        show("whole", await through_daemon(sender, given.events, given.clients, daemon))
        await daemon.stop()
    sender.close()


def show(name: str, delays: list[float]) -> None:
    """One line."""
    p50, p99 = delays[len(delays) // 2], delays[int(len(delays) * 0.99)]
    print(f"{name:6} p50 {p50 * 1000:6.1f} ms  p99 {p99 * 1000:6.1f} ms  max {delays[-1] * 1000:6.1f} ms"
          f"  ({len(delays)} sights)", flush=True)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("--events", type=int, default=1000, help="a second")
    options.add_argument("--clients", type=int, default=300)
    options.add_argument("--seconds", type=float, default=20)
    options.add_argument("--subscribe", nargs=3)
    given = options.parse_args()
    if given.subscribe:
        asyncio.run(subscribe(int(given.subscribe[0]), int(given.subscribe[1]), given.subscribe[2]))
        return
    print(machine.told())
    print(f"{given.events} events/s, {given.clients} subscribers")
    with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as folder:
        if os.name == "posix":
            Path(folder).chmod(0o711)
        asyncio.run(measure(given, Path(folder)))


if __name__ == "__main__":
    main()
