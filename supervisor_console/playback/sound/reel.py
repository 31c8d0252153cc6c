"""What is to be heard next: from a place in the call's time, at a speed, of both sides or one, without silence."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np

from supervisor_console.playback.sound.course import Course, Span
from supervisor_console.playback.sound.silence import Spans
from supervisor_console.playback.sound.stretching import Stretch
from supervisor_console.playback.sound.track import Samples, Track

Sides = Literal["both", "left", "right"]


@dataclass(frozen=True, eq=False)
class Piece:
    """Samples to be heard, always of two channels. ``starts_ms``: where they are in the call; ``ms_a_frame``."""

    samples: Samples
    rate: int
    starts_ms: float
    ms_a_frame: float


@dataclass(frozen=True, eq=False)
class Loaded:
    """A part that can be heard; ``silences`` from its beginning."""

    track: Track
    silences: Spans = ()


class Reel:
    """Reads one piece after another; ``is_ended``: there is nothing more, ``is_waiting``: it is not there yet."""

    def __init__(self, course: Course) -> None:
        self._course = course
        self.loaded: dict[str, Loaded] = {}
        """By the file's name."""
        self.speed, self.is_skipping = 1.0, False
        self.sides: Sides = "both"
        self.is_ended = self.is_waiting = False
        self._ms = 0.0
        self._stretch: Stretch | None = None

    @property
    def ms(self) -> float:
        """Where in the call it will read next."""
        return self._ms

    def go(self, ms: float) -> None:
        """Read there from now on."""
        self._ms, self._stretch, self.is_ended = max(0.0, ms), None, False

    def change_course(self, course: Course) -> None:
        """More is known of the files; the place stays."""
        self._course = course

    def set_speed(self, speed: float) -> None:
        """So many times as fast."""
        self.speed, self._stretch = speed, None

    def take(self, most: int) -> Piece | None:
        """At most so many frames; None: see ``is_ended`` and ``is_waiting``."""
        while True:
            number = self._course.at(self._ms)
            self.is_ended, self.is_waiting = number is None, False
            if number is None:
                return None
            span = self._course.spans[number]
            self._ms = max(self._ms, float(span.starts_ms))
            loaded = self.loaded.get(self._course.parts[span.part].file)
            if loaded is None:
                self.is_waiting = True
                return None
            piece = self._read(span, loaded, most)
            if piece is not None or self.is_waiting:
                return piece

    def _read(self, span: Span, loaded: Loaded, most: int) -> Piece | None:
        """A piece of this span; None: it is over, or silence was skipped, or it is waited for."""
        track, origin = loaded.track, span.origin_ms
        at = self._ms - origin
        until = span.ends_ms - origin
        if self.is_skipping:
            start, end = next(((one, two) for one, two in loaded.silences if at < two), (until, until))
            if at >= start - 0.5:
                self.go(origin + min(end, until))
                return None
            until = min(until, start)
        first, last = track.frame(at), track.frame(until)
        if first >= last:
            self._pass(span, loaded, origin + until)
            return None
        return self._plain(track, first, min(last, first + most), origin) if self.speed == 1.0 else self._stretched(
            track, first, last, origin)  # fmt: skip

    def _pass(self, span: Span, loaded: Loaded, until: float) -> None:
        """To the end of what there is: to be waited for where the file is not whole."""
        needed = span.ends_ms - span.origin_ms
        if not loaded.track.is_whole and loaded.track.length_ms < needed:
            self.is_waiting = True
            return
        self._ms, self._stretch = max(until, self._ms + 0.001), None

    def _plain(self, track: Track, first: int, last: int, origin: int) -> Piece:
        self._ms = origin + last * 1000 / track.rate
        return self._piece(track, first, track.samples[first:last], origin, 1.0)

    def _stretched(self, track: Track, first: int, last: int, origin: int) -> Piece:
        if self._stretch is None:
            self._stretch = Stretch(track, first, self.speed)
        start = round(self._stretch.frame)
        found = self._stretch.block(last)
        if found is None:  # too little for a window is heard as it is
            self._stretch = None
            return self._plain(track, start, last, origin)
        self._ms = origin + self._stretch.frame * 1000 / track.rate
        return self._piece(track, start, found, origin, self.speed)

    def _piece(self, track: Track, first: int, samples: Samples, origin: int, speed: float) -> Piece:
        return Piece(self._both(samples), track.rate, origin + first * 1000 / track.rate, speed * 1000 / track.rate)

    def _both(self, samples: Samples) -> Samples:
        """Two channels, of the sides that are wished."""
        if samples.shape[1] == 1:
            return np.repeat(samples, 2, axis=1)
        if self.sides == "both":
            return samples
        side = 0 if self.sides == "left" else 1
        return np.repeat(samples[:, side : side + 1], 2, axis=1)
