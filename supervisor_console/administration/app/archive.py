"""An archive of personal data fetched from the daemon, all of it or nothing."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import aiohttp

from shared.errors import Unavailable
from supervisor_console.page import Console
from supervisor_console.reports.export import Destination, complaint

PATIENCE = aiohttp.ClientTimeout(total=None, sock_connect=5, sock_read=30)
PIECE = 1 << 20


async def fetch_archive(console: Console, link: dict[str, Any], file: Path) -> None:
    """Beside its place, then renamed. Raises Unavailable, whose message is one line in the reader's language."""
    text, part = console.ground.language.text, file.with_name(f".{file.name}.part")
    try:
        await _fetched(console, link, part)
        await asyncio.to_thread(part.replace, file)
    except aiohttp.ClientResponseError:  # its own words name the address, which is nobody else's
        raise Unavailable(text("The archive is not there any more; give it out again.")) from None
    except (aiohttp.ClientError, TimeoutError):
        raise Unavailable(text("The archive cannot be fetched: the server does not answer.")) from None
    except OSError as problem:
        raise Unavailable(complaint(problem, Destination(file, console.ground.language))) from None
    finally:
        with suppress(OSError):
            part.unlink(missing_ok=True)


async def _fetched(console: Console, link: dict[str, Any], part: Path) -> None:
    tls = getattr(console.feed, "tls", None)
    async with (
        aiohttp.ClientSession(timeout=PATIENCE) as session,
        session.get(_address(console, link), ssl=tls or True) as answer,
    ):
        answer.raise_for_status()
        await asyncio.to_thread(part.write_bytes, b"")
        async for piece in answer.content.iter_chunked(PIECE):
            await asyncio.to_thread(_append, part, piece)


def _address(console: Console, link: dict[str, Any]) -> str:
    """The server by the name under which we know it."""
    host = str(console.feed.address[0])
    place = f"[{host}]" if ":" in host else host
    return f"{urlsplit(link['url']).scheme}://{place}:{link['port']}{link['path']}"


def _append(part: Path, piece: bytes) -> None:
    with part.open("ab") as file:
        file.write(piece)
