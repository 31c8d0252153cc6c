"""A test's side of ``seat``: the panel on an X server of its own, its mouse and keys, and what it shows."""

import asyncio
import contextlib
import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import AsyncIterator, Callable
from pathlib import Path
from typing import Any

import pytest

from installers.bootstrap import ROOT
from tests.helpers.windows import SHOTS

State = dict[str, Any]


def xdotool() -> str:
    """Moves the mouse and presses keys, as a hand does."""
    found = shutil.which("xdotool")
    if found is None:
        pytest.skip("mouse and keys need xdotool, which is not installed: apt-get install xdotool")
    return found


class Fingers:
    """``until`` waits for what the panel shows; ``click``, ``type`` and ``key`` are the X server's."""

    def __init__(
        self, process: asyncio.subprocess.Process, environment: dict[str, str], folder: Path, said: Path
    ) -> None:
        self.process, self._environment, self._folder, self._said = process, environment, folder, said
        self._turn = asyncio.Lock()

    async def ask(self, order: str = "state") -> State:
        assert self.process.stdin is not None
        assert self.process.stdout is not None
        async with self._turn, asyncio.timeout(60):
            self.process.stdin.write(order.encode() + b"\n")
            line = await self.process.stdout.readline()
        assert line, f"the panel ended at {order!r}:\n{self.said()}"
        state: State = json.loads(line)
        return state

    async def until(self, condition: Callable[[State], Any], what: str, timeout: float = 30.0) -> State:
        state: State = {}
        try:
            async with asyncio.timeout(timeout):
                while not condition(state := await self.ask()):
                    await asyncio.sleep(0.03)
        except TimeoutError:
            await self.shot(f"failed-{what.replace(' ', '-')}")
            raise AssertionError(f"no {what} within {timeout:.0f} s: {state}\n{self.said()}") from None
        return state

    async def shown(self, what: str, timeout: float = 30.0, **wanted: Any) -> State:
        """Until the panel's screen has these values; what comes back is the screen."""
        state = await self.until(
            lambda state: state["screen"] and all(state["screen"][name] == value for name, value in wanted.items()),
            what, timeout,
        )  # fmt: skip
        screen: State = state["screen"]
        return screen

    async def shot(self, name: str) -> None:
        await self.ask(f"shot {name}")

    async def click(self, name: str) -> None:
        """Press what is called so, with the mouse."""
        state = await self.until(lambda state: self._named(state, name), f"place of {name}")
        x, y = state["places"][self._named(state, name)]
        await self._do("mousemove", str(x), str(y), "click", "1")

    async def type(self, text: str) -> None:
        await self._do("type", "--delay", "5", text)

    async def key(self, *keys: str) -> None:
        await self._do("key", *keys)

    def _named(self, state: State, name: str) -> str:
        """The whole name, or the only one that begins so."""
        places = state["places"]
        return name if name in places else next((one for one in places if one.startswith(name)), "")

    async def _do(self, *words: str) -> None:
        done = await asyncio.create_subprocess_exec(xdotool(), *words, env=self._environment)
        assert await done.wait() == 0

    async def start_another(self, *arguments: str) -> int:
        """Start ``operator-panel`` again, as a click on a number does; its exit code."""
        command = (sys.executable, "-m", "operator_panel", *arguments)
        other = await asyncio.create_subprocess_exec(*command, env=self._environment, cwd=ROOT)
        async with asyncio.timeout(30):
            return await other.wait()

    def said(self) -> str:
        """What it wrote to its log and to standard error."""
        logs = [file.read_text(encoding="utf-8") for file in self._folder.rglob("operator-panel.log")]
        return "\n".join([self._said.read_text(encoding="utf-8", errors="replace"), *logs])


@contextlib.asynccontextmanager
async def fingers(port: int, folder: Path, display: str, *, is_killed: bool = False) -> AsyncIterator[Fingers]:
    """The panel on that display. Its end has to be an orderly one, unless it is killed."""
    folder.mkdir(parents=True, exist_ok=True)
    said = folder / "panel.said"
    places = {name: str(folder / name.lower()) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    environment = {
        **os.environ, **places, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "HOME": str(folder), "PYTHONUTF8": "1",
        "XDG_RUNTIME_DIR": str(folder), "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring",
    }  # fmt: skip
    with said.open("ab") as errors:
        process = await asyncio.create_subprocess_exec(
            sys.executable, "-X", "faulthandler", "-m", "tests.ui.operator_panel.seat", f"127.0.0.1:{port}",
            str(folder),
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=environment, cwd=ROOT, limit=2**20,
        )  # fmt: skip
    it = Fingers(process, environment, folder, said)
    try:
        yield it
        if not is_killed:
            await _ended(it)
            lines = it.said().splitlines()
            marks = ("WARNING", "ERROR", "CRITICAL", "Traceback")
            assert not [line for line in lines if any(mark in line for mark in marks)], it.said()
    finally:
        _keep_shots(folder)
        if process.returncode is None:
            process.kill()
            await process.wait()


async def _ended(it: Fingers) -> None:
    if it.process.returncode is None:
        assert it.process.stdin is not None
        it.process.stdin.close()
    try:
        async with asyncio.timeout(30):
            await it.process.wait()
    except TimeoutError:
        it.process.send_signal(signal.SIGABRT)  # faulthandler tells where it hangs
        await it.process.wait()
    assert it.process.returncode == 0, it.said()


def _keep_shots(folder: Path) -> None:
    wanted = os.environ.get(SHOTS)
    if wanted:
        Path(wanted).mkdir(parents=True, exist_ok=True)
        for picture in (folder / "shots").glob("*.png"):
            shutil.copy(picture, wanted)
