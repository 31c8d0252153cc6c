"""The outline of a track for its waveform: how far it swings in every hundredth of a second."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from supervisor_console.playback.sound.track import Samples, Track

STEP_MS = 10
QUIET = 3000
"""A recording that is never louder than this is drawn as low as it is."""


@dataclass(frozen=True, eq=False)
class Peaks:
    """``low`` and ``high``: the furthest swings of each step of ``STEP_MS``, a column for each channel."""

    low: Samples
    high: Samples

    @property
    def steps(self) -> int:
        """How many steps there are."""
        return int(self.high.shape[0])

    @cached_property
    def loudest(self) -> int:
        """The furthest swing of all."""
        return int(self.loudness.max(initial=0))

    @property
    def loudness(self) -> Samples:
        """The furthest swing of all channels, never below nothing."""
        both = np.maximum(self.high, -np.maximum(self.low, -32767)).max(axis=1, initial=0)
        found: Samples = both.astype(np.int16)
        return found

    def columns(self, first_ms: float, last_ms: float, count: int) -> tuple[Samples, Samples]:
        """The swings in ``count`` equal parts of the span; nothing where there is no sound."""
        edges = np.linspace(first_ms / STEP_MS, last_ms / STEP_MS, count + 1)
        low, high = np.zeros((count, self.low.shape[1]), np.int16), np.zeros((count, self.low.shape[1]), np.int16)
        starts = np.floor(edges[:-1]).astype(int)
        ends = np.maximum(np.ceil(edges[1:]).astype(int), starts + 1)
        is_there = (starts >= 0) & (starts < self.steps)
        for place in np.flatnonzero(is_there):
            span = slice(starts[place], min(ends[place], self.steps))
            low[place], high[place] = self.low[span].min(axis=0), self.high[span].max(axis=0)
        return low, high


def peaks_of(track: Track) -> Peaks:
    """The outline. Blocks: some milliseconds an hour of sound."""
    step = max(1, track.rate * STEP_MS // 1000)
    whole = track.frames // step
    if not whole:
        nothing = np.zeros((0, track.samples.shape[1]), np.int16)
        return Peaks(nothing, nothing)
    sides = [np.ascontiguousarray(side).reshape(whole, step) for side in track.samples[: whole * step].T]
    # A side at a time: ten times quicker than all at once.
    low, high = ([one(side, axis=1) for side in sides] for one in (np.min, np.max))
    return Peaks(np.stack(low, axis=1), np.stack(high, axis=1))
