"""The shape of a day: how many customers call in each part of it, and how the next arrival is drawn."""

from __future__ import annotations

import math
from dataclasses import dataclass
from random import Random

SHAPE = (
    0.05,
    0.03,
    0.02,
    0.02,
    0.03,
    0.06,
    0.2,
    0.6,
    1.15,
    1.6,
    1.55,
    1.2,
    0.75,
    1.05,
    1.45,
    1.3,
    1.0,
    0.65,
    0.4,
    0.25,
    0.18,
    0.12,
    0.09,
    0.07,
)
"""Calls an hour against the mean of office hours: peaks at ten and at three, a dip at lunch."""
DAY = 86_400.0


def intensity(at: float, offset_hours: float = 1.0) -> float:
    """How busy the instant is (Unix seconds; ``offset_hours`` local time minus UTC), without steps between
    hours.
    """
    hour = (at / 3600.0 + offset_hours - 0.5) % 24.0
    before = int(hour)
    share = hour - before
    return SHAPE[before] * (1 - share) + SHAPE[(before + 1) % 24] * share


@dataclass(frozen=True, slots=True)
class Traffic:
    """Calls on one line: ``per_hour`` in mean office hours, shaped by the day unless ``is_flat``."""

    line: str
    per_hour: float
    is_flat: bool = False

    def next_after(self, at: float, random: Random) -> float:
        """When the next customer calls: a Poisson process whose rate follows the day (thinning by
        rejection).
        """
        top = self.per_hour / 3600.0 * (1.0 if self.is_flat else max(SHAPE))
        if top <= 0:
            return math.inf
        while True:
            at += random.expovariate(top)
            if self.is_flat or random.random() * max(SHAPE) < intensity(at):
                return round(at, 3)
