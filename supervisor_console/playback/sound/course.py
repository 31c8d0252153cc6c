"""Where the recordings of a call lie in its time, and what of that time is heard. Milliseconds.

Two clocks: the call's (from its beginning) and the heard one, which stands still between recordings and while recording
was switched off. A file's samples lie where they were spoken: the PBX writes silence while recording is off.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Off = tuple[int, int]
"""``[starts_ms, ends_ms)`` of the call's time in which recording was switched off."""


@dataclass(frozen=True)
class Part:
    """A recording as it was told of. ``length_ms``: of the file, once that is known; it goes before ``ends_ms``."""

    file: str
    starts_ms: int
    ends_ms: int
    offs: tuple[Off, ...] = ()
    length_ms: int | None = None

    @property
    def until_ms(self) -> int:
        """Where its sound ends."""
        return self.ends_ms if self.length_ms is None else self.starts_ms + self.length_ms


@dataclass(frozen=True)
class Span:
    """A piece of the call's time that is heard from one part; ``heard_ms``: what is heard before it."""

    part: int
    starts_ms: int
    ends_ms: int
    heard_ms: int

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
        (start, end, number) for number, part in enumerate(parts) for start, end in _recorded(part) if end > start
    )
    for start, end, number in pieces:
        start = max(start, covered)
        if end > start:
            yield Span(number, start, end, heard)
            heard, covered = heard + end - start, end


def _recorded(part: Part) -> Iterator[tuple[int, int]]:
    """The part without what was switched off."""
    place = part.starts_ms
    for start, end in sorted(part.offs):
        if start > place:
            yield place, min(start, part.until_ms)
        place = max(place, end)
    if place < part.until_ms:
        yield place, part.until_ms
