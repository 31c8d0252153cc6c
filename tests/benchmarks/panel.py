"""The operator panel beside its floors: start, the way from the ring to the popup, CPU and memory.

    python -m tests.benchmarks.panel [start] [popup] [idle] [busy] [--rounds 5] [--seconds 60] [--speed 6]

It is the real program (``python -m operator_panel``) in a process of its own, signed in as the demo's operator; the
demo's daemon and call centre are in another (``panel_centre``). Shown is nothing (Qt's offscreen platform) and, where
Xvfb is installed, on a real X server. Floors: a bare window with the same modules imported; a client of the feed
without a window. The popup's way begins when the PBX says that the phone is called and ends when the window has been
painted. ``busy`` is an hour of the call centre's time, ``--speed`` times as fast, in which the operator's own calls
come too; CPU is of one core, user and system.
"""

from __future__ import annotations

import argparse
import contextlib
import json
import statistics
import subprocess
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

from shared.clock import monotonic
from tests.benchmarks import machine
from tests.benchmarks.wallboard import Programs, answer, cpu, end, told, x_server

SETTLE = 3.0
"""Seconds from the first live screen until it is measured."""
HOUR = 3600.0


class Seats(Programs):
    """Starts the panel and the centre it looks at."""

    @contextlib.contextmanager
    def centre(self, speed: float, *words: str) -> Iterator[subprocess.Popen[str]]:
        """The demo's call centre at this speed."""
        with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as folder:
            Path(folder).chmod(0o711)  # root's Postgres runs as another user, who has to walk in
            playing = self.start("tests.benchmarks.panel_centre", f"{folder}/demo", str(speed), *words)
            port, token = answer(playing).split()
            self.port, self.token = int(port), Path(token)
            try:
                yield playing
            finally:
                end(playing)

    def panel(self, mode: str, platform: str) -> subprocess.Popen[str]:
        """The panel under the eyes of ``panel_seat``."""
        return self.start(
            "tests.benchmarks.panel_seat", mode, "--server", f"127.0.0.1:{self.port}", "--token-file", str(self.token),
            "--language", "cs", "--theme", "light", platform=platform,
        )  # fmt: skip


def starting(seats: Seats, rounds: int) -> None:
    """From the start of the process to the first live screen, against a bare window, by turns."""
    found = seats.folder / "modules.json"
    with seats.centre(1.0):
        for platform in seats.platforms:
            ours, floors = [], []
            _first(seats, platform, found)  # all files are read once
            for _ in range(rounds):
                ours.append(_first(seats, platform, found))
                begun = monotonic()
                floor = seats.start("tests.benchmarks.wallboard_seat", "bare", str(found), platform=platform)
                floors.append(json.loads(answer(floor))["at"] - begun)
                floor.wait()
            ratio = statistics.median(one / least for one, least in zip(ours, floors, strict=True))
            print(f"start  {platform:9} {told(ours)} s to the first live screen, floor {told(floors)} s:"
                  f" median ratio {ratio:.2f}", flush=True)  # fmt: skip


def _first(seats: Seats, platform: str, found: Path) -> float:
    begun = monotonic()
    panel = seats.panel("first", platform)
    said = json.loads(answer(panel))
    panel.wait()
    found.write_text(json.dumps(said["modules"]), encoding="utf-8")
    return float(said["at"]) - begun


def popping(seats: Seats, seconds: float, speed: float) -> None:
    """From the PBX's word to the painted popup, and to a bare client."""
    for platform in seats.platforms:
        with seats.centre(speed) as playing:
            panel = seats.panel("each", platform)
            answer(panel)
            time.sleep(seconds)
            popped: dict[str, float] = json.loads(answer(panel, ""))
            seen = json.loads(answer(playing, ""))
            ways = [(popped[call] - at) * 1000 for call, at in seen["rung"].items() if call in popped]
            floor = [(seen["heard"][call] - at) * 1000 for call, at in seen["rung"].items() if call in seen["heard"]]
            print(f"popup  {platform:9} {_spread(ways)} from ring to popup, floor {_spread(floor)}"
                  f" ({len(seen['rung'])} rang, {len(ways)} popped up)", flush=True)  # fmt: skip
            end(panel)


def resting(seats: Seats, seconds: float) -> None:
    """CPU and memory of a panel with nothing to show but the time."""
    for platform in seats.platforms:
        with seats.centre(1.0, "idle"):
            panel = seats.panel("once", platform)
            answer(panel)
            time.sleep(SETTLE)
            begun, spent = monotonic(), cpu(panel)
            time.sleep(seconds)
            share = (cpu(panel) - spent) / (monotonic() - begun)
            print(f"idle   {platform:9} {share:6.2%} of a core, {_memory(panel):.0f} MB", flush=True)
            end(panel)


def working(seats: Seats, speed: float) -> None:
    """CPU and memory through a busy hour."""
    for platform in seats.platforms:
        with seats.centre(speed) as playing:
            panel = seats.panel("once", platform)
            answer(panel)
            time.sleep(SETTLE)
            before, calls, begun, spent = _memory(panel), _calls(playing), monotonic(), cpu(panel)
            time.sleep(HOUR / speed)
            took, spent = monotonic() - begun, cpu(panel) - spent
            print(f"busy   {platform:9} {spent / took:6.2%} of a core at {speed:g} times the real pace"
                  f" ({_calls(playing) - calls:,} calls), {before:.0f} MB before and {_memory(panel):.0f} MB after"
                  " the hour", flush=True)  # fmt: skip
            end(panel)


def _calls(playing: subprocess.Popen[str]) -> int:
    return int(json.loads(answer(playing, ""))["calls"])


def _memory(process: subprocess.Popen[str]) -> float:
    """Resident, in MB."""
    return float(psutil.Process(process.pid).memory_info().rss) / 1e6


def _spread(ways: list[float]) -> str:
    """Of milliseconds."""
    if not ways:
        return "(nothing)"
    ways = sorted(ways)
    return f"p50 {ways[len(ways) // 2]:5.1f} ms, p95 {ways[int(len(ways) * 0.95)]:5.1f} ms, max {ways[-1]:5.1f} ms"


def main() -> None:
    """Measure and print."""
    options = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    options.add_argument("parts", nargs="*", metavar="start|popup|idle|busy", default=[])
    options.add_argument("--rounds", type=int, default=5)
    options.add_argument("--seconds", type=float, default=60.0)
    options.add_argument("--speed", type=float, default=6.0)
    given = options.parse_args()
    parts = given.parts or ["start", "popup", "idle", "busy"]
    print(machine.told())
    with tempfile.TemporaryDirectory(prefix="callcentre-benchmark-") as folder:
        seats = Seats(Path(folder))
        with x_server(seats):
            if "start" in parts:
                starting(seats, given.rounds)
            if "popup" in parts:
                popping(seats, given.seconds, given.speed)
            if "idle" in parts:
                resting(seats, given.seconds)
            if "busy" in parts:
                working(seats, given.speed)


if __name__ == "__main__":
    main()
