"""Machines to try packages on: minimal Debians in folders, entered by ``chroot`` or booted by ``systemd-nspawn``.

Their network is this machine's, so that they reach its package mirror and the simulated PBX. The bare system of each
suite is kept in the build's cache; each trial gets a copy. Not here: what is tried.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from installers.bootstrap import Stopped
from installers.packing import freezing
from installers.packing.context import Build
from installers.packing.run import run

BARE = {"minimal": "ca-certificates", "booting": "ca-certificates,systemd,systemd-sysv,dbus,procps"}
"""What a bare system has beside apt and what Debian calls essential."""
_BOOT = ["systemd-nspawn", "--quiet", "--register=no", "--keep-unit", "--resolv-conf=off", "--timezone=off", "--boot"]
# Mounts and processes are the program's alone, so nothing stays behind however it ends.
_ENTER = ["unshare", "--mount", "--pid", "--fork", "--kill-child", "--propagation", "private", "sh", "-c", """set -e
root=$1; shift
mount -t proc proc "$root/proc"; mount --rbind /sys "$root/sys"; mount --rbind /dev "$root/dev"
mkdir -p "$root/tmp/.X11-unix"; mount --bind /tmp/.X11-unix "$root/tmp/.X11-unix" 2>/dev/null || true
exec chroot "$root" /usr/bin/env -i "$@"
""", "sh"]
_X11 = "/tmp/.X11-unix"
_QUIET = {"DEBIAN_FRONTEND": "noninteractive", "LC_ALL": "C.UTF-8"}


@dataclass
class Machine:
    """One Debian below ``root``; ``leader`` is its first process where it is booted."""

    root: Path
    log: Path
    leader: int = 0
    started: list[subprocess.Popen[bytes]] = field(default_factory=list)

    def run(self, *words: str, **environment: str) -> str:
        """Run a program to its end; the answer is all that it said. Raises Stopped."""
        return run(self._inside(words, environment), " ".join(words)[:80], self.log, seconds=600)

    def start(self, *words: str, **environment: str) -> subprocess.Popen[bytes]:
        """Start a program and go on; ``end`` ends it."""
        with self.log.open("ab") as said:
            return subprocess.Popen(
                self._inside(words, environment), stdin=subprocess.DEVNULL, stdout=said, stderr=said
            )

    def end(self, running: subprocess.Popen[bytes]) -> None:
        """End what was started, with all that it started."""
        running.terminate()
        with suppress(subprocess.TimeoutExpired):
            running.wait(15)
            return
        running.kill()
        running.wait()

    def install(self, package: Path, *more: str) -> None:
        """By apt-get, with what it depends on and nothing that it only recommends; ``more``: further packages."""
        laid = self.root / "var/tmp" / package.name
        shutil.copy(package, laid)
        options = ["-y", "-q", "--no-install-recommends", "-o", "Dpkg::Options::=--force-confold", "--allow-downgrades"]
        if more:
            self.run("apt-get", "install", *options, *more)
        self.run("apt-get", "install", *options, f"/var/tmp/{package.name}")
        laid.unlink()

    def systemctl(self, *words: str) -> str:
        """Ask its systemd. Raises Stopped."""
        return self.run("systemctl", *words)

    def read(self, path: str) -> str:
        """A file's text."""
        return (self.root / path.lstrip("/")).read_text("utf-8")

    def write(self, path: str, text: str) -> None:
        """Write a file."""
        (self.root / path.lstrip("/")).write_text(text, "utf-8")

    @contextmanager
    def booted(self) -> Iterator[None]:
        """With its own systemd as the first process."""
        words = [*_BOOT, f"--directory={self.root}"]
        with self.log.open("ab") as said:
            shell = subprocess.Popen(words, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
        try:
            self.leader = _first_process(shell.pid)
            for _try in range(300):
                with suppress(Stopped):
                    if self.run("sh", "-c", "systemctl is-system-running || true").strip() in ("running", "degraded"):
                        break
                time.sleep(0.2)
            else:
                raise Stopped(f"the systemd of {self.root.name} does not come up (all of it: {self.log})")
            yield
        finally:
            shell.terminate()  # which asks the systemd inside to power off
            with suppress(subprocess.TimeoutExpired):
                shell.wait(60)
            shell.kill()
            shell.wait()
            self.leader = 0

    def _inside(self, words: tuple[str, ...], environment: dict[str, str]) -> list[str]:
        said = {**_QUIET, "HOME": "/root", "PATH": "/usr/sbin:/usr/bin:/sbin:/bin", **environment}
        pairs = [f"{name}={value}" for name, value in said.items()]
        if self.leader:
            return ["nsenter", "-t", str(self.leader), "-m", "-u", "-i", "-p", "env", "-i", *pairs, *words]
        return [*_ENTER, str(self.root), *pairs, *words]


def fresh(build: Build, suite: str, kind: str) -> Machine:
    """A bare Debian of its own: ``kind`` is a key of BARE. Raises Stopped."""
    bare = build.cache / f"{suite}-{kind}.tar"
    logs = build.work / "logs"
    if not bare.exists():
        half = bare.with_suffix(".half.tar")
        # In a /dev/shm of its own: the tool empties the one that it finds, where databases of this machine may live.
        words = ["unshare", "--mount", "--propagation", "private", "sh", "-c",
                 'mount -t tmpfs none /dev/shm && exec "$@"', "sh", "mmdebstrap", "--variant=minbase", "--mode=root",
                 f"--include={BARE[kind]}", suite, str(half)]  # fmt: skip
        run(words, f"making a bare {suite}", logs / f"{bare.stem}.log")
        half.rename(bare)
    root = build.work / "machines" / f"{suite}-{kind}"
    shutil.rmtree(root, ignore_errors=True)
    root.mkdir(parents=True)
    run(["tar", "-x", "-C", str(root), "-f", str(bare)], f"laying out a bare {suite}", logs / "tar.log")
    asked = run(["apt-config", "dump"], "asking apt", logs / "apt-config.log").splitlines()
    own = [line for line in asked if line.startswith("Acquire::") and "::Languages" not in line]
    (root / "etc/apt/apt.conf.d/99this-machine").write_text("\n".join(own) + "\n", "utf-8")
    shutil.copyfile("/etc/resolv.conf", root / "etc/resolv.conf")
    here = Machine(root, logs / f"machine-{suite}-{kind}.log")
    here.run("apt-get", "update", "-q")
    return here


def said(words: list[str], **environment: str) -> str:
    """What a program of this machine prints, whatever its exit code."""
    done = subprocess.run(words, env={**os.environ, **environment}, capture_output=True, check=False, timeout=60)
    return done.stdout.decode(errors="replace")


@contextmanager
def screen(display: str) -> Iterator[None]:
    """An X server without a screen."""
    words = ["Xvfb", display, "-screen", "0", "1400x900x24", "-nolisten", "tcp"]
    server = subprocess.Popen(words, stderr=subprocess.DEVNULL)
    try:
        socket = Path(_X11) / f"X{display.removeprefix(':')}"
        for _try in range(100):
            if socket.exists():
                break
            time.sleep(0.1)
        yield
    finally:
        server.terminate()
        server.wait()


@contextmanager
def pbx(build: Build) -> Iterator[tuple[int, str]]:
    """A simulated PBX with callers on this machine: its AMI port and the secret of ``collector``."""
    python = freezing.provide_environment(build) / "bin" / "python"
    words = [str(python), str(build.source / "installers/checking/simulated_pbx.py")]
    own = {**build.environment, "PYTHONPATH": str(build.source)}
    running = subprocess.Popen(words, cwd=build.source, env=own, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL)
    try:
        assert running.stdout is not None
        port, _, secret = running.stdout.readline().decode().strip().partition(" ")
        if not port.isdigit():
            raise Stopped("the simulated PBX did not start")
        yield int(port), secret
    finally:
        running.terminate()
        running.wait(30)


def _first_process(shell: int) -> int:
    """The first process inside, a child of the one that booted it. Raises Stopped."""
    children = Path(f"/proc/{shell}/task/{shell}/children")
    for _try in range(200):
        for child in children.read_text().split() if children.exists() else ():
            with suppress(OSError):
                if os.readlink(f"/proc/{child}/ns/pid") != os.readlink("/proc/self/ns/pid"):
                    return int(child)
        time.sleep(0.1)
    raise Stopped("systemd-nspawn started nothing")
