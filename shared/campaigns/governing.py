"""How many calls a campaign has abandoned, how sure that is, and how many it may still abandon. Pure numbers.

The bound is Clopper and Pearson's: the share of abandoned calls under which so few would be seen only with the
probability 1 − ``confidence`` (one-sided; the quantile of Beta(abandoned + 1, answered − abandoned)). It is exact for
every count: the true share lies under it at least as often as it promises. 9 of 712 at 95 %: 2.19 %.

With few answered calls no bound can lie under 3 %: 98 without a single abandoned one prove 3.01 %, 99 prove 2.98 %.
So a campaign *earns* the right to dial more than it has free operators: it begins with one call for each free operator,
of which none can be abandoned, and each window (24 hours, 30 days) must allow one more abandoned call than it has.

Source of the two windows: 16 CFR 310.4(b)(4) (30 days), Ofcom's statements on persistent misuse (24 hours).
"""

from __future__ import annotations

from functools import lru_cache
from math import exp, lgamma, log, log1p, sqrt
from statistics import NormalDist

import msgspec

from shared.campaigns.campaign import Limits

_TINY = 1e-300


class Answered(msgspec.Struct, frozen=True, gc=False):
    """What a window counts: calls ``answered`` by people, and how many of those found no operator in two seconds."""

    abandoned: int = 0
    answered: int = 0

    @property
    def share(self) -> float:
        """Abandoned among the answered as it was; 0 with none answered."""
        return self.abandoned / self.answered if self.answered else 0.0


def bound(counted: Answered, confidence: float = 0.95) -> float:
    """Give Clopper and Pearson's upper bound of the share; 1 with nothing answered."""
    return _bound(counted.abandoned, counted.answered, confidence)


def wilson(counted: Answered, deviations: float = 1.6448536269514722) -> float:
    """Give Wilson's upper bound, so many standard ``deviations`` up (1.645: 95 % one-sided): for comparison."""
    if not counted.answered:
        return 1.0
    n, share, square = counted.answered, counted.share, deviations * deviations
    spread = deviations * sqrt(share * (1 - share) / n + square / (4 * n * n))
    return (share + square / (2 * n) + spread) / (1 + square / n)


def corrected_share(dropped: int, people: int, machines: int) -> float:
    """Give Ofcom's rate as VICIdial reckons it: dropped calls less the part that machines will have answered.

    ``people`` and ``machines``: answered ones that operators spoke with, by kind. 29, 9, 7: 64.44 %.
    """
    if not people + machines:
        return 1.0 if dropped else 0.0
    of_people = dropped * people / (people + machines)
    return of_people / (people + of_people) if of_people or people else 0.0


def allowed(answered: int, limits: Limits) -> int:
    """Give how many of the answered may be abandoned with the bound still within the limit; −1: not even none."""
    return _allowed(answered, limits.abandoned_share, limits.confidence)


def spare(counted: Answered, limits: Limits) -> int:
    """Give how many more may be abandoned, of calls answered so far; negative: too many were."""
    return allowed(counted.answered, limits) - counted.abandoned


def smooth_budget(answered: int, limits: Limits) -> float:
    """Give ``allowed`` without its steps, by the expansion of Cornish and Fisher: to steer by."""
    share, z = limits.abandoned_share, _deviations(limits.confidence)
    variance = answered * share * (1 - share)
    return answered * share - z * sqrt(variance) + (z * z - 1) * (1 - 2 * share) / 6 - 0.5


@lru_cache(maxsize=64)
def _deviations(confidence: float) -> float:
    """Give the quantile of the standard normal distribution."""
    return NormalDist().inv_cdf(confidence)


@lru_cache(maxsize=4096)
def _allowed(answered: int, limit: float, confidence: float) -> int:
    if limit >= 1:
        return answered
    low, high = -1, answered
    while low < high:  # the bound grows with the abandoned
        middle = (low + high + 1) // 2
        if below(middle, answered, limit) <= 1 - confidence:
            low = middle
        else:
            high = middle - 1
    return low


def below(most: int, trials: int, chance: float) -> float:
    """Give P(X ≤ most) of a binomial X; its logarithms keep it exact for millions of trials."""
    if most >= trials or chance <= 0:
        return 1.0
    if most < 0 or chance >= 1:
        return 0.0
    if most > trials * chance:  # the shorter tail
        return 1.0 - _upward(most + 1, trials, chance)
    term = total = 1.0
    odds = chance / (1 - chance)
    for k in range(most, 0, -1):
        term *= k / ((trials - k + 1) * odds)
        total += term
        if term < total * 1e-17:
            break
    return total * exp(_log_term(most, trials, chance))


def _upward(least: int, trials: int, chance: float) -> float:
    term = total = 1.0
    odds = chance / (1 - chance)
    for k in range(least, trials):
        term *= (trials - k) * odds / (k + 1)
        total += term
        if term < total * 1e-17:
            break
    return total * exp(_log_term(least, trials, chance))


def _log_term(k: int, trials: int, chance: float) -> float:
    ways = lgamma(trials + 1) - lgamma(k + 1) - lgamma(trials - k + 1)
    return ways + k * log(max(chance, _TINY)) + (trials - k) * log1p(-chance)


@lru_cache(maxsize=4096)
def _bound(abandoned: int, answered: int, confidence: float) -> float:
    if answered <= abandoned:
        return 1.0
    low, high = abandoned / answered, 1.0
    while high - low > 1e-9:
        middle = (low + high) / 2
        if below(abandoned, answered, middle) > 1 - confidence:
            low = middle
        else:
            high = middle
    return high
