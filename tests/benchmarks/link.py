"""How many events a second come from the socket into the inbox, and into the journal.

    python -m tests.benchmarks.link [--events 200000] [--rounds 3]

Floor: a bare StreamReader.readuntil loop over the same bytes in the same run. The sender is a process of its own
on another core. Times are this process's CPU time for each event, the median of the rounds.
"""

import argparse
import asyncio
import multiprocessing
import platform
import socket
import statistics
import tempfile
import time
from collections.abc import Awaitable, Callable
from pathlib import Path

from collector_daemon.asterisk.framing import parse
from collector_daemon.asterisk.link import Link
from collector_daemon.capture import Heard
from collector_daemon.settings import JournalSettings, PbxSettings
from collector_daemon.store.journal import lines as journal_lines
from collector_daemon.store.journal.journal import Journal
from shared.clock import SystemClock
from shared.credentials import Secret

EVENT = (
    "Event: BridgeEnter\r\nPrivilege: call,all\r\nBridgeUniqueid: 2b5d6a3c-6f0d-4b0b-9d2e-0d3c5a7e9f11\r\n"
    "BridgeType: basic\r\nBridgeTechnology: simple_bridge\r\nBridgeCreator: <unknown>\r\nBridgeName: <unknown>\r\n"
    "BridgeNumChannels: 2\r\nBridgeVideoSourceMode: none\r\nChannel: PJSIP/trunk-%08x\r\nChannelState: 6\r\n"
    "ChannelStateDesc: Up\r\nCallerIDNum: 420777000014\r\nCallerIDName: Žofie Křížová\r\n"
    "ConnectedLineNum: 1001\r\nConnectedLineName: Jiří Dvořák\r\nLanguage: cs\r\nAccountCode: support\r\n"
    "Context: queues\r\nExten: 501\r\nPriority: 4\r\nUniqueid: 1795385163.%08d\r\nLinkedid: 1795385163.%08d\r\n"
    "Timestamp: 1795386819.479011\r\nChanVariable: CRM_ID=%s\r\n\r\n"
)
SIZE = 816


def event(number: int) -> bytes:
    """One event of 816 bytes."""
    bare = (EVENT % (number, number, number, "")).encode()
    return (EVENT % (number, number, number, "x" * (SIZE - len(bare)))).encode()


def send(ready: "multiprocessing.connection.Connection", events: int) -> None:  # type: ignore[name-defined]
    """The far end: to each caller that logs in (or says GO), all events as quickly as they are taken."""
    block = b"".join(event(number) for number in range(1000))
    listener = socket.create_server(("127.0.0.1", 0))
    ready.send(listener.getsockname()[1])
    while True:
        line, _ = listener.accept()
        line.sendall(b"Asterisk Call Manager/11.0.0\r\n")
        asked = b""
        while b"\r\n\r\n" not in asked:
            asked += line.recv(4096)
        if b"ActionID: " in asked:
            action_id = asked.partition(b"ActionID: ")[2].partition(b"\r\n")[0]
            line.sendall(b"Response: Success\r\nActionID: " + action_id + b"\r\n\r\n")
        try:
            for _ in range(events // 1000):
                line.sendall(block)
        except OSError:
            pass
        ready.recv()
        line.close()


async def floor(port: int, events: int, folder: Path) -> None:
    """The least that can be done in asyncio: cut, and throw away."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port, limit=1 << 20)
    writer.write(b"GO\r\n\r\n")
    for _ in range(events):
        await reader.readuntil(b"\r\n\r\n")
    writer.close()


async def to_inbox(port: int, events: int, folder: Path) -> None:
    """The link as it is, its inbox emptied and thrown away."""
    await _link(port, events, lambda entries: None)


async def to_journal(port: int, events: int, folder: Path) -> None:
    """Link and journal, with syncing, packing and rotation as in the daemon."""
    journal = Journal(folder, JournalSettings(), SystemClock())
    running = asyncio.ensure_future(journal.run())

    def keep(entries: list[object]) -> None:
        journal.extend(entries)  # type: ignore[arg-type]
        if journal.is_due:
            journal.rotate(b"state")

    await _link(port, events, keep)
    await journal.sync()
    running.cancel()
    journal.close()


async def _link(port: int, events: int, keep: Callable[[list[object]], None]) -> None:
    settings = PbxSettings(name="main", user="x", port=port, login="plain")
    link = Link(settings, Secret("benchmark-secret"), SystemClock())
    running = asyncio.ensure_future(link.run())
    seen = 0
    while seen < events:
        entries = await link.inbox.take(1000)
        keep(list(entries))
        seen += len(entries)
    link.close()
    await running


def piecewise(name: str, work: Callable[[], object], times: int = 50_000) -> None:
    """Print the microseconds that one small step takes."""
    begun = time.process_time()
    for _ in range(times):
        work()
    print(f"{name:<44}{(time.process_time() - begun) / times * 1e6:8.2f} µs")


Run = Callable[[int, int, Path], Awaitable[None]]


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--events", type=int, default=200_000)
    options.add_argument("--rounds", type=int, default=3)
    given = options.parse_args()
    near, far = multiprocessing.Pipe()
    sender = multiprocessing.Process(target=send, args=(far, given.events), daemon=True)
    sender.start()
    port = near.recv()
    print(
        f"CPython {platform.python_version()}, {given.events} events of {SIZE} bytes, {given.rounds} rounds"
    )
    runs: dict[str, Run] = {
        "floor: readuntil": floor,
        "socket → inbox": to_inbox,
        "socket → inbox → journal": to_journal,
    }
    figures: dict[str, list[tuple[float, float]]] = {name: [] for name in runs}
    with tempfile.TemporaryDirectory() as folder:
        for turn in range(given.rounds):
            for name, run in runs.items():
                cpu, wall = time.process_time(), time.perf_counter()
                asyncio.run(run(port, given.events, Path(folder) / f"{turn}"))  # type: ignore[arg-type]
                figures[name].append((time.process_time() - cpu, time.perf_counter() - wall))
                near.send("next")
    least = statistics.median(cpu for cpu, _ in figures["floor: readuntil"])
    for name, found in figures.items():
        cpu = statistics.median(cpu for cpu, _ in found)
        wall = statistics.median(wall for _, wall in found)
        print(
            f"{name:<28}{cpu / given.events * 1e6:7.2f} µs CPU an event {given.events / wall:10,.0f} events/s"
            f"   {cpu / least:5.2f} × floor"
        )
    raw = event(7)[:-4]
    heard = Heard(1795385163.5, parse(raw))
    piecewise("cutting and reading one message", lambda: parse(raw))
    piecewise("one line of the journal", lambda: journal_lines.encode(heard))
    line = journal_lines.encode(heard)
    piecewise("reading one line of the journal", lambda: journal_lines.decode(line))
    with tempfile.TemporaryDirectory() as folder:
        journal = Journal(Path(folder) / "x", JournalSettings(), SystemClock())
        piecewise("Journal.append, one by one", lambda: journal.append(heard))
        journal.close()
    sender.terminate()


if __name__ == "__main__":
    main()
