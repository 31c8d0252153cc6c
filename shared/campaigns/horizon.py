"""Tables of what comes within the next seconds, from how long things take: the instants that matter, and chances. Pure.

The instants are those at which a call placed now is answered with equal probability: its ring time's quantiles.
"""

from __future__ import annotations

from shared.campaigns.lengths import Lengths

INSTANTS = 5
GRACE = 2.0  # seconds that an answered call may wait for an operator


class Horizon:
    """Tables of one state of what was measured: kept until it changes."""

    def __init__(self, *, answer: Lengths, give_up: Lengths, talk: Lengths, wrap: Lengths) -> None:
        self.talk, self.wrap = talk, wrap
        self._answer, self._give_up = answer, give_up
        self.instants = tuple(answer.quantile((index + 0.5) / INSTANTS) for index in range(INSTANTS))
        self._talking: dict[int, tuple[float, ...]] = {}
        self._wrapping: dict[int, tuple[float, ...]] = {}
        self._ringing: dict[int, tuple[tuple[float, ...], float, float]] = {}

    def talking(self, step: int) -> tuple[float, ...]:
        """Give of an operator who talks in the so-many-th four seconds: the chance to be free by each instant.

        Then the squares of those, and their cubes.
        """
        found = self._talking.get(step)
        if found is None:
            found = self._talking[step] = _powers([self._freed(step * 4 + 2, at + GRACE) for at in self.instants])
        return found

    def wrapping(self, step: int) -> tuple[float, ...]:
        """Give the same of one who writes in the so-many-th two seconds."""
        found = self._wrapping.get(step)
        if found is None:
            ends = [self.wrap.ends_within(at + GRACE, step * 2 + 1) for at in self.instants]
            found = self._wrapping[step] = _powers(ends)
        return found

    def ringing(self, half_seconds: int) -> tuple[tuple[float, ...], float, float]:
        """Give of a call that has rung so long: the part of answers by each instant, of answers and of others left."""
        found = self._ringing.get(half_seconds)
        if found is None:
            answer, give_up, age = self._answer, self._give_up, half_seconds / 2 + 0.25
            left = answer.survival(age)
            parts = tuple(left - answer.survival(age + at) for at in self.instants)
            found = self._ringing[half_seconds] = (parts, left, give_up.survival(age))
        return found

    def _freed(self, age: float, within: float, parts: int = 6) -> float:
        """Talk over and written down within that time: the end of the talk in each part, and the rest for writing."""
        talk, wrap = self.talk, self.wrap
        left, total, before = talk.survival(age), 0.0, talk.survival(age)
        if left <= 1e-9:
            return 1.0 - wrap.survival(within)
        for part in range(parts):
            after = talk.survival(age + within * (part + 1) / parts)
            total += (before - after) * (1.0 - wrap.survival(within * (parts - part - 0.5) / parts))
            before = after
        return total / left


def _powers(chances: list[float]) -> tuple[float, ...]:
    return (*chances, *[one**2 for one in chances], *[one**3 for one in chances])
