"""The bytes of a recording as who plays it needs them: a header put before samples that have none, the length mended.

A file that is still being written has a header that says nothing yet (length 0): who opens it gets the length that it
has at that moment. What is opened stays readable while it grows or goes away; it is read at any place.
"""

from __future__ import annotations

import os
import struct
from types import TracebackType
from typing import BinaryIO, Protocol

from collector_daemon.recordings.formats import Described, described, header_for, wav_header
from collector_daemon.recordings.places import Place
from collector_daemon.recordings.sealing import DayKeys, SealedBody, is_sealed


class Body(Protocol):
    """The bytes of a file as they were recorded."""

    @property
    def size(self) -> int:
        """How many, when it was opened."""
        ...

    @property
    def changed_ns(self) -> int:
        """When the file was last written."""
        ...

    def read(self, start: int, count: int) -> bytes:
        """Those from ``start`` on; fewer at the end, and where the file became shorter. Raises OSError."""
        ...

    def close(self) -> None:
        """It is not needed any more."""
        ...


class PlainBody:
    """A file as it is."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        found = os.fstat(file.fileno())
        self.size, self.changed_ns = found.st_size, found.st_mtime_ns

    def read(self, start: int, count: int) -> bytes:
        """See ``Body``."""
        self._file.seek(start)
        return self._file.read(max(0, min(count, self.size - start)))

    def close(self) -> None:
        """See ``Body``."""
        self._file.close()


class Sound:
    """A recording to be played: ``with open_sound(place) as sound``. One reader at a time.

    ``body``: as it was recorded. ``is_sealed``: it lies encrypted on the disk.
    """

    def __init__(self, body: Body, suffix: str, *, is_sealed: bool = False) -> None:
        self.body, self.is_sealed = body, is_sealed
        self._head, self._skipped = _mended(body, suffix)
        self.size = len(self._head) + max(0, body.size - self._skipped)
        self.etag = f'"{body.changed_ns:x}-{self.size:x}"'
        self.description: Described = described(suffix, body)

    def read(self, start: int, count: int) -> bytes:
        """Bytes from ``start`` on; fewer at the end, and where the file became shorter. Raises OSError."""
        end = min(start + count, self.size)
        head = self._head[start:end]
        rest = max(start, len(self._head))
        if end <= rest:
            return head
        return head + self.body.read(rest - len(self._head) + self._skipped, end - rest)

    def __enter__(self) -> Sound:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.body.close()

    def close(self) -> None:
        """It is not needed any more."""
        self.body.close()


def open_sound(place: Place, keys: DayKeys | None = None) -> Sound:
    """The sound there, also where it lies encrypted. Raises OSError."""
    file = place.open()
    try:
        if is_sealed(file):
            return Sound(SealedBody(file, keys), place.suffix, is_sealed=True)
        return Sound(PlainBody(file), place.suffix)
    except BaseException:
        file.close()
        raise


def _mended(body: Body, suffix: str) -> tuple[bytes, int]:
    """What stands at the beginning instead of so many bytes of the file."""
    header = header_for(suffix, body.size)
    if header or not suffix.startswith(".wav"):
        return header, 0
    try:
        found = wav_header(body)
    except (ValueError, struct.error):
        return b"", 0
    length = body.size - found.size_at - 4
    if 0 < found.length <= length or length <= 0:
        return b"", 0
    beginning = bytearray(body.read(0, found.size_at + 4))
    struct.pack_into("<I", beginning, 4, min(body.size - 8, 0xFFFF_FFFF))
    struct.pack_into("<I", beginning, found.size_at, min(length, 0xFFFF_FFFF))
    return bytes(beginning), len(beginning)
