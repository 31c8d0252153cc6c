"""Windows programs on Debian: 64-bit wine in a Debian 13 of its own, for Debian 12's wine is too old for Qt 6.

Each command sees its mounts alone (``unshare``), so nothing stays mounted when it ends, however it ends. Commands
with the same prefix share one wineserver, as the programs of one Windows do; ``end`` stops what still runs there.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from dataclasses import dataclass
from pathlib import Path

from installers.windows.mathematics import complete

SUITE = "trixie"
PACKAGES = "wine,wine64,ca-certificates,fonts-dejavu-core,fonts-liberation"
X11 = Path("/tmp/.X11-unix")

_ENTER = r"""
set -e
root=$1; folder=$2; shift 2
for name in proc sys dev; do mount --rbind "/$name" "$root/$name"; done
while [ "$1" != -- ]; do mkdir -p "$root$1"; mount --bind "$1" "$root$1"; shift; done; shift
exec chroot "$root" env -i -C "$folder" "$@"
"""


@dataclass(frozen=True)
class Wine:
    """One Windows: its files lie below ``prefix``; ``shared`` folders are seen in it (as ``Z:``) by their own paths."""

    root: Path
    prefix: Path
    shared: tuple[Path, ...]
    display: str = ""

    @property
    def drive(self) -> Path:
        """Drive ``C:`` as a folder of this machine."""
        return self.prefix / "drive_c"

    def command(self, *words: str | Path, folder: Path | None = None, **environment: str) -> list[str]:
        """What to run for ``words`` to be run inside: ``wine`` and a program, or a program of Debian."""
        variables = {
            "HOME": "/root",
            "PATH": "/usr/bin:/bin:/usr/sbin:/sbin",
            "LANG": "C.UTF-8",
            "WINEPREFIX": str(self.prefix),
            "WINEDEBUG": "-all",
            "WINEDLLOVERRIDES": "mscoree=;mshtml=;winemenubuilder.exe=;winedbg.exe=;ucrtbase=n,b",
            **({"DISPLAY": self.display} if self.display else {}),
            **environment,
        }
        seen = [path for path in (self.prefix, *self.shared, *((X11,) if self.display else ())) if path.is_dir()]
        return [
            *("unshare", "--mount", "--propagation", "private", "--", "sh", "-c", _ENTER, "sh"),
            *(str(self.root), str(folder or self.prefix), *map(str, seen), "--"),
            *(f"{name}={value}" for name, value in variables.items()),
            *map(str, words),
        ]

    def run(
        self, *words: str | Path, folder: Path | None = None, seconds: float = 600, **environment: str
    ) -> subprocess.CompletedProcess[str]:
        """Run a Windows program to its end; its output is one text. Raises subprocess.TimeoutExpired.

        The output goes into a file: what the program leaves running, such as a service, would hold a pipe open.
        """
        with tempfile.TemporaryFile() as said:
            done = subprocess.run(
                self.command("wine", *words, folder=folder, **environment),
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                timeout=seconds,
                check=False,
            )
            said.seek(0)
            text = said.read().decode("utf-8", errors="replace")
        return subprocess.CompletedProcess(done.args, done.returncode, text, "")

    def start(self, *words: str | Path, folder: Path | None = None, **environment: str) -> subprocess.Popen[bytes]:
        """Start a Windows program and go on."""
        return subprocess.Popen(
            self.command("wine", *words, folder=folder, **environment),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )

    def make(self) -> None:
        """Make what is missing: the Debian 13 (30 s, 1.1 GB), the Windows (11 s). Raises CalledProcessError."""
        if not self.root.is_dir():
            _make_debian(self.root)
        if not (self.prefix / "system.reg").exists():
            self.prefix.mkdir(parents=True, exist_ok=True)
            subprocess.run(self.command("wine", "wineboot", "--init"), check=True, capture_output=True)
            self.settle()
            complete(self.root, self.drive)

    def settle(self) -> None:
        """Wait until no program runs in this Windows any more, and its registry is on disk."""
        subprocess.run(self.command("wineserver", "--wait"), check=False, capture_output=True, timeout=120)

    def end(self) -> None:
        """Stop what still runs in this Windows."""
        subprocess.run(self.command("wineserver", "--kill"), check=False, capture_output=True, timeout=60)


def _make_debian(root: Path) -> None:
    """Make the Debian 13 beside its place and move it there whole, so a run cut short leaves nothing that looks done.

    Its mounts are this process's alone: one that is killed leaves none behind, through which the next clearing away
    would reach the machine's own /dev.
    """
    partial = root.with_name(root.name + ".partial")
    remove_folder(partial)
    root.parent.mkdir(parents=True, exist_ok=True)
    tool = ["mmdebstrap", "--variant=minbase", "--mode=root", f"--include={PACKAGES}", SUITE, str(partial)]
    private = [
        "unshare",
        "--mount",
        "--propagation",
        "private",
        "--pid",
        "--fork",
        "--kill-child",
        "--mount-proc",
        "--",
    ]
    subprocess.run([*private, *tool], check=True, capture_output=True)
    partial.rename(root)


def remove_folder(folder: Path) -> None:
    """Delete a folder, unless anything is mounted in it. Raises OSError, then having deleted nothing."""
    inside = os.fspath(folder.resolve()) + "/"
    for line in Path("/proc/self/mountinfo").read_text(encoding="utf-8").splitlines():
        place = line.split()[4].replace("\\040", " ")
        if (place + "/").startswith(inside):
            raise OSError(f"{place} is mounted: unmount it before {folder} is deleted")
    if folder.exists():
        shutil.rmtree(folder)


def windows_path(path: Path) -> str:
    """A shared folder's path as Windows programs say it."""
    return "Z:" + os.fspath(path).replace("/", "\\")
