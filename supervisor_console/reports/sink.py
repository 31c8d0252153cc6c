"""A file for what cannot bear that writing fails: from the first trouble on it swallows all, and tells at the end.

The library of workbooks leaves its archive open when a disk is full, and an open file cannot be removed on Windows.
"""

from __future__ import annotations

from pathlib import Path


class Sink:
    """As much of a binary file as an archive needs. ``finish`` closes it and raises what went wrong, if it did."""

    def __init__(self, file: Path) -> None:
        """Begins the file. Raises OSError."""
        self._file = file.open("w+b", buffering=0)
        self._at = 0
        self._problem: OSError | None = None

    def write(self, data: bytes) -> int:
        """All of it, as far as one can tell."""
        left = memoryview(data)
        try:
            while left and self._problem is None:
                left = left[self._file.write(left) :]
        except OSError as problem:
            self._problem = problem
        self._at += len(data)
        return len(data)

    def seek(self, offset: int) -> int:
        """Counted from the beginning."""
        self._at = offset
        if self._problem is None:
            self._file.seek(offset)
        return offset

    def tell(self) -> int:
        """As if all had been written."""
        return self._at

    def flush(self) -> None:
        """Nothing is held back."""

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def finish(self) -> None:
        """No more comes. Raises OSError: not all of it was written."""
        self.close()
        if self._problem is not None:
            raise self._problem
