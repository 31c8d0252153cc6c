"""A share of attempts and how sure it is. Pure."""

from __future__ import annotations

from math import sqrt

import msgspec

FIRST, WEIGHT = 0.3, 8.0  # of attempts people answer, before anything is known; as if seen so often


class Chance(msgspec.Struct, frozen=True, gc=False):
    """A share with what it rests on: Beta(answers, attempts − answers); ``seen``: attempts of this list and hour."""

    answers: float = WEIGHT * FIRST
    attempts: float = WEIGHT

    @property
    def share(self) -> float:
        """The mean."""
        return self.answers / self.attempts

    def interval(self, confidence: float = 0.95) -> tuple[float, float]:
        """Give Wilson's interval of it, two-sided, for the 95 % and 90 % that are asked."""
        z = 1.959964 if confidence >= 0.95 else 1.644854
        n, p = self.attempts, self.share
        spread = z * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        middle, scale = p + z * z / (2 * n), 1 + z * z / n
        return max((middle - spread) / scale, 0.0), min((middle + spread) / scale, 1.0)
