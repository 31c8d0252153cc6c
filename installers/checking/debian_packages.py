"""The packages tried as an administrator would: in a clean minimal Debian 12 and 13, with just what they depend on.

The desktop programs open their windows under Xvfb; the daemon runs under a real systemd beside a real Postgres, is
killed, upgraded with its data and settings, removed and purged. Pictures lie beside the packages, in ``checked/``.
Needs root (chroots, ``systemd-nspawn``). Nothing is changed outside of the build's folders.
"""

from __future__ import annotations

import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path

from installers.bootstrap import Stopped
from installers.checking import machine
from installers.checking.machine import Machine
from installers.packing import debian, tools
from installers.packing.context import Build

SUITES = {"bookworm": "Debian 12", "trixie": "Debian 13"}
DISPLAY = ":93"
TOOLS = {
    "mmdebstrap": "mmdebstrap", "systemd-nspawn": "systemd-container", "Xvfb": "xvfb", "xdotool": "xdotool",
    "import": "imagemagick", "nsenter": "util-linux",
}  # fmt: skip
SERVICE = "callcentre-collector"
LOWER = "0.0.1"
OWN_SETTING = '[centre]\nname = "Kept, s.r.o."\n'


def lacking() -> str:
    """What this machine has not got for the check, in a line; nothing: it can be done here. Raises Stopped."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return "root is needed, for chroots and a systemd of their own"
    tools.need({**TOOLS, **debian.TOOLS}, "checking the packages")
    return ""


def check(build: Build, *packages: Path) -> list[str]:
    """Try both packages; the answer is what was seen, a line each. Raises Stopped at the first thing that is not so."""
    if lack := lacking():
        raise Stopped(lack)
    [desktop, collector] = sorted(packages, key=lambda path: "collector" in path.name)
    lower = debian.packed(build, debian.lay_out(build, "callcentre-collector"), LOWER)
    seen = []
    for suite, title in SUITES.items():
        seen += _desktop(build, suite, title, desktop)
        seen += _collector(build, suite, title, lower, collector)
    lower.unlink()
    return seen


def _desktop(build: Build, suite: str, title: str, package: Path) -> list[str]:
    """Installed with nothing but what it depends on: each program's version, libraries and window; then purged."""
    here = machine.fresh(build, suite, "minimal")
    began = _now()
    here.install(package)
    seen = [f"{title}: {package.name} installed in {_now() - began:.0f} s, {_size(here, 'callcentre-desktop')} MB"]
    look = "find /usr/lib/callcentre -name '*.so*' -exec ldd {} + 2>/dev/null | grep 'not found' || true"
    lost = here.run("sh", "-c", look)
    _so(not lost.strip(), f"{title}: every library finds those it needs", lost)
    with machine.screen(DISPLAY):
        for program in debian.PROGRAMS:
            said = here.run(program, "--version", QT_QPA_PLATFORM="offscreen")
            _so(build.version in said, f"{title}: {program} tells its version", said)
            times = [_window(build, here, program, f"{suite}-{program}") for _time in range(2)]
            seen.append(f"{title}: {program} window after {times[0]:.1f} s, again {times[1]:.1f} s")
    here.run("apt-get", "purge", "-y", "callcentre-desktop")
    left = here.run("find", "/etc", "/usr", "/var/lib", "/opt", "-xdev", "-iname", "*callcentre*")
    _so(not left.strip(), f"{title}: nothing is left after the purge", left)
    return seen


def _window(build: Build, here: Machine, program: str, picture: str) -> float:
    """Seconds from the start to a window of the program; a picture of it is taken."""
    words = ["xdotool", "search", "--onlyvisible", "--class", program.partition("-")[0]]
    _awaited(lambda: not machine.said(words, DISPLAY=DISPLAY).strip(), 30, "the window before is gone")
    began = _now()
    running = here.start(program, "--language", "cs", DISPLAY=DISPLAY)
    try:
        _awaited(lambda: machine.said(words, DISPLAY=DISPLAY).strip(), 30, f"a window of {program}")
        seconds = _now() - began
        time.sleep(2)
        pictures = build.out / "checked"
        pictures.mkdir(exist_ok=True)
        machine.said(["import", "-window", "root", str(pictures / f"{picture}.png")], DISPLAY=DISPLAY)
        return seconds
    finally:
        here.end(running)


def _collector(build: Build, suite: str, title: str, lower: Path, package: Path) -> list[str]:
    """Under a real systemd: refused politely without settings, run, killed, upgraded, removed, purged."""
    here = machine.fresh(build, suite, "booting")
    with machine.pbx(build) as (port, secret), here.booted():
        here.install(lower, "postgresql")
        here.systemctl("is-active", "--quiet", "postgresql")
        _so(_state(here) == "inactive", f"{title}: without a secret of the PBX the service waits", _state(here))
        here.write("/etc/callcentre/ami_main", secret)
        here.run("chown", "callcentre:", "/etc/callcentre/ami_main")
        here.run("chmod", "600", "/etc/callcentre/ami_main")
        settings = here.read("/etc/callcentre/collector.toml")
        here.write(
            "/etc/callcentre/collector.toml",
            settings.replace('user = "collector"', f'port = {port}\nuser = "collector"') + "\n" + OWN_SETTING,
        )
        here.systemctl("start", SERVICE)
        calls = _awaited(lambda: _calls(here), 90, "a call in the database")
        first = _pid(here)
        owner = here.run("stat", "-c", "%U", f"/proc/{first}").strip()
        _so(owner == "callcentre", f"{title}: it runs as callcentre", owner)
        here.run("kill", "-9", first)
        _awaited(lambda: _pid(here) not in ("0", first) and _calls(here) > calls, 60, "calls after kill -9")
        seen = [f"{title}: the daemon under systemd stores calls; restarted after kill -9 and goes on"]
        exposure = here.run("systemd-analyze", "security", "--no-pager", SERVICE).strip().splitlines()[-1]
        seen.append(f"{title}: {re.sub(r'[^ -~]+', '', exposure).strip()}")
        kept = _calls(here)
        began = _now()
        here.install(package)
        seen.append(f"{title}: upgraded from {LOWER} in {_now() - began:.0f} s, {_size(here, SERVICE)} MB")
        _so("Kept, s.r.o." in here.read("/etc/callcentre/collector.toml"), f"{title}: changed settings are kept", "")
        _awaited(lambda: _state(here) == "active" and _calls(here) > kept, 60, "calls after the upgrade")
        here.run("apt-get", "remove", "-y", SERVICE)
        _so(_state(here) != "active", f"{title}: removed, it runs no more", _state(here))
        _so(bool(here.read("/etc/callcentre/collector.toml")), f"{title}: settings stay when it is removed", "")
        said = here.run("apt-get", "purge", "-y", SERVICE)
        _so("dropdb" in said, f"{title}: the purge says how to drop the database", said)
        folders = " ".join(f"{place}/callcentre" for place in ("/etc", "/var/lib", "/usr/lib"))
        left = here.run("sh", "-c", f"ls -d {folders} 2>/dev/null; getent passwd callcentre || true")
        _so(not left.strip(), f"{title}: purged, nothing is left but the database", left)
        seen.append(f"{title}: settings and {kept} calls kept by the upgrade; removed; purged but for the database")
    return seen


def _state(here: Machine) -> str:
    return here.run("sh", "-c", f"systemctl is-active {SERVICE} || true").strip()


def _pid(here: Machine) -> str:
    return here.run("systemctl", "show", "-P", "MainPID", SERVICE).strip()


def _calls(here: Machine) -> int:
    asked = "runuser -u postgres -- psql -XAtqc 'select count(*) from call' callcentre 2>/dev/null || true"
    counted = here.run("sh", "-c", asked)
    return int(counted.strip() or 0)


def _size(here: Machine, package: str) -> int:
    return int(here.run("dpkg-query", "-W", "-f", "${Installed-Size}", package)) * 1024 // 1_000_000


def _so(holds: bool, what: str, found: str) -> None:
    if not holds:
        raise Stopped(f"checked and not so: {what}: {' / '.join(found.strip().splitlines()[-5:])}")


def _awaited(look: Callable[[], object], seconds: float, what: str) -> int:
    """Look until there is something; the answer is it, as a number where it is one. Raises Stopped."""
    until = _now() + seconds
    while not (found := look()):
        if _now() > until:
            raise Stopped(f"checked and not so: {what} within {seconds:.0f} s")
        time.sleep(0.02)
    return found if isinstance(found, int) else 1


def _now() -> float:
    return time.monotonic()  # noqa: TID251 - the build knows nothing of the programs' clock
