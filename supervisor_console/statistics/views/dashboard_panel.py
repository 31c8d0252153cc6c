"""One panel of a dashboard: a head that opens the report and arranges, and below it a chart, figures or a table."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRectF, Qt, Signal
from PySide6.QtGui import QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QGraphicsOpacityEffect, QHBoxLayout, QMenu, QStackedWidget, QWidget

from shared.qt.ground import Ground
from shared.qt.painting import frame
from shared.qt.text import Text
from supervisor_console.statistics.screen.dashboard import BoardPanel
from supervisor_console.statistics.views.dashboard_figures import FiguresGrid
from supervisor_console.statistics.views.dashboard_grip import Grip
from supervisor_console.statistics.views.figures import FiguresTable
from supervisor_console.views.button import Button
from supervisor_console.views.charts import ChartView, Legend
from supervisor_console.views.panel import SIDE, Panel
from supervisor_console.views.sizes import CAPTION, RADIUS
from supervisor_console.views.states import EmptyState

OLD = 0.6
"""How strong figures of another period are, until those of this one are there."""
LEGEND = 26


class BoardPanelView(Panel):
    """``wished(kind, panel, value)``: a kind of ``BoardWish`` of this panel. ``explained(panel, row, measure, cell)``.

    ``dragged(where)``, ``dropped(where)``: on the screen. ``copied(text)``: its table.
    """

    wished = Signal(str, str, object)
    explained = Signal(str, str, str, object)
    dragged = Signal(QPoint)
    dropped = Signal(QPoint)
    copied = Signal(str)

    def __init__(self, ground: Ground) -> None:
        self.open_report, self.more = Button(ground, icon="open_out", kind="quiet"), Button(
            ground, icon="ellipsis", kind="quiet")  # fmt: skip
        super().__init__(ground, tools=(self.open_report, self.more))
        self.shown = BoardPanel(key="", title="")
        self.is_own, self.is_target, self.is_pressed = False, False, False
        self.grip, self.detail, self.legend = Grip(ground), Text(CAPTION), Legend(ground)
        self.chart, self.table, self.empty = ChartView(ground), FiguresTable(ground), EmptyState(ground)
        self.figures, self.stack, self.legend_row = FiguresGrid(ground), QStackedWidget(), QWidget()
        for one in (self.chart, self.table, self.figures, self.empty):
            self.stack.addWidget(one)
        self._lay_out()
        self._connect()

    def _lay_out(self) -> None:
        row = self.head.layout()
        assert isinstance(row, QHBoxLayout)
        row.insertWidget(0, self.grip)
        row.insertWidget(2, self.detail)
        row.setContentsMargins(SIDE, 0, 8, 0)
        self.tools.setSpacing(0)
        legend = QHBoxLayout(self.legend_row)
        legend.setContentsMargins(SIDE, 0, SIDE, 6)
        legend.addWidget(self.legend)
        legend.addStretch(1)
        self.legend_row.setFixedHeight(LEGEND)
        self.line.hide()
        self.column.addWidget(self.legend_row)
        self.column.addWidget(self.stack, 1)
        self.column.setContentsMargins(1, 1, 1, RADIUS)  # a plot's ground would cover the round corners

    def _connect(self) -> None:
        self.open_report.clicked.connect(lambda _checked=False: self._wish("open"))
        self.more.clicked.connect(lambda _checked=False: self._pop_up())
        self.grip.stepped.connect(lambda by: self._wish("move", by))
        self.grip.widened.connect(self._widen)
        self.grip.dragged.connect(self.dragged)
        self.grip.dropped.connect(self.dropped)
        self.chart.drilled.connect(lambda *_spot: self._wish("open"))
        self.table.opened.connect(lambda _row, _column: self._wish("open"))
        self.table.copied.connect(self.copied)
        self.empty.pressed.connect(lambda: self._wish("retry"))
        self.figures.wished.connect(lambda key, tile: self.explained.emit(self.shown.key, "", key, tile))
        self.table.explained.connect(self._explain)

    def render_panel(self, panel: BoardPanel, *, is_own: bool) -> None:
        """Show this."""
        self.shown, self.is_own = panel, is_own
        text, theme = self._ground.language.text, self._ground.theme
        self.say(panel.title, note=panel.note)
        self.detail.say(panel.detail, theme, "muted")
        self.detail.setVisible(bool(panel.detail))
        self.grip.say(panel.title)
        self.open_report.say("", hint=text("Open the report"))
        self.more.say("", hint=text("Arrange"))
        self.open_report.setAccessibleName(text("Open “{name}”", name=panel.title))
        self.more.setAccessibleName(text("Arrange “{name}”", name=panel.title))
        for one in (self.grip, self.more):
            one.setVisible(is_own)
        self.open_report.setVisible(panel.is_opened)
        self.head.setCursor(Qt.CursorShape.PointingHandCursor if panel.is_opened else Qt.CursorShape.ArrowCursor)
        self._render_inside(panel)
        self._dim(panel.is_old)

    def _render_inside(self, panel: BoardPanel) -> None:
        self.legend.say(panel.chart)
        self.legend_row.setVisible(panel.chart is not None and bool(self.legend.accessibleName()))
        if panel.trouble:
            self.empty.say(panel.icon, panel.trouble, "", panel.button)
            self.stack.setCurrentWidget(self.empty)
        elif panel.chart is not None:
            self.chart.render_chart(panel.chart, panel.nothing)
            self.stack.setCurrentWidget(self.chart)
        elif panel.tiles:
            self.figures.render_tiles(panel.tiles, panel.width)
            self.stack.setCurrentWidget(self.figures)
        elif panel.table is not None and panel.table.lines:
            self.table.render_table(panel.table, panel.title)
            self.stack.setCurrentWidget(self.table)
        else:
            self.empty.say("bars", panel.nothing)
            self.stack.setCurrentWidget(self.empty)

    def target(self, is_target: bool) -> None:
        """What is dragged would come here."""
        if is_target != self.is_target:
            self.is_target = is_target
            self.update()

    # --- hands

    def menu_of(self) -> QMenu:
        """What can be done with the panel."""
        text, menu, panel = self._ground.language.text, QMenu(self), self.shown
        menu.addAction(text("Open the report"), lambda: self._wish("open")).setEnabled(panel.is_opened)
        if not self.is_own:
            return menu
        menu.addSeparator()
        menu.addAction(text("Move forward"), lambda: self._wish("move", -1))
        menu.addAction(text("Move back"), lambda: self._wish("move", 1))
        menu.addAction(text("Half width") if panel.width == "whole" else text("Whole width"), self._widen)
        if panel.shapes:
            menu.addSeparator()
        for shape in panel.shapes:
            menu.addAction(shape.text, lambda value=shape.value: self._wish("shows", value))
        menu.addSeparator()
        menu.addAction(text("Take off the dashboard"), lambda: self._wish("remove"))
        return menu

    def _pop_up(self) -> None:
        menu = self.menu_of()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self.more.mapToGlobal(QPoint(0, self.more.height())))

    def _widen(self) -> None:
        self._wish("width", "whole" if self.shown.width == "half" else "half")

    def _wish(self, kind: str, value: object = None) -> None:
        self.wished.emit(kind, self.shown.key, value)

    def _explain(self, row: str, column: str, cell: QWidget) -> None:
        self.explained.emit(self.shown.key, row, column, cell)

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """It may be a click."""
        self.is_pressed = event.button() == Qt.MouseButton.LeftButton
        event.accept()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:  # noqa: N802 - Qt's name
        """A click opens the report."""
        is_click = self.is_pressed and self.rect().contains(event.position().toPoint())
        self.is_pressed = False
        if is_click and event.button() == Qt.MouseButton.LeftButton and self.shown.is_opened:
            self._wish("open")

    # --- looks

    def _dim(self, is_old: bool) -> None:
        if not is_old:
            self.stack.setGraphicsEffect(None)  # type: ignore[arg-type]  # none is allowed
        elif self.stack.graphicsEffect() is None:
            effect = QGraphicsOpacityEffect(self.stack)
            effect.setOpacity(OLD)
            self.stack.setGraphicsEffect(effect)

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802 - Qt's name
        """Surface and line; a strong line where something would be dropped."""
        super().paintEvent(event)
        if self.is_target:
            painter = QPainter(self)
            frame(painter, QRectF(self.rect()), None, self._ground.theme.colour("accent"), radius=RADIUS, width=2)
            painter.end()
