"""Rows of panels, each with a chart or a table; their widgets stay while the report is the same."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.ground import Ground
from supervisor_console.statistics.screen import PanelOf
from supervisor_console.statistics.views.figures import FiguresTable
from supervisor_console.views.button import Button
from supervisor_console.views.charts import ChartView, Legend
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import RADIUS
from supervisor_console.views.states import EmptyState

LEAST_HEIGHT = 240


class PanelView(Panel):
    """One panel. ``drilled(key, series, first, last)`` in its chart, ``opened(key, row, column)`` in its table.

    ``arranging(button)``: how it is shown is to be chosen, under this.
    """

    drilled = Signal(str, int, int, int)
    opened = Signal(str, str, str)
    explained = Signal(str, str, str, object)
    copied = Signal(str)
    arranging = Signal(object)

    def __init__(self, ground: Ground) -> None:
        self.legend, self.deed = Legend(ground), Button(ground, icon="columns", kind="quiet")
        super().__init__(ground, tools=(self.legend, self.deed))
        self.deed.clicked.connect(lambda _=False: self.arranging.emit(self.deed))
        self.key = ""
        self.chart, self.figures, self.empty = ChartView(ground), FiguresTable(ground), EmptyState(ground)
        self.stack = QStackedWidget()
        for one in (self.chart, self.figures, self.empty):
            self.stack.addWidget(one)
        self.column.addWidget(self.stack, 1)
        self.column.setContentsMargins(1, 1, 1, RADIUS)  # a plot's ground would cover the round corners
        self.setMinimumHeight(LEAST_HEIGHT)
        self.chart.drilled.connect(lambda *spot: self.drilled.emit(self.key, *spot))
        self.figures.opened.connect(lambda row, column: self.opened.emit(self.key, row, column))
        self.figures.explained.connect(lambda row, column, cell: self.explained.emit(self.key, row, column, cell))
        self.figures.copied.connect(self.copied)

    def render_panel(self, panel: PanelOf) -> None:
        """Show this."""
        self.key = panel.key
        self.say(panel.title, note=panel.note)
        self.hint(panel.hint)
        self.legend.say(panel.chart)
        self.deed.say(panel.deed)
        self.deed.setVisible(bool(panel.deed))
        self.line.setVisible(panel.chart is None)
        if panel.table is not None and panel.table.lines:
            self.figures.render_table(panel.table, panel.title)
            self.stack.setCurrentWidget(self.figures)
        elif panel.chart is not None:
            self.chart.render_chart(panel.chart, panel.nothing)
            self.stack.setCurrentWidget(self.chart)
        else:
            self.empty.say("bars", panel.nothing)
            self.stack.setCurrentWidget(self.empty)

    def hint(self, text: str) -> None:
        """What more there is to know of it, under the mouse and for readers of screens."""
        self.head.setToolTip("")
        self.chart.setAccessibleDescription(text)


class PanelRows(QWidget):
    """All panels of a report; signals as of one."""

    drilled = Signal(str, int, int, int)
    opened = Signal(str, str, str)
    explained = Signal(str, str, str, object)
    copied = Signal(str)
    arranging = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self._keys: tuple[tuple[str, ...], ...] = ()
        self.panels: list[list[PanelView]] = []
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(0, 0, 0, 0)
        self.rows: list[QHBoxLayout] = []

    def render_rows(self, rows: tuple[tuple[PanelOf, ...], ...]) -> None:
        """Show these."""
        keys = tuple(tuple(one.key for one in row) for row in rows)
        if keys != self._keys:
            self._keys = keys
            self._make(rows)
        for views, row in zip(self.panels, rows, strict=True):
            for view, panel in zip(views, row, strict=True):
                view.render_panel(panel)

    def set_gap(self, gap: int) -> None:
        """Between panels."""
        self.column.setSpacing(gap)
        for row in self.rows:
            row.setSpacing(gap)

    def _make(self, rows: tuple[tuple[PanelOf, ...], ...]) -> None:
        for views, layout in zip(self.panels, self.rows, strict=True):
            for view in views:
                view.hide()
                view.deleteLater()
            self.column.removeItem(layout)
        self.panels, self.rows = [], []
        for row in rows:
            layout = QHBoxLayout()
            layout.setSpacing(self.column.spacing())
            views = []
            for panel in row:
                view = PanelView(self._ground)
                view.drilled.connect(self.drilled)
                view.opened.connect(self.opened)
                view.explained.connect(self.explained)
                view.copied.connect(self.copied)
                view.arranging.connect(self.arranging)
                layout.addWidget(view, panel.share)
                views.append(view)
            self.panels.append(views)
            self.rows.append(layout)
            self.column.addLayout(layout, 1)
