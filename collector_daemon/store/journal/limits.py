"""How much of a journal is kept: old and many segments go, but only those that nobody needs to start from."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from datetime import datetime

import msgspec

from collector_daemon.store.journal.segments import Segment

log = logging.getLogger(__name__)


class Limits(msgspec.Struct, frozen=True):
    """How long (seconds) and how much (bytes) is kept."""

    keep_seconds: float
    most_bytes: float


def enforce(
    limits: Limits, all_segments: Sequence[Segment], needed: int, now: datetime
) -> tuple[set[Segment], bool]:
    """Delete segments before the entry ``needed``, oldest first, that are too old or too many.

    Returns those deleted, and whether what is left is over the limit all the same. A file that can't be deleted
    (on Windows: somebody reads it) stays for the next time.
    """
    sizes = {segment: segment.size() for segment in all_segments}
    total = sum(sizes.values())
    gone: set[Segment] = set()
    spare = [segment for segment in all_segments if segment.first < needed]
    for segment in spare:
        age = now.timestamp() - segment.changed_at()
        if age <= limits.keep_seconds and total <= limits.most_bytes:
            break
        try:
            segment.delete()
        except OSError as problem:
            log.info("%s can't be deleted now (%s)", segment.packed, problem.strerror)
            break
        total -= sizes[segment]
        gone.add(segment)
    return gone, total > limits.most_bytes
