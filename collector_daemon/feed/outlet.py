"""The way out to one client: at once while it reads, in small pieces while it is slow.

The transport never holds more than its high-water mark and one piece. What waits here is a snapshot (bytes
that are shared with other clients) or answers to what the client itself asked; changes are not queued but
merged (``subscriptions``).
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable

PIECE = 64 * 1024
"""Bytes handed to the transport at a time where a message is longer."""


class Outlet:
    """Writes lines in order; ``on_empty`` is called when the client has taken everything."""

    def __init__(self, transport: asyncio.Transport, buffer_bytes: int, on_empty: Callable[[], None]) -> None:
        self._transport = transport
        self._on_empty = on_empty
        self._waiting: deque[memoryview | bytes] = deque()
        self._is_paused = False
        self.has_written = False
        transport.set_write_buffer_limits(high=buffer_bytes)

    @property
    def is_busy(self) -> bool:
        """Does the client have to read before more can be written?"""
        return self._is_paused or bool(self._waiting)

    @property
    def backlog(self) -> int:
        """Pieces that wait."""
        return len(self._waiting)

    def send(self, line: bytes, head: bytes = b"") -> None:
        """Write the line, now or when the client has read what is before it.

        ``head`` goes before it: a long line that many clients share is not copied for the sake of a number.
        """
        if self._transport.is_closing():
            return
        self.has_written = True
        if not self.is_busy and len(line) <= PIECE:
            self._transport.write(head + line if head else line)
            return
        if head:
            self._waiting.append(head)
        view = memoryview(line)
        self._waiting.extend(view[start : start + PIECE] for start in range(0, len(line), PIECE))
        self._pump()

    def pause(self) -> None:
        """The transport is full."""
        self._is_paused = True

    def resume(self) -> None:
        """The transport takes more."""
        self._is_paused = False
        self._pump()
        if not self.is_busy:
            self._on_empty()

    def _pump(self) -> None:
        while self._waiting and not self._is_paused and not self._transport.is_closing():
            self._transport.write(self._waiting.popleft())
