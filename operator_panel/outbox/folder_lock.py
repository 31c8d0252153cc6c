"""A lock file: one panel at a time in a folder. The system lets go of it when the process ends, however it ends."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from shared.errors import Unavailable


class FolderInUse(Unavailable):
    """Another panel of this account runs on this computer."""


class FolderLock:
    """Holds ``panel.lock`` of a folder from the making to ``release``. Raises FolderInUse, OSError."""

    def __init__(self, folder: Path) -> None:
        self._fd = os.open(folder / "panel.lock", os.O_RDWR | os.O_CREAT, 0o600)
        try:
            _lock(self._fd)
        except OSError:
            os.close(self._fd)
            raise FolderInUse("another panel of this account runs on this computer") from None

    def release(self) -> None:
        """Let go. The file stays: deleting it would let two processes lock two files of one name."""
        os.close(self._fd)


if sys.platform == "win32":
    import msvcrt

    def _lock(fd: int) -> None:
        msvcrt.locking(fd, msvcrt.LK_NBLCK, 1)
else:
    import fcntl

    def _lock(fd: int) -> None:
        fcntl.flock(fd, fcntl.LOCK_EX | fcntl.LOCK_NB)
