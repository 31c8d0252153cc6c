"""Qt's library of the world's languages (ICU, Linux) cut to those that the programs speak: 32 MB become 3.

Its data are one table of files with their names; a program falls back to ``root`` where a language's file is missing.
Windows' Qt asks the system instead and has no such library.
"""

from __future__ import annotations

import re
import struct
from collections.abc import Sequence
from pathlib import Path

from installers.bootstrap import Stopped
from installers.packing.run import run

_KEPT = re.compile(
    r"(?!brkitr/|translit/|unit/|rbnf/)([a-z]+/)?"
    r"(root|cs|cs_CZ|en|en_001|en_GB|en_US|pool|res_index|supplementalData)\.res|"
    r"[A-Za-z0-9]{6,}\.res|coll/ucadata\.icu|(uemoji|ulayout|cnvalias|nfc|nfkc|nfkc_cf)\.(icu|nrm)"
)
"""Of each kind of words the languages; what belongs to none (zones, calendars, scripts) whole."""
_START = re.compile(rb"..\xda\x27.{4}\0\0\x02\0CmnD", re.DOTALL)


def cut(frozen: Path, log: Path) -> None:
    """Replace the library in a frozen folder, if it has one. Raises Stopped."""
    for library in frozen.rglob("libicudata.so.*"):
        data, table = library.with_name("table"), library.with_name("table.o")
        symbol = f"icudt{library.name.rpartition('.')[2]}_dat"
        data.write_bytes(smaller(library.read_bytes()))
        _run(["ld", "-r", "-b", "binary", "-z", "noexecstack", "-o", table.name, data.name], log, folder=library.parent)
        shaped = ["--rename-section", ".data=.rodata,alloc,load,readonly,data,contents"]
        shaped += ["--set-section-alignment", ".data=16", "--redefine-sym", f"_binary_table_start={symbol}"]
        shaped += ["--strip-symbol", "_binary_table_end", "--strip-symbol", "_binary_table_size"]
        _run(["objcopy", *shaped, table], log)
        _run(["ld", "-shared", "-z", "noexecstack", "-soname", library.name, "-o", library, table], log)
        data.unlink()
        table.unlink()


def _run(words: Sequence[str | Path], log: Path, *, folder: Path | None = None) -> None:
    run(words, "cutting languages", log, folder=folder)


def smaller(library: bytes) -> bytes:
    """The table of files in a library, without those that are not kept. Raises Stopped."""
    found = _START.search(library)
    if not found:
        raise Stopped("libicudata is not of the shape that is known: there is no table of files in it")
    data = library[found.start() :]
    head = struct.unpack_from("<H", data)[0]
    count = struct.unpack_from("<I", data, head)[0]
    entries = [struct.unpack_from("<II", data, head + 4 + 8 * nth) for nth in range(count)]
    names = [data[head + name : data.index(b"\0", head + name)] for name, _place in entries]
    # The last file ends where the library's next part begins; no more than that of it is taken along.
    ends = [*(place for _name, place in entries[1:]), len(data) - head]
    kept = [
        (name, data[head + place : head + end])
        for name, (_, place), end in zip(names, entries, ends, strict=True)
        if _KEPT.fullmatch(name.decode().partition("/")[2])
    ]
    return data[:head] + _table(kept)


def _table(files: list[tuple[bytes, bytes]]) -> bytes:
    """As ICU reads it: how many, where each name and file is, counted from here, the names, the files at 16 bytes."""
    at = 4 + 8 * len(files)
    places, words = [], b""
    for name, _file in files:
        places.append(at + len(words))
        words += name + b"\0"
    body = words + bytes(-(at + len(words)) % 16)
    entries = b""
    for place, (_name, file) in zip(places, files, strict=True):
        entries += struct.pack("<II", place, at + len(body))
        body += file + bytes(-len(file) % 16)
    return struct.pack("<I", len(files)) + entries + body
