"""The running server: started, found, waited for, stopped. The postmaster is Postgres' first process.

After a kill -9 of the postmaster its children may live on for a while, and Postgres refuses to start beside
them ("pre-existing shared memory block"): patience cures it. ``postmaster.pid`` may name a process that is
long gone or is something else by now (always so in a container, where the numbers repeat).
"""

from __future__ import annotations

import contextlib
import os
import re
import signal
import socket
import sys
import time
from dataclasses import dataclass
from pathlib import Path

from shared import clock
from shared.database.bundled import cluster
from shared.database.bundled.place import Place
from shared.database.bundled.programs import run
from shared.errors import Unavailable

SAID = re.compile(r"(LOG|WARNING|FATAL|PANIC):\s+(.*)")
PASSING = ("pre-existing shared memory block", "lock file")
"""Reasons for a failed start that go away by themselves."""


class PortTaken(Unavailable):
    """The server does not start because somebody listens on its port."""


@dataclass(frozen=True)
class Postmaster:
    """What ``postmaster.pid`` says of a server: its process and its port."""

    process_id: int
    port: int


def find(place: Place) -> Postmaster | None:
    """The server that runs in the folder, if one does; a left-over ``postmaster.pid`` is taken away."""
    path = cluster.data_folder(place) / "postmaster.pid"
    try:
        lines = path.read_text("utf-8", "replace").splitlines()
        found = Postmaster(abs(int(lines[0])), int(lines[3]))
    except (OSError, ValueError, IndexError):
        return None
    if sys.platform == "win32":  # there only pg_ctl can tell
        return found if run(place, "pg_ctl", "status", "-D", str(path.parent)).code == 0 else None
    if is_postgres(found.process_id):
        return found
    # Postgres itself would be deceived by a zombie, or by a stranger of the same user under that number.
    path.unlink(missing_ok=True)
    return None


def is_postgres(process_id: int) -> bool:
    """Whether the process lives and is a Postgres (where the system tells; else whether it lives)."""
    if sys.platform == "win32":
        return True  # and never os.kill, which ends a process there
    _reap(process_id)
    try:
        os.kill(process_id, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        pass
    status = Path(f"/proc/{process_id}/stat")
    if not status.parent.parent.joinpath("self").exists():
        return True  # a POSIX without /proc
    try:
        _number, name, rest = status.read_text("utf-8", "replace").replace(")", "(").split("(", 2)
    except (OSError, ValueError):
        return False
    return name.startswith("postgres") and rest.split()[0] != "Z"


def end_orphans(place: Place) -> None:
    """End servers whose data were deleted under them, as when their starter was killed and the folder emptied.

    They would notice within a minute. Only Linux tells of them.
    """
    if sys.platform == "win32":
        return
    gone = f"{cluster.data_folder(place)} (deleted)"
    for process in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            if str((process / "cwd").readlink()) == gone and is_postgres(int(process.name)):
                os.kill(int(process.name), signal.SIGQUIT)  # at once: nothing is left that could be written in order


def _reap(process_id: int) -> None:
    """Bury the process if it is our dead child: as a container's first process we inherit the server."""
    if sys.platform != "win32":
        try:
            os.waitpid(process_id, os.WNOHANG)
        except ChildProcessError:
            return


def choose_port(place: Place, *, avoid: int | None = None) -> int:
    """The remembered port if it is free, else a free one, which is remembered from now on."""
    memory = place.folder / "port"
    try:
        remembered = int(memory.read_text("ascii"))
    except (OSError, ValueError):
        remembered = 0
    port = _free(0 if remembered == avoid else remembered) or _free(0)
    if port is None:
        raise Unavailable("no free port on 127.0.0.1 for the bundled Postgres")
    memory.write_text(f"{port}\n", encoding="ascii")
    return port


def _free(port: int) -> int | None:
    """``port`` (0: any) if somebody can listen on it now, else None."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        if sys.platform != "win32":  # there the option means something else
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except (OSError, OverflowError):
            return None
        return int(probe.getsockname()[1])


def launch(place: Place, *, patience: float) -> None:
    """Start the server and come back when it accepts connections; tries again while the reason may pass.

    Raises Unavailable after ``patience`` seconds, or at once with Postgres' own words where waiting is no
    use.
    """
    deadline, pause = clock.monotonic() + patience, 0.1
    log = place.folder / "log" / "start.log"
    while True:
        with contextlib.suppress(PermissionError):  # Windows, while children of a killed server still have it open
            log.unlink(missing_ok=True)
        ran = run(
            place, "pg_ctl", "start", "-D", str(cluster.data_folder(place)), "-l", str(log),
            "-w", "-t", str(max(1, int(deadline - clock.monotonic()))), timeout=patience + 60,
        )  # fmt: skip
        if ran.code == 0:
            return
        reason = _last_words(place)
        if "TCP/IP sockets" in reason:
            raise PortTaken(f"the bundled Postgres in {place.folder} does not start: {reason}")
        if clock.monotonic() > deadline or not any(words in reason for words in PASSING):
            raise Unavailable(f"the bundled Postgres in {place.folder} does not start: {reason or ran.said}")
        time.sleep(pause)
        pause = min(2.0, pause * 1.5)


def _last_words(place: Place) -> str:
    """What Postgres gave as the reason of its end: the last FATAL or PANIC of its youngest log and what led to it."""
    logs = sorted((place.folder / "log").glob("*.log"), key=lambda path: path.stat().st_mtime)
    lines = [line for path in logs[-2:] for line in path.read_text("utf-8", "replace").splitlines()[-50:]]
    said = [found.groups() for line in lines if (found := SAID.search(line))]
    ends = [nth for nth, (level, _text) in enumerate(said) if level in ("FATAL", "PANIC")]
    return ": ".join(text for _level, text in said[max(0, ends[-1] - 1) : ends[-1] + 1]) if ends else ""


def reload(place: Place) -> None:
    """Have a running server read its settings again."""
    run(place, "pg_ctl", "reload", "-D", str(cluster.data_folder(place)))


def stop(place: Place, *, patience: float) -> None:
    """Stop in order: sessions are ended, everything is written. After ``patience`` seconds, at once."""
    said = ""
    for mode, seconds in (("fast", patience), ("immediate", 30.0)):
        ran = run(
            place, "pg_ctl", "stop", "-D", str(cluster.data_folder(place)), "-m", mode,
            "-w", "-t", str(int(seconds)), timeout=seconds + 30,
        )  # fmt: skip
        if ran.code == 0 or find(place) is None:
            return
        said = ran.said
    raise Unavailable(f"the bundled Postgres in {place.folder} does not stop: {said}")
