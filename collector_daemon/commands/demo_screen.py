"""The wallboard beside the demo's terminal view: a process of its own, ended with the demo.

It is started as anybody would start it, with an address and a token; what it says goes into a file, for the terminal
belongs to the view. Whoever closes its window closes nothing else.
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
LOG = "wallboard.log"
PROGRAM = (sys.executable, "-m", "wallboard")


def why_none() -> str | None:
    """Why no window can be opened here, in half a sentence; None if one can."""
    if importlib.util.find_spec("PySide6") is None:
        return "PySide6 is not installed"
    if sys.platform not in ("win32", "darwin") and not (os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY")):
        return "there is no display"
    return None


class Screen:
    """A wallboard in a window. ``end`` it whatever became of it."""

    def __init__(self, folder: Path, port: int, token: Path, program: Sequence[str] = PROGRAM) -> None:
        """Start it; it looks at the feed at ``port`` of this machine. Raises OSError."""
        self.log = folder / LOG
        command = [*program, "--server", f"127.0.0.1:{port}", "--token-file", str(token), "--window"]
        with self.log.open("wb") as log:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=log,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )

    async def end(self) -> str | None:
        """Close the window if it is still open; if it had failed, one line that says so."""
        code = self.process.poll()
        if code is not None:
            return f"the wallboard ended with {code}: see {self.log}" if code else None
        self.process.terminate()
        try:
            await asyncio.to_thread(self.process.wait, PATIENCE_SECONDS)
        except subprocess.TimeoutExpired:
            self.process.kill()
            await asyncio.to_thread(self.process.wait)
        return None
