"""Lines of a plot with a point for each value; where there is none the line has a hole."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import Qt

from shared.qt.theme import Theme
from shared.reports.chart import Series

STYLES = (Qt.PenStyle.SolidLine, Qt.PenStyle.DashLine, Qt.PenStyle.DotLine, Qt.PenStyle.DashDotLine)
SYMBOLS = ("o", "s", "t", "d")
MOST_POINTS = 60
"""With more labels the points would hide the line."""


def curve(theme: Theme, one: Series, number: int) -> pg.PlotDataItem:
    """The series as a line; each number has a stroke and a symbol of its own, so that colour is never alone."""
    colour = theme.colour(one.paint)
    has_points = len(one.values) <= MOST_POINTS
    return pg.PlotDataItem(
        [place + 0.5 for place in range(len(one.values))],
        [math.nan if value is None else value for value in one.values],
        pen=pg.mkPen(colour, width=2, style=STYLES[number % len(STYLES)]), connect="finite",
        symbol=SYMBOLS[number % len(SYMBOLS)] if has_points else None, symbolSize=7,
        symbolBrush=colour, symbolPen=pg.mkPen(theme.colour("surface"), width=1),
    )  # fmt: skip
