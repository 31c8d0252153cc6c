"""The setup for Windows: the same programs frozen by the Windows Python, packed by NSIS.

On Windows (the workflow) that Python is the one that runs this. On Debian it is laid out from wheels and runs under
wine: what it makes can be installed and tried, and is called a rehearsal, for its Python is put together by us.
"""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from pathlib import Path

from installers.bootstrap import Stopped
from installers.packing import freezing, tools
from installers.packing.context import Build
from installers.packing.run import run
from installers.windows import python, resources, signing, wheels
from installers.windows.wine import Wine, remove_folder

TOOLS = {"makensis": "nsis", "x86_64-w64-mingw32-gcc": "gcc-mingw-w64-x86-64", "mmdebstrap": "mmdebstrap"}


def build(build: Build) -> list[Path]:
    """``callcentre-suite-VERSION-setup.exe``. Raises Stopped."""
    if sys.platform == "win32":
        environment = freezing.provide_environment(build)
        resources.make(build, environment)
        freezing.freeze(build)
        return [_pack(build, build.work / "frozen")]
    if os.geteuid() != 0:
        raise Stopped("the Windows setup is built in a Debian of its own, which takes root: run it by sudo")
    tools.need(TOOLS, "the Windows setup")
    environment = freezing.provide_environment(build)
    resources.make(build, environment)
    wine = wine_of(build, "build")
    try:
        wine.make()
        return [_pack(build, _freeze(build, wine, provide_python(build, environment)))]
    except subprocess.CalledProcessError as problem:
        said = (problem.stderr or b"").decode(errors="replace").strip().splitlines() or ["nothing said"]
        raise Stopped(f"{Path(str(problem.cmd[0])).name} failed: {said[-1]}") from None
    finally:
        wine.end()


def wine_of(build: Build, name: str, display: str = "") -> Wine:
    """A Windows of its own for one purpose; it sees the folders of the build by their paths."""
    kept = build.cache / "wine"
    return Wine(kept / "root", kept / f"prefix-{name}", (kept / "pythons", build.work, build.out), display)


def provide_python(build: Build, environment: Path, *more: str) -> Path:
    """The Windows Python with the locked wheels (and those of the lock files ``more``), kept by their digest."""
    locks = [freezing.LOCK, wheels.ONLY, *more]
    digest = hashlib.sha256(b"".join((build.source / lock).read_bytes() for lock in locks)).hexdigest()[:12]
    folder = build.cache / "wine" / "pythons" / digest
    if not (folder / "ready").exists():
        remove_folder(folder)
        python.make_python(wheels.download_python(build, environment), folder)
        wheels.install(build, environment, locks, folder)
        (folder / "ready").touch()
    return folder


def _freeze(build: Build, wine: Wine, interpreter: Path) -> Path:
    """The spec run by the Windows Python under wine. Raises Stopped."""
    frozen, log = build.work / "windows", build.work / "logs" / "windows-freezing.log"
    words: list[str | Path] = ["wine", interpreter / "python.exe", "-m", "PyInstaller", "--noconfirm"]
    words += ["--distpath", frozen, "--workpath", build.work / "windows-pyinstaller", freezing.SPEC]
    settings = {"PYTHONHASHSEED": "0", "SOURCE_DATE_EPOCH": str(build.epoch)}
    run(wine.command(*words, folder=build.source, **settings), "freezing for Windows", log)
    if not (frozen / "collector" / "callcentre-service.exe").is_file():
        raise Stopped(f"freezing for Windows left no programs (all of it: {log})")
    return frozen


def _pack(build: Build, frozen: Path) -> Path:
    """The frozen folders as one setup. Raises Stopped."""
    signing.sign(build, [path for name in ("desktop", "collector") for path in sorted((frozen / name).glob("*.exe"))])
    setup = build.out / f"callcentre-suite-{build.version}-setup.exe"
    defined = {
        "VERSION": build.version,
        "SOURCE": frozen.as_posix(),
        "OUTPUT": str(setup),
        "ICON": str(build.source / "build" / "windows" / "operator-panel.ico"),
    }
    # NSIS keeps the files' times: all are the commit's, so the same input makes the same setup.
    for path in frozen.rglob("*"):
        os.utime(path, (build.epoch, build.epoch))
    words = ["makensis", "-V2", "-WX", *(f"-D{name}={value}" for name, value in defined.items()), "suite.nsi"]
    folder = build.source / "installers" / "windows"
    run(words, "makensis", build.work / "logs" / "nsis.log", folder=folder, environment=build.environment)
    signing.sign(build, [setup])
    return setup
