"""The HTTP port of sound: ``GET`` and ``HEAD`` of ``/recordings/<token>``, with ranges.

Whoever has an address may fetch what it leads to until it expires, and nothing else; what was begun then goes on to its
end. Disks are read in threads of our own, so that one that hangs (a folder on another machine) holds up nobody else. A
client that takes nothing for a while is hung up, and so is one that says nothing. It listens from the first link on.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import ssl
from collections import Counter
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

import msgspec
from aiohttp import web

from collector_daemon.recordings.listening import Listening
from collector_daemon.recordings.places import Place, RecordingFolder, find
from collector_daemon.recordings.ranges import NotThere, asked_range
from collector_daemon.recordings.sealing import DayKeys
from collector_daemon.recordings.sounds import Sound, open_sound
from collector_daemon.recordings.tokens import Claims, Expired, LinkTokens, Purpose
from shared.domain.accounts import Account
from shared.domain.commands import Refused

log = logging.getLogger(__name__)

PIECE = 256 * 1024
"""Bytes read at once."""
THREADS = 8
REMEMBERED = 10_000
"""Addresses made ahead of which it is known that they were used; the oldest are long expired."""
HEADERS = {
    "Accept-Ranges": "bytes", "Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "sandbox; default-src 'none'", "Referrer-Policy": "no-referrer",
}  # fmt: skip
Found = TypeVar("Found")


class PortRules(msgspec.Struct, frozen=True, kw_only=True):
    """Where to listen (port 0: a free one), by what name clients reach it (empty: ``host``), and the bounds."""

    host: str = "127.0.0.1"
    port: int = 0
    public_host: str = ""
    stall_seconds: float = 20.0
    silence_seconds: float = 10.0
    at_once: int = 64
    at_once_each: int = 8
    """Sounds under way, of all and of one account."""
    connections: int = 256


class Link(msgspec.Struct, frozen=True, kw_only=True):
    """An address, and its parts for a client that reaches this machine by another name."""

    url: str
    path: str
    port: int
    expires: str


class SoundPort:
    """Hands sound out.

    ``version`` tells an account's present version, None: not known; ``keys``: of what is encrypted.
    """

    def __init__(
        self, folders: Sequence[RecordingFolder], tokens: LinkTokens, rules: PortRules,
        version: Callable[[str], int | None], tls: ssl.SSLContext | None = None,
        parcels: RecordingFolder | None = None, keys: DayKeys | None = None,
    ) -> None:  # fmt: skip
        self._folders, self._tokens, self._rules, self._version = tuple(folders), tokens, rules, version
        self.keys = keys
        self._is_tls, self._parcels = tls is not None, () if parcels is None else (parcels,)
        self._threads = ThreadPoolExecutor(THREADS, "recordings")
        self._under_way: Counter[str] = Counter()
        app = web.Application()
        app.router.add_get("/recordings/{token}", self._serve)  # HEAD too
        self._listening = Listening(app, rules, tls)
        self.heard: Callable[[Claims, str], None] = lambda _claims, _origin: None
        """Told once of each address made ahead, when its sound is first read, and from where."""
        self._heard: dict[str, None] = {}

    async def link(
        self, account: Account, pbx: str, file: str, purpose: Purpose, *, call: str = "", told_as: str = ""
    ) -> Link:
        """An address for the account. Raises Unavailable where the port cannot be had."""
        port = await self._listening.ensure()
        token, until = self._tokens.issue(
            pbx, file, account.name, account.version, purpose, call=call, told_as=told_as
        )
        host = self._rules.public_host or self._listening.host_shown
        path = f"/recordings/{token}"
        return Link(
            url=f"{'https' if self._is_tls else 'http'}://{f'[{host}]' if ':' in host else host}:{port}{path}",
            path=path, port=port, expires=until.isoformat(),
        )  # fmt: skip

    @property
    def under_way(self) -> int:
        """Sounds that are being sent."""
        return self._under_way.total()

    async def close(self) -> None:
        """Hang everybody up and listen no more."""
        await self._listening.close()
        self._threads.shutdown(wait=False, cancel_futures=True)

    async def in_thread(self, deed: Callable[..., Found], *given: object) -> Found:
        """What the deed says, done where it may block."""
        return await asyncio.get_running_loop().run_in_executor(self._threads, deed, *given)

    async def _serve(self, request: web.Request) -> web.StreamResponse:
        try:
            claims = self._claims(request.match_info["token"])
        except Expired as refusal:
            return _refusal(410, refusal.message)
        except Refused as refusal:
            return _refusal(403, refusal.message)
        if self.under_way >= self._rules.at_once or self._is_greedy(claims):
            return _refusal(503, "Too many at once; try again in a moment.", {"Retry-After": "1"})
        self._under_way[claims.account] += 1
        try:
            async with self._opened(claims) as sound:
                return await self._sent(request, claims, sound)
        except FileNotFoundError:
            return _refusal(404, "The recording is not there any more, or not on this machine.")
        except OSError as problem:
            log.info("a recording cannot be read: %s", problem.strerror or type(problem).__name__)
            return _refusal(404, "The recording cannot be read.")
        finally:
            self._under_way[claims.account] -= 1

    def _claims(self, token: str) -> Claims:
        claims = self._tokens.read(token)
        version = self._version(claims.account)
        if version is not None and version != claims.version:
            raise Refused("token_revoked", "The account has changed since.")
        return claims

    def _is_greedy(self, claims: Claims) -> bool:
        return self._under_way[claims.account] >= self._rules.at_once_each

    @contextlib.asynccontextmanager
    async def _opened(self, claims: Claims) -> AsyncIterator[Sound]:
        sound = await self.in_thread(self._open, claims)
        try:
            yield sound
        finally:
            sound.close()

    def _open(self, claims: Claims) -> Sound:
        folders = self._parcels if claims.purpose == "parcel" else self._folders
        place: Place | None = find(folders, claims.pbx, claims.file)
        if place is None:
            raise FileNotFoundError
        return open_sound(place, self.keys)

    async def _sent(self, request: web.Request, claims: Claims, sound: Sound) -> web.StreamResponse:
        headers = {**HEADERS, "Content-Type": sound.description.mime, "ETag": sound.etag}
        if claims.purpose not in ("play", "prepare"):
            headers["Content-Disposition"] = "attachment"
        is_same = request.headers.get("If-Range") in (None, sound.etag)
        try:
            asked = asked_range(request.headers.get("Range"), sound.size) if is_same else None
        except NotThere:
            return web.Response(status=416, headers={**HEADERS, "Content-Range": f"bytes */{sound.size}"})
        start, count = asked or (0, sound.size)
        if asked is not None:
            headers["Content-Range"] = f"bytes {start}-{start + count - 1}/{sound.size}"
        response = web.StreamResponse(status=200 if asked is None else 206, headers=headers)
        response.content_length = count
        await response.prepare(request)
        if request.method != "HEAD":
            self._note_heard(claims, request.remote or "")
            await self._stream(request, response, sound, start, count)
        return response

    def _note_heard(self, claims: Claims, origin: str) -> None:
        if claims.purpose == "prepare" and claims.salt not in self._heard:
            self._heard[claims.salt] = None
            if len(self._heard) > REMEMBERED:
                del self._heard[next(iter(self._heard))]
            self.heard(claims, origin)

    async def _stream(
        self, request: web.Request, response: web.StreamResponse, sound: Sound, start: int, count: int
    ) -> None:
        """All that was promised, or the line is cut: then nobody takes a part for the whole."""
        end = start + count
        try:
            while start < end:
                piece = await self.in_thread(sound.read, start, min(PIECE, end - start))
                if not piece:
                    raise EOFError
                async with asyncio.timeout(self._rules.stall_seconds):
                    await response.write(piece)
                start += len(piece)
        except (TimeoutError, EOFError, OSError) as problem:
            log.info("a recording was not sent to its end: %s", type(problem).__name__)
            if request.transport is not None:
                request.transport.abort()


def _refusal(status: int, text: str, more: dict[str, str] | None = None) -> web.Response:
    return web.Response(status=status, text=text + "\n", headers={"Cache-Control": "no-store", **(more or {})})
