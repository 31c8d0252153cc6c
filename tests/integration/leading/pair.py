"""Two daemons on one PBX and one database, a client that knows both, and what must be stored."""

from __future__ import annotations

import asyncio
import contextlib
import socket
from collections import Counter
from pathlib import Path
from typing import Any

import psycopg

from shared.clock import monotonic
from tests.helpers.waiting import wait_until
from tests.integration.daemon.running import RunningDaemon


def free_port() -> int:
    """A port that nobody has now."""
    with socket.socket() as one:
        one.bind(("127.0.0.1", 0))
        return int(one.getsockname()[1])


class Pair:
    """Daemons that stand by for each other."""

    def __init__(self, folder: Path, pbx_port: int, *urls: str) -> None:
        self.daemons = []
        self.ports = []
        for name, url in zip(("one", "two"), urls, strict=True):
            (folder / name).mkdir()
            daemon = RunningDaemon(folder / name, pbx_port, url)
            self.ports.append(free_port())
            text = daemon.config.read_text().replace("port = 0\n", f"port = {self.ports[-1]}\n", 1)
            daemon.config.write_text(text.replace("[journal]", "[standby]\nenabled = true\n[journal]"))
            self.daemons.append(daemon)

    async def leader(self) -> RunningDaemon:
        """The one that leads, as soon as its port is open."""
        def leading() -> list[RunningDaemon]:
            running = (one for one in self.daemons if one.process is not None and one.process.poll() is None)
            return [one for one in running if one.status().get("feed")]

        return (await wait_until(leading, timeout=30, what="a leader"))[0]

    def other(self, daemon: RunningDaemon) -> RunningDaemon:
        """The other one."""
        return next(one for one in self.daemons if one is not daemon)

    def port_of(self, daemon: RunningDaemon) -> int:
        """Where its feed listens when it leads."""
        return self.ports[self.daemons.index(daemon)]

    async def open(self, daemon: RunningDaemon, since: float, timeout: float = 30) -> float:
        """Seconds since ``since`` until its feed takes connections."""
        while monotonic() - since < timeout:
            with contextlib.suppress(OSError):
                _reader, writer = await asyncio.open_connection("127.0.0.1", self.port_of(daemon))
                writer.close()
                return monotonic() - since
            await asyncio.sleep(0.005)
        raise AssertionError(f"the feed did not open within {timeout} s")


FACTS = {
    "call": "call_id, direction, outcome, ended_by, line, caller",
    "queue_visit": "uniqueid, queue, nth, call_id, outcome, agent, ended_by, position",
    "conversation": "call_id, nth, party",
    "hold": "call_id, nth",
    "transfer": "call_id, nth",
    "ring_attempt": "uniqueid, queue, visit_nth, nth, agent, result",
    "agent_session": "agent, queue, ended_at is null",
    "agent_pause": "agent, queue, ended_at is null",
    "agent_interval": "agent, state, ended_at is null",
    "gap": "cause, ended_at is null",
    "surprise": "kind, subject",
    "raw_event": "headers::text",
}
"""What must be the same whoever has stored it. Not instants: each daemon dates by its own clock what it hears."""


def facts(url: str) -> dict[str, Counter[tuple[Any, ...]]]:
    """What is stored, by table, and how often. Answers to a daemon's own questions are its own affair."""
    with psycopg.connect(url) as connection:
        return {
            table: Counter(row for row in connection.execute(f"select {columns} from {table}").fetchall()
                           if "ActionID" not in str(row[0]))
            for table, columns in FACTS.items()
        }  # fmt: skip


def assert_same_facts(url: str, undisturbed: str) -> None:
    """Whatever happened to the daemons that stored at ``url``: nobody can tell from the facts."""
    ours, theirs = facts(url), facts(undisturbed)
    assert ours["call"]
    for table in FACTS:
        more, fewer = ours[table] - theirs[table], theirs[table] - ours[table]
        assert (list(more)[:3], list(fewer)[:3]) == ([], []), f"{table}: too many, missing"
