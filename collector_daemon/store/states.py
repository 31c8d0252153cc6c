"""The core's state now and then, and the connection's marks: kept so that the past can be brought back.

A state belongs to an exact entry of the journal and travels with the facts up to it, in the same transaction. Not
here: reading them again (``kept``).
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import Any

import zstandard
from psycopg import AsyncConnection

from collector_daemon.core.centre import STATE_VERSION
from collector_daemon.store.batch import CoreState, LinkMark
from shared.database.escapes import escape, identifier

ENTRIES = 10_000
"""So many entries after one state the next is taken: what must be read to come to a moment between them."""


class Occasions:
    """When a state is due: at first, in every hour in which something is heard, and every so many entries."""

    def __init__(self, entries: int = ENTRIES) -> None:
        self._entries = entries
        self._last: tuple[int, datetime] | None = None

    def is_due(self, seq: int, at: datetime) -> bool:
        """Is it, at this entry? If so it counts as taken."""
        hour = at.replace(minute=0, second=0, microsecond=0)
        if self._last is not None and seq < self._last[0] + self._entries and hour == self._last[1]:
            return False
        self._last = seq, hour
        return True


def packed(pbx: str, journal_id: str, seq: int, taken_at: datetime, state: bytes) -> CoreState:
    """A state (``Centre.state``) for the recorder."""
    squeezed = zstandard.ZstdCompressor(level=3).compress(state)
    return CoreState(pbx, taken_at, STATE_VERSION, journal_id, seq, squeezed)


def unpacked(state: bytes) -> bytes:
    """What ``Centre.restored`` reads. Raises ValueError for damaged bytes."""
    try:
        return zstandard.ZstdDecompressor().decompress(state)
    except zstandard.ZstdError as problem:
        raise ValueError(f"a damaged state: {problem}") from None


async def write(connection: AsyncConnection[Any], items: Iterable[CoreState | LinkMark]) -> None:
    """Write them; of what is there already the first writing stays."""
    states, marks = [], []
    for one in items:
        if isinstance(one, CoreState):
            states.append((identifier(one.pbx), one.taken_at, one.version, one.journal_id, one.seq, one.state))
        else:
            banner = None if one.banner is None else escape(one.banner)
            marks.append((identifier(one.pbx), one.happened_at, banner is not None, banner))
    async with connection.cursor() as cursor:
        if states:
            await cursor.executemany(
                "insert into core_state values (%s, %s, %s, %s, %s, %s) on conflict do nothing", states)
        if marks:
            await cursor.executemany("insert into link_mark values (%s, %s, %s, %s) on conflict do nothing", marks)
