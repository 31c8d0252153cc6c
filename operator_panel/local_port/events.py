"""Those who listen at the port by WebSocket: let in by a token, told what changes, let go when they do not keep up."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

import msgspec
from aiohttp import WSMessage, WSMsgType, web

from operator_panel.local_port.changes import Event, Look, events_between
from operator_panel.local_port.desk import Desk
from operator_panel.local_port.gate import Gate, Turned, bearer
from shared.clock import Clock

MOST_LISTENERS = 16
MOST_WAITING = 200  # events that one may be behind
TOKEN_SECONDS = 5.0
HEARTBEAT = 25.0  # seconds
MOST_BYTES = 4096  # of a message from outside

_POLICY, _AGAIN, _AWAY = 1008, 1013, 1001  # close codes


class _First(msgspec.Struct):
    """The first message of a page."""

    token: str


class Events:
    """All who listen."""

    def __init__(self, desk: Desk, clock: Clock, gate: Gate) -> None:
        self._desk, self._clock, self._gate = desk, clock, gate
        self._sockets: set[web.WebSocketResponse] = set()
        self._listeners: dict[asyncio.Queue[bytes | None], web.WebSocketResponse] = {}
        self._last = Look(desk.state(), desk.calls())
        self._deafen: Callable[[], None] = lambda: None

    def begin(self) -> None:
        """Hear of changes from now on."""
        self._last = Look(self._desk.state(), self._desk.calls())
        self._deafen = self._desk.listen(self._changed)

    async def close(self) -> None:
        """Let everybody go."""
        self._deafen()
        for socket in tuple(self._sockets):
            with contextlib.suppress(ConnectionError, RuntimeError):
                await socket.close(code=_AWAY, message=b"the panel ends")

    async def serve(self, request: web.Request) -> web.StreamResponse:
        """One listener, from the handshake to the end."""
        socket = web.WebSocketResponse(heartbeat=HEARTBEAT, max_msg_size=MOST_BYTES, timeout=2.0)
        if len(self._sockets) >= MOST_LISTENERS:
            raise web.HTTPServiceUnavailable(reason="Too many listen already.")
        self._sockets.add(socket)
        try:
            await socket.prepare(request)
            turned = await self._turned_away(request, socket)
            if turned is None:
                await self._tell(socket)
            else:
                said = msgspec.json.encode({"event": "refused", "error": turned.code, "message": turned.message})
                await socket.send_str(said.decode())
                await socket.close(code=_POLICY, message=turned.code.encode())
        except (ConnectionError, RuntimeError):
            pass  # gone in the middle of a word
        finally:
            self._sockets.discard(socket)
        return socket

    async def _turned_away(self, request: web.Request, socket: web.WebSocketResponse) -> Turned | None:
        header = request.headers.get("Authorization")
        if header is not None:
            return self._gate.turned_away(bearer(header))
        try:
            async with asyncio.timeout(TOKEN_SECONDS):
                first = await socket.receive()
            token = msgspec.json.decode(first.data, type=_First).token if first.type is WSMsgType.TEXT else ""
        except (TimeoutError, msgspec.DecodeError, RecursionError):
            token = ""
        return self._gate.turned_away(token)

    async def _tell(self, socket: web.WebSocketResponse) -> None:
        waiting: asyncio.Queue[bytes | None] = asyncio.Queue(MOST_WAITING)
        self._changed()  # so that nothing is told twice
        hello = Event("hello", self._clock.now(), state=self._last.state, calls=self._last.calls)
        waiting.put_nowait(msgspec.json.encode(hello))
        self._listeners[waiting] = socket
        telling = asyncio.create_task(_written(socket, waiting))
        try:
            async for message in socket:  # nothing is asked here, but the end is heard
                if not self._is_welcome(message):
                    await socket.close(code=_POLICY, message=b"too_many")
        finally:
            del self._listeners[waiting]
            telling.cancel()
            await asyncio.gather(telling, return_exceptions=True)

    def _is_welcome(self, message: WSMessage) -> bool:
        return message.type is WSMsgType.TEXT and self._gate.may_speak()

    def _changed(self) -> None:
        look = Look(self._desk.state(), self._desk.calls())
        before, self._last = self._last, look
        if not self._listeners or before == look:
            return
        for event in events_between(before, look, self._clock.now()):
            said = msgspec.json.encode(event)
            for waiting in self._listeners:
                _put(waiting, said)


def _put(waiting: asyncio.Queue[bytes | None], said: bytes) -> None:
    """Tell it later; who is too far behind is let go, for half of the events would be a lie."""
    if waiting.qsize() >= MOST_WAITING - 1:
        while not waiting.empty():
            waiting.get_nowait()
        waiting.put_nowait(None)
    else:
        waiting.put_nowait(said)


async def _written(socket: web.WebSocketResponse, waiting: asyncio.Queue[bytes | None]) -> None:
    with contextlib.suppress(ConnectionError, RuntimeError):
        while (said := await waiting.get()) is not None:
            await socket.send_str(said.decode())
        await socket.close(code=_AGAIN, message=b"too far behind")
