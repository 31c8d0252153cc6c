"""Wallboard, operator panel and supervisor console beside the demo's terminal view: processes that end with the demo.

They are started as anybody would start them, with an address and a token; what they say goes into a file each, for the
terminal belongs to the view. Whoever closes a window closes nothing else.
"""

from __future__ import annotations

import asyncio
import importlib.util
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

PATIENCE_SECONDS = 5.0
WALLBOARD = (sys.executable, "-m", "wallboard", "--window")
PANEL = (sys.executable, "-m", "operator_panel")
CONSOLE = (sys.executable, "-m", "supervisor_console")


def why_none() -> str | None:
    """Why no window can be opened here, in half a sentence; None if one can."""
    if importlib.util.find_spec("PySide6") is None:
        return "PySide6 is not installed"
    if sys.platform not in ("win32", "darwin") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "there is no display"
    return None


class Screen:
    """A program in a window; ``name`` is what people call it. ``end`` it whatever became of it."""

    def __init__(self, name: str, folder: Path, port: int, token: Path, program: Sequence[str]) -> None:
        """Start it; it looks at the feed at ``port`` of this machine. Raises OSError."""
        self.name, self.log = name, folder / f"{name}.log"
        command = [*program, "--server", f"127.0.0.1:{port}", "--token-file", str(token)]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    async def end(self) -> str | None:
        """Close the window if it is still open; if it had failed, one line that says so."""
        code = self.process.poll()
        if code is not None:
            return f"the {self.name} ended with {code}: see {self.log}" if code else None
        self.process.terminate()
        try:
            await asyncio.to_thread(self.process.wait, PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            await asyncio.to_thread(self.process.wait)
        return None
