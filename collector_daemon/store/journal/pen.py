"""Writing to the newest segment, whatever the disk says: what it refuses waits in memory, in order."""

from __future__ import annotations

import asyncio
import logging
import os
from collections import deque
from pathlib import Path

from collector_daemon.store.journal.troubles import Troubles
from shared.errors import Unavailable

log = logging.getLogger(__name__)

MOST_KEPT = 256 * 1024 * 1024
"""Bytes held in memory while the disk refuses; far more than comes before the reading has stopped."""


class JournalFull(Unavailable):
    """The disk refuses, and who appends did not heed ``is_blocked``; the entries were not taken."""


class Pen:
    """Writes lines to one file after the other. ``written_seq`` is the last whole line that the system has."""

    def __init__(self, name: str, troubles: Troubles, most_kept: int = MOST_KEPT) -> None:
        self.written_seq = 0
        self.dirty = asyncio.Event()
        self.room = asyncio.Event()
        self.room.set()
        self.fd = -1
        self.file_bytes = 0
        self.finished_fds: list[int] = []
        self._name = name
        self._troubles = troubles
        self._most_kept = most_kept
        self._kept: deque[tuple[int, bytes]] = deque()
        self._kept_bytes = 0

    @property
    def is_blocked(self) -> bool:
        """Whether the disk refuses."""
        return bool(self._kept)

    def open(self, file: Path, size: int, seq: int) -> None:
        """Go on in ``file``, which has ``size`` bytes; the line written last is ``seq``. Raises OSError."""
        fd = open_to_append(file)
        if self.fd >= 0:
            self.finished_fds.append(self.fd)
        self.fd, self.file_bytes, self.written_seq = fd, size, seq
        self.dirty.set()

    def write(self, seq: int, data: bytes) -> None:
        """Write whole lines, of which the last has the number ``seq``. Raises JournalFull (nothing was taken)."""
        if self._kept_bytes + len(data) > self._most_kept:
            raise JournalFull(f"{self._name}: the disk refuses, and the memory for that is used up")
        self._kept.append((seq, data))
        self._kept_bytes += len(data)
        if self.room.is_set():
            self.go_on()

    def go_on(self) -> None:
        """Hand what is kept to the system, as far as it takes it."""
        while self._kept:
            seq, data = self._kept[0]
            try:
                written = os.write(self.fd, data)
            except OSError as problem:
                self._refused(problem)
                return
            self.file_bytes += written
            self._kept_bytes -= written
            if written < len(data):
                # The rest of a line must follow its beginning: nothing else is written before it.
                self._kept[0] = (seq, data[written:])
            else:
                self._kept.popleft()
                self.written_seq = seq
        self.dirty.set()
        if not self.room.is_set():
            self.room.set()
            self._troubles.over("write")
            log.info("%s: the disk takes entries again; nothing was lost", self._name)

    def _refused(self, problem: OSError) -> None:
        if self.room.is_set():
            self.room.clear()
            self._troubles.tell("write", f"can't write ({problem.strerror}); the PBX is not read until it can")
        self.dirty.set()

    def close(self) -> None:
        """Force everything to disk and close the files."""
        self.go_on()
        for fd in (*self.finished_fds, self.fd):
            try:
                os.fsync(fd)
            except OSError as problem:
                log.error("%s: can't be synced at the end (%s)", self._name, problem.strerror)
            os.close(fd)


def open_to_append(file: Path) -> int:
    """The file's number, made if need be, readable by its owner alone. Raises OSError."""
    binary: int = getattr(os, "O_BINARY", 0)
    return os.open(file, os.O_WRONLY | os.O_APPEND | os.O_CREAT | binary, 0o600)
