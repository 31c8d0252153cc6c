"""Sound fetched from the daemon over HTTP, piece by piece, kept in a temporary folder as long as the program runs.

A piece that comes too late for its address asks for another one; a connection that breaks is tried again. What was
fetched stays good while the daemon is away.
"""

from __future__ import annotations

import asyncio
import atexit
import shutil
import tempfile
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Literal
from urllib.parse import urlsplit

import aiohttp

from shared.errors import SuiteError, Unavailable
from supervisor_console.page import Console

FIRST, PIECE = 128 * 1024, 1024 * 1024
"""Bytes of the first piece and of the others."""
KEPT = 300_000_000
"""Bytes in the folder at most; the longest unheard go first."""
TRIES, PAUSE = 4, 0.5
PATIENCE = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=20)
Purpose = Literal["play", "prepare", "export"]
PREPARED_SECONDS = 240.0
"""An address fetched ahead is used so long; it is good for five minutes."""


class Gone(SuiteError):
    """The file is not there any more."""


@dataclass
class Fetched:
    """A file as far as it is here. ``sha256``: as the catalogue has it; ``size``: of all of it."""

    path: Path
    mime: str
    size: int
    sha256: str | None
    format: str
    had: int = 0

    @property
    def is_whole(self) -> bool:
        """Is all of it here?"""
        return self.had >= self.size


Told = Callable[[Fetched], Awaitable[None]]


@dataclass(frozen=True)
class Wanted:
    """Which file, for what, and why."""

    pbx: str
    call: str
    file: str
    purpose: Purpose = "play"
    why: str = ""


class Fetcher:
    """Fetches; ``close`` removes all that it fetched."""

    def __init__(self, console: Console) -> None:
        self._console = console
        self._folder: Path | None = None
        self._kept: OrderedDict[Wanted, Fetched] = OrderedDict()
        self._made = 0
        self._prepared: dict[Wanted, tuple[float, dict[str, Any]]] = {}

    async def prepare(self, wanted: Wanted) -> None:
        """Have the address of what may be wanted soon; what hinders that is said when it is wanted."""
        kept = self._kept.get(wanted)
        if kept is not None and kept.is_whole:
            return
        with suppress(SuiteError):
            link = await self._link(replace(wanted, purpose="prepare"))
            self._prepared = {wanted: (self._console.ground.clock.monotonic(), link)}

    async def fetch(self, wanted: Wanted, told: Told, *, is_fresh: bool = False) -> Fetched:
        """All of the file; ``told`` is awaited after each piece. ``is_fresh``: not the one that is kept.

        Raises ``commands.Refused``, Unavailable, Gone, OSError (of the own disk).
        """
        kept = self._kept.get(wanted)
        if kept is not None and kept.is_whole and not is_fresh:
            self._kept.move_to_end(wanted)
            await told(kept)
            return kept
        ahead = None if is_fresh else self._ahead(wanted)
        link = ahead or await self._link(wanted)
        fetched = Fetched(self._place(), link["mime"], int(link["bytes"]), link.get("sha256"), link.get("format") or "")
        fetched.path.write_bytes(b"")
        try:
            async with aiohttp.ClientSession(timeout=PATIENCE) as session:
                await self._all(session, wanted, link, fetched, told, is_ahead=ahead is not None)
        except BaseException:
            fetched.path.unlink(missing_ok=True)
            raise
        self._keep(wanted, fetched)
        return fetched

    def close(self) -> None:
        """Remove everything: some files, at the program's end."""
        self._kept.clear()
        if self._folder is not None:
            shutil.rmtree(self._folder, ignore_errors=True)
            self._folder = None

    def drop(self, wanted: Wanted) -> None:
        """Keep this no longer."""
        kept = self._kept.pop(wanted, None)
        if kept is not None:
            with suppress(OSError):
                kept.path.unlink(missing_ok=True)

    # --- pieces

    def _ahead(self, wanted: Wanted) -> dict[str, Any] | None:
        """The address that was fetched ahead, once, if it is good still and there was something in its file."""
        made_at, link = self._prepared.pop(wanted, (0.0, {}))
        is_good = self._console.ground.clock.monotonic() - made_at < PREPARED_SECONDS
        return link if is_good and link.get("bytes") else None

    async def _link(self, wanted: Wanted) -> dict[str, Any]:
        return await self._console.command(
            "recording.link", pbx=wanted.pbx, call=wanted.call, file=wanted.file, purpose=wanted.purpose,
            why=wanted.why,
        )  # fmt: skip

    async def _all(
        self, session: aiohttp.ClientSession, wanted: Wanted, link: dict[str, Any], fetched: Fetched,
        told: Told, *, is_ahead: bool,
    ) -> None:  # fmt: skip
        failed = 0
        while not fetched.is_whole:
            try:
                status, piece = await self._piece(session, link, fetched)
            except (aiohttp.ClientError, TimeoutError, OSError) as problem:
                status, piece = 0, str(problem).encode()
            if status in (200, 206) and piece:
                failed = 0
                await asyncio.to_thread(_append, fetched.path, piece)
                fetched.had += len(piece)
                await told(fetched)
                continue
            failed += 1
            if status in (404, 416) and not is_ahead:
                raise Gone("the recording is not there any more")
            if failed >= TRIES:
                raise Unavailable("the recording cannot be fetched now")
            if status in (403, 404, 410, 416):  # what was asked for ahead may lie elsewhere by now
                link, is_ahead = await self._link(wanted), False
            else:
                await asyncio.sleep(PAUSE * failed)

    async def _piece(self, session: aiohttp.ClientSession, link: dict[str, Any], fetched: Fetched) -> tuple[int, bytes]:
        most = FIRST if not fetched.had else PIECE
        last = min(fetched.size, fetched.had + most) - 1
        headers = {"Range": f"bytes={fetched.had}-{last}"}
        tls = getattr(self._console.feed, "tls", None)
        async with session.get(self._address(link), headers=headers, ssl=tls or True) as answer:
            if answer.status == 200 and fetched.had:
                return 0, b""  # it knows no ranges any more: the whole file is not a piece
            if not fetched.had:
                fetched.size = _whole_size(answer.headers.get("Content-Range", "")) or fetched.size
            return answer.status, await answer.read()

    def _address(self, link: dict[str, Any]) -> str:
        """The server by the name under which we know it."""
        host = str(self._console.feed.address[0])
        scheme = urlsplit(link["url"]).scheme
        return f"{scheme}://{f'[{host}]' if ':' in host else host}:{link['port']}{link['path']}"

    # --- the folder

    def _place(self) -> Path:
        if self._folder is None:
            self._folder = Path(tempfile.mkdtemp(prefix="callcentre-sound-"))
            atexit.register(shutil.rmtree, self._folder, ignore_errors=True)  # what was still open at the end
        self._made += 1
        return self._folder / f"{self._made}.sound"

    def _keep(self, wanted: Wanted, fetched: Fetched) -> None:
        self.drop(wanted)
        self._kept[wanted] = fetched
        while len(self._kept) > 1 and sum(one.size for one in self._kept.values()) > KEPT:
            self.drop(next(iter(self._kept)))


def _whole_size(content_range: str) -> int:
    """Bytes of the file as it is now, of ``bytes 0-9/1234``; 0: not said."""
    size = content_range.rpartition("/")[2]
    return int(size) if size.isdecimal() else 0


def _append(path: Path, piece: bytes) -> None:
    with path.open("ab") as file:
        file.write(piece)
