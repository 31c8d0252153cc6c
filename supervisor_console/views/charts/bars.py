"""Bars of a plot: side by side, one upon another, or touching as a distribution; in pixels, so sharp."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter, QTransform
from PySide6.QtWidgets import QStyleOptionGraphicsItem, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import write
from shared.reports.chart import Chart
from supervisor_console.views.charts.fillings import brush
from supervisor_console.views.charts.scale import said
from supervisor_console.views.sizes import CAPTION

SHARE, WIDEST = 0.72, 96
"""Of the room between two labels that the bars take; at most so many pixels."""
ABOVE = 10
"""Pixels from a bar to the middle of the figure above it."""


class Bars(pg.GraphicsObject):  # type: ignore[misc]  # it has no types
    """The bars of ``chart``; ``pointed`` is the label whose bar is marked."""

    def __init__(self, ground: Ground, chart: Chart, highest: float) -> None:
        super().__init__()
        self._ground, self._chart, self._highest = ground, chart, highest
        self.pointed: int | None = None

    def boundingRect(self) -> QRectF:  # noqa: N802 - Qt's name
        """In labels and values."""
        return QRectF(0, 0, max(1, len(self._chart.labels)), max(self._highest, 1e-9))

    def point(self, label: int | None) -> None:
        """Mark the bar of this label."""
        if label != self.pointed:
            self.pointed = label
            self.update()

    def paint(self, painter: QPainter, _option: QStyleOptionGraphicsItem, _widget: QWidget | None = None) -> None:
        """All bars."""
        place = painter.worldTransform()
        painter.save()
        painter.setWorldTransform(QTransform())
        if self.pointed is not None:
            column = place.mapRect(QRectF(self.pointed, 0, 1, self.boundingRect().height()))
            painter.fillRect(column.adjusted(0, -2 * ABOVE, 0, 0), self._ground.theme.colour("bg"))
        if self._chart.kind == "stacked":
            self._stacked(painter, place)
        else:
            self._beside(painter, place)
        painter.restore()

    def _stacked(self, painter: QPainter, place: QTransform) -> None:
        last_right, share = -1e9, _share(place)
        for label in range(len(self._chart.labels)):
            base = 0.0
            for one in self._chart.series:
                value = one.values[label] or 0.0
                if value > 0:
                    rect = place.mapRect(QRectF(label + (1 - share) / 2, base, share, value))
                    is_first = base == 0.0
                    base += value
                    whole = QRectF(round(rect.left()), rect.top(), round(rect.width()), rect.height())
                    painter.fillRect(whole.adjusted(0, 0, 0, 0 if is_first else -1),
                                     brush(self._ground.theme, one.paint, one.filling))  # fmt: skip
            if self._chart.totals and base > 0:
                last_right = self._total(painter, place, label, base, last_right)

    def _total(self, painter: QPainter, place: QTransform, label: int, top: float, last_right: float) -> float:
        text = said(self._chart.totals[label], self._chart.unit, self._ground.language)
        spot = place.map(QPointF(label + 0.5, top))
        wide = paint_text.advance(text, CAPTION, 500)
        if spot.x() - wide / 2 < last_right + 4:
            return last_right  # figures that would touch one another are left to the hint
        theme = self._ground.theme
        plate = QRectF(spot.x() - wide / 2 - 2, spot.y() - ABOVE - CAPTION / 2, wide + 4, CAPTION)
        painter.fillRect(plate, theme.colour("bg" if self.pointed == label else "surface"))
        write(painter, text, spot.x(), spot.y() - ABOVE, CAPTION, theme.colour("text"), weight=500, align="centre")
        return spot.x() + wide / 2

    def _beside(self, painter: QPainter, place: QTransform) -> None:
        share = 1.0 if self._chart.kind == "spread" else _share(place)
        wide = share / max(1, len(self._chart.series)) if self._chart.kind == "bars" else share
        painter.setPen(Qt.PenStyle.NoPen)
        for number, one in enumerate(self._chart.series):
            offset = (1 - share) / 2 + (number * wide if self._chart.kind == "bars" else 0)
            for label, value in enumerate(one.values):
                if value:
                    rect = place.mapRect(QRectF(label + offset, 0, wide, value))
                    painter.fillRect(rect.adjusted(0.5, 0, -0.5, 0),
                                     brush(self._ground.theme, one.paint, one.filling))  # fmt: skip


def _share(place: QTransform) -> float:
    return min(SHARE, WIDEST / max(1.0, place.mapRect(QRectF(0, 0, 1, 1)).width()))
