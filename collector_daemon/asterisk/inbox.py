"""The inbox: what was heard and not yet taken, in order, bounded by entries and bytes.

Bounded means: when it ``is_full``, the link stops reading from the socket. The PBX then keeps the rest, without
limit, as long as its ``writetimeout`` allows (100 ms unless set; `check-pbx` advises 20 s or more), and after it
closes the connection. One read (at most 256 kB) may go beyond the bound.
"""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable, Sequence

from collector_daemon.capture import Entry


class Inbox:
    """Entries of one PBX, in order. ``on_room`` is called when a full inbox has drained to half its bound."""

    def __init__(self, most_entries: int = 50_000, most_bytes: int = 64 * 1024 * 1024) -> None:
        self.on_room: Callable[[], None] | None = None
        self._most_entries = most_entries
        self._most_bytes = most_bytes
        self._reads: deque[tuple[Sequence[Entry], int]] = deque()
        self._entries = 0
        self._bytes = 0
        self._arrived = asyncio.Event()
        self._is_closed = False

    @property
    def waiting(self) -> int:
        """Entries not yet taken."""
        return self._entries

    @property
    def is_full(self) -> bool:
        """Whether reading must stop until entries were taken."""
        return self._entries > self._most_entries or self._bytes > self._most_bytes

    def put(self, entries: Sequence[Entry], size: int) -> None:
        """Append what one read brought, ``size`` bytes in all. Never blocks and never fails."""
        self._reads.append((entries, size))
        self._entries += len(entries)
        self._bytes += size
        self._arrived.set()

    async def take(self, limit: int = 10_000) -> list[Entry]:
        """The oldest entries, at most ``limit``, waiting for the first; [] only when closed and empty."""
        while not self._reads:
            if self._is_closed:
                return []
            self._arrived.clear()
            await self._arrived.wait()
        taken = self._taken(limit)
        self._tell_room()
        return taken

    def close(self) -> None:
        """Nothing more will come: who waits in ``take`` gets what is left and then []."""
        self._is_closed = True
        self._arrived.set()

    def _tell_room(self) -> None:
        # Told at half the bound, so that reading does not stop and start with each entry.
        is_half = self._entries <= self._most_entries // 2 and self._bytes <= self._most_bytes // 2
        if is_half and self.on_room:
            self.on_room()

    def _taken(self, limit: int) -> list[Entry]:
        taken: list[Entry] = []
        while self._reads and len(taken) < limit:
            entries, size = self._reads.popleft()
            missing = limit - len(taken)
            if len(entries) > missing:
                left = size * (len(entries) - missing) // len(entries)
                self._reads.appendleft((entries[missing:], left))
                entries, size = entries[:missing], size - left
            taken += entries
            self._entries -= len(entries)
            self._bytes -= size
        return taken
