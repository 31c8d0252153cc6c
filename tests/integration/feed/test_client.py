"""Client and server together, with a line between them that is cut, stalled and mended."""

import asyncio
import contextlib
from collections.abc import AsyncIterator, Callable
from datetime import timedelta

import pytest

from collector_daemon.feed.ports import Limits
from shared.clock import SystemClock
from shared.domain.board import Gone
from shared.domain.commands import Refused
from shared.errors import TimedOut, Unavailable
from shared.feed_client.client import FeedClient
from shared.feed_client.live_board import Replaced
from shared.feed_client.status import Credentials, Status, Timing, Wish
from tests.helpers.feed import CENTRE, Feed, agent, call, feed, queue
from tests.helpers.proxy import Proxy
from tests.helpers.waiting import wait_until

MS = timedelta(milliseconds=1)
HASTY = Timing(first_retry=20 * MS, last_retry=50 * MS, ping=100 * MS, lost=500 * MS)
EVA = Credentials(user="eva", password="ave")
ProxyTo = Callable[[str, int], Proxy]


class Follower:
    """A running client and what it told."""

    def __init__(self, port: int, credentials: Credentials = EVA, wish: Wish | None = None) -> None:
        self.client = FeedClient(
            "127.0.0.1", port, credentials, clock=SystemClock(), name="test 1", wish=wish, timing=HASTY
        )
        self.states: list[Status] = []
        self.changes: list[Replaced] = []
        self.snapshots = 0
        self.client.on_status(self.states.append)
        self.client.board.listen(self.changes.extend)
        self._task = asyncio.create_task(self.client.run())

    @property
    def state(self) -> str:
        return self.client.status.state

    def waiting(self, name: str = "support") -> int:
        return {row.queue: row.waiting for row in self.client.board.queues}.get(name, -1)

    async def stop(self) -> None:
        self._task.cancel()
        await asyncio.gather(self._task, return_exceptions=True)


@contextlib.asynccontextmanager
async def following(
    port: int, credentials: Credentials = EVA, wish: Wish | None = None
) -> AsyncIterator[Follower]:
    follower = Follower(port, credentials, wish)
    try:
        yield follower
    finally:
        await follower.stop()


async def test_the_client_knows_what_things_are_called() -> None:
    async with feed() as it, following(it.port) as eva:
        await wait_until(lambda: eva.state == "live", what="the board")
        assert eva.client.welcome is not None
        assert eva.client.welcome.centre == CENTRE


async def test_a_client_shows_what_is() -> None:
    async with feed() as it:
        it.board.apply([queue(waiting=1), agent("1001", "support"), call("c1")])
        async with following(it.port) as follower:
            await wait_until(lambda: follower.state == "live")
            assert follower.client.board.agents == [agent("1001", "support")]
            it.board.apply([queue(waiting=2), Gone(topic="calls", pbx="main", key="c1")])
            await wait_until(lambda: follower.waiting() == 2)
            assert follower.client.board.calls == []
            assert follower.changes[-1].row is None or follower.changes[-1].topic == "queues"


async def test_events_come_to_listeners() -> None:
    async with feed() as it, following(it.port, wish=Wish(topics=("events",))) as follower:
        heard: list[dict[str, object]] = []
        follower.client.board.listen_to_events(heard.extend)
        await wait_until(lambda: follower.state == "live")
        it.board.publish_event(b'{"event":"caller_entered"}', queues=["support"])
        await wait_until(lambda: heard)
        assert heard == [{"event": "caller_entered"}]


async def test_commands_and_their_refusals() -> None:
    async with feed() as it, following(it.port, Credentials(user="olga", password="aglo")) as follower:
        with pytest.raises(Unavailable):
            await follower.client.command("agent.pause")
        await wait_until(lambda: follower.state == "live")
        assert await follower.client.command("agent.login", {"queues": ["support"]}) == {
            "queues": ["support"]
        }
        with pytest.raises(Refused) as refusal:
            await follower.client.command("agent.pause", {"agent": "1002"})
        assert refusal.value.code == "not_allowed"
        with pytest.raises(TimedOut):
            await follower.client.command("agent.pause", {"reason": "jam"}, timeout=50 * MS)


async def test_a_command_is_never_sent_twice(proxy_to: ProxyTo) -> None:
    async with feed() as it:
        line = proxy_to("127.0.0.1", it.port)
        async with following(line.port, Credentials(user="olga", password="aglo")) as follower:
            await wait_until(lambda: follower.state == "live")
            errand = asyncio.create_task(follower.client.command("agent.pause", {"reason": "jam"}))
            await wait_until(lambda: follower.client._errands._waiting)
            await asyncio.to_thread(line.cut)
            with pytest.raises(Unavailable, match="may have been done"):
                await errand
            await asyncio.to_thread(line.mend)
            await wait_until(lambda: follower.state == "live")
            assert it.commands.done == []


async def test_wrong_passwords_are_said_and_not_tried_again() -> None:
    wrong = Credentials(user="eva", password="wrong")
    async with feed(Limits(refusal=MS)) as it, following(it.port, wrong) as follower:
        await wait_until(lambda: follower.state == "refused")
        assert follower.client.status.code == "wrong_credentials"
        follower.client.sign_in(EVA)
        await wait_until(lambda: follower.state == "live")
        assert len(it.attempts) == 2


async def test_a_dead_token_falls_back_to_the_password() -> None:
    async with feed(Limits(refusal=MS)) as it:
        async with following(it.port, Credentials(user="eva", password="ave", token="old.one")) as follower:
            await wait_until(lambda: follower.state == "live")
            assert [attempt.outcome for attempt in it.attempts] == ["token_invalid", "welcome"]
        async with following(it.port, Credentials(token="old.one")) as other:
            await wait_until(lambda: other.state == "refused")


async def test_a_client_who_may_not_watch_is_told() -> None:
    async with feed() as it, following(it.port, Credentials(user="bill", password="llib")) as follower:
        await wait_until(lambda: follower.state == "refused")
        assert follower.client.status.code == "not_allowed"


async def test_who_may_not_watch_is_let_in_by_a_program_that_does_without_the_board() -> None:
    bill, wish = Credentials(user="bill", password="llib"), Wish(needs_board=False)
    async with feed() as it, following(it.port, bill, wish) as follower:
        it.board.apply([queue(waiting=1)])
        await wait_until(lambda: follower.state == "live")
        assert follower.client.welcome is not None
        assert "board.watch" not in follower.client.welcome.rights
        follower.client.wish(Wish(queues=("support",), needs_board=False))
        with pytest.raises(Refused) as refusal:
            await follower.client.command("agent.pause", {"agent": "1002"})
        assert refusal.value.code == "not_allowed"
        assert (follower.state, follower.snapshots, follower.client.board.queues) == ("live", 0, [])
    async with feed() as it, following(it.port, EVA, wish) as watcher:
        it.board.apply([queue(waiting=1)])
        await wait_until(lambda: watcher.waiting() == 1, what="the board, for who may see it")


async def test_a_cut_line_is_stale_at_once_and_then_goes_on(proxy_to: ProxyTo) -> None:
    async with feed() as it:
        it.board.apply([queue(waiting=1), queue("sales")])
        line = proxy_to("127.0.0.1", it.port)
        async with following(line.port) as follower:
            await wait_until(lambda: follower.state == "live")
            it.accounts.is_away = True  # the token is enough
            await asyncio.to_thread(line.cut)
            await wait_until(lambda: follower.state == "stale")
            assert follower.waiting() == 1
            stale = follower.client.status
            it.board.apply([queue(waiting=2)])
            await wait_until(lambda: follower.client.status != stale)
            assert follower.client.status.since == stale.since
            snapshots = _count_snapshots(follower)
            await asyncio.to_thread(line.mend)
            await wait_until(lambda: follower.state == "live" and follower.waiting() == 2)
            assert snapshots == []
            assert [change.key for change in follower.changes[-1:]] == [("main", "support")]


def _count_snapshots(follower: Follower) -> list[int]:
    seen: list[int] = []
    board = follower.client.board
    apply = board.apply_snapshot

    def counted(snapshot: object) -> None:
        seen.append(1)
        apply(snapshot)  # type: ignore[arg-type]

    board.apply_snapshot = counted  # type: ignore[method-assign]
    return seen


async def test_a_stalled_line_is_noticed(proxy_to: ProxyTo) -> None:
    async with feed() as it:
        line = proxy_to("127.0.0.1", it.port)
        async with following(line.port) as follower:
            await wait_until(lambda: follower.state == "live")
            await asyncio.to_thread(line.stall)
            await wait_until(lambda: follower.state == "stale")
            assert follower.client.status.code == "silence"
            await asyncio.to_thread(line.cut)
            await asyncio.to_thread(line.mend)
            await wait_until(lambda: follower.state == "live")


async def test_a_server_that_starts_later_is_waited_for() -> None:
    async with feed() as it:
        port = it.port
    async with following(port) as follower:
        await wait_until(lambda: follower.client.status.code == "unreachable")
        assert follower.state == "connecting"
        assert follower.client.status.retry_at is not None


async def test_a_server_that_restarts_gives_everything_again() -> None:
    async with feed() as first:
        port = first.port
        first.board.apply([queue(waiting=1), call("c1")])
        async with following(port) as follower:
            await wait_until(lambda: follower.state == "live")
            await first.server.stop()
            await wait_until(lambda: follower.state == "stale")
            await _second_server(first, port, follower)


async def _second_server(first: Feed, port: int, follower: Follower) -> None:
    from collector_daemon.feed.ports import Address

    async with feed(address=Address(port=port)) as second:
        second.board.apply([queue(waiting=7)])
        await wait_until(lambda: follower.state == "live" and follower.waiting() == 7)
        assert follower.client.board.calls == []
        assert Replaced("calls", ("main", "c1"), None) in follower.changes


async def test_the_servers_clock_is_learnt() -> None:
    async with feed() as it, following(it.port) as follower:
        await wait_until(lambda: follower.state == "live")
        assert abs(follower.client.server_clock.difference) < 200 * MS
        assert abs(follower.client.server_now() - SystemClock().now()) < 200 * MS


@pytest.mark.expects_log("a listener of the feed failed")
async def test_a_listener_that_fails_harms_nobody() -> None:
    async with feed() as it, following(it.port) as follower:
        follower.client.board.listen(lambda news: news[1000])  # type: ignore[arg-type]
        await wait_until(lambda: follower.state == "live")
        it.board.apply([queue(waiting=3)])
        await wait_until(lambda: follower.waiting() == 3)
        it.board.apply([queue(waiting=4)])
        await wait_until(lambda: follower.waiting() == 4)
