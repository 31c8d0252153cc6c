"""Chance with a seed: numbers that look random and come again in the same order. Pure.

SplitMix64 (Steele, Lea, Flood 2014): one whole number of state, passes BigCrush, good for simulations, not for secrets.
"""

from __future__ import annotations

from math import cos, log, pi, sqrt

_MASK = (1 << 64) - 1


class Dice:
    """A generator; call it for a number in [0, 1)."""

    __slots__ = ("_state",)

    def __init__(self, seed: int) -> None:
        self._state = (seed * 0x9E3779B97F4A7C15 + 0x1234567) & _MASK

    def __call__(self) -> float:
        """Give the next number in [0, 1), with 53 bits."""
        self._state = state = (self._state + 0x9E3779B97F4A7C15) & _MASK
        state = ((state ^ (state >> 30)) * 0xBF58476D1CE4E5B9) & _MASK
        state = ((state ^ (state >> 27)) * 0x94D049BB133111EB) & _MASK
        return ((state ^ (state >> 31)) >> 11) * 1.1102230246251565e-16

    def normal(self) -> float:
        """Give a number of the standard normal distribution (Box and Muller)."""
        return sqrt(-2.0 * log(1.0 - self())) * cos(2.0 * pi * self())
