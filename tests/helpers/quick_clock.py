"""A clock that a test sets and speeds up for other processes too, through a small file: for whole nights in seconds."""

from __future__ import annotations

import mmap
import struct
from datetime import UTC, datetime
from pathlib import Path

from shared.clock import SystemClock, monotonic

_FORM = struct.Struct("<3d")


class QuickClock(SystemClock):
    """All that are made of one file show the same. Lengths are measured by the machine's own clock."""

    def __init__(self, file: Path) -> None:
        """A file that ``made`` has written. Raises OSError."""
        with file.open("r+b") as opened:
            self._shared = mmap.mmap(opened.fileno(), _FORM.size)

    @classmethod
    def made(cls, file: Path, at: datetime, speed: float = 1.0) -> QuickClock:
        """A new one."""
        file.write_bytes(_FORM.pack(monotonic(), at.timestamp(), speed))
        return cls(file)

    def now(self) -> datetime:
        """Tell the instant it has come to, aware, in UTC."""
        since, start, speed = _FORM.unpack_from(self._shared)
        return datetime.fromtimestamp(start + (monotonic() - since) * speed, UTC)

    def put(self, at: datetime, speed: float) -> None:
        """It is then from now on, and runs so many times as fast."""
        _FORM.pack_into(self._shared, 0, monotonic(), at.timestamp(), speed)
