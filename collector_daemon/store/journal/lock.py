"""A lock file: one daemon at a time in a folder. The system lets go of it when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from shared.errors import Unavailable

_LOCKED_BYTE = 1 << 20
"""Far behind the text, because Windows refuses reading of locked bytes, and the text tells who holds the lock."""


class FolderInUse(Unavailable):
    """Another process works in this folder."""


class FolderLock:
    """Holds ``journal.lock`` of a folder from the making to ``release``. Raises FolderInUse."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "journal.lock"
        self._fd = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._fd)
        except OSError:
            holder = os.read(self._fd, 20).decode("ascii", "replace").strip() or "?"
            os.close(self._fd)
            raise FolderInUse(f"{folder} is in use by another daemon (process {holder})") from None
        os.ftruncate(self._fd, 0)
        os.write(self._fd, str(os.getpid()).encode())

    def release(self) -> None:
        """Let go. The file stays: deleting it would let two processes lock two files of one name."""
        os.close(self._fd)


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        os.lseek(fd, _LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(fd, 0, os.SEEK_SET)
else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
