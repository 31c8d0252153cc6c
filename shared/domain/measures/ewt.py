"""How long a caller will probably wait: the median of what others lately waited from the same position. Pure.

The median and not the mean: one forgotten caller would make everybody's wait look long.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from statistics import median

ENOUGH = 5
"""So many waits of one position are trusted by themselves."""


def expected_wait(position: int, recent: Iterable[tuple[int, int]]) -> Fraction | None:
    """Milliseconds from ``position`` (1: next); ``recent``: position at entry and wait of those lately answered.

    Where too few came from that position, all are taken: the median of wait per place, times the position. None: nobody
    was answered lately, or the position is none.
    """
    if position < 1:
        return None
    known = [(place, wait) for place, wait in recent if place >= 1]
    same = [wait for place, wait in known if place == position]
    if len(same) >= ENOUGH:
        return Fraction(median(map(Fraction, same)))
    if not known:
        return None
    return position * Fraction(median(Fraction(wait, place) for place, wait in known))
