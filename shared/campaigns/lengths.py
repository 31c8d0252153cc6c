"""How long something takes, as it was measured: a distribution that forgets, and knows what is not over yet. Pure.

Times are put into steps, each a little longer than the one before; for every step the weights of those that came so far
and of those that ended in it give the chance of ending there (Kaplan and Meier). What was broken off early (censored)
counts as far as it came, so a talk that still goes on after ten minutes is no short talk. Old observations weigh less:
by half for each ``half_life`` newer ones. Until there are many, the assumed mean speaks with the weight of a few.
"""

from __future__ import annotations

from itertools import pairwise
from math import exp, log

STEPS = 96


class Lengths:
    """A distribution of times in seconds.

    ``mean``: assumed at first, exponential, with the weight of so many observations (``trust``). ``first``: the
    shortest step in seconds; ``longest``: beyond it all is one step.
    """

    def __init__(
        self, mean: float, *, trust: float = 4.0, half_life: float = 1000.0, first: float = 1.0, longest: float = 7200.0
    ) -> None:
        self.first, self.growth = first, _growth(first, longest)
        self._log_growth = log(self.growth)
        self.edges = tuple(self._edge(step) for step in range(STEPS + 1))
        self._fade = 0.5 ** (1 / half_life)
        self._unit = 1.0  # the weight of the newest; grows, so that the old need not be touched
        self._came, self._ended = _assumed(self.edges, mean, trust)
        self.seen, self._next = 0, 1
        self._survival: list[float] | None = None
        self.version = 0

    def add(self, seconds: float, *, is_over: bool = True) -> None:
        """One took so long, or (not ``is_over``) was broken off then."""
        self._unit /= self._fade
        step = self.step(seconds)
        for index in range(step):
            self._came[index] += self._unit
        if is_over:
            self._came[step] += self._unit
            self._ended[step] += self._unit
        self.seen += 1
        if self._unit > 1e9:
            self._rescale()
        if self.seen >= self._next:  # the tables are read far more often than they change
            self._next = self.seen + 1 + min(self.seen // 5, 200)
            self._survival = None
            self.version += 1

    def step(self, seconds: float) -> int:
        """Give the step in which a time lies."""
        if seconds <= 0:
            return 0
        found = int(log(1 + seconds * (self.growth - 1) / self.first) / self._log_growth)
        return min(found, STEPS - 1)

    def survival(self, seconds: float) -> float:
        """Give the chance of lasting longer than that; within a step it falls evenly."""
        table = self._table()
        step = self.step(seconds)
        low, high = self.edges[step], self.edges[step + 1]
        part = min(max((seconds - low) / (high - low), 0.0), 1.0)
        return table[step] + (table[step + 1] - table[step]) * part

    def ends_within(self, seconds: float, after: float) -> float:
        """Give the chance that what has gone on for ``after`` seconds ends within the next ``seconds``."""
        left = self.survival(after)
        return 1.0 if left <= 1e-9 else 1.0 - self.survival(after + seconds) / left

    def quantile(self, share: float) -> float:
        """Give the time within which that share has ended."""
        table, wanted = self._table(), 1.0 - share
        for step in range(STEPS):
            if table[step + 1] <= wanted:
                fall = table[step] - table[step + 1]
                part = (table[step] - wanted) / fall if fall > 0 else 0.0
                return self.edges[step] + (self.edges[step + 1] - self.edges[step]) * part
        return self.edges[STEPS]

    def mean(self) -> float:
        """Give the mean in seconds."""
        table = self._table()
        return sum((table[i] + table[i + 1]) / 2 * (self.edges[i + 1] - self.edges[i]) for i in range(STEPS))

    def _edge(self, step: int) -> float:
        return self.first * (self.growth**step - 1) / (self.growth - 1)

    def _table(self) -> list[float]:
        if self._survival is None:
            table = [1.0]
            for came, ended in zip(self._came, self._ended, strict=True):
                table.append(table[-1] * max(1.0 - ended / came, 0.0) if came > 0 else table[-1])
            table[-1] = 0.0
            self._survival = table
        return self._survival

    def _rescale(self) -> None:
        self._came = [weight / self._unit for weight in self._came]
        self._ended = [weight / self._unit for weight in self._ended]
        self._unit = 1.0


def _growth(first: float, longest: float) -> float:
    """Find the factor by which each step is longer, so that all together reach the longest time."""
    low, high = 1.0 + 1e-6, 2.0
    for _ in range(60):
        middle = (low + high) / 2
        if first * (middle**STEPS - 1) / (middle - 1) < longest:
            low = middle
        else:
            high = middle
    return high


def _assumed(edges: tuple[float, ...], mean: float, trust: float) -> tuple[list[float], list[float]]:
    came = [trust * exp(-edge / mean) for edge in edges]
    return came[:-1], [one - other for one, other in pairwise(came)]
