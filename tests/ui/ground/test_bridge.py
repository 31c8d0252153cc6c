"""From a real feed to a widget's signal: at once, then no faster than the eye; seconds with the server."""

import asyncio
import itertools
from datetime import timedelta

from shared.clock import SystemClock
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials
from shared.qt.bridge import AFTER_SECOND, Bridge
from tests.helpers.feed import feed, queue
from tests.helpers.waiting import wait_until

FASTEST = timedelta(milliseconds=80)


def client_of(port: int) -> FeedClient:
    credentials = Credentials(user="eva", password="ave")
    return FeedClient("127.0.0.1", port, credentials, clock=SystemClock(), name="test 1")


def test_the_first_change_is_told_at_once_and_the_next_together(drive):
    async def story():
        async with feed() as server:
            client = client_of(server.port)
            told: list[int] = []
            bridge = Bridge(client, SystemClock(), fastest=timedelta(hours=1))
            bridge.changed.connect(lambda: told.append(len(client.board.queues)))
            running = asyncio.create_task(client.run())
            await wait_until(lambda: client.status.state == "live")
            server.board.apply([queue("support")])
            await wait_until(lambda: told)
            server.board.apply([queue("sales")])
            await wait_until(lambda: len(client.board.queues) == 2)
            assert told == [1]
            bridge.close()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    drive(story())


def test_a_storm_is_told_no_faster_than_the_eye(drive):
    async def story():
        async with feed() as server:
            client = client_of(server.port)
            told: list[float] = []
            states: list[str] = []
            bridge = Bridge(client, SystemClock(), fastest=FASTEST)
            clock = SystemClock()
            bridge.changed.connect(lambda: told.append(bridge._told_at or 0.0))  # a busy machine hears it later
            bridge.status_changed.connect(lambda status: states.append(status.state))
            running = asyncio.create_task(client.run())
            await wait_until(lambda: client.status.state == "live")
            for number in range(1, 201):
                server.board.apply([queue(waiting=number)])
                await asyncio.sleep(0.002)
            await wait_until(lambda: client.board.queues and client.board.queues[0].waiting == 200)
            last = len(told)
            await wait_until(lambda: len(told) > last or clock.monotonic() - told[-1] > 0.2)
            gaps = [later - earlier for earlier, later in itertools.pairwise(told)]
            assert 1 < len(told) < 200
            assert min(gaps) > 0.07, gaps
            assert states[-1] == "live"
            bridge.close()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)

    drive(story())


def test_seconds_come_with_the_servers(drive):
    async def story():
        client = client_of(1)
        clock = SystemClock()
        client.server_clock.learn(clock.now() + timedelta(seconds=100, milliseconds=370), clock.monotonic())
        bridge = Bridge(client, SystemClock())
        parts: list[float] = []
        bridge.second.connect(lambda: parts.append(client.server_now().microsecond / 1e6))
        # On a busy machine one may come late, and none may come early: just before the second.
        await wait_until(lambda: sum(part < 0.2 for part in parts) == 2, what="two in time")
        bridge.close()
        assert all(part < 0.9 for part in parts), (parts, AFTER_SECOND)

    drive(story())


def test_after_its_end_it_says_nothing(drive):
    async def story():
        client = client_of(1)
        bridge = Bridge(client, SystemClock())
        told: list[object] = []
        bridge.status_changed.connect(told.append)
        bridge.close()
        running = asyncio.create_task(client.run())
        await wait_until(lambda: client.status.retry_at is not None)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert not told

    drive(story())
