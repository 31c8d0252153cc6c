"""Windows' wheels of the locked requirements, laid into the Windows Python from Debian, their hashes checked.

pip can ask for another system's files, but decides by its own system which requirements there are (``; sys_platform
== 'win32'``). A lock file names all of every system, so they are chosen here instead, and pip resolves nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from installers.bootstrap import Stopped
from installers.packing.context import Build
from installers.packing.run import run

ONLY = "installers/requirements/windows-only.txt"
FOR_WINDOWS = (
    "--only-binary",
    ":all:",
    "--platform",
    "win_amd64",
    "--python-version",
    "3.11",
    "--implementation",
    "cp",
)
_MARKERS = """
import sys
from packaging.markers import Marker
windows = {"sys_platform": "win32", "platform_system": "Windows", "os_name": "nt", "platform_machine": "AMD64",
           "python_version": "3.11", "python_full_version": "3.11.9", "implementation_name": "cpython",
           "platform_python_implementation": "CPython"}
for line in sys.argv[1:]:
    print(int(Marker(line).evaluate(windows)))
"""


def blocks(lock: str) -> Iterator[tuple[str, str, str]]:
    """The requirements of a lock file: name, marker (may be empty), and the lines without the marker."""
    for block in re.split(r"\n(?=\S)", lock.strip()):
        first, _, hashes = block.partition("\\\n")
        requirement, _, marker = first.partition(";")
        if not requirement.startswith("#"):
            yield requirement.partition("==")[0].strip(), marker.strip(), f"{requirement.strip()} \\\n{hashes}"


def chosen(lock: str, python: Path, log: Path) -> list[tuple[str, str]]:
    """Name and lines of what Windows needs of a lock file; ``python`` has the package ``packaging``. Raises Stopped."""
    found = list(blocks(lock))
    markers = sorted({marker for _name, marker, _lines in found if marker})
    said = run([python, "-c", _MARKERS, *markers], "reading the lock's markers", log).split()
    holds = {"": True, **{marker: answer == "1" for marker, answer in zip(markers, said, strict=True)}}
    return [(name, lines) for name, marker, lines in found if holds[marker]]


def download_python(build: Build, environment: Path) -> Path:
    """The wheel that carries Windows' CPython, in the cache. Raises Stopped."""
    lines = [lines for name, _marker, lines in blocks((build.source / ONLY).read_text("utf-8")) if name == "panda3d"]
    folder = build.cache / "wine" / "downloads"
    asked = _requirements(build, "windows-python", lines)
    words = [*_pip(environment, "download"), *FOR_WINDOWS, "--dest", folder, "--requirement", asked]
    run(words, "downloading Windows' Python", build.work / "logs" / "windows-python.log")
    if not (wheels := sorted(folder.glob("panda3d-*.whl"))):
        raise Stopped(f"no wheel of panda3d is in {folder}")
    return wheels[-1]


def install(build: Build, environment: Path, locks: Sequence[str], python: Path) -> None:
    """Lay the wheels of ``locks`` (paths in the source) into the Windows Python in ``python``. Raises Stopped."""
    log = build.work / "logs" / "windows-wheels.log"
    wanted: dict[str, str] = {}
    for lock in locks:
        wanted.update(chosen((build.source / lock).read_text("utf-8"), environment / "bin" / "python", log))
    wanted.pop("panda3d", None)
    asked = _requirements(build, "windows-wheels", list(wanted.values()))
    target = python / "Lib" / "site-packages"
    words = [*_pip(environment, "install"), *FOR_WINDOWS, "--no-compile", "--target", target, "--requirement", asked]
    run(words, "installing Windows' wheels", log)
    # The wheel of Qt brings the C runtime that it needs; Python's own place is where Windows looks first.
    for library in (target / "shiboken6").glob("vcruntime140*.dll"):
        (python / library.name).write_bytes(library.read_bytes())


def _pip(environment: Path, verb: str) -> list[str | Path]:
    words = ["-m", "pip", "--disable-pip-version-check", "--no-input", verb, "--no-deps", "--require-hashes"]
    return [environment / "bin" / "python", *words]


def _requirements(build: Build, name: str, lines: list[str]) -> Path:
    path = build.work / f"{name}.txt"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path
