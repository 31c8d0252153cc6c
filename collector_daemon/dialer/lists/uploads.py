"""Files that are sent in parts, on the disk until they were read: their parts in order, their size limited.

In a folder of their own that goes with the program; waits for the disk: call it in a thread.
"""

from __future__ import annotations

import contextlib
import hashlib
import tempfile
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import msgspec

from collector_daemon.store.dialer.writing import DialerMistake
from shared.clock import Clock

KEPT = timedelta(minutes=30)
MOST_BYTES, MOST_FILES = 512 * 2**20, 8


class Upload(msgspec.Struct, kw_only=True):
    """A file so far: ``parts`` came. ``touched_at``: when the last did, or it was read."""

    path: Path
    touched_at: datetime
    hash: Any
    parts: int = 0
    size: int = 0


class Uploads:
    """Of all accounts, each with keys of its own."""

    def __init__(self, clock: Clock, folder: Path | None = None) -> None:
        self._clock, self._within = clock, folder
        self._folder: tempfile.TemporaryDirectory[str] | None = None
        self._files: dict[tuple[str, str], Upload] = {}
        self._named = 0

    def add(self, account: str, key: str, part: int, content: bytes) -> int:
        """A part more, or one that is there already; how many bytes there are. Part 0 begins anew.

        Raises DialerMistake: unknown_upload, too_large, too_many, no_room.
        """
        now = self._clock.now()
        self._forget_old(now)
        if part == 0:
            self.remove(account, key)
            if len(self._files) >= MOST_FILES:
                raise DialerMistake("too_many", "too many files wait to be read")
            self._files[account, key] = Upload(path=self._path(), touched_at=now, hash=hashlib.sha256())
        file = self._files.get((account, key))
        if file is None or part > file.parts:
            raise DialerMistake("unknown_upload", f"the part before {part} is not there")
        if part == file.parts:
            self._append(file, content)
        file.touched_at = now
        return file.size

    def get(self, account: str, key: str) -> Upload:
        """The file. Raises DialerMistake."""
        found = self._files.get((account, key))
        if found is None:
            raise DialerMistake("unknown_upload", "the file was not sent, or too long ago")
        found.touched_at = self._clock.now()
        return found

    def remove(self, account: str, key: str) -> None:
        """It is not needed any more."""
        found = self._files.pop((account, key), None)
        if found is not None:
            with contextlib.suppress(OSError):  # on Windows somebody may read it still; it goes with the folder
                found.path.unlink(missing_ok=True)

    def close(self) -> None:
        """All of them go."""
        self._files.clear()
        if self._folder is not None:
            self._folder.cleanup()
            self._folder = None

    def _append(self, file: Upload, content: bytes) -> None:
        if file.size + len(content) > MOST_BYTES:
            raise DialerMistake("too_large", f"a file has {MOST_BYTES // 2**20} MB at most")
        try:
            with file.path.open("ab") as to:
                to.write(content)
        except OSError as problem:
            with contextlib.suppress(OSError), file.path.open("r+b") as kept:
                kept.truncate(file.size)  # half a part may be there
            raise DialerMistake("no_room", f"the file cannot be kept: {problem.strerror}") from None
        file.hash.update(content)
        file.parts, file.size = file.parts + 1, file.size + len(content)

    def _path(self) -> Path:
        try:
            if self._folder is None:
                self._folder = tempfile.TemporaryDirectory(
                    prefix="contacts-", dir=self._within, ignore_cleanup_errors=True)  # fmt: skip
            self._named += 1
            path = Path(self._folder.name) / str(self._named)
            path.touch(mode=0o600)
        except OSError as problem:
            raise DialerMistake("no_room", f"the file cannot be kept: {problem.strerror}") from None
        return path

    def _forget_old(self, now: datetime) -> None:
        for key in [one for one, file in self._files.items() if now - file.touched_at > KEPT]:
            self.remove(*key)
