"""A program of the administrator's, started for a call: arguments as a list, without a shell and without a console.

It may be a window that stays open for hours: nobody waits for it, and it is left alone when the panel ends. What it
says goes nowhere, or where the log is set to debug, there. A program that cannot be started, or ends at once with a
code, is one line.
"""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import threading
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import Any

from shared.clock import Clock

log = logging.getLogger(__name__)

MOST_RUNNING = 30
AT_ONCE = 10.0  # seconds; who ends later with a code has been closed by somebody
LONGEST_LINE, MOST_LINES = 300, 200  # of what it says

Complain = Callable[[str, str], None]
"""Told of a link and what is wrong; may be called in any thread."""


class Programs:
    """The programs that were started from here and still run."""

    def __init__(self, clock: Clock, complain: Complain) -> None:
        self._clock = clock
        self._complain = complain
        self._running: set[threading.Thread] = set()
        self._lock = threading.Lock()

    @property
    def count(self) -> int:
        """How many run."""
        return len(self._running)

    def start(self, link: str, argv: Sequence[str]) -> None:
        """Start it; never waits and never raises."""
        with self._lock:
            is_full = len(self._running) >= MOST_RUNNING
            if not is_full:
                thread = threading.Thread(
                    target=self._run, args=(link, list(argv)), name=f"program {link}", daemon=True
                )
                self._running.add(thread)
                thread.start()
        if is_full:
            self._complain(link, f"{argv[0]} was not started: {MOST_RUNNING} programs of this kind still run")

    def _run(self, link: str, argv: list[str]) -> None:
        try:
            self._follow(link, argv)
        finally:
            with self._lock:
                self._running.discard(threading.current_thread())

    def _follow(self, link: str, argv: list[str]) -> None:
        begin = self._clock.monotonic()
        hears = log.isEnabledFor(logging.DEBUG)
        try:
            process = _started(argv, hears=hears)
        except (OSError, ValueError) as problem:
            self._complain(link, f"{argv[0]} cannot be started: {getattr(problem, 'strerror', None) or problem}")
            return
        _hear(link, process)
        code = process.wait()
        log.debug("the program of link %s ended with %d", link, code)
        if code and self._clock.monotonic() - begin < AT_ONCE:
            self._complain(link, f"{argv[0]} ended at once with {code}")


def _started(argv: list[str], *, hears: bool) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        argv, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE if hears else subprocess.DEVNULL,
        stderr=subprocess.STDOUT if hears else subprocess.DEVNULL, cwd=Path.home(),
        env=_without_secrets(os.environ), **_apart(),
    )  # fmt: skip


def _hear(link: str, process: subprocess.Popen[bytes]) -> None:
    if process.stdout is None:
        return
    with process.stdout as said:
        for number, line in enumerate(iter(lambda: said.readline(LONGEST_LINE), b"")):
            if number < MOST_LINES:
                log.debug("the program of link %s says: %s", link, line.decode("utf-8", "replace").rstrip())


def _without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Our own environment without the places of our secrets."""
    return {
        name: value for name, value in environment.items()
        if not name.upper().startswith("CALLCENTRE_") and name.upper() != "CREDENTIALS_DIRECTORY"
    }  # fmt: skip


def _apart() -> dict[str, Any]:
    """No console on Windows; elsewhere a group of its own, which Ctrl+C in our terminal does not reach."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}
