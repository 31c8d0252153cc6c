"""A place to work at: a screen of its own, a program on it, and the hands, which reach it through the X server only.

Whoever works here finds things by the words on them, as a person does, and waits for what is shown.
"""

import asyncio
import contextlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, TypeVar

from installers.bootstrap import ROOT
from shared.clock import monotonic
from tests.helpers.windows import SHOTS

Value = TypeVar("Value")
PATIENCE = 15.0  # seconds until what was done must be seen
ANSWER_TIME = 30.0  # seconds in which the program must answer at all
LOOK_PAUSE = 0.03
CLICK_TIME, TRIES = 2.0, 3
LABELS = ("QLabel", "Text", "Sign")


def missing_tool() -> str:
    """Which program this machine lacks; "" where all are there."""
    return next((name for name in ("Xvfb", "xdotool") if shutil.which(name) is None), "")


@dataclass
class Item:
    """One thing that can be seen; ``box`` is x, y, width, height on the screen."""

    kind: str
    name: str
    text: str
    is_enabled: bool
    box: tuple[int, int, int, int]
    is_focused: bool = False
    is_checked: bool = False
    lines: list[dict[str, Any]] = field(default_factory=list)

    @property
    def middle(self) -> tuple[str, str]:
        """Where to click."""
        x, y, width, height = self.box
        return str(x + width // 2), str(y + height // 2)


@dataclass
class Sight:
    """All that can be seen now."""

    items: list[Item]

    def named(self, name: str, kind: str = "") -> Item | None:
        """The thing that is called so, or says so, and can be seen; what can be used goes before its label."""
        called_so = [one for one in self.items if name in (one.name, one.text) and kind in ("", one.kind)]
        found = [one for one in called_so if one.box[2] > 0]
        return min(found, key=lambda one: one.kind in LABELS, default=None)

    def pressable(self, name: str, kind: str = "") -> Item | None:
        """The same, if it can be used now."""
        item = self.named(name, kind)
        return item if item is not None and item.is_enabled else None

    def of(self, kind: str) -> list[Item]:
        """All of one kind."""
        return [one for one in self.items if one.kind == kind]

    def rows(self, table: str) -> list[dict[str, Any]]:
        """The rows of the table of that name."""
        return next((one.lines for one in self.items if one.name == table and one.lines and one.box[2] > 0), [])

    def row(self, table: str, is_it: Callable[[dict[str, Any]], bool]) -> dict[str, Any] | None:
        """The first of them that it is, and that can be seen."""
        return next((line for line in self.rows(table) if line["box"][2] > 0 and is_it(line)), None)

    def says(self, text: str) -> bool:
        """Is that to be read anywhere?"""
        return any(text in one.name or text in one.text for one in self.items if one.box[2] > 0)

    @property
    def words(self) -> str:
        """All that can be read, for messages."""
        return " | ".join(dict.fromkeys(one.text or one.name for one in self.items if one.text or one.name))


def _chosen(line: dict[str, Any] | None) -> dict[str, Any] | None:
    return line if line is not None and line["is_chosen"] else None


class Workplace:
    """``start`` the program, ``kill`` it, look and press. ``told`` is the file in which it is witnessed."""

    def __init__(
        self, folder: Path, display: str, port: int, release: str, program: str = "operator-panel",
        witness: str = "tests.end2end.witness",
    ) -> None:  # fmt: skip
        """``port``: of the feed; ``witness``: the module that runs the program; both name logs and pictures."""
        self.folder, self._display, self._port = folder, display, port
        self._program, self._witness, self._shot = program, witness, f"{program}-{release}"
        self.told, self.errors = folder / "told.jsonl", folder / f"{program}.said"
        self._looking = asyncio.Lock()
        folder.mkdir(parents=True, exist_ok=True)

    async def start(self) -> None:
        """The program, as a shortcut on the desktop starts it."""
        shots = Path(os.environ.get(SHOTS) or self.folder / "shots")
        command = [
            sys.executable, "-X", "faulthandler", "-m", self._witness, str(self.told), str(shots),
            "--server", f"127.0.0.1:{self._port}", "--language", "en", "--theme", "light",
        ]  # fmt: skip
        with self.errors.open("ab") as errors:
            self.process = await asyncio.create_subprocess_exec(
                *command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=errors, env=self._environment(),
                cwd=ROOT, limit=2**22,
            )  # fmt: skip

    def _environment(self) -> dict[str, str]:
        own = {name: str(self.folder) for name in ("HOME", "XDG_RUNTIME_DIR")}
        own |= {f"XDG_{name}_HOME": str(self.folder / name.lower()) for name in ("CONFIG", "DATA", "STATE")}
        own |= {"DISPLAY": self._display, "QT_QPA_PLATFORM": "xcb", "PYTHONUTF8": "1", "TZ": "UTC"}
        return {**os.environ, **own, "PYTHON_KEYRING_BACKEND": "keyring.backends.fail.Keyring"}

    async def kill(self) -> None:
        """As a crash does."""
        self.process.kill()
        await self.process.wait()

    async def ended(self) -> int:
        """Its exit code, once it has ended by itself."""
        async with asyncio.timeout(PATIENCE):
            return await self.process.wait()

    def said(self) -> str:
        """Its log and what it wrote to standard error."""
        files = [self.errors, *self.folder.rglob(f"{self._program}.log")]
        return "".join(file.read_text(encoding="utf-8", errors="replace") for file in files if file.exists())

    def witnessed(self) -> list[dict[str, Any]]:
        """What was painted, and when; of a program that was never there nothing."""
        if not self.told.exists():
            return []
        return [json.loads(line) for line in self.told.read_text(encoding="utf-8").splitlines()]

    # --- eyes

    async def look(self, order: str = "look") -> Sight:
        """All that can be seen now. Raises AssertionError where the program has ended or hangs."""
        async with self._looking, asyncio.timeout(ANSWER_TIME):
            assert self.process.stdin is not None
            assert self.process.stdout is not None
            self.process.stdin.write(order.encode() + b"\n")
            line = await self.process.stdout.readline()
        assert line, f"{self._program} has ended:\n{self.said()}"
        return Sight([Item(**{**one, "box": tuple(one["box"])}) for one in json.loads(line)])

    async def sees(self, find: Callable[[Sight], Value | None], what: str, patience: float = PATIENCE) -> Value:
        """Look until something is found. Raises AssertionError with all that is seen instead."""
        deadline = monotonic() + patience
        while not (found := find(sight := await self.look())):
            assert monotonic() < deadline, f"not seen in {patience:g} s: {what}; seen: {sight.words}\n{self.said()}"
            await asyncio.sleep(LOOK_PAUSE)
        return found

    async def reads(self, text: str, patience: float = PATIENCE) -> None:
        """Look until that is to be read."""
        await self.sees(lambda sight: sight.says(text), repr(text), patience)

    async def shot(self, name: str) -> None:
        """A picture for the README and for whoever looks later."""
        await self.look(f"shot {self._shot}-{name}")

    # --- hands

    async def click(self, name: str, kind: str = "") -> None:
        """With the mouse, once it is there and can be pressed."""
        item = await self.sees(lambda sight: sight.pressable(name, kind), f"{name!r} to click on")
        await self._act("mousemove", *item.middle, "click", "1")

    async def click_row(self, table: str, is_it: Callable[[dict[str, Any]], bool], what: str) -> dict[str, Any]:
        """With the mouse, the row that it is of a table, once it is there, until it is chosen; the row then."""
        for _ in range(TRIES):
            x, y, width, height = (await self.sees(lambda sight: sight.row(table, is_it), what))["box"]
            await self._act("mousemove", str(x + width // 2), str(y + height // 2), "click", "1")
            with contextlib.suppress(AssertionError):
                return await self.sees(lambda sight: _chosen(sight.row(table, is_it)), f"{what} chosen", CLICK_TIME)
        return await self.sees(lambda sight: _chosen(sight.row(table, is_it)), f"{what} chosen", CLICK_TIME)

    async def goes_to(self, name: str, kind: str = "") -> None:
        """Click on it until the keyboard is there: what comes meanwhile may push it from under the mouse."""
        await self._clicks_until(name, kind, lambda item: item.is_focused)

    async def chooses(self, name: str, kind: str = "") -> None:
        """Click on it until it is chosen."""
        await self._clicks_until(name, kind, lambda item: item.is_checked)

    async def _clicks_until(self, name: str, kind: str, is_so: Callable[[Item], bool]) -> None:
        def found(sight: Sight) -> bool:
            item = sight.named(name, kind)
            return item is not None and is_so(item)

        for _ in range(TRIES):
            await self.click(name, kind)
            with contextlib.suppress(AssertionError):
                await self.sees(found, f"what a click on {name!r} does", CLICK_TIME)
                return
        await self.sees(found, f"what a click on {name!r} does", CLICK_TIME)

    async def press(self, *keys: str) -> None:
        """Keys by their X names: ctrl+k, Return, F9."""
        await self._act("key", "--clearmodifiers", *keys)

    async def types(self, text: str) -> None:
        """Text, where the keyboard is."""
        await self._act("type", "--delay", "12", "--", text)

    async def comes_to(self, title: str) -> None:
        """What a window manager does for whoever clicks on a window: it gets the keyboard."""
        await self._act("search", "--sync", "--onlyvisible", "--name", title, "windowfocus", "--sync")

    async def sizes(self, title: str, width: int, height: int) -> None:
        """Draw a window to that size, at the screen's corner."""
        size = ("windowsize", "%1", str(width), str(height), "windowmove", "%1", "0", "0")
        await self._act("search", "--onlyvisible", "--name", title, *size)

    # --- what the X server says

    async def has_on_screen(self, title: str) -> None:
        """A window of that title is mapped. Raises AssertionError where none is."""
        await self._act("search", "--onlyvisible", "--name", title)

    async def keyboard_at(self) -> str:
        """The title of the window that has the keyboard."""
        return (await self._act("getwindowfocus", "getwindowname")).strip()

    async def _act(self, *words: str) -> str:
        environment = {**os.environ, "DISPLAY": self._display}
        doing = await asyncio.create_subprocess_exec(
            "xdotool", *words, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        async with asyncio.timeout(ANSWER_TIME):
            said, _ = await doing.communicate()
        assert doing.returncode == 0, f"xdotool {' '.join(words)}: {said.decode()}"
        return said.decode()
