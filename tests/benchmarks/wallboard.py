"""The wallboard beside its floors: the cost of watching, the start, from a change to the pixel, memory over a day.

    python -m tests.benchmarks.wallboard [cpu] [start] [pixel] [memory] [--seconds 15] [--rounds 5] [--hours 24]

It is the real program (``python -m wallboard``, fullscreen on a screen of 1920 × 1080, the overview page) in a process
of its own; the feed is the real one in another (``wallboard_feed``), with 500 operators and 60 queues. Shown is nothing
(Qt's offscreen platform) and, where Xvfb is installed, on a real X server. Floors: a client that only decodes the same
lines (and the age at which it has them); a bare window with the same modules imported. CPU is user and system time of
the process with its threads.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psutil

from shared.clock import monotonic
from tests.benchmarks import machine, wallboard_day
from tests.benchmarks.wallboard_feed import OPERATORS, QUEUES

EACH = 10
"""Changes a second of every operator and queue at the heavy load."""
HEAVY = (OPERATORS + QUEUES) * EACH
REALISTIC, GENTLE = 200, 10
SETTLE = 2.0
"""Seconds from a program's first live board until it is measured."""
SIZE = (1920, 1080)


class Programs:
    """Starts programs with a home of their own; ``platform`` is Qt's."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.pages = folder / "pages.json"
        self.pages.write_text(json.dumps({"version": 1, "fixed": 0, "wide": [], "compact": []}), encoding="utf-8")
        width, height = SIZE
        screen = {"name": "wall", "x": 0, "y": 0, "width": width, "height": height, "logicalDpi": 96, "dpr": 1}
        (folder / "screen.json").write_text(json.dumps({"screens": [screen]}), encoding="utf-8")
        self.platforms: dict[str, dict[str, str]] = {
            "offscreen": {"QT_QPA_PLATFORM": f"offscreen:configfile={folder / 'screen.json'}"}
        }
        self.token = folder / "token"
        self.port = 0

    def start(self, module: str, *arguments: str, platform: str = "offscreen") -> subprocess.Popen[str]:
        """Another process; its input and output are pipes."""
        homes = {name: str(self.folder) for name in ("XDG_CONFIG_HOME", "XDG_STATE_HOME", "XDG_DATA_HOME", "HOME")}
        return subprocess.Popen(
            [sys.executable, "-m", module, *arguments], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
            env={**os.environ, **homes, **self.platforms[platform]},
        )  # fmt: skip

    def wallboard(self, mode: str, platform: str) -> subprocess.Popen[str]:
        """The wallboard under the eyes of ``wallboard_seat``."""
        return self.start(
            "tests.benchmarks.wallboard_seat", mode, "--server", f"127.0.0.1:{self.port}", "--token-file",
            str(self.token), "--pages", str(self.pages), "--language", "cs", "--theme", "dark", platform=platform,
        )  # fmt: skip

    @contextlib.contextmanager
    def feed(self, rate: float) -> Iterator[subprocess.Popen[str]]:
        """A feed whose rows change so often."""
        server = self.start("tests.benchmarks.wallboard_feed", str(rate))
        port, token = answer(server).split()
        self.port = int(port)
        self.token.write_text(token, encoding="utf-8")
        try:
            yield server
        finally:
            end(server)


@contextlib.contextmanager
def x_server(programs: Programs) -> Iterator[None]:
    """An X server on a screen of our size, if there is one to be had."""
    if not (program := shutil.which("Xvfb")):
        print("(no Xvfb: measured offscreen only)")
        yield
        return
    width, height = SIZE
    reading, writing = os.pipe()
    server = subprocess.Popen(
        [program, "-displayfd", str(writing), "-screen", "0", f"{width}x{height}x24", "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    with os.fdopen(reading, encoding="ascii") as told_number:
        display = str(told_number.readline()).strip()
    programs.platforms["Xvfb"] = {"QT_QPA_PLATFORM": "xcb", "DISPLAY": f":{display}"}
    try:
        yield
    finally:
        server.terminate()
        server.wait()


def answer(process: subprocess.Popen[str], line: str | None = None) -> str:
    """What the process says, to a line or by itself."""
    assert process.stdin
    assert process.stdout
    if line is not None:
        process.stdin.write(line + "\n")
        process.stdin.flush()
    said = process.stdout.readline()
    assert said, f"{process.args!r} has ended"
    return said


def end(process: subprocess.Popen[str]) -> None:
    """End it in order."""
    assert process.stdin
    process.stdin.close()
    process.terminate()
    process.wait()


def cpu(process: subprocess.Popen[str]) -> float:
    """Seconds of CPU until now."""
    times = psutil.Process(process.pid).cpu_times()
    return float(times.user + times.system)


# --- the cost of watching


def watching(programs: Programs, seconds: float) -> None:
    """CPU of the wallboard and of the bare reader at three loads."""
    for rate in (HEAVY, REALISTIC, GENTLE):
        with programs.feed(rate):
            for platform in programs.platforms:
                reader = programs.start("tests.benchmarks.wallboard_feed", "read", str(programs.port))
                answer(reader)
                wall = programs.wallboard("once", platform)
                answer(wall)
                time.sleep(SETTLE)
                begun, rows, least, spent = monotonic(), int(answer(reader, "")), cpu(reader), cpu(wall)
                time.sleep(seconds)
                took, rows = monotonic() - begun, int(answer(reader, "")) - rows
                least, spent = (cpu(reader) - least) / took, (cpu(wall) - spent) / took
                print(f"cpu    {platform:9} {rate:5,} changes/s wished, {rows / took:7,.1f} came:"
                      f" wallboard {spent:6.1%} of a core, floor {least:6.1%}", flush=True)  # fmt: skip
                end(wall)
                end(reader)


# --- start


def starting(programs: Programs, rounds: int) -> None:
    """From the start of the process to the first live board, against a bare window, by turns."""
    found = programs.folder / "modules.json"
    with programs.feed(REALISTIC):
        for platform in programs.platforms:
            ours, floors = [], []
            programs_first(programs, platform, found)  # all files are read once
            for _ in range(rounds):
                ours.append(programs_first(programs, platform, found))
                begun = monotonic()
                floor = programs.start("tests.benchmarks.wallboard_seat", "bare", str(found), platform=platform)
                floors.append(json.loads(answer(floor))["at"] - begun)
                floor.wait()
            ratio = statistics.median(one / least for one, least in zip(ours, floors, strict=True))
            print(f"start  {platform:9} {told(ours)} s to the first live board, floor {told(floors)} s:"
                  f" median ratio {ratio:.2f}", flush=True)  # fmt: skip


def programs_first(programs: Programs, platform: str, found: Path) -> float:
    """Seconds until the first live board had been painted; leaves the list of modules."""
    begun = monotonic()
    wall = programs.wallboard("first", platform)
    said = json.loads(answer(wall))
    wall.wait()
    found.write_text(json.dumps(said["modules"]), encoding="utf-8")
    return float(said["at"]) - begun


def told(times: list[float]) -> str:
    """Times as they came."""
    return " ".join(f"{one:.2f}" for one in times)


# --- from a change to the pixel


def changing(programs: Programs, seconds: float) -> None:
    """How old rows are when the paint that shows them has ended."""
    for rate in (REALISTIC, HEAVY):
        with programs.feed(rate):
            for platform in programs.platforms:
                reader = programs.start("tests.benchmarks.wallboard_feed", "ages", str(programs.port))
                wall = programs.wallboard("each", platform)
                answer(wall)
                time.sleep(SETTLE)
                for process in (wall, reader):
                    answer(process, "")
                time.sleep(seconds)
                said: dict[str, Any] = json.loads(answer(wall, ""))
                floor: dict[str, Any] = json.loads(answer(reader, ""))
                print(f"pixel  {platform:9} {rate:5,} changes/s: {spread(said['ages'])}, floor {spread(floor['ages'])}"
                      f" ({len(said['ages']) / seconds:,.0f} rows/s painted, {said['unseen']:,} rows made no difference"
                      " on the screen)", flush=True)  # fmt: skip
                end(wall)
                end(reader)


def spread(ages: list[float]) -> str:
    """Of milliseconds."""
    ages = sorted(ages)
    return f"p50 {ages[len(ages) // 2]:5.1f} ms, p99 {ages[int(len(ages) * 0.99)]:5.1f} ms, max {ages[-1]:5.1f} ms"


def day(programs: Programs, hours: int, load: float) -> None:
    """Memory of the wallboard through a simulated day."""
    playing = programs.start("tests.benchmarks.wallboard_day", "day", str(load))
    port, token = answer(playing).split()
    wall = programs.start("tests.benchmarks.wallboard_day", "wall", port, token, str(hours))
    wallboard_day.growth(playing, wall)
    end(wall)
    end(playing)


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("parts", nargs="*", metavar="cpu|start|pixel|memory", default=[])
    options.add_argument("--seconds", type=float, default=15.0)
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--hours", type=int, default=24)
    options.add_argument("--load", type=float, default=4.0, help="of the simulated day: 1 is a small centre")
    given = options.parse_args()
    parts = given.parts or ["cpu", "start", "pixel", "memory"]
    print(machine.told())
    with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as folder:
        programs = Programs(Path(folder))
        with x_server(programs):
            if "cpu" in parts:
                watching(programs, given.seconds)
            if "start" in parts:
                starting(programs, given.rounds)
            if "pixel" in parts:
                changing(programs, given.seconds)
        if "memory" in parts:
            day(programs, given.hours, given.load)


if __name__ == "__main__":
    main()
