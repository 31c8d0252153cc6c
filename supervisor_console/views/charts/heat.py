"""A heat map: a row of cells for each series, the number in every cell, a corner where collection was down."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter, QPolygonF

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import frame, write
from shared.qt.theme import mixed
from shared.reports.chart import Chart
from supervisor_console.views.charts.scale import said
from supervisor_console.views.sizes import CAPTION

PALEST, FULLEST = 0.06, 0.52
"""Shares of the accent over the surface, so that text stays readable on every cell."""
HEAD, SIDE, APART, CORNER = 28, 16, 2, 9
LEAST = 22
"""Pixels of a cell that still has its number."""


class Heat:
    """Paints a chart of kind heat into a rectangle and finds cells again."""

    def __init__(self, ground: Ground) -> None:
        self._ground = ground
        self.chart: Chart | None = None
        self.pointed: tuple[int, int] | None = None
        self._grid, self._left = QRectF(), 0.0

    def paint(self, painter: QPainter, rect: QRectF) -> None:
        """The whole map."""
        chart = self.chart
        if chart is None or not chart.labels or not chart.series:
            return
        theme = self._ground.theme
        self._left = max(paint_text.advance(one.name, CAPTION, 400) for one in chart.series) + 12
        self._grid = rect.adjusted(SIDE + self._left, HEAD, -SIDE, -SIDE)
        for place, label in enumerate(chart.labels):
            cell = self._cell(0, place)
            if cell.width() >= LEAST or place % 2 == 0:
                write(painter, label, cell.center().x(), rect.top() + HEAD / 2, CAPTION, theme.colour("muted"),
                      align="centre")  # fmt: skip
        most = max((value or 0.0 for one in chart.series for value in one.values), default=0.0)
        for row, one in enumerate(chart.series):
            middle = self._cell(row, 0).center().y()
            write(painter, one.name, rect.left() + SIDE, middle, CAPTION, theme.colour("text"))
            for place, value in enumerate(one.values):
                self._paint_cell(painter, row, place, value, most)

    def at(self, point: QPointF) -> tuple[int, int] | None:
        """Row and label of the cell under a point."""
        chart = self.chart
        if chart is None or not self._grid.contains(point) or not chart.labels or not chart.series:
            return None
        row = int((point.y() - self._grid.top()) / self._grid.height() * len(chart.series))
        label = int((point.x() - self._grid.left()) / self._grid.width() * len(chart.labels))
        return min(row, len(chart.series) - 1), min(label, len(chart.labels) - 1)

    def _cell(self, row: int, label: int) -> QRectF:
        assert self.chart is not None
        wide = self._grid.width() / len(self.chart.labels)
        high = self._grid.height() / len(self.chart.series)
        left, top = round(self._grid.left() + label * wide), round(self._grid.top() + row * high)
        right, foot = round(self._grid.left() + (label + 1) * wide), round(self._grid.top() + (row + 1) * high)
        return QRectF(left, top, right - left - APART, foot - top - APART)

    def _paint_cell(self, painter: QPainter, row: int, label: int, value: float | None, most: float) -> None:
        assert self.chart is not None
        theme, cell = self._ground.theme, self._cell(row, label)
        share = PALEST + (FULLEST - PALEST) * ((value or 0.0) / most if most else 0.0)
        if theme.name == "contrast":
            share *= 0.6
        fill = mixed(theme.colour("accent"), theme.colour("surface"), share if value is not None else 0.0)
        border = theme.colour("accent") if self.pointed == (row, label) else None
        frame(painter, cell, fill, border, radius=3, width=2 if border else 1)
        text = said(value, self.chart.unit, self._ground.language)
        if cell.width() >= paint_text.advance(text, CAPTION, 400) + 2 and cell.height() >= CAPTION + 2:
            write(painter, text, cell.center().x(), cell.center().y(), CAPTION, theme.colour("text"), align="centre")
        if (row, label) in self.chart.gaps:
            tip = cell.topRight()
            corner = QPolygonF([tip, tip - QPointF(CORNER, 0), tip + QPointF(0, CORNER)])
            painter.setPen(theme.colour("warn"))
            painter.setBrush(theme.colour("warn"))
            painter.drawPolygon(corner)
