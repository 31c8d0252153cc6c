"""Where the recordings of a call lie in its time, and what of that time is heard. Milliseconds.

Three clocks: the call's (from its beginning); the heard one, which stands still between recordings and while recording
was switched off; and each file's. A file goes on where the recording was muted (the PBX writes silence), and stands
still where it is written only between two parties (``Part.written``).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Off = tuple[int, int]
"""``[starts_ms, ends_ms)`` of the call's time in which recording was switched off."""


@dataclass(frozen=True)
class Part:
    """A recording as it was told of. ``length_ms``: of the file, once that is known; it goes before ``ends_ms``.

    ``offs``: what was muted; ``written``: when its file was written at all (empty: from its beginning to its end).
    """

    file: str
    starts_ms: int
    ends_ms: int
    offs: tuple[Off, ...] = ()
    length_ms: int | None = None
    written: tuple[Off, ...] = ()

    @property
    def until_ms(self) -> int:
        """Where its sound ends."""
        return self.pieces[-1][1]

    @property
    def pieces(self) -> tuple[tuple[int, int, int], ...]:
        """Its file piece by piece: ``[starts_ms, ends_ms)`` of the call, and where in the file that begins."""
        found: list[tuple[int, int, int]] = []
        place = 0
        for start, end in self.written or ((self.starts_ms, self.ends_ms),):
            if self.length_ms is None or place < self.length_ms or not found:
                found.append((start, end, place))
                place += end - start
        if self.length_ms is not None:
            start, _, before = found[-1]
            found[-1] = (start, start + max(0, self.length_ms - before), before)
        return tuple(found)

    def call_ms(self, file_ms: float) -> float:
        """The moment of the call that is heard there in the file."""
        start, _, before = next((one for one in reversed(self.pieces) if one[2] <= file_ms), self.pieces[0])
        return start + file_ms - before

    def file_ms(self, call_ms: float) -> float:
        """Where in the file a moment of the call is heard, or what comes next after it."""
        for start, end, before in self.pieces:
            if call_ms < end:
                return before + max(0.0, call_ms - start)
        start, end, before = self.pieces[-1]
        return float(before + end - start)


@dataclass(frozen=True)
class Span:
    """A piece of the call's time that is heard from one part; ``heard_ms``: what is heard before it.

    ``origin_ms``: when in the call the part's file would have begun, had it been written all the time until here.
    """

    part: int
    starts_ms: int
    ends_ms: int
    heard_ms: int
    origin_ms: int

    @property
    def length_ms(self) -> int:
        """How long it is."""
        return self.ends_ms - self.starts_ms


class Course:
    """What is heard of a call, one piece after another. Of recordings at the same time the earlier goes on."""

    def __init__(self, parts: Sequence[Part]) -> None:
        self.parts = tuple(parts)
        self.spans = tuple(_spans(self.parts))

    @property
    def heard_ms(self) -> int:
        """How long all that is heard is."""
        return self.spans[-1].heard_ms + self.spans[-1].length_ms if self.spans else 0

    def at(self, ms: float) -> int | None:
        """The number of the span that is heard there or comes next; None: nothing comes any more."""
        return next((number for number, one in enumerate(self.spans) if ms < one.ends_ms), None)

    def heard_of(self, ms: float) -> int:
        """How much is heard before this moment of the call."""
        number = self.at(ms)
        if number is None:
            return self.heard_ms
        span = self.spans[number]
        return span.heard_ms + max(0, round(ms) - span.starts_ms)

    def call_of(self, heard_ms: float) -> int:
        """The moment of the call at which so much has been heard."""
        for one in self.spans:
            if heard_ms < one.heard_ms + one.length_ms:
                return one.starts_ms + max(0, round(heard_ms) - one.heard_ms)
        return self.spans[-1].ends_ms if self.spans else 0

    @property
    def seams_ms(self) -> tuple[int, ...]:
        """Heard moments at which time of the call is left out."""
        pairs = zip(self.spans, self.spans[1:], strict=False)
        return tuple(later.heard_ms for one, later in pairs if later.starts_ms > one.ends_ms)


def _spans(parts: Sequence[Part]) -> Iterator[Span]:
    heard, covered = 0, 0
    pieces = sorted(
        (start, end, number, origin)
        for number, part in enumerate(parts) for start, end, origin in _recorded(part) if end > start
    )  # fmt: skip
    for start, end, number, origin in pieces:
        start = max(start, covered)
        if end > start:
            yield Span(number, start, end, heard, origin)
            heard, covered = heard + end - start, end


def _recorded(part: Part) -> Iterator[tuple[int, int, int]]:
    """The part without what was switched off: from, to, origin."""
    for first, last, before in part.pieces:
        place = first
        for start, end in sorted(part.offs):
            if start > place:
                yield place, min(start, last), first - before
            place = max(place, end)
        if place < last:
            yield place, last, first - before
