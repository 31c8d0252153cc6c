"""A histogram in one number, as sums keep it: eight decimal digits a bin, the first bin on the right. Pure.

So the database adds up all bins of many rows at once, and hands over one text.
"""

from __future__ import annotations

from shared.domain.measures.histogram import EDGES, Histogram

DIGITS = 8
BINS = len(EDGES) + 1
_WIDTH = DIGITS * BINS


def histogram_of(packed: str | None) -> Histogram:
    """From the number's digits; None: there was nothing. Raises ValueError for what is no such number."""
    if not packed or packed == "0":
        return Histogram()
    digits = packed.rjust(_WIDTH, "0")
    if len(digits) > _WIDTH or not digits.isdigit():
        raise ValueError(f"no histogram: {packed[:20]}")
    return Histogram(counts=tuple(int(digits[end - DIGITS : end]) for end in range(_WIDTH, 0, -DIGITS)))
