"""A program of the administrator's: started without a shell, ended with all that it started when its time is over.

By plain subprocess in a thread: asyncio's subprocesses do not work in the event loop that Windows needs for Postgres.
"""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from typing import IO, Any

from collector_daemon.alerting.failing import ActionFailed

LONGEST_WORD = 200  # letters of what the program said that get into the log


class Programs:
    """Programs that run now, so that a stop can end them."""

    def __init__(self) -> None:
        self._running: set[subprocess.Popen[bytes]] = set()

    def run(self, argv: Sequence[str], fields: Mapping[str, str], seconds: float) -> None:
        """Run it to its end, in whatever thread this is. Raises ActionFailed, which is final: a program is run once."""
        with tempfile.TemporaryFile() as said:  # no pipe, which what it leaves behind could keep open
            process = _started(argv, fields, said)
            self._running.add(process)
            try:
                code = process.wait(seconds)
            except subprocess.TimeoutExpired:
                _end(process)
                raise ActionFailed(f"{argv[0]} was ended after {seconds:g} s", is_final=True) from None
            finally:
                self._running.discard(process)
            if code:
                raise ActionFailed(f"{argv[0]} ended with {code}{_last_line(said)}", is_final=True)

    def end(self) -> None:
        """End those that run."""
        for process in tuple(self._running):
            _end(process)


def _started(argv: Sequence[str], fields: Mapping[str, str], said: IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        return subprocess.Popen(
            list(argv), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=said,
            env=_without_secrets(os.environ) | dict(fields), **_apart(),
        )
    except (OSError, ValueError) as problem:
        reason = getattr(problem, "strerror", None) or problem
        raise ActionFailed(f"{argv[0]} cannot be started: {reason}", is_final=True) from None


def _without_secrets(environment: Mapping[str, str]) -> dict[str, str]:
    """Our own environment without the places of our secrets."""
    return {
        name: value for name, value in environment.items()
        if not name.upper().startswith("CALLCENTRE_") and name.upper() != "CREDENTIALS_DIRECTORY"
    }


def _apart() -> dict[str, Any]:
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NO_WINDOW}
    return {"start_new_session": True}


def _end(process: subprocess.Popen[bytes]) -> None:
    try:
        if sys.platform == "win32":
            process.kill()
        else:
            os.killpg(process.pid, signal.SIGKILL)
    except OSError:
        return  # it is over already
    process.wait()


def _last_line(said: IO[bytes]) -> str:
    said.seek(max(0, said.seek(0, os.SEEK_END) - 4 * LONGEST_WORD))
    lines = said.read().decode("utf-8", "replace").split("\n")
    last = next((line.strip() for line in reversed(lines) if line.strip()), "")
    return f": {last[-LONGEST_WORD:]!a}" if last else ""
