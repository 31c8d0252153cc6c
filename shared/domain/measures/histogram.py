"""How long things took, as counts that can be added. Exact on the edges, within one bin between them. Pure.

An edge of k seconds bounds the bin (edge before, k]. The finest edges: 0, each second up to 120, each five up to 600,
each minute up to 7200; longer ones are the rest. A percentile is therefore at most one second too long up to two
minutes, five up to ten, a minute up to two hours. Coarser edges are a part of these; a sum has the edges of all.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import lru_cache
from itertools import accumulate, pairwise
from operator import add

import msgspec

EDGES: tuple[int, ...] = (*range(121), *range(125, 601, 5), *range(660, 7201, 60))
"""Upper edges in seconds of the finest bins."""
LADDER: tuple[int, ...] = (3, 5, 10, 15, 20, 25, 30, 40, 45, 60, 90, 120, 180, 300)
"""Edges that are kept for every quarter of an hour."""
REST = -1
"""What stands for an edge where all that is longer is meant."""
_MILLISECONDS = 1000


class Percentile(msgspec.Struct, frozen=True, kw_only=True):
    """In (low, high] seconds; high None: longer than the last edge. What is said is ``high``."""

    low: int
    high: int | None


class Histogram(msgspec.Struct, frozen=True, kw_only=True):
    """``counts[i]`` lasted at most ``edges[i]`` seconds and more than the edge before; the last count is the rest."""

    edges: tuple[int, ...] = EDGES
    counts: tuple[int, ...] = (0,) * (len(EDGES) + 1)

    @staticmethod
    def of(counts: Mapping[int, int]) -> Histogram:
        """From edge → count, ``REST`` → the rest. Raises KeyError for what is no edge."""
        bins = [0] * (len(EDGES) + 1)
        for edge, count in counts.items():
            bins[-1 if edge == REST else _places(EDGES)[edge]] += count
        return Histogram(counts=tuple(bins))

    @staticmethod
    def of_lengths(milliseconds: Iterable[int]) -> Histogram:
        """From single lengths."""
        bins: dict[int, int] = {}
        for length in milliseconds:
            edge = edge_of(length)
            bins[edge] = bins.get(edge, 0) + 1
        return Histogram.of(bins)

    @staticmethod
    def of_ladder(within: Mapping[int, int], total: int) -> Histogram:
        """From limit → how many lasted at most so long, and how many there are at all."""
        edges = tuple(sorted(within))
        steps = [0, *(within[edge] for edge in edges), total]
        return Histogram(edges=edges, counts=tuple(high - low for low, high in pairwise(steps)))

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts)

    def __add__(self, other: Histogram) -> Histogram:
        if other.edges is EDGES and not any(other.counts):
            return self  # the neutral element: most spans have some
        if self.edges == other.edges:
            return Histogram(edges=self.edges, counts=tuple(map(add, self.counts, other.counts)))
        common = tuple(sorted(set(self.edges) & set(other.edges)))
        return self.coarsened(common) + other.coarsened(common)

    def coarsened(self, edges: tuple[int, ...]) -> Histogram:
        """The same in fewer bins; ``edges`` are some of its own."""
        places, sums = _places(self.edges), tuple(accumulate(self.counts))
        return Histogram.of_ladder({edge: sums[places[edge]] for edge in edges}, self.total)

    def at_most(self, seconds: float) -> int | None:
        """How many lasted at most so long; None: that is no edge, and cannot be told exactly."""
        if (place := _places(self.edges).get(seconds)) is None:
            return self.total if self.total == 0 else None
        return sum(self.counts[: place + 1])

    def percentile(self, share: float) -> Percentile | None:
        """In which bin the value lies that ``share`` per cent do not exceed (nearest rank); None: there is nothing."""
        total = self.total
        if not total:
            return None
        rank = max(1, math.ceil(Fraction(share) * total / 100))
        place = next(place for place, reached in enumerate(accumulate(self.counts)) if reached >= rank)
        low = self.edges[place - 1] if place else 0
        return Percentile(low=low, high=self.edges[place] if place < len(self.edges) else None)


def edge_of(milliseconds: int) -> int:
    """The edge of the finest bin of a length, or ``REST``."""
    seconds = max(0, -(-milliseconds // _MILLISECONDS))
    if seconds > EDGES[-1]:
        return REST
    step = 1 if seconds <= 120 else 5 if seconds <= 600 else 60
    return -(-seconds // step) * step


@lru_cache(maxsize=64)
def _places(edges: tuple[int, ...]) -> dict[float, int]:
    return {edge: place for place, edge in enumerate(edges)}
