"""The setup tried as an administrator and a user would: in a fresh 64-bit wine, with a real daemon on this Linux.

Silently for the machine and for one user, started from the Start menu, signed in, rung at, refused while it runs,
upgraded, taken away. Pictures and figures lie beside the packages, in ``checked/``. Needs root, Xvfb and xdotool.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

from installers.bootstrap import Stopped
from installers.packing import freezing, tools, windows
from installers.packing.context import Build
from installers.packing.run import run
from installers.windows.wine import Wine, remove_folder, windows_path

NAME = "Call Centre Suite"
KEY = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\CallCentre"
RUN = r"Software\Microsoft\Windows\CurrentVersion\Run"
OURS = r"Software\CallCentre"
PANEL = r"C:\Program Files\CallCentre\desktop\operator-panel.exe"
USER = "root"
RUNNING, WRONG_SWITCH = 5, 3
"""Exit codes of the setup."""
_Found = TypeVar("_Found")
_SHOOT = "import sys; from PIL import ImageGrab; ImageGrab.grab(xdisplay=sys.argv[1]).save(sys.argv[2])"


def check(build: Build, setup: Path, display: str = ":91") -> list[str]:
    """Try ``setup``; the answer is what was seen, a line each. Raises Stopped at the first thing that is not so."""
    tools.need({"Xvfb": "xvfb", "xdotool": "xdotool", "makensis": "nsis"}, "checking the setup")
    wine = windows.wine_of(build, "check", display)
    remove_folder(wine.prefix)
    with _screen(display), _demo(build) as (server, password):
        wine.make()
        try:
            trial = Trial(build, wine, setup, server, password)
            for step in (trial.switches, trial.for_all, trial.upgrade, trial.for_one, trial.run_by_windows):
                step()
            return trial.seen
        finally:
            wine.end()


def lacking() -> str:
    """What this machine has not got for it; empty where it can be done."""
    return "" if hasattr(os, "geteuid") and os.geteuid() == 0 else "a Debian of its own for wine takes root"


class Trial:
    """One setup in one Windows; ``seen`` grows by what was found to be so."""

    def __init__(self, build: Build, wine: Wine, setup: Path, server: str, password: str) -> None:
        self.build, self.wine, self.setup, self.server, self.password = build, wine, setup, server, password
        self.pictures = build.out / "checked"
        self.pictures.mkdir(parents=True, exist_ok=True)
        self.seen = [f"setup: {setup.stat().st_size / 1e6:.1f} MB"]

    def switches(self) -> None:
        """A wrong switch changes nothing."""
        for words in (["/AllUsers", "/SERVER=two/words"], ["/AllUsers", "/SERVER="], ["/CurrentUser", "/SERVICE"]):
            self._install(*words, code=WRONG_SWITCH)
        self._is(
            not self._folder("Program Files/CallCentre").exists(), "wrong switches: exit code 3, nothing installed"
        )

    def for_all(self) -> None:
        """Silently for the machine, started by its link, signed in, rung at, refused while it runs."""
        seconds = self._install("/AllUsers", f"/SERVER={self.server}", "/PLAIN", "/AUTOSTART", "/TEL")
        self._is(self._link("ProgramData/Microsoft").is_file(), f"installed for the machine in {seconds:.0f} s")
        self._is(self.server in self._value("HKLM", OURS, "Server"), "the server's address is in the registry")
        self._is("--minimized" in self._value("HKLM", RUN, "CallCentre Operator Panel"), "begins with Windows")
        command = self._value("HKLM", r"Software\Classes\CallCentre.tel\shell\open\command", "")
        self._is("operator-panel.exe" in command, "tel: links are registered")
        began = _now()
        self.wine.start(
            "start", r"C:\ProgramData\Microsoft\Windows\Start Menu\Programs" + rf"\{NAME}\Operator panel.lnk"
        )
        window = self._window()
        self.seen.append(f"first window after {_now() - began:.1f} s from the Start menu")
        time.sleep(3)
        self._shoot("windows-sign-in")
        self._type(window, "operator")
        self._is(self._install("/AllUsers", code=RUNNING) > 0, "refused while the panel runs: exit code 5")
        self._is(self._refused_uninstall() == RUNNING, "nor uninstalled: exit code 5")
        time.sleep(8)
        self._shoot("windows-panel")
        self._await_caller()
        self._shoot("windows-caller")
        self._end_panel()
        began = _now()
        self.wine.start(PANEL)
        self._window()
        self.seen.append(f"window after a warm start: {_now() - began:.1f} s")
        self._end_panel()

    def upgrade(self) -> None:
        """A lower version goes over to this one in place; settings stay; gone when uninstalled."""
        lower = self.build.work / "lower-setup.exe"
        self._pack_lower(lower)
        self._install("/AllUsers", setup=lower)
        self._is("0.0.1" in self._value("HKLM", KEY, "DisplayVersion"), "a lower version is there")
        self._install("/AllUsers")
        self._is(self.build.version in self._value("HKLM", KEY, "DisplayVersion"), "and was upgraded in place")
        old = self._folder("Program Files/CallCentre/desktop/_internal/old.dll")
        self._is(not old.exists(), "what only the lower version had is gone")
        self._is(self.server in self._value("HKLM", OURS, "Server"), "the upgrade keeps the server's address")
        self._uninstall("/AllUsers", r"C:\Program Files\CallCentre")
        gone = (
            not self._folder("Program Files/CallCentre").exists() and not self._link("ProgramData/Microsoft").exists()
        )
        self._is(gone and not self._value("HKLM", KEY, "DisplayVersion"), "uninstalled: no file, link or entry is left")
        self._is(not self._value("HKLM", RUN, "CallCentre Operator Panel"), "nothing begins with Windows any more")
        self._is(self.server in self._value("HKLM", OURS, "Server"), "settings are kept unless /SETTINGS is said")

    def for_one(self) -> None:
        """For one user, with some of the programs and a server.toml beside the setup."""
        beside = self.build.work / "beside"
        beside.mkdir(exist_ok=True)
        copied = beside / self.setup.name
        copied.write_bytes(self.setup.read_bytes())
        (beside / "server.toml").write_text('host = "daemon.example.com"\n', encoding="utf-8")
        seconds = self._install("/CurrentUser", "/PROGRAMS=panel,console", setup=copied)
        home = self._folder(f"users/{USER}/AppData/Local/Programs/CallCentre")
        self._is((home / "desktop" / "operator-panel.exe").is_file(), f"installed for one user in {seconds:.0f} s")
        self._is(not (home / "desktop" / "wallboard.exe").exists(), "only the chosen programs are there")
        self._is("daemon.example.com" in (home / "desktop" / "server.toml").read_text(), "server.toml is taken over")
        self._uninstall("/CurrentUser", rf"C:\users\{USER}\AppData\Local\Programs\CallCentre", "/SETTINGS")
        self._is(not home.exists(), "uninstalled with /SETTINGS: nothing is left")

    def run_by_windows(self) -> None:
        """The daemon as a service; wine stops services with its last program, so one is kept alive."""
        alive = self.wine.start("cmd", "/c", "ping -n 300 127.0.0.1")
        self._install("/AllUsers", "/PROGRAMS=", "/SERVICE")
        try:
            said = self.wine.run("sc", "query", "CallCentreCollector").stdout
            self._is("CallCentreCollector" in said and "1060" not in said, "the service is registered")
            version = self.wine.run(r"C:\Program Files\CallCentre\collector\collector-daemon.exe", "--version").stdout
            self._is(self.build.version in version, "the daemon says its version")
        finally:
            alive.terminate()
        self._uninstall("/AllUsers", r"C:\Program Files\CallCentre", "/SETTINGS")
        self._is(not self._folder("Program Files/CallCentre").exists(), "the service's folder is gone again")

    # --- what the steps are made of -----------------------------------------------------------------------------------

    def _is(self, holds: object, what: str) -> None:
        if not holds:
            raise Stopped(f"the Windows setup: not so: {what}")
        self.seen.append(what)

    def _install(self, *words: str, setup: Path | None = None, code: int = 0) -> float:
        began = _now()
        done = self.wine.run(windows_path(setup or self.setup), *words, "/S", seconds=300)
        if done.returncode != code:
            raise Stopped(f"setup {' '.join(words)} ended with {done.returncode}, not {code}: {done.stdout[-300:]}")
        return _now() - began

    def _uninstall(self, mode: str, folder: str, *words: str) -> None:
        """As users do: the uninstaller goes on as a copy of itself, so the end is waited for."""
        self.wine.run(rf"{folder}\uninstall.exe", mode, *words, "/S", seconds=300)
        place = self._folder(folder.removeprefix("C:\\").replace("\\", "/"))
        _awaited(lambda: not place.exists(), 120, "the end of uninstalling: nothing left in " + folder)

    def _refused_uninstall(self) -> int:
        """The exit code in place: what ``_?=`` is for. NSIS wants that last and without quotes."""
        folder = r"C:\PROGRA~1\CallCentre"
        return self.wine.run(rf"{folder}\uninstall.exe", "/AllUsers", "/S", f"_?={folder}").returncode

    def _folder(self, path: str) -> Path:
        return self.wine.drive / path

    def _link(self, menu: str) -> Path:
        return self._folder(f"{menu}/Windows/Start Menu/Programs/{NAME}/Operator panel.lnk")

    def _value(self, hive: str, key: str, name: str) -> str:
        asked = ["/v", name] if name else ["/ve"]
        done = self.wine.run("reg", "query", rf"{hive}\{key}", *asked, "/reg:64")
        return "" if done.returncode else done.stdout

    def _window(self, seconds: float = 60) -> str:
        """The first window of ours that can be seen."""

        def seen() -> str:
            words = ["xdotool", "search", "--onlyvisible", "--class", "operator-panel.exe"]
            return self._x(*words).split("\n")[0]

        return _awaited(seen, seconds, "the panel's window")

    def _type(self, window: str, name: str) -> None:
        self._x("xdotool", "windowfocus", "--sync", window)
        for words in (["key", "ctrl+a"], ["type", name], ["key", "Tab"], ["type", self.password], ["key", "Return"]):
            self._x("xdotool", *words)
            time.sleep(0.3)

    def _await_caller(self) -> None:
        """The demo rings at the operator about every half minute; the panel opens a window of its own for it."""
        words = ["xdotool", "search", "--onlyvisible", "--name", "^Rings at you"]
        title = _awaited(lambda: self._x(*words), 180, "a caller")
        self._is(title, "a caller's window opened on the panel")

    def _end_panel(self) -> None:
        self.wine.run("taskkill", "/f", "/im", "operator-panel.exe")
        time.sleep(2)

    def _x(self, *words: str) -> str:
        done = subprocess.run(words, capture_output=True, text=True, env={**os.environ, "DISPLAY": self.wine.display})
        return done.stdout.strip()

    def _shoot(self, name: str) -> None:
        python = freezing.provide_environment(self.build) / "bin" / "python"
        words: list[str | Path] = [python, "-c", _SHOOT, self.wine.display, self.pictures / f"{name}.png"]
        run(words, "taking a picture", self.build.work / "logs" / "picture.log")

    def _pack_lower(self, setup: Path) -> None:
        """A setup of version 0.0.1 with the same programs, and a library that this version has no more."""
        source = self.build.work / "lower"
        for folder in ("desktop", "collector"):
            (source / folder / "_internal").mkdir(parents=True, exist_ok=True)
            (source / folder / "_internal" / "old.dll").write_bytes(b"old")
            for program in (self.build.work / "windows" / folder).glob("*.exe"):
                shutil.copy2(program, source / folder)
        defined = {
            "VERSION": "0.0.1",
            "SOURCE": str(source),
            "OUTPUT": str(setup),
            "ICON": str(self.build.source / "build" / "windows" / "operator-panel.ico"),
            "QUICK": "1",
        }
        words = ["makensis", "-V2", *(f"-D{name}={value}" for name, value in defined.items()), "suite.nsi"]
        folder_of_script = self.build.source / "installers" / "windows"
        run(words, "makensis of a lower version", self.build.work / "logs" / "nsis-lower.log", folder=folder_of_script)


@contextmanager
def _screen(display: str) -> Iterator[None]:
    server = subprocess.Popen(
        ["Xvfb", display, "-screen", "0", "1400x900x24", "-nolisten", "tcp"], stderr=subprocess.DEVNULL
    )
    try:
        _awaited(lambda: Path(f"/tmp/.X11-unix/X{display[1:]}").exists(), 10, "the screen")
        yield
    finally:
        server.terminate()
        server.wait()


@contextmanager
def _demo(build: Build) -> Iterator[tuple[str, str]]:
    """The real daemon with a simulated PBX: where it listens, and the password of its people."""
    folder = build.work / "demo"
    folder.mkdir()
    python = freezing.provide_environment(build) / "bin" / "python"
    words = [str(python), "-m", "collector_daemon", "demo", "--headless", "--folder", str(folder)]
    log = build.work / "logs" / "demo.log"
    with log.open("wb") as said:
        daemon = subprocess.Popen(words, cwd=build.source, stdin=subprocess.DEVNULL, stdout=said, stderr=said)
    try:

        def address() -> str:
            status = folder / "status.json"
            found = re.search(r'"port": (\d+)', status.read_text("utf-8")) if status.exists() else None
            return f"127.0.0.1:{found[1]}" if found else ""

        server = _awaited(address, 120, "the demo")
        yield server, (folder / "supervisor.password").read_text("utf-8").strip()
    finally:
        daemon.terminate()
        daemon.wait(60)


def _now() -> float:
    return time.monotonic()  # noqa: TID251 - the build knows nothing of the programs' clock


def _awaited(look: Callable[[], _Found], seconds: float, what: str) -> _Found:
    until = _now() + seconds
    while not (found := look()):
        if _now() > until:
            raise Stopped(f"{what} did not come within {seconds:.0f} s")
        time.sleep(0.1)
    return found
