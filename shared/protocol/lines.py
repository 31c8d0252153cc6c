"""Cutting a stream of bytes into lines: UTF-8, ended by LF (a CR before it is forgiven), limited in size.

A line may come in any number of reads, and a read may hold any number of lines. A line that is too long or no
UTF-8 becomes a ``Fault`` in its place, and the lines after it are as good as before. Memory never exceeds the
limit and one read.
"""

from __future__ import annotations

from typing import Literal

import msgspec

CLIENT_LINE_LIMIT = 64 * 1024
"""Bytes of the longest line that a client may send."""
SERVER_LINE_LIMIT = 64 * 1024 * 1024
"""Bytes of the longest line that a client must expect: the snapshot of a very large centre."""


class Fault(msgspec.Struct, frozen=True):
    """A line that is none; ``code`` is stable."""

    code: Literal["too_long", "not_utf8"]


class Lines:
    """The lines of one stream; ``limit`` is in bytes without the line's end."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._parts: list[bytes] = []
        self._size = 0
        self._is_skipping = False

    def feed(self, read: bytes) -> list[bytes | Fault]:
        """The lines that this read completes, in order; empty lines are left out."""
        first, *others = read.split(b"\n")
        if not others:
            fault = self._keep(first)
            return [fault] if fault else []
        found: list[bytes | Fault] = []
        for ended in (first, *others[:-1]):
            fault = self._keep(ended)
            line = fault or self._line()
            if line:
                found.append(line)
            self._is_skipping = False
        fault = self._keep(others[-1])
        if fault:
            found.append(fault)
        return found

    def _keep(self, part: bytes) -> Fault | None:
        """Put a part by; a line that becomes too long is told once and then skipped to its end."""
        if self._is_skipping or not part:
            return None
        self._size += len(part)
        if self._size > self._limit:
            self._forget()
            self._is_skipping = True
            return Fault("too_long")
        self._parts.append(part)
        return None

    def _line(self) -> bytes | Fault:
        line = b"".join(self._parts).removesuffix(b"\r")
        self._forget()
        if line.isascii():
            return line
        try:
            line.decode()
        except UnicodeDecodeError:
            return Fault("not_utf8")
        return line

    def _forget(self) -> None:
        self._parts.clear()
        self._size = 0
