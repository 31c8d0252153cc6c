"""The port's HTTP: one gate before everything, small bodies, answers in JSON. See ``LOCAL_PORT.md``."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable

import msgspec
from aiohttp import web
from aiohttp.http_exceptions import HttpProcessingError

from operator_panel.local_port.asked import WISHES, granted
from operator_panel.local_port.desk import Desk
from operator_panel.local_port.events import Events
from operator_panel.local_port.gate import Gate, Turned, bearer
from shared.clock import Clock
from shared.serving import stop_listening

log = logging.getLogger(__name__)
_wire = logging.getLogger(f"{__name__}.wire")

ADDRESS = "127.0.0.1"
MOST_BYTES = 16 * 1024
_ALWAYS = {"Cache-Control": "no-store", "X-Content-Type-Options": "nosniff", "Server": "callcentre"}
_NO_JSON = Turned(415, "not_json", "Send Content-Type: application/json.")
_UNKNOWN = Turned(404, "unknown", "There is no such thing here.")
_WRONG_METHOD = Turned(405, "wrong_method", "That is asked otherwise: see the manual.")
_TOO_LARGE = Turned(413, "too_large", f"A body may have {MOST_BYTES} bytes.")
_MISTAKE = Turned(500, "failed", "Something went wrong in the panel; its log knows more.")
_BY_STATUS = {404: _UNKNOWN, 405: _WRONG_METHOD, 413: _TOO_LARGE}


def _is_news(record: logging.LogRecord) -> bool:
    """What is no HTTP comes from whatever looks for open ports, and aiohttp would log all of it as an error."""
    return record.exc_info is None or not isinstance(record.exc_info[1], HttpProcessingError)


_wire.addFilter(_is_news)

Answering = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Server:
    """The server of one port. ``open`` raises OSError where the port is taken."""

    def __init__(self, desk: Desk, clock: Clock, gate: Gate) -> None:
        self._desk, self._gate = desk, gate
        self._events = Events(desk, clock, gate)
        app = web.Application(middlewares=[self._guarded], client_max_size=MOST_BYTES)
        app.add_routes([web.post(path, self._wish) for path in WISHES])
        app.add_routes([
            web.get("/state", self._state), web.get("/calls", self._calls), web.get("/events", self._events.serve),
        ])  # fmt: skip
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0, logger=_wire, max_line_size=4096)
        self._server: asyncio.Server | None = None

    async def open(self, number: int) -> None:
        """Listen, on 127.0.0.1 alone. ``number`` 0: any port that is free."""
        await self._runner.setup()
        assert self._runner.server is not None
        self._server = await asyncio.get_running_loop().create_server(self._runner.server, ADDRESS, number)
        self._gate.port = self._server.sockets[0].getsockname()[1]
        self._events.begin()

    async def close(self) -> None:
        """Listen no more."""
        if self._server is not None:
            await stop_listening(self._server)
        await self._events.close()
        await self._runner.cleanup()

    @web.middleware
    async def _guarded(self, request: web.Request, handler: Answering) -> web.StreamResponse:
        origin = request.headers.get("Origin")
        turned = self._gate.turned_at_door(request.headers.get("Host", ""), origin)
        if turned is not None:
            return _turned(turned)
        response = await self._answered(request, handler)
        if not response.prepared:
            response.headers.update(_for_page(origin))
        return response

    async def _answered(self, request: web.Request, handler: Answering) -> web.StreamResponse:
        if request.method == "OPTIONS":
            return _preflight(request)
        if request.path != "/events":  # a page cannot send a header there; its first message has the token
            turned = self._gate.turned_away(bearer(request.headers.get("Authorization")))
            if turned is not None:
                return _turned(turned)
        try:
            return await handler(request)
        except web.HTTPException as problem:
            return _turned(_BY_STATUS.get(problem.status, Turned(problem.status, "failed", problem.reason)))
        except Exception:
            log.exception("a request at the local port failed", extra={"path": request.path})
            return _turned(_MISTAKE)

    async def _wish(self, request: web.Request) -> web.Response:
        if request.content_type != "application/json":
            return _turned(_NO_JSON)
        turned = await granted(self._desk, request.path, await request.read())
        return _json({"ok": True}) if turned is None else _turned(turned)

    async def _state(self, _request: web.Request) -> web.Response:
        return _json(self._desk.state())

    async def _calls(self, _request: web.Request) -> web.Response:
        return _json(self._desk.calls())


def _for_page(origin: str | None) -> dict[str, str]:
    return {"Access-Control-Allow-Origin": origin, "Vary": "Origin"} if origin else {}


def _preflight(request: web.Request) -> web.Response:
    """Answer a browser that asks before it asks; the page itself was let in already."""
    headers = {
        "Access-Control-Allow-Methods": "GET, POST", "Access-Control-Allow-Headers": "Authorization, Content-Type",
        "Access-Control-Max-Age": "600", **_ALWAYS,
    }  # fmt: skip
    for name in ("Private", "Local"):
        if request.headers.get(f"Access-Control-Request-{name}-Network") == "true":
            headers[f"Access-Control-Allow-{name}-Network"] = "true"
    return web.Response(status=204, headers=headers)


def _turned(turned: Turned) -> web.Response:
    return _json({"error": turned.code, "message": turned.message}, turned.status)


def _json(said: object, status: int = 200) -> web.Response:
    return web.Response(
        body=msgspec.json.encode(said), status=status, content_type="application/json", charset="utf-8", headers=_ALWAYS
    )
