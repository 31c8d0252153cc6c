"""Coming back: what was missed, or everything; and nobody else's stream."""

from datetime import timedelta
from typing import Any

from collector_daemon.feed.ports import Limits
from tests.helpers.feed import Feed, Raw, feed, queue
from tests.helpers.waiting import wait_until

MS = timedelta(milliseconds=1)


async def _changes(it: Feed, client: Raw, numbers: range) -> None:
    for number in numbers:
        it.board.apply([queue(waiting=number)])
        it.server.flush()
    await client.settle()


async def _start(it: Feed) -> tuple[Raw, int]:
    """A client that has seen a few changes, and the last number it saw."""
    it.board.apply([queue(waiting=1)])
    client = await it.enter()
    await client.subscribe("queues")
    await _changes(it, client, range(2, 5))
    it.board.apply([queue(waiting=5)])
    return client, (await client.hear())["seq"]


async def _back(it: Feed, old: Raw, seq: int, user: str = "eva", **more: Any) -> list[Any]:
    client = await it.enter(user)
    client.say(type="subscribe", topics=["queues"], resume={"session": old.session, "seq": seq}, **more)
    return await client.settle()


async def test_what_was_missed_comes_in_order() -> None:
    async with feed() as it:
        old, seq = await _start(it)
        old.close()
        watcher = await it.enter()
        await watcher.subscribe("queues")
        await _changes(it, watcher, range(6, 9))
        heard = await _back(it, old, seq)
        assert [message["type"] for message in heard] == ["change"] * 3
        assert [message["seq"] for message in heard] == [seq + 1, seq + 2, seq + 3]


async def test_nothing_missed_is_nothing_sent_and_the_numbers_go_on() -> None:
    async with feed() as it:
        old, seq = await _start(it)
        old.close()
        assert await _back(it, old, seq) == []


async def test_a_session_that_only_seems_alive_is_taken_over() -> None:
    async with feed() as it:
        old, seq = await _start(it)
        it.board.apply([queue(waiting=6)])
        it.server.flush()
        assert [message["seq"] for message in await _back(it, old, seq)] == [seq + 1]
        await wait_until(lambda: it.server.clients == 1)


async def test_without_history_there_is_a_snapshot() -> None:
    async with feed(Limits(history_items=2)) as it:
        old, seq = await _start(it)
        await _changes(it, old, range(6, 10))
        heard = await _back(it, old, seq)
        assert [message["type"] for message in heard] == ["snapshot"]
        assert heard[0]["rows"][0]["row"]["waiting"] == 9


async def test_a_session_of_long_ago_or_of_somebody_else_is_not_resumed() -> None:
    async with feed() as it:
        old, seq = await _start(it)
        for user in ("olga", "wall"):
            assert (await _back(it, old, seq, user))[0]["type"] == "snapshot"
        assert it.server.clients == 3
        old.session = "never"
        assert (await _back(it, old, seq))[0]["type"] == "snapshot"


async def test_other_topics_or_filters_are_another_stream() -> None:
    async with feed() as it:
        old, seq = await _start(it)
        old.close()
        heard = await _back(it, old, seq, filter={"queues": ["support"]})
        assert [message["type"] for message in heard] == ["snapshot"]


async def test_numbers_that_were_never_given_are_not_resumed() -> None:
    async with feed() as it:
        old, seq = await _start(it)
        old.close()
        assert (await _back(it, old, seq + 100))[0]["type"] == "snapshot"


async def test_who_is_away_too_long_gets_everything_and_costs_nothing() -> None:
    async with feed(Limits(ping=40 * MS, resume=50 * MS)) as it:
        old, seq = await _start(it)
        old.close()
        await wait_until(lambda: it.server.views == 0)
        assert (await _back(it, old, seq))[0]["type"] == "snapshot"
