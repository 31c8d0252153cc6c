"""Clients that say little, for long, again, or far too much: bounded, and others are served meanwhile."""

from __future__ import annotations

import asyncio
import contextlib
import json
import tracemalloc
from datetime import timedelta
from pathlib import Path

import pytest

from collector_daemon.feed.ports import Limits
from collector_daemon.recordings.port import PortRules
from tests.helpers.feed import feed, queue
from tests.helpers.waiting import wait_until
from tests.integration.recordings.rooms import Room, make_wav, room

BAD = b"GET /recordings/no-token HTTP/1.1\r\nHost: x\r\n\r\n"


async def connected(at: Room) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    port = int((await at.url("a.wav")).split(":")[2].partition("/")[0])
    return await asyncio.open_connection("127.0.0.1", port)


async def is_let_go(reader: asyncio.StreamReader, writer: asyncio.StreamWriter, drip: bytes) -> bool:
    """Is somebody hung up within 3 s who says a letter every 50 ms?"""
    with contextlib.suppress(ConnectionError, TimeoutError):
        async with asyncio.timeout(3):
            for letter in drip * 100:
                writer.write(bytes([letter]))
                await writer.drain()
                await asyncio.sleep(0.05)
                if reader.at_eof() or writer.is_closing():
                    return True
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(reader.read(4096), 0.001)
        return False
    return reader.at_eof() or writer.is_closing()


@pytest.mark.parametrize("before", [b"", BAD], ids=("at once", "after a question"))
@pytest.mark.parametrize("opening", [
    b"GET /recordings/x HTTP/1.1\r\nX: ", b"POST /recordings/x HTTP/1.1\r\nHost: x\r\nContent-Length: 9000000\r\n\r\n",
    b"POST /recordings/x HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n",
], ids=("headers", "body", "chunks"))  # fmt: skip
async def test_who_drips_is_hung_up_also_after_a_first_question(tmp_path: Path, before: bytes, opening: bytes) -> None:
    async with room(tmp_path / "sounds", PortRules(silence_seconds=0.4, stall_seconds=0.4)) as at:
        make_wav(at.folder / "a.wav")
        reader, writer = await connected(at)
        writer.write(before)
        if before:
            assert b"403" in await reader.readuntil(b"\r\n")
        writer.write(opening)
        assert await is_let_go(reader, writer, b"a")
        writer.transport.abort()


async def test_slow_ones_do_not_keep_others_from_their_recordings(tmp_path: Path) -> None:
    async with room(tmp_path / "sounds", PortRules(silence_seconds=0.5, connections=30)) as at:
        whole = make_wav(at.folder / "a.wav")
        slow = [await connected(at) for _ in range(29)]
        for _reader, writer in slow:
            writer.write(BAD + b"GET /recordings/x HTTP/1.1\r\nX: ")
        dripping = [asyncio.create_task(is_let_go(reader, writer, b"a")) for reader, writer in slow]
        await wait_until(lambda: all(task.done() for task in dripping), 5, "all slow ones are hung up")
        assert all(task.result() for task in dripping)
        assert (await at.fetched(await at.url("a.wav")))[2] == whole
        for _reader, writer in slow:
            writer.transport.abort()


async def test_questions_without_end_cost_little(tmp_path: Path) -> None:
    async with room(tmp_path / "sounds", PortRules(silence_seconds=1.0)) as at:
        make_wav(at.folder / "a.wav")
        reader, writer = await connected(at)
        tracemalloc.start()
        try:
            with contextlib.suppress(ConnectionError, TimeoutError):
                async with asyncio.timeout(1.5):
                    for _ in range(200):
                        writer.write(BAD * 400)  # 20 kB each; the answers are not read
                        await writer.drain()
            assert tracemalloc.get_traced_memory()[1] < 20_000_000
        finally:
            tracemalloc.stop()
        writer.transport.abort()
        assert (await at.fetched(await at.url("a.wav")))[0] == 200
        del reader


async def test_strangers_who_never_say_hello_keep_nobody_out() -> None:
    async with feed(Limits(hello=timedelta(seconds=0.3), strangers=20)) as it:
        witness = await it.enter()
        await witness.subscribe("queues")
        strangers = [await it.connect() for _ in range(40)]
        for stranger in strangers[:20]:
            stranger.write(b'{"type":"hello","protocol":1,"auth":{"user":"')
        await wait_until(lambda: it.server.clients <= 1, 5, "the strangers are hung up")
        assert (await (await it.enter("ota")).subscribe("queues"))["type"] == "snapshot"
        it.board.apply([queue(waiting=3)])
        assert (await witness.hear_kind("change"))["rows"][0]["row"]["waiting"] == 3


async def test_out_of_order_and_twice_is_answered_and_changes_nothing() -> None:
    async with feed() as it:
        client = await it.connect()
        client.say(type="command", id=1, command="agent.pause", params={"agent": "1001"})
        assert (await client.hear())["code"] == "hello_first"
        assert await client.hear() is None
        client = await it.enter()
        hello = {"type": "hello", "protocol": 1, "auth": {"user": "bill", "password": "llib"}}
        client.write((json.dumps(hello) + "\n").encode() * 3)
        assert [(await client.hear())["code"] for _ in range(3)] == ["already_greeted"] * 3
        client.say(type="command", id=7, command="agent.pause", params={"agent": "1001"})
        client.say(type="welcome", protocol=1, rights=["administration"])
        assert {(await client.hear())["type"] for _ in range(2)} == {"reply", "error"}
        assert [name for name, _command, _params in it.commands.done] == ["eva"]


async def test_a_session_of_somebody_else_is_not_taken_up() -> None:
    """Who knows another's session may neither go on with it nor end it."""
    async with feed() as it:
        eva = await it.enter("eva")
        told = await eva.subscribe("queues")
        thief = await it.enter("olga")
        resumed = await thief.subscribe("queues", resume={"session": eva.session, "seq": told["seq"]})
        assert resumed["type"] == "snapshot"
        assert await eva.settle() == []


async def test_a_stolen_token_ends_with_the_account_it_was_stolen_from() -> None:
    async with feed() as it:
        eva = await it.enter("eva")
        thief = await it.connect()
        assert (await thief.greet("eva", token=eva.token))["user"] == "eva", "a bearer is who he says"
        it.accounts.change("eva")
        assert (await thief.hear_kind("error"))["code"] == "revoked"
        again = await it.connect()
        assert (await again.greet("eva", token=eva.token))["code"] == "token_revoked"


async def test_memory_is_bounded_whatever_many_clients_send() -> None:
    async with feed(Limits(hello=timedelta(seconds=30), refusal=timedelta(0))) as it:
        clients = [await it.enter() for _ in range(20)]
        tracemalloc.start()
        try:
            for client in clients:
                client.write(b"x" * 3_000_000 + b"\n")
                client.write(b'{"type":"subscribe","topics":["calls"],"filter":{"queues":["%s"]}}\n' % (b"y" * 60_000))
            heard = await asyncio.gather(*(client.settle() for client in clients))
            server_side = tracemalloc.get_traced_memory()[0]
        finally:
            tracemalloc.stop()
        assert all([one["code"] for one in told] == ["too_long", "bad_message"] for told in heard)
        assert server_side < 30_000_000
