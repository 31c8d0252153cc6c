"""The other side of the wallboard's benchmarks: a real feed whose rows change at a steady rate, and its bare reader.

``python -m tests.benchmarks.wallboard_feed RATE`` listens and prints its port and a wall's token; then a line on its
input is a new rate (changes a second, over all operators and queues), the end of its input ends it. Every changed row
carries the instant at which it was handed to the board: an agent's in ``talk_seconds``, a queue's in
``longest_wait_seconds`` (monotonic seconds, the same for all processes of a machine; milliseconds on the wire). A
wallboard shows neither of the two while somebody waits.
"""

from __future__ import annotations

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import datetime, timedelta
from random import Random
from typing import Any, get_args

from msgspec.structs import replace

from collector_daemon.feed.board import Board
from collector_daemon.feed.ports import Address
from collector_daemon.feed.server import FeedServer
from collector_daemon.feed.tokens import Tokens
from shared.clock import SystemClock, monotonic
from shared.domain.accounts import Account
from shared.domain.agents import AgentState
from shared.domain.board import AgentRow, CallRow, LineRow, MembershipRow, QueueRow, Row
from shared.domain.description import CentreDescription, PauseReason, QueueDescription
from shared.protocol.lines import SERVER_LINE_LIMIT, Lines
from shared.protocol.messages import Change, from_server
from tests.helpers.feed import SECRET, MemoryAccounts, MemoryCommands, account

OPERATORS = 500
QUEUES = 60
LINES = 12
WAITING = 30
MADE = 12
"""Different rows of everybody, made beforehand: the feed shall be busy, not those who feed it."""
STEP = 0.01
"""Seconds between two handings of rows."""
USER = "wall"
PASSWORD = USER[::-1]
FIRST = ("Petr", "Jana", "Tomáš", "Eva", "Lukáš", "Hana", "Jiří", "Lenka", "Pavel", "Marie", "Ondřej", "Klára", "Milan")
LAST = ("Novák", "Dvořáková", "Malý", "Kučerová", "Černý", "Veselá", "Horák", "Němcová", "Pokorný", "Králová", "Beneš")
CENTRE = CentreDescription(
    name="Zákaznická linka", timezone="Europe/Prague",
    queues=tuple(QueueDescription(queue=f"q{number:02}", title=f"Fronta {number:02}") for number in range(QUEUES)),
    pause_reasons=(PauseReason(reason="lunch", title="Oběd", limit_seconds=1800.0),),
)  # fmt: skip


class Centre:
    """A large call centre that is always busy; ``changed`` gives the next rows that differ."""

    def __init__(self) -> None:
        self._random = Random(5)
        self._clock = SystemClock()
        self._number = 0
        makers: list[tuple[Callable[[int], AgentRow | QueueRow], int]] = [
            (self._agent, OPERATORS), (self._queue, QUEUES),
        ]  # fmt: skip
        self._ready = [[make(number) for _ in range(MADE)] for make, count in makers for number in range(count)]

    def everything(self) -> list[Row]:
        """All rows."""
        return [*(rows[0] for rows in self._ready), *(self._line(number) for number in range(LINES)),
                *(self._call(number) for number in range(WAITING))]  # fmt: skip

    def changed(self, count: int) -> list[Row]:
        """The next ``count`` in turn, all different from what they were, with the present instant."""
        return [self._next() for _ in range(count)]

    def _next(self) -> Row:
        self._number += 1
        turn, place = divmod(self._number, OPERATORS + QUEUES)
        row = self._ready[place][turn % MADE]
        if isinstance(row, AgentRow):
            return replace(row, talk_seconds=monotonic())
        return replace(row, longest_wait_seconds=monotonic())

    def _agent(self, number: int) -> AgentRow:
        state: AgentState = self._random.choice(get_args(AgentState))
        first = f"q{number % QUEUES:02}"
        return AgentRow(
            pbx="main", agent=str(1000 + number), name=f"{FIRST[number % len(FIRST)]} {LAST[number % len(LAST)]}",
            interface=f"PJSIP/{1000 + number}", state=state, since=self._ago(600),
            reason="lunch" if state == "paused" else "", queue=first if state in ("talking", "ringing") else None,
            memberships=tuple(MembershipRow(queue=name, since=self._ago(3600)) for name in
                              (first, f"q{(number + 7) % QUEUES:02}", f"q{(number + 23) % QUEUES:02}")),
            handled=self._random.randrange(90),
        )  # fmt: skip

    def _queue(self, number: int) -> QueueRow:
        answered = self._random.randrange(100, 800)
        return QueueRow(
            pbx="main", queue=f"q{number:02}", waiting=1 + self._random.randrange(5), waiting_since=self._ago(170),
            talking=self._random.randrange(9), members=24, ready=self._random.randrange(8), paused=2, busy=9,
            offered=answered + 20, answered=answered, answered_in_threshold=answered * 8 // 10, abandoned=17,
            short_abandoned=3, wait_seconds=answered * 11.5, talk_seconds=answered * 184.0,
        )  # fmt: skip

    def _call(self, number: int) -> CallRow:
        since = self._ago(170)
        return CallRow(
            pbx="main", call=f"1795385163.{number}", direction="inbound", phase="waiting", started=since, since=since,
            line="+420222111000", caller=f"+420777123{number:03}", queue=f"q{number % QUEUES:02}", queue_entered=since,
            position=1 + number // QUEUES,
        )  # fmt: skip

    def _line(self, number: int) -> LineRow:
        return LineRow(pbx="main", line=f"+4202221110{number:02}", calls=9, waiting=3, talking=6)

    def _ago(self, most: int) -> Any:
        return self._clock.now() - timedelta(seconds=self._random.randrange(1, most))


class Past(MemoryCommands):
    """Answers what a wallboard asks of the past: the same figures for every step."""

    async def execute(self, account: Account, command: str, params: dict[str, object]) -> dict[str, object]:
        """``figures.visits``."""
        begin, length = params["from_at"], timedelta(minutes=5)
        assert isinstance(begin, datetime)
        steps = 12 if params.get("step_seconds") else 1
        return {"gaps": [], "steps": [
            {"at": (begin + number * length).isoformat(), "offered": 40, "answered": 36, "answered_in_threshold": 30,
             "abandoned": 4, "short_abandoned": 1, "wait_seconds": 410.0, "talk_seconds": 6100.0}
            for number in range(steps)
        ]}  # fmt: skip


async def serve(rate: float) -> None:
    """The real feed with the whole centre on its board; rows change until the input ends."""
    board, centre, wall, clock = Board(), Centre(), account(USER, "wallboard"), SystemClock()
    board.apply(centre.everything())
    server = FeedServer(
        board=board, accounts=MemoryAccounts(wall), commands=Past(), clock=clock, address=Address(port=0),
        secret=SECRET, witness=lambda _: None, centre=CENTRE,
    )  # fmt: skip
    async with server:
        day = timedelta(days=1)
        print(server.port, Tokens(SECRET, clock, day, day).issue_lasting(wall, day)[0], flush=True)
        pace = Pace(rate)
        handing = asyncio.create_task(pace.run(board, centre))
        loop = asyncio.get_running_loop()
        while line := await loop.run_in_executor(None, sys.stdin.readline):
            pace.rate = float(line)
        handing.cancel()


class Pace:
    """Hands ``rate`` changed rows a second to a board, every hundredth of one."""

    def __init__(self, rate: float) -> None:
        self.rate = rate

    async def run(self, board: Board, centre: Centre) -> None:
        """Until cancelled; rows that are late are not made up for in one go of more than a tenth of a second's."""
        due, then = 0.0, monotonic()
        while True:
            await asyncio.sleep(STEP)
            now = monotonic()
            due, then = min(due + (now - then) * self.rate, max(1.0, self.rate / 10)), now
            board.apply(centre.changed(int(due)))
            due -= int(due)


class Reader(asyncio.Protocol):
    """The floor: subscribes to what a wallboard does and only decodes what comes (and looks how old it is)."""

    def __init__(self, *, is_looking: bool) -> None:
        self._lines = Lines(SERVER_LINE_LIMIT)
        self._is_looking = is_looking
        self.rows = 0
        self.ages: list[float] = []

    def connection_made(self, transport: Any) -> None:
        """Hello."""
        hello = {"type": "hello", "protocol": 1, "client": "floor", "auth": {"user": USER, "password": PASSWORD}}
        topics = {"type": "subscribe", "topics": ["lines", "queues", "agents", "calls", "alerts"]}
        transport.write(json.dumps(hello).encode() + b"\n" + json.dumps(topics).encode() + b"\n")

    def data_received(self, data: bytes) -> None:
        """Decode."""
        for line in self._lines.feed(data):
            if isinstance(line, bytes) and isinstance(message := from_server(line), Change):
                self.rows += len(message.rows)
                if self._is_looking:
                    now = monotonic()
                    self.ages += [now - stamp for item in message.rows if (stamp := stamp_of(item.row))]


def stamp_of(row: Row | None) -> float | None:
    """When the row was handed to the board; None for rows that do not tell."""
    return getattr(row, "longest_wait_seconds", None) or getattr(row, "talk_seconds", None)


async def read(port: int, *, is_looking: bool) -> None:
    """For every line on the input tell how many rows have come; if it looks, the ages (ms) of those since."""
    loop = asyncio.get_running_loop()
    _, reader = await loop.create_connection(lambda: Reader(is_looking=is_looking), "127.0.0.1", port)
    if not is_looking:
        print("ready", flush=True)
    while await loop.run_in_executor(None, sys.stdin.readline):
        ages, reader.ages = reader.ages, []
        print(json.dumps({"ages": [round(age * 1000, 1) for age in ages]}) if is_looking else reader.rows, flush=True)


if __name__ == "__main__":
    if sys.argv[1] in ("read", "ages"):
        asyncio.run(read(int(sys.argv[2]), is_looking=sys.argv[1] == "ages"))
    else:
        asyncio.run(serve(float(sys.argv[1])))
