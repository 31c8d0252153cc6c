"""Work in a process of its own: this program again, by an internal verb. A task goes in, an answer comes out.

So that nothing of the present waits: a report as PDF, or a list of a million contacts, would hold the interpreter, now
and then for seconds, while the PBX talks. Pipes and a thread, as on Windows the loop that psycopg needs cannot start
processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys
import tempfile
import threading
from collections.abc import Callable
from functools import partial
from types import UnionType
from typing import IO, TypeVar

import msgspec

from collector_daemon.threads import to_its_end
from shared.errors import Unavailable

log = logging.getLogger(__name__)

_QUIET = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
NICENESS = 10
"""What is live goes first."""
KILL_SECONDS = 5.0

Task = TypeVar("Task")


def command(verb: str) -> list[str]:
    """This program again: from its package, or frozen into one file."""
    if getattr(sys, "frozen", False):
        return [sys.executable, verb]
    return [sys.executable, "-m", "collector_daemon", verb]


async def in_own_process(verb: str, task: bytes, seconds: float) -> bytes:
    """The answer, b"" where there is none. Ended when this is cancelled or takes too long: TimeoutError.

    What it says on stderr goes into the log. Raises Unavailable where no process can be had.
    """
    process = _started(verb, subprocess.PIPE)
    async with asyncio.timeout(seconds):
        told, said = await to_its_end(partial(process.communicate, task), seconds=KILL_SECONDS, on_stop=process.kill)
    _log(verb, said)
    return told


async def telling_process(verb: str, task: bytes, hear: Callable[[bytes], None]) -> None:
    """A task of one line; ``hear`` gets each line that the process tells, in a thread, up to its end.

    Ended when this is cancelled; it ends itself when this program does, however it ends (``end_with_parent``). Raises
    Unavailable where no process can be had.
    """
    with tempfile.TemporaryFile() as said:
        process = _started(verb, said)
        await to_its_end(partial(_hear, process, task, hear), seconds=KILL_SECONDS, on_stop=process.kill)
        said.seek(0)
        _log(verb, said.read())


def do_one_task(kind: type[Task] | UnionType, work: Callable[[Task, Callable[[object], None]], object]) -> None:
    """In the process: ``work`` does the task, a line of JSON on stdin, and tells how it goes in lines to stdout.

    Ends where stdin does. Raises msgspec.DecodeError for a line that is no ``kind``, and what ``work`` raises.
    """
    answers, sys.stdout = sys.stdout.buffer, sys.stderr  # what is printed by mistake is no answer
    task = msgspec.json.decode(sys.stdin.buffer.readline(), type=kind)
    end_with_parent()

    def tell(told: object) -> None:
        answers.write(msgspec.json.encode(told) + b"\n")
        answers.flush()

    work(task, tell)


def end_with_parent() -> None:
    """In a process that was given its task in one line: end at once when who gave it is gone, or wants no more."""

    def watch() -> None:
        while os.read(0, 1):  # not by sys.stdin: a reader of it could not be left alone at the end
            pass
        os._exit(1)

    threading.Thread(target=watch, name="parent", daemon=True).start()


def _started(verb: str, errors: int | IO[bytes]) -> subprocess.Popen[bytes]:
    try:
        process = subprocess.Popen(
            command(verb), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, creationflags=_QUIET)
    except OSError as problem:
        raise Unavailable(f"no process for {verb}: {problem.strerror}") from None
    if sys.platform != "win32":  # there _QUIET has said so already
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    return process


def _hear(process: subprocess.Popen[bytes], task: bytes, hear: Callable[[bytes], None]) -> None:
    assert process.stdin is not None
    assert process.stdout is not None
    with process.stdin, process.stdout:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.write(task + b"\n")
            process.stdin.flush()
        for line in process.stdout:
            hear(line)
        process.wait()


def _log(verb: str, said: bytes) -> None:
    if said:
        log.warning("%s said: %s", verb, said.decode(errors="backslashreplace").strip())
