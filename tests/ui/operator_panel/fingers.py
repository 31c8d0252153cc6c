"""A test's side of ``seat``: the panel on an X server, its mouse and keys, and what it shows."""

import asyncio
import contextlib
import os
import shutil
import sys
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

from installers.bootstrap import ROOT
from tests.helpers.display import Seated, State, seated, xdotool
from tests.helpers.windows import SHOTS


class Fingers(Seated):
    """``until`` waits for what the panel shows; ``click``, ``type`` and ``key`` are the X server's."""

    PATIENCE, PAUSE = 30.0, 0.03

    async def missed(self, what: str) -> None:
        """A picture of what was there instead."""
        await self.shot(f"failed-{what.replace(' ', '-')}")

    async def shown(self, what: str, timeout: float | None = None, **wanted: Any) -> State:
        """Until the panel's screen has these values; what comes back is the screen."""
        state = await self.until(
            lambda state: state["screen"] and all(state["screen"][name] == value for name, value in wanted.items()),
            what, timeout,
        )  # fmt: skip
        screen: State = state["screen"]
        return screen

    async def shot(self, name: str) -> None:
        await self.do(f"shot {name}")

    async def click(self, name: str) -> None:
        """Press what is called so, with the mouse, once it stays where it is: a person would not press what moves."""
        before: list[int] = []
        while True:
            state = await self.until(lambda state: self._named(state, name), f"place of {name}")
            x, y = place = state["places"][self._named(state, name)]
            if place == before:
                break
            before = place
            await asyncio.sleep(0.15)
        await self._press("mousemove", str(x), str(y), "click", "1")

    async def type(self, text: str) -> None:
        await self._press("type", "--delay", "5", text)

    async def key(self, *keys: str) -> None:
        await self._press("key", *keys)

    def _named(self, state: State, name: str) -> str:
        """The whole name, or the only one that begins so."""
        places = state["places"]
        return name if name in places else next((one for one in places if one.startswith(name)), "")

    async def _press(self, *words: str) -> None:
        done = await asyncio.create_subprocess_exec(xdotool(), *words, env=self.environment)
        assert await done.wait() == 0

    async def start_another(self, *arguments: str) -> int:
        """Start ``operator-panel`` again, as a click on a number does; its exit code."""
        command = (sys.executable, "-m", "operator_panel", *arguments)
        other = await asyncio.create_subprocess_exec(*command, env=self.environment, cwd=ROOT)
        async with asyncio.timeout(30):
            return await other.wait()


@contextlib.asynccontextmanager
async def fingers(port: int, folder: Path, display: str, *, is_killed: bool = False) -> AsyncIterator[Fingers]:
    """The panel on that display. Its end has to be an orderly one, unless it is killed."""
    folder.mkdir(parents=True, exist_ok=True)
    places = {name: str(folder / name.lower()) for name in ("XDG_STATE_HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME")}
    places["PYTHON_KEYRING_BACKEND"] = "keyring.backends.fail.Keyring"
    words = (f"127.0.0.1:{port}", str(folder))
    async with seated("tests.ui.operator_panel.seat", *words, display=display, folder=folder, **places) as program:
        it = Fingers(*program, folder)
        try:
            yield it
            if not is_killed:
                await it.end()
        finally:
            _keep_shots(folder)


def _keep_shots(folder: Path) -> None:
    wanted = os.environ.get(SHOTS)
    if wanted:
        Path(wanted).mkdir(parents=True, exist_ok=True)
        for picture in (folder / "shots").glob("*.png"):
            shutil.copy(picture, wanted)
