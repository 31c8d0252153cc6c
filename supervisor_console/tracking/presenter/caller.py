"""The caller's time, told once: at each moment of the call exactly one thing is his lot.

Where several are true at once the nearest to him counts: talking before being held (in a conference one holds, another
talks), that before parked, before waiting in a queue, before ringing and the IVR. What is left is connecting.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import Literal

import msgspec

from supervisor_console.tracking.presenter.happening import Happening
from supervisor_console.tracking.presenter.telling import CALLER, Telling

Lot = Literal["talk", "hold", "park", "queue", "voicemail", "dial", "ivr", "connecting", "after"]
_RANK: dict[str, int] = {"talk": 6, "hold": 5, "park": 4, "queue": 3, "voicemail": 2, "dial": 2, "ivr": 1}
SLIVER_MS = 120
"""Connecting for less than this is not worth telling: what follows begins so much earlier."""


class Stay(msgspec.Struct, frozen=True, kw_only=True):
    """A span of the caller's time. ``of``: the happening that it is, None where the PBX was busy connecting."""

    lot: Lot
    starts_ms: int
    ends_ms: int
    of: Happening | None = None


def stays(telling: Telling, found: Iterable[Happening]) -> tuple[Stay, ...]:
    """The caller's time from the beginning to the end of the call, without holes and without overlaps."""
    claims = [one for one in found if _is_his(one)]
    talks = [one.starts_ms for one in claims if one.kind == "talk"]
    first_talk = min(talks, default=telling.call_ms)
    pieces = [
        Stay(lot=one.kind, starts_ms=start, ends_ms=end, of=one)  # type: ignore[arg-type]  # a kind of _RANK
        if one is not None
        else Stay(lot="connecting" if start < first_talk else "after", starts_ms=start, ends_ms=end)
        for start, end, one in strongest(claims, telling.call_ms)
    ]
    return tuple(_without_slivers(pieces))


def _is_his(one: Happening) -> bool:
    if one.kind in ("talk", "hold"):
        return one.other == CALLER
    return one.kind in _RANK


def strongest(claims: list[Happening], until_ms: int) -> Iterator[tuple[int, int, Happening | None]]:
    """Cut ``[0, until_ms)`` where anything begins or ends; each part to the strongest that holds it."""
    edges = sorted({0, until_ms, *(edge for one in claims for edge in (one.starts_ms, one.ends_ms))})
    waiting = sorted(claims, key=lambda one: one.starts_ms, reverse=True)
    holding: list[Happening] = []
    start, before = 0, None
    for edge, following in pairwise([edge for edge in edges if 0 <= edge <= until_ms]):
        while waiting and waiting[-1].starts_ms <= edge:
            holding.append(waiting.pop())
        holding = [one for one in holding if one.ends_ms >= following]
        now = max(holding, key=lambda one: (_RANK.get(one.kind, 0), one.starts_ms), default=None)
        if edge and now is not before:
            yield start, edge, before
            start = edge
        before = now
    if until_ms > start:
        yield start, until_ms, before


def _without_slivers(pieces: list[Stay]) -> Iterator[Stay]:
    """Connecting for an instant goes to what follows, at the end to what was before."""
    kept: list[Stay] = []
    start: int | None = None
    for number, one in enumerate(pieces):
        is_sliver = one.of is None and one.ends_ms - one.starts_ms < SLIVER_MS
        if is_sliver and number + 1 < len(pieces):
            start = one.starts_ms if start is None else start
        elif is_sliver and kept:
            kept[-1] = msgspec.structs.replace(kept[-1], ends_ms=one.ends_ms)
        else:
            kept.append(one if start is None else msgspec.structs.replace(one, starts_ms=start))
            start = None
    yield from kept
