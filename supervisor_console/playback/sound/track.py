"""A recording as samples."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Samples = NDArray[np.int16]
"""Of 16 bits; first the moment, then the channel."""


@dataclass(frozen=True, eq=False)
class Track:
    """``samples`` of one channel or two (left, right), ``rate`` of them a second.

    ``is_whole``: the file was there to its end when it was decoded.
    """

    samples: Samples
    rate: int
    is_whole: bool = True

    @property
    def frames(self) -> int:
        """How many moments there are."""
        return int(self.samples.shape[0])

    @property
    def is_stereo(self) -> bool:
        """Are there two sides?"""
        return int(self.samples.shape[1]) == 2

    @property
    def length_ms(self) -> int:
        """How long it is."""
        return self.ms(self.frames)

    def frame(self, ms: float) -> int:
        """Which frame is heard there, within the track."""
        return min(self.frames, max(0, round(ms * self.rate / 1000)))

    def ms(self, frame: float) -> int:
        """When a frame is heard, from the beginning."""
        return round(frame * 1000 / self.rate)
