"""A client that reads too slowly: merged changes, then a snapshot, and a server that does not grow."""

import asyncio
import gc
import socket
import tracemalloc
from typing import Any

from collector_daemon.feed.ports import Limits
from tests.helpers.feed import Feed, Raw, call, feed, queue
from tests.helpers.waiting import wait_until

LONG = "x" * 2000


async def _slow_client(it: Feed, *topics: str) -> Raw:
    """A client that has subscribed and stops reading; little fits into the system's buffers."""
    raw = socket.socket()
    raw.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    raw.setblocking(False)
    await asyncio.get_running_loop().sock_connect(raw, ("127.0.0.1", it.port))
    reader, writer = await asyncio.open_connection(sock=raw, limit=2**26)
    client = Raw(reader, writer)
    await client.greet("eva")
    await client.subscribe(*topics)
    writer.transport.pause_reading()  # type: ignore[attr-defined]
    it._clients.append(client)
    return client


def _session(it: Feed) -> Any:
    return next(iter(it.server._house.guests.values()))


async def _fill(it: Feed, keys: int) -> int:
    """Change rows until the client blocks; how often."""
    number = 0
    while not _session(it)._outlet.is_busy:
        number += 1
        it.board.apply([call(f"c{key}", caller_name=LONG, position=number) for key in range(keys)])
        it.server.flush()
        await asyncio.sleep(0)
        assert number < 100_000
    return number


async def _catch_up(it: Feed, client: Raw) -> list[Any]:
    client.writer.transport.resume_reading()  # type: ignore[attr-defined]
    heard = [await client.hear()]
    while not _session(it)._viewing.present.is_up_to_date:
        heard.append(await client.hear())
    return heard + await client.settle()


async def test_pending_changes_are_merged_and_numbered_without_a_hole() -> None:
    async with feed() as it:
        client = await _slow_client(it, "calls", "events")
        number = await _fill(it, 10)
        for more in range(500):
            it.board.apply([call(f"c{more % 10}", caller_name=LONG, position=number + more + 1)])
            it.server.flush()
        it.board.publish_event(b'{"event":"last"}', queues=["support"])
        it.server.flush()
        heard = await _catch_up(it, client)
        assert {message["type"] for message in heard} == {"change"}
        assert [message["seq"] for message in heard] == list(range(1, len(heard) + 1))
        assert len(heard) <= number + 2
        assert len(heard[-1]["rows"]) == 10
        assert heard[-1]["events"] == [{"event": "last"}]
        latest = {item["key"]: item["row"] for message in heard for item in message["rows"]}
        assert sorted(row["position"] for row in latest.values()) == [number + 491 + n for n in range(10)]
        it.board.apply([call("c1", position=0)])
        assert (await client.hear())["seq"] == heard[-1]["seq"] + 1


async def test_resumed_numbers_are_the_clients_own() -> None:
    async with feed() as it:
        client = await _slow_client(it, "calls")
        number = await _fill(it, 10)
        for more in range(50):
            it.board.apply([call("c1", position=number + more + 1)])
            it.server.flush()
        heard = await _catch_up(it, client)
        client.close()
        await wait_until(lambda: it.server.clients == 0)
        it.board.apply([call("c1", position=1)])
        it.server.flush()
        back = await it.enter()
        seq = heard[-1]["seq"]
        back.say(type="subscribe", topics=["calls"], resume={"session": client.session, "seq": seq})
        missed = await back.settle()
        assert [(message["type"], message["seq"]) for message in missed] == [("change", seq + 1)]
        before_merging = await it.enter()
        before_merging.say(
            type="subscribe", topics=["calls"], resume={"session": back.session, "seq": seq - 1}
        )
        assert [message["type"] for message in await before_merging.settle()] == ["snapshot"]


async def test_past_a_bound_there_is_a_snapshot_and_memory_stays() -> None:
    async with feed(Limits(pending_items=50, history_items=100)) as it:
        client = await _slow_client(it, "calls", "events")
        number = await _fill(it, 20)
        tracemalloc.start()
        try:
            early = 0
            for more in range(800):
                rows = [call(f"c{(more + key) % 60}", caller_name=LONG, position=more) for key in range(10)]
                it.board.apply(rows)
                it.board.publish_event(b'{"event":"x"}')
                it.server.flush()
                if more == 200:
                    gc.collect()
                    early = tracemalloc.get_traced_memory()[0]
            gc.collect()
            assert tracemalloc.get_traced_memory()[0] < early + 1_000_000
        finally:
            tracemalloc.stop()
        heard = await _catch_up(it, client)
        snapshot = next(message for message in heard if message["type"] == "snapshot")
        assert len(snapshot["rows"]) == 60
        assert snapshot["missed_events"] >= 800
        assert len(heard) <= number + 1
        it.board.apply([call("c1", position=-1)])
        assert (await client.hear())["seq"] == heard[-1]["seq"] + 1


async def test_a_client_that_asks_and_never_reads_does_not_make_the_server_grow() -> None:
    async with feed() as it:
        it.board.apply([queue(f"q{number}") for number in range(2000)])
        client = await _slow_client(it, "queues")
        sent = 0
        while sent < 3_000_000:
            block = b'{"type":"ping","id":1}\n{"type":"subscribe","topics":["queues"]}\n' * 200
            client.write(block)
            sent += len(block)
            await asyncio.sleep(0)
        session = _session(it)
        assert session._outlet.is_busy
        assert sum(len(piece) for piece in session._outlet._waiting) < 3_000_000


async def test_a_large_snapshot_comes_whole() -> None:
    async with feed() as it:
        it.board.apply([call(f"c{number}", caller_name=LONG) for number in range(2000)])
        client = await it.connect(limit=2**26)
        await client.greet("eva")
        assert len((await client.subscribe("calls"))["rows"]) == 2000
