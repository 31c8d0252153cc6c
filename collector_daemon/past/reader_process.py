"""A reader as the daemon sees it: a process with two pipes, and a thread that waits for what comes.

Plain pipes and a thread, because on Windows the loop that psycopg needs cannot start processes. Memory is bounded: no
more than AHEAD frames wait here, then the reader waits.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from datetime import datetime

from collector_daemon.past import frames
from collector_daemon.past.frames import Frame, Request
from shared.errors import Unavailable

log = logging.getLogger(__name__)

AHEAD = 64
"""Frames that wait to be shown."""
_QUIET = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
_NICENESS = 5


def command() -> list[str]:
    """This program again, as a reader: from its package, or frozen into one file."""
    if getattr(sys, "frozen", False):
        return [sys.executable, "past-reader"]
    return [sys.executable, "-m", "collector_daemon", "past-reader"]


class ReaderProcess:
    """One reader; ``ask`` as often as you like, ``close`` once. Starting it raises Unavailable."""

    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._frames: asyncio.Queue[Frame | None] = asyncio.Queue()
        self._gone = asyncio.Event()
        self._room = threading.Semaphore(AHEAD)
        self._number = 0
        self._is_closed = False
        try:
            self._process = subprocess.Popen(
                command(), stdin=subprocess.PIPE, stdout=subprocess.PIPE, creationflags=_QUIET,
            )  # fmt: skip
        except OSError as problem:
            raise Unavailable(f"no process to read the past: {problem.strerror}") from None
        if sys.platform != "win32":  # there _QUIET has said so already
            with contextlib.suppress(OSError):  # what is live goes first
                os.setpriority(os.PRIO_PROCESS, self._process.pid, _NICENESS)
        threading.Thread(target=self._listen, name="past", daemon=True).start()

    def ask(self, url: str, centres: list[bytes], at: datetime, grain_seconds: float) -> int:
        """Ask for a moment; what was asked before ends. Answers the number for ``next``. Raises Unavailable."""
        self._number += 1
        assert self._process.stdin is not None
        try:
            frames.write(self._process.stdin, Request(self._number, url, centres, at, grain_seconds))  # type: ignore[arg-type]
        except OSError:
            raise Unavailable("the process that reads the past has ended") from None
        return self._number

    async def next(self, number: int) -> Frame:
        """The next frame of a request. Raises Unavailable when none can come any more."""
        while not self._is_closed:
            frame = await self._frames.get()
            self._room.release()
            if frame is None:
                break
            if frame.number == number:
                return frame
        raise Unavailable("the process that reads the past has ended")

    def close(self) -> None:
        """End it."""
        self._is_closed = True
        self._room.release()
        self._process.kill()

    async def ended(self) -> None:
        """Wait until it is gone, after ``close``."""
        await self._gone.wait()

    def _listen(self) -> None:
        """In a thread of its own: wait for room, then for a frame."""
        process = self._process
        assert process.stdout is not None
        while True:
            self._room.acquire()
            try:
                frame = None if self._is_closed else frames.read(process.stdout, Frame)  # type: ignore[arg-type]
            except (OSError, ValueError):
                frame = None
            self._tell(self._frames.put_nowait, frame)
            if frame is None:
                break
        process.kill()
        for pipe in (process.stdin, process.stdout):
            with contextlib.suppress(OSError):
                pipe.close()  # type: ignore[union-attr]
        process.wait()
        self._tell(self._gone.set)

    def _tell(self, what: Callable[..., None], *news: Frame | None) -> None:
        with contextlib.suppress(RuntimeError):  # the loop is closed: nobody waits any more
            self._loop.call_soon_threadsafe(what, *news)
