"""Running Postgres' own programs.

As the right user, with a clean environment, and without hanging on their children.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from shared.database.bundled.place import Place


@dataclass(frozen=True)
class Ran:
    """How a program ended: its exit ``code`` and what it said, standard output and error in one."""

    code: int
    said: str


def run(place: Place, program: str, *arguments: str, timeout: float = 120.0) -> Ran:
    """Run ``program`` to its end. Raises subprocess.TimeoutExpired after ``timeout`` seconds, OSError."""
    # Into a file: a pipe would stay open as long as the server that pg_ctl leaves behind.
    with tempfile.TemporaryFile() as output:
        done = subprocess.run(
            [str(_executable(place, program)), *arguments],
            stdin=subprocess.DEVNULL, stdout=output, stderr=output, check=False, timeout=timeout,
            cwd=place.folder, env=_environment(place.folder), **_as_owner(place),
        )
        output.seek(0)
        return Ran(done.returncode, output.read().decode("utf-8", "replace").strip())


def _executable(place: Place, program: str) -> Path:
    return place.binaries / (f"{program}.exe" if sys.platform == "win32" else program)


def _environment(folder: Path) -> dict[str, str]:
    """Ours without what would redirect Postgres (PGDATA, PGPORT …); messages in plain English for the log."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "HOME": str(folder), "TZ": "UTC"}


def _as_owner(place: Place) -> dict[str, Any]:
    """Arguments that make a child the owner's (POSIX), or keep Ctrl-C away from it (Windows)."""
    if sys.platform == "win32":
        return {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP}
    if place.owner is None:
        return {}
    return {"user": place.owner.user_id, "group": place.owner.group_id, "extra_groups": []}
