"""Tidying a journal: finished segments are packed, and deleted when they are old or many and nobody needs them."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from datetime import datetime

from collector_daemon.store.journal import segments as files
from collector_daemon.store.journal.limits import Limits, enforce
from collector_daemon.store.journal.segments import Segment
from collector_daemon.store.journal.troubles import Troubles


class Upkeep:
    """What is done to finished segments, in a thread of its own."""

    def __init__(self, limits: Limits, troubles: Troubles) -> None:
        self._limits = limits
        self._troubles = troubles

    async def tidy(self, segments: Sequence[Segment], committed: int, now: datetime) -> set[Segment]:
        """Pack all but the newest, delete what should go; returns those deleted. Troubles are told, not raised."""
        try:
            await asyncio.to_thread(_pack_all, segments[:-1])
            needed = await asyncio.to_thread(_durable_restart_point, segments, committed)
            self._troubles.over("pack")
        except OSError as problem:
            self._troubles.tell("pack", f"can't be packed ({problem.strerror}), trying again")
            return set()
        gone, is_over = await asyncio.to_thread(enforce, self._limits, segments, needed, now)
        if is_over:
            text = "is over journal.max_gb, but Postgres does not have what is in its oldest files"
            self._troubles.tell("limit", text)
        else:
            self._troubles.over("limit")
        return gone


def _pack_all(finished: Sequence[Segment]) -> None:
    for segment in finished:
        if segment.plain.exists():
            files.pack(segment)


def _durable_restart_point(segments: Sequence[Segment], committed: int) -> int:
    """Where a start would begin, its state forced to disk: only then may older files go."""
    first, state = files.restart_point(segments, committed)
    if state is not None:
        files.sync_file(Segment(segments[0].folder, first).state)
    return first
