"""A lock on a folder that the system itself lets go when its holder dies, however it dies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from shared.errors import Refused

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

LOCKED_BYTE = 1024  # behind the text: Windows also forbids reading a locked range


class FolderInUse(Refused):
    """Another process runs the server of this folder; says which."""


class FolderLock:
    """An exclusive lock on ``folder``, held from ``acquire`` to ``release`` or the end of the process."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / "lock"
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Take the lock at once or raise FolderInUse."""
        descriptor = os.open(self._path, os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(descriptor)
        except OSError:
            holder = os.read(descriptor, 20).decode("ascii", "replace").strip()
            os.close(descriptor)
            raise FolderInUse(f"{self._path.parent} is in use by process {holder or 'unknown'}") from None
        os.ftruncate(descriptor, 0)
        os.write(descriptor, f"{os.getpid()}\n".encode())
        self._descriptor = descriptor

    def release(self) -> None:
        """Let go; nothing happens if it is not held."""
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None


def _lock(descriptor: int) -> None:
    """Lock without waiting. Raises OSError where somebody else holds it."""
    if sys.platform == "win32":
        os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
    else:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
