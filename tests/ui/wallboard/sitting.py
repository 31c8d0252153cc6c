"""A test's side of ``seat``: an X server of its own, the wallboard on it, orders and answers."""

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
from tests.helpers.windows import SHOTS

State = dict[str, Any]


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


class Sitting:
    """Orders to the wallboard; ``until`` waits for what it says of itself."""

    def __init__(self, process: asyncio.subprocess.Process, said: Path) -> None:
        self.process, self._said = process, said

    async def do(self, order: str) -> State:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        self.process.stdin.write(order.encode() + b"\n")
        async with asyncio.timeout(100):
            line = await self.process.stdout.readline()
        assert line, f"the wallboard ended at {order!r}:\n{self.said()}"
        state: State = json.loads(line)
        return state

    async def until(self, condition: Callable[[State], Any], what: str, timeout: float = 60.0) -> State:
        state: State = {}
        try:
            async with asyncio.timeout(timeout):
                while not condition(state := await self.do("state")):
                    await asyncio.sleep(0.1)
        except TimeoutError:
            raise AssertionError(f"no {what} within {timeout:.0f} s; {state}\n{self.said()}") from None
        return state

    def said(self) -> str:
        """What it wrote to its log and to standard error."""
        return self._said.read_text(encoding="utf-8", errors="replace") if self._said.exists() else ""


@contextlib.asynccontextmanager
async def sitting(port: int, token: str, folder: Path, display: str) -> AsyncIterator[Sitting]:
    """The wallboard on that display, looking at the feed at ``port``. Its end has to be an orderly one."""
    token_file, said = folder / "wall.token", folder / "wallboard.said"
    token_file.write_text(token, encoding="utf-8")
    shots = Path(os.environ.get(SHOTS) or folder / "shots")
    environment = {
        **os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(folder), "XDG_STATE_HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder), "XDG_RUNTIME_DIR": str(folder), "PYTHONUTF8": "1",
    }  # fmt: skip
    with said.open("wb") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-X", "faulthandler", "-m", "tests.ui.wallboard.seat", f"127.0.0.1:{port}",
            str(token_file), str(shots),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment, cwd=ROOT, limit=2**20,
        )  # fmt: skip
    it = Sitting(process, said)
    try:
        await it.until(lambda state: state["sight"] == "live", "live board")
        yield it
        assert process.stdin is not None
        process.stdin.close()
        try:
            async with asyncio.timeout(30):
                await process.wait()
        except TimeoutError:
            process.send_signal(signal.SIGABRT)  # faulthandler tells where it hangs
            await process.wait()
        assert process.returncode == 0, it.said()
        assert not _warnings(it.said(), folder)
    finally:
        if process.returncode is None:
            process.kill()
            await process.wait()


def _warnings(said: str, folder: Path) -> list[str]:
    """Lines that nobody expects: of the program's log, and whatever was written to standard error."""
    logs = [file.read_text(encoding="utf-8") for file in folder.rglob("wallboard.log")]
    lines = "\n".join([said, *logs]).splitlines()
    return [line for line in lines if any(mark in line for mark in ("WARNING", "ERROR", "CRITICAL", "Traceback"))]
