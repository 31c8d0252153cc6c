"""A program in a process of its own on an X server of its own: what tests of real windows are driven with.

The other side is a module that answers each line of standard input by one of JSON (``tests.ui.*.seat``).
"""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from installers.bootstrap import ROOT

State = dict[str, Any]
MARKS = ("WARNING", "ERROR", "CRITICAL", "Traceback")


@contextlib.contextmanager
def x_server(size: str = "3840x2160x24") -> Iterator[str]:
    """An X server without a screen to look at; gives its DISPLAY."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("a real window needs Xvfb, which is not installed: apt-get install xvfb")
    ours, theirs = os.pipe()
    command = [program, "-displayfd", str(theirs), "-screen", "0", size, "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[theirs], stderr=subprocess.DEVNULL)
    os.close(theirs)
    try:
        with os.fdopen(ours) as told:
            number = told.readline().strip()
        assert number, "Xvfb has not started"
        yield f":{number}"
    finally:
        server.terminate()
        server.wait(20)


def xdotool() -> str:
    """Moves the mouse and presses keys, as a hand does."""
    found = shutil.which("xdotool")
    if found is None:
        pytest.skip("mouse and keys need xdotool, which is not installed: apt-get install xdotool")
    return found


class Seated:
    """``do`` gives an order and tells what the program answers; ``until`` asks until it is so."""

    PATIENCE, PAUSE = 60.0, 0.1  # seconds

    def __init__(self, process: asyncio.subprocess.Process, environment: dict[str, str], folder: Path) -> None:
        self.process, self.environment, self.folder = process, environment, folder
        self._turn = asyncio.Lock()

    async def do(self, order: str = "state") -> State:
        """One order, one answer."""
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        async with self._turn, asyncio.timeout(100):
            self.process.stdin.write(order.encode() + b"\n")
            line = await self.process.stdout.readline()
        assert line, f"the program ended at {order!r}:\n{self.said()}"
        state: State = json.loads(line)
        return state

    async def until(self, condition: Callable[[State], Any], what: str, timeout: float | None = None) -> State:
        """The first state that is so. Raises AssertionError."""
        state, patience = {}, timeout or self.PATIENCE
        try:
            async with asyncio.timeout(patience):
                while not condition(state := await self.do()):
                    await asyncio.sleep(self.PAUSE)
        except TimeoutError:
            await self.missed(what)
            raise AssertionError(f"no {what} within {patience:.0f} s: {state}\n{self.said()}") from None
        return state

    async def missed(self, what: str) -> None:
        """It did not come about: a last chance to look."""

    def said(self) -> str:
        """What it wrote to its logs and to standard error."""
        return "\n".join(
            file.read_text(encoding="utf-8", errors="replace")
            for end in ("said", "log") for file in sorted(self.folder.rglob(f"*.{end}"))
        )  # fmt: skip

    async def end(self) -> None:
        """Its standard input ends, so does it; nothing unexpected was said."""
        if self.process.returncode is None:
            assert self.process.stdin is not None
            self.process.stdin.close()
        try:
            async with asyncio.timeout(30):
                await self.process.wait()
        except TimeoutError:
            self.process.send_signal(signal.SIGABRT)  # faulthandler tells where it hangs
            await self.process.wait()
        said = self.said()
        assert self.process.returncode == 0, said
        assert not [line for line in said.splitlines() if any(mark in line for mark in MARKS)], said


@contextlib.asynccontextmanager
async def seated(module: str, *words: str, display: str, folder: Path, **places: str) -> AsyncIterator[
    tuple[asyncio.subprocess.Process, dict[str, str]]
]:
    """The module as a program whose home is ``folder``; ``places``: more of its environment. It is gone afterwards."""
    environment = {
        **os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(folder), "PYTHONUTF8": "1",
        "XDG_RUNTIME_DIR": str(folder), "XDG_STATE_HOME": str(folder), "XDG_CONFIG_HOME": str(folder), **places,
    }  # fmt: skip
    with (folder / "program.said").open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-X", "faulthandler", "-m", module, *words,
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment, cwd=ROOT, limit=2**20,
        )  # fmt: skip
    try:
        yield process, environment
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()
