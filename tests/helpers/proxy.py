"""A line that can be cut: a TCP proxy to put between two real neighbours (daemon and PBX or Postgres).

It runs in a thread with an event loop of its own, so it serves tests with and without asyncio and goes on
while the test itself blocks. All methods may be called from any thread and return when what they say is so.

``cut`` breaks all connections and refuses new ones, ``mend`` takes new ones again on the same port. ``stall``
keeps connections but lets nothing through (a mute neighbour), ``flow`` goes on with what was held back.
``throttle`` limits the speed. ``cut(is_orderly=True)`` ends connections in order instead of by a reset.
"""

import asyncio
import contextlib
import socket
import struct
import threading
from collections.abc import Callable, Coroutine, Iterator
from typing import Any, TypeVar

import pytest

from shared.serving import stop_listening

Value = TypeVar("Value")
CHUNK = 16_384  # bytes


class Proxy:
    """Forwards 127.0.0.1:``port`` to the target given."""

    def __init__(self, target_host: str, target_port: int) -> None:
        self.target = (target_host, target_port)
        self.host = "127.0.0.1"
        self.accepted = 0  # connections ever taken
        self.carried = 0  # bytes ever passed on, both ways
        self._rate: float | None = None  # bytes a second
        self._pairs: set[tuple[asyncio.StreamWriter, asyncio.StreamWriter]] = set()
        self._tasks: set[asyncio.Task[None]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="proxy", daemon=True)
        self._thread.start()
        self._flowing = self._call(_make_event())
        # Bound but not listening means "connection refused" while nobody else can take the port.
        self._listener = self._bound(0)
        self.port: int = self._listener.getsockname()[1]
        self._server: asyncio.Server | None = None
        self.mend()

    @property
    def connections(self) -> int:
        """Count the connections open now."""
        return len(self._pairs)

    def mend(self) -> None:
        """Take connections again."""
        if self._server is None:
            self._server = self._call(self._listen())

    def cut(self, *, is_orderly: bool = False) -> None:
        """Break every connection (by a reset, or in order) and refuse new ones until ``mend``."""
        self._call(self._cut(is_orderly))

    def stall(self) -> None:
        """Let nothing through in either direction, as a neighbour that hangs."""
        self._loop.call_soon_threadsafe(self._flowing.clear)
        self._call(_nothing())

    def flow(self) -> None:
        """End a stall: what was held back goes on."""
        self._loop.call_soon_threadsafe(self._flowing.set)
        self._call(_nothing())

    def throttle(self, bytes_a_second: float | None) -> None:
        """Limit each direction of each connection; None takes the limit away."""
        self._rate = bytes_a_second

    def close(self) -> None:
        """End everything; the port is free afterwards."""
        if self._loop.is_closed():
            return
        self.cut()
        self._listener.close()
        self._call(self._finish())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)
        self._loop.close()

    def _call(self, work: Coroutine[Any, Any, Value]) -> Value:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result(10)

    def _bound(self, port: int) -> socket.socket:
        listener = socket.socket(socket.AF_INET, socket.SOCK_STREAM)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind((self.host, port))
        return listener

    async def _listen(self) -> asyncio.Server:
        return await asyncio.start_server(self._take, sock=self._listener, backlog=100)

    async def _cut(self, is_orderly: bool) -> None:
        if self._server is not None:
            server, self._server = self._server, None
            await stop_listening(server)
            self._listener = self._bound(self.port)
        for pair in list(self._pairs):
            for writer in pair:
                if not is_orderly:
                    _reset_on_close(writer)
                writer.transport.abort() if not is_orderly else writer.close()
        self._flowing.set()
        if self._tasks:
            await asyncio.wait(set(self._tasks), timeout=5)

    async def _finish(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await _turns()  # transports close their sockets in the turns after

    async def _take(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Serve one connection until either side ends it."""
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        self.accepted += 1
        try:
            far_reader, far_writer = await asyncio.open_connection(*self.target)
        except (OSError, asyncio.CancelledError):  # nobody there, or the proxy ends meanwhile
            writer.transport.abort()
            self._tasks.discard(task)
            return
        pair = (writer, far_writer)
        self._pairs.add(pair)
        try:
            if self._server is not None:  # else it was cut meanwhile
                await asyncio.gather(self._pass(reader, far_writer), self._pass(far_reader, writer))
        except asyncio.CancelledError:  # the proxy ends: what nobody reads any more would keep the sockets open
            for end in pair:
                end.transport.abort()
            raise
        finally:
            self._pairs.discard(pair)
            self._tasks.discard(task)
            for end in pair:
                end.close()

    async def _pass(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Carry bytes one way until the source ends, then end the other side too."""
        with contextlib.suppress(OSError):
            while data := await reader.read(self._portion()):
                await self._flowing.wait()
                if self._rate is not None:
                    await asyncio.sleep(len(data) / self._rate)
                self.carried += len(data)
                writer.write(data)
                await writer.drain()
        writer.close()

    def _portion(self) -> int:
        return CHUNK if self._rate is None else max(1, min(CHUNK, int(self._rate / 20)))


async def _make_event() -> asyncio.Event:
    event = asyncio.Event()
    event.set()
    return event


async def _nothing() -> None:
    """Run one turn of the loop."""


async def _turns(count: int = 10) -> None:
    """Run some turns of the loop."""
    for _turn in range(count):
        await asyncio.sleep(0)


def _reset_on_close(writer: asyncio.StreamWriter) -> None:
    """Have the system send RST instead of FIN when this end closes."""
    raw = writer.get_extra_info("socket")
    with contextlib.suppress(OSError):
        raw.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@pytest.fixture
def proxy_to() -> Iterator[Callable[[str, int], Proxy]]:
    """Make proxies: ``line = proxy_to("127.0.0.1", port)``; all are closed after the test."""
    made: list[Proxy] = []

    def make(host: str, port: int) -> Proxy:
        made.append(Proxy(host, port))
        return made[-1]

    yield make
    for proxy in made:
        proxy.close()
