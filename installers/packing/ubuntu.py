"""Ubuntu 22.04, the oldest system that the packages are for: they are made on a newer one and may not ask for more.

Debian's files of symbols say in which of its versions a library's function came. Of two libraries they say only which
version Debian has; there it is looked at which functions the programs really use.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

from installers.bootstrap import Stopped
from installers.packing.run import run

LIBC = (2, 35)
"""Its C library."""


class Library(NamedTuple):
    """One of its libraries: the version there, the name that programs ask for, functions of it that are there."""

    version: str
    name: str
    names: str
    """What its functions are called, as a regular expression: a program tells not of which library each is."""
    functions: frozenset[str]


LIBRARIES = {
    "libx11-xcb1": Library("2:1.7.5", "libX11-xcb.so.1", r"XGetXCB\w+|XSetEventQueue\w+", frozenset({
        "XGetXCBConnection", "XSetEventQueueOwner",
    })),
    "libzstd1": Library("1.4.8", "libzstd.so.1", r"(?:ZSTD|ZDICT)_\w+", frozenset({
        "ZSTD_createDStream", "ZSTD_decompress", "ZSTD_decompressStream", "ZSTD_freeDStream", "ZSTD_getErrorName",
        "ZSTD_getFrameContentSize", "ZSTD_isError",
    })),
}  # fmt: skip
"""By package: seen in libx11-xcb1 1.7.5-1 and libzstd1 1.4.8+dfsg-3build1."""


def lowered(depends: str, programs: list[Path], logs: Path) -> str:
    """What is depended on, for 22.04 too. Raises Stopped where the programs need more than it has."""
    if (libc := re.search(r"\blibc6 \(>= (\d+)\.(\d+)", depends)) and (int(libc[1]), int(libc[2])) > LIBC:
        raise Stopped(f"the programs need libc6 {libc[1]}.{libc[2]}, and Ubuntu 22.04 has {LIBC[0]}.{LIBC[1]}")
    for package, library in LIBRARIES.items():
        asked = re.escape(package) + r" \(>= [^)]+\)"
        if not re.search(rf"(?:^|, ){asked}", depends):
            continue
        if strange := sorted(used(programs, library, logs) - library.functions):
            raise Stopped(f"nobody has looked whether Ubuntu 22.04's {package} has {', '.join(strange)}")
        depends = re.sub(asked, f"{package} (>= {library.version})", depends)
    return depends


def used(programs: list[Path], library: Library, logs: Path) -> set[str]:
    """The library's functions that those of the programs use which ask for it."""
    asking = [
        path for path in programs
        if f"[{library.name}]" in run(["readelf", "-W", "-d", path], f"reading {path.name}", logs / "readelf.log")
    ]  # fmt: skip
    tables = [
        run(["readelf", "-W", "--dyn-syms", path], f"reading {path.name}", logs / "readelf.log") for path in asking
    ]
    return {found for table in tables for found in re.findall(rf" UND ({library.names})", table)}
