"""A chart as plain values: drawn on screen by the console, on paper by ``pdf_out``; its table is the same values.

Colours are tokens of the theme by meaning, and never alone: each series has a filling too, for print in grey.
"""

from __future__ import annotations

from typing import Literal

import msgspec

ChartKind = Literal["bars", "stacked", "lines", "spread", "heat"]
"""``spread``: a distribution, bars that touch one another. ``heat``: a row of cells for each series."""
Paint = Literal["good", "talking", "held", "bad", "warn", "offline", "accent", "paused", "wrapup", "muted"]
Filling = Literal["plain", "dots", "slant", "upright"]
Unit = Literal["count", "percent", "duration", "number", "money"]
"""How a value is said: a whole number, per cent, seconds as m:ss, a number with decimals, an amount."""


class Series(msgspec.Struct, frozen=True, kw_only=True):
    """Values over ``Chart.labels``; None where there is nothing to say (no calls), which is not 0."""

    name: str
    values: tuple[float | None, ...]
    paint: Paint = "accent"
    filling: Filling = "plain"


class Mark(msgspec.Struct, frozen=True, kw_only=True):
    """A line across: ``across`` "x" is upright at ``at`` labels from the left (0.5: the middle of the first)."""

    text: str
    at: float
    across: Literal["x", "y"] = "x"
    kind: Literal["percentile", "limit"] = "percentile"


class Chart(msgspec.Struct, frozen=True, kw_only=True):
    """``labels`` along x; ``totals`` above stacked bars; ``gaps``: (series or 0, label) where collection was down."""

    kind: ChartKind
    title: str
    labels: tuple[str, ...]
    series: tuple[Series, ...]
    hint: str = ""
    unit: Unit = "count"
    marks: tuple[Mark, ...] = ()
    totals: tuple[float, ...] = ()
    gaps: frozenset[tuple[int, int]] = frozenset()

    @property
    def is_empty(self) -> bool:
        """Is there nothing to draw?"""
        return all(value is None or not value for one in self.series for value in one.values)
