"""Symbols and the builder's folders taken out of frozen libraries (Linux): smaller, and the same everywhere."""

from __future__ import annotations

import struct
from collections.abc import Iterator
from pathlib import Path

from installers.packing.run import run

_ELF = b"\x7fELF"
_LOADED = 1
"""The kind of segment that goes into memory (PT_LOAD)."""


def strip(frozen: Path, log: Path) -> None:
    """Strip every library for which that goes well: of those that a wheel's maker moved, some would not load any more.

    Raises Stopped.
    """
    for path in libraries(frozen):
        smaller = path.with_name(path.name + ".stripped")
        run(["strip", "--strip-unneeded", "-o", smaller, path], f"stripping {path.name}", log)
        if is_loadable(smaller.read_bytes()) and smaller.stat().st_size < path.stat().st_size:
            smaller.replace(path)
        else:
            smaller.unlink()


def forget_folders(frozen: Path, patchelf: Path, log: Path) -> None:
    """Take the builder's own folders out of where libraries look for others: they mean nothing elsewhere."""
    for path in libraries(frozen):
        looks_in = run([patchelf, "--print-rpath", path], f"reading {path.name}", log).strip()
        if looks_in and not all(place.startswith("$ORIGIN") for place in looks_in.split(":")):
            run([patchelf, "--remove-rpath", path], f"writing {path.name}", log)


def libraries(folder: Path) -> Iterator[Path]:
    """The shared libraries below a folder, links apart, in order."""
    for path in sorted(folder.rglob("*.so*")):
        if path.is_file() and not path.is_symlink():
            with path.open("rb") as file:
                if file.read(4) == _ELF:
                    yield path


def is_loadable(library: bytes) -> bool:
    """Whether a 64-bit library's segments lie in the file as the loader maps them: at the same place in a page."""
    at, size, count = struct.unpack_from("<Q", library, 32)[0], *struct.unpack_from("<HH", library, 54)
    for nth in range(count):
        kind, _flags, offset, address, _physical, _inside, _memory, alignment = struct.unpack_from(
            "<IIQQQQQQ", library, at + nth * size
        )
        if kind == _LOADED and (offset - address) % max(alignment, 1):
            return False
    return True
