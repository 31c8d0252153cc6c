"""A customer system for tests: a real HTTP server with customers, a page for people, and every bad day there is.

``/api/customer`` answers by GET ``?phone=`` and by POST ``{"phone": …}``; ``/api/KIND`` behaves badly; ``/customer`` is
a page that shows who rings and uses the panel's port (``tests/ui/operator_panel/crm_page.html``). ``/api/work`` gives
people to call, ``page_size`` at once; ``/api/results`` takes what came of it, once under each key. ``asked`` is what
came; ``example`` is another page; ``moods`` are statuses with which the next requests of work and results are answered.
"""

from __future__ import annotations

import asyncio
import gzip
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from aiohttp import web

from shared.serving import stop_listening

PAGE = Path(__file__).parents[1] / "ui/operator_panel/crm_page.html"
JANA = {
    "id": 4711, "name": "Jana Nováková", "isVip": True, "language": "cs", "debt": 12.5, "note": None,
    "contracts": [{"name": "Gold", "until": "2027-01-31"}, {"name": "Home"}], "tags": ["loud", "<b>bold</b>"],
}  # fmt: skip
MARK = {"id": 1, "name": '"Mark" <script>document.title="broken"</script> O\'Neil', "contracts": []}


@dataclass
class Asked:
    """A request as it came."""

    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: str


@dataclass
class CrmServer:
    """``held`` is set to let slow answers go."""

    customers: dict[str, dict[str, Any]] = field(default_factory=lambda: {"+420777123001": JANA, "+420222111000": MARK})
    secret: str = ""
    example: str = ""
    asked: list[Asked] = field(default_factory=list)
    held: asyncio.Event = field(default_factory=asyncio.Event)
    work: list[dict[str, Any]] = field(default_factory=list)
    page_size: int = 2
    results: dict[str, Any] = field(default_factory=dict)
    moods: list[int] = field(default_factory=list)
    most_at_once: int = 0
    port: int = 0
    _now: int = 0
    _runner: web.AppRunner | None = None
    _server: asyncio.Server | None = None

    @property
    def origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    async def open(self, port: int = 0) -> None:
        app = web.Application(middlewares=[self._count])
        app.add_routes([
            web.route("*", "/api/customer", self._customer), web.route("*", "/api/slow", self._slow),
            web.get("/api/status/{status}", self._status), web.route("*", "/api/to", self._redirect),
            web.get("/api/huge", self._huge), web.get("/api/text", self._text), web.get("/api/packed", self._packed),
            web.get("/api/latin", self._latin), web.get("/api/deep", self._deep), web.get("/api/broken", self._broken),
            web.get("/api/loop", self._loop), web.get("/api/empty", self._empty),
            web.get("/api/work", self._work), web.post("/api/results", self._result),
            web.get("/example", self._example), web.get("/customer", self._page),
            web.get("/customer/{phone}", self._page),
        ])  # fmt: skip
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=0.1)
        await self._runner.setup()
        assert self._runner.server is not None
        self._server = await asyncio.get_running_loop().create_server(self._runner.server, "127.0.0.1", port)
        self.port = self._server.sockets[0].getsockname()[1]

    async def close(self) -> None:
        self.held.set()
        assert self._runner is not None
        assert self._server is not None
        await stop_listening(self._server)
        await self._runner.cleanup()

    @web.middleware
    async def _count(self, request: web.Request, handler: Any) -> web.StreamResponse:
        body = await request.text()
        headers = {name.lower(): value for name, value in request.headers.items()}
        self.asked.append(Asked(request.method, request.path, dict(request.query), headers, body))
        self._now += 1
        self.most_at_once = max(self.most_at_once, self._now)
        try:
            return await handler(request)
        finally:
            self._now -= 1

    async def _customer(self, request: web.Request) -> web.Response:
        if self.secret and request.headers.get("Authorization") != f"Bearer {self.secret}":
            return web.json_response({"error": "who are you?"}, status=401)
        if request.method == "POST":
            phone = (await request.json())["phone"]
        else:
            phone = request.query.get("phone", "")
        found = self.customers.get(phone)
        if found is None:
            return web.json_response({"error": "nobody"}, status=404)
        return web.json_response({"customer": found})

    def _refusal(self, request: web.Request) -> web.Response | None:
        if self.secret and request.headers.get("Authorization") != f"Bearer {self.secret}":
            return web.json_response({"error": "who are you?"}, status=401)
        if self.moods and (status := self.moods.pop(0)) != 200:
            return web.json_response({"error": "not now"}, status=status)
        return None

    async def _work(self, request: web.Request) -> web.Response:
        if refusal := self._refusal(request):
            return refusal
        since = int(request.query.get("since") or 0)
        page = self.work[since : since + self.page_size]
        return web.json_response({"data": {"people": page, "next": since + len(page) if page else None}})

    async def _result(self, request: web.Request) -> web.Response:
        if refusal := self._refusal(request):
            return refusal
        self.results.setdefault(request.headers["Idempotency-Key"], await request.json())
        return web.json_response({"taken": True})

    async def _slow(self, request: web.Request) -> web.Response:
        await self.held.wait()
        return await self._customer(request)

    async def _status(self, request: web.Request) -> web.Response:
        return web.json_response({"customer": JANA}, status=int(request.match_info["status"]))

    async def _redirect(self, request: web.Request) -> web.Response:
        return web.Response(status=int(request.query.get("status", "302")), headers={"Location": request.query["to"]})

    async def _loop(self, request: web.Request) -> web.Response:
        return web.Response(status=302, headers={"Location": "/api/loop"})

    async def _huge(self, request: web.Request) -> web.StreamResponse:
        response = web.StreamResponse()
        await response.prepare(request)
        try:
            for _ in range(1000):
                await response.write(b'{"a":"' + b"x" * 100_000)
        except ConnectionError:
            pass
        return response

    async def _text(self, _request: web.Request) -> web.Response:
        return web.Response(text="<html>Please sign in</html>", content_type="text/html")

    async def _packed(self, _request: web.Request) -> web.Response:
        return web.Response(body=gzip.compress(b'{"a": 1}'), headers={"Content-Encoding": "gzip"})

    async def _latin(self, _request: web.Request) -> web.Response:
        body = '{"customer": {"name": "Řehoř Žluťoučký"}}'.encode("windows-1250")
        return web.Response(body=body, headers={"Content-Type": "application/json; charset=windows-1250"})

    async def _deep(self, _request: web.Request) -> web.Response:
        return web.Response(text="[" * 100_000, content_type="application/json")

    async def _empty(self, _request: web.Request) -> web.Response:
        return web.Response(text="", content_type="application/json")

    async def _broken(self, request: web.Request) -> web.StreamResponse:
        assert request.transport is not None
        request.transport.abort()
        return web.Response()

    async def _example(self, _request: web.Request) -> web.Response:
        return web.Response(text=self.example, content_type="text/html", charset="utf-8")

    async def _page(self, _request: web.Request) -> web.Response:
        return web.Response(text=PAGE.read_text(encoding="utf-8"), content_type="text/html", charset="utf-8")


@asynccontextmanager
async def open_crm(secret: str = ""):
    """A customer system that is there for as long as the block lasts."""
    crm = CrmServer(secret=secret)
    await crm.open()
    try:
        yield crm
    finally:
        await crm.close()
