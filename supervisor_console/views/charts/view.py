"""A chart on screen: plot or heat map, its values under the mouse and by keyboard, and as a table."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QFocusEvent, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QToolTip, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from shared.qt.tips import tip
from shared.reports.chart import Chart
from supervisor_console.views.cells import Cell
from supervisor_console.views.charts.heat import Heat
from supervisor_console.views.charts.plot import Plot
from supervisor_console.views.charts.scale import said
from supervisor_console.views.columns import Spec
from supervisor_console.views.focus import wants_ring
from supervisor_console.views.states import EmptyState
from supervisor_console.views.table import Table

Spot = tuple[int, int]
"""Series (0 in a plot) and label."""


class HeatView(QWidget):
    """The heat map as a widget: ``pointed`` and ``pressed`` tell cells."""

    pointed = Signal(object)
    pressed = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self.heat = Heat(ground)
        self.setMouseTracking(True)
        ground.theme_changed.connect(self.update)

    def paintEvent(self, _event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """The map."""
        painter = QPainter(self)
        self.heat.paint(painter, QRectF(self.rect()))
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell the cell."""
        self.pointed.emit(self.heat.at(event.position()))

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """Tell which was pressed."""
        spot = self.heat.at(event.position())
        if event.button() == Qt.MouseButton.LeftButton and spot is not None:
            self.pressed.emit(spot)


class ChartView(QWidget):
    """``drilled(series, first, last)``: somebody wants to see what is behind these labels; series 0 of a plot is all.

    Arrows go from label to label, Enter drills, the menu key offers the table of the same values.
    """

    drilled = Signal(int, int, int)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._chart: Chart | None = None
        self._at: Spot | None = None
        self._names: tuple[str, ...] = ()
        self.is_table = False
        self.plot, self.map, self.empty = Plot(ground), HeatView(ground), EmptyState(ground)
        self.table: Table | None = None
        self.stack = QStackedWidget()
        for one in (self.empty, self.plot, self.map):
            self.stack.addWidget(one)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.stack)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        wants_ring(self)
        self.plot.pointed.connect(lambda label: self._hover(None if label is None else (0, label)))
        self.plot.spanned.connect(lambda first, last: self.drilled.emit(0, first, last))
        self.map.pointed.connect(self._hover)
        self.map.pressed.connect(lambda spot: self.drilled.emit(spot[0], spot[1], spot[1]))
        ground.language_changed.connect(self._redraw)

    def render_chart(self, chart: Chart, nothing: str = "") -> None:
        """Show it; ``nothing`` is said where there is nothing to draw."""
        if chart == self._chart and not chart.is_empty:
            return
        self._chart, self._at = chart, None
        self.empty.say("bars", nothing)
        self._redraw()

    def show_table(self, is_table: bool) -> None:
        """The values as a table, or the drawing."""
        self.is_table = is_table
        self._redraw()

    def _redraw(self) -> None:
        chart = self._chart
        if chart is None:
            return
        self.setAccessibleName(f"{chart.title} {chart.hint}".strip())
        if chart.is_empty:
            self.stack.setCurrentWidget(self.empty)
        elif self.is_table:
            self.stack.setCurrentWidget(self._tabled(chart))
        elif chart.kind == "heat":
            self.map.heat.chart = chart
            self.map.update()
            self.stack.setCurrentWidget(self.map)
        else:
            self.plot.show_chart(chart)
            self.stack.setCurrentWidget(self.plot)

    # --- values under the mouse and by keyboard

    def words_of(self, spot: Spot) -> str:
        """What stands at a spot: the label, and a line for each series that has a value there."""
        chart = self._chart
        assert chart is not None
        series, label = spot
        if chart.kind == "heat":
            one = chart.series[series]
            return f"{one.name} {chart.labels[label]}: {said(one.values[label], chart.unit, self._ground.language)}"
        language = self._ground.language
        known = [(one.name, one.values[label]) for one in chart.series if one.values[label] is not None]
        lines = [chart.labels[label], *(f"{name}: {said(value, chart.unit, language)}" for name, value in known)]
        if chart.totals:
            total = said(chart.totals[label], chart.unit, language)
            lines.append(language.text("Together: {value}", value=total))
        return "\n".join(lines)

    def _hover(self, spot: Spot | None) -> None:
        if spot == self._at:
            return
        self._point(spot)
        if spot is None:
            QToolTip.hideText()
        else:
            QToolTip.showText(self.cursor().pos() + QPoint(12, 12), tip(self.words_of(spot)), self)

    def _point(self, spot: Spot | None) -> None:
        self._at = spot
        self.plot.point(spot[1] if spot is not None else None)
        self.map.heat.pointed = spot
        self.map.update()
        self.setAccessibleDescription(self.words_of(spot) if spot is not None else "")

    def keyPressEvent(self, event: QKeyEvent) -> None:  # noqa: N802 - Qt's name
        """Arrows, Enter."""
        chart = self._chart
        steps = {Qt.Key.Key_Left: (0, -1), Qt.Key.Key_Right: (0, 1), Qt.Key.Key_Up: (-1, 0), Qt.Key.Key_Down: (1, 0)}
        step = steps.get(Qt.Key(event.key()))
        if chart is None or chart.is_empty or self.is_table:
            super().keyPressEvent(event)
        elif step is not None and (chart.kind == "heat" or not step[0]):
            rows = len(chart.series) if chart.kind == "heat" else 1
            row, label = self._at or (0, -1 if step[1] > 0 else 0)
            spot = min(max(0, row + step[0]), rows - 1), min(max(0, label + step[1]), len(chart.labels) - 1)
            self._point(spot)
            QToolTip.showText(self.mapToGlobal(self._place(spot)), tip(self.words_of(spot)), self)
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self._at is not None:
            self.drilled.emit(self._at[0], self._at[1], self._at[1])
        else:
            super().keyPressEvent(event)

    def _place(self, spot: Spot) -> QPoint:
        assert self._chart is not None
        share = (spot[1] + 0.5) / len(self._chart.labels)
        return QPointF(self.width() * share, self.height() / 3).toPoint()

    def leaveEvent(self, event: QEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is pointed at."""
        self._point(None)
        super().leaveEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:  # noqa: N802 - Qt's name
        """Nothing is pointed at by keyboard."""
        self._point(None)
        super().focusOutEvent(event)

    # --- as a table

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:  # noqa: N802 - Qt's name
        """Drawing or table."""
        menu = QMenu(self)
        text = self._ground.language.text
        words = text("Show the chart") if self.is_table else text("Show as a table")
        menu.addAction(words, lambda: self.show_table(not self.is_table))
        menu.exec(event.globalPos())
        menu.deleteLater()

    def _tabled(self, chart: Chart) -> Table:
        names = tuple(one.name for one in chart.series)
        if self.table is None or names != self._names:
            if self.table is not None:
                self.stack.removeWidget(self.table)
                self.table.deleteLater()
            self._names = names
            self.table = Table(self._ground, "chart", self._specs(names), lambda row: row[0], sorting="none")
            self.stack.addWidget(self.table)
        self.table.setAccessibleName(chart.title)
        self.table.render_rows(tuple(
            (place, label, tuple(said(one.values[place], chart.unit, self._ground.language) for one in chart.series))
            for place, label in enumerate(chart.labels)
        ))  # fmt: skip
        return self.table

    @staticmethod
    def _specs(names: tuple[str, ...]) -> tuple[Spec[tuple[int, str, tuple[str, ...]]], ...]:
        def column(place: int) -> Spec[tuple[int, str, tuple[str, ...]]]:
            return Spec(name=f"series{place}", title=lambda: names[place], width=110, is_right=True,
                        cell=lambda row: Cell(row[2][place]))  # fmt: skip

        first: Spec[tuple[int, str, tuple[str, ...]]] = Spec(
            name="label", title=lambda: "", is_stretched=True, is_kept=True, cell=lambda row: Cell(row[1], weight=600)
        )
        return first, *(column(place) for place in range(len(names)))
