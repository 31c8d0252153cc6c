"""A daemon in this process, whose board can be noted at an exact moment, and clients of its port."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import AsyncIterator, Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from collector_daemon import settings
from collector_daemon.analysis import LOOK
from collector_daemon.app import Daemon
from collector_daemon.commands.watch import own_credentials
from collector_daemon.feed.board import Place
from collector_daemon.simulator.server import Server
from collector_daemon.simulator.session import AmiUser
from collector_daemon.simulator.world import Scenario, World
from collector_daemon.store.accounts import PostgresAccounts
from shared.clock import SystemClock
from shared.domain.board import Row, Topic, key_of
from shared.feed_client.client import FeedClient
from shared.feed_client.live_board import LiveBoard
from shared.feed_client.status import Credentials, Wish
from shared.protocol.past import GrantedPast, Past
from tests.helpers.waiting import wait_until

SECRET = "simulated"
TOPICS: tuple[Topic, ...] = ("lines", "queues", "agents", "calls")


class Noted(msgspec.Struct, frozen=True):
    """The live board as it was at a moment."""

    at: datetime
    rows: dict[Place, Row]


@contextlib.asynccontextmanager
async def simulated_pbx(seed: int = 1, speed: float = 20.0, load: float = 3.0) -> AsyncIterator[Server]:
    """A busy PBX."""
    world = World(Scenario(seed=seed, load=load, is_always_open=True), SystemClock().now().timestamp())
    async with Server(world, speed=speed, users={"collector": AmiUser(SECRET, writetimeout=20.0)}) as server:
        yield server


@contextlib.asynccontextmanager
async def running(folder: Path, port: int, url: str, more: str = "") -> AsyncIterator[Daemon]:
    """A daemon at work on the PBX at ``port``."""
    config = settings.parse(
        f"data_folder = '{folder}'\n[feed]\nport = 0\n{more}\n"
        f"[[pbx]]\nname = 'main'\nport = {port}\nuser = 'collector'\nretry_seconds = 0.05\n"
    )
    folder.mkdir(exist_ok=True)
    async with (
        PostgresAccounts.opened(url) as accounts,
        Daemon.started(config, folder, SystemClock(), url, accounts, accounts.witness) as daemon,
    ):
        work = asyncio.create_task(daemon.run())
        try:
            yield daemon
        finally:
            work.cancel()
            await asyncio.gather(work, return_exceptions=True)


async def note(daemon: Daemon) -> Noted:
    """The board now, when everything that was heard is understood; the moment is one that the wire can say."""
    pipeline = daemon.pipelines["main"]

    def take() -> Any:
        now = SystemClock().now()
        at = now.replace(microsecond=now.microsecond // 1000 * 1000)
        if pipeline.link.inbox.waiting or pipeline.live.now > at:
            return None
        pipeline.pass_time()
        return Noted(at, dict(_rows(daemon)))

    noted: Noted = await wait_until(take, what="a quiet millisecond")
    return noted


async def quiet_note(daemon: Daemon, quiet: timedelta) -> Noted:
    """The board at a moment before and after which nothing happens for a while."""
    pipeline = daemon.pipelines["main"]

    async def take() -> Any:
        heard_at = pipeline.live.now
        if SystemClock().now() - heard_at < quiet:
            return None
        noted = await note(daemon)
        await asyncio.sleep(quiet.total_seconds())
        return noted if pipeline.live.now == heard_at and dict(_rows(daemon)) == noted.rows else None

    noted: Noted = await wait_until(take, timeout=30, what="a quiet while")
    return noted


async def go(client: FeedClient, at: datetime, speed: float = 0) -> GrantedPast:
    """Have the client show a moment; what was granted."""
    client.wish(Wish(past=Past(at, speed)))
    await wait_until(lambda: not client.travel.is_asked, timeout=30, what="the past")
    assert client.travel.refusal is None, client.travel.refusal
    return granted(client)


def granted(client: FeedClient) -> GrantedPast:
    """The past that the client shows."""
    assert client.past is not None
    return client.past


async def refused(client: FeedClient, at: datetime) -> str:
    """Ask for a moment that is not shown; the code."""
    client.wish(Wish(past=Past(at, 0)))
    await wait_until(lambda: client.travel.refusal, timeout=30, what="a refusal")
    return client.travel.refusal.code if client.travel.refusal else ""


async def busy(daemon: Daemon) -> None:
    """Wait until there is something to see."""
    await wait_until(lambda: sum(place[0] == "calls" for place in daemon.board.rows) > 3, timeout=30, what="calls")


def _rows(daemon: Daemon) -> Iterator[tuple[Place, Row]]:
    latest = daemon.board._latest
    for place, placed in daemon.board.rows.items():
        if place not in latest and placed.row is not None and place[0] in TOPICS:
            yield place, placed.row
    for place, row in latest.items():
        if row is not None and place[0] in TOPICS:
            yield place, row


def shown(board: LiveBoard) -> dict[Place, Row]:
    """The rows that a client shows."""
    return {(topic, *key_of(row)): row for topic in TOPICS for row in board.rows(topic).values()}


@contextlib.asynccontextmanager
async def looking(
    daemon: Daemon, wish: Wish | None = None, credentials: Credentials | None = None
) -> AsyncIterator[FeedClient]:
    """A client that follows the daemon."""
    assert daemon.feed is not None
    known = credentials or own_credentials(daemon.folder)
    client = FeedClient("127.0.0.1", daemon.feed.port, known, clock=SystemClock(), name="test", wish=wish)
    following = asyncio.create_task(client.run())
    try:
        await wait_until(lambda: client.status.state == "live", timeout=20, what="the board")
        yield client
    finally:
        following.cancel()
        await asyncio.gather(following, return_exceptions=True)


def on_the_wire(row: Row) -> Row:
    """A row as a client gets it: instants in whole milliseconds."""
    return msgspec.convert(_cut(msgspec.structs.asdict(row)), type(row))


def _cut(value: object) -> object:
    if isinstance(value, datetime):
        return value.replace(microsecond=value.microsecond // 1000 * 1000)
    if isinstance(value, float):
        return round(value, 3)
    if isinstance(value, dict):
        return {name: _cut(one) for name, one in value.items()}
    if isinstance(value, tuple):
        return tuple(_cut(one) for one in value)
    if isinstance(value, msgspec.Struct):
        return {name: _cut(one) for name, one in msgspec.structs.asdict(value).items()}
    return value


CLOSE = LOOK + timedelta(milliseconds=20)


def differences(noted: Noted, board: dict[Place, Row], later: timedelta = timedelta.max) -> list[str]:
    """Where a past board differs from the live one of that moment.

    Not compared to the millisecond: ``since`` of a call. The live daemon understands in one go what it reads in one go
    and dates a call's phase by the last of it; how much that was is not kept. On a busy machine it reads much, and does
    not notice a phase that was over before it looked: then the past rightly begins the phase ``later``.
    """
    found = [f"{place}: only live" for place in noted.rows if place not in board]
    found += [f"{place}: only past" for place in board if place not in noted.rows]
    for place, row in noted.rows.items():
        other = board.get(place)
        if other is None:
            continue
        mine, its = msgspec.structs.asdict(on_the_wire(row)), msgspec.structs.asdict(other)
        for name in mine:
            is_close = place[0] == "calls" and name == "since" and -CLOSE < its[name] - mine[name] < later
            # Whether a call that goes on counts as answered on its line is also found out by looking now and then.
            if (place[0], name) == ("lines", "answered") and later > CLOSE:
                is_close = abs(mine[name] - its[name]) < 2
            if mine[name] != its[name] and not is_close:
                found.append(f"{place}.{name}: live {mine[name]!r}, past {its[name]!r}")
    return found
