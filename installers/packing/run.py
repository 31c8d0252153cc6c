"""One process of the build: what it says goes into a log, and where it fails one line tells what and where."""

from __future__ import annotations

import subprocess
from collections.abc import Mapping, Sequence
from pathlib import Path

from installers.bootstrap import Stopped


def run(
    words: Sequence[str | Path],
    what: str,
    log: Path,
    *,
    folder: Path | None = None,
    environment: Mapping[str, str] | None = None,
    seconds: float = 1800,
) -> str:
    """Run it to its end; the answer is all that it said. Raises Stopped: "``what`` failed", its last words, the log."""
    command = [str(word) for word in words]
    log.parent.mkdir(parents=True, exist_ok=True)
    try:
        done = subprocess.run(
            command,
            cwd=folder,
            env=None if environment is None else dict(environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            timeout=seconds,
            check=False,
        )
    except FileNotFoundError:
        raise Stopped(f"{what} failed: there is no {command[0]}") from None
    except subprocess.TimeoutExpired as late:
        log.write_bytes(late.stdout or b"")
        raise Stopped(f"{what} failed: not done after {seconds:.0f} s (all of it: {log})") from None
    log.write_bytes(done.stdout)
    said = done.stdout.decode(errors="replace")
    if done.returncode:
        raise Stopped(f"{what} failed: {_last_word(said, done.returncode)} (all of it: {log})")
    return said


def _last_word(said: str, code: int) -> str:
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    errors = [line for line in lines if line.lower().startswith(("error", "e:", "fatal"))]
    return (errors or lines or [f"exit code {code}"])[-1]
