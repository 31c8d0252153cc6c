"""The reader's own process: moments asked for on stdin, rows out on stdout, nothing else.

It reads a little ahead of whoever watches: as far as the pipe is long. A new request ends the one before; the end of
stdin (the daemon has gone) ends the process. Reads Postgres by short questions, so that it holds up nobody there.
"""

from __future__ import annotations

import asyncio
import logging
import sys
import threading
from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any, BinaryIO

from collector_daemon.asterisk.headers import GREETING
from collector_daemon.core.centre import Centre
from collector_daemon.past import frames
from collector_daemon.past.frames import Frame, Request, sorted_rows
from collector_daemon.past.replaying import PastPbx, merged
from collector_daemon.store.kept import Kept
from shared.clock import Clock, SystemClock
from shared.errors import Unavailable, one_line

log = logging.getLogger(__name__)

WINDOW = timedelta(seconds=10)
"""Past time that is read at once."""
MARGIN = timedelta(seconds=1)
"""So old a moment must be: the recorder has stored what was heard until then."""
NOTHING = "Nothing is kept of the past."
PATIENCE = 0.25
"""Seconds between two looks whether there is more."""


async def serve(requests: BinaryIO, answers: BinaryIO, clock: Clock) -> None:
    """Answer requests until there are no more."""
    asked: asyncio.Queue[Request | None] = asyncio.Queue()
    loop = asyncio.get_running_loop()
    threading.Thread(target=_listen, args=(requests, loop, asked), daemon=True).start()
    showing: asyncio.Task[None] | None = None
    while True:
        request = await asked.get()
        if showing is not None:
            showing.cancel()
            await asyncio.gather(showing, return_exceptions=True)
        if request is None:
            return
        showing = asyncio.create_task(_answer(request, answers, clock))


def _listen(
    requests: BinaryIO, loop: asyncio.AbstractEventLoop, asked: asyncio.Queue[Request | None]
) -> None:
    while True:
        try:
            request = frames.read(requests, Request)
        except (OSError, ValueError):
            request = None
        loop.call_soon_threadsafe(asked.put_nowait, request)
        if request is None:
            return


async def _answer(request: Request, answers: BinaryIO, clock: Clock) -> None:
    """Show a moment and go on from it; what cannot be is said in the last frame."""
    try:
        empty = [Centre.restored(state) for state in request.centres]
        async with Kept.opened(request.url, empty, GREETING) as kept:
            await _show(request, kept, answers, clock)
    except Unavailable as problem:
        _refuse(request, answers, f"The event database is away: {one_line(problem)}")
    except OSError:
        return  # nobody listens any more
    except Exception:
        log.exception("the past at %s", request.at)
        _refuse(request, answers, "The past cannot be shown; the server's log says why.")


async def _show(request: Request, kept: list[Kept], answers: BinaryIO, clock: Clock) -> None:
    pasts: list[PastPbx] = []
    is_complete, first_ats = True, [await one.first_at() for one in kept]
    await asyncio.sleep(max(0.0, (request.at + MARGIN - clock.now()).total_seconds()))
    for one, first_at in zip(kept, first_ats, strict=True):
        if first_at is not None and first_at <= request.at:
            beginning = await one.beginning(request.at)
            is_complete &= beginning.is_complete
            pasts.append(PastPbx(one, beginning))
            await pasts[-1].approach(request.at)
    if not pasts:
        earliest = min((at for at in first_ats if at is not None), default=None)
        _refuse(request, answers, f"Nothing before {earliest:%Y-%m-%d %H:%M:%S %Z} is kept." if earliest else NOTHING)
        return
    rows = [row for past in pasts for row in past.board(request.at)]
    frames.write(answers, Frame(request.number, request.at, sorted_rows(rows), is_complete))
    await _go_on(request, pasts, answers, clock)


async def _go_on(request: Request, pasts: list[PastPbx], answers: BinaryIO, clock: Clock) -> None:
    """Tell what changed afterwards, window by window, up to the present and along with it."""
    grain, reached = timedelta(seconds=request.grain_seconds), request.at
    while True:
        until = min(reached + WINDOW, clock.now() - MARGIN)
        if until <= reached:
            await asyncio.sleep(PATIENCE)
            continue
        found = [await past.advance(until) for past in pasts]
        for frame in _told(request, found, grain, until):
            frames.write(answers, frame)
            await asyncio.sleep(0)
        reached = until


def _told(request: Request, found: list[Any], grain: timedelta, until: datetime) -> Iterator[Frame]:
    for at, rows in merged(found, grain):
        yield Frame(request.number, at, sorted_rows(rows))
    yield Frame(request.number, until)


def _refuse(request: Request, answers: BinaryIO, text: str) -> None:
    try:
        frames.write(answers, Frame(request.number, request.at, refusal=text))
    except OSError:
        return


def main() -> int:
    """Serve this process's own pipes. Everything that is printed by mistake goes to stderr."""
    answers, sys.stdout = sys.stdout.buffer, sys.stderr
    with asyncio.Runner(loop_factory=asyncio.SelectorEventLoop if sys.platform == "win32" else None) as runner:
        runner.run(serve(sys.stdin.buffer, answers, SystemClock()))
    return 0
