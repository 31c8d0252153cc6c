"""Bytes of very many calls, made from calls that a real Asterisk 22 sent, and a process that sends them over AMI.

Every call of a storm is a copy of a recorded one with Uniqueids, channels, bridges and agents of its own; nothing
else is changed but the ``Timestamp`` (left out: the collector's own clock counts then). Two mixes: ``all`` is what a
PBX sends to a user of all classes, ``collector`` what it sends by the manager.conf that ``check-pbx`` advises.
"""

from __future__ import annotations

import asyncio
import heapq
import multiprocessing
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from multiprocessing.connection import Connection
from pathlib import Path

from collector_daemon import capture
from collector_daemon.asterisk.lint_filters import NEVER_USED, UNUSED_VARIABLES
from collector_daemon.capture import Headers, Heard
from collector_daemon.settings import PbxSettings
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser, Session
from collector_daemon.simulator.wire import encode
from collector_daemon.simulator.world import Scenario, World
from shared.clock import SystemClock, monotonic

STORIES = Path(__file__).parents[1] / "stories" / "22"
RECORDED = ("a_answered_caller_hangup", "b_answered_agent_hangup", "a_answered_caller_hangup", "d_abandon_ringing",
            "b_answered_agent_hangup", "g2_decline_then_other", "c2_abandon_at_once", "q_outbound")
"""Queue calls mostly answered, some abandoned or declined first, and an outgoing one."""
MIXES = ("all", "collector")
ASKED_FOR = frozenset(PbxSettings(name="main", user="collector").events.split(","))
LEFT_OUT = frozenset({"FullyBooted", "TestEvent", "Shutdown", "PeerStatus", "ContactStatus"})
"""Not of a call; TestEvent comes from a test build alone."""
AGENTS = 300
SECRET = "simulated"
MARK = re.compile(rb"\0(\w)(\d+)\0")
CALLER = re.compile(rb"CallerIDName: [^\r]*\r")
NAMES = (
    ("U", re.compile(r"\b\d{10}\.\d+\b")),
    ("B", re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b")),
    ("C", re.compile(r"(?<=-)[0-9a-f]{8}\b")),
    ("A", re.compile(r"(?<=PJSIP/)\d{4}\b")),
)


@dataclass(frozen=True)
class Model:
    """A recorded call: each message as (seconds after its beginning, text and marks by turns)."""

    messages: tuple[tuple[float, tuple[bytes, ...]], ...]

    def copy(self, number: int) -> Iterator[tuple[float, bytes]]:
        """It once more, as call ``number``."""
        known: dict[bytes, bytes] = {}
        for after, parts in self.messages:
            told = list(parts)
            for place in range(1, len(told), 2):
                told[place] = known.get(told[place]) or known.setdefault(told[place], _fresh(told[place], number))
            yield after, b"".join(told)


def _fresh(mark: bytes, number: int) -> bytes:
    """A name never used before; agents come from a pool."""
    place = int(mark[1:])
    match mark[:1]:
        case b"U":
            return b"%d.%d" % (1_800_000_000 + number // 100, number * 8 + place)
        case b"B":
            return b"%08x-0000-4000-a000-%012x" % (place, number)
        case b"C":
            return b"%08x" % (number * 8 + place)
        case _:
            return b"%d" % (2000 + (number * 3 + place) % AGENTS)


@lru_cache
def model(story: str, mix: str) -> Model:
    """The call of a story, as far as it is of this mix."""
    heard = [entry for entry in capture.read(STORIES / story / "capture.jsonl.gz") if isinstance(entry, Heard)]
    heard = [entry for entry in heard if "ActionID" not in entry.headers and _is_of(entry.headers, mix)]
    texts = [encode({name: text for name, text in entry.headers.items() if name != "Timestamp"}).decode()
             for entry in heard]
    whole = "".join(texts)
    begun = heard[0].at
    renamed: dict[str, str] = {}
    for kind, pattern in NAMES:
        for place, old in enumerate(sorted(set(pattern.findall(whole)), key=len, reverse=True)):
            renamed.setdefault(old, f"\0{kind}{place}\0")
    old_names = re.compile(r"(?<![\w.])(?:" + "|".join(sorted(map(re.escape, renamed), key=len, reverse=True)) + r")\b")
    messages = []
    for entry, text in zip(heard, texts, strict=True):
        marked = old_names.sub(lambda found: renamed[found[0]], text).encode()
        parts = re.split(rb"\0(\w\d+)\0", marked)
        messages.append((entry.at - begun, tuple(parts)))
    return Model(tuple(messages))


def _is_of(headers: Headers, mix: str) -> bool:
    name, group = headers.get("Event"), str(headers.get("Privilege", "")).partition(",")[0]
    if name in LEFT_OUT or group == "security":
        return False
    if mix == "all":
        return True
    is_unused = name == "VarSet" and str(headers.get("Variable", "")).startswith(UNUSED_VARIABLES)
    return group in ASKED_FOR and name not in NEVER_USED and not is_unused


def storm(
    calls: int, mix: str, first: int = 0, stories: Sequence[str] = RECORDED, calls_per_second: float = 20.0
) -> Iterator[bytes]:
    """The messages of so many calls in order; they overlap as calls do that begin so often."""
    models = [model(story, mix) for story in stories]
    pending: list[tuple[float, int, bytes]] = []
    order = 0
    for number in range(first, first + calls):
        begins = (number - first) / calls_per_second
        while pending and pending[0][0] <= begins:
            yield heapq.heappop(pending)[2]
        for after, data in models[number % len(models)].copy(number):
            order += 1
            heapq.heappush(pending, (begins + after, order, data))
    while pending:
        yield heapq.heappop(pending)[2]


# --- the sender's process ------------------------------------------------------------------------------------------


class Sender:
    """A PBX in a process of its own: logs people in, answers the survey, and sends a storm when told to."""

    def __init__(self) -> None:
        self._near, far = multiprocessing.get_context("spawn").Pipe()
        self._process = multiprocessing.get_context("spawn").Process(target=_serve, args=(far,), daemon=True)
        self._process.start()
        self.port: int = self._near.recv()

    def prepare(self, calls: int, mix: str, first: int = 0) -> tuple[int, int]:
        """Render a storm; (events, bytes)."""
        self._near.send(("prepare", calls, mix, first))
        events, size = self._near.recv()
        return events, size

    def send(self, user: str = "collector") -> None:
        """Send it to this user's connection, as quickly as it is read."""
        self._near.send(("send", user))

    def pace(self, events_per_second: int, user: str = "collector") -> None:
        """Send it at this rate; each new caller is named by the instant at which he is sent (monotonic seconds)."""
        self._near.send(("pace", user, events_per_second))

    def sent(self) -> None:
        """Wait until it is sent."""
        self._near.recv()

    def close(self) -> None:
        """End the process."""
        self._process.terminate()


def _serve(line: Connection) -> None:
    asyncio.run(_pbx(line))


async def _pbx(line: Connection) -> None:
    world = World(Scenario(traffic=(), own_calls_per_hour=0.0), SystemClock().now().timestamp())
    users = {name: AmiUser(SECRET, writetimeout=600.0) for name in ("collector", "floor")}
    messages: list[bytes] = []
    blocks: list[bytes] = []
    async with Server(world, speed=1.0, users=users, buffer_bytes=1 << 20) as server:
        line.send(server.port)
        while True:
            order = await asyncio.to_thread(line.recv)
            if order[0] == "prepare":
                messages = list(storm(*order[1:]))
                blocks = [b"".join(messages[at : at + 100]) for at in range(0, len(messages), 100)]
                line.send((len(messages), sum(map(len, blocks))))
                continue
            user = users[order[1]]
            sessions = [session for session in server.sessions if session.user is user]
            if order[0] == "pace":
                await _pace(sessions, messages, order[2])
                line.send("sent")
                continue
            for block in blocks:
                for session in sessions:
                    session.send(block)
                while max((session.waiting_bytes() for session in sessions), default=0) > 1 << 19:
                    await asyncio.sleep(0.0005)
            while any(session.waiting_bytes() for session in sessions):
                await asyncio.sleep(0.001)
            line.send("sent")


async def _pace(sessions: list[Session], messages: list[bytes], events_per_second: int) -> None:
    begun, number = monotonic(), 0
    while number < len(messages):
        due = min(len(messages), int((monotonic() - begun) * events_per_second) + 1)
        for data in messages[number:due]:
            if data.startswith(b"Event: Newchannel") and b"Channel: PJSIP/trunk" in data:
                data = CALLER.sub(b"CallerIDName: %.6f\r" % monotonic(), data, count=1)
            for session in sessions:
                session.send(data)
        number = due
        await asyncio.sleep(max(0.0, begun + number / events_per_second - monotonic()))
