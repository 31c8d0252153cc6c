"""Load: so many queue calls a second for so long, as bytes that are ready to be sent.

A handful of calls is simulated once; every call of the storm is a copy with ids and channel names of its own.
So the sender costs next to nothing, and what is measured is the collector.
"""

from __future__ import annotations

import asyncio
import heapq
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from random import Random

from collector_daemon.capture import Headers
from collector_daemon.simulator import centre
from collector_daemon.simulator.pbx import Pbx
from collector_daemon.simulator.people import End, Reaction, Scripted, Visitor
from collector_daemon.simulator.queues import Member
from collector_daemon.simulator.server import MAX_BACKLOG, Server
from collector_daemon.simulator.stories.inbound import call_in
from collector_daemon.simulator.stream import START
from collector_daemon.simulator.switch import class_of
from collector_daemon.simulator.wire import encode

LINE = "420222111004"
STAFF = ("1006", "1008", "1009", "1010", "1012")
READ_BY_A_COLLECTOR = frozenset({"system", "call", "agent", "user", "dialplan", "cdr"})
"""The classes that a collector asks for."""


@dataclass(frozen=True, slots=True)
class Template:
    """One call to be copied: pieces of (seconds after its start, bytes, how many events), and what to
    rename.
    """

    pieces: tuple[tuple[float, bytes, int], ...]
    names: tuple[bytes, ...]

    def copy(self, number: int) -> Iterator[tuple[float, bytes, int]]:
        """The call once more, as call ``number`` of the storm."""
        fresh = [(name, _fresh(name, number, number * 8 + place)) for place, name in enumerate(self.names)]
        for after, data, events in self.pieces:
            for old, new in fresh:
                data = data.replace(old, new)
            yield after, data, events


def template(ring: float = 0.3, talk: float = 2.0, by: str = "caller", patience: float | None = None,
             classes: frozenset[str] = READ_BY_A_COLLECTOR) -> Template:
    """A queue call as the real storm was: ``ring`` seconds of ringing, ``talk`` seconds of talk."""
    queue = next(queue for queue in centre.queues() if queue.name == "orders")
    reaction = Reaction("ignore") if patience else Reaction("answer", ring)
    people = Scripted({extension: [reaction] for extension in STAFF},
                      [(End(talk, "caller" if by == "caller" else "agent"),)])
    pbx = Pbx("load", START, Random(1), [queue], centre.routes(), people, centre.directory(centre.STAFF))
    for employee in centre.STAFF:
        if "orders" in employee.queues:
            queue.members.append(_member(pbx, employee))
    pbx.phones.tell_changes()
    heard: list[tuple[float, Headers]] = []
    pbx.switch.listeners.append(lambda at, headers: heard.append((at - START, headers)))
    pbx.schedule.start(call_in(pbx, Visitor("420777000001", "Žofie Křížová", LINE, patience=patience)))
    pbx.schedule.run_until(START + 3600.0)
    return _as_template([(at, headers) for at, headers in heard if class_of(str(headers["Event"])) in classes])


def storm(calls_per_second: float, seconds: float, templates: Iterable[Template] = ()) -> Iterator[
        tuple[float, bytes, int]]:
    """The messages of calls that begin every 1/``calls_per_second`` s, in order: (at, bytes, how many
    events).

    Lazy: one piece at a time; make a list of it beforehand where its own cost must not be measured.
    """
    kinds = list(templates) or [template(), template(by="agent"), template(), template(by="agent"),
                                template(patience=1.5)]
    pending: list[tuple[float, int, bytes, int]] = []
    order = 0
    for number in range(int(calls_per_second * seconds)):
        begins = number / calls_per_second
        while pending and pending[0][0] <= begins:
            at, _, data, events = heapq.heappop(pending)
            yield at, data, events
        for after, data, events in kinds[number % len(kinds)].copy(number):
            order += 1
            heapq.heappush(pending, (begins + after, order, data, events))
    while pending:
        at, _, data, events = heapq.heappop(pending)
        yield at, data, events


async def send(server: Server, pieces: Iterable[tuple[float, bytes, int]], is_paced: bool = True) -> int:
    """Sends a storm to all clients, in its own time or as fast as they read; gives the number of events
    sent.
    """
    loop = asyncio.get_running_loop()
    begun, sent = loop.time(), 0
    for at, data, events in pieces:
        if is_paced and (early := begun + at - loop.time()) > 0.001:
            await asyncio.sleep(early)
        for session in list(server.sessions):
            if session.classes:
                session.send(data)
        sent += events
        await _caught_up(server)
    return sent


async def _caught_up(server: Server) -> None:
    """Until no client has too much still to read."""
    while max((session.waiting_bytes() for session in server.sessions), default=0) > MAX_BACKLOG:  # noqa: ASYNC110 - nobody tells
        await asyncio.sleep(0.001)


def _fresh(name: bytes, number: int, serial: int) -> bytes:
    """A Uniqueid, the number in a channel's name, or a bridge's id, never used before in this storm."""
    match name[1:2]:
        case b"U":
            return b"%d.%d" % (1_800_000_000 + number // 100, serial)
        case b"C":
            return b"%08x" % serial
        case _:
            return b"%08x-0000-4000-a000-000000000000" % serial


def _as_template(heard: list[tuple[float, Headers]]) -> Template:
    text = " ".join(str(value) for _, headers in heard for value in headers.values())
    ids = sorted(set(re.findall(r"\b\d{10}\.\d+\b", text)), key=len, reverse=True)
    channels = sorted(set(re.findall(r"(?<=PJSIP/)[\w]+-([0-9a-f]{8})\b", text)))
    renames = {old: f"\0U{place}\0" for place, old in enumerate(ids)}
    renames |= {f"-{old}": f"-\0C{place}\0" for place, old in enumerate(channels)}
    bridges = sorted({str(headers["BridgeUniqueid"]) for _, headers in heard if "BridgeUniqueid" in headers})
    renames |= {old: f"\0B{place}\0" for place, old in enumerate(bridges)}
    pieces: list[tuple[float, bytes, int]] = []
    for at, headers in heard:
        data = encode(headers).decode("utf-8")
        for old, new in renames.items():
            data = data.replace(old, new)
        if pieces and at - pieces[-1][0] < 0.01:
            pieces[-1] = (pieces[-1][0], pieces[-1][1] + data.encode(), pieces[-1][2] + 1)
        else:
            pieces.append((at, data.encode(), 1))
    return Template(tuple(pieces), tuple(new.lstrip("-").encode() for new in renames.values()))


def _member(pbx: Pbx, employee: centre.Employee) -> Member:
    pbx.phones.register(employee.device)
    return Member("orders", employee.device, employee.device, employee.name, pbx.clock_second)
