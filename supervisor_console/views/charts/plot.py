"""The plot of pyqtgraph with our axes: bars, distributions and lines; what is under the mouse, stretches dragged."""

from __future__ import annotations

import math

import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QWidget

from shared.qt import paint_text
from shared.qt.fonts import font
from shared.qt.ground import Ground
from shared.qt.theme import mixed
from shared.reports.chart import Chart
from supervisor_console.views.charts.bars import Bars
from supervisor_console.views.charts.lines import curve
from supervisor_console.views.charts.marks import Marks
from supervisor_console.views.charts.scale import said, ticks
from supervisor_console.views.sizes import CAPTION

TOP, MARKED_TOP = 18, 40
"""Pixels above the highest tick: for figures above bars; for two rows of words above marks."""
LEAST_HEIGHT = 140


class Plot(pg.PlotWidget):  # type: ignore[misc]  # it has no types
    """``pointed``: another label is under the mouse (None: none). ``spanned``: dragged from label to label."""

    pointed = Signal(object)
    spanned = Signal(int, int)

    chart: Chart | None = None
    """Of the class, because pyqtgraph resizes while it is made."""

    def __init__(self, ground: Ground, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = ground
        self.bars: Bars | None = None
        self._pressed: int | None = None
        self._top = 1.0
        self.setMinimumHeight(LEAST_HEIGHT)
        self.setMouseEnabled(x=False, y=False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setMouseTracking(True)
        self.plotItem.layout.setContentsMargins(8, 4, 16, 6)
        ground.theme_changed.connect(self.redraw)

    def show_chart(self, chart: Chart) -> None:
        """Draw it."""
        self.chart = chart
        self.redraw()

    def redraw(self) -> None:
        """From the values again: after another theme or language too."""
        chart = self.chart
        if chart is None or chart.kind == "heat":
            return
        theme = self._ground.theme
        self.setBackground(theme.colour("surface"))
        self.plotItem.clear()
        steps = ticks(self._highest(chart), chart.unit)
        self._top = steps[-1]
        self.setXRange(0, max(1, len(chart.labels)), padding=0)
        self._axes(chart, steps)
        self._fit()
        grid = mixed(theme.colour("line"), theme.colour("surface"), 0.35 if theme.name == "contrast" else 1.0)
        for step in steps[1:]:
            self.plotItem.addItem(pg.InfiniteLine(step, angle=0, pen=pg.mkPen(grid, width=1)))
        self.plotItem.addItem(pg.InfiniteLine(0, angle=0, pen=pg.mkPen(theme.colour("muted"), width=1)))
        self.bars = None
        if chart.kind == "lines":
            for number, one in enumerate(chart.series):
                self.plotItem.addItem(curve(theme, one, number))
        else:
            self.bars = Bars(self._ground, chart, steps[-1])
            self.plotItem.addItem(self.bars)
        if chart.marks:
            self.plotItem.addItem(Marks(self._ground, chart.marks, len(chart.labels), steps[-1]))

    def point(self, label: int | None) -> None:
        """Mark a label."""
        if self.bars is not None:
            self.bars.point(label)

    def label_at(self, point: QPointF) -> int | None:
        """The label at a point of the widget; None beside the plot."""
        box = self.plotItem.vb
        if self.chart is None or not box.sceneBoundingRect().contains(point):
            return None
        place = math.floor(box.mapSceneToView(point).x())
        return place if 0 <= place < len(self.chart.labels) else None

    @staticmethod
    def _highest(chart: Chart) -> float:
        if chart.kind == "stacked":
            columns = zip(*(one.values for one in chart.series), strict=True)
            return max((sum(value or 0.0 for value in column) for column in columns), default=0.0)
        values = [value or 0.0 for one in chart.series for value in one.values]
        limits = [one.at for one in chart.marks if one.across == "y"]
        return max([*values, *limits], default=0.0)

    def _axes(self, chart: Chart, steps: tuple[float, ...]) -> None:
        theme = self._ground.theme
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(None))
            axis.setTextPen(pg.mkPen(theme.colour("muted")))
            axis.setStyle(tickFont=font(CAPTION), tickLength=0, tickTextOffset=8, hideOverlappingLabels=False)
        words = [(step, said(step, chart.unit, self._ground.language, is_tick=True)) for step in steps]
        self.getAxis("left").setTicks([words])
        self.getAxis("left").setWidth(round(max(paint_text.advance(word, CAPTION, 400) for _step, word in words)) + 14)

    def _labels(self, chart: Chart) -> list[tuple[float, str]]:
        offset = 0.0 if chart.kind == "spread" else 0.5
        room = max(1.0, self.width() - 80) / max(1, len(chart.labels))
        widest = max((paint_text.advance(one, CAPTION, 400) for one in chart.labels), default=0.0)
        every = max(1, math.ceil((widest + 12) / room))
        return [(place + offset, one) for place, one in enumerate(chart.labels) if place % every == 0 and one]

    def _fit(self) -> None:
        """Room above the highest tick in pixels, and labels that do not touch one another."""
        chart = self.chart
        if chart is None or chart.kind == "heat":
            return
        above = MARKED_TOP if any(one.across == "x" for one in chart.marks) else TOP
        high = max(self.plotItem.vb.height(), above * 2.0)
        self.setYRange(0, self._top * high / (high - above), padding=0)
        self.getAxis("bottom").setTicks([self._labels(chart)])

    def resizeEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """Other labels have room."""
        super().resizeEvent(event)
        self._fit()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell what is under the mouse."""
        self.pointed.emit(self.label_at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A stretch may begin."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = self.label_at(event.position())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """It ends: zoom in there."""
        first, last = self._pressed, self.label_at(event.position())
        self._pressed = None
        if event.button() == Qt.MouseButton.LeftButton and first is not None and last is not None:
            self.spanned.emit(min(first, last), max(first, last))

    def wheelEvent(self, event: object) -> None:  # noqa: N802 - Qt's name
        """The page scrolls, not the plot."""
        event.ignore()  # type: ignore[attr-defined]  # it is a QWheelEvent
