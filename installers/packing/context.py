"""One build: a clean export of what is committed, and the folders it works in."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import tarfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

from installers.bootstrap import Stopped

ROOT = Path(__file__).resolve().parents[2]
CACHE = "CALLCENTRE_BUILD_CACHE"


@dataclass(frozen=True)
class Build:
    """What is built: ``source`` is the exported commit, and only ``out`` is for others to keep."""

    source: Path
    work: Path
    """Scratch, made anew by each build."""
    out: Path
    """The finished packages."""
    cache: Path
    """What later builds need again: environments, downloads, chroots."""
    version: str
    commit: str
    epoch: int
    """Seconds since 1970 of the commit: the time that everything built says of itself."""

    @property
    def desktop(self) -> Path:
        """The frozen folder of the three desktop programs."""
        return self.work / "frozen" / "desktop"

    @property
    def collector(self) -> Path:
        """The frozen folder of the daemon."""
        return self.work / "frozen" / "collector"

    @property
    def environment(self) -> dict[str, str]:
        """For every tool of the build: one time, one order, one language; nothing of the user's own Python."""
        own = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "LC_", "VIRTUAL_"))}
        fixed = {"SOURCE_DATE_EPOCH": str(self.epoch), "PYTHONHASHSEED": "0", "LC_ALL": "C.UTF-8", "TZ": "UTC"}
        return {**own, **fixed}


def export(out: Path, work: Path | None = None) -> Build:
    """Lay out the last commit in a fresh folder of work; what is not committed is not built. Raises Stopped."""
    work = (work or ROOT / "build" / "scratch").resolve()
    commit = _git("rev-parse", "HEAD").decode().strip()
    epoch = int(_git("show", "--no-patch", "--format=%ct", "HEAD"))
    shutil.rmtree(work, ignore_errors=True)
    source = work / "source"
    source.mkdir(parents=True)
    with tarfile.open(fileobj=BytesIO(_git("archive", "--format=tar", "HEAD"))) as archive:
        archive.extractall(source)
    out = out.resolve()
    out.mkdir(parents=True, exist_ok=True)
    cache = Path(os.environ.get(CACHE) or ROOT / "build" / "cache").resolve()
    cache.mkdir(parents=True, exist_ok=True)
    return Build(source, work, out, cache, version_in(source), commit, epoch)


def uncommitted() -> list[str]:
    """The files that differ from the last commit, and so are not built as they are. Raises Stopped."""
    return [line[3:] for line in _git("status", "--porcelain", "--untracked-files=no").decode().splitlines()]


def version_in(source: Path) -> str:
    """The suite's version, read without running its code. Raises Stopped."""
    found = re.search(r'^VERSION = "([^"]+)"', (source / "shared" / "version.py").read_text("utf-8"), re.MULTILINE)
    if not found:
        raise Stopped("shared/version.py says no version")
    return found[1]


def _git(*words: str) -> bytes:
    try:
        done = subprocess.run(["git", "-C", str(ROOT), *words], capture_output=True, check=False)
    except FileNotFoundError:
        raise Stopped("git is missing; it says what is committed") from None
    if done.returncode:
        said = done.stderr.decode(errors="replace").strip().splitlines() or [f"exit code {done.returncode}"]
        raise Stopped(f"{ROOT} is built from its last commit, but git says: {said[-1]}")
    return done.stdout
