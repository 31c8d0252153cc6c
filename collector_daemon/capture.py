"""The capture format: how what a PBX sent is written down, one line an entry.

JSON Lines, optionally ``.gz`` or ``.zst``. ``{"t": …, "e": {header: value}}`` is an AMI message (a header that
repeats is a list), ``{"t": …, "banner": …}`` a (re)connection, ``{"t": …, "gap": "closed"}`` a lost one. ``t`` is
Unix seconds when received. Bytes that are not UTF-8 live as surrogate escapes. Journal, ``capture``, ``replay``
and the test stories are all this one format. Pure apart from ``read``, which opens the file it is given.
"""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Iterator
from pathlib import Path
from typing import TextIO

import msgspec
import zstandard

Headers = dict[str, str | list[str]]
"""An AMI message: header → value, or list of values where the header repeats."""


END_OF_TIME = 32_000_000_000.0
"""Unix seconds (in the year 2984) from which on, as before 0, a time is damaged: Windows makes no date of it."""


class Heard(msgspec.Struct, frozen=True):
    """An AMI message and when it was received (Unix seconds)."""

    at: float
    headers: Headers


class Connected(msgspec.Struct, frozen=True):
    """A connection was made; the PBX introduced itself by ``banner``."""

    at: float
    banner: str


class Lost(msgspec.Struct, frozen=True):
    """The connection was found to be lost."""

    at: float


Entry = Heard | Connected | Lost


class DamagedLine(ValueError):
    """A line that is not of the capture format; its text says why."""


def encode(entry: Entry) -> str:
    """One line, newline included, pure ASCII (surrogate escapes survive as ``\\udcXX``)."""
    match entry:
        case Heard():
            return f'{{"t": {entry.at:.6f}, "e": {json.dumps(entry.headers)}}}\n'
        case Connected():
            return f'{{"t": {entry.at:.6f}, "banner": {json.dumps(entry.banner)}}}\n'
        case Lost():
            return f'{{"t": {entry.at:.6f}, "gap": "closed"}}\n'


def decode(line: str) -> Entry | None:
    """The entry of a line, None for a blank line or one that holds neither message nor mark.

    Raises DamagedLine for what is not JSON or has no time that makes sense.
    """
    if not line.strip():
        return None
    try:
        found = json.loads(line)
        at = float(found["t"])
    except (ValueError, KeyError, TypeError) as problem:
        raise DamagedLine(str(problem)) from None
    if not 0 <= at < END_OF_TIME:  # nor is NaN
        raise DamagedLine(f"the time {at} makes no sense")
    if isinstance(found.get("e"), dict):
        return Heard(at, found["e"])
    if "banner" in found:
        return Connected(at, str(found["banner"]))
    return Lost(at) if "gap" in found else None


def open_text(path: Path) -> TextIO:
    """A capture opened for reading, whatever its compression (by suffix). Raises OSError."""
    if path.suffix == ".gz":
        return gzip.open(path, "rt", encoding="utf-8", errors="surrogateescape")
    if path.suffix == ".zst":
        raw = zstandard.ZstdDecompressor().stream_reader(path.open("rb"), read_across_frames=True, closefd=True)
        return io.TextIOWrapper(raw, encoding="utf-8", errors="surrogateescape")
    return path.open("rt", encoding="utf-8", errors="surrogateescape")


def read(path: Path) -> Iterator[Entry]:
    """All entries of a capture in order. Raises OSError, DamagedLine (naming the line's number)."""
    with open_text(path) as lines:
        for number, line in enumerate(lines, 1):
            try:
                entry = decode(line)
            except DamagedLine as problem:
                raise DamagedLine(f"line {number}: {problem}") from None
            if entry is not None:
                yield entry
