"""Work in a process of its own: this program again, by an internal verb. A task goes in, an answer comes out.

So that nothing of the present waits: a report as PDF would hold the interpreter, now and then for seconds, while the
PBX talks. Pipes and a thread, as on Windows the loop that psycopg needs cannot start processes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
import os
import subprocess
import sys

from shared.errors import Unavailable

log = logging.getLogger(__name__)

_QUIET = getattr(subprocess, "CREATE_NO_WINDOW", 0) | getattr(subprocess, "BELOW_NORMAL_PRIORITY_CLASS", 0)
NICENESS = 10
"""What is live goes first."""


def command(verb: str) -> list[str]:
    """This program again: from its package, or frozen into one file."""
    if getattr(sys, "frozen", False):
        return [sys.executable, verb]
    return [sys.executable, "-m", "collector_daemon", verb]


async def in_own_process(verb: str, task: bytes, seconds: float) -> bytes:
    """The answer, b"" where there is none. Ended when this is cancelled or takes too long: TimeoutError.

    What it says on stderr goes into the log. Raises Unavailable where no process can be had.
    """
    try:
        process = subprocess.Popen(  # noqa: ASYNC220 - starting takes a moment, what it does is waited for in a thread
            command(verb), stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, creationflags=_QUIET)
    except OSError as problem:
        raise Unavailable(f"no process for {verb}: {problem.strerror}") from None
    if sys.platform != "win32":  # there _QUIET has said so already
        with contextlib.suppress(OSError):
            os.setpriority(os.PRIO_PROCESS, process.pid, NICENESS)
    talk = asyncio.ensure_future(asyncio.to_thread(process.communicate, task))
    try:
        async with asyncio.timeout(seconds):
            told, said = await asyncio.shield(talk)
    except (asyncio.CancelledError, TimeoutError):
        process.kill()
        await asyncio.wait((talk,))
        raise
    if said:
        log.warning("%s said: %s", verb, said.decode(errors="backslashreplace").strip())
    return told
