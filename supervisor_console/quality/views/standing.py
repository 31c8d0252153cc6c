"""Operators in a table; of the chosen one the averages by week as a line, and where points are lost."""

from __future__ import annotations

import pyqtgraph as pg
from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QStackedWidget, QVBoxLayout, QWidget

from shared.qt.fonts import font
from shared.qt.ground import Ground
from supervisor_console.quality.screen import QualityScreen, StandingLine, TrendPoint, Wish, WorstLine
from supervisor_console.views.cells import Cell
from supervisor_console.views.columns import Spec
from supervisor_console.views.panel import Panel
from supervisor_console.views.sizes import CAPTION
from supervisor_console.views.states import EmptyState
from supervisor_console.views.table import Table


class TrendChart(pg.PlotWidget):  # type: ignore[misc]  # it has no types
    """Averages of weeks, 0 … 100 %, as a line with points."""

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground, self._points = ground, tuple[TrendPoint, ...]()
        self.setMouseEnabled(x=False, y=False)
        self.setMenuEnabled(False)
        self.hideButtons()
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.line = self.plot([], [])
        self.setYRange(0, 100, padding=0.06)
        ground.theme_changed.connect(self._dress)
        self._dress()

    def show_points(self, points: tuple[TrendPoint, ...]) -> None:
        """Draw these; a long row of weeks names only some of them."""
        self._points = points
        self.line.setData(list(range(len(points))), [one.percent for one in points])
        every = max(1, len(points) // 8)
        ticks = [(place, one.label) for place, one in enumerate(points) if place % every == 0]
        self.getAxis("bottom").setTicks([ticks])
        self.setXRange(-0.5, max(0.5, len(points) - 0.5), padding=0)
        self.setAccessibleName(", ".join(f"{one.label} {one.percent:.0f}" for one in points))

    def _dress(self) -> None:
        theme = self._ground.theme
        self.setBackground(theme.colour("surface"))
        accent, muted = theme.colour("accent"), theme.colour("muted")
        self.line.setPen(pg.mkPen(accent, width=2))
        self.line.setSymbol("o")
        self.line.setSymbolSize(8)
        self.line.setSymbolBrush(accent)
        self.line.setSymbolPen(pg.mkPen(theme.colour("surface"), width=1))
        for name in ("left", "bottom"):
            axis = self.getAxis(name)
            axis.setPen(pg.mkPen(theme.colour("line")))
            axis.setTextPen(pg.mkPen(muted))
            axis.setStyle(tickFont=font(CAPTION), tickLength=0)
        self.getAxis("left").setTicks([[(one, str(one)) for one in (0, 25, 50, 75, 100)]])
        self.showGrid(y=True, alpha=0.15)


class StandingsView(QWidget):
    """``wished``: another operator."""

    wished = Signal(object)

    def __init__(self, ground: Ground) -> None:
        super().__init__()
        self._ground = ground
        self.table = Table(ground, "quality_operators", _standings(ground), lambda row: row.key)
        self.worst = Table(ground, "quality_worst", _worst(ground), lambda row: row.key, sorting="none")
        self.chart = TrendChart(ground)
        self.empty = EmptyState(ground)
        self._stack = QStackedWidget()
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self.list, self.trend, self.lost = Panel(ground), Panel(ground), Panel(ground)
        for panel, content in ((self.list, self._stack), (self.trend, self.chart), (self.lost, self.worst)):
            panel.column.addWidget(content, 1)
        self.right = QVBoxLayout()
        self.right.addWidget(self.trend, 1)
        self.right.addWidget(self.lost, 1)
        self.row = QHBoxLayout(self)
        self.row.setContentsMargins(0, 0, 0, 0)
        self.row.addWidget(self.list, 5)
        self.row.addLayout(self.right, 4)
        self.table.picked.connect(lambda key: self.wished.emit(Wish("operator", key)))

    def render_standings(self, screen: QualityScreen) -> None:
        """Operators of the period."""
        text = self._ground.language.text
        self.list.say(text("Operators"), str(len(screen.standings) or ""), screen.note)
        self.table.setAccessibleName(text("Operators"))
        self._stack.setCurrentIndex(0 if screen.standings_empty else 1)
        if screen.standings_empty is not None:
            self.empty.say(screen.standings_empty.icon, screen.standings_empty.title, screen.standings_empty.hint)
        self.table.render_rows(screen.standings, screen.operator or None)
        for panel in (self.trend, self.lost):
            panel.setVisible(bool(screen.standings))  # where nobody was scored, one place says so
        name = next((one.name for one in screen.standings if one.key == screen.operator), "")
        self.trend.say(screen.trend_title, note=name)
        self.chart.show_points(screen.trend)
        self.lost.say(screen.worst_title, note=name)
        self.worst.setAccessibleName(screen.worst_title)
        self.worst.render_rows(screen.worst)


def _standings(ground: Ground) -> tuple[Spec[StandingLine], ...]:
    def text(words: str) -> str:
        return ground.language.text(words)

    return (
        Spec(name="name", title=lambda: text("Operator"), is_stretched=True, is_kept=True,
             cell=lambda row: Cell(row.name, weight=600)),
        Spec(name="count", title=lambda: text("Scores"), width=88, is_right=True, order=lambda row: row.number,
             cell=lambda row: Cell(row.count), is_kept=True),
        Spec(name="average", title=lambda: text("Average"), width=96, is_right=True, order=lambda row: row.percent,
             cell=lambda row: Cell(row.average, weight=600), is_kept=True),
        Spec(name="change", title=lambda: text("Change|score"), width=96, is_right=True, rank=1,
             cell=lambda row: Cell(row.change, row.token, row.icon, is_state=True,
                                   hint=text("The newer half of the scores against the older one, in points"))),
        Spec(name="fails", title=lambda: text("Fails"), width=80, is_right=True, order=lambda row: row.failed,
             cell=lambda row: Cell(row.fails, "bad" if row.failed else "text"), rank=2),
    )  # fmt: skip


def _worst(ground: Ground) -> tuple[Spec[WorstLine], ...]:
    def text(words: str) -> str:
        return ground.language.text(words)

    return (
        Spec(name="text", title=lambda: text("Question"), is_stretched=True, is_kept=True,
             cell=lambda row: Cell(row.text)),
        Spec(name="lost", title=lambda: text("Lost"), width=88, is_right=True, is_kept=True,
             cell=lambda row: Cell(row.lost, weight=600)),
        Spec(name="count", title=lambda: text("Answers"), width=88, is_right=True, is_kept=True,
             cell=lambda row: Cell(row.count)),
    )  # fmt: skip
