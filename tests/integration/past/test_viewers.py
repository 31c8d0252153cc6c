"""Who looks at the past: what they may see, how many, what is refused, and what happens to their connections."""

import asyncio
import contextlib
import json
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from collector_daemon.app import LOCAL
from collector_daemon.feed.secret import feed_secret
from collector_daemon.feed.tokens import Tokens
from collector_daemon.past.machine import SEATS, TimeMachine
from shared.clock import SystemClock
from shared.domain.accounts import Account
from shared.domain.board import CallRow
from shared.domain.commands import Refused
from shared.feed_client.status import Credentials, Wish
from shared.protocol.past import Past
from tests.helpers.feed import Raw
from tests.helpers.waiting import wait_until
from tests.integration.past.daemon import (
    Noted,
    busy,
    go,
    granted,
    looking,
    note,
    refused,
    running,
    shown,
    simulated_pbx,
)

pytestmark = [pytest.mark.postgres, pytest.mark.timeout(240)]
SECOND = timedelta(seconds=1)


def limited_to(queue: str, folder: Path) -> Credentials:
    """Of somebody who may see one queue."""
    tokens = Tokens(feed_secret(folder), SystemClock(), timedelta(hours=1), timedelta(hours=1))
    account = Account(name=LOCAL, roles=frozenset({"supervisor"}), queues=frozenset({queue}))
    return Credentials(token=tokens.issue(account)[0])


async def test_rights_are_those_of_the_present(tmp_path: Path, database_url: str) -> None:
    async with simulated_pbx(seed=7) as pbx, running(tmp_path / "d", pbx.port, database_url) as daemon:
        await busy(daemon)

        async def with_a_queue() -> Any:
            moment = await note(daemon)
            queues = [row.queue for row in moment.rows.values() if isinstance(row, CallRow) and row.queue]
            return (moment, queues[0]) if queues else None

        found: tuple[Noted, str] = await wait_until(with_a_queue, what="a call in a queue")
        moment, queue = found
        async with looking(daemon, credentials=limited_to(queue, daemon.folder)) as client:
            await go(client, moment.at)
            assert {row.queue for row in client.board.queues} == {queue}
            assert client.board.calls
            assert {row.queue for row in client.board.calls} == {queue}
            assert {one.queue for row in client.board.agents for one in row.memberships} == {queue}
        async with looking(daemon, Wish(queues=(queue,), past=Past(moment.at, 0))) as client:  # a wish, from the start
            assert client.past is not None
            assert {row.queue for row in client.board.queues} == {queue}


async def test_what_cannot_be_shown_is_refused_and_the_board_stays(tmp_path: Path, database_url: str) -> None:
    started_at = SystemClock().now()
    async with simulated_pbx(seed=8) as pbx, running(tmp_path / "d", pbx.port, database_url) as daemon:
        await busy(daemon)
        moment = await note(daemon)
        async with looking(daemon) as client:
            seq = client.board.seq or 0
            assert await refused(client, SystemClock().now() + 60 * SECOND) == "past_unavailable"
            assert await refused(client, started_at - 60 * SECOND) == "past_unavailable"
            assert client.past is None
            await wait_until(lambda: (client.board.seq or 0) > seq, what="the present going on")
            await go(client, moment.at)
            before = shown(client.board)
            assert await refused(client, SystemClock().now() + 60 * SECOND) == "past_unavailable"
            await wait_until(lambda: granted(client).at == moment.at, what="the old moment")
            assert shown(client.board) == before
            assert client.status.state == "live"


async def test_so_many_at_once_and_no_more(tmp_path: Path, database_url: str) -> None:
    async with simulated_pbx(seed=9) as pbx, running(tmp_path / "d", pbx.port, database_url) as daemon:
        await busy(daemon)
        at = (await note(daemon)).at
        async with contextlib.AsyncExitStack() as stack:
            clients = [await stack.enter_async_context(looking(daemon)) for _ in range(SEATS + 1)]
            for client in clients[:SEATS]:
                await go(client, at)
            assert await refused(clients[-1], at) == "past_busy"
            clients[0].wish(Wish())
            await wait_until(lambda: clients[0].past is None)
            await go(clients[-1], at)
            link = clients[-1]._link
            assert link is not None
            link.cut()  # who has gone leaves the seat, and gets it again
            await wait_until(lambda: clients[-1]._link not in (None, link), what="another connection")
            await wait_until(lambda: clients[-1].status.state == "live", timeout=30, what="the past again")
            assert granted(clients[-1]).at == at


async def test_a_lost_connection_goes_on_at_the_moment_reached(tmp_path: Path, database_url: str) -> None:
    async with simulated_pbx(seed=10) as pbx, running(tmp_path / "d", pbx.port, database_url) as daemon:
        await busy(daemon)
        at = (await note(daemon)).at
        await asyncio.sleep(3)
        async with looking(daemon) as client:
            await go(client, at, 1)
            await wait_until(lambda: client.board_now() > at + SECOND, what="a second of the past")
            assert client._link is not None
            client._link.cut()
            await wait_until(lambda: granted(client).at != at, timeout=30, what="going on")
            assert at + SECOND <= granted(client).at < at + 6 * SECOND
            assert granted(client).speed == 1


async def test_numbers_have_no_holes_and_each_change_tells_its_moment(tmp_path: Path, database_url: str) -> None:
    async with simulated_pbx(seed=11) as pbx, running(tmp_path / "d", pbx.port, database_url) as daemon:
        await busy(daemon)
        at = (await note(daemon)).at
        await asyncio.sleep(3)
        assert daemon.feed is not None
        reader, writer = await asyncio.open_connection("127.0.0.1", daemon.feed.port, limit=2**24)
        raw = Raw(reader, writer)
        token = limited_to("x", daemon.folder).token or ""
        assert (await raw.greet(token=token))["type"] == "welcome"
        asked = {"type": "subscribe", "topics": ["agents", "queues", "calls", "lines"]}
        raw.write(json.dumps(asked | {"past": {"at": "2026-01-01T00:00:00", "speed": 1}}).encode() + b"\n")
        assert (await raw.hear_kind("error"))["code"] == "bad_message"  # without an offset
        raw.write(json.dumps(asked | {"past": {"at": at.isoformat(), "speed": 61}}).encode() + b"\n")
        assert (await raw.hear_kind("error"))["code"] == "bad_message"
        raw.write(json.dumps(asked | {"past": {"at": at.isoformat(), "speed": 2}}).encode() + b"\n")
        snapshot = await raw.hear_kind("snapshot")
        seq, last_at = snapshot["seq"], snapshot["past"]["at"]
        assert snapshot["past"]["speed"] == 2
        while True:
            message = await raw.hear()
            if message["type"] == "snapshot":
                break  # the present
            if message["type"] == "change":
                seq += 1
                assert message["seq"] == seq
                assert message["at"] >= last_at
                last_at = message["at"]
        assert "past" not in message
        assert last_at > snapshot["past"]["at"]
        writer.close()


async def test_a_database_that_is_away_is_said() -> None:
    machine = TimeMachine("postgresql://nobody@127.0.0.1:1/nothing", list, SystemClock())
    seat = machine.enter()
    with pytest.raises(Refused) as refusal:
        await seat.go(SystemClock().now() - 10 * SECOND, 1)
    assert refusal.value.code == "past_unavailable"
    assert "127.0.0.1:1/nothing" in refusal.value.message
    await machine.close()
