"""The journal's files: segments named by the number of their first entry, plain or packed, and states beside them.

``000000000001.jsonl`` is being written or waits to be packed, ``….jsonl.zst`` is finished, ``….state`` is what the
core was before the segment's first entry. Every line is one number, also a damaged one. Nothing here keeps state.
"""

from __future__ import annotations

import logging
import os
import zlib
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import BinaryIO, cast

import msgspec
import zstandard

log = logging.getLogger(__name__)

PLAIN, PACKED, STATE = ".jsonl", ".jsonl.zst", ".state"
_PIECE = 1 << 20
_SMALL_PIECE = 1 << 17
_LEVEL = 3


class Segment(msgspec.Struct, frozen=True):
    """One file of the journal; ``first`` is the number of its first entry."""

    folder: Path
    first: int

    @property
    def plain(self) -> Path:
        """Its file while it is written."""
        return self.folder / f"{self.first:012d}{PLAIN}"

    @property
    def packed(self) -> Path:
        """Its file when finished."""
        return self.folder / f"{self.first:012d}{PACKED}"

    @property
    def state(self) -> Path:
        """The core's state before its first entry; may be missing."""
        return self.folder / f"{self.first:012d}{STATE}"

    def size(self) -> int:
        """Bytes on disk, state included."""
        return sum(path.stat().st_size for path in (self.plain, self.packed, self.state) if path.exists())

    def changed_at(self) -> float:
        """Unix seconds of the last entry (packing keeps it); 0 where no file is left."""
        return max((path.stat().st_mtime for path in (self.plain, self.packed) if path.exists()), default=0.0)

    def delete(self) -> None:
        """Remove its files. Raises OSError (on Windows, while somebody reads it)."""
        for path in (self.plain, self.packed, self.state):
            path.unlink(missing_ok=True)


def segments(folder: Path) -> list[Segment]:
    """What there is, oldest first."""
    firsts = set()
    for path in folder.iterdir():
        stem, _, _ = path.name.partition(".")
        if stem.isdigit() and path.name in (stem + PLAIN, stem + PACKED):
            firsts.add(int(stem))
    return [Segment(folder, first) for first in sorted(firsts)]


def repair(path: Path) -> tuple[int, int]:
    """Cut a torn last line off (a kill or a power cut left it). Returns lines and bytes that stay. Raises OSError."""
    lines = size = whole = 0
    with path.open("rb") as file:
        while piece := file.read(_PIECE):
            lines += piece.count(b"\n")
            if (last := piece.rfind(b"\n")) >= 0:
                whole = size + last + 1
            size += len(piece)
    if whole < size:
        log.warning("%s: cut off %d bytes of a line that was never finished", path, size - whole)
        os.truncate(path, whole)
    return lines, whole


def lines_of(segment: Segment) -> Iterator[bytes]:
    """All whole lines of a finished segment as far as it can be read; one line in the log where it can't.

    A segment packed or deleted meanwhile by another part is followed, or ends.
    """
    try:
        with _opened(segment) as file:
            yield from _split(file)
    except (OSError, zstandard.ZstdError) as problem:
        log.error("segment %012d of %s can't be read to its end (%s)", segment.first, segment.folder, problem)


def _opened(segment: Segment) -> BinaryIO:
    try:
        return segment.plain.open("rb")
    except FileNotFoundError:
        raw = segment.packed.open("rb")
    reader = zstandard.ZstdDecompressor().stream_reader(raw, read_across_frames=True, closefd=True)
    return cast(BinaryIO, reader)


def _split(file: BinaryIO) -> Iterator[bytes]:
    rest = b""
    # Small pieces: what a damaged packed file gives before its damage is lost at most by one of them.
    while piece := file.read(_SMALL_PIECE):
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield line + b"\n"


def pack(segment: Segment) -> None:
    """Compress a finished segment; whatever happens, at least one of its two files is whole. Raises OSError."""
    draft = segment.packed.with_suffix(".zst-draft")
    if not segment.packed.exists():
        times = segment.plain.stat()
        draft.touch(mode=0o600)
        with segment.plain.open("rb") as plain, draft.open("wb") as packed:
            zstandard.ZstdCompressor(level=_LEVEL, write_checksum=True).copy_stream(plain, packed)
            packed.flush()
            os.fsync(packed.fileno())
        os.utime(draft, (times.st_atime, times.st_mtime))
        draft.replace(segment.packed)
        sync_folder(segment.folder)
    segment.plain.unlink(missing_ok=True)


def write_state(segment: Segment, state: bytes) -> None:
    """Keep the core's state beside a segment, all of it or nothing. Raises OSError."""
    draft = segment.state.with_suffix(".state-draft")
    packed = zstandard.ZstdCompressor(level=_LEVEL).compress(state)
    draft.touch(mode=0o600)
    draft.write_bytes(zlib.crc32(packed).to_bytes(4, "big") + packed)
    draft.replace(segment.state)


def read_state(segment: Segment) -> bytes | None:
    """The state kept beside a segment, None where there is none or it is damaged (said in one line)."""
    try:
        found = segment.state.read_bytes()
    except FileNotFoundError:
        return None
    except OSError as problem:
        log.error("%s can't be read (%s); an older one is used", segment.state, problem)
        return None
    if len(found) < 4 or zlib.crc32(found[4:]).to_bytes(4, "big") != found[:4]:
        log.error("%s is damaged; an older one is used", segment.state)
        return None
    return zstandard.ZstdDecompressor().decompress(found[4:])


def restart_point(known: Sequence[Segment], committed: int) -> tuple[int, bytes | None]:
    """Where to read from when all up to ``committed`` is stored: (number, state before it; None: an empty core)."""
    for segment in reversed(known):
        if segment.first <= committed + 1 and (state := read_state(segment)) is not None:
            return segment.first, state
    return known[0].first, None


def sync_file(path: Path) -> None:
    """Force what was written to a file to the disk. Raises OSError."""
    with path.open("r+b") as file:
        os.fsync(file.fileno())


def sync_folder(folder: Path) -> None:
    """Force names to disk; Windows neither can nor needs to."""
    if os.name == "nt":
        return
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
