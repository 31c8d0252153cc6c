"""What is to be expected of calls that ring: how many people answer by when, and whether an operator is free. Pure.

The future is looked at on a few instants: those at which a call placed now is answered with equal probability (its
ring time's quantiles). Up to each of them so many of the ringing calls are answered (a sum of unequal coins) and so
many of the busy operators become free (another). A call answered then finds nobody if the others' answers, less the
freed (also within the two seconds that the called may wait), reach the number of free operators.

The sums of unequal coins are taken as binomials of the same mean and variance, and folded; from a variance of 6 on the
difference as a normal distribution with its skewness. Against brute force shares are within five points where
operators are many, and closer where they are few (tests).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import erfc, exp, sqrt

from shared.campaigns.horizon import INSTANTS, Horizon
from shared.campaigns.share import Chance

_NORMAL_FROM = 6.0
_HALF = 0.7071067811865476


class Outlook:
    """What is ahead of the calls that ring now, and of so many more."""

    def __init__(
        self,
        horizon: Horizon,
        *,
        chance: Chance,
        free: int,
        talking: Sequence[float] = (),
        wrapping: Sequence[float] = (),
        ringing: Sequence[float] = (),
        inbound_rate: float = 0.0,
    ) -> None:
        self.free, self.calls = free, len(ringing)
        self._instants = horizon.instants
        self.chance, self._answers, self._squares = _ringing(horizon, chance, ringing)
        self._share = share = self.chance.share
        self._doubt = (1.0 - share) / (share * self.chance.attempts)  # variance of the share, by its square
        freed = _freed(horizon, talking, wrapping)
        self._freed, self._freed_squares, self._freed_cubes = (
            freed[:INSTANTS],
            freed[INSTANTS:-INSTANTS],
            freed[-INSTANTS:],
        )
        self._inbound = [inbound_rate * at for at in horizon.instants]
        self._falls: list[list[float] | None] = [None] * INSTANTS

    @property
    def soon(self) -> float:
        """Operators expected to be free by the middle instant."""
        return self._freed[INSTANTS // 2]

    @property
    def middle(self) -> float:
        """The middle instant, in seconds from now."""
        return self._instants[INSTANTS // 2]

    @property
    def abandoned(self) -> float:
        """How many of the ringing calls are expected to be answered and to find no operator."""
        total = before = 0.0
        for index, answers in enumerate(self._answers):
            if answers > before:
                total += (answers - before) * self._lost(index, 0)
            before = answers
        return total

    def lost(self, more: int) -> float:
        """Give the expected share of abandoned among the answered of so many calls placed now."""
        return sum([self._lost(index, more) for index in range(INSTANTS)]) / INSTANTS

    def _lost(self, index: int, more: int) -> float:
        """Give the chance that a call answered at that instant finds no operator."""
        calls = self.calls + more
        if calls == 0:
            return 0.0
        chance = self._share * (index + 0.5) / INSTANTS
        others = (calls - 1) / calls
        mean = (self._answers[index] + more * chance) * others
        squares = (self._squares[index] + more * chance * chance) * others
        inbound = self._inbound[index]
        variance = (
            mean - squares + mean * mean * self._doubt + inbound + self._freed[index] - self._freed_squares[index]
        )
        if variance >= _NORMAL_FROM:
            return self._normal(index, mean, squares, variance)
        return self._folded(index, mean, squares, calls - 1)

    def _normal(self, index: int, mean: float, squares: float, variance: float) -> float:
        """Refined normal approximation (Volkova 1996)."""
        inbound, freed = self._inbound[index], self._freed[index]
        cubes = squares * squares / mean if mean > 0 else 0.0
        third = mean - 3 * squares + 2 * cubes + inbound
        third -= freed - 3 * self._freed_squares[index] + 2 * self._freed_cubes[index]
        deviation = sqrt(variance)
        x = (self.free - 0.5 - (mean + inbound - freed)) / deviation
        density = 0.3989422804014327 * exp(-x * x / 2)
        under = 1 - 0.5 * erfc(x * _HALF) + third / (6 * deviation**3) * (1 - x * x) * density
        return min(max(1.0 - under, 0.0), 1.0)

    def _folded(self, index: int, mean: float, squares: float, most: int) -> float:
        """P(answers − freed ≥ free), both binomials of their mean and variance."""
        inbound = self._inbound[index]
        falls = self._falls[index]
        if falls is None:
            falls = self._falls[index] = _cumulated(_binomial(self._freed[index], self._freed_squares[index]))
        mean += inbound
        total, last = 0.0, len(falls) - 1
        for count, chance in enumerate(_binomial(mean, squares)):
            spare = count - self.free
            if spare >= 0:
                total += chance * (falls[spare] if spare < last else 1.0)
        return min(total, 1.0)


def _ringing(horizon: Horizon, chance: Chance, ages: Sequence[float]) -> tuple[Chance, list[float], list[float]]:
    """Give the chance, and by each instant the sums of the calls' chances and of their squares.

    The chance takes in what the calls say that ring still: part of their time to be answered has gone by. Without it,
    it would be too high just after many calls were placed, as answers come before refusals.
    """
    groups = [(horizon.ringing(age), count) for age, count in Counter([int(age * 2) for age in ages]).items()]
    gone = sum([count * (1.0 - left) for (_, left, _), count in groups])
    chance = Chance(chance.answers, chance.attempts + gone)
    share = chance.share
    means, squares = [0.0] * INSTANTS, [0.0] * INSTANTS
    for (parts, left, others), count in groups:
        still = share * left + (1.0 - share) * others
        scale = share / still if still > 1e-9 else 0.0
        for index, part in enumerate(parts):
            single = part * scale
            means[index] += count * single
            squares[index] += count * single * single
    return chance, means, squares


def _freed(horizon: Horizon, talking: Sequence[float], wrapping: Sequence[float]) -> list[float]:
    """Add up the operators' chances to be free by each instant, then their squares, then their cubes."""
    total = [0.0] * (3 * INSTANTS)
    for step, count in Counter([int(age) >> 2 for age in talking]).items():
        total = [was + count * more for was, more in zip(total, horizon.talking(step), strict=True)]
    for step, count in Counter([int(age) >> 1 for age in wrapping]).items():
        total = [was + count * more for was, more in zip(total, horizon.wrapping(step), strict=True)]
    return total


def _binomial(mean: float, squares: float) -> list[float]:
    """Give the probabilities of 0, 1, … of a binomial with that mean and variance mean − squares."""
    if mean <= 1e-12:
        return [1.0]
    if squares <= 1e-12:
        squares = 1e-12
    trials = max(round(mean * mean / squares), 1) if squares > mean * mean / 400 else 400
    trials = max(trials, int(mean) + 1)
    chance = mean / trials
    if chance >= 1.0 - 1e-12:
        return [0.0] * trials + [1.0]
    term = (1.0 - chance) ** trials
    odds, found = chance / (1.0 - chance), [term]
    for count in range(trials):
        term *= odds * (trials - count) / (count + 1)
        found.append(term)
        if count > mean and term < 1e-9:
            break
    return found


def _cumulated(chances: list[float]) -> list[float]:
    total, found = 0.0, []
    for chance in chances:
        total += chance
        found.append(min(total, 1.0))
    return found
