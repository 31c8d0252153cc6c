"""The line can be cut, mended, stalled and throttled."""

import asyncio
from collections.abc import AsyncIterator

import pytest

from shared.clock import monotonic
from shared.serving import stop_listening
from tests.helpers.waiting import wait_until


@pytest.fixture
async def echo_port() -> AsyncIterator[int]:
    serving: set[asyncio.StreamWriter] = set()

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        serving.add(writer)
        try:
            while data := await reader.read(1000):
                writer.write(data)
        except ConnectionResetError:
            pass  # what cutting the line is about
        finally:
            serving.discard(writer)
            writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    yield server.sockets[0].getsockname()[1]
    await stop_listening(server)
    await wait_until(lambda: not serving)


async def test_carries_both_ways(proxy_to, echo_port):
    line = proxy_to("127.0.0.1", echo_port)
    reader, writer = await asyncio.open_connection(line.host, line.port)
    writer.write(b"hello")
    assert await reader.readexactly(5) == b"hello"
    assert line.carried == 10
    writer.close()
    await wait_until(lambda: line.connections == 0)


async def test_cut_breaks_and_refuses_until_mended(proxy_to, echo_port):
    line = proxy_to("127.0.0.1", echo_port)
    reader, writer = await asyncio.open_connection(line.host, line.port)
    await wait_until(lambda: line.connections == 1)
    line.cut()
    with pytest.raises(ConnectionResetError):
        await reader.readexactly(1)
    with pytest.raises(ConnectionRefusedError):
        await asyncio.open_connection(line.host, line.port)
    writer.close()
    line.mend()
    reader, writer = await asyncio.open_connection(line.host, line.port)
    writer.write(b"x")
    assert await reader.readexactly(1) == b"x"
    writer.close()


async def test_an_orderly_cut_ends_the_stream(proxy_to, echo_port):
    line = proxy_to("127.0.0.1", echo_port)
    reader, writer = await asyncio.open_connection(line.host, line.port)
    await wait_until(lambda: line.connections == 1)
    line.cut(is_orderly=True)
    assert await reader.read() == b""
    writer.close()


async def test_stall_holds_back_and_loses_nothing(proxy_to, echo_port):
    line = proxy_to("127.0.0.1", echo_port)
    reader, writer = await asyncio.open_connection(line.host, line.port)
    line.stall()
    writer.write(b"later")
    with pytest.raises(TimeoutError):
        await asyncio.wait_for(asyncio.shield(asyncio.ensure_future(reader.readexactly(5))), 0.1)
    line.flow()
    await wait_until(lambda: line.carried == 10)
    writer.close()


async def test_throttle_limits_the_speed(proxy_to, echo_port):
    line = proxy_to("127.0.0.1", echo_port)
    line.throttle(10_000)
    reader, writer = await asyncio.open_connection(line.host, line.port)
    begun = monotonic()
    writer.write(b"x" * 2_000)
    await reader.readexactly(2_000)
    assert monotonic() - begun > 0.15
    writer.close()


async def test_nobody_behind_the_line_ends_the_connection(proxy_to, echo_port):
    line = proxy_to("127.0.0.1", echo_port)
    line.target = ("127.0.0.1", 1)
    reader, writer = await asyncio.open_connection(line.host, line.port)
    with pytest.raises((ConnectionResetError, asyncio.IncompleteReadError)):
        await reader.readexactly(1)
    writer.close()
