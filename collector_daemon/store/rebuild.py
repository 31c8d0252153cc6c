"""Deriving again: the marks that raw events lack, and stored calls against calls derived anew. Pure.

A raw event's headers are the exact AMI message, but nothing is kept of connections made and lost: a loss stands
in the table of gaps, and the PBX greets every connection with an event of its own, which the caller recognises
(``is_greeting``). Not here: the analysis itself (``collector_daemon.analysis``), the reading (``reading``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from collector_daemon.capture import Connected, Entry, Heard, Lost
from shared.database.escapes import identifier, unescape
from shared.domain.agents import Gap
from shared.domain.calls import Call

ROUNDING = timedelta(milliseconds=1)
"""Lengths are stored in whole milliseconds; events of a foreign capture may share an instant, rows may not."""
UNCOMPARED = ("absorbed", "origin")
"""Fields of a call that are not stored with it, or not derived."""


class Difference(msgspec.Struct, frozen=True):
    """A field of a call (``visits[0].outcome``; "" for the whole call) that was stored as ``was``."""

    call_id: str
    field: str
    was: object
    now: object


class Marks:
    """Puts the marks of lost and made connections back between raw events."""

    def __init__(self, gaps: Sequence[Gap], is_greeting: Callable[[Heard], bool]) -> None:
        self._gaps = sorted(gaps, key=lambda gap: gap.started_at)
        self._is_greeting = is_greeting
        self._last_at = 0.0

    def around(self, seq: int, entry: Heard) -> Iterator[tuple[int, Entry]]:
        """The entry, and before it what happened to the connection since the last."""
        is_greeting = self._is_greeting(entry)
        while self._gaps and self._gaps[0].started_at.timestamp() < entry.at:
            gap = self._gaps[0]
            if gap.cause == "pbx_stopped" and not is_greeting:
                break  # the farewell opens this gap; the connection goes a moment later
            yield seq, Lost(max(gap.started_at.timestamp(), self._last_at))
            del self._gaps[0]
        if is_greeting:
            yield seq, Connected(entry.at, "")
        self._last_at = entry.at
        yield seq, entry

    def rest(self, until: datetime) -> Iterator[tuple[int, Entry]]:
        """Losses after which nothing was heard any more."""
        for gap in self._gaps:
            if gap.started_at < until:
                yield 0, Lost(max(gap.started_at.timestamp(), self._last_at))


def differences(was: Call | None, now: Call | None) -> list[Difference]:
    """Where a stored call and the same call derived anew differ."""
    if was is None or now is None:
        known = was or now
        assert known is not None
        return [Difference(known.call_id, "", None if was is None else "stored", None if now is None else "derived")]
    return [
        Difference(now.call_id, path, old, new)
        for path, old, new in _compare("", msgspec.structs.asdict(was), msgspec.structs.asdict(now))
    ]


def _compare(path: str, was: object, now: object) -> Iterator[tuple[str, object, object]]:
    if isinstance(was, msgspec.Struct) and isinstance(now, msgspec.Struct):
        was, now = msgspec.structs.asdict(was), msgspec.structs.asdict(now)
    if isinstance(was, dict) and isinstance(now, dict):
        for name in was:
            if path or name not in UNCOMPARED:
                yield from _compare(f"{path}.{name}" if path else name, was[name], now.get(name))
    elif isinstance(was, tuple) and isinstance(now, tuple):
        for place in range(max(len(was), len(now))):
            old = was[place] if place < len(was) else None
            new = now[place] if place < len(now) else None
            yield from _compare(f"{path}[{place}]", old, new)
    elif not _same(was, now):
        yield path, was, now


def _same(was: object, now: object) -> bool:
    match was, now:
        case datetime(), datetime():
            return abs(was - now) < ROUNDING
        case timedelta(), timedelta():
            return abs(was - now) <= ROUNDING
        case str(), str():
            return was == now or was == unescape(identifier(now))
    return was == now
