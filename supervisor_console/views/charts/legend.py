"""The legend of a chart, for the head of its panel: the same swatches as in the chart."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QSizePolicy, QWidget

from shared.qt import paint_text
from shared.qt.ground import Ground
from shared.qt.painting import write
from shared.reports.chart import Chart, Series
from supervisor_console.views.charts.fillings import brush
from supervisor_console.views.charts.lines import STYLES
from supervisor_console.views.sizes import CAPTION

SWATCH, AFTER_SWATCH, APART, LINE = 12, 6, 16, 20


class Legend(QWidget):
    """One row; what does not fit is left out from the end, and the hint under the mouse has all."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._chart: Chart | None = None
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        ground.theme_changed.connect(self.update)

    def say(self, chart: Chart | None) -> None:
        """The series of this chart that are drawn; none for a heat map or a single series."""
        self._chart = chart if chart is not None and chart.kind != "heat" and len(chart.series) > 1 else None
        names = [one.name for _place, one in self._drawn()]
        self.setToolTip("")
        self.setAccessibleName(", ".join(names))
        self.setVisible(bool(names))
        self.updateGeometry()
        self.update()

    def sizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """As wide as all of it."""
        if self._chart is None:
            return QSize(0, LINE)
        wide = sum(self._wide(one.name) for _place, one in self._drawn()) - APART
        return QSize(round(wide) + 1, LINE)

    def minimumSizeHint(self) -> QSize:  # noqa: N802 - Qt's name
        """It may be cut."""
        return QSize(0, LINE)

    def _drawn(self) -> list[tuple[int, Series]]:
        """The series of which there is something to see, each with its place."""
        series = self._chart.series if self._chart is not None else ()
        return [(place, one) for place, one in enumerate(series) if any(one.values)]

    def _wide(self, name: str) -> float:
        return SWATCH + AFTER_SWATCH + paint_text.advance(name, CAPTION, 400) + APART

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Swatch, word, swatch, word …"""
        if self._chart is None:
            return
        painter, theme, x = QPainter(self), self._ground.theme, 0.0
        middle = self.height() / 2
        for number, one in self._drawn():
            wide = self._wide(one.name)
            if x + wide - APART > self.width() + 1:
                break
            if self._chart.kind == "lines":
                pen = QPen(theme.colour(one.paint), 2, STYLES[number % len(STYLES)], Qt.PenCapStyle.FlatCap)
                painter.setPen(pen)
                painter.drawLine(QPointF(x, middle), QPointF(x + SWATCH, middle))
            else:
                swatch = QRectF(x, middle - SWATCH / 2, SWATCH, SWATCH)
                painter.fillRect(swatch, brush(theme, one.paint, one.filling))
            write(painter, one.name, x + SWATCH + AFTER_SWATCH, middle, CAPTION, theme.colour("muted"))
            x += wide
        painter.end()
