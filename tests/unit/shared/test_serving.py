"""A server that ends sends away those, too, whom the system had accepted but nobody had met yet."""

import asyncio
import socket

import pytest

from shared.serving import stop_listening


class Guest(asyncio.Protocol):
    """Somebody who came in."""

    def __init__(self, here: list[asyncio.BaseTransport]) -> None:
        self.here = here

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.here.append(transport)


@pytest.mark.parametrize("turns", range(6))
async def test_whenever_it_ends_nobody_is_left_alone(turns: int) -> None:
    """A client is met, and can be sent away, or the system refuses it."""
    here: list[asyncio.BaseTransport] = []
    server = await asyncio.get_running_loop().create_server(lambda: Guest(here), "127.0.0.1", 0)
    with socket.create_connection(server.sockets[0].getsockname()) as client:
        for _turn in range(turns):
            await asyncio.sleep(0)
        await stop_listening(server)
        for transport in here:
            transport.abort()  # type: ignore[attr-defined]
        await asyncio.sleep(0)
        client.settimeout(5)
        try:
            assert client.recv(1) == b""
        except ConnectionResetError:
            assert not here
