"""Clients that mean no good, or sit behind a bad line: the server stays well, and so do the others."""

import asyncio
import json
import random
from collections.abc import Callable
from datetime import timedelta

from collector_daemon.feed.ports import Limits
from shared.clock import SystemClock
from shared.domain.board import CallRow, Gone, Row
from shared.feed_client.client import FeedClient
from shared.feed_client.status import Credentials, Timing
from tests.helpers.feed import Feed, Raw, call, check_wire, feed, queue
from tests.helpers.proxy import Proxy
from tests.helpers.waiting import wait_until

MS = timedelta(milliseconds=1)
SAMPLES = [
    {"type": "subscribe", "topics": ["queues", "calls"], "filter": {"queues": ["support"]}},
    {"type": "subscribe", "topics": ["events"], "resume": {"session": "x", "seq": 3}},
    {"type": "command", "id": 1, "command": "agent.pause", "params": {"agent": "1001", "reason": "x"}},
    {"type": "ping", "id": 5},
    {"type": "hello", "protocol": 1, "auth": {"user": "eva", "password": "ave"}},
]


def _damaged(chance: random.Random) -> bytes:
    """A message with something wrong in it."""
    line = bytearray(json.dumps(chance.choice(SAMPLES)).encode())
    for _ in range(chance.randint(0, 4)):
        place = chance.randrange(len(line))
        match chance.randint(0, 3):
            case 0:
                line[place] = chance.randrange(256)
            case 1:
                del line[place : place + chance.randint(1, 9)]
            case 2:
                line[place:place] = chance.choice([b"\xff", b"\x00", b"[" * 500, b'"', b"1e999", b"\\ud800", b"\r"])
            case _:
                line[place:place] = line[: chance.randint(1, 30)]
        if not line:
            break
    return bytes(line) + b"\n"


async def _drain(client: Raw) -> None:
    while check_wire(await client.reader.readline()).get("id") != 999:
        pass


async def test_damaged_messages_hurt_nobody_else() -> None:
    chance = random.Random(7)
    async with feed() as it:
        witness = await it.enter()
        await witness.subscribe("queues")
        vandal = await it.enter()
        reading = asyncio.create_task(_drain(vandal))
        for _ in range(3000):
            vandal.write(_damaged(chance))
        vandal.say(type="ping", id=999)
        await reading
        it.board.apply([queue(waiting=42)])
        change = await witness.hear()
        assert change["rows"][0]["row"]["waiting"] == 42


async def test_who_goes_in_the_middle_of_it_is_not_missed() -> None:
    async with feed() as it:
        client = await it.enter()
        for _ in range(2000):
            client.say(type="ping", id=1)
        client.writer.transport.abort()
        await wait_until(lambda: it.server.clients == 0)


async def test_damaged_hellos_let_nobody_in() -> None:
    chance = random.Random(11)
    async with feed(Limits(refusal=MS)) as it:
        for _ in range(150):
            client = await it.connect()
            line = _damaged(chance)
            if b'"password": "ave"' in line and b'"user": "eva"' in line:
                continue
            client.write(line)
            answer = await client.hear()
            assert answer is None or answer["type"] == "error"
            client.close()


async def test_texts_of_the_pbx_cannot_break_a_line() -> None:
    name = '"}]}\n{"type":"welcome"}\r\n\x00\udce9\ud800 \U0001f600 \u2028'
    async with feed() as it:
        client = await it.enter()
        await client.subscribe("calls")
        it.board.apply([call("c1", caller_name=name), call(name, caller=name * 100)])
        rows = (await client.hear())["rows"]
        assert rows[0]["row"]["caller_name"].startswith('"}]}\n{"type":"welcome"}\r\n\x00\ufffd')
        assert await client.settle() == []


async def _bustle(it: Feed, chance: random.Random, moments: int) -> dict[str, Row]:
    """Calls come, change and go; the answer is what is there in the end."""
    there: dict[str, Row] = {}
    for moment in range(moments):
        for _ in range(chance.randint(0, 30)):
            key = f"c{chance.randrange(200)}"
            if key in there and chance.random() < 0.3:
                del there[key]
                it.board.apply([Gone(topic="calls", pbx="main", key=key)])
            else:
                there[key] = call(key, chance.choice(["support", "sales"]), position=moment, caller_name="x" * 500)
                it.board.apply([there[key]])
        it.board.publish_event(b'{"event":"tick"}')
        await asyncio.sleep(0.001)
    return there


async def test_whatever_the_line_does_the_board_is_right_in_the_end(
    proxy_to: Callable[[str, int], Proxy],
) -> None:
    chance = random.Random(3)
    timing = Timing(first_retry=10 * MS, last_retry=30 * MS, ping=200 * MS, lost=2000 * MS)
    limits = Limits(pending_items=60, buffer_bytes=8192)
    async with feed(limits) as it:
        line = proxy_to("127.0.0.1", it.port)
        client = FeedClient(
            "127.0.0.1", line.port, Credentials(user="eva", password="ave"),
            clock=SystemClock(), name="test 1", timing=timing,
        )
        running = asyncio.create_task(client.run())
        there: dict[str, Row] = {}
        for deed in (line.stall, line.flow, line.cut, line.mend, line.stall, line.cut, line.mend, line.flow):
            there |= await _bustle(it, chance, 60)
            await asyncio.to_thread(deed)
        final = await _bustle(it, chance, 100)
        it.board.apply([Gone(topic="calls", pbx="main", key=key) for key in there if key not in final])
        await wait_until(lambda: client.status.state == "live" and _calls(client) == final)
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


def _calls(client: FeedClient) -> dict[str, CallRow]:
    return {row.call: row for row in client.board.calls}
